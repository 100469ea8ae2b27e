"""What Lighthouse says of a page, and whether that is good enough.

A page that keeps search engines out on purpose (see `robots.txt`) is measured for all the rest of
SEO: that it cannot be indexed is not held against it. Likewise a page that says "there is no such
page" for saying so, which Lighthouse also finds in the browser's console.
"""

import json
import os
import re
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.browser import chromium

PROGRAM = Path(".tools/node_modules/lighthouse/cli/index.js")
KEPT_OUT = re.compile(r"(/km)?/(report/|usage/\?|[^?]*\?.*&)")  # as robots.txt has it
OF_ERRORS = ("http-status-code", "is-crawlable", "errors-in-console")
RUNS = 3  # of a page that seems slow: other work on the machine slows pages too
ATTEMPTS = 3  # at one run: now and then the browser starts without telling when, says Lighthouse
# Chromium looks for updates and the like in spite of its flags: nothing but our address exists.
ALONE = '--host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"'


class Scores(NamedTuple):
    """Out of a hundred, in the order in which they are shown."""

    performance: float
    accessibility: float
    best_practices: float
    seo: float

    @property
    def are_good(self) -> bool:
        return all(score >= least for score, least in zip(self, LEAST, strict=True))


LEAST = Scores(performance=98, accessibility=100, best_practices=100, seo=100)


@dataclass(frozen=True)
class LighthousePage:
    """One route with its scores, and what in it costs points."""

    route: str
    scores: Scores
    faults: tuple[str, ...]


def measured(site: str, route: str) -> LighthousePage:
    """The page by one run, or by the median of three where one finds it slow."""
    skipped = skipped_audits(site, route)
    reports = [report(site + route, skipped)]
    if scores_in(reports[0]).performance < LEAST.performance:
        reports += [report(site + route, skipped) for _ in range(RUNS - 1)]
    found = zip(*map(scores_in, reports), strict=True)
    scores = Scores(*(statistics.median(runs) for runs in found))
    return LighthousePage(route, scores, () if scores.are_good else tuple(faults_in(reports[0])))


def skipped_audits(site: str, route: str) -> tuple[str, ...]:
    try:
        with urlopen(site + route):  # noqa: S310 (our own address); also warms the server
            return ("is-crawlable",) if KEPT_OUT.match(route) else ()
    except HTTPError:
        return OF_ERRORS


def report(address: str, skipped: tuple[str, ...]) -> dict:
    """Lighthouse's own, of a page opened on a phone. Raises CalledProcessError where it fails."""
    flags = " ".join(["--headless", *chromium.FLAGS, ALONE])
    command = [
        *("node", str(PROGRAM), address, "--quiet", "--output=json", "--ignore-status-code"),
        *("--no-enable-error-reporting", f"--chrome-flags={flags}"),
        *(f"--skip-audits={audit}" for audit in skipped),
    ]
    environment = os.environ | {"CHROME_PATH": chromium.program()}
    for attempt in range(1, ATTEMPTS + 1):
        is_last = attempt == ATTEMPTS
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=is_last)
        if done.returncode == 0:
            break
    return json.loads(done.stdout)


def scores_in(told: dict) -> Scores:
    categories = told["categories"]
    names = (name.replace("_", "-") for name in Scores._fields)
    return Scores(*(round(100 * (categories[name]["score"] or 0)) for name in names))


def faults_in(told: dict):
    """Each audit that costs points, with the number it found."""
    for category in told["categories"].values():
        for reference in category["auditRefs"]:
            audit = told["audits"][reference["id"]]
            if reference["weight"] and (audit["score"] or 0) < 1 and audit["score"] is not None:
                yield f"{audit['id']} {audit.get('displayValue', '')}".strip()

"""Runs Lighthouse on a page and compares the scores with the minimum.

Audits that a page must fail are skipped: indexing for pages that `robots.txt` excludes on purpose,
status code, indexing and console errors for error pages.
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
KEPT_OUT = re.compile(r"(/km)?/(report/|usage/\?|[^?]*\?.*&)")  # the rules of robots.txt
ERROR_PAGE_AUDITS = ("http-status-code", "is-crawlable", "errors-in-console")
RUNS = 3  # of a page that seems slow: other load on the machine slows pages too
ATTEMPTS = 3  # at one run: Lighthouse sometimes fails to connect to the browser
# Chromium looks for updates in spite of its flags; no host but the local one resolves.
NO_EXTERNAL_HOSTS = '--host-resolver-rules="MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"'


class Scores(NamedTuple):
    """Scores from 0 to 100, in the order in which they are printed."""

    performance: float
    accessibility: float
    best_practices: float
    seo: float

    @property
    def are_good(self) -> bool:
        return all(score >= minimum for score, minimum in zip(self, LEAST, strict=True))


LEAST = Scores(performance=98, accessibility=100, best_practices=100, seo=100)


@dataclass(frozen=True)
class LighthousePage:
    """One route with its scores and the audits that cost points."""

    route: str
    scores: Scores
    faults: tuple[str, ...]


def measure_page(site: str, route: str) -> LighthousePage:
    """Measure a page: one run, or the medians of three if the first one finds it slow."""
    skipped = skipped_audits(site, route)
    reports = [run_lighthouse(site + route, skipped)]
    if parse_scores(reports[0]).performance < LEAST.performance:
        reports += [run_lighthouse(site + route, skipped) for _ in range(RUNS - 1)]
    by_category = zip(*map(parse_scores, reports), strict=True)
    scores = Scores(*(statistics.median(values) for values in by_category))
    return LighthousePage(route, scores, () if scores.are_good else tuple(list_faults(reports[0])))


def skipped_audits(site: str, route: str) -> tuple[str, ...]:
    """The audits that the page fails on purpose."""
    try:
        with urlopen(site + route):  # noqa: S310 (our own address); also warms the server
            return ("is-crawlable",) if KEPT_OUT.match(route) else ()
    except HTTPError:
        return ERROR_PAGE_AUDITS


def run_lighthouse(address: str, skipped: tuple[str, ...]) -> dict:
    """JSON report of Lighthouse for a page on a phone. Raises CalledProcessError if it fails."""
    flags = " ".join(["--headless", *chromium.FLAGS, NO_EXTERNAL_HOSTS])
    command = [
        *("node", str(PROGRAM), address, "--quiet", "--output=json", "--ignore-status-code"),
        *("--no-enable-error-reporting", f"--chrome-flags={flags}"),
        *(f"--skip-audits={audit}" for audit in skipped),
    ]
    environment = os.environ | {"CHROME_PATH": chromium.find_chromium()}
    for attempt in range(1, ATTEMPTS + 1):
        is_last = attempt == ATTEMPTS
        process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=is_last)
        if process.returncode == 0:
            break
    return json.loads(process.stdout)


def parse_scores(report_json: dict) -> Scores:
    """The scores of a report; a category without a score counts as 0."""
    categories = report_json["categories"]
    names = (name.replace("_", "-") for name in Scores._fields)
    return Scores(*(round(100 * (categories[name]["score"] or 0)) for name in names))


def list_faults(report_json: dict):
    """Each audit that costs points, with its displayed value."""
    for category in report_json["categories"].values():
        for reference in category["auditRefs"]:
            audit = report_json["audits"][reference["id"]]
            if reference["weight"] and (audit["score"] or 0) < 1 and audit["score"] is not None:
                yield f"{audit['id']} {audit.get('displayValue', '')}".strip()

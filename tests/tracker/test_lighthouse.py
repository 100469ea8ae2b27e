"""`make lighthouse`: thresholds and parsing of reports, without running Lighthouse."""

import re

import pytest

from tests import sample_data
from tests.lighthouse.scores import KEPT_OUT, Scores, list_faults, parse_scores
from tests.lighthouse.server import gunicorn_command
from tracker.languages.switching import address_in

REPORT = {
    "categories": {
        "performance": {"score": 0.97, "auditRefs": [{"id": "speed-index", "weight": 10}]},
        "accessibility": {"score": 1, "auditRefs": [{"id": "contrast", "weight": 7}]},
        "best-practices": {"score": 1, "auditRefs": []},
        "seo": {"score": None, "auditRefs": [{"id": "hint", "weight": 0}]},
    },
    "audits": {
        "speed-index": {"id": "speed-index", "score": 0.8, "displayValue": "4 s"},
        "contrast": {"id": "contrast", "score": 1},
        "hint": {"id": "hint", "score": 0},
    },
}


def test_report_is_parsed_to_scores_and_faults():
    assert parse_scores(REPORT) == Scores(97, 100, 100, 0)
    assert list(list_faults(REPORT)) == ["speed-index 4 s"]


@pytest.mark.parametrize("wrong", [(97, 100, 100, 100), (100, 99, 100, 100), (98, 100, 100, 99)])
def test_single_low_score_is_not_good(wrong):
    assert Scores(98, 100, 100, 100).are_good
    assert not Scores(*wrong).are_good


@pytest.mark.django_db
def test_kept_out_pages_are_those_of_robots_txt(visitor):
    robots = visitor.get("/robots.txt").content.decode()
    rules = [
        "^" + re.escape(rule).replace(r"\*", ".*")
        for rule in re.findall(r"^Disallow: (\S+)$", robots, re.MULTILINE)
    ]
    english = sample_data.page_addresses(sample_data.build_story())
    for route in [*english, *(address_in("km", route) for route in english)]:
        kept_out = any(re.match(rule, route) for rule in rules)
        assert bool(KEPT_OUT.match(route)) == kept_out, route


def test_server_command_is_that_of_the_container():
    arguments = gunicorn_command(1234)
    assert arguments[1:4] == ["-m", "gunicorn", "tracker.wsgi:application"]
    assert arguments[4:6] == ["--bind", "127.0.0.1:1234"]

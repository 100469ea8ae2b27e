"""Helpers for imports: invented tables, and running them."""

import csv
import io

from django.contrib.auth import get_user_model

from cases.tables.imports import KINDS
from tracker.models import ImportRun
from tracker.tables.imports import ImportPlan, guessed, read_sheet
from tracker.tables.imports.runner import carry_out, plan_of

ORIGIN = "Invented NGO"


def table(*rows: dict, heads=None) -> bytes:
    """A CSV file of these rows."""
    names = heads or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def case_rows(count: int, people: list[str], provision: str, source: str, **more) -> list[dict]:
    """Rows of `count` cases, each with one accused and one charge."""
    return [
        {
            "key": f"case {number}",
            "title": f"Invented matter {number}",
            "category": "journalist",
            "confirmed_on": "2020-11",
            "role": "accused",
            "person": people[number % len(people)],
            "provision": provision,
            "source": source,
            "locator": f"page {number}",
        }
        | more
        for number in range(1, count + 1)
    ]


def sent(kind: str, content: bytes, by=None) -> ImportRun:
    """A waiting import run, with its columns guessed from the headings."""
    heads = guessed(KINDS[kind].columns, read_sheet(content).heads)
    by = by or get_user_model().objects.first()
    return ImportRun.objects.create(
        kind=kind, origin=ORIGIN, content=content, heads=heads, sent_by=by
    )


def previewed(kind: str, content: bytes) -> ImportPlan:
    return plan_of(sent(kind, content), KINDS[kind])


def imported(kind: str, content: bytes, by) -> ImportRun:
    """Preview and run an import; fails on any problem."""
    run = sent(kind, content, by)
    plan = plan_of(run, KINDS[kind])
    assert [str(problem) for problem in plan.problems] == []
    for _step in carry_out(run, KINDS[kind], digest=plan.digest, by=by):
        pass
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int]:
    """Numbers of new, changed and unchanged records."""
    return run.new_count, run.changed_count, run.unchanged_count

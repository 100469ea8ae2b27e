"""Helpers for imports: invented tables, and running them."""

import csv
import io

from django.contrib.auth import get_user_model

from cases.tables.imports import IMPORT_SPECS
from tracker.models import ImportRun
from tracker.tables.imports.columns import guess_columns
from tracker.tables.imports.import_plan import ImportPlan
from tracker.tables.imports.runner import preview_import, run_import
from tracker.tables.sheets.reader import read_sheet

ORIGIN = "Invented NGO"


def csv_table(*rows: dict, heads=None) -> bytes:
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


def create_run(kind: str, content: bytes, by=None) -> ImportRun:
    """A waiting import run, with its columns guessed from the headings."""
    heads = guess_columns(IMPORT_SPECS[kind].columns, read_sheet(content).heads)
    by = by or get_user_model().objects.first()
    return ImportRun.objects.create(
        kind=kind, origin=ORIGIN, content=content, heads=heads, sent_by=by
    )


def preview_table(kind: str, content: bytes) -> ImportPlan:
    return preview_import(create_run(kind, content), IMPORT_SPECS[kind])


def import_table(kind: str, content: bytes, by) -> ImportRun:
    """Preview and run an import; fails on any problem."""
    run = create_run(kind, content, by)
    plan = preview_import(run, IMPORT_SPECS[kind])
    assert [str(problem) for problem in plan.problems] == []
    for _step in run_import(run, IMPORT_SPECS[kind], digest=plan.digest, by=by):
        pass
    run.refresh_from_db()
    return run


def result_counts(run: ImportRun) -> tuple[int, int, int]:
    """Numbers of new, changed and unchanged records."""
    return run.new_count, run.changed_count, run.unchanged_count

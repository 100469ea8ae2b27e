"""How fast files are written, as a share of what `COPY (the same select) TO STDOUT` does.

    DATABASE_URL=... python -m tests.benchmarks.exports [cases [rounds]]

Fills the database with plainly invented data when it holds no case: never point it at another.
All variants run in turn, in one process; what is printed are medians.
"""

import os
import resource
import statistics
import sys
import time
from collections import defaultdict

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, transaction
from django.db.models import NOT_PROVIDED
from django.test import Client

from cases.exports import CASES, CHARGES, PEOPLE
from cases.models import (
    Case,
    CaseCitation,
    Charge,
    ChargeChange,
    ChargeCitation,
    Event,
    Participation,
    Person,
)
from laws.models import Law, Provision
from tracker.exports.tables import settle
from tracker.models import Organisation, Source
from tracker.publication import public_reader

ASKED = [int(word) for word in sys.argv[1:]]
HOW_MANY, ROUNDS = (ASKED + [50_000, 5][len(ASKED) :])[:2]
PROVISIONS, COURTS = 60, 30
GOALS = {"ndjson": 0.6, "csv": 0.25}
FIRST_BYTE, MEMORY = 0.5, 64
PEAK = resource.RUSAGE_SELF


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


# --- Invented data ----------------------------------------------------------------------------


def literal(field) -> object:
    """What a column holds unless told."""
    if field.db_default is not NOT_PROVIDED:
        return field.db_default
    if field.name == "mentions_protected" or not (field.has_default() or field.null):
        return False if field.get_internal_type() == "BooleanField" else ""
    return field.get_default() if field.has_default() else None


def fill(model, count: int, **values: str) -> None:
    """So many rows in one statement; each value is SQL about `i`, the number of the row."""
    if hasattr(model, "state"):
        values = {"state": "CASE WHEN i % 10 = 9 THEN 'draft' ELSE 'published' END"} | values
        values.setdefault("published_at", "now()")
    if hasattr(model, "is_sourced"):
        values.setdefault("is_sourced", "true")
    if any(field.name == "code" for field in model._meta.fields):
        prefix = model._meta.get_field("code").prefix
        values["code"] = f"'{prefix}-' || upper(lpad(to_hex((i * 7919) % 16777216), 6, '0'))"
    columns, said, params = ["id"], ["i"], []
    for field in model._meta.local_concrete_fields[1:]:
        columns.append(f'"{field.column}"')
        said.append(values.get(field.name, "%s").replace("%", "%%").replace("%%s", "%s"))
        params += [] if field.name in values else [literal(field)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(said)} FROM generate_series(1, {count}) i",
            params,
        )


def day(of: str) -> str:
    return f"daterange(date '2015-01-01' + {of} % 3000, date '2015-01-02' + {of} % 3000)"


@transaction.atomic
def invent(cases: int) -> None:
    """Cases with two people and three charges each; one record in ten is a draft."""
    people, charges = cases * 2, cases * 3
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
    always = {"state": "'published'"}
    fill(Source, 1, title="'Invented bulletin'", kind="'report'", **always)
    fill(Law, 1, slug="'invented-code'", title="'Invented Code'", kind="'code'", **always)
    fill(Provision, PROVISIONS, law="1", slug="i::text", number="i::text", kind="'offence'")
    fill(Organisation, COURTS, name="'Invented court ' || i", kind="'court'", **always)
    fill(
        Case,
        cases,
        title="'Invented case ' || i",
        summary="repeat('Somebody invented is said to have said something. ', 4)",
        court=f"1 + i % {COURTS}",
        confirmed_on=day("i"),
    )
    fill(Person, people, name="'Invented Person ' || i", category="'journalist'")
    case_of = f"1 + (i - 1) % {cases}"
    fill(Participation, people, case=case_of, person="i", role="'accused'")
    fill(
        Charge,
        charges,
        participation=f"1 + (i - 1) % {people}",
        provision=f"1 + i % {PROVISIONS}",
        conduct_on=day("i"),
    )
    fill(Event, cases, case="i", kind="'charge'", happened_on=day("i"))
    fill(ChargeChange, charges, event=case_of, charge="i", status="'charged'")
    fill(CaseCitation, cases, fact="i", source="1", locator="'p. 1'")
    fill(ChargeCitation, charges, fact="i", source="1", locator="'p. 1'")


# --- Measuring --------------------------------------------------------------------------------


class Nowhere:
    """Counts what is written to it."""

    size = 0

    def write(self, piece) -> None:
        self.size += len(piece)


def copied(table) -> dict:
    """What PostgreSQL does alone: the same select, as text, to the same process."""
    started, out = time.perf_counter(), Nowhere()
    with public_reader():
        settle()
        select = table.select(table.rows(), "http://testserver")
        with connection.cursor() as cursor:
            statement = cursor.mogrify(*select.query.sql_with_params()).decode()
            cursor.copy_expert(f"COPY ({statement}) TO STDOUT", out)
    return {"seconds": time.perf_counter() - started, "bytes": out.size, "first": 0.0}


def exported(table, kind: str) -> dict:
    started, first, size = time.perf_counter(), None, 0
    response = Client().get(f"/api/v1/{table.name}/?format={kind}")
    for piece in response.streaming_content:
        first = first or time.perf_counter() - started
        size += len(piece)
    return {"seconds": time.perf_counter() - started, "bytes": size, "first": first}


def measure(table) -> None:
    with public_reader():
        rows = table.rows().count()
    found, idle = defaultdict(list), resource.getrusage(PEAK).ru_maxrss
    for _ in range(ROUNDS):
        found["copy"].append(copied(table))
        for kind in ("ndjson", "csv", "xlsx"):
            found[kind].append(exported(table, kind))
    memory = (resource.getrusage(PEAK).ru_maxrss - idle) / 1024
    say(f"\n{table.name}: {rows} rows; {memory:.0f} MB above idle (goal: {MEMORY})")
    base = statistics.median(run["seconds"] for run in found["copy"])
    for kind, runs in found.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        goal = f" (goal: {GOALS[kind]})" if kind in GOALS else ""
        say(
            f"  {kind:7} {seconds:6.2f} s {rows / seconds:8.0f} rows/s "
            f"{base / seconds:5.2f} of COPY{goal}; first byte "
            f"{max(run['first'] for run in runs):.3f} s; {runs[0]['bytes'] / 1e6:.1f} MB"
        )


def main() -> None:
    if not Case.objects.exists():
        started = time.perf_counter()
        invent(HOW_MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        say(f"{HOW_MANY} cases invented in {time.perf_counter() - started:.0f} s")
    for kind in ("ndjson", "csv", "xlsx"):  # all that is loaded once
        exported(PEOPLE, kind)
    for table in (CASES, PEOPLE, CHARGES):
        measure(table)


if __name__ == "__main__":
    main()

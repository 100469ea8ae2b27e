"""How fast files are written, as a share of what `COPY (the same select) TO STDOUT` does.

All variants run in turn, in one process; what is printed are medians.
"""

import resource
import statistics
import sys
import time
from collections import defaultdict

from django.db import connection
from django.test import Client

from cases.tables.exports import CASES, CHARGES, PEOPLE
from tracker.tables.exports.export_table import stream_without_triggers
from tracker.visibility.public_reader import public_reader

GOALS = {"ndjson": 0.6, "csv": 0.25}
FIRST_BYTE, MEMORY = 0.5, 64
PEAK = resource.RUSAGE_SELF


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Nowhere:
    """Counts what is written to it."""

    size = 0

    def write(self, piece) -> None:
        self.size += len(piece)


def copied(table) -> dict:
    """What PostgreSQL does alone: the same select, as text, to the same process."""
    started, out = time.perf_counter(), Nowhere()
    with public_reader():
        stream_without_triggers()
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


def measure(table, rounds: int) -> None:
    with public_reader():
        rows = table.rows().count()
    found, idle = defaultdict(list), resource.getrusage(PEAK).ru_maxrss
    for _ in range(rounds):
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


def report(rounds: int) -> None:
    for kind in ("ndjson", "csv", "xlsx"):  # all that is loaded once
        exported(PEOPLE, kind)
    for table in (CASES, PEOPLE, CHARGES):
        measure(table, rounds)

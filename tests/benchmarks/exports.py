"""Speed of exports, as a fraction of the speed of `COPY (the same select) TO STDOUT`.

All variants run in turn in one process; the output shows medians.
"""

import resource
import statistics
import sys
import time
from collections import defaultdict

from django.db import connection
from django.test import Client

from cases.tables.exports.charges_events import CHARGES
from cases.tables.exports.records import CASES, PEOPLE
from tracker.tables.exports.export_table import apply_stream_settings
from tracker.visibility.public_reader import public_reader

GOALS = {"ndjson": 0.6, "csv": 0.25}  # fractions of the speed of COPY
FIRST_BYTE, MEMORY = 0.5, 64  # seconds, MB
SELF_USAGE = resource.RUSAGE_SELF


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class ByteCounter:
    """File object that discards what is written and counts the bytes."""

    size = 0

    def write(self, piece) -> None:
        self.size += len(piece)


def run_copy(table) -> dict:
    """Time and size of the COPY of a table: the same select, as text, to the same process."""
    started, out = time.perf_counter(), ByteCounter()
    with public_reader():
        apply_stream_settings()
        select = table.select(table.rows(), "http://testserver")
        with connection.cursor() as cursor:
            statement = cursor.mogrify(*select.query.sql_with_params()).decode()
            cursor.copy_expert(f"COPY ({statement}) TO STDOUT", out)
    return {"seconds": time.perf_counter() - started, "bytes": out.size, "first": 0.0}


def run_export(table, kind: str) -> dict:
    """Time, size and time to the first byte of an export through Django."""
    started, first, size = time.perf_counter(), None, 0
    response = Client().get(f"/api/v1/{table.name}/?format={kind}")
    for piece in response.streaming_content:
        first = first or time.perf_counter() - started
        size += len(piece)
    return {"seconds": time.perf_counter() - started, "bytes": size, "first": first}


def measure_table(table, rounds: int) -> None:
    with public_reader():
        rows = table.rows().count()
    runs_by_kind, idle = defaultdict(list), resource.getrusage(SELF_USAGE).ru_maxrss
    for _ in range(rounds):
        runs_by_kind["copy"].append(run_copy(table))
        for kind in ("ndjson", "csv", "xlsx"):
            runs_by_kind[kind].append(run_export(table, kind))
    memory = (resource.getrusage(SELF_USAGE).ru_maxrss - idle) / 1024
    say(f"\n{table.name}: {rows} rows; {memory:.0f} MB above idle (goal: {MEMORY})")
    base = statistics.median(run["seconds"] for run in runs_by_kind["copy"])
    for kind, runs in runs_by_kind.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        goal = f" (goal: {GOALS[kind]})" if kind in GOALS else ""
        say(
            f"  {kind:7} {seconds:6.2f} s {rows / seconds:8.0f} rows/s "
            f"{base / seconds:5.2f} of COPY{goal}; first byte "
            f"{max(run['first'] for run in runs):.3f} s; {runs[0]['bytes'] / 1e6:.1f} MB"
        )


def report_exports(rounds: int) -> None:
    for kind in ("ndjson", "csv", "xlsx"):  # loads modules and caches
        run_export(PEOPLE, kind)
    for table in (CASES, PEOPLE, CHARGES):
        measure_table(table, rounds)

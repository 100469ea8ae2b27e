"""Benchmark of importing 10,000 cases, step by step.

    python -m tests.benchmarks.imports [rows]

Works in a database of its own on the test server.
"""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection

from cases.models import Case
from cases.tables.imports import IMPORT_SPECS
from tests import database, factories as make, imports
from tracker.tables.imports.runner import ImportRefused, preview_import, run_import

ROWS = int(sys.argv[1]) if sys.argv[1:] else 10_000
NAME = "import_trial"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Stopwatch:
    """Context manager that prints wall clock and processor time of its block."""

    def __init__(self, label: str):
        self.label = label

    def __enter__(self):
        self.started, self.work = time.monotonic(), processor_seconds()

    def __exit__(self, *_error):
        took, worked = time.monotonic() - self.started, processor_seconds() - self.work
        say(f"{self.label:45} {took:6.1f} s, {worked:6.1f} s of work of a processor")


def processor_seconds() -> float:
    """Processor seconds of this process and its database backend; independent of other load."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # utime and stime
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def report_function_costs() -> None:
    """Print the slowest database functions (track_functions), and reset the statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || funcname, calls, self_time, total_time "
            "FROM pg_stat_user_functions ORDER BY self_time DESC LIMIT 12"
        )
        for name, calls, own, total in cursor.fetchall():
            say(f"    {name:45} {calls:8} calls {own / 1000:6.1f} s own {total / 1000:6.1f} s")
        cursor.execute("SELECT pg_stat_reset()")


def benchmark_import(kind: str, content: bytes, by) -> None:
    """Preview and run an import, and print the time of each step."""
    run = imports.create_run(kind, content, by)
    with Stopwatch(f"{kind}: preview"):
        plan = preview_import(run, IMPORT_SPECS[kind])
    for problem in plan.problems[:5]:
        say(f"    {problem}")
    with Stopwatch(f"{kind}: all of it"):
        started, step = time.monotonic(), None
        for step in run_import(run, IMPORT_SPECS[kind], digest=plan.digest, by=by):
            if step.done == step.total:
                say(f"    {step.words:41} {time.monotonic() - started:6.1f} s")
    run.refresh_from_db()
    say(f"    new, changed, unchanged: {imports.result_counts(run)}")
    report_function_costs()


def benchmark_refusal(run, by) -> None:
    """Preview and run an import with an invalid row; it must be refused."""
    with Stopwatch("cases, one row wrong: preview"):
        plan = preview_import(run, IMPORT_SPECS["cases"])
    say("    " + "; ".join(map(str, plan.problems)))
    with Stopwatch("cases, one row wrong: confirmed"):
        try:
            list(run_import(run, IMPORT_SPECS["cases"], digest=plan.digest, by=by))
        except ImportRefused as error:
            say(f"    {error}")
    say(f"    cases kept: {Case.objects.count()}")


def main() -> None:
    database.use_own(NAME)
    with connection.cursor() as cursor:
        cursor.execute("SET track_functions = 'all'")
    by = make.staff_user("analyst")
    source = make.source(title="Invented report").code
    provision = make.provision("495").address
    people = [{"key": f"p{n}", "name": f"Invented Person{n}"} for n in range(1, 2001)]
    benchmark_import("people", imports.csv_table(*people), by)
    rows = imports.case_rows(ROWS, [person["key"] for person in people], provision, source)
    invalid = [*rows]
    invalid[ROWS // 2] = invalid[ROWS // 2] | {"category": "astronaut"}
    benchmark_refusal(imports.create_run("cases", imports.csv_table(*invalid), by), by)
    benchmark_import("cases", imports.csv_table(*rows), by)
    benchmark_import("cases", imports.csv_table(*rows), by)
    connection.close()
    database.drop_own(NAME)


if __name__ == "__main__":
    main()

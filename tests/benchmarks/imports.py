"""How long importing 10,000 cases takes, step by step.

    python -m tests.benchmarks.imports [rows]

Works in a database of its own on the server of the tests.
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
from cases.tables.imports import KINDS
from tests import database, factories as make, imports
from tracker.tables.imports.runner import ImportRefused, carry_out, plan_of

ROWS = int(sys.argv[1]) if sys.argv[1:] else 10_000
NAME = "import_trial"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Watch:
    """Says how long what stands under it took."""

    def __init__(self, words: str):
        self.words = words

    def __enter__(self):
        self.began, self.work = time.monotonic(), work()

    def __exit__(self, *_error):
        took, worked = time.monotonic() - self.began, work() - self.work
        say(f"{self.words:45} {took:6.1f} s, {worked:6.1f} s of work of a processor")


def work() -> float:
    """Seconds that this process and its server have computed: the same on a busy machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(numbers[11]) + int(numbers[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def costs() -> None:
    """The functions of the database that took longest, where it keeps count of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || funcname, calls, self_time, total_time "
            "FROM pg_stat_user_functions ORDER BY self_time DESC LIMIT 12"
        )
        for name, calls, own, total in cursor.fetchall():
            say(f"    {name:45} {calls:8} calls {own / 1000:6.1f} s own {total / 1000:6.1f} s")
        cursor.execute("SELECT pg_stat_reset()")


def carried_out(kind: str, content: bytes, by) -> None:
    run = imports.sent(kind, content, by)
    with Watch(f"{kind}: preview"):
        plan = plan_of(run, KINDS[kind])
    for problem in plan.problems[:5]:
        say(f"    {problem}")
    with Watch(f"{kind}: all of it"):
        began, step = time.monotonic(), None
        for step in carry_out(run, KINDS[kind], digest=plan.digest, by=by):
            if step.done == step.total:
                say(f"    {step.words:41} {time.monotonic() - began:6.1f} s")
    run.refresh_from_db()
    say(f"    new, changed, unchanged: {imports.counts(run)}")
    costs()


def refused(run, by) -> None:
    """A table with a wrong row, confirmed all the same."""
    with Watch("cases, one row wrong: preview"):
        plan = plan_of(run, KINDS["cases"])
    say("    " + "; ".join(map(str, plan.problems)))
    with Watch("cases, one row wrong: confirmed"):
        try:
            list(carry_out(run, KINDS["cases"], digest=plan.digest, by=by))
        except ImportRefused as no:
            say(f"    {no}")
    say(f"    cases kept: {Case.objects.count()}")


def main() -> None:
    database.use_own(NAME)
    with connection.cursor() as cursor:
        cursor.execute("SET track_functions = 'all'")
    by = make.staff("analyst")
    source = make.source(title="Invented report").code
    provision = make.provision("495").address
    people = [{"key": f"p{n}", "name": f"Invented Person{n}"} for n in range(1, 2001)]
    carried_out("people", imports.table(*people), by)
    rows = imports.case_rows(ROWS, [one["key"] for one in people], provision, source)
    wrong = [*rows]
    wrong[ROWS // 2] = wrong[ROWS // 2] | {"category": "astronaut"}
    refused(imports.sent("cases", imports.table(*wrong), by), by)
    carried_out("cases", imports.table(*rows), by)
    carried_out("cases", imports.table(*rows), by)
    connection.close()
    database.drop_own(NAME)


if __name__ == "__main__":
    main()

"""Benchmarks of public reads, as ratios to a lower limit measured in the same run.

    python -m tests.benchmarks [--cases 50000] [--rounds 15] [--exports] [--growth]

Fills a database of its own with invented data. Milliseconds depend on machine and load; the
ratios are what to compare with the goals.
"""

import argparse
import os
import sys
import time

import django

NAME = "bench"
GROWTH = (5_000, 500_000)  # charges


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    from tests import database  # noqa: PLC0415 (needs Django set up)
    from tests.benchmarks import exports, invented, reading  # noqa: PLC0415

    options = read_options()
    if options.growth:
        costs = []
        for charges in GROWTH:
            fill_database(charges // invented.CHARGES)
            costs.append(reading.measure_growth_costs(options.rounds))
        for name in costs[0]:
            say(
                f"{name:44} {costs[1][name] / costs[0][name]:7.2f} x from {GROWTH} charges (goal 3)"
            )
    else:
        fill_database(options.cases)
        for line in reading.report_reads(options.rounds):
            say(line)
        if options.exports:
            exports.report_exports(min(options.rounds, 5))
    database.drop_own(NAME)


def read_options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=50_000, help="three charges each")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--exports", action="store_true", help="files too")
    options.add_argument("--growth", action="store_true", help="from 5,000 to 500,000 charges")
    return options.parse_args()


def fill_database(cases: int) -> None:
    from tests.benchmarks.invented import create_database  # noqa: PLC0415 (as in main)

    started = time.perf_counter()
    create_database(NAME, cases)
    say(f"{cases} cases invented in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()

"""Replays random changes and compares a copy kept through the change feed with the dump.

Compares the copy with the lists as it goes, and says what differs. The database is its own.
"""

import os
import random
import sys

import django

NAME = "replay_trial"
BETWEEN_SYNCS = 10  # changes, at most
BETWEEN_COMPARISONS = 250


def main(changes: int, seed: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)
    from rest_framework.test import APIClient  # noqa: PLC0415

    from tests import database  # noqa: PLC0415
    from tests.change_feed_fuzz import following  # noqa: PLC0415

    database.use_own(NAME)
    call_command("load_founding_data", verbosity=0)
    copy, mischief = following.Copy(APIClient()), following.Mischief(seed)
    chance, wrong = random.Random(seed), []
    for done in range(1, changes + 1):
        mischief.step()
        if chance.random() < 1 / BETWEEN_SYNCS:
            copy.sync()
        if done % BETWEEN_COMPARISONS == 0 or done == changes:
            copy.sync()
            wrong = following.differences(copy)
            say(f"{done:6} changes, {copy.told} told, {len(copy.records)} records, {wrong[:3]}")
            if wrong:
                break
    say(f"{mischief.done}, seed {seed}: {len(wrong)} differences")
    if not wrong:
        database.drop_own(NAME)
    sys.exit(bool(wrong))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    arguments = [int(one) for one in sys.argv[1:]]
    main(*(arguments + [10_000, 1][len(arguments) :]))

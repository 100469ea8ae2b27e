"""Makes random changes, and compares a copy kept by the change feed with the lists of the API.

    python -m tests.change_feed_fuzz [changes] [seed]

Prints what differs, and stops at the first difference. Works in a database of its own.
"""

import os
import random
import sys

import django

NAME = "replay_trial"
BETWEEN_SYNCS = 10  # changes, on average
BETWEEN_COMPARISONS = 250  # changes


def main(changes: int, seed: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415 (needs Django set up)
    from rest_framework.test import APIClient  # noqa: PLC0415

    from tests import database  # noqa: PLC0415
    from tests.change_feed_fuzz import following  # noqa: PLC0415

    database.use_own(NAME)
    call_command("load_founding_data", verbosity=0)
    copy, changer = following.FeedCopy(APIClient()), following.RandomChanger(seed)
    chance, found = random.Random(seed), []
    for count in range(1, changes + 1):
        changer.step()
        if chance.random() < 1 / BETWEEN_SYNCS:
            copy.sync()
        if count % BETWEEN_COMPARISONS == 0 or count == changes:
            copy.sync()
            found = following.find_differences(copy)
            feed = f"{copy.applied} in the feed, {len(copy.records)} records"
            say(f"{count:6} changes, {feed}, {found[:3]}")
            if found:
                break
    say(f"{changer.done}, seed {seed}: {len(found)} differences")
    if not found:
        database.drop_own(NAME)
    sys.exit(bool(found))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [10_000, 1][len(arguments) :]))

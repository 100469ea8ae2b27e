"""`make names`: the figures of name matching on the development and the test part."""

import os
import sys

import django

GENERATED = 20_000


def main(generated: int = GENERATED) -> None:
    from tests import database  # noqa: PLC0415
    from tests.names import evaluation, world  # noqa: PLC0415 (needs Django set up)

    for part in evaluation.PARTS:
        pairs = evaluation.pairs(part)
        there = world.NamesWorld(pairs, generated)
        same = [pair for pair in pairs if pair.is_same]
        trials = [
            evaluation.search(pair, there.person_of[pair.left], there.generated) for pair in same
        ]
        negatives = [pair for pair in pairs if not pair.is_same]
        result = evaluation.Result(trials, negatives, generated)
        show(part, result, there)
        if part == "development":
            show_contributions(evaluation.contributions(trials))
    database.drop_own(world.NAME)
    alarms = evaluation.false_alarms(evaluation.pairs("fresh"))
    say(f"\nfresh: false alarms among 200 hard negatives nothing was tuned on {alarms:6.1%}")


def show(part: str, result, there) -> None:
    median, slow = result.milliseconds
    say(f"\n{part}: {len(result.trials)} true pairs, {len(result.negatives)} hard negatives,")
    say(f"  {len(there.generated):,} generated people, {there.spellings:,} distinct spellings")
    say(f"  recall at 5            {result.recall:7.1%}")
    for basis, (hits, of) in sorted(result.recall_by_basis().items()):
        say(f"    {basis:<20} {hits / of:7.1%}  ({hits} of {of})")
    say(f"  mean reciprocal rank   {result.reciprocal_rank:7.3f}")
    say(f"  warned as duplicate    {result.warned:7.1%}")
    say(f"  false alarms, negatives {result.false_among_negatives:6.1%}")
    say(f"  false alarms, generated {result.false_among_generated:8.3%} of all comparisons")
    say(f"  milliseconds a search  {median:7.1f} median, {slow:.1f} slowest of twenty")


def show_contributions(found) -> None:
    say("\n  without the rule, lost of the development pairs: from the warning, from the first 5")
    for rule, unwarned, unfound in found:
        say(f"    {rule:<28} {unwarned:4} {unfound:4}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))

"""`make names`: prints recall and precision of name matching on each part of the pairs."""

import os
import sys

import django

GENERATED = 20_000


def main(generated: int = GENERATED) -> None:
    from tests import database  # noqa: PLC0415
    from tests.names import evaluation, world  # noqa: PLC0415 (needs Django set up)

    for part in evaluation.PARTS:
        pairs = evaluation.load_pairs(part)
        names_world = world.NamesWorld(pairs, generated)
        same = [pair for pair in pairs if pair.is_same]
        trials = [
            evaluation.search(pair, names_world.person_of[pair.left], names_world.generated)
            for pair in same
        ]
        negatives = [pair for pair in pairs if not pair.is_same]
        result = evaluation.Result(trials, negatives, generated)
        print_result(part, result, names_world)
        if part == "development":
            print_contributions(evaluation.rule_contributions(trials))
    database.drop_own(world.DATABASE)
    rate = evaluation.false_alarm_rate(evaluation.load_pairs("fresh"))
    print_line(f"\nfresh: false alarms among 200 hard negatives nothing was tuned on {rate:6.1%}")


def print_result(part: str, result, names_world) -> None:
    median, slowest = result.milliseconds
    print_line(
        f"\n{part}: {len(result.trials)} true pairs, {len(result.negatives)} hard negatives,"
    )
    people, spellings = len(names_world.generated), names_world.spellings
    print_line(f"  {people:,} generated people, {spellings:,} distinct spellings")
    print_line(f"  recall at 5            {result.recall:7.1%}")
    for basis, (hits, total) in sorted(result.recall_by_basis().items()):
        print_line(f"    {basis:<20} {hits / total:7.1%}  ({hits} of {total})")
    print_line(f"  mean reciprocal rank   {result.reciprocal_rank:7.3f}")
    print_line(f"  warned as duplicate    {result.warned:7.1%}")
    print_line(f"  false alarms, negatives {result.false_among_negatives:6.1%}")
    print_line(f"  false alarms, generated {result.false_among_generated:8.3%} of all comparisons")
    print_line(f"  milliseconds a search  {median:7.1f} median, {slowest:.1f} slowest of twenty")


def print_contributions(contributions) -> None:
    print_line(
        "\n  without the rule, lost of the development pairs: from the warning, from the first 5"
    )
    for rule, lost_warnings, lost_results in contributions:
        print_line(f"    {rule:<28} {lost_warnings:4} {lost_results:4}")


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))

"""Measures name matching: recall of true pairs among generated people, and false alarms.

The left spelling of a pair is in a separate database, among generated people; the right one is
searched with the public role. Never tune the rules on the test part.
"""

import csv
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from cases.models import Person
from cases.name_matching import DUPLICATE_THRESHOLD, romanise_name
from cases.name_matching.sound_rules import HABIT_COSTS, RULES
from tests.names.matching import compare_names, without
from tracker.visibility.public_reader import public_reader

HERE = Path(__file__).parent
PARTS = ("development", "added", "test")
TOP_RESULTS = 5


@dataclass(frozen=True)
class LabelledPair:
    """Two spellings of one name, or of two similar names."""

    left: str
    right: str
    is_same: bool
    basis: str


@dataclass
class Trial:
    """One search: rank of the right person, best other people, duration."""

    pair: LabelledPair
    rank: int | None
    seconds: float
    rivals: list[str] = field(default_factory=list)  # the best spellings of other people
    alarms: int = 0  # generated people at or above the duplicate threshold


def load_pairs(part: str) -> list[LabelledPair]:
    with (HERE / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        return [
            LabelledPair(row["left"], row["right"], row["kind"] == "same", row["basis"])
            for row in csv.DictReader(file)
        ]


def search(pair: LabelledPair, wanted: int, generated: set[int]) -> Trial:
    """Search for the right spelling as the public; `wanted` is the person with the left one."""
    with public_reader():
        started = time.perf_counter()
        matches = Person.objects.name_matches(pair.right)
        people = Person.objects.with_name_rank([match.person_id for match in matches])
        ids = [person.pk for person in people.order_by("name_rank")[:50]]
        seconds = time.perf_counter() - started
    others = [match for match in matches if match.person_id != wanted]
    return Trial(
        pair,
        rank=ids.index(wanted) + 1 if wanted in ids else None,
        seconds=seconds,
        rivals=[match.spelling for match in others[:20]],
        alarms=sum(
            m.similarity.score >= DUPLICATE_THRESHOLD and m.person_id in generated for m in others
        ),
    )


@dataclass
class Result:
    """The measures of one part of the pairs."""

    trials: list[Trial]
    negatives: list[LabelledPair]
    generated: int

    @property
    def recall(self) -> float:
        return statistics.mean(t.rank is not None and t.rank <= TOP_RESULTS for t in self.trials)

    @property
    def reciprocal_rank(self) -> float:
        return statistics.mean(1 / t.rank if t.rank else 0 for t in self.trials)

    @property
    def warned(self) -> float:
        """Share of true pairs above the duplicate threshold."""
        return statistics.mean(
            compare_names(t.pair.left, t.pair.right).score >= DUPLICATE_THRESHOLD
            for t in self.trials
        )

    @property
    def false_among_negatives(self) -> float:
        return false_alarm_rate(self.negatives)

    @property
    def false_among_generated(self) -> float:
        """Share of all comparisons of generated people with queries."""
        return sum(t.alarms for t in self.trials) / (len(self.trials) * self.generated)

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Median and 95th percentile of the duration."""
        times = sorted(t.seconds * 1000 for t in self.trials)
        return statistics.median(times), times[int(len(times) * 0.95)]

    def recall_by_basis(self) -> dict[str, tuple[int, int]]:
        """(hits, total) by basis."""
        recall: dict[str, tuple[int, int]] = {}
        for trial in self.trials:
            hits, total = recall.get(trial.pair.basis, (0, 0))
            is_hit = trial.rank is not None and trial.rank <= TOP_RESULTS
            recall[trial.pair.basis] = (hits + is_hit, total + 1)
        return recall


def false_alarm_rate(negatives: list[LabelledPair]) -> float:
    """Share of pairs of different names above the duplicate threshold."""
    return statistics.mean(
        compare_names(p.left, p.right).score >= DUPLICATE_THRESHOLD for p in negatives
    )


def rule_contributions(trials: list[Trial]) -> list[tuple[str, int, int]]:
    """(rule, lost warnings, lost results): true pairs lost without the rule.

    Lost results drop out of the top results, among the twenty rivals nearest with all rules.
    """
    contributions = []
    before = [compare_names(t.pair.left, t.pair.right).score for t in trials]
    for rule in (*RULES, *HABIT_COSTS):
        with without(rule):
            after = [compare_names(t.pair.left, t.pair.right).score for t in trials]
            lowered = [x for x in zip(trials, before, after, strict=True) if x[2] < x[1]]
            lost_warnings = sum(a < DUPLICATE_THRESHOLD <= b for _, b, a in lowered)
            lost_results = sum(drops_out(trial, score) for trial, _, score in lowered)
        if lost_warnings or lost_results:
            name = rule if isinstance(rule, str) else f"{rule[0]}: {rule[1]}"
            contributions.append((name, lost_warnings, lost_results))
    return sorted(contributions, key=lambda row: (-row[1] - row[2], row[0]))


def drops_out(trial: Trial, score: float) -> bool:
    """Whether the right person leaves the top results when it has this lower score."""
    if trial.rank is None or trial.rank > TOP_RESULTS:
        return False
    searched = romanise_name(trial.pair.right)
    better = sum(compare_names(rival, searched).score > score for rival in trial.rivals)
    return better >= TOP_RESULTS

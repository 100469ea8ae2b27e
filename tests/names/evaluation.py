"""How well names are matched: true pairs found among invented people, and who is taken for one.

A pair's left spelling stands in a database of its own, among generated people; its right one
is searched, as the public. Nobody tunes the rules on the test part.
"""

import csv
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

from cases.models import Person
from cases.name_matching import DUPLICATE, compare, reading
from cases.name_matching.sound_rules import EVERY_NAME
from tracker.visibility.public_reader import public_reader

HERE = Path(__file__).parent
PARTS = ("development", "added", "test")
NEAREST = 5


@dataclass(frozen=True)
class LabelledPair:
    """Two spellings: of one name, or of two that are easily confused."""

    left: str
    right: str
    is_same: bool
    basis: str


@dataclass
class Trial:
    """One search: where the right person came, who came before, how long it took."""

    pair: LabelledPair
    rank: int | None
    seconds: float
    rivals: list[str] = field(default_factory=list)  # the best spellings of other people
    alarms: int = 0  # generated people at or above the duplicate threshold


def pairs(part: str) -> list[LabelledPair]:
    with (HERE / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        return [
            LabelledPair(row["left"], row["right"], row["kind"] == "same", row["basis"])
            for row in csv.DictReader(file)
        ]


def search(pair: LabelledPair, wanted: int, generated: set[int]) -> Trial:
    """Search the right spelling as the public; `wanted` is the person under the left one."""
    with public_reader():
        started = time.perf_counter()
        people = Person.objects.named(pair.right).order_by("name_rank")
        ids = [person.pk for person in people[:50]]
        seconds = time.perf_counter() - started
        matches = Person.objects.name_matches(pair.right)
    others = [match for match in matches if match.person_id != wanted]
    return Trial(
        pair,
        rank=ids.index(wanted) + 1 if wanted in ids else None,
        seconds=seconds,
        rivals=[match.spelling for match in others[:20]],
        alarms=sum(m.likeness.may_be_one_person and m.person_id in generated for m in others),
    )


@dataclass
class Result:
    """The figures of one part."""

    trials: list[Trial]
    negatives: list[LabelledPair]
    generated: int

    @property
    def recall(self) -> float:
        return statistics.mean(t.rank is not None and t.rank <= NEAREST for t in self.trials)

    @property
    def reciprocal_rank(self) -> float:
        return statistics.mean(1 / t.rank if t.rank else 0 for t in self.trials)

    @property
    def warned(self) -> float:
        """True pairs that the duplicate warning would catch."""
        return statistics.mean(
            compare(t.pair.left, t.pair.right).score >= DUPLICATE for t in self.trials
        )

    @property
    def false_among_negatives(self) -> float:
        return false_alarms(self.negatives)

    @property
    def false_among_generated(self) -> float:
        """Of all generated people compared with all queries."""
        return sum(t.alarms for t in self.trials) / (len(self.trials) * self.generated)

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Median, and the slowest of twenty."""
        times = sorted(t.seconds * 1000 for t in self.trials)
        return statistics.median(times), times[int(len(times) * 0.95)]

    def recall_by_basis(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for trial in self.trials:
            hits, all_ = found.get(trial.pair.basis, (0, 0))
            hit = trial.rank is not None and trial.rank <= NEAREST
            found[trial.pair.basis] = (hits + hit, all_ + 1)
        return found


def false_alarms(negatives: list[LabelledPair]) -> float:
    """The share that the duplicate warning would take for one person."""
    return statistics.mean(compare(p.left, p.right).score >= DUPLICATE for p in negatives)


def contributions(trials: list[Trial]) -> list[tuple[str, int, int]]:
    """For each rule, how many true pairs are lost without it: from the warning, from the first
    five (among the twenty rivals that were nearest with all rules)."""
    found = []
    for rule in sorted(EVERY_NAME):
        off = frozenset({rule})
        lost = [(t, like) for t in trials if (like := without(t.pair, off))]
        unwarned = sum(before >= DUPLICATE > after for _, (before, after) in lost)
        unfound = sum(drops_out(t, after, off) for t, (_, after) in lost)
        if unwarned or unfound:
            found.append((rule, unwarned, unfound))
    return sorted(found, key=lambda one: (-one[1] - one[2], one[0]))


def without(pair: LabelledPair, off: frozenset[str]) -> tuple[float, float] | None:
    """The likeness with and without a rule, if it differs."""
    before = compare(pair.left, pair.right).score
    after = compare(pair.left, pair.right, off).score
    return (before, after) if after < before else None


def drops_out(trial: Trial, score: float, off: frozenset[str]) -> bool:
    if trial.rank is None or trial.rank > NEAREST:
        return False
    asked = reading(trial.pair.right)
    better = sum(compare(rival, asked, off).score > score for rival in trial.rivals)
    return better >= NEAREST

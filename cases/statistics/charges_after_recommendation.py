"""Charges under a provision after a recommendation to change it.

Dates are ranges, so the sentences on the page must be true for every possible day. A charge
without a date is counted separately, and placed before or after the recommendation only by the
dates of the conduct or of the verdict.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from cases.models import Charge
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.models import Ask, Provision
from tracker.partial_dates import PartialDate
from tracker.web.lists.filters import UNKNOWN

LATEST_DAY = "2999-12-31"  # the largest day of a PartialDate


@dataclass(frozen=True)
class ChargesAfterRecommendation:
    """The charges under a provision, before and after the date of one recommendation.

    The recommendation must be dated; the charges are annotated with `dated_on`, `acted_on` and
    `tried_on`.
    """

    ask: Ask
    provision: Provision
    counted_charges: list[Charge]  # basis as charged, provision stated by a source
    uncounted_charges: list[Charge]  # any other charge: only in `uncounted_after`
    build_address: Callable[..., str]  # address of a list of counted rows, with extra parameters
    is_first: bool = False  # whether it is the earliest such recommendation

    @property
    def asked_on(self) -> PartialDate:
        return self.ask.recommendation.issued_on

    @property
    def _after(self) -> str:
        """The period after the recommendation, as a value of the `date` parameter."""
        return f"{self.asked_on.earliest + timedelta(days=1)}/{LATEST_DAY}"

    def is_possibly_after(self, day: PartialDate) -> bool:
        return day.latest > self.asked_on.earliest

    def is_surely_after(self, day: PartialDate) -> bool:
        return day.earliest > self.asked_on.latest

    def is_surely_before(self, day: PartialDate) -> bool:
        return day.latest < self.asked_on.earliest

    # --- Charges with a date (a range) -----------------------------------------------------------

    @cached_property
    def _dated(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if charge.dated_on]

    @cached_property
    def _possible(self) -> list[Charge]:
        return [charge for charge in self._dated if self.is_possibly_after(charge.dated_on)]

    @cached_property
    def people(self) -> int:
        return len(person_ids(self._possible))

    @cached_property
    def uncertain_people(self) -> int:
        """How many of these people may have been charged before the recommendation."""
        certain = (c for c in self._possible if self.is_surely_after(c.dated_on))
        return len(person_ids(self._possible) - person_ids(certain))

    @cached_property
    def has_only_new_people(self) -> bool:
        """Whether people were charged before, none of whom was charged again after."""
        dated = [c for c in self._dated if not self.is_possibly_after(c.dated_on)]
        before = person_ids([*dated, *self._tried_before])
        return bool(before) and before.isdisjoint(person_ids(self._possible))

    @property
    def address(self) -> str:
        return self.build_address(date=self._after)

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        return self._summarise_groups(self._possible, self._after)

    # --- Charges without a date ------------------------------------------------------------------

    @cached_property
    def _undated(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if not charge.dated_on]

    @cached_property
    def undated_people(self) -> int:
        return len(person_ids(self._undated))

    @property
    def people_acted_after(self) -> int:
        """How many of these people are charged with conduct after the recommendation."""
        return len(self._acted_after_ids)

    @cached_property
    def people_tried_before(self) -> int:
        """How many of these people had every undated charge tried before the recommendation."""
        tried = {charge.pk for charge in self._tried_before}
        untried = person_ids(charge for charge in self._undated if charge.pk not in tried)
        return len(person_ids(self._tried_before) - untried - self._acted_after_ids)

    @cached_property
    def _acted_after_ids(self) -> set[int]:
        acted = (charge for charge in self._undated if charge.acted_on)
        return person_ids(charge for charge in acted if self.is_surely_after(charge.acted_on))

    @cached_property
    def _tried_before(self) -> list[Charge]:
        tried = [charge for charge in self._undated if charge.tried_on]
        return [charge for charge in tried if self.is_surely_before(charge.tried_on)]

    @property
    def undated_address(self) -> str:
        return self.build_address(date=UNKNOWN)

    @property
    def undated_unnamed_groups(self) -> UnnamedGroups:
        return self._summarise_groups(self._undated, UNKNOWN)

    def _summarise_groups(self, charges: list[Charge], date: str) -> UnnamedGroups:
        """Summary of the groups charged, with their list: `date` is its parameter."""
        address = self.build_address("cases:prosecution-list", participant="group", date=date)
        return UnnamedGroups.summarise([charge.participation for charge in charges], address)

    # --- Charges not counted ---------------------------------------------------------------------

    @cached_property
    def uncounted_after(self) -> int:
        """Number of uncounted charges that are or may be after the recommendation."""
        return sum(self._may_be_after(charge) for charge in self.uncounted_charges)

    def _may_be_after(self, charge: Charge) -> bool:
        if charge.dated_on:
            return self.is_possibly_after(charge.dated_on)
        return not (charge.tried_on and self.is_surely_before(charge.tried_on))

    @property
    def uncounted_address(self) -> str:
        return f"{self.provision.get_absolute_url()}#others"


def person_ids(charges: Iterable[Charge]) -> set[int]:
    """Ids of the people charged; groups and organisations have none."""
    ids = (charge.participation.person_id for charge in charges)
    return {person for person in ids if person}

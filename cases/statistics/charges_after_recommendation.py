"""Charges brought under a provision after a recommendation asked for its change.

What is said in words must hold: a charge without a known day is in no number but its own, and is
placed in time only by what else is known of it.
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

END_OF_TIME = "2999-12-31"  # the last day a partial date knows


@dataclass(frozen=True)
class ChargesAfterRecommendation:
    """The charges under a provision, before and after the day somebody asked for its change.

    The recommendation must be dated; the charges are read with `dated_on`, `acted_on`, `tried_on`.
    """

    ask: Ask
    provision: Provision
    counted: list[Charge]  # as charged, under an article a source states
    others: list[Charge]  # known in another way: in no number but `others_after`
    listed: Callable[..., str]  # the address of a list of those counted, on further conditions
    is_first: bool = False  # whether nobody asked before

    @property
    def asked_on(self) -> PartialDate:
        return self.ask.recommendation.issued_on

    @property
    def _after(self) -> str:
        """Every day that may lie after the ask, as an address says it."""
        return f"{self.asked_on.earliest + timedelta(days=1)}/{END_OF_TIME}"

    def is_possibly_after(self, day: PartialDate) -> bool:
        return day.latest > self.asked_on.earliest

    def is_surely_after(self, day: PartialDate) -> bool:
        return day.earliest > self.asked_on.latest

    def is_surely_before(self, day: PartialDate) -> bool:
        return day.latest < self.asked_on.earliest

    # --- With a day of charge, though it may be vague -------------------------------------------

    @cached_property
    def _dated(self) -> list[Charge]:
        return [charge for charge in self.counted if charge.dated_on]

    @cached_property
    def _possible(self) -> list[Charge]:
        return [charge for charge in self._dated if self.is_possibly_after(charge.dated_on)]

    @cached_property
    def people(self) -> int:
        return len(people(self._possible))

    @cached_property
    def uncertain(self) -> int:
        """Of these people, those whose charge may lie before."""
        certain = (c for c in self._possible if self.is_surely_after(c.dated_on))
        return len(people(self._possible) - people(certain))

    @cached_property
    def is_more(self) -> bool:
        """Whether people were charged before, and all of these are others."""
        dated = [c for c in self._dated if not self.is_possibly_after(c.dated_on)]
        before = people([*dated, *self._tried_before])
        return bool(before) and before.isdisjoint(people(self._possible))

    @property
    def address(self) -> str:
        return self.listed(date=self._after)

    @property
    def unnamed(self) -> UnnamedGroups:
        return UnnamedGroups.of(groups(self._possible), self._groups_listed(self._after))

    # --- Without any day of charge --------------------------------------------------------------

    @cached_property
    def _undated(self) -> list[Charge]:
        return [charge for charge in self.counted if not charge.dated_on]

    @cached_property
    def undated(self) -> int:
        return len(people(self._undated))

    @cached_property
    def acted_after(self) -> int:
        """Of these people, those who did what they are charged with after the ask."""
        return len(self._who_acted_after)

    @cached_property
    def tried_before(self) -> int:
        """Of these people, those of whom every such charge was tried before the ask."""
        placed = {charge.pk for charge in self._tried_before}
        others = people(charge for charge in self._undated if charge.pk not in placed)
        return len(people(self._tried_before) - others - self._who_acted_after)

    @cached_property
    def _who_acted_after(self) -> set[int]:
        acted = (charge for charge in self._undated if charge.acted_on)
        return people(charge for charge in acted if self.is_surely_after(charge.acted_on))

    @cached_property
    def _tried_before(self) -> list[Charge]:
        tried = [charge for charge in self._undated if charge.tried_on]
        return [charge for charge in tried if self.is_surely_before(charge.tried_on)]

    @property
    def undated_address(self) -> str:
        return self.listed(date=UNKNOWN)

    @property
    def undated_unnamed(self) -> UnnamedGroups:
        return UnnamedGroups.of(groups(self._undated), self._groups_listed(UNKNOWN))

    def _groups_listed(self, date: str) -> str:
        return self.listed("cases:prosecution-list", participant="group", date=date)

    # --- Known in another way -------------------------------------------------------------------

    @cached_property
    def others_after(self) -> int:
        """Charges in no number above whose day is or may be after the ask."""
        return sum(self._may_be_after(charge) for charge in self.others)

    def _may_be_after(self, charge: Charge) -> bool:
        if charge.dated_on:
            return self.is_possibly_after(charge.dated_on)
        return not (charge.tried_on and self.is_surely_before(charge.tried_on))

    @property
    def others_address(self) -> str:
        return f"{self.provision.get_absolute_url()}#others"


def people(charges: Iterable[Charge]) -> set[int]:
    """Those charged who are people: a group or an organisation is none."""
    found = (charge.participation.person_id for charge in charges)
    return {person for person in found if person}


def groups(charges: Iterable[Charge]) -> list:
    return [charge.participation for charge in charges if charge.participation.group_label]

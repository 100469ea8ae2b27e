"""Charges under a provision after a recommendation to change it.

Dates are ranges, so the sentences on the page must be true for every possible day: they say who
was charged after in any case, and who may have been. A charge without a date is counted
separately, and placed before or after only by the days of the conduct or of the verdict.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from cases.enums import Provenance
from cases.filters import ProsecutionFilter
from cases.models import Participation
from cases.statistics.engine import count_total
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.models import Ask, Provision
from tracker.partial_dates import ONE_DAY, PartialDate
from tracker.web.lists.filters import UNKNOWN

LATEST_DAY = "2999-12-31"  # the largest day of a PartialDate


@dataclass(frozen=True)
class ChargesAfterRecommendation:
    """The people charged under a provision, before and after one recommendation.

    The recommendation must be dated.
    """

    ask: Ask
    provision: Provision
    is_first: bool = False  # whether it is the earliest such recommendation in the sources read
    provenance: str = Provenance.STATED

    @property
    def asked_on(self) -> PartialDate:
        return self.ask.recommendation.issued_on

    def inferred(self) -> "ChargesAfterRecommendation":
        """The same of the charges whose article was inferred, which are told separately."""
        return ChargesAfterRecommendation(
            self.ask, self.provision, self.is_first, Provenance.INFERRED
        )

    @property
    def is_sayable(self) -> bool:
        """Whether anybody was certainly charged after it; else nothing is said."""
        return bool(self.people or self.inferred().people or self.unnamed_groups)

    @property
    def people(self) -> int:
        """People charged after it on any reading of the dates."""
        return self._counts["certain_people"]

    @property
    def further_people(self) -> int:
        """Further people who may have been charged after it: the dates are too imprecise."""
        return self._counts["possible_people"] - self._counts["certain_people"]

    @property
    def has_only_new_people(self) -> bool:
        """Whether people were charged before it, none of whom was charged again after it."""
        return self._counts["before_people"] > 0 and self._counts["before_and_after_people"] == 0

    @property
    def undated_people(self) -> int:
        return self._counts["undated_people"]

    @property
    def people_acted_after(self) -> int:
        """People with an undated charge, for conduct after the recommendation."""
        return self._counts["acted_after_people"]

    @property
    def people_tried_before(self) -> int:
        """People all of whose undated charges were tried before the recommendation."""
        return self._counts["tried_before_people"]

    @cached_property
    def _counts(self) -> dict[str, int]:
        earliest, latest = self.asked_on.earliest, self.asked_on.latest
        undated = Q(charge_days=None)
        possible = Q(charge_days__endswith__gt=earliest + ONE_DAY)  # the end is exclusive
        acted_after = undated & Q(conduct_days__startswith__gt=latest)
        tried_before = Q(verdict_days__endswith__lte=earliest)
        before = Q(charge_days__endswith__lte=earliest + ONE_DAY) | (undated & tried_before)
        conditions = {
            "certain": Q(charge_days__startswith__gt=latest),
            "possible": possible,
            "before": before,
            "undated": undated,
            "acted_after": acted_after,
        }
        people = self._charges.filter(person_id__isnull=False).order_by().values("person_id")
        people = people.annotate(
            **{name: BoolOr(holds) for name, holds in conditions.items()},
            untried=BoolOr(undated & ~tried_before | undated & Q(verdict_days=None)),
        )
        holds = {name: Q(**{name: True}) for name in conditions}
        holds["before_and_after"] = Q(before=True, possible=True)
        holds["tried_before"] = Q(undated=True) & ~Q(untried=True) & ~Q(acted_after=True)
        return people.aggregate(
            **{f"{name}_people": Count("person_id", filter=each) for name, each in holds.items()}
        )

    @cached_property
    def _filterset(self) -> ProsecutionFilter:
        filterset = ProsecutionFilter(
            QueryDict(self._query()), queryset=Participation.objects.all()
        )
        filterset.require_valid()
        return filterset

    @property
    def _charges(self) -> QuerySet:
        return self._filterset.charges()

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        """Groups charged after it on any reading of the dates."""
        after = self._charges.filter(charge_days__startswith__gt=self.asked_on.latest)
        return self._summarise(after, self._after)

    @property
    def further_unnamed_groups(self) -> UnnamedGroups:
        """Groups that may have been charged after it."""
        possible = self._charges.filter(
            charge_days__endswith__gt=self.asked_on.earliest + ONE_DAY,
            charge_days__startswith__lte=self.asked_on.latest,
        )
        return self._summarise(possible, self._after)

    @property
    def undated_unnamed_groups(self) -> UnnamedGroups:
        return self._summarise(self._charges.filter(charge_days=None), UNKNOWN)

    def _summarise(self, charges: QuerySet, date: str) -> UnnamedGroups:
        address = self._address("cases:prosecution-list", participant="group", date=date)
        return UnnamedGroups(count_total(charges, F("participation_id")), address)

    # --- Addresses -------------------------------------------------------------------------------

    @property
    def _after(self) -> str:
        """The period after the recommendation, as a value of the `date` parameter."""
        return f"{self.asked_on.earliest + timedelta(days=1)}/{LATEST_DAY}"

    def _query(self, **conditions: str) -> str:
        query = QueryDict(mutable=True)
        query.update({"provision": self.provision.address, "provenance": self.provenance})
        query.update(conditions)
        return query.urlencode()

    def _address(self, page: str, **conditions: str) -> str:
        return f"{reverse(page)}?{self._query(**conditions)}"

    @property
    def address(self) -> str:
        """The list of those who were or may have been charged after it."""
        return self._address("cases:person-list", date=self._after)

    @property
    def undated_address(self) -> str:
        return self._address("cases:person-list", date=UNKNOWN)

"""Charges under a provision after a recommendation to change it.

Dates are ranges, so the sentences on the page must be true for every possible day: the number of
people is of those charged after it in any case; those who may have been come after it. A charge
without a date is counted separately, and placed before or after only by the days of the conduct or
of the verdict. Two statements count people and groups, stated and inferred charges alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case, Count as CountOf, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse

from cases.enums import Provenance, Unit
from cases.statistics.coverage import Coverage, coverage_of
from cases.statistics.engine import NOTHING, UNIT_COLUMNS, Count, count, count_total
from cases.statistics.matrix import UsageFilter
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.models import Ask, Provision
from tracker.partial_dates import ONE_DAY, PartialDate
from tracker.web.lists.filters import UNKNOWN

LATEST_DAY = "2999-12-31"  # the largest day of a PartialDate
PROVENANCES = (Provenance.STATED, Provenance.INFERRED)
# By the days of the charge: certainly after the recommendation, possibly, or unknown.
CERTAIN, FURTHER, UNDATED = "certain", "further", "undated"


class CountsAfter:
    """The counts of people and groups charged under a provision, before and after a day."""

    def __init__(self, asked_on: PartialDate, provision: Provision):
        self.asked_on = asked_on
        self.provision = provision

    @property
    def _charges(self) -> QuerySet:
        """The charges under the provision that count by default, and those inferred."""
        return default_charges(provision=[self.provision], provenance=PROVENANCES)

    @cached_property
    def people(self) -> dict[str, dict[str, int]]:
        """Numbers of people by provenance: who was charged after, may have been, and so on."""
        people = self._charges.filter(person_id__isnull=False).order_by()
        people = people.values("person_id", "provenance").annotate(**self._facts_of_person)
        holds = {name: Q(**{name: True}) for name in ("certain", "possible", "undated")}
        holds["acted_after"] = Q(acted_after=True)
        holds["tried_before"] = Q(undated=True) & ~Q(untried=True) & ~Q(acted_after=True)
        numbers = people.aggregate(
            **{
                f"{name}_{provenance}": CountOf("person_id", filter=each & Q(provenance=provenance))
                for name, each in holds.items()
                for provenance in PROVENANCES
            }
        )
        return {p: {name: numbers[f"{name}_{p}"] for name in holds} for p in PROVENANCES}

    @property
    def _facts_of_person(self) -> dict[str, BoolOr]:
        """Of the charges of one person: whether one was brought after, before, and so on."""
        earliest, latest = self.asked_on.earliest, self.asked_on.latest
        undated = Q(charge_days=None)
        acted_after = undated & Q(conduct_days__startswith__gt=latest)
        tried_before = Q(verdict_days__endswith__lte=earliest)
        conditions = {
            "certain": Q(charge_days__startswith__gt=latest),
            "possible": Q(charge_days__endswith__gt=earliest + ONE_DAY),  # the end is exclusive
            "undated": undated,
            "acted_after": acted_after,
            "untried": undated & ~tried_before | undated & Q(verdict_days=None),
        }
        return {name: BoolOr(holds, default=False) for name, holds in conditions.items()}

    @cached_property
    def groups(self) -> dict[tuple[str, ...], Count]:
        """Counts of groups by provenance and by the days of the charge; and by provenance alone."""
        by_day = Case(
            When(charge_days=None, then=Value(UNDATED)),
            When(charge_days__startswith__gt=self.asked_on.latest, then=Value(CERTAIN)),
            When(charge_days__endswith__gt=self.asked_on.earliest + ONE_DAY, then=Value(FURTHER)),
        )
        rows = self._charges.annotate(known=F("provenance"), by_day=by_day)
        both, alone = ("known", "by_day"), ("known",)
        counts = count(rows, F("participation_id"), [both, alone])
        return counts[both] | counts[alone]


@dataclass(frozen=True)
class ChargesAfterRecommendation:
    """The people charged under a provision after one recommendation.

    The recommendation must be dated.
    """

    ask: Ask
    provision: Provision
    is_first: bool = False  # whether it is the earliest such recommendation in the sources read
    provenance: str = Provenance.STATED
    counted: CountsAfter | None = None  # shared by the stated and the inferred charges

    @property
    def asked_on(self) -> PartialDate:
        return self.ask.recommendation.issued_on

    @cached_property
    def _counts_after(self) -> CountsAfter:
        return self.counted or CountsAfter(self.asked_on, self.provision)

    @cached_property
    def inferred(self) -> "ChargesAfterRecommendation":
        """The same of the charges whose article was inferred, which are told separately."""
        return ChargesAfterRecommendation(
            self.ask, self.provision, self.is_first, Provenance.INFERRED, self._counts_after
        )

    @property
    def is_sayable(self) -> bool:
        """Whether anybody was certainly charged after it; else nothing is said."""
        return bool(self.people or self.inferred.people or self.unnamed_groups)

    @property
    def as_of(self) -> PartialDate | None:
        """The day of the latest source of the charges counted, before and after."""
        return self._counts_after.groups.get((self.provenance,), NOTHING).as_of

    @property
    def _people(self) -> dict[str, int]:
        return self._counts_after.people[self.provenance]

    @property
    def people(self) -> int:
        """People charged after it on any reading of the dates."""
        return self._people["certain"]

    @property
    def certain(self) -> Count:
        """People and groups charged after it on any reading of the dates."""
        return replace(self.unnamed_groups.count, value=self.people)

    @property
    def possible_people(self) -> int:
        """All people who were or may have been charged after it: those of the list."""
        return self._people["possible"]

    @property
    def further_people(self) -> int:
        """Further people who may have been charged after it: the dates are too imprecise."""
        return self.possible_people - self.people

    @property
    def undated_people(self) -> int:
        return self._people["undated"]

    @property
    def people_acted_after(self) -> int:
        """People with an undated charge, for conduct after the recommendation."""
        return self._people["acted_after"]

    @property
    def people_tried_before(self) -> int:
        """People all of whose undated charges were tried before the recommendation."""
        return self._people["tried_before"]

    # --- Unnamed groups --------------------------------------------------------------------------

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        """Groups charged after it on any reading of the dates."""
        return self._groups(CERTAIN, self._after if not self._has_groups(FURTHER) else "")

    @property
    def further_unnamed_groups(self) -> UnnamedGroups:
        """Groups that may have been charged after it."""
        return self._groups(FURTHER, self._after if not self._has_groups(CERTAIN) else "")

    @property
    def undated_unnamed_groups(self) -> UnnamedGroups:
        return self._groups(UNDATED, UNKNOWN)

    def _has_groups(self, when: str) -> bool:
        return self._counts_after.groups.get((self.provenance, when), NOTHING).has_groups

    def _groups(self, when: str, date: str) -> UnnamedGroups:
        """The groups; without an address where the list of the period has further ones."""
        counted = self._counts_after.groups.get((self.provenance, when), NOTHING)
        if not date:
            return UnnamedGroups(counted)
        address = self._address("cases:prosecution-list", participant="group", date=date)
        return UnnamedGroups(counted, address)

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


class ChargesAfterAsks:
    """The charges after a recommendation, for each provision that it asks to change."""

    def __init__(self, asks: Iterable[Ask]):
        self._all = [ChargesAfterRecommendation(ask, ask.provision) for ask in asks]

    @property
    def is_answerable(self) -> bool:
        """Whether it is dated and names a provision."""
        return bool(self._all)

    @cached_property
    def lines(self) -> list[ChargesAfterRecommendation]:
        return [line for line in self._all if line.is_sayable]

    @property
    def is_covered(self) -> bool:
        """Whether a source on these charges is certainly later than the recommendation."""
        as_of, asked_on = self.coverage.as_of, self._all[0].asked_on
        return as_of is not None and as_of.earliest > asked_on.latest

    @cached_property
    def coverage(self) -> Coverage:
        """Until when the sources speak of the charges under these provisions, before and after."""
        charges = default_charges(provision=[line.provision for line in self._all])
        as_of = count_total(charges, UNIT_COLUMNS[Unit.CASES]).as_of
        return coverage_of(charges.values("case"), as_of)


def default_charges(**conditions: list) -> QuerySet:
    """The charges that count by default, with further conditions as cleaned values."""
    filterset = UsageFilter(QueryDict())
    filterset.require_valid()
    filterset.overrides = conditions
    return filterset.charges()

"""Use of one provision: charges, outcomes, later events."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.enums import Basis, Category, DateBasis, Provenance
from cases.filters import OUTCOMES
from cases.models import Charge, Disagreement, Event, Measure, Participation
from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from cases.statistics.co_charges import CoChargedProvision, find_co_charged_provisions
from cases.statistics.unnamed_groups import UnnamedGroups, unattributed_verdicts
from laws.enums import CHANGE_ACTIONS, Action
from laws.models import Ask, Law, Provision
from tracker.web.lists.filters import UNKNOWN


@dataclass(frozen=True)
class UsageLine:
    """One line of a small table: a value, the number of people, the address of their list."""

    label: str
    people: int
    address: str


class ProvisionCharges:
    """The charges under several provisions, read in one query."""

    def __init__(self, provisions: list[Provision]):
        self.provisions = {provision.pk: provision for provision in provisions}

    @cached_property
    def by_provision(self) -> dict[int, list[Charge]]:
        charges = Charge.objects.countable().with_status().with_date(DateBasis.CHARGE)
        charges = charges.with_date(DateBasis.CONDUCT, "acted_on")
        charges = charges.with_date(DateBasis.VERDICT, "tried_on")
        by_provision = defaultdict(list)
        for charge in charges.filter(provision__in=self.provisions).select_related(
            "participation__person",
            "participation__organisation",
            "participation__case",
            "requalified_from__provision__law",
        ):
            charge.provision = self.provisions[charge.provision_id]
            by_provision[charge.provision_id].append(charge)
        return by_provision

    @cached_property
    def charged_ids(self) -> set[int]:
        charges = Charge.objects.countable().by_basis(Basis.CHARGED)
        return set(charges.filter(provision__in=self.provisions).values_list("pk", flat=True))


class ProvisionUse:
    """What the provision page shows about charges under the provision."""

    def __init__(self, provision: Provision, provision_charges: ProvisionCharges | None = None):
        self.provision = provision
        self.provision_charges = provision_charges or ProvisionCharges([provision])

    @cached_property
    def charges(self) -> list[Charge]:
        """Every countable charge on any basis and provenance, latest first."""
        return sorted(self.provision_charges.by_provision[self.provision.pk], key=_latest_first_key)

    @cached_property
    def counted_charges(self) -> list[Charge]:
        """The charges in the numbers: basis as charged, provision stated by a source."""
        return [
            charge
            for charge in self.charges
            if charge.pk in self.provision_charges.charged_ids
            and charge.provenance == Provenance.STATED
        ]

    @cached_property
    def uncounted_charges(self) -> list[Charge]:
        """Charges listed, not counted: inferred, from a title only, requalified, complaints."""
        counted = {charge.pk for charge in self.counted_charges}
        return [charge for charge in self.charges if charge.pk not in counted]

    @property
    def person_charges(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if charge.participation.person_id]

    @cached_property
    def people(self) -> int:
        return len({charge.participation.person_id for charge in self.person_charges})

    @property
    def group_charges(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if not charge.participation.person_id]

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        return self.summarise_groups([charge.participation for charge in self.group_charges])

    def summarise_groups(self, groups: list[Participation], **conditions: str) -> UnnamedGroups:
        """Summary of participations of groups, with the list of all groups charged."""
        address = self._list_address("cases:prosecution-list", **conditions, participant="group")
        return UnnamedGroups.summarise(groups, address)

    @property
    def unnamed_groups_by_outcome(self) -> list[tuple[str, UnnamedGroups]]:
        """Unnamed groups by outcome of their charges."""
        groups = defaultdict(list)
        for charge in self.group_charges:
            groups[charge.status].append(charge.participation)
        return [
            (str(label), self.summarise_groups(groups[value], outcome=value))
            for value, label in OUTCOMES
            if value in groups
        ]

    @cached_property
    def unattributed_verdicts(self) -> list[Event]:
        """Verdicts on members of the unnamed groups that no source attributes to a person."""
        return unattributed_verdicts([charge.participation for charge in self.group_charges])

    @property
    def cases(self):
        """The cases with a charge under it, on any basis and provenance."""
        cases = {charge.participation.case_id: charge.participation.case for charge in self.charges}
        return sorted(cases.values(), key=lambda case: (case.title, case.code))

    def _list_address(self, page="cases:person-list", **parameters) -> str:
        query = {
            "provision": self.provision.address,
            "basis": Basis.CHARGED.value,
            "provenance": Provenance.STATED.value,
            **parameters,
        }
        return reverse(page, query=query)

    @property
    def people_address(self) -> str:
        return self._list_address()

    @property
    def cases_address(self) -> str:
        return reverse("cases:case-list", query={"provision": self.provision.address})

    @property
    def by_year(self) -> list[UsageLine]:
        """People by year of the charge, including `unknown`."""
        return self._lines("year", _year, lambda year: (year == UNKNOWN, year), str)

    @property
    def by_category(self) -> list[UsageLine]:
        labels = dict(Category.choices)
        return self._lines("category", lambda c: c.participation.person.category, None, labels.get)

    @property
    def by_outcome(self) -> list[UsageLine]:
        labels = dict(OUTCOMES)
        return self._lines("outcome", lambda c: c.status, list(labels).index, labels.get)

    def _lines(self, name: str, key: Callable, order, label: Callable) -> list[UsageLine]:
        people = defaultdict(set)
        for charge in self.person_charges:
            people[key(charge)].add(charge.participation.person_id)
        order = order or (lambda value: (-len(people[value]), value))
        return [
            UsageLine(
                str(_("not known") if value == UNKNOWN else label(value)),
                len(people[value]),
                self._list_address(**{name: value}),
            )
            for value in sorted(people, key=order)
        ]

    @cached_property
    def charges_after_first_ask(self) -> ChargesAfterRecommendation | None:
        """Charges after the first dated recommendation to change or repeal it; None if none."""
        of_law = Q(law=self.provision.law_id, action=Action.REPEAL)
        asks = Ask.objects.filter(Q(provision=self.provision, action__in=CHANGE_ACTIONS) | of_law)
        dated = asks.filter(recommendation__issued_on__isnull=False)
        first = dated.order_by("recommendation__issued_on", "pk").select_related("recommendation")
        ask = first.first()
        return self.charges_after_ask(ask, is_first=True) if ask else None

    def charges_after_ask(self, ask: Ask, *, is_first: bool = False) -> ChargesAfterRecommendation:
        """Charges after one recommendation, which must be dated."""
        return ChargesAfterRecommendation(
            ask,
            self.provision,
            self.counted_charges,
            self.uncounted_charges,
            self._list_address,
            is_first,
        )

    @cached_property
    def co_charged_provisions(self) -> list[CoChargedProvision]:
        """Other provisions charged against the same people in the same cases."""
        return find_co_charged_provisions(self.provision, self.charges, self.person_charges)

    @cached_property
    def measures(self) -> list[Measure]:
        return list(Measure.objects.filter(provisions=self.provision))

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        disagreements = Disagreement.objects.filter(provisions=self.provision)
        return list(disagreements.prefetch_related("claims"))

    @property
    def cited_facts(self) -> list:
        """The facts whose citations the page shows, besides those of the law."""
        claims = [claim for question in self.disagreements for claim in question.claims.all()]
        return [
            *self.counted_charges,
            *self.unattributed_verdicts,
            *self.uncounted_charges,
            *self.measures,
            *claims,
        ]


def _year(charge) -> str:
    """The year of the charge if its date range lies in one year, else `unknown`."""
    year = charge.dated_on and charge.dated_on.year
    return str(year) if year else UNKNOWN


def _latest_first_key(charge):
    dated_on = charge.dated_on
    newest = -dated_on.latest.toordinal() if dated_on else 0
    return (newest, str(charge.participation), charge.code)


@dataclass
class ChargedUnderLaw:
    """People and groups charged under each provision of a law (as a source states), by its id."""

    people: dict[int, set[int]]
    groups: dict[int, list[Participation]]

    @classmethod
    def for_law(cls, law: Law) -> "ChargedUnderLaw":
        charges = Charge.objects.countable().by_basis(Basis.CHARGED)
        charges = charges.filter(provision__law=law, provenance=Provenance.STATED)
        charged = cls(defaultdict(set), defaultdict(list))
        for charge in charges.select_related("participation").order_by():
            participation = charge.participation
            if participation.person_id:
                charged.people[charge.provision_id].add(participation.person_id)
            elif participation.group_label:
                charged.groups[charge.provision_id].append(participation)
        return charged

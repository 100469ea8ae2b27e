"""Use of one provision: charges, outcomes, later events. Numbers come from the counting engine."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case as FirstOf, Count as CountOf, Q, QuerySet, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.enums import Basis, CaseScope, DateBasis, Provenance, Unit
from cases.filters import ALL, ProsecutionFilter
from cases.models import Case, Charge, Disagreement, Event, Measure, Participation
from cases.statistics.charges_after_recommendation import ChargesAfterRecommendation
from cases.statistics.co_charges import CoChargedProvision, find_co_charged_provisions
from cases.statistics.coverage import Coverage, coverage_of
from cases.statistics.dimensions import DIMENSIONS, Heading
from cases.statistics.engine import NOTHING, UNIT_COLUMNS, Count, count_total
from cases.statistics.matrix import UsageFilter, WholeRecord, count_groupings, whole_record
from cases.statistics.unnamed_groups import UnnamedGroups, unattributed_verdicts
from laws.enums import CHANGE_ACTIONS, Action
from laws.models import Ask, Law, Provision

EVERY_CHARGE = f"basis={ALL}&provenance={ALL}&scope={ALL}"
GROUPS = {"participant": "group"}
COUNTED = {"basis": Basis.CHARGED.value, "provenance": Provenance.STATED.value}


@dataclass(frozen=True)
class UsageLine:
    """One line of a small table: a value, its count, the address of its list."""

    label: str
    count: Count
    address: str
    groups_address: str

    @property
    def people(self) -> int:
        return self.count.value

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        return UnnamedGroups(self.count, self.groups_address)


# Why a charge is listed and not counted: the first that holds, in this order.
UNCOUNTED_REASONS = {
    "context": _("in a context case"),
    "inferred": _("inferred: we worked out the article"),
    "offence": _("offence only: no source names an article"),
    "title_only": _("title only: from the title of a work not read"),
    "reclassified": _("reclassified to this article"),
    "not_charged": _("not charged as far as recorded, such as a complaint only"),
}


def uncounted_reason() -> FirstOf:
    """The reason why a charge summary does not count by default."""
    conditions = {
        "context": ~Q(scope=CaseScope.EXPRESSION),
        "inferred": Q(provenance=Provenance.INFERRED),
        "offence": Q(provenance=Provenance.OFFENCE),
        "title_only": Q(provenance=Provenance.TITLE_ONLY),
        "reclassified": Q(charge__requalified_from__isnull=False),
    }
    whens = (When(holds, then=Value(reason)) for reason, holds in conditions.items())
    return FirstOf(*whens, default=Value("not_charged"))


class ProvisionUse:
    """What the provision page shows about charges under the provision."""

    def __init__(self, provision: Provision):
        self.provision = provision

    # --- Numbers ---------------------------------------------------------------------------------

    @cached_property
    def filterset(self) -> UsageFilter:
        """The question "charged under this provision", with every default."""
        filterset = UsageFilter(QueryDict(f"provision={self.provision.address}"))
        filterset.require_valid()
        return filterset

    @cached_property
    def _counts(self) -> dict:
        groupings = [(), ("year",), ("category",), ("outcome",)]
        return count_groupings(self.filterset, groupings)

    @property
    def total(self) -> Count:
        return self._counts[()].get((), NOTHING)

    @property
    def people(self) -> int:
        return self.total.value

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        return UnnamedGroups(self.total, self.groups_address)

    @property
    def is_empty(self) -> bool:
        return self.total.is_empty

    @cached_property
    def whole_record(self) -> WholeRecord:
        """What the record covers: said where nobody is counted."""
        return whole_record()

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self._counted.values("case"), self.total.as_of)

    @property
    def by_year(self) -> list[UsageLine]:
        """People by year of the charge, including `unknown`."""
        return self._lines("year")

    @property
    def by_category(self) -> list[UsageLine]:
        return sorted(self._lines("category"), key=lambda line: line.count.rank(Unit.PEOPLE))

    @property
    def by_outcome(self) -> list[UsageLine]:
        return self._lines("outcome")

    def _lines(self, name: str) -> list[UsageLine]:
        counts = self._counts[(name,)]
        headings = DIMENSIONS[name].headings({key for (key,) in counts}, self.filterset)
        lines = ((heading, counts.get((heading.key,), NOTHING)) for heading in headings)
        return [self._line(name, heading, n) for heading, n in lines if not n.is_empty]

    def _line(self, name: str, heading: Heading, counted: Count) -> UsageLine:
        chosen = {name: heading.id}
        groups = self._address("cases:prosecution-list", **chosen, **GROUPS)
        return UsageLine(heading.label, counted, self._address(**chosen), groups)

    # --- Charges ---------------------------------------------------------------------------------

    @cached_property
    def _counted(self) -> QuerySet:
        return self.filterset.charges()

    @cached_property
    def _all(self) -> QuerySet:
        """Summaries of all countable charges, on any basis, of any provenance and scope."""
        query = QueryDict(f"provision={self.provision.address}&{EVERY_CHARGE}")
        filterset = ProsecutionFilter(query, queryset=Participation.objects.all())
        filterset.require_valid()
        return filterset.charges()

    @cached_property
    def person_charges(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if charge.participation.person_id]

    @cached_property
    def group_charges(self) -> list[Charge]:
        return [charge for charge in self.counted_charges if charge.participation.group_label]

    @cached_property
    def organisation_charges(self) -> list[Charge]:
        """Charges against organisations, which count as cases only."""
        return [charge for charge in self.counted_charges if charge.participation.organisation_id]

    @cached_property
    def counted_charges(self) -> list[Charge]:
        """The charges in the numbers, latest first."""
        return self._listed(self._counted.values("charge"))

    @cached_property
    def uncounted_charges(self) -> list[Charge]:
        """Charges listed, not counted: inferred, from a title only, reclassified, complaints, or
        in a context case."""
        counted = [charge.pk for charge in self.counted_charges]
        return self._listed(self._all.exclude(charge__in=counted).values("charge"))

    @cached_property
    def uncounted_by_reason(self) -> list[tuple[str, int]]:
        """Why charges are listed and not counted, with their number: each under one reason."""
        others = self._all.exclude(charge__in=self._counted.values("charge"))
        rows = others.order_by().values(reason=uncounted_reason())
        numbers = dict(
            rows.annotate(n=CountOf("charge_id", distinct=True)).values_list("reason", "n")
        )
        return [(str(label), numbers[r]) for r, label in UNCOUNTED_REASONS.items() if r in numbers]

    @property
    def uncounted(self) -> int:
        """How many charges are listed and not counted."""
        return sum(n for _reason, n in self.uncounted_by_reason)

    def _listed(self, charges: QuerySet) -> list[Charge]:
        rows = Charge.objects.filter(pk__in=charges).with_status().with_date(DateBasis.CHARGE)
        rows = list(
            rows.select_related(
                "participation__person",
                "participation__organisation",
                "participation__case__coverage",
                "requalified_from__provision__law",
            )
        )
        for charge in rows:
            charge.provision = self.provision
        return sorted(rows, key=_latest_first_key)

    @cached_property
    def cases(self) -> list[Case]:
        """The cases with a charge under it, on any basis and of any provenance and scope."""
        return list(Case.objects.filter(pk__in=self._all.values("case")).order_by("title", "code"))

    @cached_property
    def case_count(self) -> int:
        return count_total(self._all, UNIT_COLUMNS["cases"]).value

    @cached_property
    def unattributed_verdicts(self) -> list[Event]:
        """Verdicts on members of the unnamed groups that no source attributes to a person."""
        return unattributed_verdicts(self._counted)

    @cached_property
    def co_charged_provisions(self) -> list[CoChargedProvision]:
        """Other provisions charged against the same people in the same cases."""
        return find_co_charged_provisions(self.provision)

    # --- Addresses -------------------------------------------------------------------------------

    def _address(self, page="cases:person-list", **parameters) -> str:
        return reverse(page, query={"provision": self.provision.address} | COUNTED | parameters)

    @property
    def people_address(self) -> str:
        return self._address()

    @property
    def groups_address(self) -> str:
        return self._address("cases:prosecution-list", **GROUPS)

    @property
    def cases_address(self) -> str:
        address = reverse("cases:case-list", query={"provision": self.provision.address})
        return f"{address}&{EVERY_CHARGE}"

    # --- What else the page shows ----------------------------------------------------------------

    @cached_property
    def charges_after_first_ask(self) -> ChargesAfterRecommendation | None:
        """Charges after the first dated recommendation to change or repeal it; None if none."""
        of_law = Q(law=self.provision.law_id, action=Action.REPEAL)
        asks = Ask.objects.filter(Q(provision=self.provision, action__in=CHANGE_ACTIONS) | of_law)
        dated = asks.filter(recommendation__issued_on__isnull=False)
        first = dated.order_by("recommendation__issued_on", "pk").select_related("recommendation")
        ask = first.first()
        return ChargesAfterRecommendation(ask, self.provision, is_first=True) if ask else None

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


def _latest_first_key(charge):
    dated_on = charge.dated_on
    newest = -dated_on.latest.toordinal() if dated_on else 0
    return (newest, str(charge.participation), charge.code)


class ChargedUnderLaw:
    """Counts of people charged under each provision of a law, with every default."""

    def __init__(self, law: Law):
        filterset = UsageFilter(QueryDict(f"law={law.slug}"))
        filterset.require_valid()
        self._counts = count_groupings(filterset, [("provision",), ()])
        self.total = self._counts[()].get((), NOTHING)
        self.coverage = coverage_of(filterset.charges().values("case"), self.total.as_of)

    @cached_property
    def whole_record(self) -> WholeRecord:
        return whole_record()

    def under(self, provision: Provision) -> Count:
        return self._counts[("provision",)].get((provision.pk,), NOTHING)

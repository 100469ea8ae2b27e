"""Provisions charged together with a provision."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from cases.enums import Basis, Provenance, Unit
from cases.filters import ALL, ProsecutionFilter
from cases.models import ChargeSummary, Participation
from cases.statistics.engine import NOTHING, UNIT_COLUMNS, Count, count
from laws.models import Provision

COUNTED = {"basis": Basis.CHARGED.value, "provenance": Provenance.STATED.value}
GROUPS = {"participant": "group"}
EVERY_CHARGE = {"basis": ALL, "provenance": ALL, "scope": ALL}


@dataclass(frozen=True)
class CoChargedProvision:
    """A provision charged together with another, with counts and addresses of their lists."""

    provision: Provision
    counted: Count  # people and unnamed groups, as charged, where a source names both articles
    cases: int  # on any basis, of any provenance and scope
    people_address: str
    groups_address: str
    cases_address: str

    @property
    def people(self) -> int:
        return self.counted.value


def find_co_charged_provisions(provision: Provision) -> list[CoChargedProvision]:
    """Provisions charged in the same participations as the provision, most people first."""
    people = _by_other_provision(provision, COUNTED, Unit.PEOPLE)
    cases = _by_other_provision(provision, EVERY_CHARGE, Unit.CASES)
    others = Provision.objects.filter(pk__in=cases).select_related("law")
    co_charged = [
        CoChargedProvision(
            other,
            people.get(other.pk, NOTHING),
            cases[other.pk].value,
            reverse("cases:person-list", query=_both(provision, other) | COUNTED),
            reverse("cases:prosecution-list", query=_both(provision, other) | COUNTED | GROUPS),
            reverse("cases:case-list", query=_both(provision, other) | EVERY_CHARGE),
        )
        for other in others
    ]
    return sorted(
        co_charged,
        key=lambda row: (row.counted.rank(Unit.PEOPLE), -row.cases, row.provision.address),
    )


def _both(provision: Provision, other: Provision) -> dict[str, str]:
    return {"provision": provision.address, "together": other.address}


def _by_other_provision(provision: Provision, conditions: dict, unit: Unit) -> dict[int, Count]:
    """Counts of those charged under the provision and another one, by the id of the other."""
    of_provision = _charges(conditions | {"provision": provision.address})
    participations = of_provision.values("participation_id")
    others = _charges(conditions).filter(participation_id__in=participations)
    others = others.exclude(provision_id=provision.pk)
    counts = count(others, UNIT_COLUMNS[unit], [("provision_id",)])[("provision_id",)]
    return {key: counted for (key,), counted in counts.items() if not counted.is_empty}


def _charges(conditions: dict[str, str]) -> QuerySet[ChargeSummary]:
    query = QueryDict(mutable=True)
    query.update(conditions)
    filterset = ProsecutionFilter(query, queryset=Participation.objects.all())
    filterset.require_valid()
    return filterset.charges()

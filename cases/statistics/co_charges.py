"""Provisions charged together with a provision."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from cases.enums import Basis, Provenance
from cases.models import Charge
from laws.models import Provision


@dataclass(frozen=True)
class CoChargedProvision:
    """A provision charged together with another, with counts and addresses of their lists."""

    provision: Provision
    people: int  # basis as charged, provision stated by a source
    cases: int  # any basis and provenance
    people_address: str
    cases_address: str


def find_co_charged_provisions(
    provision: Provision, charges: list[Charge], counted: list[Charge]
) -> list[CoChargedProvision]:
    """Provisions charged in the same participations as the provision, most people first.

    `charges` are all countable charges under the provision, `counted` those counted as people.
    """
    others = Charge.objects.countable().filter(
        participation__in={charge.participation_id for charge in charges}
    )
    participations = defaultdict(set)
    for other in others.exclude(provision=provision).select_related("provision__law"):
        participations[other.provision].add(other.participation_id)
    co_charged = [
        _build_co_charged(provision, other, pks, charges, counted)
        for other, pks in participations.items()
    ]
    return sorted(co_charged, key=lambda row: (-row.people, -row.cases, row.provision.address))


def _build_co_charged(provision, other, participations, charges, counted) -> CoChargedProvision:
    conditions = {"provision": provision.address, "together": other.address}
    counted_as = {"basis": Basis.CHARGED.value, "provenance": Provenance.STATED.value}
    both = [charge.participation for charge in charges if charge.participation_id in participations]
    people = {c.participation.person_id for c in counted if c.participation_id in participations}
    return CoChargedProvision(
        other,
        len(people),
        len({participation.case_id for participation in both}),
        reverse("cases:person-list", query=conditions | counted_as),
        reverse("cases:case-list", query=conditions),
    )

"""Provisions charged together with a provision."""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from cases.enums import Basis, Provenance
from cases.models import Charge
from laws.models import Provision


@dataclass(frozen=True)
class CoChargedProvision:
    """Another provision charged beside one, how often, and where its rows are listed."""

    provision: Provision
    people: int  # as the page counts them: as charged, under an article a source states
    cases: int  # however the charge is known
    people_address: str
    cases_address: str


def charged_together(
    provision: Provision, charges: list[Charge], counted: list[Charge]
) -> list[CoChargedProvision]:
    """The other provisions of those charged under one: those of most people first.

    Takes all the charges under the provision that a list may count, and those counted in people.
    """
    others = Charge.objects.countable().filter(
        participation__in={charge.participation_id for charge in charges}
    )
    found = defaultdict(set)
    for other in others.exclude(provision=provision).select_related("provision__law"):
        found[other.provision].add(other.participation_id)
    related = [_together(provision, other, found[other], charges, counted) for other in found]
    return sorted(related, key=lambda one: (-one.people, -one.cases, one.provision.address))


def _together(provision, other, participations, charges, counted) -> CoChargedProvision:
    asked = {"provision": provision.address, "together": other.address}
    counting = {"basis": Basis.CHARGED.value, "provenance": Provenance.STATED.value}
    both = [charge.participation for charge in charges if charge.participation_id in participations]
    people = {c.participation.person_id for c in counted if c.participation_id in participations}
    return CoChargedProvision(
        other,
        len(people),
        len({participation.case_id for participation in both}),
        f"{reverse('cases:person-list')}?{urlencode(asked | counting)}",
        f"{reverse('cases:case-list')}?{urlencode(asked)}",
    )

"""Views of cases, people, charges, prosecutions, measures and disagreements."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext_lazy

from cases.enums import Role
from cases.filters import (
    CaseFilter,
    ChargeFilter,
    DisagreementFilter,
    MeasureFilter,
    PersonFilter,
    ProsecutionFilter,
)
from cases.models import Case, Charge, Disagreement, Measure, MeasureParty, Participation, Person
from cases.page_data.case import CaseRecord
from cases.page_data.list_coverage import coverage_of_list
from cases.page_data.person import PersonRecord
from cases.pages import facets
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.filters.options import law_options, provision_options
from laws.models import Provision
from tracker.enums import OrganisationKind
from tracker.languages.switching import localised_text
from tracker.models import Organisation
from tracker.web.footnotes import Footnotes
from tracker.web.lists.list_view import Listing, list_page, public_page


def court_options() -> list[tuple[str, str]]:
    courts = Organisation.objects.filter(kind=OrganisationKind.COURT)
    return [(court.code, localised_text(court.name, court.name_km)) for court in courts]


def list_coverage(listing: Listing) -> dict:
    """Until when the sources of the cases listed speak: two more queries. Of no rows, nothing."""
    return {"coverage": coverage_of_list(listing.filterset)} if listing.page else {}


FILTER_OPTIONS = {"provision": provision_options, "law": law_options, "court": court_options}


CHARGES = Charge.objects.with_status().select_related("provision__law")
CHARGES_OF_PARTICIPATION = Prefetch("charges", CHARGES)
ACCUSED = Participation.objects.filter(role=Role.ACCUSED).prefetch_related(CHARGES_OF_PARTICIPATION)

case_list = list_page(
    "cases/case_list.html",
    CaseFilter,
    Case.objects.select_related("coverage").prefetch_related(
        Prefetch("participations", ACCUSED.select_related("person", "organisation"), "accused")
    ),
    list_coverage,
    unit=ngettext_lazy("%(n)d case", "%(n)d cases", "n"),
    api="cases",
    options=FILTER_OPTIONS,
    facets=facets.CASE_FACETS,
    sorts=facets.CASE_SORTS,
)


@public_page
def case_detail(request, code):
    case = get_object_or_404(Case.objects.select_related("court", "merged_into"), code=code)
    if case.merged_into:
        return redirect(case.merged_into, permanent=True)
    record = CaseRecord(case)
    context = {"case": case, "record": record, "footnotes": record.footnotes}
    return render(request, "cases/case_detail.html", context)


@public_page
def person_list(request):
    accused_in = Prefetch("participations", ACCUSED.select_related("case"), "accused_in")
    likeness_sort = facets.LIKENESS_SORT if request.GET.get("name") else {}
    listing = Listing(
        request.GET,
        PersonFilter,
        Person.objects.prefetch_related(accused_in),
        unit=ngettext_lazy("%(n)d person", "%(n)d people", "n"),
        api="people",
        options=FILTER_OPTIONS,
        facets=facets.PERSON_FACETS,
        sorts=likeness_sort | facets.PERSON_SORTS,
    )
    context = {"listing": listing, "unnamed": UnnamedGroups.beside_people(listing.filterset)}
    context |= list_coverage(listing)
    return render(request, "cases/person_list.html", context)


@public_page
def person_detail(request, code):
    person = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if person.merged_into:
        return redirect(person.merged_into, permanent=True)
    record = PersonRecord(person)
    context = {"person": person, "record": record, "footnotes": record.footnotes}
    return render(request, "cases/person_detail.html", context)


charge_list = list_page(
    "cases/charge_list.html",
    ChargeFilter,
    CHARGES.select_related(
        "participation__person", "participation__organisation", "participation__case"
    ),
    list_coverage,
    unit=ngettext_lazy("%(n)d charge", "%(n)d charges", "n"),
    api="charges",
    options=FILTER_OPTIONS,
    facets=facets.SHARED_FACETS,
    sorts=facets.CHARGE_SORTS,
)

prosecution_list = list_page(
    "cases/prosecution_list.html",
    ProsecutionFilter,
    Participation.objects.select_related("person", "organisation", "case").prefetch_related(
        CHARGES_OF_PARTICIPATION
    ),
    lambda listing: (
        list_coverage(listing) | {"unnamed": UnnamedGroups.among_charges(listing.filterset)}
    ),
    unit=ngettext_lazy("%(n)d prosecution", "%(n)d prosecutions", "n"),
    api="prosecutions",
    options=FILTER_OPTIONS,
    facets=facets.SHARED_FACETS,
    sorts=facets.PROSECUTION_SORTS,
)

INVOKED_PROVISIONS = Prefetch("provisions", Provision.objects.select_related("law"))
MEASURES = Measure.objects.prefetch_related(
    INVOKED_PROVISIONS,
    Prefetch("parties", MeasureParty.objects.select_related("organisation")),
    "laws",
)
measure_list = list_page(
    "cases/measure_list.html",
    MeasureFilter,
    MEASURES,
    unit=ngettext_lazy("%(n)d measure", "%(n)d measures", "n"),
    api="measures",
    options={"provision": provision_options, "law": law_options},
    facets=facets.MEASURE_FACETS,
    sorts=facets.MEASURE_SORTS,
)


@public_page
def measure_detail(request, code):
    measure = get_object_or_404(MEASURES.prefetch_related("cases"), code=code)
    context = {"measure": measure, "footnotes": Footnotes([measure])}
    return render(request, "cases/measure_detail.html", context)


DISAGREEMENTS = Disagreement.objects.prefetch_related(
    *("claims", "laws", INVOKED_PROVISIONS, "recommendations", "organisations"),
    *("sources", "cases", "people", "measures", "figures"),
)


def footnotes_of_claims(listing: Listing) -> dict:
    claims = [claim for disagreement in listing.page for claim in disagreement.claims.all()]
    return {"footnotes": Footnotes(claims)}


disagreement_list = list_page(
    "cases/disagreement_list.html",
    DisagreementFilter,
    DISAGREEMENTS,
    footnotes_of_claims,
    unit=ngettext_lazy("%(n)d question", "%(n)d questions", "n"),
    api="disagreements",
    facets=facets.DISAGREEMENT_FACETS,
    sorts=facets.DISAGREEMENT_SORTS,
    per_page=25,
)


@public_page
def disagreement_detail(request, code):
    disagreement = get_object_or_404(DISAGREEMENTS, code=code)
    context = {"disagreement": disagreement, "footnotes": Footnotes(disagreement.claims.all())}
    return render(request, "cases/disagreement_detail.html", context)

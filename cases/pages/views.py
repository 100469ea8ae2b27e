"""Views of cases, people, charges, prosecutions, measures and disagreements."""

from django.db.models import Prefetch, prefetch_related_objects
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
from cases.page_data.person import PersonRecord
from cases.pages.facets import (
    CASE_FACETS,
    CASE_SORTS,
    CHARGE_FACETS,
    CHARGE_SORTS,
    DISAGREEMENT_FACETS,
    DISAGREEMENT_SORTS,
    LIKENESS_SORT,
    MEASURE_FACETS,
    MEASURE_SORTS,
    PERSON_FACETS,
    PERSON_SORTS,
    PROSECUTION_FACETS,
    PROSECUTION_SORTS,
)
from cases.statistics.unnamed_groups import UnnamedGroups
from laws.filters.options import law_options, provision_options
from laws.models import Provision
from tracker.enums import OrganisationKind
from tracker.languages.switching import localised_text
from tracker.models import Organisation
from tracker.web.footnotes import Footnotes
from tracker.web.lists.list_view import Listing, public_page

CASE_COUNT_TEXT = ngettext_lazy("%(n)d case", "%(n)d cases", "n")
PERSON_COUNT_TEXT = ngettext_lazy("%(n)d individual person", "%(n)d individual people", "n")
CHARGE_COUNT_TEXT = ngettext_lazy("%(n)d charge", "%(n)d charges", "n")
PROSECUTION_COUNT_TEXT = ngettext_lazy("%(n)d prosecution", "%(n)d prosecutions", "n")
MEASURE_COUNT_TEXT = ngettext_lazy("%(n)d measure", "%(n)d measures", "n")
DISAGREEMENT_COUNT_TEXT = ngettext_lazy("%(n)d question", "%(n)d questions", "n")


def court_options() -> list[tuple[str, str]]:
    courts = Organisation.objects.filter(kind=OrganisationKind.COURT)
    return [(court.code, localised_text(court.name, court.name_km)) for court in courts]


FILTER_OPTIONS = {"provision": provision_options, "law": law_options, "court": court_options}


def charges_with_provisions():
    return Charge.objects.with_status().select_related("provision__law")


def prefetch_accused() -> Prefetch:
    accused = Participation.objects.filter(role=Role.ACCUSED).select_related(
        "person", "organisation"
    )
    return Prefetch(
        "participations",
        accused.prefetch_related(Prefetch("charges", charges_with_provisions())),
        to_attr="accused",
    )


@public_page
def case_list(request):
    rows = Case.objects.prefetch_related(prefetch_accused())
    listing = Listing(
        request.GET,
        CaseFilter,
        rows,
        unit=CASE_COUNT_TEXT,
        api="cases",
        options=FILTER_OPTIONS,
        facets=CASE_FACETS,
        sorts=CASE_SORTS,
    )
    return render(request, "cases/case_list.html", {"listing": listing})


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
    charges = Prefetch("charges", charges_with_provisions())
    accused = Participation.objects.filter(role=Role.ACCUSED).select_related("case")
    rows = Person.objects.prefetch_related(
        Prefetch("participations", accused.prefetch_related(charges), to_attr="accused_in")
    )
    listing = Listing(
        request.GET,
        PersonFilter,
        rows,
        unit=PERSON_COUNT_TEXT,
        api="people",
        options=FILTER_OPTIONS,
        facets=PERSON_FACETS,
        sorts=LIKENESS_SORT | PERSON_SORTS if request.GET.get("name") else PERSON_SORTS,
    )
    context = {"listing": listing, "unnamed": UnnamedGroups.beside_people(listing.filterset)}
    return render(request, "cases/person_list.html", context)


@public_page
def person_detail(request, code):
    person = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if person.merged_into:
        return redirect(person.merged_into, permanent=True)
    record = PersonRecord(person)
    context = {"person": person, "record": record, "footnotes": record.footnotes}
    return render(request, "cases/person_detail.html", context)


@public_page
def charge_list(request):
    rows = charges_with_provisions().select_related(
        "participation__person", "participation__organisation", "participation__case"
    )
    listing = Listing(
        request.GET,
        ChargeFilter,
        rows,
        unit=CHARGE_COUNT_TEXT,
        api="charges",
        options=FILTER_OPTIONS,
        facets=CHARGE_FACETS,
        sorts=CHARGE_SORTS,
    )
    return render(request, "cases/charge_list.html", {"listing": listing})


@public_page
def prosecution_list(request):
    rows = Participation.objects.select_related("person", "organisation", "case")
    listing = Listing(
        request.GET,
        ProsecutionFilter,
        rows.prefetch_related(Prefetch("charges", charges_with_provisions())),
        unit=PROSECUTION_COUNT_TEXT,
        api="prosecutions",
        options=FILTER_OPTIONS,
        facets=PROSECUTION_FACETS,
        sorts=PROSECUTION_SORTS,
    )
    context = {"listing": listing, "unnamed": UnnamedGroups.among_prosecutions(listing.filterset)}
    return render(request, "cases/prosecution_list.html", context)


def prefetch_invoked_provisions() -> Prefetch:
    return Prefetch("provisions", Provision.objects.select_related("law"))


def prefetch_measure_parties() -> Prefetch:
    return Prefetch("parties", MeasureParty.objects.select_related("organisation"))


@public_page
def measure_list(request):
    rows = Measure.objects.prefetch_related(
        prefetch_invoked_provisions(), prefetch_measure_parties(), "laws"
    )
    options = {"provision": provision_options, "law": law_options}
    listing = Listing(
        request.GET,
        MeasureFilter,
        rows,
        unit=MEASURE_COUNT_TEXT,
        api="measures",
        options=options,
        facets=MEASURE_FACETS,
        sorts=MEASURE_SORTS,
    )
    return render(request, "cases/measure_list.html", {"listing": listing})


@public_page
def measure_detail(request, code):
    measures = Measure.objects.prefetch_related(
        prefetch_invoked_provisions(), prefetch_measure_parties(), "laws", "cases"
    )
    measure = get_object_or_404(measures, code=code)
    context = {"measure": measure, "footnotes": Footnotes([measure])}
    return render(request, "cases/measure_detail.html", context)


DISAGREEMENT_PREFETCHES = [
    "laws",
    Prefetch("provisions", Provision.objects.select_related("law")),
    "recommendations",
    "organisations",
    "sources",
    "cases",
    "people",
    "measures",
    "figures",
]


@public_page
def disagreement_list(request):
    rows = Disagreement.objects.prefetch_related("claims")
    listing = Listing(
        request.GET,
        DisagreementFilter,
        rows,
        unit=DISAGREEMENT_COUNT_TEXT,
        api="disagreements",
        facets=DISAGREEMENT_FACETS,
        sorts=DISAGREEMENT_SORTS,
        per_page=25,
    )
    prefetch_related_objects(listing.page, *DISAGREEMENT_PREFETCHES)
    claims = [claim for disagreement in listing.page for claim in disagreement.claims.all()]
    context = {"listing": listing, "footnotes": Footnotes(claims)}
    return render(request, "cases/disagreement_list.html", context)


@public_page
def disagreement_detail(request, code):
    disagreements = Disagreement.objects.prefetch_related("claims", *DISAGREEMENT_PREFETCHES)
    disagreement = get_object_or_404(disagreements, code=code)
    context = {"disagreement": disagreement, "footnotes": Footnotes(disagreement.claims.all())}
    return render(request, "cases/disagreement_detail.html", context)

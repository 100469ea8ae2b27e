"""Facets and sort orders of the lists of this app.

A facet takes the charges (or participations) that meet every other condition from the FilterSet,
and counts the rows of the list by its value.
"""

from django.db.models import Case as Choose, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import DateBasis, Participant, Role
from cases.filters import ProsecutionConditions
from cases.models import Case, Charge, Event, Participation, Person
from cases.statistics.dimensions import DIMENSIONS, make_annotator, make_participation_annotator
from laws.pages.facets import provision_address
from tracker.web.lists.facets import ExpensiveFacet, FacetQuery, Sort, count_by, facet_rows


def annotate_participant(rows, name, at="participation__"):
    kind = Choose(
        When(**{f"{at}person__isnull": False}, then=Value(Participant.PERSON)),
        When(**{f"{at}organisation__isnull": False}, then=Value(Participant.ORGANISATION)),
        default=Value(Participant.GROUP),
    )
    return make_annotator(kind)(rows, name)


CHARGE_ANNOTATORS = {
    name: DIMENSIONS[name].annotate for name in ("provision", "law", "outcome", "year")
}
CHARGE_ANNOTATORS["provenance"] = make_annotator("provenance")
PARTICIPATION_ANNOTATORS = {
    "role": make_participation_annotator("role"),
    "participant": annotate_participant,
    **{
        name: DIMENSIONS[name].annotate
        for name in ("category", "gender", "court", "province", "platform", "country")
    },
}
# Lookup from a participation to the row of each list.
ROW_LOOKUPS = {Case: "case", Person: "person", Participation: "pk"}


def make_prosecution_facet(name: str) -> FacetQuery:
    """Counts distinct rows of a list of cases, people, prosecutions or charges by one parameter."""

    def read(filterset: ProsecutionConditions):
        model = filterset.queryset.model
        about_charges = name in CHARGE_ANNOTATORS or filterset.has_any_parameter(
            filterset.CHARGE_PARAMETERS
        )
        if about_charges or model in (Participation, Charge):
            rows = annotate_charges(name, filterset)
            row = "pk" if model is Charge else f"participation__{ROW_LOOKUPS[model]}"
        else:
            rows = PARTICIPATION_ANNOTATORS[name](filterset.participations(), "value", at="")
            row = ROW_LOOKUPS[model]
        rows = rows.filter(**{f"{row}__in": rows_meeting_list_conditions(filterset).values("pk")})
        return [count_by(rows, F("value"), row)]

    return read


def annotate_charges(name: str, filterset: ProsecutionConditions) -> QuerySet:
    charges = filterset.charges()
    if name == "year":
        charges = charges.with_year(filterset.counted_date)
    return (CHARGE_ANNOTATORS | PARTICIPATION_ANNOTATORS)[name](charges, "value")


def rows_meeting_list_conditions(filterset: ProsecutionConditions) -> QuerySet:
    """The rows that meet the conditions of this list only, such as words in a title."""
    shared = (
        *filterset.CHARGE_PARAMETERS,
        *filterset.PEOPLE_PARAMETERS,
        *filterset.CASE_PARAMETERS,
    )
    own_conditions = filterset.without_parameters(*shared)
    return own_conditions.filter_queryset(filterset.queryset.all()).order_by()


SHARED_FACETS = {
    name: make_prosecution_facet(name) for name in (*CHARGE_ANNOTATORS, *PARTICIPATION_ANNOTATORS)
}
# Status and date are derived for each charge, so these facets are limited to short lists.
SHARED_FACETS |= {name: ExpensiveFacet(SHARED_FACETS[name]) for name in ("outcome", "year")}
CASE_FACETS = SHARED_FACETS | {
    "court": facet_rows("court__code"),
    **{name: facet_rows(name) for name in ("province", "platform", "country")},
}
PERSON_FACETS = SHARED_FACETS | {"category": facet_rows("category"), "gender": facet_rows("gender")}
MEASURE_FACETS = {
    "kind": facet_rows("kind"),
    "provision": facet_rows(provision_address("provisions")),
    "law": facet_rows("laws__slug", "provisions__law__slug"),
    "favourable": facet_rows("is_favourable"),
    "external": facet_rows("is_external"),
}
DISAGREEMENT_FACETS = {"kind": facet_rows("kind"), "nature": facet_rows("nature")}


def most_rows_first(rows: QuerySet, of: str) -> OrderBy:
    """By the number of related rows of each row of the list; `of` is the lookup back to it."""
    grouped = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk"))
    return Coalesce(Subquery(grouped.values("n")), 0).desc()


def latest_charge_first(of: str) -> OrderBy:
    """By the latest date of a charge of each person or prosecution."""
    dated = Charge.objects.countable().with_date(DateBasis.CHARGE)
    dated = dated.filter(**{of: OuterRef("pk")}, dated_on__isnull=False)
    return Subquery(dated.order_by("-dated_on").values("dated_on")[:1]).desc(nulls_last=True)


DATED_EVENTS = Event.objects.filter(case=OuterRef("pk"), happened_on__isnull=False)
LATEST_EVENT_DATE = Subquery(DATED_EVENTS.order_by("-happened_on").values("happened_on")[:1])
ACCUSED_PARTICIPATIONS = Participation.objects.filter(role=Role.ACCUSED)
COUNTABLE_CHARGES = Charge.objects.countable()
CHARGE_DATE = (
    COUNTABLE_CHARGES.with_date(DateBasis.CHARGE).filter(pk=OuterRef("pk")).values("dated_on")
)
PERSON_LOOKUP = "participation__person"
CASE_SORTS = {
    "title": Sort(_("Title"), ("title", "code")),
    "newest": Sort(_("Latest event"), (LATEST_EVENT_DATE.desc(nulls_last=True), "title", "code")),
    "accused": Sort(
        _("Most accused (a group counts as one)"),
        (most_rows_first(ACCUSED_PARTICIPATIONS, "case"), "title", "code"),
    ),
}
PERSON_SORTS = {
    "name": Sort(_("Name"), ("name", "code")),
    "latest": Sort(_("Latest charge"), (latest_charge_first(PERSON_LOOKUP), "name", "code")),
    "charges": Sort(
        _("Most charges"), (most_rows_first(COUNTABLE_CHARGES, PERSON_LOOKUP), "name", "code")
    ),
}
LIKENESS_SORT = {
    "likeness": Sort(_("Nearest to the name asked"), ("name_rank",), needs_filtered_rows=True)
}
PROSECUTION_SORTS = {
    "case": Sort(_("Case"), ("case__title", "case__code", "role", "pk")),
    "latest": Sort(
        _("Latest charge"), (latest_charge_first("participation"), "case__title", "code")
    ),
    "charges": Sort(
        _("Most charges"),
        (most_rows_first(COUNTABLE_CHARGES, "participation"), "case__title", "code"),
    ),
}
CHARGE_SORTS = {
    "case": Sort(
        _("Case"),
        (
            *("participation__case__title", "participation__case__code"),
            *("participation__role", "participation__pk", "provision__position", "code"),
        ),
    ),
    "date": Sort(_("Latest"), (Subquery(CHARGE_DATE).desc(nulls_last=True), "code")),
    "provision": Sort(
        _("Article"), ("provision__law__title", "provision__position", "provision__slug", "code")
    ),
}
MEASURE_SORTS = {
    "newest": Sort(_("Latest"), (F("taken_on").desc(nulls_last=True), "title", "code")),
    "oldest": Sort(_("Earliest"), (F("taken_on").asc(nulls_last=True), "title", "code")),
    "title": Sort(_("Title"), ("title", "code")),
}
DISAGREEMENT_SORTS = {
    "topic": Sort(_("Topic"), ("topic", "code")),
    "kind": Sort(_("What it is about"), ("kind", "topic", "code")),
}

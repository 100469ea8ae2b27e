"""Facets and sort orders of the lists of this app.

A facet takes the charges (or participations) that meet every other condition from the FilterSet,
and counts the rows of the list by its value.
"""

from django.db.models import Case as Choose, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import DateBasis, Participant, Role
from cases.filters import ProsecutionConditions
from cases.models import Case, Charge, Event, Participation, Person
from cases.statistics.dimensions import DIMENSIONS, by, of_participation
from laws.pages.facets import address
from tracker.web.lists.facets import ExpensiveFacet, Reading, Sort, count_by, facet_rows


def by_participant(rows, name, at="participation__"):
    kind = Choose(
        When(**{f"{at}person__isnull": False}, then=Value(Participant.PERSON)),
        When(**{f"{at}organisation__isnull": False}, then=Value(Participant.ORGANISATION)),
        default=Value(Participant.GROUP),
    )
    return by(kind)(rows, name)


ABOUT_CHARGES = {name: DIMENSIONS[name].keyed for name in ("provision", "law", "outcome", "year")}
ABOUT_CHARGES["provenance"] = by("provenance")
ABOUT_PARTICIPATIONS = {
    "role": of_participation("role"),
    "participant": by_participant,
    **{
        name: DIMENSIONS[name].keyed
        for name in ("category", "gender", "court", "province", "platform", "country")
    },
}
# Lookup from a participation to the row of each list.
ROW = {Case: "case", Person: "person", Participation: "pk"}


def involved_by(name: str) -> Reading:
    """Counts distinct rows of a list of cases, people, prosecutions or charges by one parameter."""

    def read(filterset: ProsecutionConditions):
        model = filterset.queryset.model
        about_charges = name in ABOUT_CHARGES or filterset.asks(filterset.ABOUT_CHARGES)
        if about_charges or model in (Participation, Charge):
            rows = charges_by(name, filterset)
            row = "pk" if model is Charge else f"participation__{ROW[model]}".removesuffix("__pk")
        else:
            rows = ABOUT_PARTICIPATIONS[name](filterset.participations(), "value", at="")
            row = ROW[model]
        rows = rows.filter(**{f"{row}__in": otherwise_asked(filterset).values("pk")})
        return [count_by(rows, F("value"), row)]

    return read


def charges_by(name: str, filterset: ProsecutionConditions) -> QuerySet:
    charges = filterset.charges()
    if name == "year":
        charges = charges.with_year(filterset.counted_date)
    return (ABOUT_CHARGES | ABOUT_PARTICIPATIONS)[name](charges, "value")


def otherwise_asked(filterset: ProsecutionConditions) -> QuerySet:
    """The rows that meet the conditions of this list only, such as words in a title."""
    shared = (*filterset.ABOUT_CHARGES, *filterset.ABOUT_PEOPLE, *filterset.ABOUT_CASES)
    own_conditions = filterset.leaving_out(*shared)
    return own_conditions.filter_queryset(filterset.queryset.all()).order_by()


INVOLVED = {name: involved_by(name) for name in (*ABOUT_CHARGES, *ABOUT_PARTICIPATIONS)}
# Status and date are derived for each charge, so these facets are limited to short lists.
INVOLVED |= {name: ExpensiveFacet(INVOLVED[name]) for name in ("outcome", "year")}
CASE_FACETS = INVOLVED | {
    "court": facet_rows("court__code"),
    "province": facet_rows("province"),
    "platform": facet_rows("platform"),
    "country": facet_rows("country"),
}
PERSON_FACETS = INVOLVED | {"category": facet_rows("category"), "gender": facet_rows("gender")}
PROSECUTION_FACETS = CHARGE_FACETS = INVOLVED
MEASURE_FACETS = {
    "kind": facet_rows("kind"),
    "provision": facet_rows(address("provisions")),
    "law": facet_rows("laws__slug", "provisions__law__slug"),
    "favourable": facet_rows("is_favourable"),
    "external": facet_rows("is_external"),
}
DISAGREEMENT_FACETS = {"kind": facet_rows("kind"), "nature": facet_rows("nature")}


def latest_first(expression):
    return expression.desc(nulls_last=True)


def how_many(rows: QuerySet, of: str) -> Coalesce:
    """Number of related rows of each row of the list; `of` is the lookup back to it."""
    grouped = rows.filter(**{of: OuterRef("pk")}).order_by().values(of).annotate(n=Count("pk"))
    return Coalesce(Subquery(grouped.values("n")), 0)


def latest_charge(of: str) -> Subquery:
    """The latest date of a charge of each person or prosecution."""
    dated = Charge.objects.countable().with_date(DateBasis.CHARGE)
    dated = dated.filter(**{of: OuterRef("pk")}, dated_on__isnull=False)
    return Subquery(dated.order_by("-dated_on").values("dated_on")[:1])


EVENTS = Event.objects.filter(case=OuterRef("pk"), happened_on__isnull=False)
NEWEST_EVENT = Subquery(EVENTS.order_by("-happened_on").values("happened_on")[:1])
ACCUSED = Participation.objects.filter(role=Role.ACCUSED)
CHARGES = Charge.objects.countable()
OF_PERSON = "participation__person"
CASE_SORTS = {
    "title": Sort(_("Title"), ("title", "code")),
    "newest": Sort(_("Latest event"), (latest_first(NEWEST_EVENT), "title", "code")),
    "accused": Sort(
        _("Most accused (a group counts as one)"),
        (how_many(ACCUSED, "case").desc(), "title", "code"),
    ),
}
PERSON_SORTS = {
    "name": Sort(_("Name"), ("name", "code")),
    "latest": Sort(_("Latest charge"), (latest_first(latest_charge(OF_PERSON)), "name", "code")),
    "charges": Sort(_("Most charges"), (how_many(CHARGES, OF_PERSON).desc(), "name", "code")),
}
LIKENESS = {"likeness": Sort(_("Nearest to the name asked"), ("name_rank",), is_of_found=True)}
PROSECUTION_SORTS = {
    "case": Sort(_("Case"), ("case__title", "case__code", "role", "pk")),
    "latest": Sort(
        _("Latest charge"), (latest_first(latest_charge("participation")), "case__title", "code")
    ),
    "charges": Sort(
        _("Most charges"), (how_many(CHARGES, "participation").desc(), "case__title", "code")
    ),
}
DAY_OF_CHARGE = CHARGES.with_date(DateBasis.CHARGE).filter(pk=OuterRef("pk")).values("dated_on")
CHARGE_SORTS = {
    "case": Sort(
        _("Case"),
        (
            *("participation__case__title", "participation__case__code"),
            *("participation__role", "participation__pk", "provision__position", "code"),
        ),
    ),
    "date": Sort(_("Latest"), (latest_first(Subquery(DAY_OF_CHARGE)), "code")),
    "provision": Sort(
        _("Article"),
        ("provision__law__title", "provision__position", "provision__slug", "code"),
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

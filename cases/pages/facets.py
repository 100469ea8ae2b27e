"""Facets and sort orders of the lists of this app.

A facet takes the charges (or participations) that meet every other condition from the FilterSet,
and counts the rows of the list by its value.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case as Choose,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import DateBasis, Participant, Role
from cases.filters import ProsecutionConditions
from cases.models import Case, Charge, Event, Participation, Person
from cases.statistics.engine import NOTHING, Count as CountedUnits, count
from laws.models import Law, Provision
from laws.pages.facets import provision_address
from tracker.models import Organisation
from tracker.web.lists.facets import NO_ROW, JointFacet, Sort, count_by, facet_rows
from tracker.web.lists.filters import ALL, UNKNOWN


def participant_kind(person: str, organisation: str):
    """The kind of a participant, by columns that are NULL for the other kinds."""
    return Choose(
        When(**{f"{person}__isnull": False}, then=Value(Participant.PERSON)),
        When(organisation, then=Value(Participant.ORGANISATION)),
        default=Value(Participant.GROUP),
    )


# The value of each parameter in a charge summary, and in a participation without a charge.
CHARGE_EXPRESSIONS = {
    "provision": F("provision_id"),
    "law": F("law_id"),
    "outcome": F("status"),
    "participant": participant_kind("person_id", Q(is_group=False)),
    "court": F("court_id"),
    **{name: F(name) for name in ("provenance", "scope", "role", "category", "gender")},
    **{name: F(name) for name in ("province", "platform", "country")},
}
PARTICIPATION_EXPRESSIONS = {
    "role": F("role"),
    "participant": participant_kind("person", Q(organisation__isnull=False)),
    "category": Coalesce("person__category", "category"),
    "gender": Coalesce("person__gender", Value(UNKNOWN)),
    "court": F("case__court__code"),
    **{name: F(f"case__{name}") for name in ("scope", "province", "platform", "country")},
}
# Choosing a value of these makes the list one about charges.
ABOUT_CHARGES = {"provision", "law", "outcome", "provenance", "year"}
# The column of a charge summary that identifies the row of each list, and that of a participation.
ROW_COLUMNS = {Case: "case_id", Person: "person_id", Participation: "participation_id"}
PARTICIPATION_LOOKUPS = {Case: "case", Person: "person"}
# Parameters whose values are public ids of records, by the id counted.
PUBLIC_IDS: dict[str, Callable[[set[int]], dict[int, str]]] = {
    "provision": lambda ids: {p.pk: p.address for p in provisions_by_id(ids)},
    "law": lambda ids: dict(Law.objects.filter(pk__in=ids).values_list("pk", "slug")),
    "court": lambda ids: dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "code")),
}


def provisions_by_id(ids: set[int]) -> QuerySet[Provision]:
    return Provision.objects.filter(pk__in=ids).select_related("law").only("slug", "law__slug")


@dataclass(frozen=True)
class ProsecutionFacet(JointFacet):
    """Counts distinct rows of a list of cases, people, prosecutions or charges by one parameter.

    Where the list is about charges, the counting engine counts all such facets in one statement;
    else it is a query over the participations.
    """

    name: str

    def is_joint(self, filterset: ProsecutionConditions) -> bool:
        lists_charges = filterset.queryset.model in (Participation, Charge)
        return self.name in ABOUT_CHARGES or filterset.asks_about_charges or lists_charges

    def count_jointly(self, filterset, names):
        if filterset.asks_about_charges:
            return count_charge_facets(filterset, names)
        asking, defaults = filterset.asking_about_charges(), filterset.DEFAULTS
        about = [name for name in names if name in ABOUT_CHARGES and name not in defaults]
        others = [name for name in names if name not in ABOUT_CHARGES]
        counts = count_charge_facets(asking, about) | count_charge_facets(filterset, others)
        for name in ABOUT_CHARGES & defaults.keys() & set(names):
            # Apart: its own default would hide its other values.
            counts |= count_charge_facets(asking.without_parameters(name), [name])
        return counts

    def __call__(self, filterset: ProsecutionConditions):
        rows, row = filterset.participations(), PARTICIPATION_LOOKUPS[filterset.queryset.model]
        rows = rows.filter(**{f"{row}__in": rows_meeting_list_conditions(filterset).values("pk")})
        counted = [count_by(rows, PARTICIPATION_EXPRESSIONS[self.name], row)]
        return [*counted, count_all(filterset)] if self.name in filterset.DEFAULTS else counted


def count_all(filterset: ProsecutionConditions) -> QuerySet:
    """The rows of the list where a parameter is `all`."""
    return count_by(filterset.filter_queryset(filterset.queryset.all()), Value(ALL))


def scope_facet(filterset: ProsecutionConditions):
    return [*facet_rows("scope")(filterset), count_all(filterset)]


class RunningCount(Aggregate):
    """The number of rows up to this key."""

    template = "(sum(count(*)) OVER (ORDER BY %(expressions)s))::bigint"
    output_field = BigIntegerField()


def no_news_facet(filterset: ProsecutionConditions):
    """Cases with an open outcome, by year: those whose latest source is of it or earlier."""
    listed = filterset.filter_queryset(filterset.queryset.all()).order_by().values("pk")
    rows = Case.objects.filter(pk__in=listed, coverage__is_open=True)
    rows = rows.filter(coverage__as_of_year__isnull=False)
    keyed = rows.order_by().annotate(key=Cast("coverage__as_of_year", CharField())).values("key")
    return [keyed.annotate(row=NO_ROW, n=RunningCount("key"))]


def count_charge_facets(filterset: ProsecutionConditions, names: list[str]) -> dict[str, dict]:
    """The number of rows of the list, by parameter and value."""
    if not names:
        return {}
    row = ROW_COLUMNS.get(filterset.queryset.model, "charge_id")
    listed = rows_meeting_list_conditions(filterset).values("pk")
    rows = filterset.charges().filter(**{f"{row}__in": listed})
    year = F(f"{filterset.counted_date}_year")
    rows = rows.annotate(**{f"by_{name}": CHARGE_EXPRESSIONS.get(name, year) for name in names})
    counts = count(rows, F(row), [(), *((f"by_{name}",) for name in names)])
    total = counts[()].get((), NOTHING).value
    return {
        name: with_public_ids(name, counts[(f"by_{name}",)])
        | ({ALL: total} if name in filterset.DEFAULTS else {})
        for name in names
    }


def with_public_ids(name: str, counts: dict[tuple, CountedUnits]) -> dict[str, int]:
    values = {value: counted.value for (value,), counted in counts.items() if counted.value}
    if name in PUBLIC_IDS:
        ids = PUBLIC_IDS[name](values.keys() - {None})
        values = {ids.get(value): n for value, n in values.items()}
    return {UNKNOWN if value is None else str(value): n for value, n in values.items()}


def rows_meeting_list_conditions(filterset: ProsecutionConditions) -> QuerySet:
    """The rows that meet the conditions of this list only, such as words in a title."""
    shared = (
        *filterset.CHARGE_PARAMETERS,
        *filterset.PEOPLE_PARAMETERS,
        *filterset.CASE_PARAMETERS,
    )
    own_conditions = filterset.without_parameters(*shared)
    own_conditions.is_about_charges = False
    return own_conditions.filter_queryset(filterset.queryset.all()).order_by()


SHARED_FACETS = {name: ProsecutionFacet(name) for name in (*CHARGE_EXPRESSIONS, "year")}
CASE_FACETS = SHARED_FACETS | {
    "court": facet_rows("court__code"),
    "scope": scope_facet,
    **{name: facet_rows(name) for name in ("province", "platform", "country")},
    "no_news_after": no_news_facet,
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

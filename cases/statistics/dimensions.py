"""Dimensions of the usage matrix and their headings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Expression, F, FilteredRelation, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseScope, Category, Country, Gender, Platform, Provenance, Province, Role
from cases.filters import OUTCOMES
from cases.filters.prosecution_conditions import ProsecutionConditions
from cases.models import Person
from laws.enums import ProvisionKind
from laws.models import Law, Provision
from tracker.languages.switching import localised_text
from tracker.models import Organisation
from tracker.web.lists.filters import UNKNOWN


@dataclass(frozen=True)
class Heading:
    """A row or column heading; `id` is also the filter value in the links of its cells."""

    id: str
    label: str
    key: object  # the value counted under: an id or a choice; None if unknown
    # For articles, used where space is limited: the article number, and the title of its law.
    compact_label: str = ""
    law_title: str = ""


def unknown_heading() -> Heading:
    return Heading(UNKNOWN, str(_("Not known")), None)


@dataclass(frozen=True)
class Dimension:
    """A value to group charge summaries by. `name` is also the filter parameter of the lists."""

    name: str
    label: str
    annotate: Callable[[QuerySet, str, ProsecutionConditions], QuerySet]  # rows, name, filters
    headings: Callable[[Iterable, ProsecutionConditions], list[Heading]]  # values counted, filters


def by_column(expression: str | Expression):
    """Annotates a column, or an expression, of the charge summary."""
    column = F(expression) if isinstance(expression, str) else expression
    return lambda rows, name, _filterset: rows.annotate(**{name: column})


def by_year(rows, name, filterset):
    return rows.annotate(**{name: F(f"{filterset.counted_date}_year")})


def by_complainant(rows, name, _filterset):
    """A case with two complainants counts under each of them, and once in the totals."""
    complaint = FilteredRelation(
        "case__participations",
        condition=Q(
            case__participations__role=Role.COMPLAINANT, case__participations__group_label=""
        ),
    )
    code = Coalesce(f"{name}_by__person__code", f"{name}_by__organisation__code")
    return rows.annotate(**{f"{name}_by": complaint}).annotate(**{name: code})


def enum_headings(choices):
    """Headings for every value of an enumeration, including unused ones: a zero is shown."""
    return lambda _values, _filterset: [Heading(str(v), str(label), str(v)) for v, label in choices]


def enum_dimension(name: str, label: str, choices, column: str = "") -> Dimension:
    return Dimension(name, label, by_column(column or name), enum_headings(choices))


def provision_headings(values, filterset):
    """Every offence of the selected laws, and any other provision that has charges.

    An offence without a number is left out where charges under it do not count.
    """
    provisions = Provision.objects.select_related("law").order_by("law__title", "position", "slug")
    if (laws := filterset.value("law")) is not None:
        provisions = provisions.filter(law__in=laws)
    if (chosen := filterset.value("provision")) is not None:
        provisions = provisions.filter(pk__in=[provision.pk for provision in chosen])
    # Only the columns of the label: the others hold the text of whole laws.
    columns = [*Provision.label_fields, "kind", *(f"law__{name}" for name in Law.label_fields)]
    return [
        article_heading(provision)
        for provision in provisions.only(*columns)
        if provision.pk in values
        or provision.kind == ProvisionKind.OFFENCE
        and (provision.number or counts_offences(filterset))
    ]


def counts_offences(filterset) -> bool:
    """Whether charges count of which a source names an offence without a number.

    Where they do not, such an offence has no count: not even zero.
    """
    provenances = filterset.value("provenance")
    return provenances is None or Provenance.OFFENCE in provenances


def asks_only_uncounted_offences(filterset) -> bool:
    """Whether the question names nothing but offences that have no count: see above."""
    chosen = filterset.value("provision") or []
    return bool(chosen) and not counts_offences(filterset) and not any(p.number for p in chosen)


def article_heading(provision: Provision) -> Heading:
    label, law = provision.label, provision.law.own_title
    return Heading(
        provision.address,
        f"{label}, {law}",
        provision.pk,
        compact_label=label,
        law_title=law,
    )


def law_headings(values, filterset):
    chosen = filterset.value("law")
    ids = values if chosen is None else [law.pk for law in chosen]
    laws = Law.objects.filter(pk__in=ids).order_by("title", "slug")
    return [Heading(law.slug, law.own_title, law.pk) for law in laws]


def year_headings(values, _filterset):
    """Every year from the first to the last, then `Not known`."""
    years = sorted(year for year in values if year is not None)
    span = range(years[0], years[-1] + 1) if years else ()
    return [*(Heading(str(year), str(year), year) for year in span), unknown_heading()]


def court_headings(values, _filterset):
    courts = Organisation.objects.filter(pk__in=values - {None}).order_by("name", "code")
    names = ((court, localised_text(court.name, court.name_km)) for court in courts)
    return [*(Heading(court.code, name, court.pk) for court, name in names), unknown_heading()]


def party_headings(values, _filterset):
    codes = values - {None}
    parties = [
        *Person.objects.filter(code__in=codes),
        *Organisation.objects.filter(code__in=codes),
    ]
    headings = [Heading(party.code, str(party), party.code) for party in parties]
    return [*sorted(headings, key=lambda heading: heading.label), unknown_heading()]


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("provision", _("Provision"), by_column("provision_id"), provision_headings),
        Dimension("law", _("Law"), by_column("law_id"), law_headings),
        enum_dimension("category", _("Category of person"), Category.choices),
        enum_dimension("gender", _("Gender"), Gender.choices),
        Dimension("year", _("Year"), by_year, year_headings),
        enum_dimension("outcome", _("Outcome"), OUTCOMES, "status"),
        Dimension("court", _("Court"), by_column("court_id"), court_headings),
        enum_dimension("province", _("Province"), Province.choices),
        enum_dimension("platform", _("Platform"), Platform.choices),
        Dimension("complainant", _("Complainant"), by_complainant, party_headings),
        enum_dimension("country", _("Country"), Country.choices),
        enum_dimension("provenance", _("How we know"), Provenance.choices),
        enum_dimension("scope", _("Scope of the case"), CaseScope.choices),
    )
}


def dimension_choices():
    return [(name, dimension.label) for name, dimension in DIMENSIONS.items()]

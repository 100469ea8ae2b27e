"""Dimensions of the usage matrix and their headings."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CharField, F, FilteredRelation, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from cases.enums import Category, Country, Gender, Platform, Province, Role
from cases.filters import OUTCOMES
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
    # For articles, used where space is limited: the article number, and the title of its law.
    compact_label: str = ""
    law_title: str = ""


@dataclass(frozen=True)
class Dimension:
    """A field to group charges by. `name` is also the filter parameter of the list pages."""

    name: str
    label: str
    annotate: Callable  # (queryset, name) -> queryset annotated with the value under that name
    headings: Callable  # (values, filter set) -> headings


def make_annotator(expression):
    """An annotator: casts the expression to text, NULL to `unknown`."""
    return lambda rows, name: rows.annotate(
        **{name: Coalesce(Cast(expression, CharField()), Value(UNKNOWN))}
    )


def make_participation_annotator(*paths):
    """An annotator: the first field of the participation that is not NULL.

    The queryset is of charges; for a queryset of participations, pass `at=""`.
    """

    def annotate(rows, name, at="participation__"):
        fields = [F(f"{at}{path}") for path in paths]
        return make_annotator(Coalesce(*fields) if len(fields) > 1 else fields[0])(rows, name)

    return annotate


def annotate_provision_address(charges, name):
    address = Concat(
        "provision__law__slug", Value("/"), "provision__slug", output_field=CharField()
    )
    return charges.annotate(**{name: address})


def annotate_outcome(charges, name):
    return charges.with_status().annotate(**{name: F("status")})


def annotate_complainant(charges, name):
    """A case with two complainants counts under each of them, and once in the totals."""
    complaint = FilteredRelation(
        "participation__case__participations",
        condition=Q(
            participation__case__participations__role=Role.COMPLAINANT,
            participation__case__participations__group_label="",
        ),
    )
    code = Coalesce(f"{name}_by__person__code", f"{name}_by__organisation__code")
    return make_annotator(code)(charges.annotate(**{f"{name}_by": complaint}), name)


def make_enum_headings(choices):
    """Headings for every value of an enumeration, including unused ones: a zero is shown."""
    return lambda _values, _filterset: [Heading(str(value), str(label)) for value, label in choices]


def make_enum_dimension(name, label, enumeration, *paths):
    """A dimension whose values are those of an enumeration, on fields of the participation."""
    headings = make_enum_headings(enumeration.choices)
    return Dimension(name, label, make_participation_annotator(*paths), headings)


def with_unknown(headings):
    """The headings, then `Not known`."""
    return [*headings, Heading(UNKNOWN, str(_("Not known")))]


def provision_headings(values, filterset):
    """Every offence of the selected laws, and any other provision that has charges."""
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
        if provision.kind == ProvisionKind.OFFENCE or provision.address in values
    ]


def article_heading(provision: Provision) -> Heading:
    label, law = provision.label, provision.law.own_title
    return Heading(provision.address, f"{label}, {law}", compact_label=label, law_title=law)


def law_headings(values, filterset):
    chosen = filterset.value("law")
    slugs = values if chosen is None else [law.slug for law in chosen]
    laws = Law.objects.filter(slug__in=slugs).order_by("title", "slug")
    return [Heading(law.slug, law.own_title) for law in laws]


def year_headings(values, _filterset):
    """Every year from the first to the last, then `Not known`."""
    years = sorted(int(key) for key in values if key != UNKNOWN)
    span = range(years[0], years[-1] + 1) if years else ()
    return with_unknown(Heading(str(year), str(year)) for year in span)


def court_headings(values, _filterset):
    courts = Organisation.objects.filter(code__in=values).order_by("name", "code")
    return with_unknown(Heading(c.code, localised_text(c.name, c.name_km)) for c in courts)


def party_headings(values, _filterset):
    parties = [
        *Person.objects.filter(code__in=values),
        *Organisation.objects.filter(code__in=values),
    ]
    headings = [Heading(party.code, str(party)) for party in parties]
    return with_unknown(sorted(headings, key=lambda heading: heading.label))


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("provision", _("Provision"), annotate_provision_address, provision_headings),
        Dimension("law", _("Law"), make_annotator("provision__law__slug"), law_headings),
        make_enum_dimension(
            "category", _("Category of person"), Category, "person__category", "category"
        ),
        make_enum_dimension("gender", _("Gender"), Gender, "person__gender"),
        Dimension("year", _("Year"), make_annotator(F("in_year")), year_headings),
        Dimension("outcome", _("Outcome"), annotate_outcome, make_enum_headings(OUTCOMES)),
        Dimension(
            "court", _("Court"), make_participation_annotator("case__court__code"), court_headings
        ),
        make_enum_dimension("province", _("Province"), Province, "case__province"),
        make_enum_dimension("platform", _("Platform"), Platform, "case__platform"),
        Dimension("complainant", _("Complainant"), annotate_complainant, party_headings),
        make_enum_dimension("country", _("Country"), Country, "case__country"),
    )
}


def dimension_choices():
    return [(name, dimension.label) for name, dimension in DIMENSIONS.items()]

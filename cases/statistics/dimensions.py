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
from tracker.languages.switching import own_text
from tracker.models import Organisation
from tracker.web.lists.filters import UNKNOWN


@dataclass(frozen=True)
class Heading:
    """A row or a column of the matrix; `id` is also the value of the filter behind its cells."""

    id: str
    label: str
    # Of an article, where room is short: its number, and the law it stands in.
    short: str = ""
    within: str = ""


@dataclass(frozen=True)
class Dimension:
    """Something to count by. Its name is the name of the filter parameter of the lists."""

    name: str
    label: str
    # Gives each charge its value, under a name; and the headings to show for the keys found.
    keyed: Callable
    headings: Callable


def by(expression):
    return lambda rows, name: rows.annotate(
        **{name: Coalesce(Cast(expression, CharField()), Value(UNKNOWN))}
    )


def of_participation(*paths):
    """The first of some fields of the participation that has a value.

    Charges lead there; of rows that are participations themselves, say `at=""`.
    """

    def keyed(rows, name, at="participation__"):
        fields = [F(f"{at}{path}") for path in paths]
        return by(Coalesce(*fields) if len(fields) > 1 else fields[0])(rows, name)

    return keyed


def by_address(charges, name):
    address = Concat(
        "provision__law__slug", Value("/"), "provision__slug", output_field=CharField()
    )
    return charges.annotate(**{name: address})


def by_outcome(charges, name):
    return charges.with_status().annotate(**{name: F("status")})


def by_complainant(charges, name):
    """A case with two complainants counts under each, and in the totals once."""
    complaint = FilteredRelation(
        "participation__case__participations",
        condition=Q(
            participation__case__participations__role=Role.COMPLAINANT,
            participation__case__participations__group_label="",
        ),
    )
    code = Coalesce(f"{name}_by__person__code", f"{name}_by__organisation__code")
    return by(code)(charges.annotate(**{f"{name}_by": complaint}), name)


def enumerated(choices):
    """Every value of an enumeration, those never used too: a zero is an answer."""
    return lambda _found, _asked: [Heading(str(value), str(label)) for value, label in choices]


def provision_headings(found, asked):
    """Every offence of the laws asked about, and whatever else charges were brought under."""
    provisions = Provision.objects.select_related("law").order_by("law__title", "position", "slug")
    if (laws := asked.value("law")) is not None:
        provisions = provisions.filter(law__in=laws)
    if (chosen := asked.value("provision")) is not None:
        provisions = provisions.filter(pk__in=[provision.pk for provision in chosen])
    # Not the text of whole laws.
    told = [*Provision.label_fields, "kind", *(f"law__{name}" for name in Law.label_fields)]
    return [
        article_heading(provision)
        for provision in provisions.only(*told)
        if provision.kind == ProvisionKind.OFFENCE or provision.address in found
    ]


def article_heading(provision: Provision) -> Heading:
    label, law = provision.label, provision.law.own_title
    return Heading(provision.address, f"{label}, {law}", short=label, within=law)


def law_headings(found, asked):
    laws = Law.objects.filter(slug__in=found).order_by("title", "slug")
    if (chosen := asked.value("law")) is not None:
        laws = Law.objects.filter(pk__in=[law.pk for law in chosen]).order_by("title", "slug")
    return [Heading(law.slug, law.own_title) for law in laws]


def year_headings(found, _asked):
    """Every year from the first to the last, and the unknown ones."""
    years = sorted(int(key) for key in found if key != UNKNOWN)
    span = range(years[0], years[-1] + 1) if years else ()
    return [
        *(Heading(str(year), str(year)) for year in span),
        Heading(UNKNOWN, str(_("Not known"))),
    ]


def court_headings(found, _asked):
    courts = Organisation.objects.filter(code__in=found).order_by("name", "code")
    return [
        *(Heading(court.code, own_text(court.name, court.name_km)) for court in courts),
        Heading(UNKNOWN, str(_("Not known"))),
    ]


def party_headings(found, _asked):
    parties = [
        *Person.objects.filter(code__in=found),
        *Organisation.objects.filter(code__in=found),
    ]
    return [
        *sorted((Heading(party.code, str(party)) for party in parties), key=lambda h: h.label),
        Heading(UNKNOWN, str(_("Not known"))),
    ]


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("provision", _("Provision"), by_address, provision_headings),
        Dimension("law", _("Law"), by("provision__law__slug"), law_headings),
        Dimension(
            "category",
            _("Category of person"),
            of_participation("person__category", "category"),
            enumerated(Category.choices),
        ),
        Dimension(
            "gender",
            _("Gender"),
            of_participation("person__gender"),
            enumerated(Gender.choices),
        ),
        Dimension("year", _("Year"), by(F("in_year")), year_headings),
        Dimension("outcome", _("Outcome"), by_outcome, enumerated(OUTCOMES)),
        Dimension("court", _("Court"), of_participation("case__court__code"), court_headings),
        Dimension(
            "province",
            _("Province"),
            of_participation("case__province"),
            enumerated(Province.choices),
        ),
        Dimension(
            "platform",
            _("Platform"),
            of_participation("case__platform"),
            enumerated(Platform.choices),
        ),
        Dimension("complainant", _("Complainant"), by_complainant, party_headings),
        Dimension(
            "country", _("Country"), of_participation("case__country"), enumerated(Country.choices)
        ),
    )
}


def dimension_choices():
    return [(name, dimension.label) for name, dimension in DIMENSIONS.items()]

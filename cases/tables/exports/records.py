"""Export columns of cases, people, measures and disagreements."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import (
    Category,
    Country,
    DisagreementKind,
    DisagreementNature,
    DisplayPolicy,
    Gender,
    MeasureKind,
    MeasureRole,
    Platform,
    ProtectionReason,
    Province,
    Role,
)
from cases.models import Case, Disagreement, Measure, Person
from cases.tables.exports.labels import person_label
from laws.tables.exports import provisions
from tracker.tables.exports import Choice, Days, Page, Several, Table, Text, YesNo, sources
from tracker.tables.exports.records import fact, published

CASES = Table(
    "cases",
    _("Cases"),
    _("case"),
    lambda: Case.objects.filter(merged_into=None),
    (
        Text("id", _("Code"), "code"),
        Page("cases:case-list"),
        Text("title", _("Title")),
        Text("title_km", _("Title in Khmer")),
        Text("summary", _("Summary")),
        Text("summary_km", _("Summary in Khmer")),
        Choice("category", _("Category of the people"), Category.choices),
        Choice("platform", _("Platform"), Platform.choices),
        Choice("country", _("Country"), Country.choices),
        Choice("province", _("Province"), Province.choices),
        Text("place", _("Place")),
        Text("court", _("Court of first instance"), "court__code"),
        Text("court_label", _("Court of first instance: in words"), "court__name"),
        Text("status_note", _("Where it stood")),
        Days("confirmed_on", _("As of")),
        Several(
            "accused",
            _("Named people accused"),
            "participations__person__code",
            lambda: person_label("participations__person__"),
            only=Q(participations__role=Role.ACCUSED),
        ),
        provisions("participations__charges__provision"),
        sources(),
        published(),
    ),
)

PEOPLE = Table(
    "people",
    _("People"),
    _("individual person"),
    Person.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("cases:person-list"),
        Text("label", _("Name, or that it is withheld"), lambda: person_label("")),
        Text("name", _("Name")),
        Text("name_km", _("Name in Khmer")),
        Choice("display_policy", _("How much of the name is shown"), DisplayPolicy.choices),
        Choice("protection_reason", _("Why not all of it"), ProtectionReason.choices),
        YesNo("is_minor", _("Under eighteen")),
        Choice("category", _("Category"), Category.choices),
        Choice("gender", _("Gender"), Gender.choices),
        Text("nationality", _("Nationality")),
        Several("names", _("Spellings"), "names__spelling"),
        Several(
            "cases",
            _("Cases as accused"),
            "participations__case__code",
            "participations__case__title",
            only=Q(participations__role=Role.ACCUSED),
        ),
        provisions("participations__charges__provision"),
        sources(),
        published(),
    ),
)

MEASURES = Table(
    "measures",
    _("Measures"),
    _("measure"),
    Measure.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("cases:measure-list"),
        Choice("kind", _("Kind"), MeasureKind.choices),
        Text("title", _("Title")),
        Text("title_km", _("Title in Khmer")),
        Text("description", _("Description")),
        Days("taken_on", _("Taken")),
        Text("date_note", _("About the date")),
        Choice("province", _("Province"), Province.choices),
        YesNo("is_external", _("Taken by another state or body")),
        YesNo("is_favourable", _("In favour of freedoms")),
        *(
            Several(
                f"{role}_organisations",
                MeasureRole(role).label,
                "parties__organisation__code",
                "parties__organisation__name",
                only=Q(parties__role=role),
            )
            for role in MeasureRole.values
        ),
        Several(
            "others",
            _("Parties that are no organisations, by role"),
            "parties__role",
            "parties__label",
            only=Q(parties__organisation=None) & ~Q(parties__label=""),
        ),
        provisions("provisions", says=_("Provisions invoked")),
        Several("laws", _("Laws invoked"), "laws__slug", "laws__title"),
        Several("cases", _("Cases"), "cases__code", "cases__title"),
        *fact(),
        published(),
    ),
)

DISAGREEMENTS = Table(
    "disagreements",
    _("Where sources differ"),
    _("question"),
    Disagreement.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("cases:disagreement-list"),
        Text("topic", _("Question")),
        Choice("kind", _("About"), DisagreementKind.choices),
        Choice("nature", _("How the claims relate"), DisagreementNature.choices),
        Text("handling", _("What the analysts made of it")),
        Several("claims", _("Claims"), "claims__value"),
        Several("laws", _("Laws"), "laws__slug", "laws__title"),
        provisions("provisions"),
        Several(
            "recommendations",
            _("Recommendations"),
            "recommendations__code",
            "recommendations__summary",
        ),
        Several("figures", _("Figures"), "figures__code", "figures__topic"),
        Several("organisations", _("Organisations"), "organisations__code", "organisations__name"),
        Several("about_sources", _("Sources it is about"), "sources__code", "sources__title"),
        Several("cases", _("Cases"), "cases__code", "cases__title"),
        Several("people", _("People"), "people__code", lambda: person_label("people__")),
        Several("measures", _("Measures"), "measures__code", "measures__title"),
        Several(
            "sources",
            _("Sources of the claims"),
            "claims__citations__source__code",
            "claims__citations__source__title",
        ),
        published(),
    ),
)

"""Export columns of cases, people, measures and disagreements."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import MeasureRole, Role
from cases.models import Case, Disagreement, Measure, Person
from cases.tables.exports.labels import person_label_expression
from laws.tables.exports import provisions_column
from tracker.tables.exports.columns import SOURCES_COLUMN, ListColumn, PageUrlColumn, TextColumn
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.plain_columns import plain_columns, reference_columns
from tracker.tables.exports.records import FACT_COLUMNS, PUBLISHED_AT_COLUMN

CASES = ExportTable(
    "cases",
    _("Cases"),
    _("case"),
    lambda: Case.objects.filter(merged_into=None),
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:case-list"),
        *plain_columns(
            Case,
            court=reference_columns(
                "court", _("Court of first instance"), _("Court of first instance: in words")
            ),
        ),
        ListColumn(
            "accused",
            _("Named people accused"),
            "participations__person__code",
            lambda: person_label_expression("participations__person__"),
            only=Q(participations__role=Role.ACCUSED),
        ),
        provisions_column("participations__charges__provision"),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

PEOPLE = ExportTable(
    "people",
    _("People"),
    _("individual person"),
    Person.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:person-list"),
        TextColumn("label", _("Name, or that it is withheld"), lambda: person_label_expression("")),
        *plain_columns(Person),
        ListColumn("names", _("Spellings"), "names__spelling"),
        ListColumn(
            "cases",
            _("Cases as accused"),
            "participations__case__code",
            "participations__case__title",
            only=Q(participations__role=Role.ACCUSED),
        ),
        provisions_column("participations__charges__provision"),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

MEASURES = ExportTable(
    "measures",
    _("Measures"),
    _("measure"),
    Measure.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:measure-list"),
        *plain_columns(Measure),
        *(
            ListColumn(
                f"{role}_organisations",
                MeasureRole(role).label,
                "parties__organisation__code",
                "parties__organisation__name",
                only=Q(parties__role=role),
            )
            for role in MeasureRole.values
        ),
        ListColumn(
            "others",
            _("Parties that are no organisations, by role"),
            "parties__role",
            "parties__label",
            only=Q(parties__organisation=None) & ~Q(parties__label=""),
        ),
        provisions_column("provisions", title=_("Provisions invoked")),
        ListColumn("laws", _("Laws invoked"), "laws__slug", "laws__title"),
        ListColumn("cases", _("Cases"), "cases__code", "cases__title"),
        *FACT_COLUMNS,
        PUBLISHED_AT_COLUMN,
    ),
)

DISAGREEMENTS = ExportTable(
    "disagreements",
    _("Where sources differ"),
    _("question"),
    Disagreement.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:disagreement-list"),
        *plain_columns(Disagreement),
        ListColumn("claims", _("Claims"), "claims__value"),
        ListColumn("laws", _("Laws"), "laws__slug", "laws__title"),
        provisions_column("provisions"),
        ListColumn(
            "recommendations",
            _("Recommendations"),
            "recommendations__code",
            "recommendations__summary",
        ),
        ListColumn("figures", _("Figures"), "figures__code", "figures__topic"),
        ListColumn(
            "organisations", _("Organisations"), "organisations__code", "organisations__name"
        ),
        ListColumn("about_sources", _("Sources it is about"), "sources__code", "sources__title"),
        ListColumn("cases", _("Cases"), "cases__code", "cases__title"),
        ListColumn(
            "people", _("People"), "people__code", lambda: person_label_expression("people__")
        ),
        ListColumn("measures", _("Measures"), "measures__code", "measures__title"),
        ListColumn(
            "sources",
            _("Sources of the claims"),
            "claims__citations__source__code",
            "claims__citations__source__title",
        ),
        PUBLISHED_AT_COLUMN,
    ),
)

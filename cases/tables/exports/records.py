"""Export columns of cases, people, measures and disagreements."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import MeasureRole, Role
from cases.models import Case, Disagreement, Measure, Person
from cases.tables.exports.labels import (
    EVERY_ACCUSATION,
    AsOfColumn,
    as_of_person,
    person_label_expression,
)
from laws.tables.exports import provisions_column
from tracker.tables.exports.columns import (
    SOURCES_COLUMN,
    ListColumn,
    PageUrlColumn,
    TextColumn,
    records_column,
)
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.plain_columns import plain_columns, reference_columns
from tracker.tables.exports.records import FACT_COLUMNS, PUBLISHED_AT_COLUMN

AS_ACCUSED = Q(participations__role=Role.ACCUSED)
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
        AsOfColumn("coverage__as_of"),
        ListColumn(
            "accused",
            _("People accused"),
            "participations__person__code",
            lambda: person_label_expression("participations__person__"),
            only=AS_ACCUSED,
        ),
        provisions_column("participations__charges__provision", title=EVERY_ACCUSATION),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

PEOPLE = ExportTable(
    "people",
    _("People"),
    _("person"),
    Person.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:person-list"),
        TextColumn("label", _("Name, or that it is withheld"), lambda: person_label_expression("")),
        *plain_columns(Person),
        AsOfColumn(as_of_person),
        ListColumn("names", _("Spellings"), "names__spelling"),
        records_column("cases", _("Cases as accused"), "participations__case", only=AS_ACCUSED),
        provisions_column("participations__charges__provision", title=EVERY_ACCUSATION),
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
            records_column(
                f"{role}_organisations",
                role.label,
                "parties__organisation",
                "name",
                only=Q(parties__role=role),
            )
            for role in MeasureRole
        ),
        ListColumn(
            "others",
            _("Parties that are no organisations, by role"),
            "parties__role",
            "parties__label",
            only=Q(parties__organisation=None) & ~Q(parties__label=""),
        ),
        provisions_column("provisions", title=_("Provisions invoked")),
        records_column("laws", _("Laws invoked"), code="slug"),
        records_column("cases", _("Cases")),
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
        records_column("laws", _("Laws"), code="slug"),
        provisions_column("provisions"),
        records_column("recommendations", _("Recommendations"), title="summary"),
        records_column("figures", _("Figures"), title="topic"),
        records_column("organisations", _("Organisations"), title="name"),
        records_column("about_sources", _("Sources it is about"), "sources"),
        records_column("cases", _("Cases")),
        ListColumn(
            "people", _("People"), "people__code", lambda: person_label_expression("people__")
        ),
        records_column("measures", _("Measures")),
        records_column("sources", _("Sources of the claims"), "claims__citations__source"),
        PUBLISHED_AT_COLUMN,
    ),
)

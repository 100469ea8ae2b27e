"""Export columns of laws, provisions and recommendations."""

from django.db.models import Case, CharField, Expression, F, Value, When
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from laws.enums import Action, ProvisionUnit
from laws.models import Law, Provision, Recommendation
from tracker.tables.exports.columns import (
    SOURCES_COLUMN,
    ChoiceColumn,
    ListColumn,
    NullableConcat,
    PageUrlColumn,
    TextColumn,
    choice_label_expression,
    records_column,
)
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.plain_columns import plain_columns
from tracker.tables.exports.records import PUBLISHED_AT_COLUMN


def provision_id_expression(path: str = "") -> Expression:
    """Public id of the provision at the field path, as SQL: `penal-code-2009/437-bis`."""
    return NullableConcat(F(f"{path}law__slug"), Value("/"), F(f"{path}slug"))


def provision_label_expression(path: str = "") -> Expression:
    """Unit and number as SQL: `Article 437 bis`; the heading of an unnumbered provision."""
    numbered = [
        When(**{f"{path}unit": unit}, then=NullableConcat(Value(f"{name} "), F(f"{path}number")))
        for unit, name in ProvisionUnit.choices
        if unit != ProvisionUnit.UNNUMBERED
    ]
    return Case(*numbered, default=F(f"{path}heading"), output_field=CharField())


def full_provision_label_expression(path: str = "") -> Expression:
    """Law and provision as SQL: `Penal Code Article 495`."""
    return NullableConcat(F(f"{path}law__title"), Value(" "), provision_label_expression(path))


def provisions_column(path: str, title: str = "") -> ListColumn:
    """List column of the provisions at the field path: ids and labels."""
    path = f"{path}__"
    return ListColumn(
        "provisions",
        title or _("Provisions"),
        lambda: provision_id_expression(path),
        lambda: full_provision_label_expression(path),
    )


LAWS = ExportTable(
    "laws",
    _("Laws"),
    _("law or other instrument"),
    Law.objects.all,
    (
        TextColumn("id", _("Address"), "slug"),
        PageUrlColumn("laws:law-list", "slug"),
        TextColumn("code", _("Code")),
        *plain_columns(Law, names=[ListColumn("names", _("Other titles"), "names__spelling")]),
        records_column("issuers", _("Issued by"), title="name"),
        TextColumn("note", _("Note")),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
    key=("slug",),
)

PROVISIONS = ExportTable(
    "provisions",
    _("Provisions"),
    _("provision"),
    Provision.objects.all,
    (
        TextColumn("id", _("Address"), provision_id_expression),
        PageUrlColumn("laws:law-list", provision_id_expression),
        TextColumn("law", _("Law"), "law__slug"),
        TextColumn("law_label", _("Law: in words"), "law__title"),
        ChoiceColumn("unit", pgettext_lazy("part of a law", "Unit"), ProvisionUnit.choices),
        TextColumn("number", pgettext_lazy("designation", "Number")),
        TextColumn("label", _("Unit and number, or heading"), provision_label_expression),
        *plain_columns(Provision),
        ListColumn("names", _("Other numbers and names"), "names__spelling"),
        TextColumn("part_of", _("Part of"), lambda: provision_id_expression("part_of__")),
        TextColumn(
            "part_of_label", _("Part of: in words"), lambda: provision_label_expression("part_of__")
        ),
        records_column("standards", _("Said to breach"), "breaches__standard", "label", "slug"),
        records_column(
            "recommendations",
            _("Recommendations about it"),
            "asks__recommendation",
            title="summary",
        ),
        TextColumn("note", _("Note")),
        SOURCES_COLUMN,
    ),
    key=("law__slug", "slug"),
)


RECOMMENDATIONS = ExportTable(
    "recommendations",
    _("Recommendations"),
    _("recommendation"),
    Recommendation.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("laws:recommendation-list"),
        *plain_columns(
            Recommendation, issuers=[records_column("issuers", _("Asked by"), title="name")]
        ),
        ListColumn(
            "actions",
            _("What is asked"),
            "asks__action",
            lambda: choice_label_expression("asks__action", Action.choices),
        ),
        provisions_column("asks__provision"),
        records_column("laws", _("Laws"), "asks__law", code="slug"),
        TextColumn("note", _("Note")),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

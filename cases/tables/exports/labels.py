"""Labels of people and groups in exported files, withheld names included."""

from django.db.models import Case, CharField, Expression, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Category, Gender, GroupQualifier, Role
from tracker.tables.exports.columns import ChoiceColumn, ExportColumn, IntegerColumn, TextColumn


def person_label_expression(path: str) -> Expression:
    """The public name as SQL, or “Name withheld”; NULL if there is no person."""
    withheld = When(**{f"{path}name": ""}, then=Value(_("Name withheld")))
    return Case(withheld, default=F(f"{path}name"), output_field=CharField())


def participant_columns(path: str = "") -> list[ExportColumn]:
    """Columns of the participant at the field path: person, organisation or unnamed group."""
    return [
        ChoiceColumn("role", gettext_lazy("Role"), Role.choices, f"{path}role"),
        TextColumn("person", gettext_lazy("Person"), f"{path}person__code"),
        TextColumn(
            "person_label",
            gettext_lazy("Person: in words"),
            lambda: person_label_expression(f"{path}person__"),
        ),
        TextColumn("organisation", gettext_lazy("Organisation"), f"{path}organisation__code"),
        TextColumn(
            "organisation_label",
            gettext_lazy("Organisation: in words"),
            f"{path}organisation__name",
        ),
        TextColumn("group", gettext_lazy("Unnamed group"), f"{path}group_label"),
        IntegerColumn("group_size", gettext_lazy("Size of the group"), f"{path}group_size"),
        ChoiceColumn(
            "group_qualifier",
            gettext_lazy("How exact the size is"),
            GroupQualifier.choices,
            lambda: group_qualifier_expression(path),
        ),
        ChoiceColumn(
            "category",
            gettext_lazy("Category of person"),
            Category.choices,
            Coalesce(f"{path}person__category", f"{path}category"),
        ),
        ChoiceColumn(
            "gender",
            gettext_lazy("Gender"),
            Gender.choices,
            Coalesce(f"{path}person__gender", Value(Gender.UNKNOWN)),
        ),
    ]


def group_qualifier_expression(path: str) -> Expression:
    """The group's qualifier as SQL; empty if the participant is not a group."""
    no_group = When(**{f"{path}group_label": ""}, then=Value(""))
    return Case(no_group, default=F(f"{path}group_qualifier"), output_field=CharField())


def case_columns(path: str) -> list[ExportColumn]:
    """Columns of the case at the field path: code and title."""
    return [
        TextColumn("case", gettext_lazy("Case"), f"{path}__code"),
        TextColumn("case_label", gettext_lazy("Case: in words"), f"{path}__title"),
    ]

"""Labels of people and groups in exported files, withheld names included."""

from django.db.models import (
    Case,
    CharField,
    Expression,
    F,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseScope, Category, Gender, GroupQualifier, Role
from cases.models import LATEST_AS_OF_FIRST, CaseSummary
from tracker.tables.exports.columns import (
    BooleanColumn,
    ChoiceColumn,
    ExportColumn,
    IntegerColumn,
    PageUrlColumn,
    PartialDateColumn,
    TextColumn,
    partial_date_as_text,
)
from tracker.tables.exports.plain_columns import reference_columns

# A column of provisions that has no status beside each: complaints and inferences included.
EVERY_ACCUSATION = _("Provisions of every accusation recorded, however known")


def person_label_expression(path: str) -> Expression:
    """The public name as SQL, or “Name withheld”; NULL if there is no person."""
    withheld = When(**{f"{path}name": ""}, then=Value(str(_("Name withheld"))))
    return Case(withheld, default=F(f"{path}name"), output_field=CharField())


def participant_columns(path: str = "") -> list[ExportColumn]:
    """Columns of the participant at the field path: person, organisation or unnamed group."""
    return [
        ChoiceColumn("role", _("Role"), Role.choices, f"{path}role"),
        TextColumn("person", _("Person"), f"{path}person__code"),
        TextColumn(
            "person_label",
            _("Person: in words"),
            lambda: person_label_expression(f"{path}person__"),
        ),
        *reference_columns("organisation", _("Organisation"), _("Organisation: in words"), at=path),
        TextColumn("group", _("Unnamed group"), f"{path}group_label"),
        IntegerColumn("group_size", _("Size of the group"), f"{path}group_size"),
        ChoiceColumn(
            "group_qualifier",
            _("How exact the size is"),
            GroupQualifier.choices,
            group_qualifier_expression(path),
        ),
        BooleanColumn(
            "group_is_distinct",
            _("No member of the group is also recorded as a person"),
            f"{path}group_is_distinct",
        ),
        ChoiceColumn(
            "category",
            _("Category of person"),
            Category.choices,
            Coalesce(f"{path}person__category", f"{path}category"),
        ),
        ChoiceColumn(
            "gender",
            _("Gender"),
            Gender.choices,
            Coalesce(f"{path}person__gender", Value(Gender.UNKNOWN)),
        ),
    ]


def group_qualifier_expression(path: str) -> Expression:
    """The group's qualifier as SQL; empty if the participant is not a group."""
    no_group = When(**{f"{path}group_label": ""}, then=Value(""))
    return Case(no_group, default=F(f"{path}group_qualifier"), output_field=CharField())


def case_columns(path: str = "") -> list[ExportColumn]:
    """First columns of a fact: its code, its anchor on the page of its case, and that case."""
    return [
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("cases:case-list", f"{path}case__code", anchor="code"),
        *reference_columns("case", _("Case"), _("Case: in words"), "title", path),
    ]


class AsOfColumn(PartialDateColumn):
    """The date of the latest source, as three columns; `source` is a path, or gives it as text."""

    def __init__(self, source):
        super().__init__("as_of", _("As of: date of the latest source"), source)

    def expression(self, model, site):
        return self.source() if callable(self.source) else super().expression(model, site)


def as_of_person() -> Subquery:
    """The date of the latest source of the cases of a person, as text."""
    dated = CaseSummary.objects.filter(
        case__participations__person=OuterRef("pk"), as_of__isnull=False
    )
    latest = dated.order_by(*LATEST_AS_OF_FIRST).values(text=partial_date_as_text("as_of"))
    return Subquery(latest[:1])


def scope_and_as_of_columns(path: str = "") -> list[ExportColumn]:
    """Scope of the case of a charge, and until when its sources speak."""
    return [
        ChoiceColumn("scope", _("Scope of the case"), CaseScope.choices, f"{path}case__scope"),
        AsOfColumn(f"{path}case__coverage__as_of"),
    ]

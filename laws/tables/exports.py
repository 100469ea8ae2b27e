"""Export columns of laws, provisions and recommendations."""

from django.db.models import Case, CharField, Expression, F, Value, When
from django.utils.translation import gettext_lazy as _

from laws.enums import Action, Addressee, Jurisdiction, LawKind, ProvisionKind, ProvisionUnit
from laws.models import Law, Provision, Recommendation
from tracker.tables.exports import (
    BooleanColumn,
    ChoiceColumn,
    ExportTable,
    IntegerColumn,
    ListColumn,
    NullableConcat,
    PageUrlColumn,
    PartialDateColumn,
    TextColumn,
    sources,
)
from tracker.tables.exports.records import published


def address(path: str = "") -> Expression:
    """Public id of the provision at the field path, as SQL: `penal-code-2009/437-bis`."""
    return NullableConcat(F(f"{path}law__slug"), Value("/"), F(f"{path}slug"))


def label(path: str = "") -> Expression:
    """Unit and number as SQL: `Article 437 bis`; the heading of an unnumbered provision."""
    numbered = [
        When(**{f"{path}unit": unit}, then=NullableConcat(Value(f"{name} "), F(f"{path}number")))
        for unit, name in ProvisionUnit.choices
        if unit != ProvisionUnit.UNNUMBERED
    ]
    return Case(*numbered, default=F(f"{path}heading"), output_field=CharField())


def full_label(path: str = "") -> Expression:
    """Law and provision as SQL: `Penal Code Article 495`."""
    return NullableConcat(F(f"{path}law__title"), Value(" "), label(path))


def provisions(path: str, title: str = "") -> ListColumn:
    """List column of the provisions at the field path: ids and labels."""
    path = f"{path}__"
    return ListColumn(
        "provisions", title or _("Provisions"), lambda: address(path), lambda: full_label(path)
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
        ChoiceColumn("kind", _("Kind"), LawKind.choices),
        ChoiceColumn("jurisdiction", _("Jurisdiction"), Jurisdiction.choices),
        TextColumn("title", _("Title")),
        TextColumn("title_km", _("Title in Khmer")),
        TextColumn("full_title", _("Full title")),
        ListColumn("names", _("Other titles"), "names__spelling"),
        TextColumn("number", _("Number")),
        IntegerColumn("year", _("Year")),
        TextColumn("subject", _("Subject")),
        TextColumn("status", _("Where it stands")),
        ListColumn("issuers", _("Issued by"), "issuers__code", "issuers__name"),
        TextColumn("note", _("Note")),
        sources(),
        published(),
    ),
    key=("slug",),
)

PROVISIONS = ExportTable(
    "provisions",
    _("Provisions"),
    _("provision"),
    Provision.objects.all,
    (
        TextColumn("id", _("Address"), address),
        PageUrlColumn("laws:law-list", address),
        TextColumn("law", _("Law"), "law__slug"),
        TextColumn("law_label", _("Law: in words"), "law__title"),
        ChoiceColumn("unit", _("Unit"), ProvisionUnit.choices),
        TextColumn("number", _("Number")),
        TextColumn("label", _("Unit and number, or heading"), label),
        ChoiceColumn("kind", _("Kind"), ProvisionKind.choices),
        TextColumn("heading", _("Heading")),
        TextColumn("heading_km", _("Heading in Khmer")),
        ListColumn("names", _("Other numbers and names"), "names__spelling"),
        TextColumn("part_of", _("Part of"), lambda: address("part_of__")),
        TextColumn("part_of_label", _("Part of: in words"), lambda: label("part_of__")),
        ListColumn(
            "standards",
            _("Said to breach"),
            "breaches__standard__slug",
            "breaches__standard__label",
        ),
        ListColumn(
            "recommendations",
            _("Recommendations about it"),
            "asks__recommendation__code",
            "asks__recommendation__summary",
        ),
        TextColumn("note", _("Note")),
        sources(),
    ),
    key=("law__slug", "slug"),
)


def action_label() -> Expression:
    whens = [When(asks__action=action, then=Value(str(name))) for action, name in Action.choices]
    return Case(*whens, output_field=CharField())


RECOMMENDATIONS = ExportTable(
    "recommendations",
    _("Recommendations"),
    _("recommendation"),
    Recommendation.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("laws:recommendation-list"),
        TextColumn("summary", _("Summary")),
        TextColumn("summary_km", _("Summary in Khmer")),
        TextColumn("issuer", _("Asked by, as the source names them")),
        ListColumn("issuers", _("Asked by"), "issuers__code", "issuers__name"),
        TextColumn("addressee", _("Addressee")),
        ChoiceColumn("addressee_kind", _("Kind of addressee"), Addressee.choices),
        BooleanColumn("is_addressee_inferred", _("Addressee inferred")),
        PartialDateColumn("issued_on", _("Issued")),
        BooleanColumn("is_restatement", _("Repeats another of the same document")),
        ListColumn("actions", _("What is asked"), "asks__action", action_label),
        provisions("asks__provision"),
        ListColumn("laws", _("Laws"), "asks__law__slug", "asks__law__title"),
        TextColumn("note", _("Note")),
        sources(),
        published(),
    ),
)

"""Export columns of laws, provisions and recommendations."""

from django.db.models import Case, CharField, Expression, F, Value, When
from django.utils.translation import gettext_lazy as _

from laws.enums import Action, Addressee, Jurisdiction, LawKind, ProvisionKind, ProvisionUnit
from laws.models import Law, Provision, Recommendation
from tracker.tables.exports import (
    Choice,
    Days,
    Joined,
    Number,
    Page,
    Several,
    Table,
    Text,
    YesNo,
    sources,
)
from tracker.tables.exports.records import published


def address(path: str = "") -> Expression:
    """The id of a provision at the path: `penal-code-2009/437-bis`."""
    return Joined(F(f"{path}law__slug"), Value("/"), F(f"{path}slug"))


def label(path: str = "") -> Expression:
    """`Article 437 bis`, or the heading of an unnumbered provision."""
    numbered = [
        When(**{f"{path}unit": unit}, then=Joined(Value(f"{words} "), F(f"{path}number")))
        for unit, words in ProvisionUnit.choices
        if unit != ProvisionUnit.UNNUMBERED
    ]
    return Case(*numbered, default=F(f"{path}heading"), output_field=CharField())


def full_label(path: str = "") -> Expression:
    """`Penal Code Article 495`."""
    return Joined(F(f"{path}law__title"), Value(" "), label(path))


def provisions(path: str, says: str = "") -> Several:
    """The provisions at the path, by address and in words."""
    path = f"{path}__"
    return Several(
        "provisions", says or _("Provisions"), lambda: address(path), lambda: full_label(path)
    )


LAWS = Table(
    "laws",
    _("Laws"),
    _("law or other instrument"),
    Law.objects.all,
    (
        Text("id", _("Address"), "slug"),
        Page("laws:law-list", "slug"),
        Text("code", _("Code")),
        Choice("kind", _("Kind"), LawKind.choices),
        Choice("jurisdiction", _("Jurisdiction"), Jurisdiction.choices),
        Text("title", _("Title")),
        Text("title_km", _("Title in Khmer")),
        Text("full_title", _("Full title")),
        Several("names", _("Other titles"), "names__spelling"),
        Text("number", _("Number")),
        Number("year", _("Year")),
        Text("subject", _("Subject")),
        Text("status", _("Where it stands")),
        Several("issuers", _("Issued by"), "issuers__code", "issuers__name"),
        Text("note", _("Note")),
        sources(),
        published(),
    ),
    key=("slug",),
)

PROVISIONS = Table(
    "provisions",
    _("Provisions"),
    _("provision"),
    Provision.objects.all,
    (
        Text("id", _("Address"), address),
        Page("laws:law-list", address),
        Text("law", _("Law"), "law__slug"),
        Text("law_label", _("Law: in words"), "law__title"),
        Choice("unit", _("Unit"), ProvisionUnit.choices),
        Text("number", _("Number")),
        Text("label", _("Unit and number, or heading"), label),
        Choice("kind", _("Kind"), ProvisionKind.choices),
        Text("heading", _("Heading")),
        Text("heading_km", _("Heading in Khmer")),
        Several("names", _("Other numbers and names"), "names__spelling"),
        Text("part_of", _("Part of"), lambda: address("part_of__")),
        Text("part_of_label", _("Part of: in words"), lambda: label("part_of__")),
        Several(
            "standards",
            _("Said to breach"),
            "breaches__standard__slug",
            "breaches__standard__label",
        ),
        Several(
            "recommendations",
            _("Recommendations about it"),
            "asks__recommendation__code",
            "asks__recommendation__summary",
        ),
        Text("note", _("Note")),
        sources(),
    ),
    key=("law__slug", "slug"),
)


def action_label() -> Expression:
    whens = [When(asks__action=action, then=Value(str(words))) for action, words in Action.choices]
    return Case(*whens, output_field=CharField())


RECOMMENDATIONS = Table(
    "recommendations",
    _("Recommendations"),
    _("recommendation"),
    Recommendation.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("laws:recommendation-list"),
        Text("summary", _("Summary")),
        Text("summary_km", _("Summary in Khmer")),
        Text("issuer", _("Asked by, as the source names them")),
        Several("issuers", _("Asked by"), "issuers__code", "issuers__name"),
        Text("addressee", _("Addressee")),
        Choice("addressee_kind", _("Kind of addressee"), Addressee.choices),
        YesNo("is_addressee_inferred", _("Addressee inferred")),
        Days("issued_on", _("Issued")),
        YesNo("is_restatement", _("Repeats another of the same document")),
        Several("actions", _("What is asked"), "asks__action", action_label),
        provisions("asks__provision"),
        Several("laws", _("Laws"), "asks__law__slug", "asks__law__title"),
        Text("note", _("Note")),
        sources(),
        published(),
    ),
)

"""Export columns of sources, organisations and figures."""

from django.db.models import BooleanField, Case, Value, When
from django.utils.translation import gettext_lazy as _

from tracker.enums import FigureQualifier, OrganisationKind, SourceKind, Standing
from tracker.models import Figure, Organisation, Source
from tracker.tables.exports.columns import (
    Amount,
    Choice,
    Column,
    Days,
    Moment,
    Page,
    Several,
    Text,
    YesNo,
    sources,
)
from tracker.tables.exports.export_table import Table


def fact() -> list[Column]:
    """What every fact ends with: how it stands, and who says so."""
    return [
        Choice("standing", _("Standing"), Standing.choices),
        Text("standing_reason", _("Why it stands so")),
        sources(),
    ]


def published() -> Moment:
    return Moment("published_at", _("Published here"))


SOURCES = Table(
    "sources",
    _("Sources"),
    _("source"),
    Source.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("tracker:source-list"),
        Choice("kind", _("Kind"), SourceKind.choices),
        Text("title", _("Title")),
        Text("title_km", _("Title in Khmer")),
        Text("author", _("Author")),
        Text("publisher", _("Publisher")),
        Days("published_on", _("Published")),
        Text("document_url", _("Where the document is"), "url"),
        Text("archived_url", _("Archived copy")),
        Text("part_of", _("Part of"), "part_of__code"),
        Text("part_of_label", _("Part of: in words"), "part_of__title"),
        YesNo(
            "was_read",
            _("Read, not only known from another document"),
            Case(
                When(known_from=None, then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            ),
        ),
        Text("known_from", _("Known from"), "known_from__code"),
        Text("known_from_label", _("Known from: in words"), "known_from__title"),
        Several("signatories", _("Signed by"), "signatories__code", "signatories__name"),
        Text("note", _("Note")),
        sources(),
        published(),
    ),
)

ORGANISATIONS = Table(
    "organisations",
    _("Organisations"),
    _("organisation"),
    Organisation.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("tracker:organisation-list"),
        Choice("kind", _("Kind"), OrganisationKind.choices),
        Text("name", _("Name")),
        Text("name_km", _("Name in Khmer")),
        Text("abbreviation", _("Abbreviation")),
        Several("names", _("Other spellings and short forms"), "names__spelling"),
        Text("description", _("Description")),
        Several(
            "statements_signed",
            _("Statements signed"),
            "statements_signed__code",
            "statements_signed__title",
        ),
        sources(),
        published(),
    ),
)

FIGURES = Table(
    "figures",
    _("Published figures"),
    _("published figure"),
    Figure.objects.all,
    (
        Text("id", _("Code"), "code"),
        Page("tracker:figure-list", code=None, anchor="code"),
        Text("topic", _("What is counted")),
        Amount("value", _("Value")),
        Amount("value_max", _("Upper end of a range")),
        Choice("qualifier", _("How exact"), FigureQualifier.choices),
        Text("wording", _("The value where it is given in words only")),
        Text("unit", _("Unit")),
        Amount("out_of", _("Out of")),
        Days("period", _("Period")),
        Text("period_note", _("About the period")),
        Text("issuer", _("Published by")),
        Text("note", _("Note")),
        *fact(),
        published(),
    ),
)

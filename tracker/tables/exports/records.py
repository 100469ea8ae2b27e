"""Export columns of sources, organisations and figures."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from tracker.enums import Standing
from tracker.models import Figure, Organisation, Source
from tracker.tables.exports.columns import (
    SOURCES_COLUMN,
    BooleanColumn,
    ChoiceColumn,
    DateTimeColumn,
    ListColumn,
    PageUrlColumn,
    TextColumn,
    records_column,
)
from tracker.tables.exports.export_table import ExportTable
from tracker.tables.exports.plain_columns import plain_columns, reference_columns

# Last columns of every fact: claim status, its reason, and the sources.
FACT_COLUMNS = (
    ChoiceColumn("standing", _("Standing"), Standing.choices),
    TextColumn("standing_reason", _("Why it stands so")),
    SOURCES_COLUMN,
)
PUBLISHED_AT_COLUMN = DateTimeColumn("published_at", _("Published here"))
SOURCES = ExportTable(
    "sources",
    _("Sources"),
    _("source"),
    Source.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("tracker:source-list"),
        *plain_columns(Source),
        TextColumn("document_url", _("Where the document is"), "url"),
        TextColumn("archived_url", _("Archived copy")),
        *reference_columns("part_of", _("Part of"), _("Part of: in words"), "title"),
        BooleanColumn(
            "was_read",
            _("Read, not only known from another document"),
            ExpressionWrapper(Q(known_from=None), BooleanField()),
        ),
        *reference_columns("known_from", _("Known from"), _("Known from: in words"), "title"),
        records_column("signatories", _("Signed by"), title="name"),
        TextColumn("note", _("Note")),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

ORGANISATIONS = ExportTable(
    "organisations",
    _("Organisations"),
    _("organisation"),
    Organisation.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("tracker:organisation-list"),
        *plain_columns(Organisation),
        TextColumn("abbreviation", _("Abbreviation")),
        ListColumn("names", _("Other spellings and short forms"), "names__spelling"),
        TextColumn("description", _("Description")),
        records_column("statements_signed", _("Statements signed")),
        SOURCES_COLUMN,
        PUBLISHED_AT_COLUMN,
    ),
)

FIGURES = ExportTable(
    "figures",
    _("Published figures"),
    _("published figure"),
    Figure.objects.all,
    (
        TextColumn("id", _("Code"), "code"),
        PageUrlColumn("tracker:figure-list", code=None, anchor="code"),
        *plain_columns(Figure),
        *FACT_COLUMNS,
        PUBLISHED_AT_COLUMN,
    ),
)

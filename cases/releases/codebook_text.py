"""Codebook of a release as plain text."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from cases.releases.tables import TABLES, keys, lists
from cases.tables import codebook as book
from tracker.tables.exports import ExportTable


def codebook(language: str) -> str:
    """In Markdown."""
    with translation.override(language):
        return "\n".join([*codebook_lines()])


def codebook_lines() -> Iterator[str]:
    vocabularies = book.vocabularies()
    kinds = {table.name: table for table in book.tables(vocabularies)}
    yield from ("# " + _("Codebook: what the words and fields mean"), "")
    yield _("What is not known is empty. In lists, members are separated by “; ”.")
    yield from (_("An apostrophe before = + - @ is not part of the text."), "")
    for title, terms in (
        (_("Units: what is counted"), book.units()),
        (_("Bases: at which point it is counted"), book.bases()),
        (_("How a charge is known"), book.provenances()),
        (_("Standing of a claim"), book.standings()),
    ):
        yield from (f"## {title}", "")
        yield from (f"- `{one.value}` {one.label}: {one.definition}" for one in terms)
        yield ""
    for table in TABLES:
        yield from columns_of(table, kinds[table.rows().model._meta.model_name])
    yield from ("## " + _("Closed lists of values"), "")
    for vocabulary in vocabularies:
        yield from (f"### {vocabulary.label}", "", *filter(None, [vocabulary.meaning]), "")
        yield from (f"- `{one.value}` {one.label}" for one in vocabulary.values)
        yield ""


def columns_of(table: ExportTable, kind: book.CodebookTable) -> Iterator[str]:
    """Each column: its label, what the data model says of it, its values or where it leads."""
    yield from (f"## {table.title} (`{table.name}`)", "", kind.meaning, "")
    known, targets = {column.name: column for column in kind.columns}, keys(table) | lists(table)
    for field in table.fields():
        words = [f"{field.label}."]
        if column := known.get(field.name):
            words += [column.meaning] if column.meaning not in ("", words[0]) else []
            if column.vocabulary:
                words += [_("Closed list:"), f"{column.vocabulary.label}."]
        if target := targets.get(field.name):
            words.append(f"→ `{target}`")
        yield f"- `{field.name}` ({field.datatype}) {' '.join(words)}"
    yield ""

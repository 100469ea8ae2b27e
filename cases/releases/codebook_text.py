"""Codebook of a release as plain text."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from cases.releases.tables import RELEASE_TABLES, foreign_keys, list_columns
from cases.tables import codebook as book
from cases.tables.counting_rule import VocabularyValue, counting_rule
from tracker.tables.exports.cells import APOSTROPHE_RULE
from tracker.tables.exports.export_table import ExportTable


def render_codebook(language: str) -> str:
    """The codebook in Markdown."""
    with translation.override(language):
        return "\n".join([*codebook_lines()])


def codebook_lines() -> Iterator[str]:
    vocabularies = book.public_vocabularies()
    kinds = {table.name: table for table in book.codebook_tables(vocabularies)}
    yield from ("# " + _("Codebook: what the words and fields mean"), "")
    yield _("What is not known is empty. In lists, members are separated by “; ”.")
    yield from (_(APOSTROPHE_RULE), "")
    for rule in counting_rule():
        yield from term_lines(rule.title, rule.lead, rule.terms)
    yield from term_lines(_("Standing of a claim"), "", book.defined_terms()["standings"])
    for table in RELEASE_TABLES:
        yield from table_lines(table, kinds[table.rows().model._meta.model_name])
    yield from ("## " + _("Closed lists of values"), "")
    for vocabulary in vocabularies:
        yield from (f"### {vocabulary.label}", "", *filter(None, [vocabulary.meaning]), "")
        yield from (f"- `{value.value}` {value.label}" for value in vocabulary.values)
        yield ""


def term_lines(title: str, lead: str, terms: Iterable[VocabularyValue]) -> Iterator[str]:
    yield from (f"## {title}", "", *filter(None, [lead]), "")
    yield from (f"- `{term.value}` {term.label}: {term.definition}" for term in terms)
    yield ""


def table_lines(table: ExportTable, kind: book.CodebookTable) -> Iterator[str]:
    """One line per column: label, meaning in the data model, vocabulary, and referenced table."""
    yield from (f"## {table.title} (`{table.name}`)", "", kind.meaning, "")
    known = {column.name: column for column in kind.columns}
    targets = foreign_keys(table) | list_columns(table)
    for field in table.fields():
        sentences = [f"{field.label}."]
        if column := known.get(field.name):
            sentences += [column.meaning] if column.meaning not in ("", sentences[0]) else []
            if column.vocabulary:
                sentences += [_("Closed list:"), f"{column.vocabulary.label}."]
        if target := targets.get(field.name):
            sentences.append(f"→ `{target}`")
        yield f"- `{field.name}` ({field.datatype}) {' '.join(sentences)}"
    yield ""

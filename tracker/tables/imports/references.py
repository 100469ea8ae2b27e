"""Resolves records named in cells in bulk: by code, external key or name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from tracker.models import ExternalKey, Organisation, Source, SourceKey
from tracker.tables.imports.columns import ImportColumn

ResolvedReferences = dict[str, tuple[int, str]]  # text of a cell -> id and label of the record


def surviving_record(record: Model) -> Model:
    """The record, or the one into which it was merged, however many merges ago."""
    while getattr(record, "merged_into_id", None):
        record = record.merged_into
    return record


def find_by_code_or_key(
    model: type[Model], key_model: type[ExternalKey], given: set, codes: set, origin: str
) -> dict:
    """Records by ("code", code), and by ("key", key) of the sender `origin`."""
    rows = model._base_manager.filter(code__in=codes)
    by_code = {("code", row.code): surviving_record(row) for row in rows}
    known = key_model.objects.filter(origin=origin, key__in=given).select_related("record")
    by_key = {("key", row.key): surviving_record(row.record) for row in known}
    return by_code | by_key


@dataclass(frozen=True)
class CodeLookup:
    """Looks up records by their code or by the sender's key."""

    model: type[Model]
    key_model: type[ExternalKey]

    def __call__(self, texts: set[str], origin: str) -> ResolvedReferences:
        records = find_by_code_or_key(self.model, self.key_model, texts, texts, origin)
        # Reversed, so that a code wins over an equal key.
        return {text: (row.pk, str(row)) for (_by, text), row in reversed(records.items())}


@dataclass(frozen=True)
class UniqueTextLookup:
    """Looks up records by unique values: (texts) -> [(text, pk, label)]."""

    model: type[Model]
    find_rows: Callable[[set[str]], list[tuple[str, int, str]]]

    def __call__(self, texts: set[str], _origin: str) -> ResolvedReferences:
        return {text: (pk, label) for text, pk, label in self.find_rows(texts)}


def find_organisations(texts: set[str]) -> list[tuple[str, int, str]]:
    """By code, full name or abbreviation; a text that fits two organisations finds neither."""
    matches: dict[str, set[tuple[int, str]]] = {}
    for name in ("abbreviation", "name", "code"):
        rows = Organisation.objects.filter(**{f"{name}__in": texts})
        for text, pk, label in rows.values_list(name, "pk", "name"):
            matches.setdefault(text, set()).add((pk, label))
    return [(text, *rows.pop()) for text, rows in matches.items() if len(rows) == 1]


SOURCE_LOOKUP = CodeLookup(Source, SourceKey)
ORGANISATION_LOOKUP = UniqueTextLookup(Organisation, find_organisations)


def organisation_column(name: str, label: str) -> ImportColumn:
    words = "the code, full name or abbreviation of a recorded organisation"
    return ImportColumn(name, label, words, find_records=ORGANISATION_LOOKUP)

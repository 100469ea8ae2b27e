"""Resolves records named in cells in bulk: by code, external key or name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model

from tracker.models import GivenKey, Organisation, Source, SourceKey

Found = dict[str, tuple[int, str]]


def survivor(record: Model) -> Model:
    """The record itself, or the one that it was merged into."""
    while getattr(record, "merged_into_id", None):
        record = record.merged_into
    return record


def recorded(model: type[Model], keys: type[GivenKey], given: set, codes: set, origin: str) -> dict:
    """The records with these codes, and those that the sender calls by these keys."""
    rows = model._base_manager.filter(code__in=codes) if codes else []
    found = {("code", row.code): survivor(row) for row in rows}
    known = keys.objects.filter(origin=origin, key__in=given).select_related("record")
    return found | {("key", one.key): survivor(one.record) for one in (known if given else [])}


def locked(found: dict) -> dict:
    """The same records, which nobody else can change until this transaction ends."""
    models = {type(record) for record in found.values()}
    rows = {}
    for model in models:
        pks = sorted({row.pk for row in found.values() if type(row) is model})
        held = model._base_manager.filter(pk__in=pks).order_by("pk").select_for_update()
        rows |= {(model, row.pk): row for row in held}
    return {name: rows[type(row), row.pk] for name, row in found.items()}


@dataclass(frozen=True)
class ByCode:
    """Finds records by their code or by the sender's key."""

    model: type[Model]
    keys: type[GivenKey]

    def __call__(self, texts: set[str], origin: str) -> Found:
        found = recorded(self.model, self.keys, texts, texts, origin)
        # What is a code is one, also where somebody has given it as a key.
        return {text: (row.pk, str(row)) for (_by, text), row in reversed(found.items())}


@dataclass(frozen=True)
class ByName:
    """Finds records by values that are unique among them."""

    model: type[Model]
    texts_of: Callable[[set[str]], list[tuple[str, int, str]]]

    def __call__(self, texts: set[str], _origin: str) -> Found:
        return {text: (pk, label) for text, pk, label in self.texts_of(texts)} if texts else {}


def organisations(texts: set[str]) -> list[tuple[str, int, str]]:
    """By code, full name or abbreviation; an abbreviation of two bodies names neither."""
    found: dict[str, set[tuple[int, str]]] = {}
    for name in ("abbreviation", "name", "code"):
        rows = Organisation.objects.filter(**{f"{name}__in": texts})
        for text, pk, label in rows.values_list(name, "pk", "name"):
            found.setdefault(text, set()).add((pk, label))
    return [(text, *rows.pop()) for text, rows in found.items() if len(rows) == 1]


SOURCES = ByCode(Source, SourceKey)
ORGANISATIONS = ByName(Organisation, organisations)

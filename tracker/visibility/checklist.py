"""Publication checklist: registered checks and their findings (blocking or warning).

A check is a function of a record that yields the rows with a problem and a sentence about each.
A blocking finding prevents publication; a warning has to be confirmed by the reviewer. Higher apps
register checks of their own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.models import CharField, Model, Q, QuerySet, TextField, Value
from django.db.models.constants import LOOKUP_SEP
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _, gettext_lazy

from tracker.enums import State
from tracker.models import Citation, Publishable, Redactable, Source
from tracker.visibility.citation_coverage import (
    citations_of,
    cited_kinds,
    dependent_models,
    unsourced,
)


class FindingLevel(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"


@dataclass(frozen=True)
class ChecklistFinding:
    """One row with a problem, and the sentence about it."""

    check: str
    level: FindingLevel
    sentence: str
    row: Model

    @property
    def is_blocking(self) -> bool:
        return self.level == FindingLevel.BLOCKING


@dataclass(frozen=True)
class Check:
    name: str
    kind: type[Model]
    level: FindingLevel
    look: Callable[[Model], Iterable[tuple[Model, str]]]


CHECKS: list[Check] = []


def check(kind: type[Model], level: FindingLevel):
    """Decorator: registers a check of a kind of record under the name of the function."""

    def add(look):
        CHECKS.append(Check(look.__name__, kind, level, look))
        return look

    return add


def findings(record: Model) -> list[ChecklistFinding]:
    """The findings of all checks of its kind, blocking ones first."""
    found = [
        ChecklistFinding(each.name, each.level, str(sentence), row)
        for each in CHECKS
        if isinstance(record, each.kind)
        for row, sentence in each.look(record)
    ]
    return sorted(found, key=lambda finding: not finding.is_blocking)


# --- of every record --------------------------------------------------------------------------


@check(Publishable, FindingLevel.BLOCKING)
def has_sources(record) -> Iterator[tuple[Model, str]]:
    for fact in unsourced(record):
        words = _("%(kind)s without a source: %(fact)s.")
        yield fact, words % {"kind": kind_of(fact), "fact": fact}


@check(Publishable, FindingLevel.WARNING)
def its_sources_are_public(record) -> Iterator[tuple[Model, str]]:
    """A fact with hidden sources only appears in public as one without a recorded source."""
    for source in hidden_sources(record):
        words = _("The source “%(source)s” is not public: facts will stand there without it.")
        yield source, words % {"source": source}


def hidden_sources(record: Model) -> QuerySet[Source]:
    """Hidden sources that the record, or a fact that depends on it, cites."""
    cited = Q()
    for kind, path in cited_kinds(type(record)):
        way = LOOKUP_SEP.join(filter(None, ["fact", path]))
        cited |= Q(pk__in=citations_of(kind).objects.filter(**{way: record.pk}).values("source"))
    hidden = Source.objects.exclude(state=State.PUBLISHED)
    return hidden.filter(cited) if cited else hidden.none()


# Text fields that are never public, and names that the display policy governs.
NON_PUBLIC_FIELDS = {"staff_notes", "withdrawal_reason", "minor_override_reason", "code", "slug"}
FIELDS_UNDER_DISPLAY_POLICY = {
    "cases.Person": {"name", "name_km", "nationality"},
    "cases.PersonName": {"spelling"},
}
NAMES_PROTECTED_PERSON = gettext_lazy("names somebody whose name is protected")


@check(Publishable, FindingLevel.BLOCKING)
def names_nobody_protected(record) -> Iterator[tuple[Model, str]]:
    for row, sentence in texts_naming_protected(record):
        if not isinstance(row, Citation):
            yield row, sentence


@check(Publishable, FindingLevel.WARNING)
def cites_without_protected_names(record) -> Iterator[tuple[Model, str]]:
    """A citation may have to quote: in public the name is redacted."""
    for row, sentence in texts_naming_protected(record):
        if isinstance(row, Citation):
            yield row.fact, sentence


def kind_of(row: Model) -> str:
    return capfirst(row._meta.verbose_name)


def texts_naming_protected(record: Model) -> Iterator[tuple[Model, str]]:
    """The record and its dependent rows: a sentence about each public text with a protected name.

    The database flags such rows, in whatever script the name is; here each text is tested.
    """
    for row in marked_rows(record):
        for field in public_text_fields(type(row)):
            if mentions_protected_name(getattr(row, field.attname)):
                words = (kind_of(row), field.verbose_name, NAMES_PROTECTED_PERSON)
                yield row, format_lazy("{}: “{}” {}.", *words)


def marked_rows(record: Model) -> list[Model]:
    """The flagged rows of the record and its dependents: hardly ever any."""
    kinds = [pair for pair in dependent_models(type(record)) if issubclass(pair[0], Redactable)]
    queries = [
        kind._base_manager.filter(mentions_protected=True, **{path or "pk": record.pk})
        .order_by()
        .values_list(Value(number), "pk")
        for number, (kind, path) in enumerate(kinds)
    ]
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return [kinds[number][0]._base_manager.get(pk=pk) for number, pk in sorted(found)]


def public_text_fields(kind: type[Model]) -> list:
    hidden = NON_PUBLIC_FIELDS | FIELDS_UNDER_DISPLAY_POLICY.get(kind._meta.label, set())
    fields = kind._meta.local_concrete_fields
    texts = [f for f in fields if isinstance(f, CharField | TextField) and not f.choices]
    return [field for field in texts if field.name not in hidden]


def mentions_protected_name(text: str) -> bool:
    if not text:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT mentions_protected(%s)", [text])
        return cursor.fetchone()[0]

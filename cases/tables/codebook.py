"""Codebook: every public table, column and value, read from the models.

What stands here is what the database holds: a column or a value that is added appears by itself.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from pghistory.models import Event

import cases.enums
import laws.enums
import tracker.enums
from cases.enums import Basis, Provenance, Unit
from cases.models import (
    EntryDraft,
    Identity,
    IdentityAccess,
    Merge,
    MergeMove,
    Pair,
    ReleasedRow,
    ReleaseRecord,
)
from tracker.codes import CodeField
from tracker.enums import Standing
from tracker.models import (
    ApiKey,
    Assignment,
    Citation,
    DirtyRow,
    ErrorReport,
    FailedSignIn,
    GivenKey,
    ImportRun,
    Invitation,
    LinkCheck,
    ProtectedSpelling,
    RecordDigest,
    SealedSpelling,
    SourceFile,
    Submission,
    UsedCode,
    User,
    WorkflowStep,
)
from tracker.partial_dates import AboutMarkField, PartialDateField

# What the public has no view of, and the columns its views leave blank or that say nothing to it.
NOT_PUBLIC = (
    *(ApiKey, User, ProtectedSpelling, ErrorReport, RecordDigest, DirtyRow),
    *(Assignment, LinkCheck, WorkflowStep, EntryDraft, Submission, Merge, MergeMove, Pair),
    *(Event, Citation, ReleasedRow, ReleaseRecord, GivenKey, ImportRun, SourceFile),
    *(Invitation, FailedSignIn, UsedCode, SealedSpelling, Identity, IdentityAccess),
)
STAFF_ENUMERATIONS = (
    *(tracker.enums.State, tracker.enums.ReportState, tracker.enums.StaffRole),
    *(tracker.enums.ImportKind, tracker.enums.ImportState, cases.enums.PairState),
    tracker.enums.DirtyState,
)
BLANK = {
    *("id", "is_shown", "is_sourced", "last_edited_by", "lock", "mentions_protected"),
    *("minor_override_reason", "needs_purge", "position", "staff_notes", "state"),
    "withdrawal_reason",
}


@dataclass(frozen=True)
class Value:
    """One word of a closed vocabulary."""

    value: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values: one enumeration, whichever columns use it."""

    anchor: str
    label: str
    meaning: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class CodebookColumn:
    """One field of a table: its name, its form, its meaning, its values if it is a closed list."""

    name: str
    label: str
    form: str
    meaning: str
    anchor: str
    vocabulary: Vocabulary | None


@dataclass(frozen=True)
class CodebookTable:
    """One kind of record or fact."""

    name: str
    label: str
    meaning: str
    columns: tuple[CodebookColumn, ...]


def vocabularies() -> list[Vocabulary]:
    """Every enumeration of the domain, by name."""
    enumerations = {
        enumeration
        for module in (cases.enums, laws.enums, tracker.enums)
        for enumeration in vars(module).values()
        if inspect.isclass(enumeration)
        and issubclass(enumeration, models.TextChoices)
        and enumeration not in (models.TextChoices, *STAFF_ENUMERATIONS)
    }
    return sorted(map(vocabulary, enumerations), key=lambda one: one.anchor)


def vocabulary(enumeration: type[models.TextChoices]) -> Vocabulary:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", enumeration.__name__)
    anchor = f"values-{slugify(words)}"
    return Vocabulary(
        anchor=anchor,
        label=words.capitalize(),
        meaning=first_paragraph(enumeration) if enumeration.__doc__ else "",
        values=tuple(Value(v, str(label), f"{anchor}-{v}") for v, label in enumeration.choices),
    )


def tables(known: list[Vocabulary]) -> list[CodebookTable]:
    """Every public kind, the top storey first: cases and people are what readers look for."""
    return [
        CodebookTable(
            name=model._meta.model_name,
            label=capfirst(model._meta.verbose_name),
            meaning=first_paragraph(model),
            columns=tuple(columns(model, known)),
        )
        for storey in reversed(settings.APP_LAYERS)
        for model in apps.get_app_config(storey).get_models()
        if not issubclass(model, NOT_PUBLIC) and not getattr(model, "is_bookkeeping", False)
    ]


def columns(model: type[models.Model], known: list[Vocabulary]) -> Iterator[CodebookColumn]:
    own = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]
    for field in own:
        if field.name in BLANK or isinstance(field, AboutMarkField):
            continue
        yield CodebookColumn(
            name=field.name,
            label=capfirst(field.verbose_name),
            form=form_in_words(field),
            meaning=str(field.help_text),
            anchor=f"{model._meta.model_name}-{field.name}",
            vocabulary=vocabulary_of(field, known),
        )


def vocabulary_of(field: models.Field, known: list[Vocabulary]) -> Vocabulary | None:
    """A column keeps the values of its enumeration, not its name."""
    choices = [(value, str(label)) for value, label in field.flatchoices]
    return next((v for v in known if [(w.value, w.label) for w in v.values] == choices), None)


def first_paragraph(model: type) -> str:
    """What the thing is in the world, as its docstring says."""
    return " ".join(inspect.getdoc(model).partition("\n\n")[0].split())


FORMS = (
    (CodeField, lambda _field: _("permanent code")),
    (PartialDateField, lambda _field: _("date, as exact as the source: 2020, 2020-11, 2020-11-05")),
    (models.ManyToManyField, lambda field: _("list of: %(kind)s") % {"kind": plural(field)}),
    (models.ForeignKey, lambda field: _("one of: %(kind)s") % {"kind": plural(field)}),
    (models.BooleanField, lambda _field: _("yes or no")),
    (models.DateTimeField, lambda _field: _("moment, UTC")),
    (models.DecimalField, lambda _field: _("number")),
    (models.IntegerField, lambda _field: _("whole number")),
    (models.SlugField, lambda _field: _("part of the address")),
)


def form_in_words(field: models.Field) -> str:
    """What a value looks like."""
    if field.choices:
        return _("one of a closed list of values")
    return next((words(field) for kind, words in FORMS if isinstance(field, kind)), _("text"))


def plural(field) -> str:
    return str(field.related_model._meta.verbose_name_plural)


@dataclass(frozen=True)
class Term:
    """A word used beside numbers, defined."""

    value: str
    label: str
    definition: str
    anchor: str


def terms(kind: str, labels, definitions: dict[str, str]) -> list[Term]:
    """Every value must have its definition: a missing one is an error, not a gap."""
    return [Term(v, str(label), definitions[v], f"{kind}-{v}") for v, label in labels]


def units() -> list[Term]:
    return terms(
        "unit",
        Unit.choices,
        {
            Unit.PEOPLE: _(
                "Human beings told apart one by one, each once, however many cases or charges. "
                "Some names are withheld."
            ),
            Unit.CASES: _("Matters in which the state acted against one or more people."),
            Unit.PROSECUTIONS: _("One person charged in one case, whatever the number of charges."),
            Unit.CHARGES: _(
                "One person charged under one article in one case. Articles charged together for "
                "one offence (494 with 495) are two charges and one offence."
            ),
        },
    )


def bases() -> list[Term]:
    return terms(
        "basis",
        Basis.choices,
        {
            Basis.CHARGED: _(
                "Under the article first charged. A charge that was later changed to another "
                "article counts under the first. A mere complaint does not count."
            ),
            Basis.TRIED: _("Under the article that came to trial or verdict."),
            Basis.CONVICTED: _(
                "Under the article of which the latest verdict found the person guilty. A pardon "
                "follows a conviction and still counts."
            ),
        },
    )


def provenances() -> list[Term]:
    return terms(
        "known",
        Provenance.choices,
        {
            Provenance.STATED: _(
                "A source names the article. Numbers count these, unless they say otherwise."
            ),
            Provenance.INFERRED: _("A source names only the offence; the article is our reading."),
            Provenance.TITLE_ONLY: _("Known from the title of a work that was cited and not read."),
        },
    )


def standings() -> list[Term]:
    return terms(
        "standing",
        Standing.choices,
        {
            Standing.ACCEPTED: _("No other source recorded here contradicts it."),
            Standing.DISPUTED: _("Sources differ. Both claims are shown and both count."),
            Standing.REJECTED: _("Shown with the reason, and not counted."),
        },
    )


def full_codebook() -> dict[str, list]:
    """All of it: the words beside numbers, the closed lists, the tables."""
    known = vocabularies()
    return {
        "units": units(),
        "bases": bases(),
        "provenances": provenances(),
        "standings": standings(),
        "vocabularies": known,
        "tables": tables(known),
    }

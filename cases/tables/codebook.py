"""Codebook: every public table, column and value, read from the models.

New columns and values appear without a change here.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

import cases.enums
import laws.enums
import tracker.enums
from cases.enums import Basis, CaseScope, Provenance, Unit
from tracker.codes import CodeField
from tracker.enums import Standing
from tracker.models import Citation
from tracker.partial_dates import AboutMarkField, PartialDateField
from tracker.visibility.projection import public_tables

STAFF_ENUMERATIONS = (
    *(tracker.enums.State, tracker.enums.ReportState, tracker.enums.StaffRole),
    *(tracker.enums.ImportKind, tracker.enums.ImportState, cases.enums.PairState),
    tracker.enums.DirtyState,
)
# Columns that the public views leave blank, or that mean nothing to the public.
BLANK_COLUMNS = {
    *("id", "is_shown", "is_sourced", "last_edited_by", "lock", "mentions_protected"),
    *("minor_override_reason", "needs_purge", "position", "staff_notes", "state"),
    "withdrawal_reason",
}


@dataclass(frozen=True)
class VocabularyValue:
    """One value of a closed vocabulary; defined if it is a word that stands beside numbers."""

    value: str
    label: str
    anchor: str
    definition: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values: one TextChoices, whichever columns use it."""

    anchor: str
    label: str
    meaning: str
    values: tuple[VocabularyValue, ...]


@dataclass(frozen=True)
class CodebookColumn:
    """One field of a table: name, form, meaning, and its vocabulary if it has choices."""

    name: str
    label: str
    form: str
    meaning: str
    anchor: str
    vocabulary: Vocabulary | None


@dataclass(frozen=True)
class CodebookTable:
    """One model of records or facts."""

    name: str
    label: str
    meaning: str
    columns: tuple[CodebookColumn, ...]


def public_vocabularies() -> list[Vocabulary]:
    """Every public TextChoices of the three apps, sorted by name."""
    enumerations = {
        enumeration
        for module in (cases.enums, laws.enums, tracker.enums)
        for enumeration in vars(module).values()
        if inspect.isclass(enumeration)
        and issubclass(enumeration, models.TextChoices)
        and enumeration not in (models.TextChoices, *STAFF_ENUMERATIONS)
    }
    return sorted(map(build_vocabulary, enumerations), key=lambda vocabulary: vocabulary.anchor)


def build_vocabulary(enumeration: type[models.TextChoices]) -> Vocabulary:
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", enumeration.__name__)
    anchor = f"values-{slugify(name)}"
    return Vocabulary(
        anchor=anchor,
        label=name.capitalize(),
        meaning=first_paragraph(enumeration) if enumeration.__doc__ else "",
        values=tuple(
            VocabularyValue(v, str(label), f"{anchor}-{v}") for v, label in enumeration.choices
        ),
    )


def codebook_tables(known: list[Vocabulary]) -> list[CodebookTable]:
    """Every public model, the top app layer first: readers look for cases and people."""
    return [
        CodebookTable(
            name=model._meta.model_name,
            label=capfirst(model._meta.verbose_name),
            meaning=first_paragraph(model),
            columns=tuple(codebook_columns(model, known)),
        )
        for app_label in reversed(settings.APP_LAYERS)
        for model in apps.get_app_config(app_label).get_models()
        if model._meta.db_table in public_tables()
        if not issubclass(model, Citation) and not getattr(model, "is_bookkeeping", False)
    ]


def codebook_columns(
    model: type[models.Model], known: list[Vocabulary]
) -> Iterator[CodebookColumn]:
    own = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]
    for field in own:
        if field.name in BLANK_COLUMNS or isinstance(field, AboutMarkField):
            continue
        yield CodebookColumn(
            name=field.name,
            label=capfirst(field.verbose_name),
            form=describe_value_format(field),
            meaning=str(field.help_text),
            anchor=f"{model._meta.model_name}-{field.name}",
            vocabulary=find_vocabulary(field, known),
        )


def find_vocabulary(field: models.Field, known: list[Vocabulary]) -> Vocabulary | None:
    """The vocabulary with the choices of the field: a field does not know its TextChoices."""
    choices = [(value, str(label)) for value, label in field.flatchoices]
    return next((v for v in known if [(w.value, w.label) for w in v.values] == choices), None)


def first_paragraph(model: type) -> str:
    """First paragraph of the docstring, on one line."""
    return " ".join(inspect.getdoc(model).partition("\n\n")[0].split())


FORM_DESCRIPTIONS = {
    CodeField: _("permanent code"),
    PartialDateField: _("date, as exact as the source: 2020, 2020-11, 2020-11-05"),
    models.ManyToManyField: _("list of: %(kind)s"),
    models.ForeignKey: _("one of: %(kind)s"),
    models.BooleanField: _("yes or no"),
    models.DateTimeField: _("moment, UTC"),
    models.DecimalField: _("number"),
    models.IntegerField: _("whole number"),
    models.SlugField: _("part of the address"),
}


def describe_value_format(field: models.Field) -> str:
    """What the values of a field look like, for people."""
    if field.choices:
        return str(_("one of a closed list of values"))
    forms = (form for kind, form in FORM_DESCRIPTIONS.items() if isinstance(field, kind))
    kind = field.related_model._meta.verbose_name_plural if field.is_relation else ""
    return next(forms, _("text")) % {"kind": kind}


# The words that stand beside numbers: start of their anchors, values, definitions.
TERMS = {
    "units": (
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
    ),
    "bases": (
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
    ),
    "provenances": (
        "known",
        Provenance.choices,
        {
            Provenance.STATED: _(
                "A source names the article. Numbers count these, unless they say otherwise."
            ),
            Provenance.OFFENCE: _(
                "A source names an offence and no article, such as treason. It is recorded under "
                "the offence, never under an article."
            ),
            Provenance.INFERRED: _(
                "A source names only the offence; we worked out the article. Incitement without a "
                "number is read as Article 495 alone."
            ),
            Provenance.TITLE_ONLY: _("Known from the title of a work that was cited and not read."),
        },
    ),
    "scopes": (
        "scope",
        CaseScope.choices,
        {
            CaseScope.EXPRESSION: _(
                "The state acted against people for what they said, wrote or organised. Numbers "
                "count these, unless they say otherwise."
            ),
            CaseScope.CONTEXT: _(
                "Recorded because it concerns them: such as the prosecution of someone who harmed "
                "a person in the record. Shown, and not counted."
            ),
        },
    ),
    "standings": (
        "standing",
        Standing.choices,
        {
            Standing.ACCEPTED: _("No other source recorded here contradicts it."),
            Standing.DISPUTED: _("Sources differ. Both claims are shown and both count."),
            Standing.REJECTED: _("Shown with the reason, and not counted."),
        },
    ),
}


def build_terms(kind: str, labels, definitions: dict) -> list[VocabularyValue]:
    """The values with their definitions. Raises KeyError if a definition is missing."""
    return [
        VocabularyValue(v, str(label), f"{kind}-{v}", str(definitions[v])) for v, label in labels
    ]


def defined_terms() -> dict[str, list[VocabularyValue]]:
    return {name: build_terms(*group) for name, group in TERMS.items()}


def codebook_context() -> dict[str, list]:
    """Template context of the codebook page: terms, vocabularies, tables."""
    known = public_vocabularies()
    return defined_terms() | {"vocabularies": known, "tables": codebook_tables(known)}

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
from tracker.codes import CodeField
from tracker.models import Citation
from tracker.partial_dates import AboutMarkField, PartialDateField
from tracker.visibility.projection import public_tables

from .counting_rule import VocabularyValue, counting_rule, defined_terms

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


def codebook_context() -> dict[str, list]:
    """Template context of the codebook page: counting rule, terms, vocabularies, tables."""
    known = public_vocabularies()
    context = {"counting": counting_rule(), "vocabularies": known, "tables": codebook_tables(known)}
    return context | defined_terms()

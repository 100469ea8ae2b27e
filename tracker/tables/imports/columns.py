"""Column types of an import: allowed values, parsing, recognised headings."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from tracker.partial_dates import PartialDate, PartialDateError, PartialDateField

YES, NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n")


class CellError(Exception):
    """A cell is invalid: the reason and, where they are few, the allowed values."""

    def __init__(self, message: str, allowed: Iterable[str] = ()):
        super().__init__(message)
        self.allowed = tuple(allowed)


@dataclass(frozen=True)
class ImportColumn:
    """One column: its name in the template, its help text, and how its cells are parsed."""

    name: str
    label: str
    help: str = ""
    parse: Callable = field(default=str, repr=False)
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False  # for new records
    aliases: tuple[str, ...] = ()  # other headings that are recognised
    # Looks up the records that cells refer to: (texts, origin) -> {text: (pk, label)}.
    find_records: Callable | None = field(default=None, repr=False)

    @property
    def heads(self) -> set[str]:
        return {normalise_heading(head) for head in (self.name, str(self.label), *self.aliases)}


def normalise_heading(head: str) -> str:
    """Fold case and punctuation: `Published on`, `published_on`, `PUBLISHED-ON` are the same."""
    return re.sub(r"[\W_]+", "", head.casefold())


def guess_columns(columns: Iterable[ImportColumn], heads: Iterable[str]) -> dict[str, str]:
    """Map column names to headings of the file, as far as headings are recognised."""
    mapping, unused = {}, [head for head in heads if head]
    for column in columns:
        match = next((head for head in unused if normalise_heading(head) in column.heads), None)
        if match is not None:
            mapping[column.name] = match
            unused.remove(match)
    return mapping


def model_column(model: type[models.Model], name: str, **options) -> ImportColumn:
    """A column that fills one model field, with its label, help text and choices."""
    model_field = model._meta.get_field(options.pop("field", name))
    choices = tuple((str(value), str(label)) for value, label in model_field.flatchoices)
    return ImportColumn(
        name=name,
        label=options.pop("label", str(model_field.verbose_name)),
        help=options.pop("help", str(model_field.help_text)),
        parse=build_choice_parser(choices) if choices else build_cell_parser(model_field),
        choices=choices,
        **options,
    )


def build_cell_parser(model_field: models.Field) -> Callable:
    """A function that parses a text into a value of the field; it raises CellError."""
    for field_class, parse in CELL_PARSERS.items():
        if isinstance(model_field, field_class):
            return parse

    def clean(text: str) -> str:
        try:
            return model_field.clean(text, None)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error

    return clean


def build_choice_parser(choices: Iterable[tuple[str, str]]) -> Callable:
    """A function that accepts the value or the label of a choice; values take precedence."""
    values = {normalise_heading(label): value for value, label in reversed(choices)}
    values |= {normalise_heading(value): value for value, _label in reversed(choices)}

    def parse(text: str) -> str:
        if (value := values.get(normalise_heading(text))) is None:
            raise CellError(_("not one of the values"), [value for value, _label in choices])
        return value

    return parse


def parse_boolean_cell(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise CellError(_("neither yes nor no"), ["yes", "no"])


def parse_partial_date_cell(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except PartialDateError as error:
        raise CellError(str(error.reason), ["2020", "2020-11", "2020-11-05"]) from error


def parse_integer_cell(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise CellError(_("not a whole number"), ["1", "2", "…"])
    return int(text)


CELL_PARSERS = {
    PartialDateField: parse_partial_date_cell,
    models.BooleanField: parse_boolean_cell,
    models.IntegerField: parse_integer_cell,
}

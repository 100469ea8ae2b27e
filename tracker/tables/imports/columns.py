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
    """A cell does not hold what it may: why, and the values that are allowed where they are few."""

    def __init__(self, message: str, allowed: Iterable[str] = ()):
        super().__init__(message)
        self.allowed = tuple(allowed)


@dataclass(frozen=True)
class ImportColumn:
    """One column: its name in our template, what to type, and how a text is read."""

    name: str
    label: str
    help: str = ""
    read: Callable = field(default=str, repr=False)
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False  # of a new record
    also: tuple[str, ...] = ()  # other heads that mean it
    # Records that texts name: (texts, whose keys) -> {text: (pk, label)}.
    find: Callable | None = field(default=None, repr=False)

    @property
    def heads(self) -> set[str]:
        return {plain(head) for head in (self.name, str(self.label), *self.also)}


def plain(head: str) -> str:
    """`Published on`, `published_on` and `PUBLISHED-ON` are one head."""
    return re.sub(r"[\W_]+", "", head.casefold())


def guessed(columns: Iterable[ImportColumn], heads: Iterable[str]) -> dict[str, str]:
    """Which head of the file fills which of our columns, as far as their names tell."""
    found, free = {}, [head for head in heads if head]
    for column in columns:
        match = next((head for head in free if plain(head) in column.heads), None)
        if match is not None:
            found[column.name] = match
            free.remove(match)
    return found


def column_of(model: type[models.Model], name: str, **options) -> ImportColumn:
    """A column that fills one field of a model, with its words and values."""
    source = model._meta.get_field(options.pop("field", name))
    return ImportColumn(
        name=name,
        label=options.pop("label", str(source.verbose_name)),
        help=options.pop("help", str(source.help_text)),
        read=reader_of(source),
        choices=tuple((str(value), str(label)) for value, label in source.flatchoices),
        **options,
    )


def reader_of(source: models.Field) -> Callable:
    """How a text becomes a value of the field. Raises CellError."""
    if source.flatchoices:
        return one_of([(str(value), str(label)) for value, label in source.flatchoices])
    for kind, read in READERS.items():
        if isinstance(source, kind):
            return read
    return cleaned_by(source)


def one_of(choices: list[tuple[str, str]]) -> Callable:
    meant = {plain(label): value for value, label in reversed(choices)}
    meant |= {plain(value): value for value, _label in reversed(choices)}

    def read(text: str) -> str:
        if (value := meant.get(plain(text))) is None:
            raise CellError(_("not one of the values"), [value for value, _label in choices])
        return value

    return read


def yes_or_no(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise CellError(_("neither yes nor no"), ["yes", "no"])


def partial_date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except PartialDateError as error:
        raise CellError(str(error.reason), ["2020", "2020-11", "2020-11-05"]) from error


def whole_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise CellError(_("not a whole number"), ["1", "2", "…"])
    return int(text)


def cleaned_by(source: models.Field) -> Callable:
    def read(text: str) -> str:
        try:
            return source.clean(text, None)
        except ValidationError as error:
            raise CellError(" ".join(error.messages)) from error

    return read


READERS = {
    PartialDateField: partial_date,
    models.BooleanField: yes_or_no,
    models.IntegerField: whole_number,
}

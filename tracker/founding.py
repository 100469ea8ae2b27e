"""Loads the founding data: readable YAML files, one per kind, beside the models they fill.

A file is a list of records whose keys are the model's field names; `docs/founding-data.md` and
the files themselves show the form. Foreign keys are written as keys of other records, lists
under a reverse relation's name are the rows that hang on the record. Loading is idempotent: what
is already there is left as the analysts have it, and what they deleted is never brought back.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from re import compile as pattern

import pghistory
import yaml
from concurrency.fields import IntegerVersionField
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from tracker.codes import CodeField
from tracker.enums import State
from tracker.history import BOOKKEEPING
from tracker.models import Publishable
from tracker.partial_dates import AboutMarkField


class FoundingError(ValueError):
    """A founding file is wrong; the message names file, record, field, value and what is right."""


class Text(yaml.SafeLoader):
    """YAML in which everything but `true` and `false` is text: 495 and 2020-11 stay as written."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        names = [name.value for name, _value in node.value]
        for name in names:
            if names.count(name) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{name!r} is given twice", node.start_mark
                )
        return super().construct_mapping(node, deep)


Text.add_implicit_resolver("tag:yaml.org,2002:bool", pattern("true|false"), "tf")


@dataclass(frozen=True)
class Place:
    """Where in the files something stands."""

    file: Path
    record: str
    field: str = ""

    def under(self, name) -> "Place":
        return replace(self, field=f"{self.field}.{name}" if self.field else str(name))

    def error(self, value, right) -> FoundingError:
        where = f"{'/'.join(self.file.parts[-3:])}, record {self.record!r}, {self.field}"
        return FoundingError(f"{where}: {value!r} is wrong. {right}")


def load(kinds, *, announce=lambda line: None) -> "Loader":
    """Load every file of the kinds (models, in this order) in one transaction."""
    loader = Loader()
    with pghistory.context(reason="founding data"), transaction.atomic():
        for model in kinds:
            for path in files_of(model):
                announce(f"{'/'.join(path.parts[-3:])}: {loader.load_file(model, path)} records")
    return loader


def files_of(model) -> list[Path]:
    """`laws.yaml`, and parts such as `laws-2.yaml`, in the folder `founding` of the model's app."""
    folder = Path(apps.get_app_config(model._meta.app_label).path) / "founding"
    name = str(model._meta.verbose_name_plural).replace(" ", "-")
    return sorted([*folder.glob(f"{name}.yaml"), *folder.glob(f"{name}-*.yaml")])


def read(path) -> list[dict]:
    """The records of a file."""
    try:
        records = yaml.load(path.read_text(encoding="utf-8"), Text)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise FoundingError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FoundingError(f"{path} must be a list of records.")
    return records


def identity_names(model) -> tuple[str, ...]:
    """The fields that say which record it is: the slug (in its law), else the code."""
    names = {field.name: field for field in model._meta.concrete_fields}
    if "slug" not in names:
        return ("code",)
    if names["slug"].unique:
        return ("slug",)
    return next(c.fields for c in model._meta.total_unique_constraints if "slug" in c.fields)


@cache
def shape(model) -> dict[str, tuple[str, object]]:
    """What a record of the model may hold: field name to (plain, one, many or rows) and field."""
    hidden = (models.AutoField, IntegerVersionField, AboutMarkField)
    known = {}
    for field in model._meta.concrete_fields:
        if field.name not in BOOKKEEPING and not isinstance(field, hidden):
            known[field.name] = ("one" if field.many_to_one else "plain", field)
    for field in model._meta.many_to_many:
        known[field.name] = ("many", field)
    for relation in model._meta.related_objects:
        is_history = issubclass(relation.related_model, pghistory.models.Event)
        belongs = relation.on_delete in (models.CASCADE, models.SET_NULL)
        if relation.one_to_many and belongs and not relation.hidden and not is_history:
            known[relation.get_accessor_name()] = ("rows", relation)
    return known


class Loader:
    """One run. `counts` has, for each kind, the records created, present, deleted, left out."""

    def __init__(self):
        self.known = {}  # (model, key) -> row; None where staff deleted it
        self.counts = defaultdict(Counter)
        self.rows = Counter()  # every row written, by model

    def load_file(self, model, path) -> int:
        records = read(path)
        for number, record in enumerate(records, 1):
            self.load_record(model, record, Place(path, self.key_of(model, record, number)))
        return len(records)

    @staticmethod
    def key_of(model, record, number) -> str:
        parts = [str(record.get(name, "")) for name in identity_names(model)]
        key = record.get("key") or ("" if parts == [""] else "/".join(parts))
        return str(key or f"number {number}")

    def load_record(self, model, record, place):
        if (model, place.record) in self.known:
            raise place.under("key").error(place.record, "Another record has this key.")
        writer = Writer(self, record)
        row, was_there = self.find(model, record, place, writer)
        if row is None and not was_there:
            row = writer.write(model, record, place)
            writer.finish()
            outcome = "created" if row else "left out"
        else:
            outcome = "present" if row else "deleted"
        self.known[model, place.record] = row
        self.counts[model][outcome] += 1

    def find(self, model, record, place, writer):
        """The row of the record, and whether it is or was there (found by its edit history)."""
        identity = {}
        for name in identity_names(model):
            if not record.get(name):
                raise place.under(name).error(None, how_to_name(model, name))
            kind, field = shape(model)[name]
            value = record[name]
            identity[name] = value
            if kind == "one":
                identity[name] = writer.target(field, value, place.under(name))
                if identity[name] is None:
                    return None, True
        row = model.objects.filter(**identity).first()
        if row and row in [known for known in self.known.values() if type(known) is model]:
            raise place.under(name).error(value, "Another record has it already.")
        if row:
            return row, True
        past = model._meta.get_field("history").related_model.objects.filter(**identity)
        ids = list(past.values_list("pgh_obj_id", flat=True))
        return model.objects.filter(pk__in=ids).first(), bool(ids)


class Writer:
    """Writes one record with all that hangs on it. Keys of nested rows are local to the record."""

    def __init__(self, loader, record):
        self.loader = loader
        self.local = {}
        self.promised = set(nested_keys(record))
        self.later = []

    def write(self, model, given, place, **parent):
        """The new row, or None if it hangs on a record that staff deleted."""
        if not isinstance(given, dict):
            raise place.error(given, "It must be a record: field names with their values.")
        row, nested, is_gone = model(**parent), [], False
        for name, value in given.items():
            kind, field = self.known_field(model, name, place)
            here = place.under(name)
            if kind == "plain":
                set_plain(row, name, value, here)
            elif kind == "one":
                is_gone |= not self.set_target(row, field, value, here)
            elif kind:
                nested.append((kind, field, value, here))
        if "key" in given:
            self.remember(model, given["key"], None if is_gone else row, place)
        if is_gone:
            return None
        self.save(row, given, place)
        for kind, field, value, here in nested:
            self.write_nested(row, kind, field, value, here)
        return row

    def known_field(self, model, name, place):
        if name == "key":
            return None, None
        try:
            return shape(model)[name]
        except KeyError:
            names = get_close_matches(str(name), shape(model)) or sorted(shape(model))
            raise place.under(name).error(name, f"Known fields: {', '.join(names)}.") from None

    def remember(self, model, key, row, place):
        if (model, key) in self.local:
            raise place.under("key").error(key, "Another row of this record has this key.")
        self.local[model, key] = row

    def set_target(self, row, field, key, place) -> bool:
        """Point the row at the record with the key; False if staff deleted that."""
        if field.null and key in self.promised and (field.related_model, key) not in self.local:
            self.later.append(lambda: self.set_later(row, field, key, place))
            return True
        target = self.target(field, key, place)
        setattr(row, field.name, target)
        return target is not None

    def set_later(self, row, field, key, place):
        self.set_target(row, field, key, place)
        self.validate(row, place)
        row.save()

    def target(self, field, key, place):
        """The row with the key, or None if staff deleted it."""
        model = field.related_model
        for keys in (self.local, self.loader.known):
            if isinstance(key, str) and (model, key) in keys:
                return keys[model, key]
        keys = [key for of, key in (*self.local, *self.loader.known) if of is model]
        near = ", ".join(get_close_matches(str(key), keys)) or "none of them is near"
        right = f"It must be the key of one of {len(keys)} {model._meta.verbose_name_plural}"
        raise place.error(key, f"{right} written before; near: {near}.")

    def write_nested(self, row, kind, field, value, place):
        if not isinstance(value, list):
            raise place.error(value, "It must be a list.")
        if kind == "many":
            self.later.append(lambda: self.set_many(row, field, value, place))
            return
        for number, given in enumerate(value, 1):
            self.write(field.related_model, given, place.under(number), **{field.field.name: row})

    def set_many(self, row, field, keys, place):
        targets = [self.target(field, key, place) for key in keys]
        getattr(row, field.name).set([target for target in targets if target])

    def finish(self):
        """What could only be written when all rows of the record are there."""
        for step in self.later:
            step()

    def save(self, row, given, place):
        for field in row._meta.concrete_fields:
            if isinstance(field, CodeField) and field.name not in given:
                raise place.under(field.name).error(None, how_to_name(type(row), field.name))
        if isinstance(row, Publishable) and "state" not in given:
            row.state = State.PUBLISHED
        if getattr(row, "state", None) == State.PUBLISHED and "published_at" not in given:
            row.published_at = timezone.now()
        self.validate(row, place)
        row.save(force_insert=True)
        self.loader.rows[type(row)] += 1

    def validate(self, row, place):
        try:
            row.full_clean()
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            here = place.under("(all fields)" if name == NON_FIELD_ERRORS else name)
            field = shape(type(row)).get(name, (None, None))[1]
            choices = [str(value) for value, _label in getattr(field, "flatchoices", ())]
            right = " ".join(messages) + (f" Right: {', '.join(choices)}." if choices else "")
            raise here.error(getattr(row, name, None), right) from error


def set_plain(row, name, value, place):
    if isinstance(value, (list, dict)):
        raise place.error(value, "It must be a single value.")
    try:
        setattr(row, name, value)
    except ValueError as error:
        raise place.error(value, str(error)) from error


def how_to_name(model, name) -> str:
    field = model._meta.get_field(name)
    if isinstance(field, CodeField):
        return f"Give it a random code once and for ever, for example {field.get_default()}."
    return "Give it."


def nested_keys(given):
    """Every `key` of the rows nested in a record."""
    for value in given.values() if isinstance(given, dict) else given:
        if isinstance(value, (dict, list)):
            yield from nested_keys(value)
    if isinstance(given, dict) and isinstance(given.get("key"), str):
        yield given["key"]

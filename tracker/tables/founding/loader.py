"""Loads the founding YAML files; can be repeated.

A file is a list of records whose keys are the field names of the model. A foreign key is written
as the key of a record before it, many-to-many as a list of keys; a list under the name of a
reverse relation holds the rows that hang on the record, each of which may have a `key` local to
it. A record goes by its `key`, or by its slug (a provision by `law/slug`).

Loading can be repeated: a record that is there is left as the analysts have it, one that staff
deleted is never brought back, and what would hang on a deleted one is left out.
"""

from collections import Counter, defaultdict
from difflib import get_close_matches
from functools import cache

import pghistory
import psycopg2.errors
from concurrency.fields import IntegerVersionField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from tracker.codes import CodeField
from tracker.database.edit_history import MAINTAINED
from tracker.enums import State
from tracker.models import Publishable
from tracker.partial_dates import AboutMarkField
from tracker.tables.founding.yaml_files import FileLocation, files_of, read, short


def load(kinds, *, announce=lambda line: None) -> "Loader":
    """Load every file of the kinds (models, in this order) in one transaction."""
    loader = Loader()
    with pghistory.context(reason="founding data"), transaction.atomic():
        for model in kinds:
            for path in files_of(model):
                announce(f"{short(path)}: {loader.load_file(model, path)} records")
    return loader


@cache
def shape(model) -> dict:
    """What a record of the model may hold: name -> ("plain", "one", "many" or "rows", field)."""
    hidden = (models.AutoField, IntegerVersionField, AboutMarkField)
    known = {}
    for field in model._meta.concrete_fields:
        if field.name not in MAINTAINED and not isinstance(field, hidden):
            known[field.name] = ("one" if field.is_relation else "plain", field)
    for field in model._meta.many_to_many:
        known[field.name] = ("many", field)
    for relation in model._meta.related_objects:
        is_history = issubclass(relation.related_model, pghistory.models.Event)
        belongs = relation.on_delete in (models.CASCADE, models.SET_NULL)
        if relation.one_to_many and belongs and not relation.hidden and not is_history:
            known[relation.get_accessor_name()] = ("rows", relation)
    return known


def identity_names(model) -> tuple[str, ...]:
    """The fields that say which record it is: the slug (in its law), else the code."""
    if "slug" not in shape(model):
        return ("code",)
    if shape(model)["slug"][1].unique:
        return ("slug",)
    return next(c.fields for c in model._meta.total_unique_constraints if "slug" in c.fields)


class Loader:
    """One run; `counts` has, for each kind, the records created, present, deleted, left out."""

    def __init__(self):
        self.known = {}  # (model, key) -> row; None where staff deleted it
        self.used = set()
        self.counts = defaultdict(Counter)
        self.rows = Counter()  # every row written, by model

    def load_file(self, model, path) -> int:
        records = read(path)
        for number, record in enumerate(records, 1):
            parts = [record.get(name) for name in identity_names(model)]
            key = record.get("key") or ("/".join(parts) if all(parts) else f"number {number}")
            self.load_record(model, record, FileLocation(path, key))
        return len(records)

    def load_record(self, model, record, place):
        if (model, place.record) in self.known:
            raise place.under("key").error(place.record, "Another record has this key.")
        writer = FoundingRecordWriter(self, record)
        row, was_there = self.find(model, record, place, writer)
        if was_there:
            outcome = "present" if row else "deleted"
        else:
            row = writer.write(model, record, place)
            writer.finish()
            outcome = "created" if row else "left out"
        self.known[model, place.record] = row
        self.used.add((model, row and row.pk))
        self.counts[model][outcome] += 1

    def find(self, model, record, place, writer):
        """The row of the record, and whether it is or was there (its edit history knows)."""
        identity = {}
        for name in identity_names(model):
            kind, field = shape(model)[name]
            if not record.get(name):
                raise place.under(name).error(None, how_to_name(field))
            here, value = place.under(name), record[name]
            identity[name] = writer.target(field, value, here) if kind == "one" else value
            if identity[name] is None:
                return None, False
        row = model.objects.filter(**identity).first()
        if row and (model, row.pk) in self.used:
            raise here.error(value, "Another record has it already.")
        if row:
            return row, True
        history = model._meta.get_field("history").related_model
        past = list(history.objects.filter(**identity).values_list("pgh_obj_id", flat=True))
        return model.objects.filter(pk__in=past).first(), bool(past)


class FoundingRecordWriter:
    """Writes one record with all that hangs on it. Keys of nested rows are local to the record."""

    def __init__(self, loader, record):
        self.loader = loader
        self.local = {}
        self.promised = set(nested_keys(record))
        self.later = []

    def write(self, model, given, place, row=None):
        """The row with what is given, or None if it hangs on a record that staff deleted."""
        row, nested, is_gone = row or model(), [], False
        for name in given.keys() - {"key"} - shape(model).keys():
            near = get_close_matches(name, shape(model)) or sorted(shape(model))
            raise place.under(name).error(name, f"The field is not known; is it {', '.join(near)}?")
        for name, value in given.items():
            kind, field = shape(model).get(name, ("key", None))
            if kind == "plain":
                set_plain(row, name, value, place.under(name))
            elif kind == "one":
                is_gone |= not self.set_target(row, field, value, place.under(name))
            elif field:
                nested.append((kind, field, value, place.under(name)))
        if "key" in given:
            if (model, given["key"]) in self.local:
                raise place.under("key").error(given["key"], "Another row here has this key.")
            self.local[model, given["key"]] = None if is_gone else row
        if is_gone:
            return None
        self.save(row, given, place)
        for kind, field, value, here in nested:
            self.write_nested(row, kind, field, value, here)
        return row

    def target(self, field, key, place):
        """The row with the key, or None if staff deleted it."""
        model = field.related_model
        for rows in (self.local, self.loader.known):
            if isinstance(key, str) and (model, key) in rows:
                return rows[model, key]
        keys = [key for of, key in (*self.local, *self.loader.known) if of is model]
        near = ", ".join(get_close_matches(str(key), keys)) or "none is near"
        kind = model._meta.verbose_name_plural
        right = f"It must be the key of one of {len(keys)} {kind} before it: {near}."
        raise place.error(key, right)

    def set_target(self, row, field, key, place) -> bool:
        """Point the row at the record with the key; False if staff deleted that."""
        name = (field.related_model, key)
        is_known = name in self.local or name in self.loader.known
        if field.null and key in self.promised and not is_known:
            self.later.append(lambda: self.set_later(row, field, key, place))
            return True
        setattr(row, field.name, self.target(field, key, place))
        return getattr(row, field.attname) is not None

    def set_later(self, row, field, key, place):
        setattr(row, field.name, self.target(field, key, place))
        store(row, place)

    def write_nested(self, row, kind, field, value, place):
        if not isinstance(value, list):
            raise place.error(value, "It must be a list.")
        if kind == "many":
            self.later.append(lambda: self.set_many(row, field, value, place))
            return
        model, parent = field.related_model, {field.field.name: row}
        there = list(model.objects.filter(**parent))  # written by a trigger
        for number, given in enumerate(value, 1):
            here = place.under(number)
            if not isinstance(given, dict):
                raise here.error(given, "It must be a record: field names with their values.")
            child = next((row for row in there if is_same(row, given, parent)), model(**parent))
            self.write(model, given, here, child)

    def set_many(self, row, field, keys, place):
        targets = [self.target(field, key, place) for key in keys]
        getattr(row, field.name).set([target for target in targets if target])

    def finish(self):
        """What could only be written when all rows of the record are there."""
        for step in self.later:
            step()

    def save(self, row, given, place):
        for name, (_kind, field) in shape(type(row)).items():
            if isinstance(field, CodeField) and name not in given:
                raise place.under(name).error(None, how_to_name(field))
        if isinstance(row, Publishable) and "state" not in given:
            row.state = State.PUBLISHED
        if getattr(row, "state", None) == State.PUBLISHED and "published_at" not in given:
            row.published_at = timezone.now()
        store(row, place)
        self.loader.rows[type(row)] += 1


def store(row, place):
    """Insert or update the row. The constraints are the database's: it says which one objects."""
    targets = [name for name, (kind, _field) in shape(type(row)).items() if kind == "one"]
    found = [name for name in targets if getattr(row, f"{name}_id") is not None]
    try:
        row.clean_fields(exclude=found)
        row.clean()
        row.save()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        choices = getattr(shape(type(row)).get(name, (None, None))[1], "flatchoices", None)
        right = f" Right: {', '.join(str(value) for value, _label in choices)}." if choices else ""
        value = getattr(row, name, None)
        raise place.under(name).error(value, " ".join(messages) + right) from error
    except IntegrityError as error:
        raise place.error(str(row), why_refused(row, error.__cause__)) from error


def why_refused(row, error) -> str:
    """What the constraint says that the database held against the row."""
    named = {constraint.name: constraint for constraint in row._meta.constraints}
    rule = named.get(error.diag.constraint_name)
    message = str(rule.get_violation_error_message() if rule else error.diag.message_primary)
    if isinstance(error, psycopg2.errors.UniqueViolation):
        return f"{message} {error.diag.message_detail}"
    return message


def set_plain(row, name, value, place):
    if isinstance(value, (list, dict)):
        raise place.error(value, "It must be a single value.")
    try:
        setattr(row, name, value)
    except ValueError as error:
        raise place.error(value, str(error)) from error


def is_same(row, given, parent) -> bool:
    """Whether both agree in the fields that a constraint makes unique among the parent's rows."""
    uniques = [set(c.fields) - set(parent) for c in row._meta.total_unique_constraints]
    return any(
        names and all(given.get(name) == str(getattr(row, name)) for name in names)
        for names in uniques
    )


def how_to_name(field) -> str:
    example = f" A new random one: {field.get_default()}." if isinstance(field, CodeField) else ""
    return f"It must be given.{example}"


def nested_keys(given):
    """The `key` of every row nested in a record."""
    for value in given.values() if isinstance(given, dict) else given:
        if isinstance(value, dict) and isinstance(value.get("key"), str):
            yield value["key"]
        if isinstance(value, (dict, list)):
            yield from nested_keys(value)

"""Loads the founding YAML files; can be repeated.

A file is a list of records whose keys are field names of the model. A foreign key is written as
the key of an earlier record, a many-to-many field as a list of keys. A list under the name of a
reverse relation holds dependent rows, each of which may have a `key` that is local to the record.
The key of a record is its `key`, or else its slug (of a provision, `law/slug`).

Loading again leaves existing records as the analysts have edited them. Records that staff deleted
are not created again, nor are rows that require a deleted record.
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
from tracker.tables.founding.yaml_files import (
    FileLocation,
    founding_files,
    read_founding_records,
    short_path,
)


def load_founding_files(kinds, *, announce=lambda line: None) -> "FoundingLoader":
    """Load every file of the kinds (models, in this order) in one transaction."""
    loader = FoundingLoader()
    with pghistory.context(reason="founding data"), transaction.atomic():
        for model in kinds:
            for path in founding_files(model):
                announce(f"{short_path(path)}: {loader.load_file(model, path)} records")
    return loader


@cache
def loadable_fields(model) -> dict:
    """Fields that a file may set: name -> ("plain", "one", "many" or "rows", field).

    "one" is a foreign key, "many" a many-to-many field, "rows" a reverse relation.
    """
    hidden = (models.AutoField, IntegerVersionField, AboutMarkField)
    fields = {}
    for field in model._meta.concrete_fields:
        if field.name not in MAINTAINED and not isinstance(field, hidden):
            fields[field.name] = ("one" if field.is_relation else "plain", field)
    for field in model._meta.many_to_many:
        fields[field.name] = ("many", field)
    for relation in model._meta.related_objects:
        is_history = issubclass(relation.related_model, pghistory.models.Event)
        is_dependent = relation.on_delete in (models.CASCADE, models.SET_NULL)
        if relation.one_to_many and is_dependent and not relation.hidden and not is_history:
            fields[relation.get_accessor_name()] = ("rows", relation)
    return fields


def identity_fields(model) -> tuple[str, ...]:
    """The fields that identify a record: the slug, alone or with its law, else the code."""
    if "slug" not in loadable_fields(model):
        return ("code",)
    if loadable_fields(model)["slug"][1].unique:
        return ("slug",)
    return next(c.fields for c in model._meta.total_unique_constraints if "slug" in c.fields)


class FoundingLoader:
    """One run; `counts` has, per model, how many records were created, present, deleted, left out.

    `known` maps (model, key) to the row, or None if staff deleted it.
    """

    def __init__(self):
        self.known = {}
        self.used = set()  # (model, pk) of rows that a record of the files stands for
        self.counts = defaultdict(Counter)
        self.rows = Counter()  # rows written, by model

    def load_file(self, model, path) -> int:
        records = read_founding_records(path)
        for number, record in enumerate(records, 1):
            parts = [record.get(name) for name in identity_fields(model)]
            key = record.get("key") or ("/".join(parts) if all(parts) else f"number {number}")
            self.load_record(model, record, FileLocation(path, key))
        return len(records)

    def load_record(self, model, record, location):
        if (model, location.record) in self.known:
            raise location.under("key").error(location.record, "Another record has this key.")
        writer = FoundingRecordWriter(self, record)
        row, has_existed = self.find(model, record, location, writer)
        if has_existed:
            outcome = "present" if row else "deleted"
        else:
            row = writer.write(model, record, location)
            writer.finish()
            outcome = "created" if row else "left out"
        self.known[model, location.record] = row
        self.used.add((model, row and row.pk))
        self.counts[model][outcome] += 1

    def find(self, model, record, location, writer):
        """The row of the record, and whether it exists or once did (from the edit history)."""
        identity = {}
        for name in identity_fields(model):
            kind, field = loadable_fields(model)[name]
            if not record.get(name):
                raise location.under(name).error(None, missing_identity_message(field))
            field_location, value = location.under(name), record[name]
            identity[name] = writer.target(field, value, field_location) if kind == "one" else value
            if identity[name] is None:
                return None, False
        row = model.objects.filter(**identity).first()
        if row and (model, row.pk) in self.used:
            raise field_location.error(value, "Another record has it already.")
        if row:
            return row, True
        history = model._meta.get_field("history").related_model
        past_pks = list(history.objects.filter(**identity).values_list("pgh_obj_id", flat=True))
        return model.objects.filter(pk__in=past_pks).first(), bool(past_pks)


class FoundingRecordWriter:
    """Writes one record and its dependent rows.

    A foreign key to a nested row that comes later in the record is set at the end (`finish`).
    """

    def __init__(self, loader, record):
        self.loader = loader
        self.local_rows = {}  # (model, local key) -> row, or None if it was left out
        self.local_keys = set(nested_keys(record))
        self.deferred = []

    def write(self, model, values, location, row=None):
        """Write a row and its nested rows; None if it requires a record that staff deleted."""
        row, nested, is_gone = row or model(), [], False
        for name in values.keys() - {"key"} - loadable_fields(model).keys():
            near = get_close_matches(name, loadable_fields(model)) or sorted(loadable_fields(model))
            raise location.under(name).error(
                name, f"The field is not known; is it {', '.join(near)}?"
            )
        for name, value in values.items():
            kind, field = loadable_fields(model).get(name, ("key", None))
            if kind == "plain":
                set_value(row, name, value, location.under(name))
            elif kind == "one":
                is_gone |= not self.set_target(row, field, value, location.under(name))
            elif field:
                nested.append((kind, field, value, location.under(name)))
        if "key" in values:
            if (model, values["key"]) in self.local_rows:
                raise location.under("key").error(values["key"], "Another row here has this key.")
            self.local_rows[model, values["key"]] = None if is_gone else row
        if is_gone:
            return None
        self.save(row, values, location)
        for kind, field, value, field_location in nested:
            self.write_nested(row, kind, field, value, field_location)
        return row

    def target(self, field, key, location):
        """The row with the key, or None if staff deleted it."""
        model = field.related_model
        for rows in (self.local_rows, self.loader.known):
            if isinstance(key, str) and (model, key) in rows:
                return rows[model, key]
        keys = [known for kind, known in (*self.local_rows, *self.loader.known) if kind is model]
        near = ", ".join(get_close_matches(str(key), keys)) or "none is near"
        plural = model._meta.verbose_name_plural
        right = f"It must be the key of one of {len(keys)} {plural} before it: {near}."
        raise location.error(key, right)

    def set_target(self, row, field, key, location) -> bool:
        """Point the row at the record with the key; False if staff deleted that."""
        name = (field.related_model, key)
        is_known = name in self.local_rows or name in self.loader.known
        if field.null and key in self.local_keys and not is_known:
            self.deferred.append(lambda: self.set_deferred_target(row, field, key, location))
            return True
        setattr(row, field.name, self.target(field, key, location))
        return getattr(row, field.attname) is not None

    def set_deferred_target(self, row, field, key, location):
        setattr(row, field.name, self.target(field, key, location))
        save_row(row, location)

    def write_nested(self, row, kind, field, value, location):
        if not isinstance(value, list):
            raise location.error(value, "It must be a list.")
        if kind == "many":
            self.deferred.append(lambda: self.set_many(row, field, value, location))
            return
        model, parent = field.related_model, {field.field.name: row}
        existing = list(model.objects.filter(**parent))  # created by a trigger
        for number, values in enumerate(value, 1):
            child_location = location.under(number)
            if not isinstance(values, dict):
                raise child_location.error(
                    values, "It must be a record: field names with their values."
                )
            present = (row for row in existing if has_same_unique_values(row, values, parent))
            self.write(model, values, child_location, next(present, model(**parent)))

    def set_many(self, row, field, keys, location):
        targets = [self.target(field, key, location) for key in keys]
        getattr(row, field.name).set([target for target in targets if target])

    def finish(self):
        """Set the relations that need all rows of the record to exist."""
        for step in self.deferred:
            step()

    def save(self, row, values, location):
        for name, (_kind, field) in loadable_fields(type(row)).items():
            if isinstance(field, CodeField) and name not in values:
                raise location.under(name).error(None, missing_identity_message(field))
        if isinstance(row, Publishable) and "state" not in values:
            row.state = State.PUBLISHED
        if getattr(row, "state", None) == State.PUBLISHED and "published_at" not in values:
            row.published_at = timezone.now()
        save_row(row, location)
        self.loader.rows[type(row)] += 1


def save_row(row, location):
    """Validate and save the row. Raises FoundingError, also for constraints of the database."""
    targets = [name for name, (kind, _field) in loadable_fields(type(row)).items() if kind == "one"]
    resolved = [name for name in targets if getattr(row, f"{name}_id") is not None]
    try:
        row.clean_fields(exclude=resolved)
        row.clean()
        row.save()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        _kind, field = loadable_fields(type(row)).get(name, (None, None))
        choices = getattr(field, "flatchoices", None)
        right = f" Right: {', '.join(str(value) for value, _label in choices)}." if choices else ""
        value = getattr(row, name, None)
        raise location.under(name).error(value, " ".join(messages) + right) from error
    except IntegrityError as error:
        raise location.error(str(row), violation_message(row, error.__cause__)) from error


def violation_message(row, error) -> str:
    """Message of the violated constraint, from the model if it declares the constraint."""
    constraints = {constraint.name: constraint for constraint in row._meta.constraints}
    rule = constraints.get(error.diag.constraint_name)
    message = str(rule.get_violation_error_message() if rule else error.diag.message_primary)
    if isinstance(error, psycopg2.errors.UniqueViolation):
        return f"{message} {error.diag.message_detail}"
    return message


def set_value(row, name, value, location):
    if isinstance(value, (list, dict)):
        raise location.error(value, "It must be a single value.")
    try:
        setattr(row, name, value)
    except ValueError as error:
        raise location.error(value, str(error)) from error


def has_same_unique_values(row, values, parent) -> bool:
    """Whether row and record agree in the fields of a unique constraint within the parent."""
    uniques = [set(c.fields) - set(parent) for c in row._meta.total_unique_constraints]
    return any(
        names and all(values.get(name) == str(getattr(row, name)) for name in names)
        for names in uniques
    )


def missing_identity_message(field) -> str:
    example = f" A new random one: {field.get_default()}." if isinstance(field, CodeField) else ""
    return f"It must be given.{example}"


def nested_keys(values):
    """The `key` of every row nested in a record, at any depth."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, dict) and isinstance(value.get("key"), str):
            yield value["key"]
        if isinstance(value, (dict, list)):
            yield from nested_keys(value)

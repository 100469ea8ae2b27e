"""Edit history of a record from the event tables of pghistory: who, which fields, why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model, OuterRef, Q, Subquery, Value
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from tracker.models import User
from tracker.partial_dates import PartialDateField
from tracker.visibility.citation_coverage import foreign_keys_of_dependents, foreign_keys_to_owners

OPERATION_LABELS = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}


@dataclass
class RowChange:
    """One row inserted, updated or deleted, with (label, old, new) of each changed field."""

    what: str
    kind: str
    deed: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Edit:
    """The changes that one user made in one transaction."""

    at: object
    by: str
    reason: str
    changes: list[RowChange]


def conditions_by_event_model(record: Model) -> dict[type[Model], Q]:
    """For each event model, the condition for the events of a record and its dependent rows."""
    conditions = defaultdict(Q)
    for event_model, condition in event_conditions(type(record), [record.pk]):
        conditions[event_model] |= condition
    return conditions


def event_conditions(model: type[Model], pks) -> Iterator[tuple[type[Model], Q]]:
    """(event model, condition) for these rows and their dependent rows, including deleted ones.

    Stops at rows with a lock: these have a history of their own. A row that depends on two models
    (such as ChargeChange, on charge and event) yields one pair for each.
    """
    yield model.pgh_event_model, Q(pgh_obj_id__in=pks)
    for relation in model._meta.local_many_to_many:
        through = relation.remote_field.through
        owner = through._meta.get_field(relation.m2m_field_name())
        yield through.pgh_event_model, Q(**{f"{owner.attname}__in": pks})
    for foreign_key in foreign_keys_of_dependents(model):
        if not hasattr(foreign_key.model, "lock"):
            events = foreign_key.model.pgh_event_model.objects
            rows = events.filter(**{f"{foreign_key.attname}__in": pks})
            yield from event_conditions(foreign_key.model, rows.values("pgh_obj_id"))


class EditHistory:
    """The edits of a record, newest first. Supports count and slicing, for Paginator."""

    def __init__(self, record: Model):
        conditions = conditions_by_event_model(record)
        self.event_models = list(conditions)
        querysets = [
            event_model.objects.filter(condition)
            .order_by()
            .values_list("pgh_created_at", "pgh_id", Value(index))
            for index, (event_model, condition) in enumerate(conditions.items())
        ]
        self.rows = reduce(lambda union, queryset: union.union(queryset, all=True), querysets)

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, page: slice) -> list[Edit]:
        keys = list(self.rows.order_by("-pgh_created_at", "-pgh_id")[page])
        event_ids = defaultdict(list)
        for _at, pk, index in keys:
            event_ids[index].append(pk)
        events = {
            (index, event.pgh_id): event
            for index, pks in event_ids.items()
            for event in events_with_predecessor(self.event_models[index], pks)
        }
        return group_edits([events[index, pk] for _at, pk, index in keys])


def events_with_predecessor(event_model, pks) -> list:
    """Events, each with `before`: the preceding event of the same row, or None."""
    rows = event_model.objects.filter(pgh_id__in=pks)
    if any(each.name == "pgh_obj" for each in event_model._meta.fields):
        events = event_model.objects
        earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        latest = earlier.order_by("-pgh_id").values("pgh_id")[:1]
        rows = rows.annotate(before_id=Subquery(latest))
    before_ids = [pk for row in rows if (pk := getattr(row, "before_id", None))]
    predecessors = event_model.objects.in_bulk(before_ids)
    for row in rows:  # rows of many-to-many tables are inserted or deleted, never updated
        row.before = predecessors.get(getattr(row, "before_id", None))
    return list(rows)


def group_edits(rows) -> list[Edit]:
    """Group events of the same transaction into edits."""
    contexts = Context.objects.in_bulk({row.pgh_context_id for row in rows if row.pgh_context_id})
    users = User.objects.in_bulk(
        {context.metadata.get("user") for context in contexts.values()} - {None}
    )
    labels, edits = RowLabels(rows), []
    for (at, context), events in groupby(rows, attrgetter("pgh_created_at", "pgh_context_id")):
        metadata = contexts[context].metadata if context in contexts else {}
        editor = users.get(metadata.get("user"))
        by = editor.get_username() if editor else _("the system")
        changes = [describe_event(event, labels) for event in events]
        edits.append(Edit(at, by, metadata.get("reason") or "", changes))
    return edits


class RowLabels:
    """Labels of related rows, loaded with one query per model for a page of the history."""

    def __init__(self, rows):
        related_ids = defaultdict(set)
        for row in rows:
            for each in tracked_fields(row):
                if each.is_relation:
                    for state in filter(None, [row, row.before]):
                        related_ids[each.related_model].add(getattr(state, each.attname))
        self.rows_by_model = {
            model: model._base_manager.in_bulk(pks - {None}) for model, pks in related_ids.items()
        }

    def of(self, model, pk) -> str:
        if pk is None:
            return ""
        row = self.rows_by_model[model].get(pk)
        return str(row) if row else _("a deleted %(kind)s") % {"kind": model._meta.verbose_name}


def tracked_fields(row) -> list:
    """The model fields that its event table stores, without the primary key."""
    model = row.pgh_tracked_model
    stored = {field.name for field in row._meta.fields}
    return [f for f in model._meta.local_fields if f.name in stored and not f.primary_key]


def describe_event(row, labels: RowLabels) -> RowChange:
    model = row.pgh_tracked_model
    return RowChange(
        what=label_at_event(row),
        kind=table_label(model),
        deed=str(OPERATION_LABELS.get(row.pgh_label, row.pgh_label)),
        fields=[] if row.pgh_label == "delete" else list(changed_fields(row, labels)),
    )


def table_label(model) -> str:
    """The verbose name of a model; for a many-to-many table, those of the two related models."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name)
    ends = [each.related_model for each in model._meta.local_fields if each.is_relation]
    return _("link of %(ends)s") % {"ends": " + ".join(str(e._meta.verbose_name) for e in ends)}


def changed_fields(row, labels: RowLabels) -> Iterator[tuple[str, str, str]]:
    """(label, old, new) of fields that differ from `row.before`; for inserts, from the defaults."""
    mark_names = {f.mark_name for f in tracked_fields(row) if isinstance(f, PartialDateField)}
    owner_fields = {key.name for key in foreign_keys_to_owners(row.pgh_tracked_model)}
    for each in tracked_fields(row):
        if each.name in mark_names:  # part of the text of the partial date
            continue
        if not row.before and (each.name in owner_fields or is_default(row, each)):
            continue
        old = format_event_value(row.before, each, labels) if row.before else ""
        new = format_event_value(row, each, labels)
        if old != new:
            yield str(each.verbose_name), old, new


def is_default(row, each) -> bool:
    """Whether the field has its default value; one without a default never has (NOT_PROVIDED)."""
    return not callable(each.default) and getattr(row, each.attname) == each.default


def format_event_value(row, each, labels: RowLabels) -> str:
    value = getattr(row, each.attname)
    if each.is_relation:
        return labels.of(each.related_model, value)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    return str(dict(each.flatchoices).get(value, value))


def label_at_event(row) -> str:
    """The label of the row at the time of the event; empty if rows it refers to are deleted."""
    model = row.pgh_tracked_model
    if model._meta.auto_created:
        return ""
    values = {f.attname: getattr(row, f.attname) for f in tracked_fields(row)}
    try:
        return str(model(**values))
    except (ObjectDoesNotExist, FieldDoesNotExist):
        return ""

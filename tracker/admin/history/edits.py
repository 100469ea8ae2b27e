"""Reads the event tables of pghistory: who changed which field of a record, and why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import Model, OuterRef, Q, Subquery, Value
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from pghistory.models import Context

from tracker.models import User
from tracker.partial_dates import PartialDateField
from tracker.visibility.citation_coverage import children, parents

DEEDS = {
    "insert": gettext_lazy("added"),
    "update": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
}


@dataclass
class FieldChange:
    """One row added, changed or deleted, with (label, old, new) of each field."""

    what: str
    kind: str
    deed: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Edit:
    """What one editor did in one go."""

    at: object
    by: str
    reason: str
    changes: list[FieldChange] = field(default_factory=list)


def logs(model: type[Model], pks) -> Iterator[tuple[type[Model], Q]]:
    """The log of these rows, and of each kind of row that hangs on them, the deleted ones too.

    Stops at rows with a lock of their own: those have a page with their own history. What hangs
    on two kinds (a change of a charge, on the charge and on the event) comes once for each.
    """
    yield model.pgh_event_model, Q(pgh_obj_id__in=pks)
    for link in model._meta.local_many_to_many:
        through = link.remote_field.through
        owner = through._meta.get_field(link.m2m_field_name())
        yield through.pgh_event_model, Q(**{f"{owner.attname}__in": pks})
    for key in children(model):
        if not hasattr(key.model, "lock"):
            rows = key.model.pgh_event_model.objects.filter(**{f"{key.attname}__in": pks})
            yield from logs(key.model, rows.values("pgh_obj_id"))


class History:
    """The changes to a record, newest first; counts and slices for a Paginator."""

    def __init__(self, record: Model):
        conditions = defaultdict(Q)
        for log, condition in logs(type(record), [record.pk]):
            conditions[log] |= condition
        self.logs = list(conditions)
        numbered = [
            log.objects.filter(condition)
            .order_by()
            .annotate(log_number=Value(number))
            .values_list("pgh_created_at", "pgh_id", "log_number")
            for number, (log, condition) in enumerate(conditions.items())
        ]
        self.rows = reduce(lambda one, other: one.union(other, all=True), numbered)

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[Edit]:
        keys = list(self.rows.order_by("-pgh_created_at", "-pgh_id")[part])
        wanted = defaultdict(list)
        for _at, pk, number in keys:
            wanted[number].append(pk)
        read = {
            (number, row.pgh_id): row
            for number, pks in wanted.items()
            for row in with_predecessor(self.logs[number], pks)
        }
        return edits([read[number, pk] for _at, pk, number in keys])


def with_predecessor(log, pks) -> list:
    """Rows of a log, each with `before`: what the same row was until then, or None."""
    rows = log.objects.filter(pgh_id__in=pks)
    if any(each.name == "pgh_obj" for each in log._meta.fields):
        earlier = log.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        latest = earlier.order_by("-pgh_id").values("pgh_id")[:1]
        rows = rows.annotate(before_id=Subquery(latest))
    before = log.objects.in_bulk([pk for row in rows if (pk := getattr(row, "before_id", None))])
    for row in rows:  # a link is added or deleted, never changed
        row.before = before.get(getattr(row, "before_id", None))
    return list(rows)


def edits(rows) -> list[Edit]:
    """The rows of the log, those of one go together."""
    contexts = Context.objects.in_bulk({row.pgh_context_id for row in rows if row.pgh_context_id})
    users = User.objects.in_bulk(
        {context.metadata.get("user") for context in contexts.values()} - {None}
    )
    names, found = RowLabels(rows), []
    last = None
    for row in rows:
        key = (row.pgh_created_at, row.pgh_context_id)
        if key != last:
            context = contexts.get(row.pgh_context_id)
            about = context.metadata if context else {}
            editor = users.get(about.get("user"))
            by = editor.get_username() if editor else _("the system")
            found.append(Edit(row.pgh_created_at, by, about.get("reason") or ""))
            last = key
        found[-1].changes.append(change(row, names))
    return found


class RowLabels:
    """What linked rows are called, read once per kind for a page of the log."""

    def __init__(self, rows):
        wanted = defaultdict(set)
        for row in rows:
            for link in tracked_fields(row):
                if link.is_relation:
                    for state in filter(None, [row, row.before]):
                        wanted[link.related_model].add(getattr(state, link.attname))
        self.found = {
            model: model._base_manager.in_bulk(pks - {None}) for model, pks in wanted.items()
        }

    def of(self, model, pk) -> str:
        if pk is None:
            return ""
        row = self.found[model].get(pk)
        return str(row) if row else _("a deleted %(kind)s") % {"kind": model._meta.verbose_name}


def tracked_fields(row) -> list:
    """The fields of the tracked table that the log keeps, apart from the row's own number."""
    model = row.pgh_tracked_model
    kept = {field.name for field in row._meta.fields}
    return [f for f in model._meta.local_fields if f.name in kept and not f.primary_key]


def change(row, names: RowLabels) -> FieldChange:
    """One row of the log in words."""
    model = row.pgh_tracked_model
    return FieldChange(
        what=name_of_row(row),
        kind=kind_of(model),
        deed=str(DEEDS.get(row.pgh_label, row.pgh_label)),
        fields=[] if row.pgh_label == "delete" else list(changed_fields(row, names)),
    )


def kind_of(model) -> str:
    """What a row of the table is; of a table that only links two others, what it links."""
    if not model._meta.auto_created:
        return str(model._meta.verbose_name)
    ends = [each.related_model for each in model._meta.local_fields if each.is_relation]
    return _("link of %(ends)s") % {"ends": " + ".join(str(e._meta.verbose_name) for e in ends)}


def changed_fields(row, names: RowLabels) -> Iterator[tuple[str, str, str]]:
    """What is different from before; of an added row, what differs from an empty form."""
    about_marks = {f.mark_name for f in tracked_fields(row) if isinstance(f, PartialDateField)}
    above = {key.name for key in parents(row.pgh_tracked_model)}
    for each in tracked_fields(row):
        if each.name in about_marks:  # said with the date it belongs to
            continue
        if not row.before and (each.name in above or is_default(row, each)):
            continue
        old = in_words(row.before, each, names) if row.before else ""
        new = in_words(row, each, names)
        if old != new:
            yield str(each.verbose_name), old, new


def is_default(row, each) -> bool:
    return (
        each.has_default() and not callable(each.default) and row_value(row, each) == each.default
    )


def row_value(row, each):
    return getattr(row, each.attname)


def in_words(row, each, names: RowLabels) -> str:
    value = row_value(row, each)
    if each.is_relation:
        return names.of(each.related_model, value)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    return str(dict(each.flatchoices).get(value, value))


def name_of_row(row) -> str:
    """What the row was called then; rows it names may be gone since."""
    model = row.pgh_tracked_model
    if model._meta.auto_created:
        return ""
    values = {f.attname: getattr(row, f.attname) for f in tracked_fields(row)}
    try:
        return str(model(**values))
    except (ObjectDoesNotExist, FieldDoesNotExist):
        return ""


def entries(count: int) -> str:
    return ngettext("%(n)d change", "%(n)d changes", count) % {"n": count}

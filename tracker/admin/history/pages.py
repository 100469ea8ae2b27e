"""Admin views of a record's history and of the differences between two times."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from .edits import (
    EditHistory,
    RowChange,
    RowLabels,
    change_count_label,
    changed_fields,
    event_conditions,
    label_at_event,
)

CHANGES_PER_PAGE = 100


@dataclass(frozen=True)
class IdentityAccessEntry:
    """One access to a protected identity: who revealed or changed it, when and why."""

    at: datetime
    by: str
    deed: str
    reason: str


class HistoryMixin:
    """ModelAdmin mixin: history and comparison pages."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(self.compare_view)
        return [path("<path:object_id>/history/compare/", view, name=name), *super().get_urls()]

    def identity_accesses(self, _request, _record) -> list[IdentityAccessEntry]:
        """Accesses to the identity of a person, newest first, if this user may see them.

        Overridden by the admin of Person.
        """
        return []

    def history_view(self, request, object_id, extra_context=None):
        """Changes to the record and its dependent rows: who, when, why."""
        record = self._record_with_history(request, object_id)
        page = Paginator(EditHistory(record), CHANGES_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("History"),
            "page": page,
            "entries": change_count_label(page.paginator.count),
            "readings": self.identity_accesses(request, record),
            **(extra_context or {}),
        }
        return self._history_page(request, "admin/records/history.html", record, context)

    def compare_view(self, request, object_id):
        """Differences of the record between two times, `?one=` and `?two=` (ISO 8601)."""
        record = self._record_with_history(request, object_id)
        times = [parse_time(request.GET.get(name, "")) for name in ("one", "two")]
        context = {"title": _("Compare two moments"), "is_understood": all(times)}
        if all(times):
            earlier, later = sorted(times)
            changes = compare_times(record, earlier, later)
            context |= {"earlier": earlier, "later": later, "changes": changes}
        return self._history_page(request, "admin/records/compare.html", record, context)

    def _record_with_history(self, request, object_id):
        record = self.record_or_404(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _history_page(self, request, template, record, context):
        request.current_app = self.admin_site.name
        record_context = {"subtitle": str(record), "record": record, "opts": self.opts}
        context = {**self.admin_site.each_context(request), **record_context, **context}
        return TemplateResponse(request, template, context)


def parse_time(text: str) -> datetime | None:
    """Parse `2026-11-22T08:00:00.000001+00:00`; None if invalid or without time zone."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if is_aware(parsed) else None


def compare_times(record: Model, earlier: datetime, later: datetime) -> list[RowChange]:
    """Rows that were added, changed or deleted between two times."""
    conditions = defaultdict(Q)
    for event_model, condition in event_conditions(type(record), [record.pk]):
        conditions[event_model] |= condition
    changes = []
    for event_model, condition in conditions.items():
        before = events_at(event_model, condition, earlier)
        after = events_at(event_model, condition, later)
        for row in after.values():
            row.before = before.get(row.tracked_pk)
        for row in before.values():
            row.before = None
        deleted = [row for pk, row in before.items() if pk not in after]
        labels = RowLabels([*after.values(), *before.values()])
        changes += [
            change for row in after.values() if (change := describe_difference(row, labels))
        ]
        changes += [
            RowChange(label_at_event(row), tracked_model_label(row), _("deleted"))
            for row in deleted
        ]
    return changes


def events_at(event_model, condition: Q, when: datetime) -> dict:
    """The latest event up to a time of each row that existed then, by primary key of the row."""
    has_object = any(field.name == "pgh_obj" for field in event_model._meta.fields)
    key = "pgh_obj_id" if has_object else "id"  # events of many-to-many tables have no pgh_obj
    rows = event_model.objects.filter(condition, pgh_created_at__lte=when)
    states = {}
    for row in rows.order_by(key, "-pgh_id").distinct(key):
        if row.pgh_label != "delete":
            row.tracked_pk = getattr(row, key)
            states[row.tracked_pk] = row
    return states


def describe_difference(row, labels: RowLabels) -> RowChange | None:
    """The difference from `row.before`; None if there is none."""
    fields = list(changed_fields(row, labels))
    if row.before is not None and not fields:
        return None
    deed = _("added") if row.before is None else _("changed")
    return RowChange(label_at_event(row), tracked_model_label(row), deed, fields)


def tracked_model_label(row) -> str:
    return str(row.pgh_tracked_model._meta.verbose_name)

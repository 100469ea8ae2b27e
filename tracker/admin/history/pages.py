"""Admin views of a record's history and of the differences between two times."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Model, Q
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _, ngettext

from .edits import (
    EditHistory,
    RowChange,
    RowLabels,
    changed_fields,
    conditions_by_event_model,
    label_at_event,
)

CHANGES_PER_PAGE = 100


class HistoryMixin:
    """ModelAdmin mixin: history and comparison pages."""

    pages = {"<path:object_id>/history/compare/": "compare"}

    def identity_accesses(self, _request, _record):
        """Rows of IdentityAccess, newest first, that this user may see: overridden for people."""
        return []

    def history_view(self, request, object_id, extra_context=None):
        """Changes to the record and its dependent rows: who, when, why."""
        record = self.permitted_record(request, object_id, self.has_view_or_change_permission)
        page = Paginator(EditHistory(record), CHANGES_PER_PAGE).get_page(request.GET.get("p"))
        count = page.paginator.count
        return self.render_page(
            request,
            "admin/records/history.html",
            title=_("History"),
            subtitle=str(record),
            record=record,
            page=page,
            entries=ngettext("%(n)d change", "%(n)d changes", count) % {"n": count},
            readings=self.identity_accesses(request, record),
        )

    def compare_view(self, request, object_id):
        """Differences of the record between two times, `?one=` and `?two=` (ISO 8601)."""
        record = self.permitted_record(request, object_id, self.has_view_or_change_permission)
        times = [parse_time(request.GET.get(name, "")) for name in ("one", "two")]
        context = {"title": _("Compare two moments"), "subtitle": str(record), "record": record}
        context["is_understood"] = all(times)
        if all(times):
            earlier, later = sorted(times)
            changes = compare_times(record, earlier, later)
            context |= {"earlier": earlier, "later": later, "changes": changes}
        return self.render_page(request, "admin/records/compare.html", **context)


def parse_time(text: str) -> datetime | None:
    """Parse `2026-11-22T08:00:00.000001+00:00`; None if invalid or without time zone."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if is_aware(parsed) else None


def compare_times(record: Model, earlier: datetime, later: datetime) -> list[RowChange]:
    """Rows that were added, changed or deleted between two times."""
    changes = []
    for event_model, condition in conditions_by_event_model(record).items():
        before = events_at(event_model, condition, earlier)
        after = events_at(event_model, condition, later)
        for row in after.values():
            row.before = before.get(row.tracked_pk)
        for row in before.values():
            row.before = None
        labels = RowLabels([*after.values(), *before.values()])
        changes += filter(None, (describe_difference(row, labels) for row in after.values()))
        changes += [
            RowChange(label_at_event(row), tracked_model_label(row), _("deleted"))
            for pk, row in before.items()
            if pk not in after
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

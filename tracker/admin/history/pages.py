"""Admin views of a record's history and of the difference between two moments."""

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

from .edits import FieldChange, History, RowLabels, changed_fields, entries, logs, name_of_row

CHANGES_A_PAGE = 100


@dataclass(frozen=True)
class IdentityAccessEntry:
    """Somebody was shown a protected identity, or changed it."""

    at: datetime
    by: str
    deed: str
    reason: str


class HistoryAdmin:
    """Part of the admin of every record."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        view = self.admin_site.admin_view(self.compare_view)
        return [path("<path:object_id>/history/compare/", view, name=name), *super().get_urls()]

    def readings_of(self, _request, _record) -> list[IdentityAccessEntry]:
        """Who was shown the identity of a protected person, latest first, if this user may know.

        Whoever keeps that log says so here, in the admin of the record.
        """
        return []

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what in the record and what hangs on it, when and why."""
        record = self._record_with_history(request, object_id)
        page = Paginator(History(record), CHANGES_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("History"),
            "page": page,
            "entries": entries(page.paginator.count),
            "readings": self.readings_of(request, record),
            **(extra_context or {}),
        }
        return self._history_page(request, "admin/records/history.html", record, context)

    def compare_view(self, request, object_id):
        """The record at two moments, `?one=` and `?two=`, side by side."""
        record = self._record_with_history(request, object_id)
        given = [moment(request.GET.get(name, "")) for name in ("one", "two")]
        context = {"title": _("Compare two moments"), "is_understood": all(given)}
        if all(given):
            earlier, later = sorted(given)
            changes = compared(record, earlier, later)
            context |= {"earlier": earlier, "later": later, "changes": changes}
        return self._history_page(request, "admin/records/compare.html", record, context)

    def _record_with_history(self, request, object_id):
        record = self.record_or_404(request, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _history_page(self, request, template, record, context):
        request.current_app = self.admin_site.name
        own = {"subtitle": str(record), "record": record, "opts": self.opts}
        context = {**self.admin_site.each_context(request), **own, **context}
        return TemplateResponse(request, template, context)


def moment(text: str) -> datetime | None:
    """`2026-11-22T08:00:00.000001+00:00`; None for what is no moment."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if is_aware(read) else None


def compared(record: Model, earlier: datetime, later: datetime) -> list[FieldChange]:
    """What is different at the later moment: rows that came, went, or hold something else."""
    conditions = defaultdict(Q)
    for log, condition in logs(type(record), [record.pk]):
        conditions[log] |= condition
    found = []
    for log, condition in conditions.items():
        before, after = rows_at(log, condition, earlier), rows_at(log, condition, later)
        for row in after.values():
            row.before = before.get(row.pk_then)
        for row in before.values():
            row.before = None
        gone = [row for pk, row in before.items() if pk not in after]
        names = RowLabels([*after.values(), *before.values()])
        found += [change for row in after.values() if (change := changed(row, names))]
        found += [FieldChange(name_of_row(row), kind_of(row), _("deleted")) for row in gone]
    return found


def rows_at(log, condition: Q, when: datetime) -> dict:
    """What the log last said until then of each row that was there."""
    is_owned = any(field.name == "pgh_obj" for field in log._meta.fields)
    key = "pgh_obj_id" if is_owned else "id"  # the link of a many-to-many field has no owner
    rows = log.objects.filter(condition, pgh_created_at__lte=when)
    found = {}
    for row in rows.order_by(key, "-pgh_id").distinct(key):
        if row.pgh_label != "delete":
            row.pk_then = getattr(row, key)
            found[row.pk_then] = row
    return found


def changed(row, names: RowLabels) -> FieldChange | None:
    """What differs from `row.before`; None where nothing does."""
    fields = list(changed_fields(row, names))
    if row.before is not None and not fields:
        return None
    deed = _("added") if row.before is None else _("changed")
    return FieldChange(name_of_row(row), kind_of(row), deed, fields)


def kind_of(row) -> str:
    return str(row.pgh_tracked_model._meta.verbose_name)

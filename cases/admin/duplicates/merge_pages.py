"""Admin views to merge two records and to undo a merge."""

from collections import defaultdict

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Merge
from cases.staff.merging.actions import merge, unmerge
from cases.staff.merging.decided_pairs import pair_model_of
from cases.staff.merging.merge_plan import plan_merge
from tracker.admin import PublishableAdmin, StaffAdmin, admin_url
from tracker.admin.staff_admin import never, refusal_message
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.workflow import NotAllowed

MERGE_PERMISSION = "cases.merge_records"
MAX_MOVES_SHOWN = 500  # moved values shown on the page of a merge


class MergeableAdmin(PublishableAdmin):
    """Admin of records that can be merged with a duplicate."""

    pages = {"<path:object_id>/merge/": "merge"}

    def has_change_permission(self, request, obj=None):
        """Merged records are read-only: edit the record they were merged into."""
        is_merged = bool(getattr(obj, "merged_into_id", None))
        return not is_merged and super().has_change_permission(request, obj)

    def page_extras(self, request, record):
        kept, merged = f"kept_{self.opts.model_name}", f"merged_{self.opts.model_name}"
        merges = Merge.objects.filter(Q(**{kept: record}) | Q(**{merged: record}))
        return super().page_extras(request, record) | {
            "merges": merges.in_effect().select_related(kept, merged, "merged_by"),
            "may_merge": request.user.has_perm(MERGE_PERMISSION),
            "pairs": pending_pairs_of(record),
        }

    def merge_view(self, request, object_id):
        """GET: choose the other record, then preview the merge. POST: merge."""
        record = self.record_or_404(request, object_id)
        if not request.user.has_perm(MERGE_PERMISSION):
            raise PermissionDenied
        parameters = request.POST if request.method == "POST" else request.GET
        other = self._other_record(request, record, parameters.get("other", "").strip())
        is_swapped = parameters.get("keep") == "other"
        kept, merged = (other, record) if is_swapped else (record, other)
        if other and request.method == "POST" and self._merge(request, kept, merged):
            return HttpResponseRedirect(admin_url(kept))
        return self.render_page(
            request,
            "admin/cases/duplicates/merge.html",
            title=_("Merge"),
            record=record,
            other=other,
            keep="other" if kept != record else "this",
            reason=request.POST.get("reason", ""),
            **(self._preview(kept, merged) if other else {}),
        )

    def _other_record(self, request, record, code):
        """The record with this code; None, with a message, if there is none."""
        if not code:
            return None
        other = self.get_queryset(request).filter(code=code.upper()).first()
        if other is None or other.pk == record.pk:
            text = _("There is no other record with the code “%s”.") % code
            self.message_user(request, text, messages.ERROR)
            return None
        return other

    def _preview(self, kept, merged) -> dict:
        records = {"kept": kept, "merged": merged}
        try:
            plan = plan_merge(**records)
        except NotAllowed as error:
            return {"refused": str(error), **records}
        moved = [(move.key.model._meta.verbose_name, move.row) for move in plan.moves]
        dropped = [(row._meta.verbose_name, row) for row in plan.dropped_rows]
        return {"plan": plan, "moved": moved, "dropped": dropped, **records}

    def _merge(self, request, kept, merged) -> bool:
        reason, records = request.POST.get("reason", ""), {"merged": merged, "kept": kept}
        done = _("“%(merged)s” is part of “%(kept)s” now.") % records
        with self.log_reason(reason):
            return self.run_action(request, merge, done, reason=reason, **records)


def pending_pairs_of(record):
    """(other record, page of the pair) of up to ten pending duplicate candidates."""
    pairs = pair_model_of(type(record)).objects.pending().filter(Q(first=record) | Q(second=record))
    return [
        (pair.second if pair.first_id == record.pk else pair.first, admin_url(pair))
        for pair in pairs.select_related("first", "second")[:10]
    ]


def describe_moves(moves) -> list[tuple[str, str, str, str]]:
    """(row, field, old, new) of each moved value; foreign keys as the label of the related row."""
    resolved, ids = [], defaultdict(set)
    for move in moves:
        model = apps.get_model(move.table)
        field = model._meta.get_field(move.field)
        ids[model].add(move.row)
        if field.is_relation:
            ids[field.related_model] |= {int(pk) for pk in (move.old, move.new) if pk}
        resolved.append((move, model, field))
    rows = {model: model._base_manager.in_bulk(pks) for model, pks in ids.items()}

    def display_value(field, text):
        if field.is_relation and text:
            return str(rows[field.related_model].get(int(text), text))
        return dict(field.flatchoices).get(text, text)

    return [
        (
            f"{capfirst(model._meta.verbose_name)}: {rows[model].get(move.row, move.row)}",
            capfirst(field.verbose_name),
            display_value(field, move.old),
            display_value(field, move.new),
        )
        for move, model, field in resolved
    ]


@admin.register(Merge)
class MergeAdmin(StaffAdmin):
    """Merges: when, by whom, why, which values moved; and the button to undo one."""

    pages = {"<int:pk>/undo/": "undo"}
    list_display = ["__str__", "reason", "merged_by", "merged_at", "undone_at"]
    list_select_related = ["kept_person", "merged_person", "kept_case", "merged_case", "merged_by"]
    has_add_permission = has_delete_permission = never

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One merge with its moved values, read-only."""
        has_permission = self.has_view_or_change_permission
        return self._page(request, self.permitted_record(request, object_id, has_permission))

    def undo_view(self, request, pk):
        """GET: the page of the merge. POST: undo it."""
        merge_row = self.record_or_404(request, pk)
        if not request.user.has_perm(MERGE_PERMISSION):
            raise PermissionDenied
        # Undoing the merge of a person may show more of a name.
        back = admin_url(merge_row)
        if merge_row.merged_person and (redirect := require_recent_mfa(request, back=back)):
            return redirect
        reason = request.POST.get("reason", "")
        if request.method == "POST" and self._undo(request, merge_row, reason):
            return HttpResponseRedirect(admin_url(merge_row.merged))
        return self._page(request, merge_row)

    def _undo(self, request, merge_row, reason) -> bool:
        try:
            with self.log_reason(reason):
                unrestored, withheld = unmerge(merge=merge_row, reason=reason, by=request.user)
        except (NotAllowed, IntegrityError) as error:
            self.message_user(request, refusal_message(error), messages.ERROR)
            return False
        self.message_user(request, _("The merge was taken back."), messages.SUCCESS)
        for record in withheld:
            text = _("“%s” is not public again: its checklist says what to look at first.")
            self.message_user(request, text % record, messages.WARNING)
        for move in unrestored[:10]:
            text = _("Changed since, and left as it is: %s") % move
            self.message_user(request, text, messages.WARNING)
        return True

    def _page(self, request, merge_row):
        return self.render_page(
            request,
            "admin/cases/duplicates/merge_detail.html",
            title=_("Merge"),
            merge=merge_row,
            kept_address=admin_url(merge_row.kept),
            merged_address=admin_url(merge_row.merged),
            moves=describe_moves(merge_row.moves.all()[:MAX_MOVES_SHOWN]),
            may_merge=request.user.has_perm(MERGE_PERMISSION),
            undo=admin_url(merge_row, "undo"),
        )

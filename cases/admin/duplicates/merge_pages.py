"""Admin views to merge two records and to undo a merge."""

from collections import defaultdict

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Merge, Person
from cases.staff.duplicates import find_duplicates_of
from cases.staff.merging import merge, plan_merge, unmerge
from cases.staff.merging.decided_pairs import pairs_of
from tracker.admin import PublishableAdmin, address_of
from tracker.admin.record_admin import refusal
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.workflow import NotAllowed

MAY_MERGE = "cases.merge_records"
MOST_TOLD = 500  # changes of one merge on its page


class MergeableAdmin(PublishableAdmin):
    """Admin of a kind of record that may be there twice."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view(self.merge_view)
        merging = path("<path:object_id>/merge/", view, name=f"{name}_merge")
        return [merging, *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        """What was merged is read, not edited: the record it went into is."""
        return not getattr(obj, "merged_into_id", None) and super().has_change_permission(
            request, obj
        )

    def page_extras(self, request, record):
        extras = super().page_extras(request, record)
        if record is None:
            return extras
        kind = self.opts.model_name
        merges = Merge.objects.filter(
            Q(**{f"kept_{kind}": record}) | Q(**{f"merged_{kind}": record})
        )
        return extras | {
            "merges": merges.in_effect().select_related(
                f"kept_{kind}", f"merged_{kind}", "merged_by"
            ),
            "may_merge": request.user.has_perm(MAY_MERGE),
            "pairs": pairs_with(record),
        }

    def merge_view(self, request, object_id):
        """GET: which other record, then what would happen. POST: merge."""
        record = self.record_or_404(request, object_id)
        if not request.user.has_perm(MAY_MERGE):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        other = self._other(request, record, asked.get("other", "").strip())
        kept, merged = (other, record) if asked.get("keep") == "other" else (record, other)
        if other and request.method == "POST" and self._merge(request, kept, merged):
            return HttpResponseRedirect(address_of(kept))
        context = self.admin_site.each_context(request) | {
            "title": _("Merge"),
            "opts": self.opts,
            "record": record,
            "other": other,
            "keep": "other" if kept != record else "this",
            "reason": request.POST.get("reason", ""),
            **(self._preview(kept, merged) if other else {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/cases/duplicates/merge.html", context)

    def _other(self, request, record, code):
        """The other record, by its code."""
        if not code:
            return None
        other = self.get_queryset(request).filter(code=code.upper()).first()
        if other is None or other.pk == record.pk:
            words = _("There is no other record with the code “%s”.") % code
            self.message_user(request, words, messages.ERROR)
            return None
        return other

    def _preview(self, kept, merged) -> dict:
        try:
            plan = plan_merge(kept=kept, merged=merged)
        except NotAllowed as refused:
            return {"refused": str(refused), "kept": kept, "merged": merged}
        return {"plan": plan, "kept": kept, "merged": merged}

    def _merge(self, request, kept, merged) -> bool:
        reason = request.POST.get("reason", "")
        try:
            with self.saying_why(reason):
                merge(kept=kept, merged=merged, reason=reason, by=request.user)
        except NotAllowed as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return False
        except IntegrityError as error:
            self.message_user(request, refusal(error), messages.ERROR)
            return False
        words = _("“%(merged)s” is part of “%(kept)s” now.") % {"merged": merged, "kept": kept}
        self.message_user(request, words, messages.SUCCESS)
        return True

    def save_related(self, request, form, formsets, change):
        """Names were typed: look at once who else is called so."""
        super().save_related(request, form, formsets, change)
        if isinstance(form.instance, Person):
            find_duplicates_of(form.instance)


def pairs_with(record):
    """Whom it may be, too, with the page of each pair."""
    pairs = pairs_of(type(record)).objects.waiting().filter(Q(first=record) | Q(second=record))
    return [
        (pair.second if pair.first_id == record.pk else pair.first, address_of(pair))
        for pair in pairs.select_related("first", "second")[:10]
    ]


def in_words(moves) -> list[tuple[str, str, str, str]]:
    """Each change of a merge: (row, field, was, became), an id told as the row it is of."""
    told, wanted = [], defaultdict(set)
    for move in moves:
        model = apps.get_model(move.table)
        field = model._meta.get_field(move.field)
        wanted[model].add(move.row)
        if field.is_relation:
            wanted[field.related_model] |= {int(pk) for pk in (move.old, move.new) if pk}
        told.append((move, model, field))
    rows = {model: model._base_manager.in_bulk(pks) for model, pks in wanted.items()}

    def value(field, text):
        if field.is_relation and text:
            return str(rows[field.related_model].get(int(text), text))
        return dict(field.flatchoices).get(text, text)

    return [
        (
            f"{capfirst(model._meta.verbose_name)}: {rows[model].get(move.row, move.row)}",
            capfirst(field.verbose_name),
            value(field, move.old),
            value(field, move.new),
        )
        for move, model, field in told
    ]


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):
    """What was merged, when, by whom and why; and the way back."""

    list_display = ["__str__", "reason", "merged_by", "merged_at", "undone_at"]
    list_select_related = ["kept_person", "merged_person", "kept_case", "merged_case", "merged_by"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", undo, name="cases_merge_undo"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One merge, row by row."""
        if not object_id.isdigit():
            raise Http404
        found = get_object_or_404(Merge, pk=object_id)
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        return self._page(request, found)

    def undo_view(self, request, pk):
        """POST: take the merge back."""
        found = get_object_or_404(Merge, pk=pk)
        if not request.user.has_perm(MAY_MERGE):
            raise PermissionDenied
        if found.merged_person and (again := require_recent_mfa(request, back=address_of(found))):
            return again  # it may show more of a name
        reason = request.POST.get("reason", "")
        if request.method == "POST" and self._undo(request, found, reason):
            return HttpResponseRedirect(address_of(found.merged))
        return self._page(request, found)

    def _undo(self, request, found, reason) -> bool:
        admin_of_kind = self.admin_site.get_model_admin(type(found.kept))
        try:
            with admin_of_kind.saying_why(reason):
                undone = unmerge(merge=found, reason=reason, by=request.user)
        except NotAllowed as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return False
        except IntegrityError as error:
            self.message_user(request, refusal(error), messages.ERROR)
            return False
        self.message_user(request, _("The merge was taken back."), messages.SUCCESS)
        for record in undone.kept_back:
            words = _("“%s” is not public again: its checklist says what to look at first.")
            self.message_user(request, words % record, messages.WARNING)
        for move in undone.left[:10]:
            words = _("Changed since, and left as it is: %s") % move
            self.message_user(request, words, messages.WARNING)
        return True

    def _page(self, request, found):
        context = self.admin_site.each_context(request) | {
            "title": _("Merge"),
            "opts": self.opts,
            "merge": found,
            "kept_address": address_of(found.kept),
            "merged_address": address_of(found.merged),
            "moves": in_words(found.moves.all()[:MOST_TOLD]),
            "may_merge": request.user.has_perm(MAY_MERGE),
            "undo": reverse("admin:cases_merge_undo", args=[found.pk]),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/cases/duplicates/merge_detail.html", context)

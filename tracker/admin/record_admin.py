"""Base model admin of all records: labels, history, reasons, deletion."""

from uuid import uuid4

from concurrency.exceptions import RecordModifiedError
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.urls import resolve
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from tracker.models import Fact, Submission, plain_names
from tracker.staff.accounts.roles import PUBLISH_RECORDS
from tracker.staff.assignments import set_last_editor
from tracker.visibility.citation_coverage import (
    cited_kinds,
    is_cited,
    is_public,
    owning_records,
    unsourced,
    with_unsourced,
)

from .autocomplete import LabelledAutocompleteView, StaffFormFieldsMixin
from .changelists import ReadableChangeListMixin
from .claim_comparison import ClaimComparisonMixin, competing_facts
from .forms import VERSION_FIELD, EditForm
from .history.pages import HistoryMixin
from .inlines import build_citation_inline, render_unsourced_mark
from .staff_admin import StaffAdmin, admin_url, refusal_message

CLAIM_STATUS_FIELDSET = (gettext_lazy("Standing"), {"fields": ["standing", "standing_reason"]})
ALREADY_SAVED = gettext_lazy("This form was saved before: here is what it made.")


class UnsourcedFilter(admin.SimpleListFilter):
    title = gettext_lazy("sources")
    parameter_name = "unsourced"

    def lookups(self, request, model_admin):
        return [("1", _("Something is unsourced")), ("0", _("All is sourced"))]

    def queryset(self, request, queryset):
        if self.value() not in ("0", "1"):
            return queryset
        return queryset.filter(is_unsourced=self.value() == "1")


class RecordAdmin(
    ClaimComparisonMixin, HistoryMixin, StaffFormFieldsMixin, ReadableChangeListMixin, StaffAdmin
):
    """Base admin of every record and fact that has its own change page."""

    form = EditForm
    pages = {"choices/": "choices"}
    is_in_index = True
    is_vocabulary = False  # rows without a publication state, public at once

    def has_module_permission(self, request):
        """The index omits facts with `is_in_index = False`: they are reached from their records."""
        return self.is_in_index and super().has_module_permission(request)

    # --- permissions ---

    def has_add_permission(self, request):
        needs_publisher = self.is_vocabulary and not request.user.has_perm(PUBLISH_RECORDS)
        return super().has_add_permission(request) and not needs_publisher

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.may_edit(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.may_edit(request, obj)

    def may_edit(self, request, row) -> bool:
        """Whether the user may change the row: public rows need the publish permission."""
        if row is None or request.user.has_perm(PUBLISH_RECORDS):
            return True
        return not (self.is_vocabulary or is_public(row))

    def save_model(self, request, obj, form, change):
        """Checks again: a new fact may belong to a published record."""
        if not self.may_edit(request, obj):
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    # --- lists ---

    @property
    def shows_sources(self) -> bool:
        return any(True for _model in cited_kinds(self.model))

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        return with_unsourced(queryset) if self.shows_sources else queryset

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "all_facts_sourced"] if self.shows_sources else columns

    def get_list_filter(self, request):
        filters = list(super().get_list_filter(request))
        return [UnsourcedFilter, *filters] if self.shows_sources else filters

    @admin.display(description=gettext_lazy("sources"))
    def all_facts_sourced(self, record):
        return render_unsourced_mark() if record.is_unsourced else "✓"

    # --- autocomplete ---

    def with_label(self, queryset):
        """The queryset with the annotations and joins that `label_of` needs."""
        joins = self.list_select_related
        return queryset.select_related(*joins) if joins else queryset

    def label_of(self, record) -> str:
        """Autocomplete label, which distinguishes records of the same name."""
        return str(record)

    def warning_about(self, _term) -> str:
        """A warning to show above the autocomplete results for a search term."""
        return ""

    def choices_view(self, request):
        return LabelledAutocompleteView.as_view(admin_site=self.admin_site)(request)

    # --- the form ---

    def get_view_on_site_url(self, obj=None):
        """None unless the record is public."""
        return super().get_view_on_site_url(obj) if obj and is_public(obj) else None

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        return [*inlines, build_citation_inline(self.model)] if is_cited(self.model) else inlines

    def get_fieldsets(self, request, obj=None):
        """The first fieldset also gets the plain fields that none names, and the version."""
        (name, options), *rest = fieldsets = super().get_fieldsets(request, obj)
        fields = [each for each in options["fields"] if each != VERSION_FIELD]
        placed = flatten_fieldsets(fieldsets)
        fields += [each for each in plain_names(self.model, "admin") if each not in placed]
        if self.has_change_permission(request, obj):
            fields.append(VERSION_FIELD)
        return [(name, {**options, "fields": fields}), *rest]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.database_error = getattr(request, "database_error", "")
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Logs the reason with the changes; shows violated database constraints as form errors."""
        if object_id is None and request.POST.get("token"):
            return self.add_once(request, form_url, extra_context)
        return self._changeform(request, object_id, form_url, extra_context)

    def add_once(self, request, form_url, extra_context):
        """Add one row even if the form is sent twice; a repeated request redirects to that row."""
        with transaction.atomic():
            submission = Submission.objects.claim(token=request.POST["token"], by=request.user)
            if submission.led_to:
                return self.redirect_to_added(request, submission.led_to)
            response = self._changeform(request, None, form_url, extra_context)
            if IS_POPUP_VAR in request.POST and hasattr(request, "added"):
                submission.led_to = admin_url(request.added)
            elif isinstance(response, HttpResponseRedirect):
                submission.led_to = response.url
            submission.save()
            return response

    def redirect_to_added(self, request, url):
        """Redirect to the row added by an earlier request; a popup closes and selects it."""
        if IS_POPUP_VAR in request.POST:
            added = self.record_or_404(request, resolve(url).kwargs["object_id"])
            return self.response_add(request, added)
        self.message_user(request, ALREADY_SAVED)
        return HttpResponseRedirect(url)

    def response_add(self, request, obj, post_url_continue=None):
        request.added = obj
        return super().response_add(request, obj, post_url_continue)

    def _changeform(self, request, object_id, form_url, extra_context):
        with self.log_reason(request.POST.get("reason", "")):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except (RecordModifiedError, IntegrityError) as error:
                # Validate again: to show both values, if another user saved it meanwhile.
                if isinstance(error, IntegrityError):
                    request.database_error = refusal_message(error)
                return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self.page_extras(request, obj) if obj else {}
        context["reason"] = request.POST.get("reason", "")
        context["token"] = request.POST.get("token") or str(uuid4())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def page_extras(self, request, record) -> dict:
        """Extra template context of the change page."""
        return {
            "ancestors": [(each, admin_url(each)) for each in reversed(owning_records(record))],
            "is_public": is_public(record),
            "standing_page": claim_comparison_url(record),
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        set_last_editor(row=form.instance, by=request.user)
        is_checked = self.shows_sources and is_public(form.instance)
        for fact in unsourced(form.instance)[:10] if is_checked else ():
            text = _("Published without a source: %(kind)s") % {"kind": fact._meta.verbose_name}
            link = format_html('{} <a href="{}">{}</a>', text, admin_url(fact), fact)
            self.message_user(request, link, messages.WARNING)

    # --- deletion ---

    def delete_view(self, request, object_id, extra_context=None):
        with self.log_reason(request.POST.get("reason", "")):
            try:
                return super().delete_view(request, object_id, extra_context)
            except IntegrityError as error:
                self.message_user(request, refusal_message(error), messages.ERROR)
                return HttpResponseRedirect("../change/")

    def response_action(self, request, queryset):
        try:
            with transaction.atomic():  # all selected rows or none
                return super().response_action(request, queryset)
        except IntegrityError as error:
            self.message_user(request, refusal_message(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())


def claim_comparison_url(record) -> str | None:
    """URL of the claim comparison if the fact has competing facts."""
    if isinstance(record, Fact) and competing_facts(record).exclude(pk=record.pk).exists():
        return admin_url(record, "standing")
    return None

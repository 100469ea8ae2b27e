"""Model admin with the publication workflow as buttons and list actions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.staff.accounts.roles import PUBLISH_RECORDS
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.checklist import findings
from tracker.visibility.citation_coverage import unsourced
from tracker.visibility.workflow import (
    ALLOWED_TRANSITIONS,
    NotAllowed,
    is_own_work,
    publish,
    transition,
    withdraw,
)

from .previews import PreviewMixin
from .record_admin import RecordAdmin, admin_url, constraint_message

# Target states that change what the public sees: need the publish permission.
PUBLISHER_STATES = {State.PUBLISHED, State.WITHDRAWN}


class PublishableAdmin(PreviewMixin, RecordAdmin):
    """Admin of a record with a publication state; buttons and actions change it, not the form."""

    actions = ["publish_selected", "withdraw_selected"]
    names_people = False  # publishing shows a name and requires a recent second factor

    def get_list_display(self, request):
        return [*super().get_list_display(request), "publication_state"]

    def get_list_filter(self, request):
        return ["state", *super().get_list_filter(request)]

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def publication_state(self, record):
        return format_html(
            '<span class="state {}">{}</span>', record.state, record.get_state_display()
        )

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = {
            "publish/": (self.publish_view, "publish"),
            "withdraw/": (self.withdraw_view, "withdraw"),
            "state/<slug:state>/": (self.state_view, "state"),
        }
        urls = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(view), name=f"{name}_{step}")
            for end, (view, step) in views.items()
        ]
        return [*urls, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.last_edited_by = request.user
        super().save_model(request, obj, form, change)

    def page_extras(self, request, record):
        extras = super().page_extras(request, record)
        if record is None:
            return extras
        checklist = findings(record)
        return extras | {
            "missing": fact_links(unsourced(record)),
            "blocking": [finding_link(each) for each in checklist if each.is_blocking],
            "warnings": [finding_link(each) for each in checklist if not each.is_blocking],
            "last_step": WorkflowStep.about(record).select_related("by").first(),
            "allowed_states": self.available_states(request, record),
        }

    def available_states(self, request, record) -> set:
        """The states to which this user may move the record."""
        if not self.has_change_permission(request, record):
            return set()
        return ALLOWED_TRANSITIONS[State(record.state)] - (
            set() if self.may_publish(request) else PUBLISHER_STATES
        )

    def may_publish(self, request) -> bool:
        return request.user.has_perm(PUBLISH_RECORDS)

    def has_publish_permission(self, request) -> bool:
        """Required by the actions with `permissions=["publish"]`."""
        return self.may_publish(request)

    # --- one record ---

    def publish_view(self, request, object_id):
        """GET: the checklist. POST: publish, unless a finding blocks or warnings are not ticked."""
        record = self._record_for_step(request, object_id, State.PUBLISHED)
        if self.names_people and (redirect := require_recent_mfa(request)):
            return redirect
        missing, checklist = unsourced(record), findings(record)
        warnings_confirmed = request.POST.get("looked") == "on"
        blockers = [each for each in checklist if each.is_blocking or not warnings_confirmed]
        if request.method == "POST" and not blockers:
            done = _("“%(record)s” is published.")
            self._run_step(
                request, record, publish, done=done, warnings_confirmed=warnings_confirmed
            )
            return HttpResponseRedirect(admin_url(record))
        if request.method == "POST":
            self.message_user(
                request, self._refusal_message(record, missing, blockers), messages.ERROR
            )
        return self._page(
            request,
            "admin/records/publish.html",
            record=record,
            missing=fact_links(missing),
            blocking=[finding_link(each) for each in checklist if each.is_blocking],
            warnings=[finding_link(each) for each in checklist if not each.is_blocking],
            is_own_work=is_own_work(record, request.user),
        )

    def withdraw_view(self, request, object_id):
        """GET: a form for the reason. POST: withdraw the record."""
        record = self._record_for_step(request, object_id, State.WITHDRAWN)
        if request.method == "POST" and self._withdraw(request, record):
            return HttpResponseRedirect(admin_url(record))
        return self._page(request, "admin/records/withdraw.html", records=[record], record=record)

    def state_view(self, request, object_id, state):
        """POST: send to review, or back to draft."""
        record = self._record_for_step(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if state not in (State.DRAFT, State.IN_REVIEW):
            raise PermissionDenied
        done = _("“%%(record)s” is now: %(state)s.") % {"state": State(state).label.lower()}
        note = request.POST.get("note", "")
        with self.log_reason(note):
            self._run_step(request, record, transition, done=done, to=State(state), note=note)
        return HttpResponseRedirect(admin_url(record))

    # --- many records ---

    @admin.action(
        description=gettext_lazy("Publish the selected %(verbose_name_plural)s"),
        permissions=["publish"],
    )
    def publish_selected(self, request, queryset):
        if self.names_people and (redirect := require_recent_mfa(request)):
            return redirect
        count = 0
        for record in self.unannotated(queryset):
            if checklist := findings(record):
                message = self._refusal_message(record, unsourced(record), checklist)
                self.message_user(request, message, messages.ERROR)
            else:
                count += self._run_step(request, record, publish)
        self._report_count(request, count, ngettext("%(n)d published.", "%(n)d published.", count))
        return None

    @admin.action(
        description=gettext_lazy("Withdraw the selected %(verbose_name_plural)s…"),
        permissions=["publish"],
    )
    def withdraw_selected(self, request, queryset):
        records = list(self.unannotated(queryset))
        if "reason" not in request.POST:
            return self._page(request, "admin/records/withdraw.html", records=records, many=True)
        count = sum(self._withdraw(request, record) for record in records)
        self._report_count(request, count, ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", count))
        return None

    # --- parts of both ---

    def unannotated(self, queryset):
        """The same rows without the annotations of the change list."""
        return self.model._base_manager.filter(pk__in=queryset.values("pk")).order_by("pk")

    def _record_for_step(self, request, object_id, state=State.DRAFT):
        """The record. Raises PermissionDenied if the user may not move it to the state."""
        record = self.record_or_404(request, object_id)
        may_step = state not in PUBLISHER_STATES or self.may_publish(request)
        if not (may_step and self.has_change_permission(request, record)):
            raise PermissionDenied
        return record

    def _withdraw(self, request, record) -> bool:
        reason = request.POST.get("reason", "")
        done = _("“%(record)s” is withdrawn from the public.")
        with self.log_reason(reason):
            return self._run_step(request, record, withdraw, done=done, reason=reason)

    def _run_step(self, request, record, step, done="", **step_arguments) -> bool:
        """Call publish, withdraw or transition; shows success or refusal as a message."""
        try:
            with transaction.atomic():
                step(record=record, by=request.user, **step_arguments)
        except (NotAllowed, IntegrityError) as error:
            message = constraint_message(error) if isinstance(error, IntegrityError) else str(error)
            self.message_user(request, message, messages.ERROR)
            return False
        if done:
            self.message_user(request, done % {"record": record}, messages.SUCCESS)
        return True

    def _report_count(self, request, count, message):
        if count:
            self.message_user(request, message % {"n": count}, messages.SUCCESS)

    def _refusal_message(self, record, missing, blockers):
        problem = ngettext(
            "%(n)d fact has no source.", "%(n)d facts have no source.", len(missing)
        ) % {"n": len(missing)}
        if not missing:
            problem = ngettext(
                "%(n)d thing to look at.", "%(n)d things to look at.", len(blockers)
            ) % {"n": len(blockers)}
        publish_url = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_publish", args=[record.pk]
        )
        return format_html(
            '{} {} <a href="{}">{}</a>',
            _("“%(record)s” was not published.") % {"record": record},
            problem,
            publish_url,
            _("What is missing"),
        )

    def _page(self, request, template, **context):
        title = _("Publish") if "missing" in context else _("Withdraw from the public")
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, template, context)


def finding_link(finding):
    """The sentence of a finding and the change page of its row."""
    return finding.sentence, admin_url(finding.row)


def fact_links(facts):
    """(fact, type, change page) of each fact, for templates."""
    return [(fact, fact._meta.verbose_name, admin_url(fact)) for fact in facts]

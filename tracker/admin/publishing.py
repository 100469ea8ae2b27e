"""Model admin with the publication workflow as buttons and list actions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _, ngettext

from tracker.enums import State
from tracker.models import WorkflowStep
from tracker.staff.accounts.roles import PUBLISH_RECORDS
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.checklist import findings
from tracker.visibility.citation_coverage import unsourced
from tracker.visibility.workflow import (
    ALLOWED_TRANSITIONS,
    is_own_work,
    publish,
    transition,
    withdraw,
)

from .previews import PreviewMixin
from .record_admin import RecordAdmin
from .staff_admin import admin_url

# Target states that change what the public sees: need the publish permission.
PUBLISHER_STATES = {State.PUBLISHED, State.WITHDRAWN}


class PublishableAdmin(PreviewMixin, RecordAdmin):
    """Admin of a record with a publication state; buttons and actions change it, not the form."""

    actions = ["publish_selected", "withdraw_selected"]
    pages = {
        "<path:object_id>/publish/": "publish",
        "<path:object_id>/withdraw/": "withdraw",
        "<path:object_id>/state/<slug:state>/": "state",
    }
    names_people = False  # publishing shows a name and requires a recent second factor

    def get_list_display(self, request):
        return [*super().get_list_display(request), "publication_state"]

    def get_list_filter(self, request):
        return ["state", *super().get_list_filter(request)]

    @admin.display(description=_("state"), ordering="state")
    def publication_state(self, record):
        return format_html(
            '<span class="state {}">{}</span>', record.state, record.get_state_display()
        )

    def save_model(self, request, obj, form, change):
        obj.last_edited_by = request.user
        super().save_model(request, obj, form, change)

    def page_extras(self, request, record):
        return super().page_extras(request, record) | {
            **checklist_context(findings(record), unsourced(record)),
            "last_step": WorkflowStep.about(record).select_related("by").first(),
            "allowed_states": self.available_states(request, record),
        }

    def available_states(self, request, record) -> set:
        """The states to which this user may move the record."""
        if not self.has_change_permission(request, record):
            return set()
        forbidden = set() if self.has_publish_permission(request) else PUBLISHER_STATES
        return ALLOWED_TRANSITIONS[State(record.state)] - forbidden

    def has_publish_permission(self, request) -> bool:
        """Also required by the actions with `permissions=["publish"]`."""
        return request.user.has_perm(PUBLISH_RECORDS)

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
            done = _("“%(record)s” is published.") % {"record": record}
            arguments = {"record": record, "warnings_confirmed": warnings_confirmed}
            self.run_action(request, publish, done, **arguments)
            return HttpResponseRedirect(admin_url(record))
        if request.method == "POST":
            self._refuse(request, record, missing, blockers)
        return self.render_page(
            request,
            "admin/records/publish.html",
            title=_("Publish"),
            record=record,
            is_own_work=is_own_work(record, request.user),
            **checklist_context(checklist, missing),
        )

    def withdraw_view(self, request, object_id):
        """GET: a form for the reason. POST: withdraw the record."""
        record = self._record_for_step(request, object_id, State.WITHDRAWN)
        if request.method == "POST" and self._withdraw(request, record):
            return HttpResponseRedirect(admin_url(record))
        return self._withdraw_page(request, records=[record], record=record)

    def state_view(self, request, object_id, state):
        """POST: send to review, or back to draft."""
        record = self._record_for_step(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if state not in (State.DRAFT, State.IN_REVIEW):
            raise PermissionDenied
        done = _("“%%(record)s” is now: %(state)s.") % {"state": State(state).label.lower()}
        done, note = done % {"record": record}, request.POST.get("note", "")
        with self.log_reason(note):
            self.run_action(request, transition, done, record=record, to=State(state), note=note)
        return HttpResponseRedirect(admin_url(record))

    # --- many records ---

    @admin.action(
        description=_("Publish the selected %(verbose_name_plural)s"), permissions=["publish"]
    )
    def publish_selected(self, request, queryset):
        if self.names_people and (redirect := require_recent_mfa(request)):
            return redirect
        count = 0
        for record in self.unannotated(queryset):
            if checklist := findings(record):
                self._refuse(request, record, unsourced(record), checklist)
            else:
                count += self.run_action(request, publish, record=record)
        self._report_count(request, count, ngettext("%(n)d published.", "%(n)d published.", count))
        return None

    @admin.action(
        description=_("Withdraw the selected %(verbose_name_plural)s…"), permissions=["publish"]
    )
    def withdraw_selected(self, request, queryset):
        records = list(self.unannotated(queryset))
        if "reason" not in request.POST:
            return self._withdraw_page(request, records=records, many=True)
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
        may_step = state not in PUBLISHER_STATES or self.has_publish_permission(request)
        if not (may_step and self.has_change_permission(request, record)):
            raise PermissionDenied
        return record

    def _withdraw(self, request, record) -> bool:
        reason = request.POST.get("reason", "")
        done = _("“%(record)s” is withdrawn from the public.") % {"record": record}
        with self.log_reason(reason):
            return self.run_action(request, withdraw, done, record=record, reason=reason)

    def _withdraw_page(self, request, **context):
        title = _("Withdraw from the public")
        return self.render_page(request, "admin/records/withdraw.html", title=title, **context)

    def _report_count(self, request, count, message):
        if count:
            self.message_user(request, message % {"n": count}, messages.SUCCESS)

    def _refuse(self, request, record, missing, blockers):
        """A message that the record was not published, with a link to what is missing."""
        problem = ngettext(
            "%(n)d fact has no source.", "%(n)d facts have no source.", len(missing)
        ) % {"n": len(missing)}
        if not missing:
            problem = ngettext(
                "%(n)d thing to look at.", "%(n)d things to look at.", len(blockers)
            ) % {"n": len(blockers)}
        message = format_html(
            '{} {} <a href="{}">{}</a>',
            _("“%(record)s” was not published.") % {"record": record},
            problem,
            admin_url(record, "publish"),
            _("What is missing"),
        )
        self.message_user(request, message, messages.ERROR)


def checklist_context(checklist, missing) -> dict:
    """Template context: findings and unsourced facts, with the change pages of their rows."""
    return {
        "missing": [(fact, fact._meta.verbose_name, admin_url(fact)) for fact in missing],
        "blocking": [(f.sentence, admin_url(f.row)) for f in checklist if f.is_blocking],
        "warnings": [(f.sentence, admin_url(f.row)) for f in checklist if not f.is_blocking],
    }

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
from tracker.staff.accounts.roles import PUBLISH
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.checklist import findings
from tracker.visibility.citation_coverage import unsourced
from tracker.visibility.workflow import (
    STEPS,
    NotAllowed,
    is_own_work,
    publish,
    transition,
    withdraw,
)

from .previews import PreviewAdmin
from .record_admin import RecordAdmin, address_of, refusal

# Steps that change what the public sees.
FOR_PUBLISHERS = {State.PUBLISHED, State.WITHDRAWN}


class PublishableAdmin(PreviewAdmin, RecordAdmin):
    """Admin of a record with a state. Nobody edits the state: steps change it, and say why not."""

    actions = ["publish_selected", "withdraw_selected"]
    names_people = False  # whether publishing it shows who somebody is: then with a fresh factor

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
        steps = [
            path(f"<path:object_id>/{end}", self.admin_site.admin_view(view), name=f"{name}_{step}")
            for end, (view, step) in views.items()
        ]
        return [*steps, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        obj.last_edited_by = request.user
        super().save_model(request, obj, form, change)

    def page_extras(self, request, record):
        extras = super().page_extras(request, record)
        if record is None:
            return extras
        found = findings(record)
        return extras | {
            "missing": listed(unsourced(record)),
            "blocking": [with_page_link(each) for each in found if each.is_blocking],
            "warnings": [with_page_link(each) for each in found if not each.is_blocking],
            "last_step": WorkflowStep.about(record).select_related("by").first(),
            "steps": self.steps_open(request, record),
        }

    def steps_open(self, request, record) -> set:
        if not self.has_change_permission(request, record):
            return set()
        return STEPS[State(record.state)] - (set() if self.may_publish(request) else FOR_PUBLISHERS)

    def may_publish(self, request) -> bool:
        return request.user.has_perm(PUBLISH)

    def has_publish_permission(self, request) -> bool:
        """What the list's actions ask."""
        return self.may_publish(request)

    # --- one record ---

    def publish_view(self, request, object_id):
        """GET: the checklist. POST: publish, if nothing blocks and somebody has looked."""
        record = self._to_step(request, object_id, State.PUBLISHED)
        if self.names_people and (again := require_recent_mfa(request)):
            return again
        missing, found = unsourced(record), findings(record)
        has_looked = request.POST.get("looked") == "on"
        stops = [each for each in found if each.is_blocking or not has_looked]
        if request.method == "POST" and not stops:
            done = _("“%(record)s” is published.")
            self._try(request, record, publish, done=done, has_looked=has_looked)
            return HttpResponseRedirect(address_of(record))
        if request.method == "POST":
            self.message_user(request, self._refusal(record, missing, stops), messages.ERROR)
        return self._page(
            request,
            "admin/records/publish.html",
            record=record,
            missing=listed(missing),
            blocking=[with_page_link(each) for each in found if each.is_blocking],
            warnings=[with_page_link(each) for each in found if not each.is_blocking],
            is_own_work=is_own_work(record, request.user),
        )

    def withdraw_view(self, request, object_id):
        """GET: asks for the reason. POST: withdraws."""
        record = self._to_step(request, object_id, State.WITHDRAWN)
        if request.method == "POST":
            withdrawn = self._withdraw(request, record)
            if withdrawn:
                return HttpResponseRedirect(address_of(record))
        return self._page(request, "admin/records/withdraw.html", records=[record], record=record)

    def state_view(self, request, object_id, state):
        """POST: send to review, or back to draft."""
        record = self._to_step(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if state not in (State.DRAFT, State.IN_REVIEW):
            raise PermissionDenied
        done = _("“%%(record)s” is now: %(state)s.") % {"state": State(state).label.lower()}
        note = request.POST.get("note", "")
        with self.saying_why(note):
            self._try(request, record, transition, done=done, to=State(state), note=note)
        return HttpResponseRedirect(address_of(record))

    # --- many records ---

    @admin.action(
        description=gettext_lazy("Publish the selected %(verbose_name_plural)s"),
        permissions=["publish"],
    )
    def publish_selected(self, request, queryset):
        if self.names_people and (again := require_recent_mfa(request)):
            return again
        count = 0
        for record in self.plain(queryset):
            if stops := findings(record):
                refused = self._refusal(record, unsourced(record), stops)
                self.message_user(request, refused, messages.ERROR)
            else:
                count += self._try(request, record, publish)
        self._report(request, count, ngettext("%(n)d published.", "%(n)d published.", count))
        return None

    @admin.action(
        description=gettext_lazy("Withdraw the selected %(verbose_name_plural)s…"),
        permissions=["publish"],
    )
    def withdraw_selected(self, request, queryset):
        records = list(self.plain(queryset))
        if "reason" not in request.POST:
            return self._page(request, "admin/records/withdraw.html", records=records, many=True)
        count = sum(self._withdraw(request, record) for record in records)
        self._report(request, count, ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", count))
        return None

    # --- parts of both ---

    def plain(self, queryset):
        """The same rows without what lists add to them."""
        return self.model._base_manager.filter(pk__in=queryset.values("pk")).order_by("pk")

    def _to_step(self, request, object_id, state=State.DRAFT):
        record = self.record_or_404(request, object_id)
        is_open = state not in FOR_PUBLISHERS or self.may_publish(request)
        if not (is_open and self.has_change_permission(request, record)):
            raise PermissionDenied
        return record

    def _withdraw(self, request, record) -> bool:
        reason = request.POST.get("reason", "")
        done = _("“%(record)s” is withdrawn from the public.")
        with self.saying_why(reason):
            return self._try(request, record, withdraw, done=done, reason=reason)

    def _try(self, request, record, step, done="", **how) -> bool:
        try:
            with transaction.atomic():
                step(record=record, by=request.user, **how)
        except (NotAllowed, IntegrityError) as refused:
            words = refusal(refused) if isinstance(refused, IntegrityError) else str(refused)
            self.message_user(request, words, messages.ERROR)
            return False
        if done:
            self.message_user(request, done % {"record": record}, messages.SUCCESS)
        return True

    def _report(self, request, count, words):
        if count:
            self.message_user(request, words % {"n": count}, messages.SUCCESS)

    def _refusal(self, record, missing, stops):
        words = ngettext(
            "%(n)d fact has no source.", "%(n)d facts have no source.", len(missing)
        ) % {"n": len(missing)}
        if not missing:
            words = ngettext("%(n)d thing to look at.", "%(n)d things to look at.", len(stops)) % {
                "n": len(stops)
            }
        address = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_publish", args=[record.pk]
        )
        return format_html(
            '{} {} <a href="{}">{}</a>',
            _("“%(record)s” was not published.") % {"record": record},
            words,
            address,
            _("What is missing"),
        )

    def _page(self, request, template, **context):
        title = _("Publish") if "missing" in context else _("Withdraw from the public")
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {"opts": self.opts, "title": title}
        return TemplateResponse(request, template, context)


def with_page_link(finding):
    """A finding with the page on which it can be mended."""
    return finding.sentence, address_of(finding.row)


def listed(facts):
    return [(fact, fact._meta.verbose_name, address_of(fact)) for fact in facts]

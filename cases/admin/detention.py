"""Model admin of Detention, with confirmation in one step."""

from django.contrib import admin
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Detention
from cases.staff.detention_confirmation import confirm_detention
from cases.staff.queue_pages import ASSIGNEE_FILTERS, address_of_queue
from cases.staff.queues import QUEUES
from tracker.admin import admin_url

from .charge import CLAIM_STATUS_AND_NOTES_FIELDSET, ParticipationFactAdmin


@admin.register(Detention)
class DetentionAdmin(ParticipationFactAdmin):
    pages = {"<path:object_id>/confirm/": "confirm"}
    list_display = ["participation", "basis", "started_on", "ended_on", "confirmed_on", "case"]
    list_filter = ["basis", "standing"]
    ordering = ["-started_on"]
    search_fields = [*ParticipationFactAdmin.search_fields, "place__name", "code"]
    fieldsets = [
        (None, {"fields": ["participation", ("basis", "place")]}),
        (gettext_lazy("When"), {"fields": [("started_on", "ended_on"), "confirmed_on"]}),
        CLAIM_STATUS_AND_NOTES_FIELDSET,
    ]

    def page_extras(self, request, record):
        may_confirm = record.ended_on is None and self.has_change_permission(request, record)
        return super().page_extras(request, record) | {"may_confirm": may_confirm}

    def confirm_view(self, request, object_id):
        """POST: confirm that the person is still held; redirect to the queue or the change page."""
        detention = self.permitted_record(request, object_id, self.has_change_permission)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        note, whose = request.POST.get("note", ""), request.POST.get("whose")
        done = _("“%s” is confirmed: still held today.") % detention.participation
        self.run_action(request, confirm_detention, done, detention=detention, note=note)
        if whose in ASSIGNEE_FILTERS:
            return HttpResponseRedirect(address_of_queue(QUEUES["detentions"], whose))
        return HttpResponseRedirect(admin_url(detention))

"""Admin views of the work queues."""

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.models import Detention
from cases.staff.queue_entries import queue_entries
from cases.staff.queues import MAX_COUNT, QUEUES, Queue
from tracker.admin import StaffAdmin
from tracker.admin.staff_admin import never
from tracker.models import Assignment
from tracker.staff.assignments import assign_row

QUEUE_PAGE_SIZE = 50
MAX_YEARS = 20  # without news
# Queues show names of people and cases, so reading them needs the right to see cases.
MAY_READ, MAY_WRITE = "cases.view_case", "cases.change_case"
ASSIGNEE_FILTERS = {
    "everybodys": lambda user: {},
    "mine": lambda user: {"who": user},
    "nobodys": lambda user: {"nobodys": True},
}


class CappedPaginator(Paginator):
    """Paginator that counts at most ten times `MAX_COUNT` rows."""

    @cached_property
    def count(self):
        return min(len(self.object_list[: MAX_COUNT * 10 + 1]), MAX_COUNT * 10)


def address_of_queue(queue: Queue, whose="everybodys") -> str:
    query = {} if whose == "everybodys" else {"whose": whose}
    if queue.years != QUEUES[queue.name].years:
        query["years"] = queue.years
    return reverse("admin:queue", args=[queue.name]) + (f"?{urlencode(query)}" if query else "")


@admin.register(Assignment)
class QueuesAdmin(StaffAdmin):
    """Instead of a list of assignments, pages of the queues, and a view to assign their rows."""

    has_module_permission = never

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("queues/<slug:name>/", view(self.queue_view), name="queue"),
            path("queues/<slug:name>/assign/", view(self.assign_view), name="queue-assign"),
        ]

    def queue_view(self, request, name):
        """One page of the rows of a queue, oldest first; `?whose=` filters by assignment."""
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        queue, whose = queue_or_404(name), request.GET.get("whose", "everybodys")
        if years := request.GET.get("years"):
            if not is_age(queue, years):
                return HttpResponseBadRequest(_("years: a number from 1 to %s") % MAX_YEARS)
            queue = queue.older_than(int(years))
        if whose not in ASSIGNEE_FILTERS:
            return HttpResponseBadRequest(_("whose: one of %s") % ", ".join(ASSIGNEE_FILTERS))
        rows = queue.rows(**ASSIGNEE_FILTERS[whose](request.user))
        page = CappedPaginator(rows, QUEUE_PAGE_SIZE).get_page(request.GET.get("p"))
        return self.render_page(
            request,
            "admin/cases/queues/queue.html",
            title=queue.title,
            queue=queue,
            whose=whose,
            page=page,
            entries=queue_entries(page.object_list, queue),
            confirmable=self._confirmable(request, queue, page.object_list),
            counted_to=MAX_COUNT * 10,
            max_years=MAX_YEARS,
            ways=[(key, address_of_queue(queue, key)) for key in ASSIGNEE_FILTERS],
        )

    def _confirmable(self, request, queue, rows) -> set[int]:
        """IDs of the detentions among the rows that this user may confirm."""
        if queue.name != "detentions":
            return set()
        detentions = Detention.objects.filter(pk__in=[row["of_row"] for row in rows])
        may_change = self.admin_site.get_model_admin(Detention).has_change_permission
        detentions = detentions.select_related("participation__case")
        return {detention.pk for detention in detentions if may_change(request, detention)}

    def assign_view(self, request, name):
        """POST: assign a row to oneself, or release it."""
        if not request.user.has_perm(MAY_WRITE):
            raise PermissionDenied
        queue, whose = queue_or_404(name), request.POST.get("whose", "everybodys")
        if is_age(queue, years := request.POST.get("years", "")):
            queue = queue.older_than(int(years))
        row = requested_row_or_404(request)
        if request.POST.get("leave"):
            Assignment.about(row).delete()
        else:
            assign_row(row=row, user=request.user)
            self.message_user(request, _("“%s” is assigned to you.") % row, messages.SUCCESS)
        return HttpResponseRedirect(
            address_of_queue(queue, whose if whose in ASSIGNEE_FILTERS else "everybodys")
        )


def is_age(queue: Queue, years: str) -> bool:
    """Whether this is a number of years by which the queue can be chosen."""
    return bool(queue.years) and years in map(str, range(1, MAX_YEARS + 1))


def queue_or_404(name: str) -> Queue:
    if name not in QUEUES:
        raise Http404
    return QUEUES[name]


def requested_row_or_404(request):
    """The row given by model label and primary key; 404 for a model without an admin."""
    try:
        model = apps.get_model(request.POST.get("table", ""))
        pk = int(request.POST.get("row", ""))
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not admin.site.is_registered(model):
        raise Http404
    return get_object_or_404(model._base_manager, pk=pk)

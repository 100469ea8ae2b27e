"""Views of the Atom feeds."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from cases.filters import CaseFilter, MeasureFilter, PersonFilter
from cases.models import Case, Measure, Person
from cases.page_data import feed_entries
from laws.filters.record_filters import RecommendationFilter
from laws.models import Law, Provision, Recommendation
from tracker.web.feeds import EntryFeed, require_no_parameters
from tracker.web.lists.filter_forms import active_filters
from tracker.web.lists.list_view import page


@page
def everything(request):
    require_no_parameters(request.GET)
    title = _("Cambodia's laws in use: everything new")
    entries = feed_entries.of_everything()
    return EntryFeed(title=title, address=reverse("cases:home"), entries=entries)(request)


@page
def law(request, law):
    require_no_parameters(request.GET)
    record = get_object_or_404(Law, slug=law)
    return about(record, feed_entries.of_law(record))(request)


@page
def provision(request, law, number):
    require_no_parameters(request.GET)
    provisions = Provision.objects.select_related("law")
    record = get_object_or_404(provisions, law__slug=law, slug=number)
    return about(record, feed_entries.of_provision(record))(request)


@page
def person(request, code):
    require_no_parameters(request.GET)
    record = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if record.merged_into:
        return redirect("feeds:person-feed", code=record.merged_into.code, permanent=True)
    return about(record, feed_entries.of_person(record))(request)


def about(record, entries) -> EntryFeed:
    title = _("Cambodia's laws in use: %(record)s") % {"record": record}
    return EntryFeed(title=title, address=record.get_absolute_url(), entries=entries)


def of_list(name: str, title, filterset, rows):
    """A view: the feed of a list page, with the filters of the page."""

    @page
    def feed(request):
        conditions = filterset(request.GET, queryset=rows.all())
        conditions.form_parameters = ()
        entries = feed_entries.of_records(conditions.answer)
        heading_parts = [str(title), *map(str, active_filters(conditions))]
        query = request.GET.urlencode()
        address = reverse(name) + (f"?{query}" if query else "")
        heading = _("Cambodia's laws in use: %(record)s") % {"record": "; ".join(heading_parts)}
        return EntryFeed(title=heading, address=address, entries=entries)(request)

    return feed


cases = of_list("cases:case-list", gettext_lazy("cases"), CaseFilter, Case.objects)
people = of_list(
    "cases:person-list",
    gettext_lazy("people"),
    PersonFilter,
    Person.objects.filter(merged_into=None),
)
measures = of_list("cases:measure-list", gettext_lazy("measures"), MeasureFilter, Measure.objects)
recommendations = of_list(
    "laws:recommendation-list",
    gettext_lazy("recommendations"),
    RecommendationFilter,
    Recommendation.objects,
)

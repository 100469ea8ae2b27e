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
    found = get_object_or_404(Law, slug=law)
    return about(found, feed_entries.of_law(found))(request)


@page
def provision(request, law, number):
    require_no_parameters(request.GET)
    provisions = Provision.objects.select_related("law")
    found = get_object_or_404(provisions, law__slug=law, slug=number)
    return about(found, feed_entries.of_provision(found))(request)


@page
def person(request, code):
    require_no_parameters(request.GET)
    found = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if found.merged_into:
        return redirect("feeds:person-feed", code=found.merged_into.code, permanent=True)
    return about(found, feed_entries.of_person(found))(request)


def about(record, entries) -> EntryFeed:
    title = _("Cambodia's laws in use: %(record)s") % {"record": record}
    return EntryFeed(title=title, address=record.get_absolute_url(), entries=entries)


def of_list(name: str, title, filterset, rows):
    """The feed of a list page, with the filters of the page."""

    @page
    def feed(request):
        asked = filterset(request.GET, queryset=rows.all())
        asked.form_parameters = ()
        entries = feed_entries.of_records(asked.answer)
        words = [str(title), *map(str, active_filters(asked))]
        query = request.GET.urlencode()
        address = reverse(name) + (f"?{query}" if query else "")
        heading = _("Cambodia's laws in use: %(record)s") % {"record": "; ".join(words)}
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

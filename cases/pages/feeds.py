"""Views of the Atom feeds."""

from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from cases.filters import CaseFilter, MeasureFilter, PersonFilter
from cases.models import Case, Measure, Person
from cases.page_data import feed_entries
from laws.filters.record_filters import RecommendationFilter
from laws.models import Law, Provision, Recommendation
from tracker.web.feeds import EntryFeed
from tracker.web.lists.filter_forms import active_filters, default_filters
from tracker.web.lists.filters import require_valid
from tracker.web.lists.list_view import public_page


@public_page
def everything_feed(request):
    require_valid(request.GET, Form(), reject_unknown=True)
    title = _("Cambodia's laws in use: everything new")
    entries = feed_entries.all_record_entries()
    return EntryFeed(title=title, address=reverse("cases:home"), entries=entries)(request)


@public_page
def law_feed(request, law):
    require_valid(request.GET, Form(), reject_unknown=True)
    record = get_object_or_404(Law, slug=law)
    return build_record_feed(record, feed_entries.law_entries(record))(request)


@public_page
def provision_feed(request, law, number):
    require_valid(request.GET, Form(), reject_unknown=True)
    provisions = Provision.objects.select_related("law")
    record = get_object_or_404(provisions, law__slug=law, slug=number)
    return build_record_feed(record, feed_entries.provision_entries(record))(request)


@public_page
def person_feed(request, code):
    require_valid(request.GET, Form(), reject_unknown=True)
    record = get_object_or_404(Person.objects.select_related("merged_into"), code=code)
    if record.merged_into:
        return redirect("feeds:person-feed", code=record.merged_into.code, permanent=True)
    return build_record_feed(record, feed_entries.person_entries(record))(request)


def build_record_feed(record, entries) -> EntryFeed:
    title = _("Cambodia's laws in use: %(record)s") % {"record": record}
    return EntryFeed(title=title, address=record.get_absolute_url(), entries=entries)


def make_list_feed(name: str, title, filterset, rows):
    """A view: the feed of a list page, with the filters of the page."""

    @public_page
    def feed(request):
        conditions = filterset(request.GET, queryset=rows.all())
        conditions.output_parameters = ()
        entries = feed_entries.record_entries(conditions.filtered_rows)
        filters = [*active_filters(conditions), *default_filters(conditions)]
        heading_parts = [str(title), *map(str, filters)]
        query = request.GET.urlencode()
        address = reverse(name) + (f"?{query}" if query else "")
        heading = _("Cambodia's laws in use: %(record)s") % {"record": "; ".join(heading_parts)}
        return EntryFeed(title=heading, address=address, entries=entries)(request)

    return feed


case_list_feed = make_list_feed("cases:case-list", gettext_lazy("cases"), CaseFilter, Case.objects)
person_list_feed = make_list_feed(
    "cases:person-list",
    gettext_lazy("people"),
    PersonFilter,
    Person.objects.filter(merged_into=None),
)
measure_list_feed = make_list_feed(
    "cases:measure-list", gettext_lazy("measures"), MeasureFilter, Measure.objects
)
recommendation_list_feed = make_list_feed(
    "laws:recommendation-list",
    gettext_lazy("recommendations"),
    RecommendationFilter,
    Recommendation.objects,
)

"""Inline admins for facts, links and citations."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, gettext_lazy

from tracker.visibility.citation_coverage import citations_of

from .autocomplete import RecordSelect, StaffFormFieldsMixin
from .forms import VERSION_FIELD, CitationFormSet, EditForm, FactForm, FactFormSet


def render_sources(fact):
    """HTML: the sources of a fact with locators as titles, or the unsourced mark."""
    citations = [(citation.source, citation.locator) for citation in fact.citations.all()]
    cited = format_html_join("", '<span class="cited" title="{1}">{0}</span>', citations)
    return cited or render_unsourced_mark()


def render_unsourced_mark():
    return format_html('<strong class="unsourced">{}</strong>', _("unsourced"))


class VersionedInline(StaffFormFieldsMixin):
    """Inline mixin: no empty extra rows; each row carries the version it was opened with."""

    form = EditForm
    extra = 0
    view_on_site = False
    added_fields = [VERSION_FIELD]

    def get_queryset(self, request):
        history = self.model.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))
        latest = history.order_by("-pgh_id").values("pgh_id")[:1]
        return super().get_queryset(request).annotate(latest_change=Subquery(latest))

    def get_fieldsets(self, request, obj=None):
        (name, options), *rest = super().get_fieldsets(request, obj)
        return [(name, {**options, "fields": [*options["fields"], *self.added_fields]}), *rest]


class LinkInline(VersionedInline, admin.TabularInline):
    """Dependent rows without citations, such as names and relations."""


class CitedFactsInline(VersionedInline):
    """Inline mixin for facts: each row shows its sources and accepts one more."""

    formset = FactFormSet
    show_change_link = True
    readonly_fields = ["sources"]
    added_fields = [VERSION_FIELD, ("cited_source", "cited_locator", "sources")]

    @admin.display(description=gettext_lazy("sources"))
    def sources(self, fact):
        return render_sources(fact) if fact.pk else ""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("citations__source")

    def get_formset(self, request, obj=None, **kwargs):
        opts = citations_of(self.model)._meta
        source, locator = opts.get_field("source"), opts.get_field("locator")
        options = {"required": False, "label": gettext_lazy("Source")}
        fields = {
            "cited_source": self._related_formfield(source, RecordSelect, options),
            "cited_locator": locator.formfield(required=False, label=gettext_lazy("Where in it")),
        }
        kwargs["form"] = type("FactForm", (FactForm,), fields)
        return super().get_formset(request, obj, **kwargs)


class FactInline(CitedFactsInline, admin.TabularInline):
    """Facts with few fields: one table row each."""


class WideFactInline(CitedFactsInline, admin.StackedInline):
    """Facts with many fields, stacked."""


class CitationInline(VersionedInline, admin.TabularInline):
    """The citations of the fact being edited."""

    formset = CitationFormSet
    fk_name = "fact"
    fields = ["source", "section", "locator"]
    verbose_name = gettext_lazy("citation")
    verbose_name_plural = gettext_lazy("citations: where sources state this")


def build_citation_inline(model) -> type[CitationInline]:
    """CitationInline for the citation model of a fact model."""
    return type("Citations", (CitationInline,), {"model": citations_of(model)})

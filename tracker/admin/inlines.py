"""Inline admins for facts, links and citations."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _, gettext_lazy

from tracker.visibility.citation_coverage import citations_of

from .autocomplete import DeskFields
from .forms import VERSION, CitationFormSet, EditForm, FactFormSet, fact_form

CITED = ("cited_source", "cited_locator", "sources")


def sources_mark(fact):
    """The citations of a fact in short, or the mark that it has none."""
    cited = [(citation.source, citation.locator) for citation in fact.citations.all()]
    if not cited:
        return unsourced_mark()
    return format_html_join("", '<span class="cited" title="{1}">{0}</span>', cited)


def unsourced_mark():
    return format_html('<strong class="unsourced">{}</strong>', _("unsourced"))


class VersionedInline(DeskFields):
    """Part of every inline: no empty rows, and each row knows which version was opened."""

    form = EditForm
    extra = 0
    view_on_site = False

    def get_queryset(self, request):
        history = self.model.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk"))
        latest = history.order_by("-pgh_id").values("pgh_id")[:1]
        return super().get_queryset(request).annotate(latest_change=Subquery(latest))

    def get_fieldsets(self, request, obj=None):
        (name, options), *rest = super().get_fieldsets(request, obj)
        return [(name, {**options, "fields": [*options["fields"], VERSION]}), *rest]


class LinkInline(VersionedInline, admin.TabularInline):
    """Rows that say something about the record but are no facts of their own: names, links."""


class CitedFactsInline(VersionedInline):
    """Part of an inline whose rows are facts: each shows its sources, and takes one more."""

    formset = FactFormSet
    show_change_link = True
    readonly_fields = ["sources"]

    @admin.display(description=gettext_lazy("sources"))
    def sources(self, fact):
        return sources_mark(fact) if fact.pk else ""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("citations__source")

    def get_fieldsets(self, request, obj=None):
        (name, options), *rest = super().get_fieldsets(request, obj)
        return [(name, {**options, "fields": [*options["fields"], CITED]}), *rest]

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = fact_form(self.model, self.admin_site)
        return super().get_formset(request, obj, **kwargs)


class FactInline(CitedFactsInline, admin.TabularInline):
    """Facts of few words: one line each."""


class WideFactInline(CitedFactsInline, admin.StackedInline):
    """Facts that need more than one line."""


class CitationInline(VersionedInline, admin.TabularInline):
    """Where sources state the fact this page is about."""

    formset = CitationFormSet
    fk_name = "fact"
    fields = ["source", "section", "locator"]
    autocomplete_fields = ["source"]
    verbose_name = gettext_lazy("citation")
    verbose_name_plural = gettext_lazy("citations: where sources state this")


def citations_inline(model) -> type[CitationInline]:
    """The inline for the citations of this kind of fact."""
    return type("Citations", (CitationInline,), {"model": citations_of(model)})

"""Model admins of Case and Participation."""

from functools import partial

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.urls import path
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Charge, Detention, Event, Participation, Sentence
from cases.staff.entry_form.views import CaseEntryView, draft_view, text_preview_view
from cases.staff.entry_grid.views import EntryGridView
from tracker.admin import FactInline, RecordAdmin, WideFactInline, join_label
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET
from tracker.models import plain_names

from .duplicates.merge_pages import MergeableAdmin

PARTICIPANT_FIELDS = [
    ("role", "person", "organisation"),
    ("group_label", "group_size", "group_qualifier", "group_is_distinct", "category"),
]


class ParticipationInline(WideFactInline):
    model = Participation
    fields = PARTICIPANT_FIELDS
    verbose_name_plural = _("participations: open one for its charges, sentences and detentions")


class EventInline(WideFactInline):
    model = Event
    fields = [("kind", "happened_on", "is_scheduled"), ("description", "court", "provenance")]
    verbose_name_plural = _("events: open one for whom it concerns and what it made of charges")


@admin.register(Case)
class CaseAdmin(MergeableAdmin):
    list_display = ["title", "category", "people", "latest_event", "province", "code"]
    list_filter = ["scope", "category", "platform", "province", "country"]
    search_fields = ["title", "title_km", "code", "participations__person__names__spelling"]
    fieldsets = [
        (None, {"fields": ["title", "title_km", "summary", "summary_km"]}),
        (
            _("Kind and place"),
            {"fields": [("scope", "category", "platform"), ("country", "province", "place")]},
        ),
        (_("Where it stands"), {"fields": ["court", "status_note", "confirmed_on"]}),
        (_("Links and notes"), {"fields": ["recommendations", "staff_notes"]}),
    ]
    inlines = [ParticipationInline, EventInline]

    def get_urls(self):
        wrap, entry = self.admin_site.admin_view, CaseEntryView.as_view(model_admin=self)
        grid = EntryGridView.as_view(model_admin=self)
        draft, reads = (partial(view, model_admin=self) for view in (draft_view, text_preview_view))
        return [
            path("entry/", wrap(entry), name="cases_case_entry"),
            path("<int:case_id>/entry/", wrap(entry), name="cases_case_entry_of"),
            path("<int:case_id>/grid/", wrap(grid), name="cases_case_grid"),
            path("entry/draft/<path:page>/", wrap(draft), name="cases_case_entry_draft"),
            path("entry/reads/<slug:kind>/", wrap(reads), name="cases_case_entry_reads"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return self.with_label(super().get_queryset(request))

    def with_label(self, queryset):
        dated = Event.objects.filter(case=OuterRef("pk"), happened_on__isnull=False)
        latest = dated.order_by("-happened_on").values("happened_on")[:1]
        return queryset.annotate(
            participant_count=Count("participations", distinct=True), latest_on=Subquery(latest)
        )

    def label_of(self, record):
        return join_label(
            record.title, record.get_category_display(), record.latest_on, record.code
        )

    @admin.display(description=_("taking part"), ordering="participant_count")
    def people(self, record):
        return record.participant_count

    @admin.display(description=_("latest event"), ordering="latest_on", empty_value="–")
    def latest_event(self, record):
        return record.latest_on and record.latest_on.in_words()


class ChargeInline(FactInline):
    model = Charge
    fields = ["provision", *plain_names(Charge, "admin")]
    verbose_name_plural = _("charges: one provision each")


class DetentionInline(FactInline):
    model = Detention
    fields = [*plain_names(Detention, "admin"), "place"]
    verbose_name_plural = _("detentions: one row for each spell and basis")


class SentenceInline(WideFactInline):
    model = Sentence
    fields = [
        ("prison_months_min", "prison_months_max", "is_life", "is_in_absentia"),
        ("suspended_months", "is_remainder_suspended", "served_months"),
        ("fine", "fine_currency", "is_fine_unstated"),
        ("compensation", "compensation_currency", "compensation_to", "is_claim_only"),
    ]
    verbose_name_plural = _("sentences: one entry for each account")


def participation_label(participation) -> str:
    """Label of a participation in a list of those of one case: name, code, role."""
    who = participation.person or participation.organisation
    return join_label(participation, who and who.code, participation.get_role_display().lower())


@admin.register(Participation)
class ParticipationAdmin(RecordAdmin):
    list_display = ["who", "role", "case", "standing"]
    list_filter = ["role", "standing"]
    list_select_related = ["case", "person", "organisation"]
    search_fields = [
        "person__names__spelling",
        "organisation__name",
        "group_label",
        "case__title",
        "case__code",
    ]
    ordering = ["case__title", "role", "pk"]
    fieldsets = [(None, {"fields": ["case", *PARTICIPANT_FIELDS, "note"]}), CLAIM_STATUS_FIELDSET]
    inlines = [ChargeInline, DetentionInline, SentenceInline]

    @admin.display(description=_("who"))
    def who(self, record):
        return str(record)

    def label_of(self, record):
        return join_label(participation_label(record), record.case, record.case.code)

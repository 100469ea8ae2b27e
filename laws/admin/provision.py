"""Model admins of Provision, Version, Content, Penalty and Breach."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from laws.models import Breach, Content, Penalty, Provision, ProvisionName, Version
from tracker.admin import (
    FactInline,
    LinkInline,
    PreviewMixin,
    RecordAdmin,
    WideFactInline,
    join_label,
)
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET

PENALTY_LINES = [
    ("prison_months_min", "prison_months_max", "is_life", "connector"),
    ("fine_min", "fine_max", "currency", "stated_equivalent"),
    ("other", "applies_to", "condition"),
    "note",
]


class ProvisionNameInline(LinkInline):
    model = ProvisionName
    fields = ["spelling"]
    verbose_name_plural = _("other numbers or names under which sources cite it")


class VersionInline(LinkInline):
    model = Version
    fields = ["stage", "label", "starts_on", "ends_on"]
    show_change_link = True
    verbose_name_plural = _("versions: open one for what it says and threatens")


class BreachInline(FactInline):
    model = Breach
    fields = ["standard", "concern", "standing", "standing_reason"]
    verbose_name_plural = _("standards it is said to breach")


@admin.register(Provision)
class ProvisionAdmin(PreviewMixin, RecordAdmin):
    list_display = ["label", "law", "heading", "kind", "position"]
    list_filter = ["kind", "unit"]
    list_select_related = ["law"]
    search_fields = ["number", "heading", "heading_km", "slug", "names__spelling", "law__title"]
    prepopulated_fields = {"slug": ["number"]}
    fieldsets = [
        (None, {"fields": ["law", ("unit", "number", "position"), "slug", "part_of"]}),
        (_("About it"), {"fields": ["kind", "heading", "heading_km", "note"]}),
    ]
    inlines = [ProvisionNameInline, VersionInline, BreachInline]

    def label_of(self, record):
        return join_label(record, record.heading, record.law.year)


class ContentInline(WideFactInline):
    model = Content
    fields = ["summary", "summary_km", ("standing", "standing_reason")]
    verbose_name_plural = _("what it says: one entry for each account")


class PenaltyInline(WideFactInline):
    model = Penalty
    fields = [*PENALTY_LINES, ("standing", "standing_reason")]
    verbose_name_plural = _("what it threatens: one entry for each claim")


@admin.register(Version)
class VersionAdmin(RecordAdmin):
    list_display = ["provision", "stage", "label", "starts_on", "ends_on"]
    list_filter = ["stage"]
    list_select_related = ["provision__law"]
    search_fields = ["provision__number", "provision__heading", "provision__law__title", "label"]
    ordering = ["provision__law__title", "provision__position", "starts_on"]
    fieldsets = [(None, {"fields": ["provision", ("stage", "label"), ("starts_on", "ends_on")]})]
    inlines = [ContentInline, PenaltyInline]


class VersionFactAdmin(RecordAdmin):
    list_filter = ["standing"]
    list_select_related = ["version__provision__law"]
    search_fields = ["version__provision__number", "version__provision__law__title"]


@admin.register(Content)
class ContentAdmin(VersionFactAdmin):
    is_in_index = False
    list_display = ["summary", "version", "standing"]
    search_fields = [*VersionFactAdmin.search_fields, "summary", "summary_km"]
    fieldsets = [(None, {"fields": ["version", "summary", "summary_km"]}), CLAIM_STATUS_FIELDSET]


@admin.register(Penalty)
class PenaltyAdmin(VersionFactAdmin):
    list_display = ["in_words", "version", "applies_to", "standing"]
    search_fields = [*VersionFactAdmin.search_fields, "other", "applies_to"]
    fieldsets = [(None, {"fields": ["version", *PENALTY_LINES]}), CLAIM_STATUS_FIELDSET]


@admin.register(Breach)
class BreachAdmin(RecordAdmin):
    is_in_index = False
    list_display = ["provision", "standard", "concern", "standing"]
    list_filter = ["standing"]
    list_select_related = ["provision__law", "standard"]
    search_fields = ["provision__number", "provision__law__title", "standard__label", "concern"]
    fieldsets = [(None, {"fields": ["provision", "standard", "concern"]}), CLAIM_STATUS_FIELDSET]

"""Model admin of Measure."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.models import Measure, MeasureParty
from tracker.admin import LinkInline, PublishableAdmin, join_label


class MeasurePartyInline(LinkInline):
    model = MeasureParty
    fields = ["role", "organisation", "label"]
    verbose_name_plural = _("who ordered it, carried it out, suffered it")


@admin.register(Measure)
class MeasureAdmin(PublishableAdmin):
    list_display = ["title", "kind", "taken_on", "province", "standing", "code"]
    list_filter = ["kind", "is_external", "is_favourable", "standing"]
    search_fields = ["title", "title_km", "description", "parties__organisation__name", "code"]
    ordering = ["-taken_on", "title"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "title_km", "description"]}),
        (
            _("When, where, whose"),
            {"fields": [("taken_on", "date_note"), "province", ("is_external", "is_favourable")]},
        ),
        (_("What was invoked, and cases"), {"fields": ["provisions", "laws", "cases"]}),
        (_("Standing and notes"), {"fields": ["standing", "standing_reason", "staff_notes"]}),
    ]
    inlines = [MeasurePartyInline]

    def label_of(self, record):
        return join_label(record.title, record.get_kind_display(), record.taken_on, record.code)

"""Model admins of Law, Stage and Standard."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from laws.models import Law, LawName, Stage, Standard
from tracker.admin import FactInline, LinkInline, PublishableAdmin, RecordAdmin, join_label
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET


class LawNameInline(LinkInline):
    model = LawName
    fields = ["spelling"]
    verbose_name_plural = _("other titles under which sources cite it")


class StageInline(FactInline):
    model = Stage
    fields = ["kind", "happened_on", "description", "standing", "standing_reason"]
    verbose_name_plural = _("stages: one row for each date a source gives")


@admin.register(Law)
class LawAdmin(PublishableAdmin):
    list_display = ["title", "kind", "number", "year", "jurisdiction", "slug"]
    list_filter = ["kind", "jurisdiction"]
    search_fields = ["title", "title_km", "full_title", "names__spelling", "slug", "code"]
    prepopulated_fields = {"slug": ["title", "year"]}
    fieldsets = [
        (None, {"fields": [("kind", "jurisdiction"), "title", "title_km", "full_title"]}),
        (_("Number and address"), {"fields": [("number", "year"), "slug"]}),
        (_("About it"), {"fields": ["subject", "status", "issuers", "note", "staff_notes"]}),
    ]
    inlines = [LawNameInline, StageInline]

    def label_of(self, record):
        return join_label(record.title, record.get_kind_display(), record.year, record.slug)


@admin.register(Stage)
class StageAdmin(RecordAdmin):
    is_in_index = False
    list_display = ["law", "kind", "happened_on", "description", "standing"]
    list_filter = ["kind", "standing"]
    list_select_related = ["law"]
    search_fields = ["law__title", "description"]
    ordering = ["-happened_on"]
    fieldsets = [
        (None, {"fields": ["law", "kind", "happened_on", "description"]}),
        CLAIM_STATUS_FIELDSET,
    ]


@admin.register(Standard)
class StandardAdmin(RecordAdmin):
    is_vocabulary = True
    list_display = ["label", "instrument", "article", "slug"]
    list_select_related = ["instrument"]
    search_fields = ["label", "slug", "instrument__title"]
    prepopulated_fields = {"slug": ["label"]}
    fieldsets = [(None, {"fields": ["label", "slug", "instrument", "article"]})]

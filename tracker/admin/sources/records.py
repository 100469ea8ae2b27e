"""Model admins of Source, Organisation, Figure and ErrorReport."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracker.admin.autocomplete import join_label
from tracker.admin.inlines import LinkInline
from tracker.admin.publishing import PublishableAdmin
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET
from tracker.admin.staff_admin import StaffAdmin, never
from tracker.models import ErrorReport, Figure, Organisation, OrganisationName, Source

from .captured_files import CapturedFilesMixin

admin.site.site_header = _("Legal provision tracker: desk")
admin.site.site_title = _("Desk")
admin.site.index_title = _("The desk")
admin.site.enable_nav_sidebar = False  # leaves the full width to the records

VALUE_FIELDS = [("qualifier", "value", "value_max"), "wording", ("unit", "out_of")]


@admin.register(Source)
class SourceAdmin(CapturedFilesMixin, PublishableAdmin):
    list_display = ["title", "kind", "publisher", "published_on", "code"]
    list_filter = ["kind"]
    search_fields = ["title", "title_km", "author", "publisher", "url", "code"]
    ordering = ["-published_on", "title"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "title_km", ("author", "publisher"), "published_on"]}),
        (_("Where it is"), {"fields": ["url", "archived_url", "part_of", "known_from"]}),
        (_("Notes"), {"fields": ["note", "staff_notes"]}),
    ]

    def label_of(self, record):
        return join_label(record.title, record.publisher, record.published_on, record.code)


class OrganisationNameInline(LinkInline):
    model = OrganisationName
    fields = ["spelling"]
    verbose_name_plural = _("other names")


@admin.register(Organisation)
class OrganisationAdmin(PublishableAdmin):
    list_display = ["name", "abbreviation", "kind", "name_km", "code"]
    list_filter = ["kind"]
    search_fields = ["name", "name_km", "abbreviation", "names__spelling", "code"]
    fieldsets = [
        (None, {"fields": ["kind", "name", "name_km", "abbreviation", "description"]}),
        (_("Links and notes"), {"fields": ["statements_signed", "staff_notes"]}),
    ]
    inlines = [OrganisationNameInline]

    def label_of(self, record):
        return join_label(record.name, record.abbreviation, record.get_kind_display(), record.code)


@admin.register(Figure)
class FigureAdmin(PublishableAdmin):
    list_display = ["topic", "value", "wording", "unit", "period", "issuer", "standing"]
    list_filter = ["qualifier", "standing"]
    search_fields = ["topic", "issuer", "unit", "wording", "code"]
    ordering = ["-period", "topic"]
    fieldsets = [
        (None, {"fields": ["topic", *VALUE_FIELDS]}),
        (_("When and by whom"), {"fields": ["period", "period_note", "issuer"]}),
        CLAIM_STATUS_FIELDSET,
        (_("Notes"), {"fields": ["note", "staff_notes"]}),
    ]

    def label_of(self, record):
        return join_label(record, record.period, record.issuer, record.code)


@admin.register(ErrorReport)
class ErrorReportAdmin(StaffAdmin):
    """Reports are read-only for staff but for state and notes; nobody adds them here."""

    list_display = ["page", "words_in_short", "received_at", "state"]
    list_filter = ["state"]
    search_fields = ["about", "words"]
    readonly_fields = ["page", "words", "source", "contact", "received_at"]
    fields = [*readonly_fields, "state", "staff_notes"]
    has_add_permission = never

    @admin.display(description=_("page"), ordering="about")
    def page(self, report):
        return format_html('<a href="{0}">{0}</a>', report.about)

    @admin.display(description=_("what is wrong"))
    def words_in_short(self, report):
        return report.words[:120]

"""Model admin of Recommendation."""

from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from laws.models import Ask, Recommendation
from tracker.admin import LinkInline, PublishableAdmin, join_label


class AskInline(LinkInline):
    model = Ask
    fields = ["action", "provision", "law"]
    verbose_name_plural = _("asks: one action, about one provision or a whole law")


@admin.register(Recommendation)
class RecommendationAdmin(PublishableAdmin):
    list_display = ["short_summary", "issuer", "addressee", "issued_on", "code"]
    list_filter = ["addressee_kind", "is_restatement"]
    search_fields = ["summary", "summary_km", "issuer", "addressee", "code"]
    ordering = ["-issued_on", "code"]
    fieldsets = [
        (None, {"fields": ["summary", "summary_km", ("issued_on", "is_restatement")]}),
        (_("Who asks"), {"fields": ["issuer", "issuers"]}),
        (_("Who is asked"), {"fields": ["addressee", ("addressee_kind", "is_addressee_inferred")]}),
        (_("Notes"), {"fields": ["note", "staff_notes"]}),
    ]
    inlines = [AskInline]

    @admin.display(description=_("summary"), ordering="summary")
    def short_summary(self, record):
        return Truncator(record.summary).chars(100)

    def label_of(self, record):
        return join_label(self.short_summary(record), record.issuer, record.issued_on, record.code)

"""Model admins of Disagreement and Claim."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.models import Claim, Disagreement
from tracker.admin import FactInline, PublishableAdmin, RecordAdmin, admin_url
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET

SUBJECT_FIELDS = [
    *("laws", "provisions", "recommendations", "figures", "organisations", "sources", "cases"),
    *("people", "measures"),
]


class ClaimInline(FactInline):
    model = Claim
    fields = ["value", "standing", "standing_reason"]
    verbose_name_plural = _("claims: one row for each answer")


@admin.register(Disagreement)
class DisagreementAdmin(PublishableAdmin):
    list_display = ["topic", "kind", "nature", "code"]
    list_filter = ["kind", "nature"]
    search_fields = ["topic", "handling", "claims__value", "code"]
    fieldsets = [
        (None, {"fields": ["topic", ("kind", "nature"), "handling"]}),
        (_("What it is about"), {"fields": SUBJECT_FIELDS}),
        (_("Notes"), {"fields": ["staff_notes"]}),
    ]
    inlines = [ClaimInline]

    def page_extras(self, request, record):
        extras = super().page_extras(request, record)
        claim = record.claims.first()
        return extras | ({"standing_page": admin_url(claim, "standing")} if claim else {})


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    is_in_index = False
    list_display = ["value", "disagreement", "standing"]
    list_filter = ["standing"]
    list_select_related = ["disagreement"]
    search_fields = ["value", "disagreement__topic"]
    fieldsets = [(None, {"fields": ["disagreement", "value"]}), CLAIM_STATUS_FIELDSET]

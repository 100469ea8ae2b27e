"""Model admins of Charge and Sentence."""

from django.contrib import admin
from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Charge, ChargeChange, Sentence
from tracker.admin import EditForm, LinkInline, RecordAdmin, join_label
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET
from tracker.admin.staff_admin import never

CLAIM_STATUS_AND_NOTES_FIELDSET = (
    gettext_lazy("Standing and notes"),
    {"fields": ["standing", "standing_reason", "note"]},
)
PRISON_LINES = [
    ("prison_months_min", "prison_months_max", "is_life"),
    ("suspended_months", "is_remainder_suspended", "served_months"),
]
MONEY_LINES = [
    ("fine", "fine_currency", "is_fine_unstated"),
    ("compensation", "compensation_currency", "compensation_to"),
    "stated_equivalent",
]


class ParticipationFactAdmin(RecordAdmin):
    list_filter = ["standing"]
    list_select_related = [
        "participation__person",
        "participation__organisation",
        "participation__case",
    ]
    search_fields = [
        *("participation__person__names__spelling", "participation__organisation__name"),
        *("participation__group_label", "participation__case__title", "participation__case__code"),
    ]

    def label_of(self, record):
        return join_label(record, record.participation.case, getattr(record, "code", ""))

    @admin.display(description=gettext_lazy("case"), ordering="participation__case__title")
    def case(self, record):
        return record.participation.case


class ChargeForm(EditForm):
    def clean(self):
        """Related charges must belong to the same case."""
        cleaned = super().clean()
        for name in ("base", "requalified_from"):
            self._check_case(name, cleaned.get(name), cleaned.get("participation"))
        return cleaned

    def _check_case(self, name, other, participation):
        if other and participation and other.participation.case_id != participation.case_id:
            self.add_error(name, _("That charge belongs to another case."))


class SentenceForm(EditForm):
    def clean(self):
        """The event that imposes a sentence must belong to the same case."""
        cleaned = super().clean()
        event, participation = cleaned.get("event"), cleaned.get("participation")
        if event and participation and event.case_id != participation.case_id:
            self.add_error("event", _("That event belongs to another case."))
        return cleaned


class StatusChangeInline(LinkInline):
    """Status changes of the charge, read-only: they are entered with their events."""

    model = ChargeChange
    fields = ["event", "status"]
    verbose_name_plural = gettext_lazy("what events made of it")
    has_add_permission = has_change_permission = has_delete_permission = never


@admin.register(Charge)
class ChargeAdmin(ParticipationFactAdmin):
    form = ChargeForm
    list_display = ["participation", "provision", "status", "provenance", "case", "code"]
    list_filter = ["provenance", "standing"]
    list_select_related = [*ParticipationFactAdmin.list_select_related, "provision__law"]
    search_fields = [*ParticipationFactAdmin.search_fields, "provision__number", "code", "wording"]
    fieldsets = [
        (None, {"fields": ["participation", "provision", ("provenance", "conduct_on"), "wording"]}),
        (gettext_lazy("Belongs to"), {"fields": ["base", "requalified_from"]}),
        CLAIM_STATUS_FIELDSET,
    ]
    inlines = [StatusChangeInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_status()

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status(self, record):
        return record.status_label


@admin.register(Sentence)
class SentenceAdmin(ParticipationFactAdmin):
    form = SentenceForm
    list_display = ["participation", "prison", "fine", "is_in_absentia", "event", "case"]
    list_filter = ["is_in_absentia", "is_claim_only", "standing"]
    list_select_related = [*ParticipationFactAdmin.list_select_related, "event"]
    fieldsets = [
        (None, {"fields": ["participation", "event", "is_in_absentia", "is_claim_only"]}),
        (gettext_lazy("Prison, in months"), {"fields": PRISON_LINES}),
        (gettext_lazy("Money, as the source states it"), {"fields": MONEY_LINES}),
        CLAIM_STATUS_AND_NOTES_FIELDSET,
    ]

    @admin.display(description=gettext_lazy("prison, months"), ordering="prison_months_max")
    def prison(self, record):
        if record.is_life:
            return _("life")
        bounds = {record.prison_months_min, record.prison_months_max} - {None}
        return "–".join(map(str, sorted(bounds))) or None

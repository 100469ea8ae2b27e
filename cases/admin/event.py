"""Model admin of Event."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Case, Charge, ChargeChange, Event, Participation
from tracker.admin import EditForm, LinkInline, RecordAdmin, join_label
from tracker.admin.record_admin import CLAIM_STATUS_FIELDSET

from .case import participation_label


class EventForm(EditForm):
    def clean(self):
        """The participants of an event must belong to its case."""
        cleaned = super().clean()
        participations, case = cleaned.get("participations"), cleaned.get("case")
        if case and participations and any(each.case_id != case.pk for each in participations):
            self.add_error("participations", _("Someone chosen here is not part of this case."))
        return cleaned


class ChargeChangeInline(LinkInline):
    model = ChargeChange
    fields = ["charge", "status"]
    verbose_name_plural = gettext_lazy("what it made of the charges")

    def get_formset(self, request, obj=None, **kwargs):
        self.case = obj and obj.case
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer only the charges of this case, without autocomplete."""
        if db_field.name == "charge":
            kwargs["widget"] = forms.Select
            kwargs["queryset"] = Charge.objects.filter(
                participation__case=self.case
            ).select_related(
                "participation__person", "participation__organisation", "provision__law"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Event)
class EventAdmin(RecordAdmin):
    form = EventForm
    list_display = ["happened_on", "kind", "case", "description", "provenance", "standing", "code"]
    list_display_links = ["kind"]
    list_filter = ["kind", "provenance", "standing", "is_scheduled"]
    list_select_related = ["case"]
    search_fields = ["case__title", "case__code", "description", "code"]
    ordering = ["-happened_on", "kind"]
    fieldsets = [
        (None, {"fields": ["case", ("kind", "happened_on", "is_scheduled"), "date_note"]}),
        (gettext_lazy("What"), {"fields": ["description", ("court", "place"), "provenance"]}),
        (gettext_lazy("Whom it concerns"), {"fields": ["participations"]}),
        CLAIM_STATUS_FIELDSET,
    ]

    def label_of(self, record):
        return join_label(record, record.case, record.code)

    def get_inlines(self, request, obj):
        """Charge changes are offered once the event, and so its case, is saved."""
        return [*([ChargeChangeInline] if obj else []), *super().get_inlines(request, obj)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if "participations" in form.base_fields:
            self._offer_participations(form.base_fields["participations"], request, obj)
        return form

    def _offer_participations(self, field, request, event):
        """Checkboxes of the participations in the case of the event; none without a case."""
        case_id = event.case_id if event else request.POST.get("case") or request.GET.get("case")
        is_id = str(case_id or "").isdigit()
        case = Case.objects.filter(pk=case_id).first() if is_id else None
        field.queryset = Participation.objects.filter(case=case).select_related(
            "person", "organisation"
        )
        field.label_from_instance = participation_label
        field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        field.help_text = (
            _("None ticked: everyone in the case.")
            if case
            else _("Choose the case and save: then those who take part can be ticked.")
        )

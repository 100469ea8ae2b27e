"""Autocomplete widgets and fields whose labels distinguish records of the same name."""

import json

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db.models import URLField
from django.http import JsonResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tracker.partial_dates import PartialDateField

DATE_FORMAT_HELP = _("2020, 2020-11, 5 Nov 2020, May to June 2020; ~ at the end for about.")


def join_label(*parts) -> str:
    """The non-empty parts of a label, separated by " · "."""
    return " · ".join(text for part in parts if part is not None and (text := str(part)))


class LabelledAutocompleteView(AutocompleteJsonView):
    """Autocomplete results with the labels of the related model's own admin."""

    def get_queryset(self):
        """In the model's default ordering, which the aggregates of `with_label` remove."""
        queryset = self.model_admin.with_label(super().get_queryset())
        if queryset.ordered:
            return queryset
        return queryset.order_by(*queryset.model._meta.ordering, "pk")

    def serialize_result(self, obj, to_field_name):
        label = self.model_admin.label_of(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label}

    def get(self, request, *args, **kwargs):
        """Adds a warning about the search term as a first result that cannot be selected."""
        response = super().get(request, *args, **kwargs)
        warning = self.model_admin.warning_about(self.term)
        if not warning or request.GET.get("page", "1") != "1":
            return response
        payload = json.loads(response.content)
        payload["results"].insert(0, {"id": "", "text": warning, "disabled": True})
        return JsonResponse(payload)


class ChoicesUrlMixin:
    """Widget mixin: requests the `choices` URL of the related model's admin."""

    def get_url(self):
        opts = self.field.remote_field.model._meta
        return reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_choices")


class RecordSelect(ChoicesUrlMixin, AutocompleteSelect):
    pass


class RecordSelectMultiple(ChoicesUrlMixin, AutocompleteSelectMultiple):
    pass


class StaffFormFieldsMixin:
    """Mixin of every ModelAdmin and inline: form fields for partial dates and relations."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, PartialDateField):
            field.help_text = format_lazy("{} {}", db_field.help_text, DATE_FORMAT_HELP)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Only the add button: four buttons beside each relation are too many.
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return self._related_formfield(db_field, RecordSelect, kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return self._related_formfield(db_field, RecordSelectMultiple, kwargs)

    def _related_formfield(self, db_field, widget_class, kwargs):
        """By default with autocomplete; the options are labelled by the admin of their model."""
        model = db_field.remote_field.model
        related_admin = self.admin_site.get_model_admin(model)
        kwargs.setdefault("widget", widget_class(db_field, self.admin_site))
        kwargs.setdefault("queryset", related_admin.with_label(model._default_manager.all()))
        field = db_field.formfield(**kwargs)
        field.label_from_instance = related_admin.label_of
        return field

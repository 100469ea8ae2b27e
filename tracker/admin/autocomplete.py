"""Autocomplete widgets and fields whose labels distinguish records of the same name."""

import json

from django import forms
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

HOW_TO_DATE = _("2020, 2020-11, 5 Nov 2020, May to June 2020; ~ at the end for about.")


def joined(*parts) -> str:
    """The parts that are not empty, with a dot between them."""
    return " · ".join(text for part in parts if part is not None and (text := str(part)))


class LabelledAutocompleteView(AutocompleteJsonView):
    """Answers what was typed with labels of the chosen kind's own admin."""

    def get_queryset(self):
        """In the order of the kind, also where counting for the labels takes that away."""
        found = self.model_admin.with_label(super().get_queryset())
        return found if found.ordered else found.order_by(*found.model._meta.ordering, "pk")

    def serialize_result(self, obj, to_field_name):
        label = self.model_admin.label_of(obj)
        return super().serialize_result(obj, to_field_name) | {"text": label}

    def get(self, request, *args, **kwargs):
        """Also what is to be known about what was typed: as the first line, that nobody chooses."""
        answer = super().get(request, *args, **kwargs)
        warning = self.model_admin.warning_about(self.term)
        if not warning or request.GET.get("page", "1") != "1":
            return answer
        told = json.loads(answer.content)
        told["results"].insert(0, {"id": "", "text": warning, "disabled": True})
        return JsonResponse(told)


class AsksChoices:
    """Widget part: asks the address of the chosen kind's admin."""

    def get_url(self):
        opts = self.field.remote_field.model._meta
        return reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_choices")


class ChoiceInput(AsksChoices, AutocompleteSelect):
    pass


class ChoicesInput(AsksChoices, AutocompleteSelectMultiple):
    pass


class ChoiceField(forms.ModelChoiceField):
    """One record of a kind that has an admin."""

    def label_from_instance(self, obj):
        return self.label_of(obj)


class ChoicesField(forms.ModelMultipleChoiceField):
    """Records of a kind that has an admin."""

    def label_from_instance(self, obj):
        return self.label_of(obj)


class DeskFields:
    """Part of every ModelAdmin and inline: how dates and links to other records are typed."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, PartialDateField):
            field.help_text = format_lazy("{} {}", db_field.help_text, HOW_TO_DATE)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # One button, to add what is missing: a row of four beside each link is noise.
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return self._formfield(db_field, request, kwargs, ChoiceField, ChoiceInput)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return self._formfield(db_field, request, kwargs, ChoicesField, ChoicesInput)

    def _formfield(self, db_field, request, kwargs, field_class, widget_class):
        model = db_field.remote_field.model
        chosen_in = self.admin_site.get_model_admin(model)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", widget_class(db_field, self.admin_site))
        kwargs.setdefault("queryset", chosen_in.with_label(model._default_manager.all()))
        field = db_field.formfield(form_class=field_class, **kwargs)
        field.label_of = chosen_in.label_of
        return field

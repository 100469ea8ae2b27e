"""Admin forms with optimistic locking, and formsets that require a citation per fact."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField, model_to_dict
from django.utils.translation import gettext as _

from tracker.visibility.citation_coverage import NEEDS_A_CITATION, is_public
from tracker.visibility.sealed_name_detection import SEALED_NAME_IN_TEXT, may_contain_sealed_name

VERSION_FIELD = "opened_version"


def row_version(row) -> str:
    """A value that changes with every edit: the lock, or the ID of the latest history event."""
    if hasattr(row, "lock"):
        return str(row.lock)
    if not hasattr(row, "latest_change"):  # annotated by VersionedInline.get_queryset
        return str(row.history.aggregate(latest=Max("pgh_id"))["latest"])
    return str(row.latest_change)


class VersionField(forms.CharField):
    """The version of the row when the form was opened. Never counts as changed."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


class EditForm(forms.ModelForm):
    """Optimistic locking: if another user saved the row meanwhile, shows both values as errors.

    `database_error` is the message of a constraint violated by a first attempt to save.
    """

    opened_version = VersionField()
    database_error = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[VERSION_FIELD] = row_version(self.instance)

    def clean(self):
        cleaned = super().clean()
        if self.database_error:
            self.add_error(None, self.database_error)
        if self.instance.pk and self.has_changed():
            self._compare_with_saved()
        self._reject_sealed_names()
        return cleaned

    def _reject_sealed_names(self):
        """Sealed names may not be entered in any text, not even in an unpublished record."""
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and name != VERSION_FIELD and may_contain_sealed_name(value):
                self.add_error(name, SEALED_NAME_IN_TEXT)

    def _post_clean(self):
        """Also validate constraints that include the inline foreign key, which Django excludes."""
        super()._post_clean()
        owners = [f for f in self.fields.values() if isinstance(f, InlineForeignKeyField)]
        if self.errors or not owners or not owners[0].parent_instance.pk:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._update_errors(error)

    def _compare_with_saved(self):
        model, name = type(self.instance), self.add_prefix(VERSION_FIELD)
        saved = model._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if saved is None or self.data.get(name) == row_version(saved):
            return
        differing = self._fields_differing_from(saved)
        for field in differing:
            self.add_error(field, self._field_conflict_message(saved, field))
        if differing:
            self.add_error(None, self._conflict_message(saved))
            self.data = self.data.copy()  # so that saving again overwrites deliberately
            self.data[name] = row_version(saved)

    def _fields_differing_from(self, saved) -> list[str]:
        stored = model_to_dict(saved)
        return [
            name
            for name, field in self.fields.items()
            if name in stored and field.has_changed(stored[name], self[name].data)
        ]

    def _conflict_message(self, saved) -> str:
        editor = getattr(saved, "last_edited_by", None) or _("Somebody else")
        return _(
            "%(editor)s saved this after you opened it. Nothing you typed is lost: fields that "
            "differ show both values. Change them as you see fit and save again."
        ) % {"editor": editor}

    def _field_conflict_message(self, saved, name) -> str:
        stored, typed = getattr(saved, name), self.cleaned_data.get(name, self[name].data)
        stored = list(stored.all()) if hasattr(stored, "all") else stored
        return _("Saved meanwhile: “%(saved)s”. You have: “%(typed)s”.") % {
            "saved": self._display_value(name, stored),
            "typed": self._display_value(name, typed),
        }

    def _display_value(self, name, value) -> str:
        if value in (None, "") or (hasattr(value, "__len__") and not len(value)):
            return _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if not isinstance(value, str) and hasattr(value, "__iter__"):
            return ", ".join(str(each) for each in value)
        if isinstance(self.fields[name], forms.TypedChoiceField):
            return str(dict(self.fields[name].choices).get(value, value))
        return str(value)


class FactForm(EditForm):
    """Inline row of a fact with one new citation (further ones on the page of the fact).

    `CitedFactsInline` adds the fields `cited_source` and `cited_locator`.
    """

    def clean(self):
        cleaned = super().clean()
        source, locator = cleaned.get("cited_source"), cleaned.get("cited_locator")
        if source and not locator:
            self.add_error("cited_locator", _("Say where in the source this is found."))
        if locator and not source:
            self.add_error("cited_source", _("Say which source this is the place in."))
        if source and locator and self.instance.pk and self._is_cited(source, locator):
            self.add_error("cited_locator", _("This place is cited already."))
        return cleaned

    def _is_cited(self, source, locator) -> bool:
        return self.instance.citations.filter(source=source, section="", locator=locator).exists()

    def save(self, commit=True):
        """Also create the citation entered in the row, if any."""
        fact = super().save(commit=commit)
        if source := self.cleaned_data.get("cited_source"):
            fact.citations.create(source=source, locator=self.cleaned_data["cited_locator"])
        return fact


class FactFormSet(BaseInlineFormSet):
    """Facts of one record. A fact added to a published record is public at once: needs a source."""

    def clean(self):
        super().clean()
        if not is_public(self.instance):
            return
        for form in self.extra_forms:
            is_new_fact = form.has_changed() and not self._should_delete_form(form)
            if is_new_fact and not form.cleaned_data.get("cited_source"):
                form.add_error("cited_source", _("The record is published: give a source."))


class CitationFormSet(BaseInlineFormSet):
    """The citations of one fact. A public fact needs at least one."""

    def clean(self):
        super().clean()
        if not self._is_needed() or any(self._remains(form) for form in self.forms):
            return
        raise ValidationError(_("This is published: it needs at least one source."))

    def _is_needed(self) -> bool:
        if type(self.instance) in NEEDS_A_CITATION and not self.instance.known_from_id:
            return False
        return is_public(self.instance)

    def _remains(self, form) -> bool:
        is_filled_in = form.instance.pk or form.has_changed()
        return bool(is_filled_in) and not self._should_delete_form(form)

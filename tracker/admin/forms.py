"""Admin forms with optimistic locking, and formsets that require a citation per fact."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField, model_to_dict
from django.utils.translation import gettext as _, gettext_lazy

from tracker.visibility.citation_coverage import NEEDS_A_CITATION, citations_of, is_public
from tracker.visibility.name_protection import MAY_BE_NAMED, may_contain_protected_name

from .autocomplete import ChoiceField, ChoiceInput

VERSION = "opened_version"


def version_of(row) -> str:
    """Changes with every edit of the row: its lock, or else the number of its latest change."""
    if hasattr(row, "lock"):
        return str(row.lock)
    if not hasattr(row, "latest_change"):  # lists of rows bring it along
        return str(row.history.aggregate(latest=Max("pgh_id"))["latest"])
    return str(row.latest_change)


class VersionField(forms.CharField):
    """Which version of the row the form was opened with. Not something the editor changes."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


class EditForm(forms.ModelForm):
    """Where somebody saved the row since it was opened, shows both values and loses neither.

    `refused` is what the database said to a first attempt that no form check foresaw.
    """

    opened_version = VersionField()
    refused = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial[VERSION] = version_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        if self.instance.pk and self.has_changed():
            self._compare_with_saved()
        self._refuse_sealed()
        return cleaned

    def _refuse_sealed(self):
        """Nobody writes a sealed name into the open, not even as a draft."""
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and name != VERSION and may_contain_protected_name(value):
                self.add_error(name, MAY_BE_NAMED)

    def _post_clean(self):
        """Django leaves out the constraints that name the record a row is typed in: not here."""
        super()._post_clean()
        owners = [f for f in self.fields.values() if isinstance(f, InlineForeignKeyField)]
        if self.errors or not owners or not owners[0].parent_instance.pk:
            return
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except ValidationError as error:
            self._update_errors(error)

    def _compare_with_saved(self):
        model, name = type(self.instance), self.add_prefix(VERSION)
        saved = model._base_manager.select_for_update().filter(pk=self.instance.pk).first()
        if saved is None or self.data.get(name) == version_of(saved):
            return
        differing = self._differing_from(saved)
        for field in differing:
            self.add_error(field, self._both_values(saved, field))
        if differing:
            self.add_error(None, self._somebody_else(saved))
            self.data = self.data.copy()  # saving again is then a decision, and allowed
            self.data[name] = version_of(saved)

    def _differing_from(self, saved) -> list[str]:
        stored = model_to_dict(saved)
        return [
            name
            for name, field in self.fields.items()
            if name in stored and field.has_changed(stored[name], self[name].data)
        ]

    def _somebody_else(self, saved) -> str:
        editor = getattr(saved, "last_edited_by", None) or _("Somebody else")
        return _(
            "%(editor)s saved this after you opened it. Nothing you typed is lost: fields that "
            "differ show both values. Change them as you see fit and save again."
        ) % {"editor": editor}

    def _both_values(self, saved, name) -> str:
        typed = self.cleaned_data.get(name, self[name].data)
        return _("Saved meanwhile: “%(saved)s”. You have: “%(typed)s”.") % {
            "saved": self._in_words(name, _stored(saved, name)),
            "typed": self._in_words(name, typed),
        }

    def _in_words(self, name, value) -> str:
        if value in (None, "") or (hasattr(value, "__len__") and not len(value)):
            return _("empty")
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if not isinstance(value, str) and hasattr(value, "__iter__"):
            return ", ".join(str(each) for each in value)
        if isinstance(self.fields[name], forms.TypedChoiceField):
            return str(dict(self.fields[name].choices).get(value, value))
        return str(value)


def _stored(row, name):
    value = getattr(row, name)
    return list(value.all()) if hasattr(value, "all") else value


class FactForm(EditForm):
    """A fact typed in a row of its record, with one source of it (more on the fact's own page)."""

    def clean(self):
        cleaned = super().clean()
        source, locator = cleaned.get("cited_source"), cleaned.get("cited_locator")
        if source and not locator:
            self.add_error("cited_locator", _("Say where in the source this is found."))
        if locator and not source:
            self.add_error("cited_source", _("Say which source this is the place in."))
        if source and locator and self.instance.pk and self._is_given(source, locator):
            self.add_error("cited_locator", _("This place is cited already."))
        return cleaned

    def _is_given(self, source, locator) -> bool:
        return self.instance.citations.filter(source=source, section="", locator=locator).exists()

    def cite(self, fact):
        """Keep the source typed with the fact."""
        if source := self.cleaned_data.get("cited_source"):
            fact.citations.create(source=source, locator=self.cleaned_data["cited_locator"])


def fact_form(model, admin_site) -> type[FactForm]:
    """The form of a fact's row: the fields for a source are those of its citations."""
    fields = citations_of(model)._meta
    source, locator = fields.get_field("source"), fields.get_field("locator")
    chosen_in = admin_site.get_model_admin(source.remote_field.model)
    chosen = source.formfield(
        form_class=ChoiceField,
        queryset=chosen_in.with_label(source.remote_field.model.objects.all()),
        widget=ChoiceInput(source, admin_site),
        required=False,
        label=gettext_lazy("Source"),
    )
    chosen.label_of = chosen_in.label_of
    place = locator.formfield(required=False, label=gettext_lazy("Where in it"))
    return type(FactForm)("FactForm", (FactForm,), {"cited_source": chosen, "cited_locator": place})


class FactFormSet(BaseInlineFormSet):
    """Facts of one record. What is added to a published record shows at once: it needs a source."""

    def clean(self):
        super().clean()
        if not is_public(self.instance):
            return
        for form in self.extra_forms:
            is_given = form.has_changed() and not self._should_delete_form(form)
            if is_given and not form.cleaned_data.get("cited_source"):
                form.add_error("cited_source", _("The record is published: give a source."))

    def save_new(self, form, commit=True):
        fact = super().save_new(form, commit=commit)
        form.cite(fact)
        return fact

    def save_existing(self, form, obj, commit=True):
        fact = super().save_existing(form, obj, commit=commit)
        form.cite(fact)
        return fact


class CitationFormSet(BaseInlineFormSet):
    """The citations of one fact. A public fact keeps at least one."""

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
        kept = form.instance.pk or form.has_changed()
        return bool(kept) and not self._should_delete_form(form)

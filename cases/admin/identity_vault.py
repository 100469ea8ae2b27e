"""Admin views of the identity vault: reveal and seal, with a reason and a recent second factor."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Identity, IdentityAccess
from cases.staff import identity_vault
from tracker.admin import admin_url
from tracker.staff.accounts.roles import MANAGE_ACCOUNTS, REVEAL_IDENTITIES
from tracker.staff.accounts.sessions import require_recent_mfa

# Permissions, one of which is needed to see the identity accesses of a person.
IDENTITY_ACCESS_PERMISSIONS = (REVEAL_IDENTITIES, MANAGE_ACCOUNTS)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Stays with the person's history, with your name and the time."),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )


class IdentityForm(forms.ModelForm):
    """The content of the vault. `opened_at` detects a change by another custodian meanwhile."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = ReasonForm.base_fields["reason"]

    class Meta:
        model = Identity
        fields = ["name", "name_km", "spellings", "born_on", "contact", "notes"]
        widgets = {
            "name": forms.TextInput(attrs={"class": "vTextField"}),
            "name_km": forms.TextInput(attrs={"class": "vTextField", "lang": "km"}),
            "born_on": forms.TextInput(attrs={"class": "vTextField"}),
            "spellings": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "contact": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "notes": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }


class IdentityPagesMixin:
    """Mixin of PersonAdmin: pages of the identity vault."""

    pages = {
        "<int:object_id>/identity/": "identity",
        "<int:object_id>/identity/write/": "identity_write",
        "<int:object_id>/seal/": "seal",
        "<int:object_id>/unseal/": "unseal",
    }

    def identity_accesses(self, request, record):
        """Restricted, because the reason of an access may reveal who the person is."""
        if not any(map(request.user.has_perm, IDENTITY_ACCESS_PERMISSIONS)):
            return []
        return IdentityAccess.objects.filter(person=record).select_related("by")

    # --- pages ---

    def identity_view(self, request, object_id):
        """GET: a form for the reason. POST: log the access and show the identity."""
        person, redirect = self._person_for_custodian(request, object_id)
        if redirect:
            return redirect
        form = ReasonForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self._identity_page(request, person, form=form)
        reason = form.cleaned_data["reason"]
        identity = identity_vault.reveal(person=person, reason=reason, by=request.user)
        initial = {"opened_at": identity.changed_at.isoformat(), "reason": reason}
        form = IdentityForm(instance=identity, initial=initial)
        return self._identity_page(request, person, form=form, is_shown=True)

    def identity_write_view(self, request, object_id):
        """POST: save the identity."""
        person, redirect = self._person_for_custodian(request, object_id)
        if redirect:
            return redirect
        form = IdentityForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return HttpResponseRedirect(admin_url(person))
        if not form.is_valid():
            return self._identity_page(request, person, form=form, is_shown=True)
        cleaned = form.cleaned_data
        arguments = {"fields": {name: cleaned[name] for name in IdentityForm.Meta.fields}}
        arguments |= {"opened_at": cleaned["opened_at"], "reason": cleaned["reason"]}
        done = _("The identity is kept.")
        self.run_action(request, identity_vault.save_identity, done, person=person, **arguments)
        return HttpResponseRedirect(admin_url(person))

    def seal_view(self, request, object_id):
        title, done = _("Seal the identity"), _("The name is sealed.")
        return self._action_with_reason(request, object_id, identity_vault.seal, title, done)

    def unseal_view(self, request, object_id):
        title, done = _("Unseal the identity"), _("The name stands in the open again, for staff.")
        return self._action_with_reason(request, object_id, identity_vault.unseal, title, done)

    # --- parts of them ---

    def _person_for_custodian(self, request, object_id):
        """The person, and a redirect to the second factor or None. Raises PermissionDenied."""
        if not request.user.has_perm(REVEAL_IDENTITIES):
            raise PermissionDenied
        person = self.record_or_404(request, object_id)
        return person, require_recent_mfa(request, back=request.path)

    def _action_with_reason(self, request, object_id, action, title, done):
        """GET: texts that mention the name, and a form for the reason. POST: seal or unseal."""
        person, redirect = self._person_for_custodian(request, object_id)
        if redirect:
            return redirect
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            self.run_action(request, action, done, person=person, **form.cleaned_data)
            return HttpResponseRedirect(admin_url(person))
        rows = identity_vault.rows_mentioning(person) if action is identity_vault.seal else []
        mentions = [(row._meta.verbose_name, row, self._change_url(row)) for row in rows]
        context = {"form": form, "title": title, "mentions": mentions, "deed": action.__name__}
        return self.render_page(request, "admin/cases/person/seal.html", record=person, **context)

    def _change_url(self, row) -> str:
        return admin_url(row) if self.admin_site.is_registered(type(row)) else ""

    def _identity_page(self, request, person, **context):
        context |= {"title": _("Identity"), "record": person}
        return self.render_page(request, "admin/cases/person/identity.html", **context)

"""Admin views of the identity vault: reveal and seal, with a reason and a recent second factor."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Identity, IdentityAccess
from cases.staff import identity_vault
from tracker.admin import address_of
from tracker.admin.history.pages import IdentityAccessEntry
from tracker.staff.accounts.roles import ACCOUNTS, REVEAL
from tracker.staff.accounts.sessions import require_recent_mfa
from tracker.visibility.workflow import NotAllowed

# Who is told who looked: custodians, and administrators who see people at all.
MAY_READ_ACCESSES = (REVEAL, ACCOUNTS)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Stays with the person's history, with your name and the time."),
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )


class IdentityForm(forms.ModelForm):
    """What the vault holds. `opened_at` notices another custodian."""

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


class IdentityPages:
    """Part of the admin of people."""

    def get_urls(self):
        views = {
            "identity": self.identity_view,
            "identity_write": self.identity_write_view,
            "seal": self.seal_view,
            "unseal": self.unseal_view,
        }
        routes = [
            path(
                f"<int:object_id>/{name.replace('_', '/')}/",
                self.admin_site.admin_view(view),
                name=f"cases_person_{name}",
            )
            for name, view in views.items()
        ]
        return [*routes, *super().get_urls()]

    def readings_of(self, request, record):
        """Why somebody was looked up may itself tell who they are: not for every analyst."""
        if not any(map(request.user.has_perm, MAY_READ_ACCESSES)):
            return []
        looks = IdentityAccess.objects.filter(person=record).select_related("by")
        return [
            IdentityAccessEntry(look.at, str(look.by), look.get_deed_display(), look.reason)
            for look in looks
        ]

    # --- pages ---

    def identity_view(self, request, object_id):
        """GET: asks why. POST: puts it on record, and shows."""
        person, refused = self._for_custodian(request, object_id)
        if refused:
            return refused
        form = ReasonForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self._identity_page(request, person, form=form, title=_("Identity"))
        reason = form.cleaned_data["reason"]
        identity = identity_vault.reveal(person=person, reason=reason, by=request.user)
        opened = {"opened_at": identity.changed_at.isoformat(), "reason": reason}
        shown = IdentityForm(instance=identity, initial=opened)
        return self._identity_page(request, person, form=shown, is_shown=True, title=_("Identity"))

    def identity_write_view(self, request, object_id):
        """POST: keeps what was typed."""
        person, refused = self._for_custodian(request, object_id)
        if refused:
            return refused
        form = IdentityForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return HttpResponseRedirect(address_of(person))
        if not form.is_valid():
            return self._identity_page(
                request, person, form=form, is_shown=True, title=_("Identity")
            )
        typed = form.cleaned_data
        how = {"fields": {name: typed[name] for name in IdentityForm.Meta.fields}}
        how |= {"opened_at": typed["opened_at"], "reason": typed["reason"]}
        return self._do(request, person, identity_vault.write, _("The identity is kept."), **how)

    def seal_view(self, request, object_id):
        return self._with_reason(
            request,
            object_id,
            identity_vault.seal,
            _("Seal the identity"),
            _("The name is sealed."),
        )

    def unseal_view(self, request, object_id):
        return self._with_reason(
            request,
            object_id,
            identity_vault.unseal,
            _("Unseal the identity"),
            _("The name stands in the open again, for staff."),
        )

    # --- parts of them ---

    def _for_custodian(self, request, object_id):
        """The person, and where else to go first: no name is sent along."""
        if not request.user.has_perm(REVEAL):
            raise PermissionDenied
        person = self.record_or_404(request, str(object_id))
        return person, require_recent_mfa(request, back=request.path)

    def _with_reason(self, request, object_id, deed, title, done):
        """GET: what stands in the way, and why it is asked. POST: does it."""
        person, refused = self._for_custodian(request, object_id)
        if refused:
            return refused
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._do(request, person, deed, done, **form.cleaned_data)
        named = identity_vault.mentions(person) if deed is identity_vault.seal else []
        listed = [(row._meta.verbose_name, row, self._page_of(row)) for row in named]
        context = {"form": form, "title": title, "mentions": listed, "deed": deed.__name__}
        return self._vault_page(request, "admin/cases/person/seal.html", record=person, **context)

    def _do(self, request, person, deed, done, **how):
        try:
            with transaction.atomic():
                deed(person=person, by=request.user, **how)
        except NotAllowed as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(address_of(person))

    def _page_of(self, row) -> str:
        return address_of(row) if self.admin_site.is_registered(type(row)) else ""

    def _identity_page(self, request, person, **context):
        template = "admin/cases/person/identity.html"
        return self._vault_page(request, template, record=person, **context)

    def _vault_page(self, request, template, **context):
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, template, context)

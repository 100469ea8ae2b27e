"""Admin of API keys: create, show the secret once, revoke."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from tracker.admin.staff_admin import admin_url
from tracker.models import ApiKey, KeyStatus
from tracker.staff.accounts.roles import MANAGE_KEYS

from .administrators import HIDE_EXTRA_SAVE_BUTTONS, AdministratorAdmin

# CSS classes of publication states, reused for their colours.
STATUS_CSS_CLASSES = {KeyStatus.WORKS: "published", KeyStatus.REVOKED: "withdrawn"}


class ApiKeyForm(forms.ModelForm):
    def clean_expires_on(self):
        expires_on = self.cleaned_data["expires_on"]
        if expires_on < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return expires_on


@admin.register(ApiKey)
class ApiKeyAdmin(AdministratorAdmin):
    """API keys of partners. Only the response that creates a key shows it."""

    permission = MANAGE_KEYS
    form = ApiKeyForm
    pages = {"<int:object_id>/revoke/": "revoke"}
    list_display = ["partner", "begins", "expires_on", "status", "made_at", "made_by"]
    list_select_related = ["made_by"]
    search_fields = ["partner", "prefix"]
    fields = ["partner", "contact", "expires_on"]
    readonly_once_created = ["begins", "status", "expires_on", "made_at", "made_by", "revoked_at"]

    @admin.display(description=gettext_lazy("begins"), ordering="prefix")
    def begins(self, key):
        return format_html("<code>klpt_{}_…</code>", key.prefix)

    @admin.display(description=gettext_lazy("status"))
    def status(self, key):
        css_class = STATUS_CSS_CLASSES.get(key.status, "")
        return format_html('<span class="state {}">{}</span>', css_class, key.status.label)

    # --- creation ---

    def get_fields(self, request, obj=None):
        return self.fields if obj is None else ["partner", "contact", *self.readonly_once_created]

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_once_created

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(
            request, object_id, form_url, HIDE_EXTRA_SAVE_BUTTONS | (extra_context or {})
        )

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
            obj.key = obj.generate_secret()  # shown by response_add in the same response
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """Show the key in this response: a redirect would have to store it."""
        return self.render_page(
            request,
            "admin/tracker/apikey/made.html",
            title=_("New API key"),
            record=obj,
            secret=obj.key,
            back=reverse("admin:tracker_apikey_changelist"),
        )

    # --- revocation ---

    def revoke_view(self, request, object_id):
        """GET: a confirmation page. POST: revoke the key."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        key = get_object_or_404(ApiKey, pk=object_id)
        if request.method != "POST":
            template = "admin/tracker/apikey/revoke.html"
            return self.render_page(request, template, title=_("Revoke"), record=key)
        if key.status != KeyStatus.REVOKED:
            key.revoke()
            self.log_change(request, key, _("Revoked."))
        done = _("The key of %(partner)s is revoked.") % {"partner": key.partner}
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(admin_url(key))

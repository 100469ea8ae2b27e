"""Admin of user accounts and invitations."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from tracker.admin.staff_admin import admin_url, never
from tracker.enums import StaffRole
from tracker.models import Invitation, User
from tracker.staff.accounts.invitations import create_invitation, reset_account
from tracker.staff.accounts.roles import may_manage, roles_of, set_roles
from tracker.staff.accounts.sessions import require_recent_mfa

from .administrators import HIDE_EXTRA_SAVE_BUTTONS, AdministratorAdmin

# Groups follow the role table, e-mail addresses are not stored, users manage their own factors.
admin.site.unregister([Group, EmailAddress, Authenticator])


class RolesField(forms.MultipleChoiceField):
    """The roles that this administrator may grant."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, by, **kwargs):
        choices = [choice for choice in StaffRole.choices if may_manage(by, {choice[0]})]
        if len(choices) < len(StaffRole):
            kwargs["help_text"] = _("An identity custodian is made by an administrator who is one.")
        super().__init__(choices=choices, label=gettext_lazy("Roles"), **kwargs)

    def clean(self, value):
        return [StaffRole(each) for each in super().clean(value)]


class InvitationLinkAdmin(AdministratorAdmin):
    """Base admin of pages whose response shows an invitation link."""

    def link_page(self, request, invitation, token):
        """Show the link in this response: a redirect would have to store the token."""
        url = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
        return self.render_page(
            request,
            "admin/tracker/invitation/made.html",
            title=_("The invitation of %(name)s") % {"name": invitation},
            record=invitation,
            secret=url,
            back=reverse("admin:tracker_invitation_changelist"),
        )


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["is_active"]
        labels = {"is_active": gettext_lazy("Works here")}
        help_texts = {
            "username": gettext_lazy("The name to sign in with."),
            "is_active": gettext_lazy("Without it nobody signs in, and open sessions are over."),
        }


@admin.register(User)
class AccountAdmin(InvitationLinkAdmin):
    """Accounts are created by invitation and never deleted, because the history refers to them."""

    form = AccountForm
    pages = {"<int:object_id>/anew/": "anew"}
    list_display = ["username", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username"]
    ordering = ["username"]
    has_add_permission = never

    def has_change_permission(self, request, obj=None):
        """Not one's own account, nor an account with a role that the user may not grant."""
        if obj is None:
            return self.has_module_permission(request)
        return obj != request.user and may_manage(request.user, roles_of(obj))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, account):
        held = {group.name for group in account.groups.all()}
        return ", ".join(role.label.split(":")[0] for role in StaffRole if role in held)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj and self.has_change_permission(request, obj):
            field = RolesField(by=request.user, required=False, initial=sorted(roles_of(obj)))
            kwargs["form"] = type("AccountForm", (self.form,), {"held": field})
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        if not self.has_change_permission(request, obj):
            return ["username", "roles", "is_active", "last_login"]
        return ["username", "held", "is_active", "last_login"]

    def get_readonly_fields(self, request, obj=None):
        return ["username", "roles", "last_login"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        set_roles(account=obj, roles=form.cleaned_data["held"], by=request.user)

    def anew_view(self, request, object_id):
        """GET: a confirmation page. POST: reset the account and show the invitation link."""
        account = self.permitted_record(request, object_id, self.has_change_permission)
        if redirect := require_recent_mfa(request):
            return redirect
        if request.method != "POST":
            template = "admin/tracker/user/anew.html"
            return self.render_page(request, template, title=_("Set up anew"), record=account)
        invitation, token = reset_account(account=account, by=request.user)
        self.log_change(request, account, _("Password and second factors taken away."))
        return self.link_page(request, invitation, token)


@admin.register(Invitation)
class InvitationAdmin(InvitationLinkAdmin):
    """Invitations are created, accepted or revoked, never changed. The link is shown once."""

    list_display = ["for_whom", "status", "expires_at", "made_by", "account"]
    list_select_related = ["made_by", "account"]
    search_fields = ["for_whom"]
    readonly_fields = [
        *("for_whom", "roles", "status", "made_at", "made_by", "expires_at"),
        *("used_at", "revoked_at", "account"),
    ]
    pages = {"<int:object_id>/revoke/": "revoke"}

    @admin.display(description=gettext_lazy("status"))
    def status(self, invitation):
        return invitation.status

    def has_change_permission(self, request, obj=None):
        return obj is None and self.has_module_permission(request)

    def get_fields(self, request, obj=None):
        return ["for_whom", "given"] if obj is None else self.readonly_fields

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            field = RolesField(by=request.user)
            kwargs["form"] = type("InvitationForm", (self.form,), {"given": field})
        return super().get_form(request, obj, change=change, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        redirect = require_recent_mfa(request)
        return redirect or super().add_view(
            request, form_url, HIDE_EXTRA_SAVE_BUTTONS | (extra_context or {})
        )

    def save_model(self, request, obj, form, change):
        cleaned = form.cleaned_data
        invitation, token = create_invitation(
            for_whom=cleaned["for_whom"], roles=cleaned["given"], by=request.user
        )
        obj.__dict__.update(invitation.__dict__)
        obj.token = token  # shown by response_add in the same response

    def response_add(self, request, obj, post_url_continue=None):
        return self.link_page(request, obj, obj.token)

    def revoke_view(self, request, object_id):
        """POST: revoke the invitation if it is still open."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        invitation = get_object_or_404(Invitation, pk=object_id)
        if request.method == "POST":
            Invitation.objects.open().filter(pk=object_id).update(revoked_at=timezone.now())
            done = _("The invitation of %(name)s is revoked.") % {"name": invitation}
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(admin_url(invitation))

"""Account URLs below /admin/; sign-up, e-mail and password reset of allauth are left out.

They are included before the admin URLs and override its login, logout and password_change.
"""

from django.urls import include, path

from . import views

invitations = (
    [
        path("", views.AcceptInvitationView.as_view(), name="accept"),
        path("<str:token>/", views.store_invitation_token, name="invitation"),
    ],
    "accounts",
)

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("password_change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("account/", views.AccountView.as_view(), name="mfa_index"),
    path("account/code/", views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("account/again/", views.ReauthenticateView.as_view(), name="mfa_reauthenticate"),
    path(
        "account/again/password/",
        views.ReauthenticateByPasswordView.as_view(),
        name="account_reauthenticate",
    ),
    path(
        "account/again/key/",
        views.ReauthenticateByKeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/app/", views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("account/keys/add/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "account/keys/<int:pk>/remove/", views.RemoveKeyView.as_view(), name="mfa_remove_webauthn"
    ),
    path("account/codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        views.NewRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("invitation/", include(invitations)),
]

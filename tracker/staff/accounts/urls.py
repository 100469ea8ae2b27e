"""Account URLs below /admin/; sign-up, e-mail and password reset of allauth are left out.

They are included before the admin URLs and override its login, logout and password_change.
"""

from django.urls import include, path

from . import views

invitations = (
    [
        path("", views.Accept.as_view(), name="accept"),
        path("<str:token>/", views.invitation, name="invitation"),
    ],
    "accounts",
)

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("password_change/", views.Password.as_view(), name="account_change_password"),
    path("account/", views.Factors.as_view(), name="mfa_index"),
    path("account/code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("account/again/", views.ReauthenticateView.as_view(), name="mfa_reauthenticate"),
    path("account/again/password/", views.AgainByPassword.as_view(), name="account_reauthenticate"),
    path("account/again/key/", views.AgainByKey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/keys/add/", views.AddKey.as_view(), name="mfa_add_webauthn"),
    path("account/keys/<int:pk>/remove/", views.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("account/codes/", views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/", views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path("invitation/", include(invitations)),
]

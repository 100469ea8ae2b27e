"""The one table of who reaches what below /admin/. A route that is not in it fails the suite.

Each cell holds the answers to GET and to POST (an empty form). Columns: analyst, reviewer,
custodian, administrator. Of a visitor and of who has given only the password, see BEFORE.
"""

ROLES = ("analyst", "reviewer", "custodian", "administrator")
# y  answered, or done and led on     n  403     a  asked for the second factor again
# m  405, the other method is meant   -  404     g  410, the link is used up
WORDS = {"y": "answered", "n": "403", "a": "again", "m": "405", "-": "404", "g": "410"}

# --- Records and their facts, by page ---

DRAFT = {
    "changelist": "yy yy yy nn",
    "choices": "ym ym ym nm",
    "add": "yy yy nn nn",
    "change": "yy yy yn nn",
    "history": "yy yy yy nn",
    "delete": "yy yy nn nn",
    "publish": "nn yy nn nn",
    "withdraw": "nn yy nn nn",
    "state": "my my nn nn",
}
# Whether somebody's own or a colleague's makes no difference to a draft; being public does.
PUBLISHED = {
    "change": "yn yy yn nn",
    "delete": "nn yy nn nn",
    "publish": "nn yy nn nn",
    "withdraw": "nn yy nn nn",
    "state": "nn my nn nn",
}
# Where kinds of records have pages of their own, or answer otherwise.
SPECIAL = {
    # Of a protected person: for custodians, whatever else somebody may do.
    "admin:cases_person_identity": "nn nn yy nn",
    "admin:cases_person_identity_write": "nn nn yy nn",
    "admin:cases_person_seal": "nn nn yy nn",
    "admin:cases_person_unseal": "nn nn yy nn",
    # The public sees a standard of international law as soon as it is there.
    "admin:laws_standard_add": "nn yy nn nn",
    "admin:laws_standard_change": "yn yy yn nn",
    "admin:laws_standard_delete": "nn yy nn nn",
}
# A kind nobody chooses anywhere has no choices.
UNCHOSEN = "nm nm nm nm"

# --- Everything else ---

OTHERS = {
    "admin:index": "yy yy yy yy",
    "admin:app_list": "yy yy yy yy",
    "admin:jsi18n": "ym ym ym ym",
    "admin:view_on_site": "-- -- -- --",
    "admin:autocomplete": "nm nm nm nm",  # each kind has its own, with labels
    # Reports of readers, and keys of the API.
    "admin:tracker_errorreport_changelist": "yy yy nn nn",
    "admin:tracker_errorreport_add": "nn nn nn nn",
    "admin:tracker_errorreport_change": "yn yy nn nn",
    "admin:tracker_errorreport_history": "yy yy nn nn",
    "admin:tracker_errorreport_delete": "nn yy nn nn",
    "admin:tracker_apikey_changelist": "nn nn nn yy",
    "admin:tracker_apikey_add": "nn nn nn yy",
    "admin:tracker_apikey_change": "nn nn nn yy",
    "admin:tracker_apikey_history": "nn nn nn yy",
    "admin:tracker_apikey_delete": "nn nn nn nn",
    "admin:tracker_apikey_revoke": "nn nn nn yy",
    # Accounts.
    "admin:tracker_user_changelist": "nn nn nn yy",
    "admin:tracker_user_add": "nn nn nn nn",
    "admin:tracker_user_change": "nn nn nn yy",
    "admin:tracker_user_history": "nn nn nn yy",
    "admin:tracker_user_delete": "nn nn nn nn",
    "admin:tracker_user_anew": "nn nn nn yy",
    "admin:tracker_invitation_changelist": "nn nn nn yy",
    "admin:tracker_invitation_add": "nn nn nn yy",
    "admin:tracker_invitation_change": "nn nn nn yn",
    "admin:tracker_invitation_history": "nn nn nn yy",
    "admin:tracker_invitation_delete": "nn nn nn nn",
    "admin:tracker_invitation_revoke": "nn nn nn yy",
    # One's own account: the same for everybody.
    **dict.fromkeys(
        [
            *("account_login", "account_logout", "account_change_password"),
            *("admin:login", "admin:logout", "admin:password_change"),
            *("mfa_authenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
            *("mfa_add_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
            "mfa_generate_recovery_codes",
        ],
        "yy yy yy yy",
    ),
    "admin:password_change_done": "ym ym ym ym",
    "mfa_index": "ym ym ym ym",
    "mfa_view_recovery_codes": "ym ym ym ym",
    "account_reauthenticate": "aa aa aa aa",  # by the factor, which all of these have
    "mfa_remove_webauthn": "-- -- -- --",  # of a key of one's own: nobody here has one
    "accounts:accept": "gg gg gg gg",  # without a link
    "accounts:invitation": "yy yy yy yy",
}

# --- Before the second factor ---

# Reached by a visitor. What is not here leads to the page that asks for name and password.
ENTRANCE = {
    *("account_login", "account_logout", "admin:login", "admin:logout"),
    *("mfa_authenticate", "accounts:invitation", "accounts:accept"),
}
# Reached, besides, by who has given the password and has no second factor yet.
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}

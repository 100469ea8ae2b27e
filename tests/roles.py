"""The one table of who reaches what below /admin/. A route that is not in it fails the suite.

Each cell holds the answers to GET and to POST (an empty form). Columns: analyst, reviewer,
custodian, administrator. Of a visitor and of who has given only the password, see BEFORE.
"""

ROLES = ("analyst", "reviewer", "custodian", "administrator")
# y  answered, or done and led on     n  403     a  asked for the second factor again
# m  405, the other method is meant   -  404     g  410, the link is used up
# b  400, an empty form is no form
WORDS = {"y": "answered", "n": "403", "a": "again", "m": "405", "-": "404", "g": "410"} | {
    "b": "400"
}

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
    "compare": "yy yy yy nn",
    "preview": "yy yy yy nn",
    "standing": "yy yy nn nn",
    "merge": "nn yy nn nn",
    "confirm": "my my nn nn",  # a spell in custody goes on
    # One page for a whole case.
    "entry": "yb yb nn nn",
    "entry_of": "yb yb nn nn",
    "grid": "yy yy nn nn",
    "entry_draft": "yy yy nn nn",
    "entry_reads": "-m -m -m nm",  # asked for nothing
    # Of a source: its files. There is none yet.
    "capture": "-y -y nn nn",
    "file": "-- -- -- nn",
    "copy": "-- -- nn nn",
    "uncopy": "-y -y nn nn",
}
# Whether somebody's own or a colleague's makes no difference to a draft; being public does.
PUBLISHED = {
    "change": "yn yy yn nn",
    "delete": "nn yy nn nn",
    "publish": "nn yy nn nn",
    "withdraw": "nn yy nn nn",
    "state": "nn my nn nn",
    "standing": "nn yy nn nn",
    "confirm": "nn my nn nn",
    "entry_of": "nn yb nn nn",
    "grid": "nn yy nn nn",
    "capture": "nn -y nn nn",
    "copy": "nn -- nn nn",
    "uncopy": "nn -y nn nn",
}
# Where kinds of records have pages of their own, or answer otherwise.
SPECIAL = {
    # Of a protected person: for custodians, whatever else somebody may do.
    "admin:cases_person_identity": "nn nn yy nn",
    "admin:cases_person_identity_write": "nn nn yy nn",
    "admin:cases_person_seal": "nn nn yy nn",
    "admin:cases_person_unseal": "nn nn yy nn",
    # No page of its own.
    "admin:tracker_figure_preview": "-- -- -- nn",
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
    # Queues: asked for one that there is not.
    "admin:queue": "-- -- -- nn",
    "admin:queue-assign": "-- -- nn nn",
    # Pairs that may be one, and what was merged.
    **{
        f"admin:cases_{kind}pair_{page}": cells
        for kind in ("person", "case")
        for page, cells in {
            "changelist": "yy yy yy yy",  # leads to the queue
            "add": "nn nn nn nn",
            "change": "yy yy nn nn",
            "history": "yy yy nn nn",
            "delete": "nn nn nn nn",
        }.items()
    },
    "admin:cases_merge_changelist": "nn yy nn nn",
    "admin:cases_merge_add": "nn nn nn nn",
    "admin:cases_merge_change": "nn yy nn nn",
    "admin:cases_merge_history": "nn yy nn nn",
    "admin:cases_merge_delete": "nn nn nn nn",
    "admin:cases_merge_undo": "nn yy nn nn",
    # Tables of partners.
    "admin:tracker_importrun_changelist": "yy yy nn nn",
    "admin:tracker_importrun_add": "yy yy nn nn",
    "admin:tracker_importrun_change": "yy yy nn nn",
    "admin:tracker_importrun_history": "yy yy nn nn",
    "admin:tracker_importrun_delete": "nn nn nn nn",
    "admin:tracker_importrun_template": "-- -- nn nn",  # of a kind that there is not
    "admin:tracker_importrun_run": "my my nn nn",
    "admin:tracker_importrun_discard": "my my nn nn",
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

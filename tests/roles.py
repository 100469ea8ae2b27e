"""Which role reaches which route below /admin/. A route that is missing here fails test_roles.

Each cell holds the answers to GET and to POST of an empty form. Columns: analyst, reviewer,
custodian, administrator. For visitors and sessions without a second factor see the end.
"""

ROLES = ("analyst", "reviewer", "custodian", "administrator")
# y  200, or 302 after success        n  403     a  redirect to the second factor
# m  405                              -  404     g  410, the link was used
# b  400, the empty form is invalid
ANSWERS = {"y": "answered", "n": "403", "a": "again", "m": "405", "-": "404", "g": "410"} | {
    "b": "400"
}

# --- Records and their facts, by page ---

DRAFT_PAGES = {
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
    "confirm": "my my nn nn",  # confirm a detention
    # The entry form and grid of a case.
    "entry": "yb yb nn nn",
    "entry_of": "yb yb nn nn",
    "grid": "yy yy nn nn",
    "entry_draft": "yy yy nn nn",
    "entry_reads": "-m -m -m nm",  # without the required parameters
    # Captured files of a source, which has none here.
    "capture": "-y -y nn nn",
    "file": "-- -- -- nn",
    "copy": "-- -- nn nn",
    "uncopy": "-y -y nn nn",
}
# Pages that answer otherwise once the record is published. Who edited it makes no difference.
PUBLISHED_PAGES = {
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
# Pages of single models, and routes that differ from the table above.
EXCEPTIONS = {
    # Identity vault: only for custodians.
    "admin:cases_person_identity": "nn nn yy nn",
    "admin:cases_person_identity_write": "nn nn yy nn",
    "admin:cases_person_seal": "nn nn yy nn",
    "admin:cases_person_unseal": "nn nn yy nn",
    # Figures have no public page.
    "admin:tracker_figure_preview": "-- -- -- nn",
    # Standards have no state: public at once, so they need the publish permission.
    "admin:laws_standard_add": "nn yy nn nn",
    "admin:laws_standard_change": "yn yy yn nn",
    "admin:laws_standard_delete": "nn yy nn nn",
}
# `choices` of a model to which no admin form refers.
NO_CHOICES = "nm nm nm nm"

# --- Everything else ---

OTHER_ROUTES = {
    "admin:index": "yy yy yy yy",
    "admin:app_list": "yy yy yy yy",
    "admin:jsi18n": "ym ym ym ym",
    "admin:view_on_site": "-- -- -- --",
    "admin:autocomplete": "nm nm nm nm",  # replaced by the `choices` page of each model
    # Queues, with an unknown name.
    "admin:queue": "-- -- -- nn",
    "admin:queue-assign": "-- -- nn nn",
    # Duplicate candidates and merges.
    **{
        f"admin:cases_{kind}pair_{page}": cells
        for kind in ("person", "case")
        for page, cells in {
            "changelist": "yy yy yy yy",  # redirects to the queue
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
    # Table imports.
    "admin:tracker_importrun_changelist": "yy yy nn nn",
    "admin:tracker_importrun_add": "yy yy nn nn",
    "admin:tracker_importrun_change": "yy yy nn nn",
    "admin:tracker_importrun_history": "yy yy nn nn",
    "admin:tracker_importrun_delete": "nn nn nn nn",
    "admin:tracker_importrun_template": "-- -- nn nn",  # of an unknown kind
    "admin:tracker_importrun_run": "my my nn nn",
    "admin:tracker_importrun_discard": "my my nn nn",
    # Error reports and API keys.
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
    # The user's own account: the same for all roles.
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
    "account_reauthenticate": "aa aa aa aa",  # all test users have a second factor
    "mfa_remove_webauthn": "-- -- -- --",  # a security key of the user: none here
    "accounts:accept": "gg gg gg gg",  # without an invitation link
    "accounts:invitation": "yy yy yy yy",
}

# --- Before the second factor ---

# Reached by visitors. All other routes redirect to the sign-in page.
PUBLIC_ROUTES = {
    *("account_login", "account_logout", "admin:login", "admin:logout"),
    *("mfa_authenticate", "accounts:invitation", "accounts:accept"),
}
# Also reached with the password alone by users without a second factor.
SETUP_ROUTES = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"}

"""Settings of drf-spectacular: title, enum names, hooks."""

SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Cambodian legal provisions in use",
    "DESCRIPTION": (
        "Which articles are used against whom, when, with what outcome, and who asked for them "
        "to change. Read only, open to everybody. Unknown values are null; dates are ranges of "
        "possible days; where sources differ, every claim is given with its standing.\n\n"
        "A guide with commands to copy, from the first request to a nightly copy of everything: "
        "/api/v1/guide/"
    ),
    "EXTERNAL_DOCS": {"url": "/api/v1/guide/", "description": "The guide, with commands to copy."},
    "CONTACT": {"name": "Report an error or ask us", "url": "/report/"},
    "LICENSE": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
    "SERVERS": [{"url": "/", "description": "The site that serves this document."}],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tracker.api.openapi.examples.add_examples",
    ],
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "key": {
                "type": "http",
                "scheme": "bearer",
                "description": "A key we gave you, for more requests a minute. Not needed.",
            }
        }
    },
    "SECURITY": [{"key": []}],
    # Where one field name has several vocabularies, or one vocabulary several field names.
    "ENUM_NAME_OVERRIDES": {
        "LawKind": "laws.enums.LawKind",
        "ProvisionKind": "laws.enums.ProvisionKind",
        "StageKind": "laws.enums.StageKind",
        "SourceKind": "tracker.enums.SourceKind",
        "OrganisationKind": "tracker.enums.OrganisationKind",
        "EventKind": "cases.enums.EventKind",
        "MeasureKind": "cases.enums.MeasureKind",
        "DisagreementKind": "cases.enums.DisagreementKind",
        "Currency": [("KHR", "riel"), ("USD", "US dollars")],
        "Role": "cases.enums.Role",
        "MeasureRole": "cases.enums.MeasureRole",
        "ChargeStatus": "cases.enums.ChargeStatus",
        "ChargeOutcome": "cases.filters.OUTCOMES",
        "Basis": "cases.enums.Basis",
        "DetentionBasis": "cases.enums.DetentionBasis",
    },
}

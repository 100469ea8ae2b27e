"""Settings of drf-spectacular: title, enum names, hooks."""

SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Cambodian legal provisions in use",
    "DESCRIPTION": (
        "Which articles are used against whom, when and with what outcome, and who has called for "
        "change. Read-only and open to everyone. Unknown values are null. Dates are ranges of "
        "possible days. Where sources differ, every claim is listed with our assessment.\n\n"
        "A list without filters is every record. Once a request asks about charges (`provision`, "
        "`law`, `together`, `outcome`, `basis`, `provenance`, `year`, `date`), three filters hold "
        "by default: `basis=charged`, `provenance=stated` and `scope=expression`. The same hold "
        "in `usage`, on pages and in files. Each answer repeats all its filters under `filters`, "
        "and `all` lifts a default.\n\n"
        "For a guide with commands you can copy, from a first request to a nightly copy of "
        "everything, see /api/v1/guide/"
    ),
    "EXTERNAL_DOCS": {"url": "/api/v1/guide/", "description": "Guide with commands you can copy."},
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
                "description": "Optional key for a higher rate limit.",
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
        "Provenance": "cases.enums.Provenance",
        "EventProvenance": "cases.enums.EventProvenance",
        "ProvenanceOrAll": "cases.filters.PROVENANCES",
        "CaseScope": "cases.enums.CaseScope",
        "CaseScopeOrAll": "cases.filters.SCOPES",
        "DetentionBasis": "cases.enums.DetentionBasis",
    },
}

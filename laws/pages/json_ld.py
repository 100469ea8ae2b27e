"""JSON-LD of laws and provisions (schema.org Legislation)."""

from collections.abc import Callable

from laws.enums import ENDING_STAGES, StageKind, VersionStage
from laws.models import Law, Provision, Stage, Version
from tracker.enums import Standing

ENACTMENT_STAGES = (StageKind.ADOPTED, StageKind.SIGNED, StageKind.PROMULGATED, StageKind.ISSUED)
IN_FORCE, NOT_IN_FORCE = "https://schema.org/InForce", "https://schema.org/NotInForce"


def law_json_ld(law: Law, stages: list[Stage], absolute: Callable[[str], str]) -> dict:
    """JSON-LD of a law: identity, dates that are not rejected, issuers, legal force."""
    stages = [stage for stage in stages if stage.standing != Standing.REJECTED]
    return _identity(law, absolute) | {
        "alternateName": [name for name in (law.title_km, law.full_title) if name],
        "legislationType": str(law.get_kind_display()),
        "legislationDate": _enactment_dates(stages),
        "legislationJurisdiction": str(law.get_jurisdiction_display()),
        "legislationPassedBy": [
            {"@type": "Organization", "name": one.name, "url": absolute(one.get_absolute_url())}
            for one in law.issuers.all()
        ],
        "legislationLegalForce": _force_of_law(law, stages),
        "about": law.subject,
    }


def provision_json_ld(
    provision: Provision,
    versions: list[Version],
    absolute: Callable[[str], str],
    *,
    has_law_ended: bool = False,
) -> dict:
    """JSON-LD of a provision: its law, and the intervals in which its versions were in force."""
    enacted = [version for version in versions if version.stage == VersionStage.ENACTED]
    return _identity(provision, absolute) | {
        "alternateName": [name for name in (provision.heading, provision.heading_km) if name],
        "legislationType": str(provision.get_unit_display()),
        "legislationLegalForce": _force_of_versions(provision, enacted, has_law_ended),
        "temporalCoverage": [interval for interval in map(_interval, enacted) if interval],
        "isPartOf": _identity(provision.law, absolute),
    }


def _identity(thing: Law | Provision, absolute) -> dict:
    return {
        "@type": "Legislation",
        "@id": absolute(thing.akn_uri),
        "url": absolute(thing.get_absolute_url()),
        "name": str(thing),
        "legislationIdentifier": thing.akn_uri,
    }


def _enactment_dates(stages: list[Stage]) -> list[str]:
    """ISO dates of its enactment; more than one if sources differ."""
    enacting = [stage for stage in stages if stage.kind in ENACTMENT_STAGES]
    return sorted({_iso(stage.happened_on) for stage in enacting} - {""})


def _iso(date) -> str:
    """EDTF with the precision of the source; empty for ranges and approximate dates."""
    return "" if date is None or date.precision == "range" or date.is_about else date.edtf


def _force_of_law(law: Law, stages: list[Stage]) -> str | None:
    """Legal force as the recorded stages give it; None if they do not."""
    kinds = {stage.kind for stage in stages}
    if law.is_draft or kinds & {*ENDING_STAGES}:
        return NOT_IN_FORCE
    return IN_FORCE if kinds & {StageKind.PROMULGATED, StageKind.IN_USE} else None


def _force_of_versions(
    provision: Provision, enacted: list[Version], has_law_ended: bool
) -> str | None:
    if has_law_ended or provision.law.is_draft:
        return NOT_IN_FORCE
    if not enacted:
        return None
    return IN_FORCE if any(version.ends_on is None for version in enacted) else NOT_IN_FORCE


def _interval(version: Version) -> str:
    """`2018-03-02/..`; `..` if that side is open or not known exactly."""
    start, end = _iso(version.starts_on), _iso(version.ends_on)
    return f"{start or '..'}/{end or '..'}" if start or end else ""

"""JSON-LD of laws and provisions (schema.org Legislation)."""

from collections.abc import Callable

from laws.enums import LawKind, StageKind, VersionStage
from laws.models import Law, Provision, Stage, Version
from tracker.enums import Standing

BEGINS = (StageKind.ADOPTED, StageKind.SIGNED, StageKind.PROMULGATED, StageKind.ISSUED)
IN_FORCE, NOT_IN_FORCE = "https://schema.org/InForce", "https://schema.org/NotInForce"


def law_described(law: Law, stages: list[Stage], absolute: Callable[[str], str]) -> dict:
    """A law, its dates as far as no source calls them wrong, and who issued it."""
    return _named(law, absolute) | {
        "alternateName": [name for name in (law.title_km, law.full_title) if name],
        "legislationType": str(law.get_kind_display()),
        "legislationDate": _dates(stages),
        "legislationJurisdiction": str(law.get_jurisdiction_display()),
        "legislationPassedBy": [
            {
                "@type": "Organization",
                "name": issuer.name,
                "url": absolute(issuer.get_absolute_url()),
            }
            for issuer in law.issuers.all()
        ],
        "legislationLegalForce": _force_of_law(law, stages),
        "about": law.subject,
    }


def provision_described(
    provision: Provision, versions: list[Version], absolute: Callable[[str], str]
) -> dict:
    """A provision, the law it is part of, and the spans in which its versions were in force."""
    enacted = [version for version in versions if version.stage == VersionStage.ENACTED]
    return _named(provision, absolute) | {
        "alternateName": [name for name in (provision.heading, provision.heading_km) if name],
        "legislationType": str(provision.get_unit_display()),
        "legislationLegalForce": _force_of_versions(provision, enacted),
        "temporalCoverage": [span for span in map(_span, enacted) if span],
        "isPartOf": _named(provision.law, absolute),
    }


def _named(thing: Law | Provision, absolute) -> dict:
    return {
        "@type": "Legislation",
        "@id": absolute(thing.akn_uri),
        "url": absolute(thing.get_absolute_url()),
        "name": str(thing),
        "legislationIdentifier": thing.akn_uri,
    }


def _dates(stages: list[Stage]) -> list[str]:
    """Of its beginning: more than one where sources differ."""
    begun = [stage for stage in stages if stage.kind in BEGINS and _stands(stage)]
    return sorted({_iso(stage.happened_on) for stage in begun} - {""})


def _iso(date) -> str:
    """As exact as the sources, or nothing: a vague span is no date of ISO 8601."""
    return "" if date is None or date.precision == "range" or date.is_about else date.edtf


def _stands(stage: Stage) -> bool:
    return stage.standing != Standing.REJECTED


def _force_of_law(law: Law, stages: list[Stage]) -> str | None:
    """What the recorded stages say; nothing where they do not."""
    kinds = {stage.kind for stage in stages if _stands(stage)}
    if law.kind == LawKind.DRAFT_LAW or StageKind.RESCINDED in kinds:
        return NOT_IN_FORCE
    return IN_FORCE if kinds & {StageKind.PROMULGATED, StageKind.IN_USE} else None


def _force_of_versions(provision: Provision, enacted: list[Version]) -> str | None:
    if provision.law.kind == LawKind.DRAFT_LAW:
        return NOT_IN_FORCE
    if not enacted:
        return None
    return IN_FORCE if any(version.ends_on is None for version in enacted) else NOT_IN_FORCE


def _span(version: Version) -> str:
    """`2018-03-02/..`: an open side is not known exactly, or has no end."""
    start, end = _iso(version.starts_on), _iso(version.ends_on)
    return f"{start or '..'}/{end or '..'}" if start or end else ""

"""Data of the case page."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, F, Prefetch
from django.utils.translation import gettext as _

from cases.enums import CaseScope, DateBasis, Role
from cases.filters import OUTCOMES
from cases.models import (
    Case,
    CaseSummary,
    Charge,
    ChargeChange,
    ChargeSummary,
    Detention,
    Disagreement,
    Event,
    Measure,
    Participation,
    Sentence,
)
from cases.models.formatting import days_in_words, uncertainty_reasons
from laws.models import InForce, InForceRule, Provision, Reason, Version
from tracker.enums import Standing
from tracker.partial_dates import PartialDate
from tracker.web.footnotes import Footnotes


@dataclass(frozen=True)
class ApplicableVersion:
    """The versions of a provision that may have been in force on the day of conduct or charge."""

    when: str
    on: PartialDate | None
    in_force: InForce

    @property
    def versions(self) -> list[Version]:
        return self.in_force.versions

    @property
    def reason(self) -> Reason | None:
        """Why the answer is ambiguous, or why no version applied."""
        return self.in_force.reason

    @property
    def end_of_law(self) -> Reason | None:
        """The reason, if it is that the law may have ended."""
        return self.reason if self.reason and self.reason.ending else None

    @property
    def answer(self) -> str:
        """`unknown`, `none`, `one` or `ambiguous`."""
        if self.on is None:
            return "unknown"
        if self.in_force.is_ambiguous:
            return "ambiguous"
        return "one" if self.versions else "none"


@dataclass
class ParticipationSection:
    """A participation with its charges, sentences and detentions."""

    participation: Participation
    charges: list[Charge] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    detentions: list[Detention] = field(default_factory=list)

    @property
    def counted_detentions(self) -> list[Detention]:
        """The detentions counted: a rejected claim is shown and not counted."""
        return [spell for spell in self.detentions if spell.standing != Standing.REJECTED]

    @property
    def days(self) -> str:
        return days_in_words(self.counted_detentions)

    @property
    def why_vague(self) -> list[str]:
        return uncertainty_reasons(self.counted_detentions)


@dataclass
class TimelineEntry:
    """An event of the timeline with the status changes and sentences it caused."""

    event: Event
    changes: list[ChargeChange]
    sentences: list[Sentence]
    # On the page of a person who perhaps is not the one of this case.
    doubtful_participation: Participation | None = None

    @property
    def outcomes(self) -> list["Outcome"]:
        """One outcome per status and provision, with the participations it applies to."""
        outcomes = {}
        for change in self.changes:
            key = change.status, change.charge.provision_id
            outcome = Outcome(change.get_status_display(), change.charge.provision, [])
            outcomes.setdefault(key, outcome).participations.append(change.charge.participation)
        return list(outcomes.values())


@dataclass
class Outcome:
    """A status that an event gave to the charges under one provision, and for whom."""

    status: str
    provision: Provision
    participations: list[Participation]


class RecordWithTimeline:
    """What the pages of a case and of a person make of the rows that each of them loads."""

    participations: list[Participation]
    events: list[Event]
    sentences: list[Sentence]
    disagreements: list[Disagreement]

    @cached_property
    def charges(self) -> list[Charge]:
        return list(charges_with_details().filter(participation__in=self.participations))

    @cached_property
    def detentions(self) -> list[Detention]:
        detentions = Detention.objects.filter(participation__in=self.participations)
        return list(detentions.select_related("place"))

    @cached_property
    def participation_sections(self) -> list[ParticipationSection]:
        """Every participation with its charges, sentences and detentions."""
        sections = {p.pk: ParticipationSection(p) for p in self.participations}
        for charge in self.charges:
            charge.participation = sections[charge.participation_id].participation
            sections[charge.participation_id].charges.append(charge)
        for sentence in self.sentences:
            sections[sentence.participation_id].sentences.append(sentence)
        for detention in self.detentions:
            sections[detention.participation_id].detentions.append(detention)
        return list(sections.values())

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        changes, sentences = defaultdict(list), defaultdict(list)
        for charge in self.charges:
            for change in charge.changes.all():
                change.charge = charge
                changes[change.event_id].append(change)
        for sentence in self.sentences:
            sentences[sentence.event_id].append(sentence)
        return [TimelineEntry(e, changes[e.pk], sentences[e.pk]) for e in self.events]

    def cite(self, *facts) -> Footnotes:
        """The footnotes of the page: of these facts, then of those of the rows."""
        claims = (claim for question in self.disagreements for claim in question.claims.all())
        own = (self.participations, self.charges, self.events, self.sentences, self.detentions)
        return Footnotes(*facts, *own, claims)


class CaseRecord(RecordWithTimeline):
    """Data of the case page, in a fixed number of queries."""

    def __init__(self, case: Case):
        self.case = case

    @cached_property
    def participations(self) -> list[Participation]:
        participations = self.case.participations.select_related("person", "organisation")
        return list(participations.order_by("role", "pk"))

    def _sections_as(self, *roles: Role) -> list[ParticipationSection]:
        return [s for s in self.participation_sections if s.participation.role in roles]

    @property
    def sections_by_role(self) -> list[tuple[str, list[ParticipationSection]]]:
        """Sections by label of the role, in the order of `Role`: the accused first."""
        return [(role.label, found) for role in Role if (found := self._sections_as(role))]

    @property
    def targeted(self) -> list[ParticipationSection]:
        """The accused, or if there are none, those affected and the victims."""
        return self._sections_as(Role.ACCUSED) or self._sections_as(Role.AFFECTED, Role.VICTIM)

    @property
    def victims(self) -> list[ParticipationSection]:
        """Whom a context case concerns: the accused harmed them."""
        return self._sections_as(Role.VICTIM)

    @property
    def accused(self) -> list[ParticipationSection]:
        return self._sections_as(Role.ACCUSED)

    @property
    def is_context(self) -> bool:
        return self.case.scope == CaseScope.CONTEXT

    @cached_property
    def as_of(self) -> PartialDate | None:
        """The day of the latest source of the case."""
        summary = CaseSummary.objects.filter(case=self.case).first()
        return summary and summary.as_of

    @property
    def provisions(self) -> list[tuple[Provision, list[Charge]]]:
        """Each provision charged, with its charges."""
        charges = defaultdict(list)
        for charge in self.charges:
            charges[charge.provision].append(charge)
        return list(charges.items())

    @cached_property
    def status_counts(self) -> list[tuple[str, int]]:
        """Number of charges by label of the last known status, without rejected claims."""
        summaries = ChargeSummary.objects.filter(case=self.case, is_countable=True)
        rows = summaries.order_by().values("status")
        numbers = dict(rows.annotate(n=Count("charge_id")).values_list("status", "n"))
        return [(str(label), numbers[v]) for v, label in OUTCOMES if v in numbers]

    @cached_property
    def events(self) -> list[Event]:
        events = self.case.events.select_related("court").prefetch_related(
            Prefetch(
                "participations",
                Participation.objects.select_related("person", "organisation"),
            ),
        )
        return list(events.order_by(F("happened_on").asc(nulls_last=True), "kind", "code"))

    @cached_property
    def sentences(self) -> list[Sentence]:
        sentences = Sentence.objects.filter(participation__case=self.case)
        return list(sentences.select_related("event", "participation__person"))

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        return list(self.case.disagreements.prefetch_related("claims"))

    @cached_property
    def recommendations(self):
        return list(self.case.recommendations.all())

    @cached_property
    def measures(self) -> list[Measure]:
        return list(self.case.measures.all())

    @cached_property
    def footnotes(self) -> Footnotes:
        return self.cite([self.case])


def charges_with_details():
    """Charges with status and status changes, conduct and charge dates, and provision versions."""
    versions = Version.objects.order_by(F("starts_on").asc(nulls_first=True), "pk")
    return (
        Charge.objects.with_date(DateBasis.CONDUCT, "conduct_day")
        .with_date(DateBasis.CHARGE)
        .with_status()
        .select_related(
            "provision__law", "base__provision__law", "requalified_from__provision__law"
        )
        .prefetch_related(
            Prefetch("changes", ChargeChange.objects.chronological().select_related("event")),
            Prefetch("provision__versions", versions),
            "provision__law__stages",
        )
    )


def applicable_versions(charge: Charge) -> list[ApplicableVersion]:
    """The versions in force at the conduct and at the charge."""
    rule = InForceRule(charge.provision.versions.all(), charge.provision.law.stages.all())
    return select_applicable_versions(rule, conduct=charge.conduct_day, charged=charge.dated_on)


def select_applicable_versions(
    rule: InForceRule, *, conduct: PartialDate | None, charged: PartialDate | None
) -> list[ApplicableVersion]:
    days = [(_("at the time of the conduct"), conduct), (_("when charged"), charged)]
    return [ApplicableVersion(when, day, rule.on(day)) for when, day in days]

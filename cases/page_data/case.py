"""Data of the case page."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from cases.enums import DateBasis, Role
from cases.models import (
    Case,
    Charge,
    ChargeChange,
    Detention,
    Disagreement,
    Event,
    Measure,
    Participation,
    Sentence,
)
from cases.models.formatting import days_in_words, why_vague
from laws.models import Provision, Version
from tracker.enums import Standing
from tracker.partial_dates import PartialDate
from tracker.web.citation_notes import Footnotes


@dataclass(frozen=True)
class ApplicableVersion:
    """Which version of a provision may have applied on one of the days that matter."""

    when: str
    on: PartialDate | None
    versions: list[Version]

    @property
    def answer(self) -> str:
        """`unknown`, `none`, `one` or `ambiguous`."""
        if self.on is None:
            return "unknown"
        return {0: "none", 1: "one"}.get(len(self.versions), "ambiguous")


@dataclass
class ParticipationSection:
    """A participant with everything the case says of them."""

    participation: Participation
    charges: list[Charge] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    detentions: list[Detention] = field(default_factory=list)

    @classmethod
    def all_of(cls, record) -> list["ParticipationSection"]:
        """Of a record that knows its participations, charges, sentences and detentions."""
        takings = {p.pk: cls(p) for p in record.participations}
        for charge in record.charges:
            charge.participation = takings[charge.participation_id].participation
            takings[charge.participation_id].charges.append(charge)
        for sentence in record.sentences:
            takings[sentence.participation_id].sentences.append(sentence)
        for spell in record.detentions:
            takings[spell.participation_id].detentions.append(spell)
        return list(takings.values())

    @property
    def spells(self) -> list[Detention]:
        """Those that count: a rejected claim is shown, never counted."""
        return [spell for spell in self.detentions if spell.standing != Standing.REJECTED]

    @property
    def days(self) -> str:
        return days_in_words(self.spells)

    @property
    def why_vague(self) -> list[str]:
        return why_vague(self.spells)


class CaseRecord:
    """One case. A fixed number of queries, however large it is."""

    def __init__(self, case: Case):
        self.case = case

    @cached_property
    def participations(self) -> list[Participation]:
        found = self.case.participations.select_related("person", "organisation")
        return list(found.order_by("role", "pk"))

    @cached_property
    def charges(self) -> list[Charge]:
        return list(charges_told().filter(participation__case=self.case))

    @cached_property
    def takings(self) -> list[ParticipationSection]:
        """Everyone in the case, each with their charges, sentences and spells."""
        return ParticipationSection.all_of(self)

    @property
    def by_role(self) -> list[tuple[str, list[ParticipationSection]]]:
        """In the order of the roles: the accused first."""
        roles = defaultdict(list)
        for taking in self.takings:
            roles[taking.participation.role].append(taking)
        return [(role.label, roles[role]) for role in Role if role in roles]

    @property
    def accused(self) -> list[ParticipationSection]:
        return [taking for taking in self.takings if taking.participation.role == Role.ACCUSED]

    @property
    def targeted(self) -> list[ParticipationSection]:
        """Who the case is about, where nobody is accused."""
        about = (Role.AFFECTED, Role.VICTIM)
        return self.accused or [t for t in self.takings if t.participation.role in about]

    @property
    def provisions(self) -> list[tuple[Provision, list[Charge]]]:
        """Each provision charged, with its charges."""
        found = defaultdict(list)
        for charge in self.charges:
            found[charge.provision].append(charge)
        return list(found.items())

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """How many charges stand where."""
        count = defaultdict(int)
        for charge in self.charges:
            count[charge.status_label] += 1
        return list(count.items())

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
    def timeline(self) -> list["TimelineEntry"]:
        changes = defaultdict(list)
        for charge in self.charges:
            for change in charge.changes.all():
                change.charge = charge
                changes[change.event_id].append(change)
        sentences = defaultdict(list)
        for sentence in self.sentences:
            sentences[sentence.event_id].append(sentence)
        return [
            TimelineEntry(event, changes[event.pk], sentences[event.pk]) for event in self.events
        ]

    @cached_property
    def sentences(self) -> list[Sentence]:
        found = Sentence.objects.filter(participation__case=self.case)
        return list(found.select_related("event", "participation__person"))

    @cached_property
    def detentions(self) -> list[Detention]:
        found = Detention.objects.filter(participation__case=self.case)
        return list(found.select_related("place"))

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
        return Footnotes(
            [self.case],
            self.participations,
            self.charges,
            self.events,
            self.sentences,
            self.detentions,
            (claim for found in self.disagreements for claim in found.claims.all()),
        )


@dataclass
class TimelineEntry:
    """An event of the time line with what it made of the charges."""

    event: Event
    changes: list[ChargeChange]
    sentences: list[Sentence]

    @property
    def outcomes(self) -> list["Outcome"]:
        """What became of which article: each once, with everyone it is true of."""
        found = {}
        for change in self.changes:
            key = change.status, change.charge.provision_id
            outcome = Outcome(change.get_status_display(), change.charge.provision, [])
            found.setdefault(key, outcome).who.append(change.charge.participation)
        return list(found.values())


@dataclass
class Outcome:
    """One article charged, convicted, dropped by an event, and in respect of whom."""

    status: str
    provision: Provision
    who: list[Participation]


def charges_told():
    """Charges with their status, its history, both days that matter, and their provision's life."""
    versions = Version.objects.order_by(F("starts_on").asc(nulls_first=True), "pk")
    return (
        Charge.objects.with_date(DateBasis.CONDUCT, "conduct_day")
        .with_date(DateBasis.CHARGE)
        .with_status()
        .select_related(
            "provision__law", "base__provision__law", "requalified_from__provision__law"
        )
        .prefetch_related(
            Prefetch("changes", ChargeChange.objects.in_order().select_related("event")),
            Prefetch("provision__versions", versions),
        )
    )


def applied(charge: Charge) -> list[ApplicableVersion]:
    """The version of its provision that may have applied when it was done, and when charged."""
    versions = list(charge.provision.versions.all())
    return applied_among(versions, conduct=charge.conduct_day, charged=charge.dated_on)


def applied_among(
    versions: list[Version], *, conduct: PartialDate | None, charged: PartialDate | None
) -> list[ApplicableVersion]:
    days = [(_("at the time of the conduct"), conduct), (_("when charged"), charged)]
    return [
        ApplicableVersion(when, day, [v for v in versions if v.may_apply_on(day)] if day else [])
        for when, day in days
    ]

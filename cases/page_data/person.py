"""Data of the person page."""

from functools import cached_property

from django.db.models import F, Q

from cases.enums import Role
from cases.models import (
    Affiliation,
    Charge,
    Detention,
    Disagreement,
    Event,
    Participation,
    Person,
    PersonName,
    Sentence,
)
from cases.page_data.case import ParticipationSection, TimelineEntry, charges_with_details
from tracker.partial_dates import PartialDate
from tracker.web.footnotes import Footnotes

# An event without participants applies to everyone in the case in one of these roles.
TARGETED_ROLES = [Role.ACCUSED, Role.AFFECTED, Role.VICTIM]


class PersonRecord:
    """Data of the person page, in a fixed number of queries."""

    def __init__(self, person: Person):
        self.person = person

    @cached_property
    def names(self) -> list[PersonName]:
        return list(self.person.names.all())

    @cached_property
    def affiliations(self) -> list[Affiliation]:
        return list(self.person.affiliations.select_related("organisation"))

    @cached_property
    def participations(self) -> list[Participation]:
        participations = self.person.participations.select_related("case__court")
        return list(participations.order_by("case__confirmed_on", "case__title", "role", "pk"))

    @cached_property
    def charges(self) -> list[Charge]:
        return list(charges_with_details().filter(participation__in=self.participations))

    @cached_property
    def participation_sections(self) -> list[ParticipationSection]:
        """Every participation with its charges, sentences and detentions."""
        return ParticipationSection.build_all(self)

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        """The events of all cases of the person."""
        return TimelineEntry.build_all(self)

    @cached_property
    def events(self) -> list[Event]:
        own = [p.pk for p in self.participations]
        cases = [p.case_id for p in self.participations if p.role in TARGETED_ROLES]
        of_whole_case = Q(participations=None, case__in=cases)
        events = Event.objects.filter(Q(participations__in=own) | of_whole_case)
        return list(
            Event.objects.filter(pk__in=events.values("pk"))
            .select_related("court", "case")
            .order_by(F("happened_on").asc(nulls_last=True), "kind", "code")
        )

    @cached_property
    def sentences(self) -> list[Sentence]:
        sentences = Sentence.objects.filter(participation__in=self.participations)
        return list(sentences.select_related("event"))

    @cached_property
    def detentions(self) -> list[Detention]:
        detentions = Detention.objects.filter(participation__in=self.participations)
        return list(detentions.select_related("place"))

    @property
    def custody(self) -> ParticipationSection:
        """The detentions of all cases together: overlapping days count once."""
        return ParticipationSection(participation=None, detentions=self.detentions)

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        return list(self.person.disagreements.prefetch_related("claims"))

    @property
    def confirmed_on(self) -> PartialDate | None:
        """The latest day on which one of the cases was confirmed."""
        days = [p.case.confirmed_on for p in self.participations if p.case.confirmed_on]
        return max(days, key=lambda day: day.latest, default=None)

    @cached_property
    def footnotes(self) -> Footnotes:
        return Footnotes(
            [self.person],
            self.names,
            self.affiliations,
            self.participations,
            self.charges,
            self.events,
            self.sentences,
            self.detentions,
            (claim for question in self.disagreements for claim in question.claims.all()),
        )

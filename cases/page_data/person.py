"""Data of the person page."""

from functools import cached_property

from django.db.models import F, Q

from cases.enums import Role
from cases.models import (
    Affiliation,
    Disagreement,
    Event,
    Participation,
    Person,
    PersonName,
    Sentence,
)
from cases.page_data.case import ParticipationSection, RecordWithTimeline, TimelineEntry
from cases.page_data.list_coverage import latest_as_of
from tracker.enums import Standing
from tracker.partial_dates import PartialDate
from tracker.web.footnotes import Footnotes

# An event without participants applies to everyone in the case in one of these roles.
TARGETED_ROLES = [Role.ACCUSED, Role.AFFECTED, Role.VICTIM]


class PersonRecord(RecordWithTimeline):
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
        participations = self.person.participations.select_related("case__court", "case__coverage")
        return list(participations.order_by("case__confirmed_on", "case__title", "role", "pk"))

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
    def timeline(self) -> list[TimelineEntry]:
        """The events of all cases, marked where it is disputed that the person took part."""
        accepted = {p.case_id for p in self.participations if p.standing == Standing.ACCEPTED}
        doubtful = {p.case_id: p for p in self.participations if p.case_id not in accepted}
        entries = super().timeline
        for entry in entries:
            entry.doubtful_participation = doubtful.get(entry.event.case_id)
        return entries

    @cached_property
    def sentences(self) -> list[Sentence]:
        sentences = Sentence.objects.filter(participation__in=self.participations)
        return list(sentences.select_related("event"))

    @property
    def custody(self) -> ParticipationSection:
        """The detentions of all cases together: overlapping days count once."""
        return ParticipationSection(participation=None, detentions=self.detentions)

    @cached_property
    def disagreements(self) -> list[Disagreement]:
        return list(self.person.disagreements.prefetch_related("claims"))

    @cached_property
    def as_of(self) -> PartialDate | None:
        """The latest day until which the sources of one of the cases speak."""
        cases = [participation.case_id for participation in self.participations]
        return latest_as_of(cases)

    @cached_property
    def footnotes(self) -> Footnotes:
        return self.cite([self.person], self.names, self.affiliations)

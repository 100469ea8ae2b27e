"""Chart of days in detention per person, minimum and maximum."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy

from cases.models import Detention, Person, days_detained
from cases.models.formatting import days_in_words
from cases.statistics.charts.base import Chart, ChartRow, ChartTable, ChartValue
from tracker.enums import Standing
from tracker.web.charts.ranges import Range, Ranges

MAX_DRAWN = 20


@dataclass
class DetentionSpan:
    """The detentions of one person in the cases counted."""

    person: Person
    spells: list[Detention]

    def __post_init__(self):
        self.least, self.most = days_detained(self.spells)

    @property
    def label(self) -> str:
        return str(self.person) if self.person.name else f"{self.person} ({self.person.code})"

    @property
    def longest_first(self) -> tuple:
        return (-self.most, -self.least, self.label, self.person.code)

    @property
    def latest_spell(self) -> Detention:
        return max(self.spells, key=lambda spell: spell.possible_days[1])

    @property
    def is_open(self) -> bool:
        return self.latest_spell.ended_on is None

    @property
    def held_as_of(self) -> str:
        """The last day a source confirms the detention, if no release is recorded."""
        return self.latest_spell.last_known.in_words() if self.is_open else ""

    @property
    def days_text(self) -> str:
        days = days_in_words(self.spells)
        if not self.is_open:
            return days
        return _("%(days)s, still held as of %(date)s") % {"days": days, "date": self.held_as_of}


class TimeInDetention(Chart):
    name = "time-in-detention"
    label = gettext_lazy("Time in detention")

    @cached_property
    def detention_spans(self) -> list[DetentionSpan]:
        """Everyone counted who has a recorded detention, the longest first."""
        charged = self.question.charges.values("participation_id")
        spells = Detention.objects.exclude(standing=Standing.REJECTED).filter(
            participation__in=charged, participation__person__isnull=False
        )
        by_person = defaultdict(list)
        for spell in spells.select_related("participation__person"):
            by_person[spell.participation.person].append(spell)
        return sorted(
            (DetentionSpan(person, spells) for person, spells in by_person.items()),
            key=lambda span: span.longest_first,
        )

    @cached_property
    def people_count(self) -> int:
        """Number of people counted, detained or not."""
        return self.question.people.value

    @property
    def title(self) -> str:
        words = {"n": len(self.detention_spans), "people": self.people_count}
        text = _("Days in custody, at least and at most, of %(n)d of %(people)d individual people")
        return text % words

    @property
    def description(self) -> str:
        lines = "; ".join(
            f"{held.label}: {held.days_text}" for held in self.detention_spans[:MAX_DRAWN]
        )
        return f"{lines or _('none recorded')}. {self._without_detention}"

    @property
    def _without_detention(self) -> str:
        words = {"n": self.people_count - len(self.detention_spans)}
        return _("Named people of whom no time in custody is recorded: %(n)d.") % words

    @property
    def counting_note(self) -> str:
        return self.question.counting_note(
            unit=_("individual people, whatever the unit of other charts")
        )

    @property
    def notes(self) -> list[str]:
        notes = [
            self._without_detention,
            _("An open spell is counted to the day it was last confirmed, never to today."),
        ]
        if len(self.detention_spans) > MAX_DRAWN:
            words = {"n": MAX_DRAWN, "held": len(self.detention_spans)}
            notes.append(_("The %(n)d longest of %(held)d; the table has all.") % words)
        return notes

    @property
    def table(self) -> ChartTable:
        return ChartTable(
            header=[
                _("Person"),
                _("Days, at least"),
                _("Days, at most"),
                _("No release recorded, last confirmed"),
            ],
            rows=[
                ChartRow(
                    ChartValue(held.label, held.person.get_absolute_url()),
                    [ChartValue(held.least), ChartValue(held.most), ChartValue(held.held_as_of)],
                )
                for held in self.detention_spans
            ],
        )

    @property
    def drawing(self) -> Ranges:
        return Ranges(
            **self.drawing_texts,
            ranges=[
                Range(held.label, held.days_text, held.least, held.most, held.is_open)
                for held in self.detention_spans[:MAX_DRAWN]
            ],
            unit=_("days"),
            key=[_("certainly held"), _("possibly held"), _("no release recorded")],
        )

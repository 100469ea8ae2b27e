"""Chart of days in custody per person, minimum and maximum."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from cases.enums import DetentionBasis, Provenance, Unit
from cases.models import ChargeSummary, Detention, Person, days_detained
from cases.models.formatting import days_in_words
from cases.statistics.charts.base import Chart
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from cases.statistics.charts.words import units_in_words
from cases.statistics.engine import NOTHING, UNIT_COLUMNS, count
from tracker.enums import Standing
from tracker.web.charts.amounts import Sign
from tracker.web.charts.ranges import Range, Ranges

MAX_DRAWN = 20


@dataclass
class DetentionSpan:
    """The periods in custody of one person in the cases counted.

    `is_stated`: a source names the article of a charge counted.
    """

    person: Person
    spells: list[Detention]
    is_stated: bool

    def __post_init__(self):
        self.least, self.most = days_detained(self.spells)

    @property
    def label(self) -> str:
        return str(self.person) if self.person.name else f"{self.person} ({self.person.code})"

    @property
    def longest_first(self) -> tuple:
        return (-self.most, -self.least, self.label, self.person.code)

    @property
    def bases(self) -> list[str]:
        """Every basis of the person's custody, in the order of the procedure."""
        used = {spell.basis for spell in self.spells}
        return [str(basis.label) for basis in DetentionBasis if basis in used]

    @property
    def latest_spell(self) -> Detention:
        return max(self.spells, key=lambda spell: spell.possible_days[1])

    @property
    def is_open(self) -> bool:
        return self.latest_spell.ended_on is None

    @property
    def held_as_of(self) -> str:
        """The last day a source confirms the custody, if no release is recorded."""
        return self.latest_spell.last_known.in_words() if self.is_open else ""

    @property
    def days_text(self) -> str:
        days = days_in_words(self.spells)
        if not self.is_open:
            return days
        return _("%(days)s, still held as of %(date)s") % {"days": days, "date": self.held_as_of}


class TimeInDetention(Chart):
    name = "time-in-detention"
    label = gettext_lazy("Time in custody")

    @property
    def _people_charged(self) -> QuerySet[ChargeSummary]:
        return self.question.charges.filter(person_id__isnull=False).order_by()

    @property
    def _stated_charges(self) -> QuerySet[ChargeSummary]:
        return self._people_charged.filter(provenance=Provenance.STATED)

    @cached_property
    def detention_spans(self) -> list[DetentionSpan]:
        """Everyone counted who has a recorded time in custody, the longest first."""
        of_person = self._stated_charges.filter(person_id=OuterRef("participation__person"))
        spells = recorded_detentions().filter(
            participation__in=self._people_charged.values("participation_id")
        )
        by_person = defaultdict(list)
        spells = spells.annotate(is_stated=Exists(of_person))
        for spell in spells.select_related("participation__person"):
            by_person[spell.participation.person].append(spell)
        spans = [
            DetentionSpan(person, spells, spells[0].is_stated)
            for person, spells in by_person.items()
        ]
        return sorted(spans, key=lambda span: span.longest_first)

    @cached_property
    def _counts(self) -> dict:
        """The people counted: all, held, and held of whom no source names an article."""
        held = recorded_detentions().filter(participation=OuterRef("participation_id"))
        stated = self._stated_charges.filter(person_id=OuterRef("person_id"))
        charged = self._people_charged.annotate(is_held=Exists(held), is_stated=Exists(stated))
        groupings = [(), ("is_held",), ("is_held", "is_stated")]
        return count(charged, UNIT_COLUMNS[Unit.PEOPLE], groupings)

    @property
    def people_count(self) -> int:
        """The people counted, held or not."""
        return self._counts[()].get((), NOTHING).value

    @property
    def held_count(self) -> int:
        return self._counts["is_held",].get((True,), NOTHING).value

    @property
    def unstated_count(self) -> int:
        """The people held of whom no source names an article."""
        return self._counts["is_held", "is_stated"].get((True, False), NOTHING).value

    @cached_property
    def is_empty(self) -> bool:
        return not self.held_count

    @property
    def empty_reason(self) -> str:
        words = {"people": units_in_words(Unit.PEOPLE, self.people_count)}
        return _("No time in custody is recorded for %(people)s counted.") % words

    @property
    def title(self) -> str:
        people = units_in_words(Unit.PEOPLE, self.people_count)
        words = {"n": self.held_count, "people": people}
        if not self.detention_spans:
            return _("Time in custody, of %(people)s") % words
        words["days"] = days_in_words(self.detention_spans[0].spells)
        text = ngettext(
            "Days in custody are known of %(n)d of %(people)s: %(days)s",
            "Days in custody are known of %(n)d of %(people)s: the most are %(days)s",
            self.held_count,
        )
        return text % words

    @property
    def subtitle(self) -> str:
        words = self.subtitle_values | {"n": self.held_count}
        words["people"] = units_in_words(Unit.PEOPLE, self.people_count)
        text = _("Days in custody for %(n)d of %(people)s, minimum and maximum, %(counted)s.")
        return text % words

    @property
    def description(self) -> str:
        lines = "; ".join(
            f"{held.label}: {held.days_text}" for held in self.detention_spans[:MAX_DRAWN]
        )
        return f"{lines or _('none recorded')}. {self._without_detention}"

    @property
    def _without_detention(self) -> str:
        words = {"n": self.people_count - self.held_count}
        return _("People with no time in custody recorded: %(n)d.") % words

    @property
    def counting_note(self) -> str:
        return self.question.counting_note(unit=_("people, whichever unit the other charts use"))

    @property
    def notes(self) -> list[str]:
        notes = [
            _(
                "By default: people charged where a source names the article, in cases about "
                "expression, as charged."
            ),
            self._mixed_bases,
            self._without_detention,
            _(
                "Where no release is recorded, days are counted to the last confirmed date, never "
                "to today."
            ),
        ]
        if self.held_count > MAX_DRAWN:
            words = {"n": MAX_DRAWN, "held": self.held_count}
            text = _(
                "Shows the %(n)d people held longest, of %(held)d. The table lists all of them."
            )
            notes.append(text % words)
        return notes

    @property
    def _mixed_bases(self) -> str:
        used = {basis for span in self.detention_spans for basis in span.bases}
        bases = "; ".join(str(basis.label) for basis in DetentionBasis if str(basis.label) in used)
        text = _(
            "The days add up all bases of custody recorded here: %(bases)s. The table gives the "
            "bases for each person."
        )
        return text % {"bases": bases.lower()}

    @property
    def table(self) -> ChartTable:
        return self.make_table(
            header=[
                _("Person"),
                _("Minimum days"),
                _("Maximum days"),
                pgettext("detention", "Basis"),
                _("How the article is known"),
                _("No release recorded; last confirmed in custody"),
            ],
            rows=[self._row(held) for held in self.detention_spans],
        )

    def _row(self, held: DetentionSpan) -> ChartRow:
        known = _("stated in a source") if held.is_stated else self._not_stated
        days = [ChartValue(held.least), ChartValue(held.most)]
        texts = [ChartValue("; ".join(held.bases)), ChartValue(known), ChartValue(held.held_as_of)]
        person = ChartValue(held.label, held.person.get_absolute_url())
        return ChartRow(person, [*days, *texts])

    @property
    def _not_stated(self) -> str:
        return _("no source names the article")

    @property
    def drawing_texts(self) -> dict:
        return super().drawing_texts | {"signs": tuple(self._signs)}

    @property
    def _signs(self) -> list[Sign]:
        signs = [
            Sign("full", _("certainly held")),
            Sign("unnamed", _("possibly held")),
            Sign("arrow", _("no release recorded")),
        ]
        if n := self.unstated_count:
            reason = capfirst(self._not_stated)
            signs.insert(1, Sign("dense", f"{reason}: {n}"))
        return signs

    @property
    def drawing(self) -> Ranges:
        return Ranges(
            **self.drawing_texts,
            ranges=[self._range(held) for held in self.detention_spans[:MAX_DRAWN]],
            unit=_("days"),
        )

    def _range(self, held: DetentionSpan) -> Range:
        words = held.days_text if held.is_stated else f"{held.days_text} ({self._not_stated})"
        return Range(held.label, words, held.least, held.most, held.is_open, held.is_stated)


def recorded_detentions() -> QuerySet[Detention]:
    """The periods in custody of people, as far as they are not rejected."""
    spells = Detention.objects.exclude(standing=Standing.REJECTED)
    return spells.filter(participation__person__isnull=False)

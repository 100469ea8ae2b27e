"""Detention, and days in custody."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cases.enums import DetentionBasis
from tracker.codes import CodeField
from tracker.database.edit_history import tracked
from tracker.models import Fact, Organisation, citation_model, known_check, plain
from tracker.partial_dates import PartialDateField, ordered_check

from .case import Participation


@tracked
class Detention(Fact):
    """One period in custody and its basis; start and end may be partial dates."""

    is_record = True
    plain_fields = (
        *plain(basis=pgettext_lazy("detention", "Basis"), started_on=_("Start"), ended_on=_("End")),
        *plain(confirmed_on=_("Last said to be held")),
    )

    code = CodeField(prefix="D")
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="detentions")
    basis = models.CharField(max_length=10, choices=DetentionBasis)
    started_on = PartialDateField()
    ended_on = PartialDateField(null=True, blank=True, help_text=_("Empty: no release recorded."))
    confirmed_on = PartialDateField(
        null=True, blank=True, help_text=_("When a source last said the person was held.")
    )
    place = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta(Fact.Meta):
        ordering = ["participation", "started_on", "code"]
        constraints = [
            *Fact.Meta.constraints,
            known_check("detention_basis_is_known", basis=DetentionBasis),
            ordered_check("started_on", "ended_on", name="detention_ends_after_it_starts"),
            ordered_check("started_on", "confirmed_on", name="detention_is_confirmed_after_start"),
        ]

    def __str__(self):
        return f"{self.get_basis_display()} {self.started_on} – {self.ended_on or '…'}"

    @property
    def certain_days(self) -> tuple[date, date] | None:
        """First and last day certainly in custody, or None if no day is certain.

        The first and the last day count as days in custody, so an exactly known one is certain.
        """
        end = self.ended_on or self.last_known
        if self.started_on.latest <= end.earliest:
            return self.started_on.latest, end.earliest
        for date_ in (self.started_on, end):
            if date_.earliest == date_.latest:
                return date_.earliest, date_.earliest
        return None

    @property
    def possible_days(self) -> tuple[date, date]:
        """First and last day possibly in custody; an open spell ends at `last_known`."""
        return (self.started_on.earliest, (self.ended_on or self.last_known).latest)

    @property
    def last_known(self):
        """Partial date on which the person was last known to be in custody."""
        return self.confirmed_on or self.started_on


def days_detained(spells: Iterable[Detention]) -> tuple[int, int]:
    """Minimum and maximum number of days in custody; days in overlapping spells count once.

    The day of arrest and the day of release both count, and any detention counts as at least one
    day.
    """
    spells = list(spells)
    certain = [spell.certain_days for spell in spells if spell.certain_days]
    minimum = max(_days_in(certain), min(len(spells), 1))
    return minimum, _days_in([spell.possible_days for spell in spells])


def _days_in(ranges: list[tuple[date, date]]) -> int:
    """Number of distinct days in the union of the inclusive ranges."""
    total, next_uncounted = 0, date.min
    for first, last in sorted(ranges):
        first = max(first, next_uncounted)
        if first <= last:
            total += (last - first).days + 1
            next_uncounted = last + timedelta(days=1)
    return total


DetentionCitation = citation_model(Detention, "Where a source states the detention.")

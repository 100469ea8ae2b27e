"""Value type: a range of days and its text form.

The text form is a small subset of EDTF (https://www.loc.gov/standards/datetime/).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from psycopg2.extras import DateRange

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1000, 2999  # four digits; a daterange also needs the day after the last
PART = r"[0-9]{4}(?:-[0-9]{2}){0,2}"
TEXT = re.compile(rf"(?P<start>{PART})(/(?P<end>{PART}))?(?P<about>~)?")
KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
TEXT_LENGTHS = {"year": 4, "month": 7, "day": 10}
DATE_FORMATS = {
    "year": pgettext_lazy("date format", "Y"),
    "month": pgettext_lazy("date format", "F Y"),
    "day": pgettext_lazy("date format", "j F Y"),
    "month of a year": pgettext_lazy("date format", "F"),
}
HOW_TO_WRITE = gettext_lazy(
    "write 2020, 2020-11, 2020-11-05 or 2020-05/2020-06, with ~ at the end for about."
)


def with_ascii_digits(text: str) -> str:
    """The text with Khmer digits as 0 to 9."""
    return text.translate(KHMER_DIGITS)


class PartialDateError(ValueError):
    """The value is not a partial date; the message quotes it and states the accepted form."""

    def __init__(self, value, reason=HOW_TO_WRITE):
        self.reason = reason
        shown = repr(value if len(str(value)) <= 40 else f"{str(value)[:39]}…")
        super().__init__(
            _("%(value)s is not a partial date: %(reason)s") % {"value": shown, "reason": reason}
        )


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """The days on which something may have happened, `earliest` and `latest` included.

    Sorts by earliest, then latest (as PostgreSQL sorts a daterange), then exact before about.
    Raises `PartialDateError` for days in the wrong order and years outside 1000 to 2999.
    """

    earliest: date
    latest: date
    is_about: bool = False

    def __post_init__(self):
        for day in (self.earliest, self.latest):
            if not isinstance(day, date) or isinstance(day, datetime):
                raise TypeError(f"PartialDate needs two dates, not {day!r}.")
        interval = f"{self.earliest}/{self.latest}"
        if self.latest < self.earliest:
            raise PartialDateError(
                interval, _("it ends before it begins; write the earlier part first.")
            )
        if self.earliest.year < FIRST_YEAR or self.latest.year > LAST_YEAR:
            raise PartialDateError(interval, _("the year must lie between 1000 and 2999."))

    @classmethod
    def parse(cls, text):
        """Read `2020`, `2020-11`, `2020-11-05` or `2020-05/2020-06`, each with `~` for about.

        Surrounding spaces are ignored, Khmer digits are accepted. Raises `PartialDateError`.
        """
        match = TEXT.fullmatch(with_ascii_digits(text).strip())
        if match is None:
            raise PartialDateError(text)
        try:
            earliest = _days_of(match["start"])[0]
            latest = _days_of(match["end"] or match["start"])[1]
            return cls(earliest, latest, is_about=match["about"] is not None)
        except PartialDateError as error:
            raise PartialDateError(text, error.reason) from None
        except ValueError:
            raise PartialDateError(text, _("the calendar has no such month or day.")) from None

    @classmethod
    def read(cls, value):
        """`value` (PartialDate, EDTF, date or DateRange) as a PartialDate; None and "" as None.

        Raises `PartialDateError`.
        """
        if value is None or isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls.parse(value) if value.strip() else None
        if isinstance(value, date):
            return cls(value, value)
        if not isinstance(value, DateRange):
            raise PartialDateError(value)
        if value.isempty or value.lower_inf or value.upper_inf:
            raise PartialDateError(value, _("it needs a first and a last day."))
        return cls(
            value.lower if value.lower_inc else value.lower + ONE_DAY,
            value.upper if value.upper_inc else value.upper - ONE_DAY,
        )

    def __str__(self):
        return self.edtf

    @property
    def edtf(self):
        """The EDTF text of this value; both ends of an interval have the same precision."""
        first, last = self._ends
        return (first if first == last else f"{first}/{last}") + ("~" if self.is_about else "")

    @property
    def precision(self):
        """`day`, `month` or `year` if the days are exactly one of these, else `range`."""
        first, last = self._ends
        return self._unit if first == last else "range"

    @property
    def year(self):
        """The year if all days are in one year, else None."""
        return self.earliest.year if self.earliest.year == self.latest.year else None

    @property
    def _unit(self):
        """The coarsest unit (year, month, day) of which the days are whole units."""
        day_after = self.latest + ONE_DAY
        if self.earliest.day != 1 or day_after.day != 1:
            return "day"
        return "year" if self.earliest.month == day_after.month == 1 else "month"

    @property
    def _ends(self):
        length = TEXT_LENGTHS[self._unit]
        return self.earliest.isoformat()[:length], self.latest.isoformat()[:length]

    def in_words(self):
        """Text in the active language: "5 November 2020", "May to June 2020", "about 2013"."""
        unit = self._unit
        last = dateformat.format(self.latest, str(DATE_FORMATS[unit]))
        is_months_of_one_year = unit == "month" and self.year is not None
        first_unit = "month of a year" if is_months_of_one_year else unit
        first = dateformat.format(self.earliest, str(DATE_FORMATS[first_unit]))
        if self.precision != "range":
            words = last
        elif unit == "day" and not self.is_about:
            words = _("between %(first)s and %(last)s") % {"first": first, "last": last}
        else:
            words = _("%(first)s to %(last)s") % {"first": first, "last": last}
        return _("about %(date)s") % {"date": words} if self.is_about else words

    def as_json(self):
        """EDTF text and both days (ISO 8601), for the API and exports."""
        return {
            "edtf": self.edtf,
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
        }


def _days_of(part):
    """First and last day of `2020`, `2020-11` or `2020-11-05`; ValueError if it does not exist."""
    year, month, day = ([int(number) for number in part.split("-")] + [None, None])[:3]
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)

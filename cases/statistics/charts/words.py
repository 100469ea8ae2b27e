"""Numbers of charts in words, and what may be claimed of them in a title."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, ngettext

from cases.enums import Unit
from cases.statistics import Cell
from cases.statistics.engine import UNITS_OF_PEOPLE, Count
from tracker.web.charts.amounts import Amount


def units_in_words(unit: Unit, n: int) -> str:
    """`13 people`."""
    text_by_unit = {
        Unit.PEOPLE: ngettext("%(n)d person", "%(n)d people", n),
        Unit.CASES: ngettext("%(n)d case", "%(n)d cases", n),
        Unit.PROSECUTIONS: ngettext("%(n)d prosecution", "%(n)d prosecutions", n),
        Unit.CHARGES: ngettext("%(n)d charge", "%(n)d charges", n),
    }
    return text_by_unit[unit] % {"n": n}


def amount_of(unit: Unit, count: Count) -> Amount:
    """The count as it is drawn."""
    addable = count.addable_unnamed_people(unit)
    return Amount(
        value=count.value,
        unnamed=count.unnamed_people,
        addable=addable,
        apart=count.unnamed_people - addable if unit in UNITS_OF_PEOPLE else 0,
        unsized=count.groups_of_unknown_size,
        words=count_in_words(unit, count),
    )


def count_in_words(unit: Unit, count: Count) -> str:
    """`7 people and 18 unnamed (may overlap), and 1 unnamed group of unknown size`."""
    text = units_in_words(unit, count.value)
    if count.unnamed_people:
        text = _unnamed_format(unit, count) % {
            "total": text,
            "n": count.unnamed_people,
            "overlap": count.unnamed_people - count.addable_unnamed_people(unit),
        }
    if n := count.groups_of_unknown_size:
        groups = ngettext(
            "%(n)d unnamed group of unknown size", "%(n)d unnamed groups of unknown size", n
        )
        # The group may be a part of the other groups of its case.
        both = (
            _("%(total)s, and %(groups)s (may overlap)")
            if count.unnamed_people
            else _("%(total)s and %(groups)s")
        )
        text = both % {"total": text, "groups": groups % {"n": n}}
    return text


def _unnamed_format(unit: Unit, count: Count) -> str:
    overlap = count.unnamed_people - count.addable_unnamed_people(unit)
    if unit == Unit.PEOPLE:
        plain = _("%(total)s and %(n)d unnamed")
        wholly = _("%(total)s and %(n)d unnamed (may overlap)")
        partly = _("%(total)s and %(n)d unnamed (%(overlap)d may overlap)")
        if not overlap:
            return plain
        return wholly if overlap == count.unnamed_people else partly
    if unit == Unit.PROSECUTIONS and overlap:
        return _("%(total)s, plus %(n)d unnamed people (%(overlap)d may overlap)")
    return _("%(total)s, plus %(n)d unnamed people")


def single_highest(unit: Unit, cells: Iterable[Cell], apart: int = 0) -> Cell | None:
    """The cell with the most, if no other can have as many.

    The unnamed people of another cell could raise it, and `apart`: units with no known cell.
    """
    ranked = sorted(cells, key=lambda cell: -cell.value)
    if not ranked or not ranked[0].value:
        return None
    rivals = (
        cell.value + (cell.unnamed_people if unit in UNITS_OF_PEOPLE else 0) for cell in ranked[1:]
    )
    return ranked[0] if ranked[0].value > max(rivals, default=0) + apart else None

"""Parameters of the charts page, and the matrices its charts share."""

from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.enums import Basis
from cases.models import ChargeSummary
from cases.statistics import Cell, Heading, Usage, count_usages
from cases.statistics.charts.words import amount_of, count_in_words
from cases.statistics.coverage import Coverage
from cases.statistics.engine import UNITS_OF_PEOPLE
from cases.statistics.matrix_page import MatrixPage
from cases.statistics.unnamed_groups import UnnamedGroups
from tracker.web.charts.amounts import FEW, UNNAMED, UNSIZED, Amount, Sign
from tracker.web.lists.filter_forms import FilterField
from tracker.web.lists.filters import UNKNOWN


class ChartQuery:
    """The parameters of the charts, those of the usage page. Raises BadParameters.

    All matrices of one basis are counted in one statement.
    """

    SHAPES = (
        ("year", "outcome"),
        ("provision", "category"),
        ("provision", "year"),
        ("province", "country"),
    )
    STAGE_SHAPES = SHAPES[:1]  # on a basis other than the requested one

    # Ignored: each chart has its own dimensions.
    TABLE_PARAMETERS = ("rows", "columns")

    def __init__(self, query):
        query = query.copy()
        for name in self.TABLE_PARAMETERS:
            query.pop(name, None)
        self.matrix = MatrixPage(query)
        self.unit = self.matrix.usage.unit
        self.basis = self.matrix.usage.basis
        self._usages: dict[Basis, dict[tuple[str, str], Usage]] = {}
        self.matrix.usage = self.by_year

    def usage(self, rows: str, columns: str, basis: Basis | None = None) -> Usage:
        """The matrix of one of SHAPES on a basis, by default the requested one."""
        basis = basis or self.basis
        if basis not in self._usages:
            shapes = self.SHAPES if basis == self.basis else self.STAGE_SHAPES
            filterset = self.matrix.filterset.with_parameters(basis=str(basis))
            usages = count_usages(filterset, shapes)
            self._usages[basis] = dict(zip(shapes, usages, strict=True))
        return self._usages[basis][rows, columns]

    @cached_property
    def by_year(self) -> Usage:
        """Years by outcomes, whose totals other charts use too."""
        return self.usage("year", "outcome")

    # --- Numbers in words and as they are drawn ---------------------------------------------------

    @property
    def total_in_words(self) -> str:
        return count_in_words(self.unit, self.by_year.total.count)

    def amount(self, cell: Cell) -> Amount:
        return amount_of(self.unit, cell.count)

    def signs(self, *, is_over_years: bool, has_bars: bool) -> list[Sign]:
        """The key of what sources leave open."""
        total, signs = self.by_year.total, []
        if total.unnamed_people:
            text = _("+: unnamed people, %(n)d in all; apart from the bar where they may overlap")
            if not has_bars or self.unit not in UNITS_OF_PEOPLE:
                text = _("+: unnamed people, %(n)d in all; not part of the other numbers")
            signs.append(Sign(UNNAMED, text % {"n": total.unnamed_people}))
        if n := total.groups_of_unknown_size:
            text = _("Unnamed groups of unknown size: %(n)d") % {"n": n}
            signs.append(Sign(UNSIZED, text))
        if is_over_years and any(map(self.is_few, [*self.by_year.rows, *self.later_years])):
            signs.append(Sign(FEW, _("Few sources: no bar does not mean zero")))
        return signs

    # --- Until when the sources speak -------------------------------------------------------------

    @property
    def coverage(self) -> Coverage:
        return self.by_year.coverage

    @cached_property
    def later_years(self) -> list[Heading]:
        """The years from the last one counted to that of the latest source.

        None if the question is about some years only.
        """
        years = [int(row.id) for row in self.by_year.rows if row.id != UNKNOWN]
        as_of, filterset = self.coverage.as_of, self.matrix.filterset
        is_about_years = any(filterset.value(name) is not None for name in ("year", "date"))
        if not years or as_of is None or is_about_years:
            return []
        later = range(max(years) + 1, as_of.earliest.year + 1)
        return [Heading(str(year), str(year), year) for year in later]

    def is_few(self, year: Heading) -> bool:
        """Whether few sources cover a year."""
        few_after = self.coverage.few_sources_after
        return year.id != UNKNOWN and few_after is not None and int(year.id) > few_after

    @property
    def year_notes(self) -> list[str]:
        """How far the axis goes, and which years few sources cover."""
        notes = []
        if self.later_years:
            words = {"year": self.later_years[-1].label}
            notes.append(_("The years end with that of the latest source, %(year)s.") % words)
        if (year := self.coverage.few_sources_after) is not None:
            text = _("Few sources cover the years after %(year)d: none recorded is not zero.")
            notes.append(text % {"year": year})
        return notes

    @property
    def charges(self) -> QuerySet[ChargeSummary]:
        return self.matrix.filterset.charges()

    @property
    def query(self) -> str:
        """Query string for the addresses of charts."""
        parameters = self.matrix.filterset.data.copy()
        for name in self.TABLE_PARAMETERS:
            parameters.pop(name, None)
        return parameters.urlencode()

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        """All unnamed groups counted, including those without a stated size."""
        return self.matrix.unnamed_groups

    def counting_note(self, unit: str = "", basis: str = "") -> str:
        """Unit, basis, date basis and active filters as text."""
        words = {
            "unit": unit or self.unit.label,
            "basis": basis or self.basis.label,
            "date": self.matrix.date_basis,
        }
        text = _("Unit: %(unit)s. Basis: %(basis)s. Dated by: %(date)s.")
        conditions = self.matrix.filters_in_words
        only = _(" Filters: %(conditions)s.") % {"conditions": conditions}
        return text % words + (only if conditions else "")

    @property
    def shape_controls(self) -> list[FilterField]:
        controls = self.matrix.shape_controls
        return [control for control in controls if control.name not in self.TABLE_PARAMETERS]

"""Parameters of the charts page, and the matrices its charts share."""

from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.enums import Basis, Unit
from cases.models import ChargeSummary
from cases.statistics import Usage, count_usages
from cases.statistics.engine import UNIT_COLUMNS, Count, count_total
from cases.statistics.matrix_page import MatrixPage
from cases.statistics.unnamed_groups import UnnamedGroups
from tracker.web.lists.filter_forms import FilterField


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

    @cached_property
    def people(self) -> Count:
        """The people counted, whatever the unit of the question."""
        return count_total(self.charges, UNIT_COLUMNS[Unit.PEOPLE])

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
        """Unit, basis, provenance, date basis and active filters as text."""
        words = {
            "unit": unit or self.unit.label,
            "basis": basis or self.basis.label,
            "provenance": self.matrix.provenance,
            "date": self.matrix.date_basis,
        }
        text = _(
            "Unit: %(unit)s. Basis: %(basis)s. How it is known: %(provenance)s. "
            "Years and periods go by: %(date)s."
        )
        conditions = "; ".join(map(str, self.matrix.active_filters))
        only = _(" Only: %(conditions)s.") % {"conditions": conditions}
        return text % words + (only if conditions else "")

    @property
    def shape_controls(self) -> list[FilterField]:
        controls = self.matrix.shape_controls
        return [control for control in controls if control.name not in self.TABLE_PARAMETERS]

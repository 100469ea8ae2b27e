"""Parameters of the charts page, and the matrices its charts share."""

from functools import cached_property

from django.utils.translation import gettext as _

from cases.enums import Basis
from cases.statistics import InMemoryCharges, Usage
from cases.statistics.matrix_page import MatrixPage
from cases.statistics.unnamed_groups import UnnamedGroups
from tracker.web.lists.filter_forms import FilterField


class ChartQuery:
    """The parameters of the charts, those of the usage page. Raises BadParameters.

    The charges are read once per basis, for all charts.
    """

    DIMENSIONS = ("year", "outcome", "provision", "category", "province", "country")
    STAGE_DIMENSIONS = DIMENSIONS[:2]  # for a basis other than the requested one

    # Ignored: each chart has its own dimensions.
    TABLE_PARAMETERS = ("rows", "columns")

    def __init__(self, query):
        self.matrix = MatrixPage(query)
        self.unit = self.matrix.usage.unit
        self.basis = self.matrix.usage.basis
        self._charges_by_basis = {}
        self.matrix.usage = self.by_year

    def load_charges(self, basis: Basis | None = None) -> InMemoryCharges:
        """The charges on a basis, by default the requested one."""
        basis = basis or self.basis
        if basis not in self._charges_by_basis:
            dimensions = self.DIMENSIONS if basis == self.basis else self.STAGE_DIMENSIONS
            filterset = self.matrix.filterset.with_parameters(basis=str(basis))
            self._charges_by_basis[basis] = InMemoryCharges(filterset, dimensions)
        return self._charges_by_basis[basis]

    @cached_property
    def by_year(self) -> Usage:
        """Years by outcomes, whose totals other charts use too."""
        return self.load_charges().usage("year", "outcome")

    @property
    def query(self) -> str:
        """Query string for the addresses of charts."""
        parameters = self.matrix.filterset.data.copy()
        for name in self.TABLE_PARAMETERS:
            parameters.pop(name, None)
        return parameters.urlencode()

    @cached_property
    def unnamed_groups(self) -> UnnamedGroups:
        """All unnamed groups counted, including those without a stated size."""
        groups = self.load_charges().participations
        return UnnamedGroups.summarise(groups, self.matrix.unnamed_groups_address)

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

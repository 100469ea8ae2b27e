"""Parameters of the charts page, and the matrices its charts share."""

from functools import cached_property

from django.utils.translation import gettext as _

from cases.enums import Basis
from cases.models import Participation
from cases.statistics import InMemoryMatrix, Usage
from cases.statistics.matrix_page import Matrix
from cases.statistics.unnamed_groups import UnnamedGroups
from tracker.web.lists.filter_forms import FilterField


class Question:
    """The conditions of the usage page, asked of charts. Raises BadParameters.

    The charges are read once for each basis, whatever the number of charts.
    """

    DIMENSIONS = ("year", "outcome", "provision", "category", "province", "country")
    OF_STAGES = DIMENSIONS[:2]  # all that is asked on another basis than the reader's

    # A chart has a shape of its own, whatever the table of the usage page has.
    OF_THE_TABLE = ("rows", "columns")

    def __init__(self, query):
        self.matrix = Matrix(query)
        self.unit = self.matrix.usage.unit
        self.basis = self.matrix.usage.basis
        self._tallies = {}
        self.matrix.usage = self.by_year

    def tally(self, basis: Basis | None = None) -> InMemoryMatrix:
        """The charges on the reader's basis, or on another."""
        basis = basis or self.basis
        if basis not in self._tallies:
            dimensions = self.DIMENSIONS if basis == self.basis else self.OF_STAGES
            asked = self.matrix.asked.reshaped(basis=str(basis))
            self._tallies[basis] = InMemoryMatrix(asked, dimensions)
        return self._tallies[basis]

    @cached_property
    def by_year(self) -> Usage:
        """Years by outcomes: the shape whose totals other charts use as well."""
        return self.tally().usage("year", "outcome")

    @property
    def query(self) -> str:
        """What the reader asked, for the addresses of charts."""
        asked = self.matrix.asked.data.copy()
        for name in self.OF_THE_TABLE:
            asked.pop(name, None)
        return asked.urlencode()

    @cached_property
    def total_in_words(self) -> str:
        return self.matrix.total_in_words

    @cached_property
    def unnamed(self) -> UnnamedGroups:
        """The unnamed groups behind all the numbers, those without a stated size too."""
        groups = [Participation(**fields) for fields in self.tally().participations]
        return UnnamedGroups.of(groups, self.matrix.unnamed_address)

    @cached_property
    def only(self) -> list[str]:
        """The reader's conditions, in words."""
        return [str(active) for active in self.matrix.active]

    def counted(self, unit: str = "", basis: str = "") -> str:
        """Unit and basis in words, how it is known, and the reader's conditions."""
        words = {
            "unit": unit or self.unit.label,
            "basis": basis or self.basis.label,
            "provenance": self.matrix.provenance,
            "date": self.matrix.date_basis,
        }
        plain = _(
            "Unit: %(unit)s. Basis: %(basis)s. How it is known: %(provenance)s. "
            "Years and periods go by: %(date)s."
        )
        only = _(" Only: %(conditions)s.") % {"conditions": "; ".join(self.only)}
        return plain % words + (only if self.only else "")

    @property
    def shape_controls(self) -> list[FilterField]:
        found = self.matrix.shape_controls
        return [control for control in found if control.name not in self.OF_THE_TABLE]

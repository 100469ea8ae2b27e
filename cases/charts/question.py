"""What the reader asks of the charts, and the matrices that answer: each is counted once."""

from functools import cached_property

from django.utils.translation import gettext as _

from cases.enums import Basis, Unit
from cases.records.matrix import Matrix
from cases.records.unnamed import Unnamed
from cases.usage import Usage
from tracker.pages import Control


class Question:
    """The conditions of the usage page, asked of charts. Raises BadParameters."""

    # A chart has a shape of its own, whatever the table of the usage page has.
    OF_THE_TABLE = ("rows", "columns")

    def __init__(self, query):
        self.matrix = Matrix(query)
        self._usages = {}

    def usage(self, rows: str, columns: str, **values: str) -> Usage:
        """The matrix of a shape; `values` are a unit or a basis other than the reader's."""
        key = (rows, columns, *sorted({**self._unit_and_basis, **values}.items()))
        if key not in self._usages:
            asked = self.matrix.asked.reshaped(rows=rows, columns=columns, **values)
            self._usages[key] = Usage(asked)
        return self._usages[key]

    @property
    def _unit_and_basis(self) -> dict[str, str]:
        return {"unit": str(self.unit), "basis": str(self.basis)}

    @cached_property
    def by_year(self) -> Usage:
        """Years by outcomes: the shape whose totals other charts use as well."""
        return self.usage("year", "outcome")

    @property
    def unit(self) -> Unit:
        return self.matrix.usage.unit

    @property
    def basis(self) -> Basis:
        return self.matrix.usage.basis

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
    def unnamed(self) -> Unnamed:
        return self.matrix.unnamed

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
    def shape_controls(self) -> list[Control]:
        found = self.matrix.shape_controls
        return [control for control in found if control.name not in self.OF_THE_TABLE]

"""The data table of a chart, and its CSV file."""

import csv
import io
from dataclasses import dataclass, field

from tracker.tables.exports.cells import escape_formula


@dataclass(frozen=True)
class ChartValue:
    """A value of a data table, with the address of its list or page."""

    value: int | str
    address: str = ""


@dataclass(frozen=True)
class ChartRow:
    heading: ChartValue
    numbers: list[ChartValue]
    is_few: bool | None = None  # of a year: whether few sources cover it

    @property
    def values(self) -> list[int | str]:
        return [self.heading.value, *(number.value for number in self.numbers)]


@dataclass
class ChartTable:
    """The data table of a chart. Rows without any charge are in a separate list.

    The CSV file also has the column `as_of` (EDTF), and `few_sources`: a column where rows are
    years, a last row where columns are years.
    """

    header: list[str]
    rows: list[ChartRow]
    total: ChartRow | None = None
    empty_rows: list[ChartRow] = field(default_factory=list)
    as_of: str = ""
    few_by_column: dict[int, bool] = field(default_factory=dict)  # by position in the header

    @property
    def all_rows(self) -> list[ChartRow]:
        return [*self.rows, *self.empty_rows, *([self.total] if self.total else [])]

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Each heading, and whether it is a year that few sources cover."""
        return [(text, self.few_by_column.get(i, False)) for i, text in enumerate(self.header)]

    @property
    def csv(self) -> str:
        text = io.StringIO()
        lines = csv.writer(text)
        for values in self._csv_lines:
            lines.writerow([escape_formula(value) for value in values])
        return text.getvalue()

    @property
    def _csv_lines(self) -> list[list[int | str]]:
        has_years = any(row.is_few is not None for row in self.rows)
        few = ["few_sources"] if has_years else []
        lines = [[*self.header, "as_of", *few]]
        for row in self.all_rows:
            lines.append([*row.values, self.as_of, *([flag(row.is_few)] if has_years else [])])
        if self.few_by_column:
            flags = [flag(self.few_by_column.get(i)) for i in range(1, len(self.header))]
            lines.append(["few_sources", *flags, self.as_of])
        return lines


def flag(value: bool | None) -> str:
    """A truth value for programs that read the file; empty if it does not apply."""
    return "" if value is None else str(value).lower()

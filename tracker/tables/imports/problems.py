"""A validation error: row, column, value, allowed values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A validation error of one cell or row; an empty `column` means the row as a whole."""

    row: int
    column: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()

    def __str__(self):
        where = f"row {self.row}" + (f", column “{self.column}”" if self.column else "")
        what = f"“{self.value}”: {self.message}" if self.value else self.message
        allowed = f" (allowed: {', '.join(self.allowed)})" if self.allowed else ""
        return f"{where}: {what}{allowed}"

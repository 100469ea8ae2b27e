"""Parses a table pasted from a spreadsheet. No database access."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.enums import ChargeStatus, Role
from cases.staff.entry.cell_parsing import CellSyntaxError, is_ditto

MOST_ROWS = 400
# Title of each column on the page, in the default order of columns.
TITLES = {
    "who": "name",
    "role": "role",
    "charges": "charge",
    "outcome": "outcome",
    "terms": "sentence",
    "absent": "in absentia",
}
# Headings accepted for each column, lower case.
COLUMNS = {
    "who": {"name", "names", "who", "defendant", "person", "accused person", "ឈ្មោះ"},
    "role": {"role", "តួនាទី"},
    "charges": {"charge", "charges", "article", "articles", "provision", "បទចោទ", "មាត្រា"},
    "outcome": {"outcome", "verdict", "result", "status", "លទ្ធផល"},
    "terms": {"sentence", "sentences", "prison", "term", "ទោស"},
    "absent": {"in absentia", "absentia", "absent", "កំបាំងមុខ"},
}
HEADING_OF = {word: column for column, words in COLUMNS.items() for word in words}
ROLES = {
    **{word.lower(): role for role in Role for word in (role.value, str(role.label))},
    **dict.fromkeys(["", "defendant", "suspect", "ជនជាប់ចោទ"], Role.ACCUSED),
    **dict.fromkeys(["plaintiff", "ដើមបណ្តឹង"], Role.COMPLAINANT),
}
OUTCOMES = {
    **{
        word.lower(): status
        for status in ChargeStatus
        for word in (status.value, str(status.label))
    },
    **dict.fromkeys(["", "-", "–", "—", "pending", "none"], ""),
    **dict.fromkeys(["guilty", "sentenced"], ChargeStatus.CONVICTED),
    **dict.fromkeys(["not guilty", "innocent"], ChargeStatus.ACQUITTED),
    **dict.fromkeys(["dismissed", "discontinued"], ChargeStatus.DROPPED),
}


@dataclass(frozen=True)
class PastedRow:
    """One pasted row: its number, without the heading, from 1; and its cells by column."""

    number: int
    cells: dict[str, str]


def lines_of(text: str) -> list[PastedRow]:
    """Parse rows of cells separated by tabs or `|`. Raises CellSyntaxError.

    A first row of headings may change the order of columns. A ditto mark repeats the cell above.
    """
    table = [cells for line in text.splitlines() if any(cells := cells_of(line))]
    columns = list(COLUMNS)
    if table and (headings := columns_of(table[0])):
        columns, table = headings, table[1:]
    if len(table) > MOST_ROWS:
        raise CellSyntaxError(_("At most %(n)d rows at once.") % {"n": MOST_ROWS})
    rows: list[PastedRow] = []
    for number, cells in enumerate(table, 1):
        if len(cells) > len(columns):
            raise CellSyntaxError(
                _(
                    "Row %(row)d has %(n)d cells, the last “%(last)s”; there are %(most)d columns: "
                    "%(columns)s."
                )
                % {
                    "row": number,
                    "n": len(cells),
                    "last": cells[-1],
                    "most": len(columns),
                    "columns": " | ".join(TITLES[column] for column in columns),
                }
            )
        above = rows[-1].cells if rows else {}
        row = dict(zip(columns, cells, strict=False))
        rows.append(
            PastedRow(number, {c: above.get(c, "") if is_ditto(t) else t for c, t in row.items()})
        )
    return rows


def cells_of(line: str) -> list[str]:
    """The cells of one line, without trailing empty ones, which spreadsheets copy along."""
    if "\t" in line:
        cells = line.split("\t")
    else:
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    cells = [unquoted(cell.strip()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def unquoted(cell: str) -> str:
    """The cell without the quotation marks that spreadsheets put around some cells."""
    is_quoted = len(cell) > 2 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"').strip() if is_quoted else cell


def columns_of(cells: list[str]) -> list[str] | None:
    """The columns in the order of this row if it is a heading row, else None.

    A heading row has the name column and, unless it is its only cell, one more known column.
    Raises CellSyntaxError if a heading row has an unknown column.
    """
    columns = [HEADING_OF.get(cell.lower().rstrip(":*")) for cell in cells]
    if "who" not in columns or (len(cells) > 1 and len(set(columns) - {None}) < 2):
        return None
    if None in columns:
        unknown = cells[columns.index(None)]
        raise CellSyntaxError(
            _("No column is called “%(name)s”: there are %(columns)s.")
            % {"name": unknown, "columns": ", ".join(TITLES.values())}
        )
    return columns


def role_in(text: str) -> Role:
    return word_of(text, ROLES, Role)


def outcome_in(text: str) -> str:
    """The status that the charges got, "" if the cell is empty or says so."""
    return word_of(text, OUTCOMES, ChargeStatus)


def word_of(text: str, words: dict, enumeration):
    """The value of a word, case-insensitively. Raises CellSyntaxError with the allowed values."""
    value = words.get(text.strip().lower())
    if value is None:
        raise CellSyntaxError(
            _("“%(text)s” is none of: %(allowed)s.")
            % {"text": text, "allowed": ", ".join(enumeration.values)}
        )
    return value

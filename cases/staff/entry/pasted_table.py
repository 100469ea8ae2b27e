"""Parses a table pasted from a spreadsheet. No database access."""

from django.utils.translation import gettext as _

from cases.enums import ChargeStatus, Role
from cases.models import Charge
from cases.staff.entry.cell_parsing import CellSyntaxError, is_ditto
from tracker.models import plain_names
from tracker.tables.imports.columns import model_column

MAX_PASTED_ROWS = 400
# Headings accepted for each column, lower case, in the default order of columns. The first is the
# title of the column on the page.
COLUMN_HEADINGS = {
    "who": ["name", "names", "who", "defendant", "person", "accused person", "ឈ្មោះ"],
    "role": ["role", "តួនាទី"],
    "charges": ["charge", "charges", "article", "articles", "provision", "បទចោទ", "មាត្រា"],
    "outcome": ["outcome", "verdict", "result", "status", "លទ្ធផល"],
    "terms": ["sentence", "sentences", "prison", "term", "ទោស"],
    "absent": ["in absentia", "absentia", "absent", "កំបាំងមុខ"],
}
# The plain fields of a charge: columns of a table with headings only.
DEFAULT_COLUMNS = list(COLUMN_HEADINGS)
CHARGE_COLUMNS = {name: model_column(Charge, name) for name in plain_names(Charge, "entry")}
COLUMN_HEADINGS |= {name: [column.label, name] for name, column in CHARGE_COLUMNS.items()}
COLUMN_TITLES = {name: headings[0] for name, headings in COLUMN_HEADINGS.items()}
COLUMN_BY_HEADING = {word: column for column, words in COLUMN_HEADINGS.items() for word in words}
ROLE_BY_WORD = {
    **{word.lower(): role for role in Role for word in (role.value, str(role.label))},
    **dict.fromkeys(["", "defendant", "suspect", "ជនជាប់ចោទ"], Role.ACCUSED),
    **dict.fromkeys(["plaintiff", "ដើមបណ្តឹង"], Role.COMPLAINANT),
}
OUTCOME_BY_WORD = {
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


def parse_table(text: str) -> list[dict[str, str]]:
    """The cells by column of each row; cells are separated by tabs or `|`. Raises CellSyntaxError.

    A first row of headings may change the order of columns. A ditto mark repeats the cell above.
    """
    table = [cells for line in text.splitlines() if any(cells := split_cells(line))]
    columns = DEFAULT_COLUMNS
    if table and (headings := parse_headings(table[0])):
        columns, table = headings, table[1:]
    if len(table) > MAX_PASTED_ROWS:
        raise CellSyntaxError(_("At most %(n)d rows at once.") % {"n": MAX_PASTED_ROWS})
    rows: list[dict[str, str]] = []
    for number, cells in enumerate(table, 1):
        if len(cells) > len(columns):
            text = _(
                "Row %(row)d has %(n)d cells, the last “%(last)s”; there are %(most)d columns: "
                "%(columns)s."
            )
            titles = " | ".join(COLUMN_TITLES[column] for column in columns)
            found = {"row": number, "n": len(cells), "last": cells[-1]}
            raise CellSyntaxError(text % (found | {"most": len(columns), "columns": titles}))
        above = rows[-1] if rows else {}
        row = dict(zip(columns, cells, strict=False))
        row |= {column: "" for column in columns if column in CHARGE_COLUMNS and column not in row}
        rows.append({c: above.get(c, "") if is_ditto(t) else t for c, t in row.items()})
    return rows


def split_cells(line: str) -> list[str]:
    """The cells of one line, without trailing empty ones, which spreadsheets copy along."""
    if "\t" in line:
        cells = line.split("\t")
    else:
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    cells = [strip_quotes(cell.strip()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def strip_quotes(cell: str) -> str:
    """The cell without the quotation marks that spreadsheets put around some cells."""
    is_quoted = len(cell) > 2 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"').strip() if is_quoted else cell


def parse_headings(cells: list[str]) -> list[str] | None:
    """The columns in the order of this row if it is a heading row, else None.

    A heading row has the name column and, unless it is its only cell, one more known column.
    Raises CellSyntaxError if a heading row has an unknown column.
    """
    columns = [COLUMN_BY_HEADING.get(cell.lower().rstrip(":*")) for cell in cells]
    if "who" not in columns or (len(cells) > 1 and len(set(columns) - {None}) < 2):
        return None
    if None in columns:
        unknown = cells[columns.index(None)]
        raise CellSyntaxError(
            _("No column is called “%(name)s”: there are %(columns)s.")
            % {"name": unknown, "columns": ", ".join(COLUMN_TITLES.values())}
        )
    return columns


def parse_role(text: str) -> Role:
    return look_up_word(text, ROLE_BY_WORD, Role)


def parse_outcome(text: str) -> str:
    """The status that the charges got, "" if the cell is empty or says so."""
    return look_up_word(text, OUTCOME_BY_WORD, ChargeStatus)


def look_up_word(text: str, words: dict, enumeration):
    """The value of a word, case-insensitively. Raises CellSyntaxError with the allowed values."""
    value = words.get(text.strip().lower())
    if value is None:
        raise CellSyntaxError(
            _("“%(text)s” is none of: %(allowed)s.")
            % {"text": text, "allowed": ", ".join(enumeration.values)}
        )
    return value

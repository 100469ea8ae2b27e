"""Parses a table pasted from a spreadsheet; pure text."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.enums import ChargeStatus, Role
from cases.staff.entry.cell_parsing import CellSyntaxError, is_ditto

MOST_ROWS = 400
# The columns in their usual order: what the page calls each, and all headings each goes by.
TITLES = {
    "who": "name",
    "role": "role",
    "charges": "charge",
    "outcome": "outcome",
    "terms": "sentence",
    "absent": "in absentia",
}
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
    **{word.lower(): made for made in ChargeStatus for word in (made.value, str(made.label))},
    **dict.fromkeys(["", "-", "–", "—", "pending", "none"], ""),
    **dict.fromkeys(["guilty", "sentenced"], ChargeStatus.CONVICTED),
    **dict.fromkeys(["not guilty", "innocent"], ChargeStatus.ACQUITTED),
    **dict.fromkeys(["dismissed", "discontinued"], ChargeStatus.DROPPED),
}


@dataclass(frozen=True)
class PastedRow:
    """One pasted row: its number below the heading, and its cells by column."""

    number: int
    cells: dict[str, str]


def lines_of(text: str) -> list[PastedRow]:
    """The rows, by columns; a first row of headings may put them in another order.

    Tabs or `|` between cells, ditto marks for the cell above. Raises Unreadable.
    """
    table = [cells for line in text.splitlines() if any(cells := cells_of(line))]
    columns = list(COLUMNS)
    if table and (named := columns_of(table[0])):
        columns, table = named, table[1:]
    if len(table) > MOST_ROWS:
        raise CellSyntaxError(_("At most %(n)d rows at once.") % {"n": MOST_ROWS})
    found: list[PastedRow] = []
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
        above = found[-1].cells if found else {}
        row = dict(zip(columns, cells, strict=False))
        found.append(
            PastedRow(number, {c: above.get(c, "") if is_ditto(t) else t for c, t in row.items()})
        )
    return found


def cells_of(line: str) -> list[str]:
    """The cells of a row; empty ones at its end, as spreadsheets copy them along, are none."""
    if "\t" in line:
        cells = line.split("\t")
    else:
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
    cells = [unquoted(cell.strip()) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def unquoted(cell: str) -> str:
    """A cell that the spreadsheet has put in quotation marks."""
    is_quoted = len(cell) > 2 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"').strip() if is_quoted else cell


def columns_of(cells: list[str]) -> list[str] | None:
    """The columns a first row names, if it is one of headings."""
    named = [HEADING_OF.get(cell.lower().rstrip(":*")) for cell in cells]
    if "who" not in named or (len(cells) > 1 and len(set(named) - {None}) < 2):
        return None
    if None in named:
        unknown = cells[named.index(None)]
        raise CellSyntaxError(
            _("No column is called “%(name)s”: there are %(columns)s.")
            % {"name": unknown, "columns": ", ".join(TITLES.values())}
        )
    return named


def role_in(text: str) -> Role:
    return word_of(text, ROLES, Role)


def outcome_in(text: str) -> str:
    """What became of the charges; nothing where the cell says nothing."""
    return word_of(text, OUTCOMES, ChargeStatus)


def word_of(text: str, words: dict, enumeration):
    found = words.get(text.strip().lower())
    if found is None:
        raise CellSyntaxError(
            _("“%(text)s” is none of: %(allowed)s.")
            % {"text": text, "allowed": ", ".join(enumeration.values)}
        )
    return found

"""Escapes cells against spreadsheet formulas and invalid XML."""

from django.utils.translation import gettext_noop

from tracker.web.xml_text import strip_non_xml

# First characters that make some spreadsheet run a cell as a formula or command (CSV injection);
# the last four are full-width forms.
FORMULA_PREFIXES = frozenset("=+-@\t\r\n\0＝＋－＠")
APOSTROPHE_RULE = gettext_noop("An apostrophe before = + - @ is not part of the text.")
MAX_XLSX_CELL_LENGTH = 32_767


def escape_formula(value):
    """Prefix an apostrophe to a text that a spreadsheet would run; other values unchanged."""
    is_formula = isinstance(value, str) and value[:1] in FORMULA_PREFIXES
    return f"'{value}" if is_formula else value


def escape_xml_text(text: str) -> str:
    """Escape text for XML, cut to the longest cell that Excel opens."""
    if len(text) > MAX_XLSX_CELL_LENGTH:
        text = text[: MAX_XLSX_CELL_LENGTH - 1] + "…"
    if not text.isprintable():
        text = strip_non_xml(text, "\ufffd")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")

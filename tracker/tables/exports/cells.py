"""Escapes cells against spreadsheet formulas and invalid XML."""

import re

# What makes a cell a formula or a command in one spreadsheet or another, with full-width forms.
STARTS_A_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")
# XML 1.0 has no way to write these, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_XLSX_CELL = 32_767


def safe_cell(value):
    """A text with a leading apostrophe where a spreadsheet would run it; numbers as they are."""
    runs = isinstance(value, str) and value[:1] in STARTS_A_FORMULA
    return f"'{value}" if runs and value else value


def xml_text(text: str) -> str:
    """The text as XML, no longer than Excel opens."""
    if len(text) > LONGEST_XLSX_CELL:
        text = text[: LONGEST_XLSX_CELL - 1] + "…"
    if not text.isprintable():
        text = NOT_IN_XML.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")

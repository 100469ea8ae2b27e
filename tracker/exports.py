"""What leaves the tracker as a file."""

# A spreadsheet reads a cell that begins with one of these as a formula or a command; some fold
# the full-width forms into the plain ones first.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def safe_cell(value):
    """The value, or its text with an apostrophe before what a spreadsheet would run."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value

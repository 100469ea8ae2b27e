"""Export columns of the usage matrix, one row per cell."""

from django.utils.translation import gettext_lazy as _

from tracker.tables.exports.columns import ExportField

# Name, label, datatype, and whether it may hold text that somebody typed.
USAGE_FIELDS = (
    ("row", _("Row"), "string", True),
    ("row_label", _("Row: in words"), "string", True),
    ("column", _("Column"), "string", True),
    ("column_label", _("Column: in words"), "string", True),
    ("value", _("Number, in the unit"), "integer", False),
    ("unnamed", _("Plus people in unnamed groups, never added"), "integer", False),
    (
        "unnamed_distinct",
        _("Of these, in groups of which nobody is also recorded as a person"),
        "integer",
        False,
    ),
    (
        "groups_of_unknown_size",
        _("Unnamed groups of unknown size, in neither number"),
        "integer",
        False,
    ),
    ("as_of_edtf", _("As of: date of the latest source"), "string", False),
    ("as_of_earliest", _("As of: first possible day"), "date", False),
    ("as_of_latest", _("As of: last possible day"), "date", False),
    ("unit", _("Unit"), "string", False),
    ("basis", _("Basis"), "string", False),
    ("date_basis", _("Which day the year is about"), "string", False),
    ("provenance", _("How we know"), "string", False),
    ("scope", _("Scope of the case"), "string", False),
    ("url", _("The list that has as many rows"), "anyURI", False),
)


def build_usage_fields() -> list[ExportField]:
    return [ExportField(name, str(label), *more) for name, label, *more in USAGE_FIELDS]

"""The entry grid: a pasted table, parsed, matched to recorded people and checked."""

from collections import Counter
from hashlib import sha256
from uuid import uuid4

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.enums import Category, EventKind
from cases.models import Case
from cases.staff.entry.cell_parsing import CellSyntaxError, parse_yes_no
from cases.staff.entry.pasted_table import (
    CHARGE_COLUMNS,
    COLUMN_HEADINGS,
    COLUMN_TITLES,
    parse_outcome,
    parse_role,
    parse_table,
)
from cases.staff.entry.provision_lookup import ProvisionLookup
from cases.staff.entry.sentence_parsing import SentenceTerms, parse_sentence
from cases.staff.entry_form.fields import RecordField, name_with_code
from cases.staff.entry_form.row_forms import SourceRow, date_field, text_field
from cases.staff.entry_grid.grid_builder import GridBuilder
from cases.staff.entry_grid.matching import PersonMatcher
from tracker.models import Organisation
from tracker.tables.imports.columns import CellError

NAME_REQUIRED = _("Give a name.")


class GridForm(forms.Form):
    """The fields that apply to all rows, and the pasted rows."""

    kind = forms.ChoiceField(label=_("What happened"), choices=EventKind, initial=EventKind.VERDICT)
    happened_on = date_field(_("When"))
    court = RecordField(Organisation, label=_("Court"))
    charges = text_field(
        _("Charges, where a row has none"), _("PC 494, 495"), **{"data-preview": "charges"}
    )
    category = forms.ChoiceField(
        label=_("Category of new people"), choices=Category, initial=Category.UNKNOWN
    )
    pasted = forms.CharField(
        label=_("Rows: name | role | charge | outcome | sentence | in absentia"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "wrap": "off"}),
        strip=False,
    )


class GridRow:
    """One pasted row, parsed; `PersonMatcher` sets the person, `GridBuilder` `is_recorded`."""

    def __init__(self, number: int, cells: dict, provisions: ProvisionLookup, default_charges: str):
        self.number, self.cells, self.prefix = number, cells, f"row-{number}"
        self.errors: dict[str | None, list[str]] = {}
        self.who = self.cells.get("who", "")
        self.role = self._parse("role", parse_role)
        self.provisions = self._parse("charges", provisions.find_all, default_charges) or []
        self.outcome = self._parse("outcome", parse_outcome) or ""
        self.terms: SentenceTerms | None = self._parse("terms", parse_sentence) or None
        self.is_absent = self._parse("absent", parse_yes_no) or False
        if self.terms:
            self.terms.is_in_absentia |= self.is_absent
        self.charge_values = {
            name: self._parse(name, column.parse)
            for name, column in CHARGE_COLUMNS.items()
            if self.cells.get(name)
        }
        if not self.who:
            self.add_error("who", str(NAME_REQUIRED))
        if not self.provisions and "charges" not in self.errors:
            if self.outcome:
                self.add_error("charges", _("An outcome needs a charge."))
            for name in self.charge_values:
                self.add_error(name, _("This needs a charge."))
        self.person = self.participation = None
        self.suggestions, self.same_name_as, self.decision = [], None, ""
        self.is_recorded = False

    fields = COLUMN_HEADINGS  # as of a Django form: the columns that can show an error

    def _parse(self, column: str, parse, default: str = ""):
        """The parsed cell; None and an error of the row if it does not parse."""
        text = self.cells.get(column, "") or default
        try:
            return parse(text) if text or column != "terms" else None
        except (CellSyntaxError, CellError) as error:
            self.add_error(column, " ".join([str(error), *getattr(error, "allowed", ())]))
            return None

    def add_error(self, column: str | None, message: str) -> None:
        messages = self.errors.setdefault(column, [])
        messages += [message] if message not in messages else []

    @property
    def is_doubtful(self) -> bool:
        """Whether the user has to choose which person this is."""
        return bool(self.suggestions or self.same_name_as) and not (self.person or self.decision)

    @property
    def result(self) -> str:
        """A key of `ROW_RESULT_LABELS`, also part of a CSS class."""
        if self.errors:
            return "wrong"
        if self.is_doubtful:
            return "doubtful"
        if self.is_recorded:
            return "there"
        return "known" if self.person else "new"

    @property
    def recorded_as(self) -> str:
        return name_with_code(self.person) if self.person else ""

    @property
    def row_result_label(self) -> str:
        return ROW_RESULT_LABELS[self.result]

    @property
    def columns(self) -> list[tuple[str, str, list[str]]]:
        """(title, parsed value or else the typed text, errors) of each column but the name."""
        values = {
            "role": self.role.label if self.role else self.cells.get("role", ""),
            "charges": "; ".join(map(str, self.provisions)) or self.cells.get("charges", ""),
            "outcome": self.outcome.label if self.outcome else self.cells.get("outcome", ""),
            "terms": str(self.terms) if self.terms else self.cells.get("terms", ""),
            "absent": _("in absentia") if self.is_absent else self.cells.get("absent", ""),
        }
        values |= {name: self.cells[name] for name in CHARGE_COLUMNS if name in self.cells}
        return [
            (COLUMN_TITLES[name], text, self.errors.get(name, [])) for name, text in values.items()
        ]


class EntryGrid:
    """The grid of a case: the form, the source and, once parsed, the rows and their plan."""

    def __init__(self, case: Case, data=None, *, sources=()):
        self.case, self.data = case, data
        self.form = self.case_form = GridForm(data)
        self.source = SourceRow(data, prefix="source", initial=dict(*sources[:1]), number=1)
        self.reason = (data or {}).get("reason", "").strip()
        self.token = (data or {}).get("token") or str(uuid4())
        self.rows: list[GridRow] = []

    @cached_property
    def is_parsed(self) -> bool:
        """Parse the table; whether there are rows to show. Errors of cells are in the rows."""
        results = [self.form.is_valid(), self.source.is_valid()]
        if not self.source.has_changed():
            self.source.add_error("source", _("Give the source of these rows."))
        if not all(results) or self.source.errors:
            return False
        provisions, fields = ProvisionLookup(), self.form.cleaned_data
        try:
            table = parse_table(fields["pasted"])
            provisions.find_all(fields["charges"])
        except CellSyntaxError as error:
            self.form.add_error("pasted", str(error))
            return False
        self.rows = [
            GridRow(number, cells, provisions, fields["charges"])
            for number, cells in enumerate(table, 1)
        ]
        PersonMatcher(self.case, self.rows, self.data).match()
        self.plan = GridBuilder(self).build()
        return bool(self.rows)

    @property
    def is_valid(self) -> bool:
        """Whether no row has errors or needs a decision, and this input was previewed before."""
        is_clear = self.is_parsed and not any(row.errors or row.is_doubtful for row in self.rows)
        return is_clear and self.data.get("previewed") == self.digest

    @property
    def digest(self) -> str:
        """SHA-256 of the input: only a previewed input can be confirmed."""
        names = [*self.form.fields, *(f"source-{name}" for name in self.source.fields)]
        text = "\0".join(f"{name}={self.data.get(name, '')}" for name in names)
        return sha256(text.encode()).hexdigest()

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(result, label, number of rows) of each row result that occurs."""
        counts = Counter(row.result for row in self.rows)
        return [
            (name, label, counts[name]) for name, label in ROW_RESULT_LABELS.items() if counts[name]
        ]

    @property
    def next_step(self) -> str:
        """Instruction for the user below the preview."""
        if any(row.errors for row in self.rows):
            return _("Mend what is wrong in the table below, then look again.")
        if any(row.is_doubtful for row in self.rows):
            return _("Choose who is meant where a row asks, then confirm.")
        return _("Every row is clear: look it over, then confirm.")


ROW_RESULT_LABELS = {
    "wrong": _("wrong"),
    "doubtful": _("doubtful: choose"),
    "new": _("new"),
    "known": _("matched"),
    "there": _("already there"),
}

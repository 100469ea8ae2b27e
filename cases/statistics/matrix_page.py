"""Data of the usage matrix page: table, shades, caption, form, URLs."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from cases.enums import Basis, CaseScope, DateBasis, Provenance, Unit
from cases.models import Event
from cases.statistics import Cell, Heading, Usage, UsageFilter
from cases.statistics.coverage import how_counted
from cases.statistics.matrix import WholeRecord, whole_record
from cases.statistics.unnamed_groups import UnnamedGroups, verdicts_beside_matrix, with_unnamed
from cases.tables.counting_rule import VocabularyValue, defined_terms
from laws.filters.options import law_options, provision_options
from tracker.web.lists.filter_forms import ActiveFilter, FilterField, active_filters, build_controls
from tracker.web.lists.filters import UNKNOWN
from tracker.web.lists.list_view import file_addresses

LIST_PAGES = {
    Unit.PEOPLE: "cases:person-list",
    Unit.CASES: "cases:case-list",
    Unit.PROSECUTIONS: "cases:prosecution-list",
    Unit.CHARGES: "cases:charge-list",
}
SHADE_COUNT = 5


@dataclass(frozen=True)
class ShadedCell:
    """A cell with links to its lists, and a shade from 0 (none) to 5 (largest count)."""

    cell: Cell
    address: str
    unnamed_groups_address: str
    shade: int = 0

    @property
    def label(self) -> str:
        """The label of its column, shown on narrow screens where rows become blocks."""
        return self.cell.column.label


@dataclass(frozen=True)
class RowHeading:
    """A row heading, with the address of the article or law if it is one."""

    label: str
    law_title: str = ""
    address: str = ""


class MatrixPage:
    """Data of the usage matrix page. Raises BadParameters."""

    # The parameters that say how to count; the others select the charges.
    SHAPE_PARAMETERS = ("rows", "columns", "unit", "basis", "date_basis", "provenance", "scope")

    def __init__(self, query):
        self.filterset = UsageFilter(query)
        self.filterset.output_parameters = ()
        self.usage = Usage(self.filterset)
        self.list_address = reverse(LIST_PAGES[self.usage.unit])

    @cached_property
    def rows(self):
        """Heading, total and cells of each row that is not empty; see `empty_rows`."""
        return [
            (
                self._heading(total.row),
                self.link_cell(total),
                [self.link_cell(cell, self._shade(cell)) for cell in self._shown(cells)],
            )
            for total, cells in self.usage.lines
            if not total.is_empty
        ]

    @property
    def empty_rows(self):
        """Headings of the rows without any charge: the page lists them as zeros."""
        return [total.row for total in self.usage.row_totals if total.is_empty]

    @property
    def columns(self) -> list[Heading]:
        """The columns that are not empty, and `unknown`; see `empty_columns`."""
        return [total.column for total in self._shown(self.usage.column_totals)]

    @property
    def empty_columns(self) -> list[Heading]:
        return [column for column in self.usage.columns if column not in self.columns]

    def _shown(self, cells: list[Cell]) -> list[Cell]:
        """The cells of a line in the columns shown."""
        pairs = zip(self.usage.column_totals, cells, strict=True)
        return [cell for total, cell in pairs if not total.is_empty or cell.column.id == UNKNOWN]

    @property
    def column_totals(self) -> list[ShadedCell]:
        return [self.link_cell(total) for total in self._shown(self.usage.column_totals)]

    @property
    def total(self) -> ShadedCell:
        return self.link_cell(self.usage.total)

    @cached_property
    def _maximum(self) -> int:
        return max((cell.value for row in self.usage.cells for cell in row), default=0)

    def _shade(self, cell: Cell) -> int:
        return -(-cell.value * SHADE_COUNT // self._maximum) if self._maximum else 0

    def link_cell(self, cell: Cell, shade: int = 0) -> ShadedCell:
        groups = QueryDict(cell.list_query, mutable=True)
        groups["participant"] = "group"
        return ShadedCell(
            cell,
            f"{self.list_address}?{cell.list_query}",
            f"{reverse('cases:prosecution-list')}?{groups.urlencode()}",
            shade,
        )

    def _heading(self, heading: Heading) -> RowHeading:
        is_of_law = self.usage.row_dimension.name in ("provision", "law")
        address = f"{reverse('laws:law-list')}{heading.id}/" if is_of_law else ""
        return RowHeading(heading.compact_label or heading.label, heading.law_title, address)

    @property
    def api(self) -> str:
        query = self.filterset.data.urlencode()
        return "/api/v1/usage/" + (f"?{query}" if query else "")

    @property
    def files(self) -> dict[str, str]:
        """Addresses of the same table as a file, by format."""
        return file_addresses(self.api)

    @property
    def unnamed_groups(self) -> UnnamedGroups:
        """All unnamed groups of the matrix, including those without a stated size."""
        return UnnamedGroups(self.usage.total.count, self.unnamed_groups_address)

    @cached_property
    def unattributed_verdicts(self) -> list[Event]:
        """Verdicts on members of the groups charged that no source attributes to a person."""
        return verdicts_beside_matrix(self.filterset)

    @property
    def chart_query(self) -> str:
        """The parameters of the charts on the page: of the same charges."""
        conditions = self.filterset.active_parameters | self.filterset.default_conditions
        shape = ("rows", "columns")
        given = {name: values for name, values in conditions.items() if name not in shape}
        return urlencode(sorted(given.items()), doseq=True)

    @property
    def unnamed_groups_address(self) -> str:
        conditions = self.filterset.conditions | {"participant": ["group"]}
        query = urlencode(sorted(conditions.items()), doseq=True)
        return f"{reverse('cases:prosecution-list')}?{query}"

    @property
    def date_basis(self) -> str:
        return str(DateBasis(self.filterset.counted_date).label)

    @property
    def unit_term(self) -> VocabularyValue:
        return next(t for t in defined_terms()["units"] if t.value == self.usage.unit)

    @property
    def basis_term(self) -> VocabularyValue:
        return next(t for t in defined_terms()["bases"] if t.value == self.usage.basis)

    @property
    def total_in_words(self) -> str:
        n = self.usage.total.value
        text_by_unit = {
            Unit.PEOPLE: ngettext("%(n)d person", "%(n)d people", n),
            Unit.CASES: ngettext("%(n)d case", "%(n)d cases", n),
            Unit.PROSECUTIONS: ngettext(
                "%(n)d prosecution (one person in one case)",
                "%(n)d prosecutions (one person in one case each)",
                n,
            ),
            Unit.CHARGES: ngettext(
                "%(n)d charge (one person, one article)",
                "%(n)d charges (one person, one article each)",
                n,
            ),
        }
        return text_by_unit[self.usage.unit] % {"n": n}

    @property
    def counted_in_words(self) -> str:
        """`19 people and 23 unnamed`. Other units have no unnamed ones: those are people."""
        if self.usage.unit != Unit.PEOPLE:
            return self.total_in_words
        return with_unnamed(self.total_in_words, self.usage.total.count)

    @property
    def how_counted(self) -> str:
        """Basis, how the charges are known, scope, and until when the sources speak."""
        return self.how_counted_by(self.usage.basis)

    def how_counted_by(self, basis: Basis | None) -> str:
        """The same on another basis, or without one."""
        provenances, scopes = (self.filterset.value(name) for name in ("provenance", "scope"))
        words = how_counted(basis, provenances, scopes)
        as_of = "" if self.usage.total.is_empty else self.usage.coverage.in_words
        return "; ".join(filter(None, [words, as_of]))

    @cached_property
    def whole_record(self) -> WholeRecord:
        """What the record covers: said beside an empty table."""
        return whole_record()

    @property
    def provenance(self) -> str:
        """Labels of the provenances counted."""
        values = self.filterset.value("provenance") or Provenance.values
        return _("; ").join(str(Provenance(value).label) for value in values)

    @property
    def scope(self) -> str:
        """Labels of the scopes counted."""
        values = self.filterset.value("scope") or CaseScope.values
        return _("; ").join(str(CaseScope(value).label) for value in values)

    @property
    def active_filters(self) -> list[ActiveFilter]:
        """The active filters that select charges, without `SHAPE_PARAMETERS`."""
        shape = {str(self.filterset.form.fields[name].label) for name in self.SHAPE_PARAMETERS}
        return [active for active in active_filters(self.filterset) if active.label not in shape]

    @property
    def filters_in_words(self) -> str:
        """`Provision: Article 494 or Article 495; Year (certain): 2020`.

        Which day a year or a period is about is said where it is not that of the charge.
        """
        values: dict[str, list[str]] = defaultdict(list)
        if self.filterset.counted_date != DateBasis.CHARGE:
            values[_("Dated by")] = [self.date_basis]
        for active in self.active_filters:
            values[active.label].append(active.value)
        return _("; ").join(f"{label}: {_(' or ').join(each)}" for label, each in values.items())

    @cached_property
    def controls(self) -> list[FilterField]:
        options = {"provision": provision_options, "law": law_options}
        return list(build_controls(self.filterset, options))

    @property
    def shape_controls(self) -> list[FilterField]:
        by_name = {control.name: control for control in self.controls}
        return [self._with_default(by_name[name]) for name in self.SHAPE_PARAMETERS]

    @property
    def condition_controls(self) -> list[FilterField]:
        return [control for control in self.controls if control.name not in self.SHAPE_PARAMETERS]

    def _with_default(self, control: FilterField) -> FilterField:
        """The field with its default as its value if the request has none."""
        defaults = UsageFilter.SHAPE | UsageFilter.DEFAULTS | {"date_basis": DateBasis.CHARGE}
        default = self.filterset.default_conditions.get(control.name, defaults[control.name])
        values = control.values or (default if isinstance(default, list) else [default])
        return replace(control, values=tuple(map(str, values)), help="")

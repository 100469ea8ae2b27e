"""Tile map of cases by province."""

from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Country, Province
from cases.statistics import Cell, Usage
from cases.statistics.charts.base import (
    Chart,
    join_labelled_values,
    unnamed_labels,
)
from cases.statistics.charts.tables import ChartRow, ChartTable, ChartValue
from cases.statistics.charts.words import single_highest, units_in_words
from tracker.web.charts.tile_map import Tile, TileMap
from tracker.web.lists.filters import UNKNOWN

# Approximate positions, north at the top. With five columns a name fits on a phone.
TILE_ROWS = [
    [None, "ODDAR_MEANCHEY", "PREAH_VIHEAR", "STUNG_TRENG", "RATANAKIRI"],
    ["BANTEAY_MEANCHEY", "SIEM_REAP", "KAMPONG_THOM", "KRATIE", "MONDULKIRI"],
    ["PAILIN", "BATTAMBANG", "KAMPONG_CHHNANG", "KAMPONG_CHAM", "TBOUNG_KHMUM"],
    ["PURSAT", "KAMPONG_SPEU", "PHNOM_PENH", "KANDAL", "PREY_VENG"],
    ["KOH_KONG", "PREAH_SIHANOUK", "KAMPOT", "TAKEO", "SVAY_RIENG"],
    [None, None, "KEP", None, None],
]
TILE_POSITIONS = {
    Province[name]: (row, column)
    for row, names in enumerate(TILE_ROWS)
    for column, name in enumerate(names)
    if name
}


class ProvinceMap(Chart):
    name = "where"
    label = gettext_lazy("Where")
    has_bars = False

    @cached_property
    def usage(self) -> Usage:
        return self.question.usage("province", "country")

    @cached_property
    def provinces(self) -> list[Cell]:
        return [total for total in self.usage.row_totals if total.row.id != UNKNOWN]

    @cached_property
    def without_province(self) -> list[tuple[str, Cell]]:
        """Labels and cells of cases without a known province: in Cambodia, and abroad."""
        at_home = {Country.CAMBODIA: _("Province unknown")}
        return [
            (at_home.get(cell.column.id, cell.column.label), cell)
            for total, cells in self.usage.lines
            if total.row.id == UNKNOWN
            for cell in cells
        ]

    @property
    def title(self) -> str:
        """The province with the most, unless those without a known one could change it."""
        unit = self.question.unit
        apart = sum(cell.value + cell.unnamed_people for _label, cell in self.without_province)
        highest = single_highest(unit, self.provinces, apart)
        if highest is None:
            return _("Cases by province")
        words = {"province": highest.row.label, "n": highest.value}
        words["total"] = units_in_words(unit, self.usage.total.value)
        return _("Most in %(province)s: %(n)d of %(total)s") % words

    @property
    def subtitle(self) -> str:
        text = _("%(total)s by province of the case, %(counted)s.")
        return text % self.subtitle_values

    @cached_property
    def _ranked_provinces(self) -> list[Cell]:
        return sorted(self.provinces, key=lambda cell: (self.usage.rank(cell), cell.row.label))

    @property
    def description(self) -> str:
        some = [
            (c.row.label, self.amount(c).words) for c in self._ranked_provinces if not c.is_empty
        ]
        apart = [(label, self.amount(cell).words) for label, cell in self.without_province]
        words = {
            "some": join_labelled_values(some),
            "none": sum(cell.is_empty for cell in self.provinces),
            "apart": join_labelled_values(apart),
        }
        if not some:
            return _("None in any province. Not on the map: %(apart)s.") % words
        text = _("%(some)s; none recorded in the other %(none)d. Not on the map: %(apart)s.")
        return text % words

    @property
    def notes(self) -> list[str]:
        places = [*((c.row.label, c) for c in self._ranked_provinces), *self.without_province]
        with_groups = ((label, self.amount(c).words) for label, c in places if c.has_groups)
        groups = join_labelled_values(with_groups)
        return [
            *([f"{groups}."] if groups else []),
            _(
                "Each tile is a province, placed roughly where it lies. Darker means more. "
                "North is at the top."
            ),
        ]

    @property
    def table(self) -> ChartTable:
        rows = [(cell.row.label, cell) for cell in self._ranked_provinces] + self.without_province
        return self.make_table(
            header=[_("Place"), str(self.question.unit.label), *unnamed_labels()],
            rows=[ChartRow(ChartValue(label), self.link_values(cell)) for label, cell in rows],
            total=self.total_row(self.usage.total),
        )

    @property
    def drawing(self) -> TileMap:
        return TileMap(
            **self.drawing_texts,
            columns=len(TILE_ROWS[0]),
            tiles=[
                Tile(*TILE_POSITIONS[Province(cell.row.id)], cell.row.label, self.amount(cell))
                for cell in self.provinces
            ],
            aside=[(label, self.amount(cell)) for label, cell in self.without_province],
        )

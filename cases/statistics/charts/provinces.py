"""Tile map of cases by province."""

from functools import cached_property

from django.utils.translation import gettext as _, gettext_lazy

from cases.enums import Country, Province
from cases.statistics import Cell, Usage
from cases.statistics.charts.base import (
    Chart,
    ChartRow,
    ChartTable,
    ChartValue,
    join_labelled_values,
    unnamed_labels,
)
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

    @cached_property
    def usage(self) -> Usage:
        return self.question.usage("province", "country")

    @cached_property
    def provinces(self) -> list[Cell]:
        return [total for total in self.usage.row_totals if total.row.id != UNKNOWN]

    @cached_property
    def without_province(self) -> list[tuple[str, Cell]]:
        """Labels and cells of cases without a known province: in Cambodia, and abroad."""
        at_home = {Country.CAMBODIA: _("Province not known")}
        return [
            (at_home.get(cell.column.id, cell.column.label), cell)
            for total, cells in self.usage.lines
            if total.row.id == UNKNOWN
            for cell in cells
        ]

    @property
    def title(self) -> str:
        return _("%(total)s, %(basis)s, by the province of the case") % self.title_values

    @property
    def description(self) -> str:
        some = [(cell.row.label, cell.value) for cell in self.provinces if cell.value]
        some.sort(key=lambda pair: -pair[1])
        apart = [(label, cell.value) for label, cell in self.without_province]
        words = {
            "some": join_labelled_values(some),
            "none": sum(cell.is_empty for cell in self.provinces),
            "apart": join_labelled_values(apart),
        }
        if not some:
            return _("None in any province. Apart: %(apart)s.") % words
        return _("%(some)s; none recorded in the other %(none)d. Apart: %(apart)s.") % words

    @property
    def notes(self) -> list[str]:
        return [
            _("Tiles lie about where the provinces do; the darker, the more. North is above."),
            *self.groups_only_notes(self.provinces),
        ]

    @property
    def table(self) -> ChartTable:
        provinces = sorted(self.provinces, key=lambda cell: (-cell.value, cell.row.label))
        rows = [(cell.row.label, cell) for cell in provinces] + self.without_province
        return ChartTable(
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
                Tile(*TILE_POSITIONS[Province(cell.row.id)], cell.row.label, cell.value)
                for cell in self.provinces
            ],
            aside=[(label, cell.value) for label, cell in self.without_province],
        )

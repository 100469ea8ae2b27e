"""Tile grid map: one equal square per province."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Drawing
from .scale import shade
from .text import SvgText, wrap_text

TILE_HEIGHT, GAP, LABEL_SIZE, LABEL_LINE_HEIGHT = 56, 2, 10.5, 12


@dataclass(frozen=True)
class Tile:
    """One province: grid position, label and number."""

    row: int
    column: int
    label: str
    value: int


@dataclass(frozen=True)
class PlacedTile:
    """Position and shade of a tile in the drawing."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(kw_only=True)
class TileMap(Drawing):
    """A tile grid map; `aside` are (label, number) pairs without a place, in a row below it."""

    tiles: list[Tile]
    aside: list[tuple[str, int]]
    columns: int

    template: ClassVar[str] = "tracker/charts/tile_map.svg"

    @property
    def pitch(self) -> float:
        return WIDTH / self.columns

    @property
    def _most(self) -> int:
        values = [tile.value for tile in self.tiles]
        return max([*values, *(value for _label, value in self.aside)], default=0)

    @property
    def _map_end(self) -> int:
        return (max((tile.row for tile in self.tiles), default=-1) + 1) * TILE_HEIGHT

    @property
    def placed_tiles(self) -> list[PlacedTile]:
        tiles = [
            self._place(tile.column * self.pitch, tile.row * TILE_HEIGHT, self.pitch, tile.value)
            for tile in self.tiles
        ]
        aside_width = WIDTH / max(len(self.aside), 1)
        aside_y = self._map_end + 14
        return [
            *tiles,
            *(
                self._place(i * aside_width, aside_y, aside_width, value)
                for i, (_label, value) in enumerate(self.aside)
            ),
        ]

    def _place(self, x, y, width, value) -> PlacedTile:
        level = shade(value, self._most)
        return PlacedTile(
            round(x + 0.5, 1), y + 0.5, round(width - GAP, 1), TILE_HEIGHT - GAP, level
        )

    @property
    def height(self) -> float:
        return self._map_end + (TILE_HEIGHT + 14 if self.aside else 0)

    @property
    def texts(self) -> list[SvgText]:
        labels = [tile.label for tile in self.tiles] + [label for label, _value in self.aside]
        values = [tile.value for tile in self.tiles] + [value for _label, value in self.aside]
        texts = []
        for tile, label, value in zip(self.placed_tiles, labels, values, strict=True):
            texts += self._tile_texts(tile, label, value)
        return texts

    def _tile_texts(self, tile: PlacedTile, label: str, value: int) -> list[SvgText]:
        x = round(tile.x + tile.width / 2, 1)
        on = " on" if value else ""
        lines = wrap_text(label, tile.width - 8, size=LABEL_SIZE, lines=2)
        names = [
            SvgText(x, tile.y + 13 + i * LABEL_LINE_HEIGHT, line, f"middle place{on}")
            for i, line in enumerate(lines)
        ]
        number = f"middle large{' strong' if value else ' soft'}{on}"
        return [*names, SvgText(x, tile.y + 46, str(value), number)]

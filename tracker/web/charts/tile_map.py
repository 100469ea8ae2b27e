"""Tile grid map: one equal square per province."""

from dataclasses import dataclass
from typing import ClassVar

from .drawing import WIDTH, Block, Drawing
from .scale import shade
from .text import SvgText, stack_lines, wrap_text

TILE_HEIGHT, GAP, LABEL_SIZE, LABEL_LINE_HEIGHT = 56, 2, 10.5, 12


@dataclass(frozen=True)
class Tile:
    """One province: grid position, label and number."""

    row: int
    column: int
    label: str
    value: int


@dataclass(kw_only=True)
class TileMap(Drawing):
    """A tile grid map; `aside` are (label, number) pairs without a place, in a row below it."""

    tiles: list[Tile]
    aside: list[tuple[str, int]]
    columns: int

    template: ClassVar[str] = "tracker/charts/tile_map.svg"

    @property
    def _map_end(self) -> int:
        return (max((tile.row for tile in self.tiles), default=-1) + 1) * TILE_HEIGHT

    @property
    def _places(self) -> list[tuple[float, float, float, str, int]]:
        """(x, y, width, label, number) of each square."""
        pitch, aside_width = WIDTH / self.columns, WIDTH / max(len(self.aside), 1)
        return [
            *((t.column * pitch, t.row * TILE_HEIGHT, pitch, t.label, t.value) for t in self.tiles),
            *(
                (i * aside_width, self._map_end + 14, aside_width, label, value)
                for i, (label, value) in enumerate(self.aside)
            ),
        ]

    @property
    def placed_tiles(self) -> list[Block]:
        most = max((value for *_place, value in self._places), default=0)
        height = TILE_HEIGHT - GAP
        return [
            Block(round(x + 0.5, 1), y + 0.5, round(width - GAP, 1), height, shade(value, most))
            for x, y, width, _label, value in self._places
        ]

    @property
    def height(self) -> float:
        return self._map_end + (TILE_HEIGHT + 14 if self.aside else 0)

    @property
    def texts(self) -> list[SvgText]:
        texts = []
        for tile, (*_place, label, value) in zip(self.placed_tiles, self._places, strict=True):
            x = round(tile.x + tile.width / 2, 1)
            kind, on = (" strong", " on") if value else (" soft", "")
            lines = wrap_text(label, tile.width - 8, size=LABEL_SIZE, lines=2)
            texts += [
                *stack_lines(x, tile.y + 13, lines, f"middle place{on}", step=LABEL_LINE_HEIGHT),
                SvgText(x, tile.y + 46, str(value), f"middle large{kind}{on}"),
            ]
        return texts

"""Tile grid map: one equal square per province."""

from dataclasses import dataclass
from typing import ClassVar

from .amounts import MARK, Amount
from .drawing import WIDTH, Block, Drawing
from .scale import shade
from .text import SvgText, stack_lines, wrap_text

TILE_HEIGHT, GAP, LABEL_SIZE, LABEL_LINE_HEIGHT = 56, 2, 10, 12
STRIP_HEIGHT = 16  # of the hatched strip at the lower edge of a tile


@dataclass(frozen=True)
class Tile:
    """One province: grid position, label and number."""

    row: int
    column: int
    label: str
    amount: Amount


@dataclass(frozen=True)
class PlacedTile:
    """A square of the drawing; `strip` says whether there is room for unnamed people below."""

    x: float
    y: float
    width: float
    label: str
    amount: Amount
    shade: int

    @property
    def strip_y(self) -> float:
        return self.y + TILE_HEIGHT - GAP


@dataclass(kw_only=True)
class TileMap(Drawing):
    """A tile grid map; `aside` are (label, amount) pairs without a place, in a row below it."""

    tiles: list[Tile]
    aside: list[tuple[str, Amount]]
    columns: int

    template: ClassVar[str] = "tracker/charts/tile_map.svg"
    tile_height: ClassVar[int] = TILE_HEIGHT - GAP

    @property
    def _row_height(self) -> int:
        """All tiles of the map are equal: with room for a strip if one of them has groups."""
        has_groups = any(tile.amount.has_groups for tile in self.tiles)
        return TILE_HEIGHT + (STRIP_HEIGHT if has_groups else 0)

    @property
    def _map_end(self) -> int:
        return (max((tile.row for tile in self.tiles), default=-1) + 1) * self._row_height

    @property
    def placed_tiles(self) -> list[PlacedTile]:
        pitch, aside_width = WIDTH / self.columns, WIDTH / max(len(self.aside), 1)
        places = [
            *((t.column * pitch, t.row * self._row_height, pitch, t) for t in self.tiles),
            *(
                (i * aside_width, self._map_end + 14, aside_width, Tile(0, i, label, amount))
                for i, (label, amount) in enumerate(self.aside)
            ),
        ]
        most = max((tile.amount.value for *_place, tile in places), default=0)
        return [
            PlacedTile(
                *(round(x + 0.5, 1), y + 0.5, round(width - GAP, 1), tile.label, tile.amount),
                shade(tile.amount.value, most),
            )
            for x, y, width, tile in places
        ]

    @property
    def blocks(self) -> list[Block]:
        """The hatched strip of each tile with unnamed people of stated size."""
        return [
            Block(tile.x, tile.strip_y, tile.width, STRIP_HEIGHT - GAP, "unnamed")
            for tile in self.placed_tiles
            if tile.amount.unnamed
        ]

    @property
    def unsized_marks(self) -> list[tuple[float, float]]:
        return [
            (round(tile.x + tile.width - MARK - 1, 1), tile.strip_y + 1)
            for tile in self.placed_tiles
            if tile.amount.unsized
        ]

    @property
    def body_height(self) -> float:
        if not self.aside:
            return self._map_end
        has_groups = any(amount.has_groups for _label, amount in self.aside)
        return self._map_end + TILE_HEIGHT + 14 + (STRIP_HEIGHT if has_groups else 0)

    @property
    def body_texts(self) -> list[SvgText]:
        texts = []
        for tile in self.placed_tiles:
            x, amount = round(tile.x + tile.width / 2, 1), tile.amount
            kind, on = (" strong", " on") if amount.value else (" soft", "")
            lines = wrap_text(tile.label, tile.width - 8, size=LABEL_SIZE, lines=2)
            texts += [
                *stack_lines(x, tile.y + 13, lines, f"middle place{on}", step=LABEL_LINE_HEIGHT),
                SvgText(x, tile.y + 46, str(amount.value), f"middle large{kind}{on}"),
            ]
            if amount.unnamed:
                texts.append(SvgText(x, tile.strip_y + 11, amount.unnamed_text, "middle halo"))
        return texts

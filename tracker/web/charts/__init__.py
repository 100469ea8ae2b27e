"""SVG chart types drawn on the server: geometry and text, independent of what is counted.

Each type is a dataclass of numbers and labels with its own template under
`templates/tracker/charts/`. Drawings are narrow, so that their text is readable on a phone; colours
are CSS custom properties of the site, and every number is printed beside its mark.
"""

from .drawing import Drawing
from .flow import Flow, FlowStage
from .heat_rows import HeatRow, HeatRows
from .ranges import Range, Ranges
from .small_multiples import Panel, SmallMultiples
from .stacked_bars import Bar, BarSegment, StackedBars
from .tile_map import Tile, TileMap

__all__ = [
    "Bar",
    "BarSegment",
    "Drawing",
    "Flow",
    "FlowStage",
    "HeatRow",
    "HeatRows",
    "Panel",
    "Range",
    "Ranges",
    "SmallMultiples",
    "StackedBars",
    "Tile",
    "TileMap",
]

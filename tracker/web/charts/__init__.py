"""SVG chart types drawn on the server; they know geometry and text, not what is counted.

Each kind is a dataclass of numbers and labels with a template of its own under
`templates/charts/`. Drawings are narrow, so that their text is readable on a phone; colours are
the custom properties of the site, and every number stands beside its mark.
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

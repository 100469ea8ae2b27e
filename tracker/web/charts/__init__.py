"""SVG chart types drawn on the server; they know geometry and text, not what is counted.

Each kind is a dataclass of numbers and labels with a template of its own under
`templates/charts/`. Drawings are narrow, so that their text is readable on a phone; colours are
the custom properties of the site, and every number stands beside its mark.
"""

from .drawing import Drawing
from .flow import Flow, Stage
from .heat_rows import HeatRow, HeatRows
from .ranges import Range, Ranges
from .small_multiples import Panel, SmallMultiples
from .stacked_bars import Bar, Part, StackedBars
from .tile_map import Tile, TileMap

__all__ = [
    "Bar",
    "Drawing",
    "Flow",
    "HeatRow",
    "HeatRows",
    "Panel",
    "Part",
    "Range",
    "Ranges",
    "SmallMultiples",
    "StackedBars",
    "Stage",
    "Tile",
    "TileMap",
]

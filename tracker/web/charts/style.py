"""CSS embedded into an SVG that is downloaded on its own.

Not all SVG viewers support custom properties, so their values are substituted.
"""

import re
from functools import cache
from pathlib import Path

STATIC_DIRECTORY = Path(__file__).resolve().parent.parent.parent / "static" / "tracker"
DRAWING_SECTION = "/* Inside the drawing */"
PROPERTY_DEFINITION = re.compile(r"--([\w-]+):\s*([^;]+);")
PROPERTY_USE = re.compile(r"var\(--([\w-]+)\)")


@cache
def standalone_style() -> str:
    """The rules of charts.css for drawings, with the colours of the light theme."""
    site = (STATIC_DIRECTORY / "site.css").read_text(encoding="utf-8")
    root_rule = site[site.index(":root {") : site.index("}")]
    colours = {
        name: " ".join(value.split()) for name, value in PROPERTY_DEFINITION.findall(root_rule)
    }
    rules = (
        (STATIC_DIRECTORY / "charts.css").read_text(encoding="utf-8").partition(DRAWING_SECTION)[2]
    )
    return PROPERTY_USE.sub(lambda use: colours[use[1]], rules).strip()

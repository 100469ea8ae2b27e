"""CSS embedded into an SVG that is downloaded on its own.

Not all SVG viewers support custom properties, so their values are substituted.
"""

import re
from functools import cache
from pathlib import Path

FILES = Path(__file__).resolve().parent.parent.parent / "static" / "tracker"
INSIDE = "/* Inside the drawing */"
PROPERTY = re.compile(r"--([\w-]+):\s*([^;]+);")
USE = re.compile(r"var\(--([\w-]+)\)")


@cache
def standalone_style() -> str:
    """The rules of charts.css for drawings, with the colours of the light theme."""
    site = (FILES / "site.css").read_text(encoding="utf-8")
    root_rule = site[site.index(":root {") : site.index("}")]
    colours = {name: " ".join(value.split()) for name, value in PROPERTY.findall(root_rule)}
    rules = (FILES / "charts.css").read_text(encoding="utf-8").partition(INSIDE)[2]
    return USE.sub(lambda use: colours[use[1]], rules).strip()

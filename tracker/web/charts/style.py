"""CSS embedded into an SVG that is downloaded on its own.

Programs that are no browsers know no custom properties, so the colours are written out.
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
    site = (FILES / "site.css").read_text(encoding="utf-8")
    light = site[site.index(":root {") : site.index("}")]
    colours = {name: " ".join(value.split()) for name, value in PROPERTY.findall(light)}
    own = (FILES / "charts.css").read_text(encoding="utf-8").partition(INSIDE)[2]
    return USE.sub(lambda use: colours[use[1]], own).strip()

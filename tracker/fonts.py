"""The Khmer type of the site, cut from the font package: 31 kB for every weight from 400 to 700.

`python -m tracker.fonts` writes it beside the other static files, where it is not yet. Only pages
with Khmer letters on them load it (`unicode-range` in `site.css`).
"""

import os
from pathlib import Path

import fontpkg_noto_sans_khmer
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FILE = Path(__file__).resolve().parent / "static" / "tracker" / "noto-sans-khmer.woff2"
# Khmer and its symbols, the marks that join and part its letters, and a blank.
LETTERS = [*range(0x1780, 0x1800), *range(0x19E0, 0x1A00), 0x200B, 0x200C, 0x200D, 0x25CC, 0x20]


def cut() -> None:
    """Write the font file, unless it is there."""
    if FILE.exists():
        return
    [whole] = (fontpkg_noto_sans_khmer.ROOT / "files").glob("*.ttf")
    font = TTFont(whole)
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False))
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wdth": 100, "wght": (400, 700)})
    font.flavor = "woff2"
    fresh = FILE.with_suffix(f".{os.getpid()}")
    font.save(fresh)
    fresh.replace(FILE)  # at once: parallel test workers may read it meanwhile


if __name__ == "__main__":
    cut()

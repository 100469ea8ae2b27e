"""Builds the subset of Noto Sans Khmer served by the site.

`python -m tracker.languages.khmer_font` writes it beside the other static files, where it is not
yet. Only pages with Khmer letters on them load it (`unicode-range` in `site.css`). The one Khmer
word in the head of every page in English, the name of the language, has a cut of its own: 1.5 kB.
"""

import os
from pathlib import Path

import fontpkg_noto_sans_khmer
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).resolve().parent.parent / "static" / "tracker"
# Khmer and its symbols, the marks that join and part its letters, and a blank.
LETTERS = [*range(0x1780, 0x1800), *range(0x19E0, 0x1A00), 0x200B, 0x200C, 0x200D, 0x25CC, 0x20]
LANGUAGE = [ord(letter) for letter in "ខ្មែរ"]
# The letters of each file, and its weights.
CUTS = {
    "noto-sans-khmer.woff2": (LETTERS, (400, 700)),
    "noto-sans-khmer-language.woff2": (LANGUAGE, 400),
}


def cut() -> None:
    """Write the font files that are not there."""
    for name, (letters, weights) in CUTS.items():
        write(FOLDER / name, letters, weights)


def write(file: Path, letters: list[int], weights: int | tuple[int, int]) -> None:
    if file.exists():
        return
    [whole] = (fontpkg_noto_sans_khmer.ROOT / "files").glob("*.ttf")
    font = TTFont(whole)
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False))
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wdth": 100, "wght": weights})
    font.flavor = "woff2"
    fresh = file.with_suffix(f".{os.getpid()}")
    font.save(fresh)
    fresh.replace(file)  # at once: parallel test workers may read it meanwhile


if __name__ == "__main__":
    cut()

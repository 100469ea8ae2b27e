"""Builds the subset of Noto Sans Khmer served by the site.

`python -m tracker.languages.khmer_font` writes it to the static files unless it exists. Only pages
with Khmer letters load it (`unicode-range` in `site.css`). The name of the language, the one Khmer
word in the header of every English page, has a font file of its own: 1.5 kB.
"""

import os
from pathlib import Path

import fontpkg_noto_sans_khmer
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).resolve().parent.parent / "static" / "tracker"
# Code points: Khmer, Khmer symbols, zero-width space and joiners, dotted circle, space.
LETTERS = [*range(0x1780, 0x1800), *range(0x19E0, 0x1A00), 0x200B, 0x200C, 0x200D, 0x25CC, 0x20]
LANGUAGE_NAME_LETTERS = [ord(letter) for letter in "ខ្មែរ"]
# File name: (code points, weight or range of weights).
FONT_FILES = {
    "noto-sans-khmer.woff2": (LETTERS, (400, 700)),
    "noto-sans-khmer-language.woff2": (LANGUAGE_NAME_LETTERS, 400),
}


def build_fonts() -> None:
    """Write the font files that do not exist."""
    for name, (letters, weights) in FONT_FILES.items():
        write_font(FOLDER / name, letters, weights)


def write_font(file: Path, letters: list[int], weights: int | tuple[int, int]) -> None:
    """Write a WOFF2 subset of the variable font, unless the file exists."""
    if file.exists():
        return
    [source] = (fontpkg_noto_sans_khmer.ROOT / "files").glob("*.ttf")
    font = TTFont(source)
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False))
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wdth": 100, "wght": weights})
    font.flavor = "woff2"
    temporary = file.with_suffix(f".{os.getpid()}")
    font.save(temporary)
    temporary.replace(file)  # atomic: parallel test workers may read the file meanwhile


if __name__ == "__main__":
    build_fonts()

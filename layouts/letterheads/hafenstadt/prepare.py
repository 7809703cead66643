#!/usr/bin/env python3
"""Cuts the fonts of the town's letterhead to the letters of the languages of releases.

    pip install fonttools==4.68.0
    layouts/letterheads/hafenstadt/prepare.py FOLDER_OF_SOURCE_SERIF_4

The folder is that of the npm package `@expo-google-fonts/source-serif-4` 0.4.1.
"""
import sys
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).resolve().parent / "fonts"
LETTERS = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, *range(0x2010, 0x2028),
    0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2212,
]
STYLES = {
    "400Regular": "Regular", "400Regular_Italic": "Italic", "600SemiBold": "SemiBold",
    "700Bold": "Bold", "700Bold_Italic": "BoldItalic",
}

for folder, style in STYLES.items():
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "ccmp", "liga"])
    font = subset.load_font(str(next((Path(sys.argv[1]) / folder).glob("*.ttf"))), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font["head"].modified = font["head"].created
    font.save(FONTS / f"SourceSerif4-{style}.ttf")

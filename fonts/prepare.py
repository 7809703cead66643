#!/usr/bin/env python3
"""Makes the faces that stand in for what Liberation Sans lacks; see README.md beside this file.

    pip install fonttools==4.68.0
    fonts/prepare.py ARIMO_FOLDER DEJAVU_FOLDER NOTO_EMOJI.ttf

It writes the faces into this folder, and what they are asked for into src/layout/fonts/coverage.rs.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent
TABLE = FONTS.parent / "src/layout/fonts/coverage.rs"

# Punctuation, super- and subscripts, currencies, letter-like signs, fractions, arrows, mathematics,
# technical signs, numbers in circles, shapes, symbols, dingbats, further arrows.
BLOCKS = [
    (0x2010, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23CE), (0x2460, 0x24FF), (0x25A0, 0x25FF),
    (0x2600, 0x27BF), (0x27F0, 0x27FF), (0x2B00, 0x2B1F),
]
# Signs that steer and have no shape, and spaces.
STEERING = set(range(0x2028, 0x2030)) | {0x205F}

# The height of capitals in Liberation Sans, in em, and one that is below that of any usual face:
# a line that holds a sign is not to grow.
CAPITALS = 1409 / 2048
NO_HIGHER = 0.66


def characters(face):
    return set(face.getBestCmap())


def cut(path, wanted, to):
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"], legacy_kern=False,
        drop_tables=["FFTM", "GPOS", "GSUB", "GDEF", "MATH", "STAT", "gasp", "vhea", "vmtx"],
    )
    face = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(face)
    fit(face, to)


def fit(face, to, scale=None):
    """Scales a face to the size of Liberation Sans, and lowers what a line takes for its height."""
    os2 = face["OS/2"]
    if os2.version < 2:
        os2.version, os2.sxHeight, os2.sCapHeight = 4, 0, 0
        os2.usDefaultChar, os2.usBreakChar, os2.usMaxContext = 0, 32, 0
    em = face["head"].unitsPerEm
    em = round(em / (scale or 1))
    face["head"].unitsPerEm = em
    os2.sCapHeight = round(em * NO_HIGHER)
    face["head"].modified = face["head"].created
    face.recalcTimestamp = False
    face.save(FONTS / to)


def ranges(of):
    found = []
    for code in sorted(of):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def table(name, what, of):
    rows = "".join(f"    ({low:#X}, {high:#X}),\n" for low, high in ranges(of)).replace("0X", "0x")
    return f"/// {what}\n#[rustfmt::skip]\npub(super) const {name}: &[(u32, u32)] = &[\n{rows}];\n"


def main():
    arimo, dejavu, emoji = (Path(argument) for argument in sys.argv[1:4])
    own = characters(TTFont(FONTS / "LiberationSans-Regular.ttf"))
    wanted = {code for low, high in BLOCKS for code in range(low, high + 1)} - own - STEERING
    regular = arimo / "400Regular/Arimo_400Regular.ttf"
    figures = wanted & characters(TTFont(regular))
    cut(regular, figures, "Arimo-Figures-Regular.ttf")
    cut(arimo / "700Bold/Arimo_700Bold.ttf", figures, "Arimo-Figures-Bold.ttf")

    noto = TTFont(emoji)
    # What is an emoji also where nothing asks for one is left to the emoji.
    always = {code for code in characters(noto) if code in EMOJI_ALWAYS}
    signs = (wanted & characters(TTFont(dejavu / "DejaVuSans.ttf"))) - figures - always
    signs &= characters(TTFont(dejavu / "DejaVuSans-Bold.ttf"))
    for weight in ("", "-Bold"):
        to = f"DejaVuSans-Signs{weight or '-Regular'}.ttf"
        cut(dejavu / f"DejaVuSans{weight}.ttf", signs, to)
        # Its capitals are higher than those of Liberation Sans.
        fit(TTFont(FONTS / to), to, CAPITALS / 0.729)

    # Keycaps begin with a figure, which no face can hand on; tags and spaces have no shape.
    never = set(range(0x20E3, 0x20E4)) | set(range(0xE0000, 0xE0080)) | {0x200D, 0xFE0F}
    pictures = {code for code in characters(noto) if code >= 0x2000}
    pictures -= own | figures | signs | never
    for name in ("gasp", "STAT", "vhea", "vmtx"):
        del noto[name]
    fit(noto, "NotoEmoji-Regular.ttf", 2048 / 2400)

    TABLE.write_text(
        "//! What the faces beside Liberation Sans are asked for, from first to last: made by\n"
        "//! `fonts/prepare.py`.\n\n"
        + table("FIGURES", "Figures, currencies and marks, drawn as in Liberation Sans.", figures)
        + "\n" + table("SIGNS", "Signs, arrows and mathematics.", signs)
        + "\n" + table("PICTURES", "Emoji.", pictures)
    )
    print(len(figures), len(signs), len(pictures))


# Unicode's Emoji_Presentation below U+2FFF.
EMOJI_ALWAYS = {
    0x231A, 0x231B, *range(0x23E9, 0x23ED), 0x23F0, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615,
    *range(0x2648, 0x2654), 0x267F, 0x2693, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5,
    0x26CE, 0x26D4, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A, 0x270B, 0x2728,
    0x274C, 0x274E, 0x2753, 0x2754, 0x2755, 0x2757, 0x2795, 0x2796, 0x2797, 0x27B0, 0x27BF, 0x2B1B,
    0x2B1C, 0x2B50, 0x2B55,
}
# What takes a colour of skin or begins a sign of several emoji: a face has all of it or nothing.
EMOJI_ALWAYS |= {0x261D, 0x26D3, 0x26F9, 0x270C, 0x270D, 0x2764}

if __name__ == "__main__":
    main()

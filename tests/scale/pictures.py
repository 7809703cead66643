"""Photographs by the ten thousand: small valid JPEG files, no two with the same pixels.

A JPEG file with a restart interval of one row of blocks consists of rows that know nothing of each
other. So a few hundred rows are encoded once, and a picture is put together from them: what takes
time is done beforehand, and each file is only joined.
"""

import random
import struct

# The Huffman tables of ITU-T T.81, annex K: lengths, then values.
DC_COUNTS = bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
DC_VALUES = bytes(range(12))
AC_COUNTS = bytes([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D])
AC_VALUES = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a2526"
    "2728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485"
    "868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6"
    "d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa")

# Width and height in pixels, how strong the detail is, and how many of a hundred are of the size.
# The largest has more pixels than a sheet takes, so that it is scaled.
SIZES = [(960, 640, 3, 55), (1200, 800, 2, 30), (1600, 1064, 0, 15)]
# Brightness and colour of sky, far and near, by scene: the first coefficients of a block.
SCENES = [
    [(60, 20, -10), (10, -4, 6), (-30, -8, 4)], [(40, -6, 20), (0, 2, 14), (-40, -2, 8)],
    [(70, 4, 4), (30, 0, 0), (-10, 2, 2)], [(-20, 14, -6), (-40, 8, -4), (-60, 4, 0)],
]
VARIANTS = 10


def codes(counts: bytes, values: bytes) -> dict[int, tuple[int, int]]:
    """The code and its length for each value of a Huffman table."""
    table, code, at = {}, 0, 0
    for length, count in enumerate(counts, 1):
        for _ in range(count):
            table[values[at]] = (code, length)
            code, at = code + 1, at + 1
        code <<= 1
    return table


DC, AC = codes(DC_COUNTS, DC_VALUES), codes(AC_COUNTS, AC_VALUES)


def encoded_row(blocks: int, tone: tuple[int, int, int], detail: int, chance: random.Random) -> bytes:
    """One row of blocks, three components each, as entropy-coded bytes."""
    bits, length, last = 0, 0, [0, 0, 0]

    def put(code: int, count: int) -> None:
        nonlocal bits, length
        bits, length = (bits << count) | code, length + count

    def put_value(table: dict, run: int, value: int) -> None:
        size = abs(value).bit_length()
        put(*table[(run << 4) | size])
        if size:
            put(value if value > 0 else value + (1 << size) - 1, size)

    drift = 0.0
    for _ in range(blocks):
        drift = drift * 0.95 + chance.uniform(-3, 3)
        for component in range(3):
            level = round(tone[component] + (drift if component == 0 else drift / 6))
            put_value(DC, 0, level - last[component])
            last[component] = level
            for _ in range(chance.randrange(detail + 1) if component == 0 else 0):
                put_value(AC, chance.randrange(2), chance.choice((-3, -2, -1, 1, 2, 3)))
            put(*AC[0])
    padding = -length % 8
    put((1 << padding) - 1, padding)
    return bits.to_bytes(length // 8, "big").replace(b"\xff", b"\xff\x00")


def segment(mark: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, mark, len(content) + 2) + content


def head(width: int, height: int, orientation: int) -> bytes:
    """All of a file before its rows."""
    parts = [b"\xff\xd8", segment(0xE0, b"JFIF\0\1\1\1\0\x48\0\x48\0\0")]
    if orientation != 1:
        entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
        parts.append(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1" + entry + bytes(4)))
    parts.append(segment(0xDB, b"\0" + bytes([10] + [14] * 63)))
    frame = b"".join(bytes([number, 0x11, 0]) for number in (1, 2, 3))
    parts.append(segment(0xC0, struct.pack(">BHHB", 8, height, width, 3) + frame))
    parts.append(segment(0xC4, b"\x00" + DC_COUNTS + DC_VALUES))
    parts.append(segment(0xC4, b"\x10" + AC_COUNTS + AC_VALUES))
    parts.append(segment(0xDD, struct.pack(">H", width // 8)))
    parts.append(segment(0xDA, b"\x03\1\0\2\0\3\0\0\x3f\0"))
    return b"".join(parts)


class Camera:
    """Makes pictures; the same chance makes the same picture."""

    def __init__(self, seed: str):
        chance = random.Random(f"{seed}/camera")
        self.rows = {}
        for width, _, detail, _ in SIZES:
            for scene, tones in enumerate(SCENES):
                for band, tone in enumerate(tones):
                    self.rows[width, scene, band] = [
                        encoded_row(width // 8, tone, detail, chance) for _ in range(VARIANTS)
                    ]

    def photo(self, chance: random.Random) -> bytes:
        width, height, _, _ = chance.choices(SIZES, [size[3] for size in SIZES])[0]
        scene, rows = chance.randrange(len(SCENES)), height // 8
        sky, far = chance.uniform(0.2, 0.5), chance.uniform(0.55, 0.8)
        parts = [head(width, height, 6 if chance.random() < 0.03 else 1)]
        for row in range(rows):
            band = 0 if row < rows * sky else 1 if row < rows * far else 2
            parts.append(self.rows[width, scene, band][chance.randrange(VARIANTS)])
            # The marks between rows count from 0 to 7, and the last row has none behind it.
            parts.append(bytes([0xFF, 0xD0 + row % 8]) if row + 1 < rows else b"\xff\xd9")
        return b"".join(parts)

//! Changed copies of files that repeat from run to run: the same number gives the same bytes.

/// A generator of numbers that repeat (xorshift).
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of one of many variants.
    pub fn of_variant(variant: u64) -> Self {
        Self(0x9E37_79B9_7F4A_7C15 ^ (variant + 1))
    }

    /// A number below a limit; 0 where the limit is 0.
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

/// A number below a limit, more often a small one: much damage is found at once.
fn few(below: usize, numbers: &mut Numbers) -> usize {
    let most = numbers.next(below);
    numbers.next(most + 1)
}

/// What is put into PDF files anywhere: it opens something, leads elsewhere, or is too much.
pub const PDF_PIECES: &[&str] = &[
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    "%",
    "/",
    " 1 0 R ",
    " 2 0 R ",
    " 3 0 R ",
    " 4 0 R ",
    " 5 0 R ",
    "/Kids 2 0 R",
    "/Contents[3 0 R 4 0 R]",
    "/Filter[/FlateDecode/LZWDecode]",
    "/Length 4 0 R",
    "/Prev 9",
    "/Resources 3 0 R",
    " BI /W 9 ID ",
    " 4294967295 ",
    " endstream ",
    "/DecodeParms<</Predictor 15/Columns 99999999>>",
];

/// What is put into drawings (SVG).
pub const SVG_PIECES: &[&str] = &[
    "<g>",
    "</g>",
    "<use href='#a'/>",
    " id='a'",
    " href='#a'",
    " fill='url(#a)'",
    " mask='url(#a)'",
    " filter='url(#a)'",
    " clip-path='url(#a)'",
    " transform='scale(1e9)'",
    "<pattern id='a' width='1e-9' height='1'><use href='#a'/></pattern>",
    "<marker id='a'><path d='M0 0h1' marker-mid='url(#a)'/></marker>",
    "<filter id='a'><feTurbulence numOctaves='99999'/></filter>",
    "<style>*{stroke-dasharray:1e-9}</style>",
    "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
    "<text>a</text>",
    "zzzzzzzzzzzzzzzz",
    "A1 1 0 0 0 9 9",
    "1e38",
    "<!--",
    "]]>",
    "&#0;",
    "\"",
];

/// What is put into letterheads (TOML).
pub const TOML_PIECES: &[&str] = &[
    "[",
    "]",
    "[[contacts]]",
    "[theme]",
    "=",
    "\"",
    "\"\"\"",
    "'",
    "{",
    "}",
    "a.b.c.d.e.f = 1",
    "[[[[[[[[",
    "[1, 2, [3, [4, [5]]]]",
    "1e308",
    "nan",
    "-9223372036854775808",
    "2022-11-25T25:61:61Z",
    "\\u0000",
    "\u{202e}",
    "\u{301}\u{301}\u{301}",
    "#",
    "\r",
    "\n",
];

/// What is put into the parts of Excel files: claims that are too large, places elsewhere, and
/// cells that are not closed.
pub const SHEET_PIECES: &[&str] = &[
    "<row>",
    "<row r=\"4294967295\">",
    "<row r='0'>",
    "</row>",
    "<c r=\"XFD1048576\" t=\"s\"><v>4294967295</v></c>",
    "<c r=\"A1\" t=\"s\"><v>-1</v></c>",
    "<c r=\"ZZZZZZZZ9\"><v>1</v></c>",
    "<c t=\"inlineStr\"><is><t>a@b.example</t></is></c>",
    "<c t=\"e\"><v>#NAME?</v></c>",
    "<c><f t=\"shared\" si=\"4294967295\" ref=\"A1:XFD1048576\">A1</f></c>",
    "</c>",
    "<v>1e308</v>",
    "<si><t>x</t></si>",
    "<sst count=\"4294967295\" uniqueCount=\"4294967295\">",
    "<dimension ref=\"A1:XFD1048576\"/>",
    "<mergeCell ref=\"A1:XFD1048576\"/>",
    "<xf numFmtId=\"4294967295\"/>",
    "<cellXfs count=\"4294967295\">",
    " Target=\"../../../etc/passwd\"",
    " Target=\"\"",
    " r:id=\"rId1\"",
    "<!--",
    "]]>",
    "<![CDATA[",
    "&#0;",
    "&a;",
    "\"",
    "<!DOCTYPE a [<!ENTITY a \"aaaa\">]>",
];

/// What is put into lists that are text.
pub const LIST_PIECES: &[&str] = &[
    "\"",
    ";",
    ",",
    "\t",
    "\r",
    "\n",
    "sep=;\n",
    "E-Mail",
    "Name;E-Mail\n",
    "@",
    "＠",
    "<a@b.example>",
    "mailto:",
    "%40",
    "(at)",
    "\u{200B}",
    "\u{FEFF}",
    "\u{202E}",
    "\u{2028}",
    "#",
    "\0",
    "a@b.example;c@d.example",
    "\\",
    "⏎",
];

/// A damaged copy of a file that is text, or mostly: bits turned, pieces cut out, moved or
/// doubled, figures changed, references led elsewhere, the end cut off.
pub fn mutated(bytes: &[u8], pieces: &[&str], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=few(12, numbers) {
        let at = numbers.next(bytes.len());
        let end = (at + numbers.next(60)).min(bytes.len());
        match numbers.next(24) {
            0 => bytes.truncate(at),
            1..4 => drop(bytes.drain(at..end)),
            4..7 => {
                let piece = bytes[at..end].to_vec();
                let to = numbers.next(bytes.len());
                bytes.splice(to..to, piece);
            }
            7..13 => {
                let digit = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found);
                if let Some(byte) = digit.and_then(|at| bytes.get_mut(at)) {
                    *byte = b'0' + numbers.next(10) as u8;
                }
            }
            13..17 => {
                // A reference, or what looks like one.
                let found = bytes[at..].windows(4).position(|word| word == b" 0 R");
                if let Some(digit) = found.and_then(|found| (at + found).checked_sub(1)) {
                    bytes[digit] = b'1' + numbers.next(9) as u8;
                }
            }
            17..20 => {
                let piece = pieces[numbers.next(pieces.len())];
                bytes.splice(at..at, piece.bytes());
            }
            _ => {
                let bit = 1 << numbers.next(8);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= bit;
                }
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// A damaged copy of a file that is no text: bytes changed, most of them near the beginning,
/// a piece put in many times elsewhere, the end cut off.
pub fn damaged(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if numbers.next(8) == 0 {
        bytes.truncate(numbers.next(bytes.len()));
    }
    if numbers.next(6) == 0 && !bytes.is_empty() {
        let start = numbers.next(bytes.len());
        let piece = bytes[start..(start + numbers.next(200)).min(bytes.len())].to_vec();
        let at = numbers.next(bytes.len());
        bytes.splice(at..at, piece.repeat(1 + numbers.next(20)));
    }
    for _ in 0..=few(24, numbers) {
        let within = if numbers.next(2) == 0 { bytes.len().min(600) } else { bytes.len() };
        if let Some(byte) = bytes.get_mut(numbers.next(within)) {
            *byte = match numbers.next(4) {
                0 => 0,
                1 => 255,
                2 => *byte ^ (1 << numbers.next(8)),
                _ => numbers.next(256) as u8,
            };
        }
    }
    bytes
}

/// A PNG file whose parts have the sums that readers compare: damage goes deeper so.
pub fn with_sums(mut png: Vec<u8>) -> Vec<u8> {
    let mut at = 8;
    while let Some(length) = png.get(at..at + 4) {
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        let end = at.saturating_add(8).saturating_add(length);
        let Some(part) = png.get(at + 4..end) else { break };
        let sum = crc(part).to_be_bytes();
        let Some(place) = png.get_mut(end..end + 4) else { break };
        place.copy_from_slice(&sum);
        at = end + 4;
    }
    png
}

/// The sum of PNG (CRC-32), bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    !sum
}

//! Encodings of simple fonts, and the names of glyphs.

use unicode_normalization::UnicodeNormalization;

/// WinAnsiEncoding from 0x80 to 0x9F; the rest is Latin-1.
const WIN_ANSI: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";

/// MacRomanEncoding from 0x80.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
                         ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// StandardEncoding from 0xA0; `\0` stands for nothing.
const STANDARD: &str = "\0¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—\
                        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0Æ\0ª\0\0\0\0ŁØŒº\0\0\0\0\0æ\0\0\0ı\0\0łøœß";

/// A table that a font can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedEncoding {
    Standard,
    WinAnsi,
    MacRoman,
}

impl NamedEncoding {
    /// The encoding of a name of the standard.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "StandardEncoding" => Some(Self::Standard),
            "WinAnsiEncoding" => Some(Self::WinAnsi),
            "MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// The character of a code.
    pub fn character(self, code: u8) -> Option<char> {
        let found = match (self, code) {
            (_, 0..0x20) => None,
            (Self::Standard, b'\'') => Some('’'),
            (Self::Standard, b'`') => Some('‘'),
            (_, 0x20..0x7F) => Some(char::from(code)),
            (_, 0x7F) => None,
            (Self::WinAnsi, 0x80..0xA0) => WIN_ANSI.chars().nth(usize::from(code - 0x80)),
            (Self::WinAnsi, _) => Some(char::from(code)),
            (Self::MacRoman, _) => MAC_ROMAN.chars().nth(usize::from(code - 0x80)),
            (Self::Standard, 0x80..0xA0) => None,
            (Self::Standard, _) => STANDARD.chars().nth(usize::from(code - 0xA0)),
        };
        found.filter(|letter| *letter != '\0')
    }
}

/// Names of glyphs of the Adobe Glyph List that are not a letter with an accent, each before its
/// characters.
const NAMES: &str = "\
    exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' \
    parenleft ( parenright ) asterisk * plus + comma , hyphen - period . slash / zero 0 \
    one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; \
    less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ] \
    asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ \
    exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ \
    copyright © ordfeminine ª guillemotleft « guillemetleft « logicalnot ¬ registered ® \
    macron ¯ degree ° plusminus ± twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ \
    periodcentered · middot · cedilla ¸ onesuperior ¹ ordmasculine º guillemotright » \
    guillemetright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ AE Æ ae æ OE Œ \
    oe œ Eth Ð eth ð Thorn Þ thorn þ germandbls ß Germandbls ẞ multiply × divide ÷ \
    minus − Oslash Ø oslash ø Lslash Ł lslash ł Dcroat Đ dcroat đ dotlessi ı florin ƒ \
    circumflex ˆ caron ˇ tilde ˜ endash – emdash — quoteleft ‘ quoteright ’ \
    quotesinglbase ‚ quotedblleft “ quotedblright ” quotedblbase „ dagger † daggerdbl ‡ \
    bullet • ellipsis … perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € \
    fi fi fl fl ff ff ffi ffi ffl ffl IJ Ĳ ij ĳ trademark ™ breve ˘ dotaccent ˙ ring ˚ \
    ogonek ˛ hungarumlaut ˝ arrowleft ← arrowup ↑ arrowright → arrowdown ↓ lessequal ≤ \
    greaterequal ≥ notequal ≠ approxequal ≈ infinity ∞ radical √ summation ∑ \
    partialdiff ∂ Omega Ω pi π checkmark ✓";

/// The ends of names of letters with an accent, and the accents.
const ACCENTS: [(&str, char); 13] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30A}'),
    ("cedilla", '\u{327}'),
    ("caron", '\u{30C}'),
    ("ogonek", '\u{328}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dotaccent", '\u{307}'),
    ("hungarumlaut", '\u{30B}'),
];

/// The most characters of names that are compared with one.
pub const NAMES_BYTES: usize = 2048;

/// The characters that a glyph's name stands for; none where the name says nothing.
pub fn characters_of(name: &str) -> Option<String> {
    // `a.alt` is a form of `a`, and `f_i` both letters together.
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    if let Some((first, rest)) = name.split_once('_').filter(|(first, _)| !first.is_empty()) {
        let letters = [first].into_iter().chain(rest.split('_').take(8)).map(character_of);
        return letters.collect();
    }
    character_of(name)
}

fn character_of(name: &str) -> Option<String> {
    let mut letters = name.chars();
    if let (Some(letter @ ('A'..='Z' | 'a'..='z')), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    match name {
        "space" => return Some(" ".to_owned()),
        "nbspace" | "nonbreakingspace" => return Some("\u{A0}".to_owned()),
        "sfthyphen" | "softhyphen" => return Some("\u{AD}".to_owned()),
        _ => {}
    }
    let names = NAMES.split(' ').step_by(2).zip(NAMES.split(' ').skip(1).step_by(2));
    if let Some((_, characters)) = names.into_iter().find(|(known, _)| *known == name) {
        return Some(characters.to_owned());
    }
    accented(name).or_else(|| by_number(name)).map(String::from)
}

fn accented(name: &str) -> Option<char> {
    let mut letters = name.chars();
    let base = letters.next().filter(char::is_ascii_alphabetic)?;
    let (_, accent) = ACCENTS.iter().find(|(accent, _)| *accent == letters.as_str())?;
    let mut composed = [base, *accent].into_iter().nfc();
    composed.next().filter(|_| composed.next().is_none())
}

/// `uni20AC` and `u1F600`.
fn by_number(name: &str) -> Option<char> {
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    let is_number = (4..=6).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    u32::from_str_radix(digits, 16).ok().filter(|_| is_number).and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_their_length() {
        assert_eq!(WIN_ANSI.chars().count(), 32);
        assert_eq!(MAC_ROMAN.chars().count(), 128);
        assert_eq!(STANDARD.chars().count(), 0xFC - 0xA0);
        for encoding in [NamedEncoding::WinAnsi, NamedEncoding::MacRoman] {
            assert_eq!(encoding.character(b'A'), Some('A'));
        }
        assert_eq!(NamedEncoding::WinAnsi.character(0x84), Some('„'));
        assert_eq!(NamedEncoding::MacRoman.character(0x8A), Some('ä'));
        assert_eq!(NamedEncoding::MacRoman.character(0xFF), Some('ˇ'));
        assert_eq!(NamedEncoding::Standard.character(0xFB), Some('ß'));
        assert_eq!(NamedEncoding::Standard.character(0xE1), Some('Æ'));
        assert_eq!(NamedEncoding::Standard.character(0xFC), None);
    }

    #[test]
    fn names_of_glyphs_are_characters() {
        assert!(NAMES.len() < NAMES_BYTES && NAMES.split(' ').count().is_multiple_of(2));
        for (name, characters) in [
            ("A", "A"),
            ("adieresis", "ä"),
            ("ccaron", "č"),
            ("Lslash", "Ł"),
            ("germandbls.sc", "ß"),
            ("f_f_i", "ffi"),
            ("uni20AC", "€"),
            ("u1F600", "😀"),
            ("endash", "–"),
            ("Euro", "€"),
            ("space", " "),
        ] {
            assert_eq!(characters_of(name).as_deref(), Some(characters), "{name}");
        }
        for name in ["", ".notdef", "g23", "uniD800", "_", "qcaronx", "uni+041"] {
            assert_eq!(characters_of(name), None, "{name}");
        }
    }
}

//! UTF-8 that was read in an encoding of one byte a character, once or several times: `GrÃ¶ÃŸe`.
//!
//! Each character of a damaged letter is one of its bytes. So the bytes are put together again,
//! and taken where they are the UTF-8 of a character that European texts have and the typed
//! characters are not what a sound text has at that place: `Spaß“`, `„Ä“` and `„MAÇÃ“` stay.

use std::ops::RangeInclusive;

use super::code_pages::{CODE_PAGES, CodePage, PageFamily};
use super::composed;

/// How often a text was read wrongly at most.
const MAX_ROUNDS: usize = 4;
/// What stands behind a word in a sound text, and is the second byte of a letter too.
const BEHIND_WORDS: [char; 12] = ['“', '”', '‘', '’', '…', '–', '—', '‹', '›', '«', '»', '•'];

/// What a damaged text was.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub text: String,
    /// Whether every letter is there again; bytes may have been lost.
    pub is_whole: bool,
}

/// How a text was damaged, where there is no doubt of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EncodingDamage(&'static CodePage);

/// How a text was damaged; none where each of its letters may be meant.
pub(crate) fn damage(text: &str) -> Option<EncodingDamage> {
    if !may_be_damaged(text) {
        return None;
    }
    // The few words that may be, since all of a long text takes its time.
    let words = text.split_inclusive(|c: char| c.is_ascii_whitespace());
    let suspicious: String = words.filter(|word| may_be_damaged(word)).collect();
    let mut best: Option<(EncodingDamage, usize)> = None;
    for page in &CODE_PAGES {
        let count = Decoder::new(&suspicious, page, false).decode().1;
        if count > best.map_or(0, |(_, most)| most) {
            best = Some((EncodingDamage(page), count));
        }
    }
    best.map(|(damage, _)| damage)
}

/// The text that was meant; none if it is not damaged so. `around` is how the text around it was
/// damaged: then letters that would be in doubt are not.
pub(crate) fn repaired(text: &str, around: Option<EncodingDamage>) -> Option<Repair> {
    // A text may hold pieces of several sorts.
    let known = around.filter(|EncodingDamage(page)| Decoder::new(text, page, true).decode().1 > 0);
    let EncodingDamage(page) = damage(text).filter(|_| known.is_none()).or(known).or(around)?;
    let (mut best, count) = Decoder::new(text, page, true).decode();
    for _ in 1..MAX_ROUNDS {
        let Some(EncodingDamage(again)) = damage(&best).filter(|_| count > 0) else { break };
        best = Decoder::new(&best, again, true).decode().0;
    }
    // What begins a letter and is left without its other byte.
    let leftovers = [0xC2, 0xC3].map(|byte| page.character(byte));
    let is_whole = !best.chars().any(|character| leftovers.contains(&Some(character)));
    (count > 0 || !is_whole).then(|| Repair { text: composed(&best), is_whole })
}

/// The character that Windows-1252 has for a control character of Latin-1.
pub(crate) fn as_windows(character: char) -> char {
    let byte = u8::try_from(u32::from(character)).ok().filter(|byte| (0x80..0xA0).contains(byte));
    byte.and_then(|byte| CODE_PAGES[0].character(byte)).unwrap_or(character)
}

/// Nearly no text: a damaged letter is at least two characters beyond ASCII, or a space that
/// became one.
fn may_be_damaged(text: &str) -> bool {
    let has_pair = |bytes: &[u8]| bytes[0] >= 0xC2 && bytes[2] >= 0x80;
    text.as_bytes().windows(3).any(has_pair) || text.contains("Â ")
}

/// A text that is read as what it was before.
struct Decoder<'a> {
    characters: Vec<char>,
    page: &'a CodePage,
    /// Whether letters in doubt are damaged ones.
    is_known: bool,
}

impl<'a> Decoder<'a> {
    fn new(text: &str, page: &'a CodePage, is_known: bool) -> Self {
        Self { characters: text.chars().collect(), page, is_known }
    }

    /// The text that was meant, and the number of its letters that were damaged.
    fn decode(&self) -> (String, usize) {
        let mut read = String::with_capacity(self.characters.len());
        let mut count = 0;
        let mut at = 0;
        // Where the last damaged letter ended.
        let mut end = None;
        while let Some(&character) = self.characters.get(at) {
            if let Some((letter, length)) = self.letter(at, end == Some(at)) {
                // A byte-order mark is nothing that is meant.
                read.extend(Some(letter).filter(|letter| *letter != '\u{FEFF}'));
                at += length;
                end = Some(at);
                count += 1;
            } else {
                read.push(character);
                at += 1;
            }
        }
        (read, count)
    }

    /// The damaged letter that begins at a place, perhaps right behind another one, with the
    /// number of characters that it became.
    fn letter(&self, at: usize, is_behind: bool) -> Option<(char, usize)> {
        let is_windows = self.page.family == PageFamily::Windows;
        let Some((letter, length)) = self.decoded(at) else {
            return self.mended(at).filter(|_| is_windows);
        };
        let is_common = match u32::from(letter) {
            // Control characters, but for those that the text holds itself.
            0x80..=0x9F => self.at(at + 1).is_some_and(char::is_control),
            0xA0..=0xFF | 0x2010..=0x2044 | 0x20AC | 0x2122 => true,
            // The capital that is the first byte stands at the end of a word in sound texts.
            0x100..=0x17F => is_behind || self.is_in_word(at, length),
            _ => false,
        };
        let is_rare = match u32::from(letter) {
            0x180..=0x24F | 0x1E00..=0x1EFF => is_behind || self.is_in_word(at, length),
            // The marks of letters that were written as two characters.
            0x300..=0x328 => self.before(at).is_some_and(char::is_alphabetic),
            0x2000..=0x206F | 0x20A0..=0x20CF | 0x2100..=0x22FF | 0x2500..=0x27BF => true,
            0xFB00..=0xFB06 | 0xFEFF | 0x1_F000..=0x1_FAFF => true,
            0x370..=0x4FF => self.is_beside(at, length, '\u{370}'..='\u{4FF}'),
            _ => false,
        };
        let is_plausible = is_common || is_rare && is_windows;
        let is_certain = self.is_known || is_behind || self.is_certain(at, length);
        (is_plausible && is_certain).then_some((letter, length))
    }

    /// A letter whose last byte was lost or became a plain space.
    fn mended(&self, at: usize) -> Option<(char, usize)> {
        let pair = self.characters.get(at..at + 2)?;
        // The last byte of ” is no character of Windows-1252 and is often lost.
        let goes_on = self.at(at + 2).is_some_and(|next| self.page.byte(next).is_some());
        if pair == ['â', '€'] && !goes_on {
            return Some(('”', 2));
        }
        let before = self.before(at)?;
        let is_behind_word = before.is_ascii_digit()
            || before.is_lowercase()
            || before == '.' && self.before(at - 1).is_some_and(char::is_lowercase);
        (pair == ['Â', ' '] && is_behind_word).then_some(('\u{A0}', 2))
    }

    /// Whether no sound text has these characters there. A capital stands behind no small letter,
    /// but before a mark at the end of a word.
    fn is_certain(&self, at: usize, length: usize) -> bool {
        let before = self.before(at).filter(|before| before.is_alphabetic());
        let behind = self.at(at + length).filter(|behind| behind.is_alphabetic());
        let Some(second) = self.at(at + 1) else { return false };
        if length > 2 || before.is_some_and(char::is_lowercase) {
            return true;
        }
        match self.page.family {
            PageFamily::Windows => {
                let is_sound = BEHIND_WORDS.contains(&second)
                    || matches!(second, 'ş' | 'Ş') && self.page != &CODE_PAGES[0];
                !is_sound || before.is_none() && behind.is_some() && BEHIND_WORDS.contains(&second)
            }
            PageFamily::Mac => {
                let further = self.at(at + length + 1).is_some_and(char::is_alphabetic);
                before.is_some() || behind.is_some() && further
            }
            PageFamily::Dos => before.is_some() || behind.is_some(),
        }
    }

    /// Whether a small letter or a damaged one stands beside a damaged letter.
    fn is_in_word(&self, at: usize, length: usize) -> bool {
        let sides = [self.before(at), self.at(at + length)];
        sides.into_iter().flatten().any(char::is_lowercase)
            || self.is_beside(at, length, '\u{C0}'..='\u{24F}')
    }

    /// Whether another damaged letter of some script stands beside one.
    fn is_beside(&self, at: usize, length: usize, script: RangeInclusive<char>) -> bool {
        let before = at.checked_sub(2).and_then(|before| self.decoded(before));
        let behind = self.decoded(at + length);
        [before, behind].into_iter().flatten().any(|(other, _)| script.contains(&other))
    }

    /// The character whose UTF-8 begins at a place, and its number of bytes.
    fn decoded(&self, at: usize) -> Option<(char, usize)> {
        let length = match self.page.byte(self.at(at)?)? {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let typed = self.characters.get(at..at + length)?;
        let bytes: Option<Vec<u8>> =
            typed.iter().map(|character| self.page.byte(*character)).collect();
        let text = String::from_utf8(bytes?).ok()?;
        Some((text.chars().next()?, length))
    }

    fn at(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as it looks if its UTF-8 is read in another encoding.
    fn misread(text: &str, page: &CodePage) -> String {
        let read =
            |byte: u8| if byte.is_ascii() { Some(char::from(byte)) } else { page.character(byte) };
        text.bytes().map(|byte| read(byte).unwrap_or(char::from(byte))).collect()
    }

    fn meant(text: &str) -> Option<String> {
        repaired(text, damage(text)).filter(|repair| repair.is_whole).map(|repair| repair.text)
    }

    #[test]
    fn damaged_texts_are_repaired() {
        let windows = &CODE_PAGES[0];
        for text in [
            "Größe des Märzes – doppelt kodiert",
            "„Ja“, sagte Frau Šťastná",
            "Übermäßig viel Ärger: 25 % für 3 € …",
            "Łódź, kraj śląski, są",
            "Москва, Αθήνα",
            "Ein Fuchs 🦊",
        ] {
            let once = misread(text, windows);
            assert_eq!(meant(&once).as_deref(), Some(text), "{once}");
            assert_eq!(meant(&misread(&once, windows)).as_deref(), Some(text), "{text} twice");
            let latin: String = text.bytes().map(char::from).collect();
            assert_eq!(meant(&latin).as_deref(), Some(text), "{text} as Latin-1");
        }
    }

    #[test]
    fn texts_are_repaired_from_other_code_pages() {
        for page in &CODE_PAGES {
            for text in [
                "Größe",
                "Übung im März",
                "MÄRZ in Österreich",
                "Straße „Zur Höhe“ – schön",
                "Dvořák und Łódź und Škoda sind für 3 € da",
                "25 °C in Ängsten",
            ] {
                let once = misread(text, page);
                assert_eq!(meant(&once).as_deref(), Some(text), "{once}");
            }
        }
    }

    #[test]
    fn pieces_of_letters_are_known() {
        for (typed, text) in [
            ("GrÃ¶ÃŸe und Maße", "Größe und Maße"),
            ("Ã–sterreich", "Österreich"),
            ("MaÌˆrz oÌˆffnet", "März öffnet"),
            ("5Â Prozent", "5\u{A0}Prozent"),
            ("z.Â B. hier", "z.\u{A0}B. hier"),
            ("â€œWeltâ€\u{9D}", "“Welt”"),
            ("SchÃ¶ne IRMÃ–", "Schöne IRMÖ"),
        ] {
            assert_eq!(meant(typed).as_deref(), Some(text), "{typed}");
        }
        for lost in ["GrÃ¶Ãe", "GrÃ¶ÃŸe und SÃ chsisch"] {
            assert!(repaired(lost, None).is_some_and(|repair| !repair.is_whole), "{lost}");
        }
    }

    #[test]
    fn sound_texts_stay() {
        for text in [
            "Spaß“, sagte sie: „Ä“ und »Ö« sind Buchstaben",
            "GROẞ, Größe, ÄÖÜ, È… Straß’ und Fuß–Ball",
            "CAFÉ« und „SÃO“, ROMÂNIA, Î, Ï, Ð, Ñ",
            "Voilà… déjà», Ångström, Åland, Ærø",
            "25 °C, ±3, ½, µm, ²",
            "„MAÇÃ“, „XÃ“, ‚ROMÃ‘, „MAÇÃ”, IRMÃ–, XÃ…, „AMANHÃ“",
            "„TÂ“ Â… Â– ›Â‹ d’Â’ N. Â B",
            "»MAÇû «IRMû LUNEDÌ’ COSÌ… PÅ–",
            "Ăştia, ŢARĂ”, DĹŽKA, stĺpec, VĹČA, SĂŞI",
            "√π, √2, 3√ü, ├── a, ├┤, ¬ß, «Ähnlich», „Ähnlich“, ‚Ähnlich‘, ‚Ä‘, …Ä",
            "CÔÇ, Ôò, f ƒ, ≈Ä",
        ] {
            assert_eq!(repaired(text, damage(text)), None, "{text}");
        }
    }
}

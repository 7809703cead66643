//! UTF-8 that was read as Windows-1252 or Latin-1, once or several times: `GrÃ¶ÃŸe`.
//!
//! Each character of a damaged letter is one of its bytes. So the bytes are put together again,
//! and taken where they are the UTF-8 of a character that European texts have and the typed
//! characters are not what a sound text has at that place: `Spaß“` and `„Ä“` stay.

use std::ops::RangeInclusive;

/// How often a text was read wrongly at most.
const MAX_ROUNDS: usize = 4;

/// The characters of Windows-1252 for the bytes 0x80 to 0x9F; 0 where there is none.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text that was meant; none if it is not damaged so.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let mut best: Option<String> = None;
    for _ in 0..MAX_ROUNDS {
        match read_again(best.as_deref().unwrap_or(text)) {
            Some(better) => best = Some(better),
            None => break,
        }
    }
    best
}

/// The character that Windows-1252 has for a control character of Latin-1.
pub(crate) fn as_windows(character: char) -> char {
    match WINDOWS.get((u32::from(character) as usize).wrapping_sub(0x80)) {
        Some('\0') | None => character,
        Some(meant) => *meant,
    }
}

/// Reads the text as what it was before; none if nothing in it was damaged.
fn read_again(text: &str) -> Option<String> {
    // Nearly every text: a damaged letter is at least two characters beyond ASCII.
    if !text.as_bytes().windows(3).any(|bytes| bytes[0] >= 0xC2 && bytes[2] >= 0x80) {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut read = String::with_capacity(text.len());
    let mut at = 0;
    // Where the last damaged letter ended.
    let mut end = None;
    while let Some(&character) = characters.get(at) {
        match letter(&characters, at, end == Some(at)) {
            Some((letter, length)) => {
                // A byte-order mark is nothing that is meant.
                read.extend(Some(letter).filter(|letter| *letter != '\u{FEFF}'));
                at += length;
                end = Some(at);
            }
            None => {
                read.push(character);
                at += 1;
            }
        }
    }
    end.is_some().then_some(read)
}

/// The damaged letter that begins at a place, perhaps right behind another one, with the number of
/// characters that it became.
fn letter(characters: &[char], at: usize, is_behind: bool) -> Option<(char, usize)> {
    let Some((letter, length)) = decoded(characters, at) else {
        // The last byte of ” is no character of Windows-1252 and is often lost.
        let goes_on = characters.get(at + 2).is_some_and(|next| byte(*next).is_some());
        let is_cut = characters.get(at..at + 2) == Some(&['â', '€']) && !goes_on;
        return is_cut.then_some(('”', 2));
    };
    let is_plausible = match u32::from(letter) {
        0x80..=0xFF | 0x2000..=0x206F | 0x20A0..=0x20CF | 0x2100..=0x22FF | 0x2500..=0x27BF => true,
        0xFB00..=0xFB06 | 0xFEFF | 0x1_F000..=0x1_FAFF => true,
        // The capital that is the first byte stands at the end of a word in sound texts.
        0x100..=0x24F | 0x1E00..=0x1EFF => is_behind || is_in_word(characters, at, length),
        0x370..=0x4FF => is_beside(characters, at, length, '\u{370}'..='\u{4FF}'),
        _ => false,
    };
    is_plausible.then_some((letter, length))
}

/// Whether a small letter or a damaged one stands beside a damaged letter.
fn is_in_word(characters: &[char], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| characters.get(before));
    let sides = [before, characters.get(at + length)];
    sides.into_iter().flatten().any(|side| side.is_lowercase())
        || is_beside(characters, at, length, '\u{C0}'..='\u{24F}')
}

/// Whether another damaged letter of some script stands beside one.
fn is_beside(characters: &[char], at: usize, length: usize, script: RangeInclusive<char>) -> bool {
    let before = at.checked_sub(2).and_then(|before| decoded(characters, before));
    let behind = decoded(characters, at + length);
    [before, behind].into_iter().flatten().any(|(other, _)| script.contains(&other))
}

/// The character whose UTF-8 begins at a place, and its number of bytes.
fn decoded(characters: &[char], at: usize) -> Option<(char, usize)> {
    let length = match byte(*characters.get(at)?)? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> =
        characters.get(at..at + length)?.iter().map(|character| byte(*character)).collect();
    let text = String::from_utf8(bytes?).ok()?;
    Some((text.chars().next()?, length))
}

/// The byte that a character was read from, if that is not one of ASCII.
fn byte(character: char) -> Option<u8> {
    if let Some(place) = WINDOWS.iter().position(|windows| *windows == character) {
        return u8::try_from(0x80 + place).ok().filter(|_| character != '\0');
    }
    u8::try_from(u32::from(character)).ok().filter(|byte| *byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text as it looks if its UTF-8 is read as Windows-1252.
    fn misread(text: &str) -> String {
        text.bytes().map(|byte| as_windows(char::from(byte))).collect()
    }

    #[test]
    fn damaged_texts_are_repaired() {
        for text in [
            "Größe des Märzes – doppelt kodiert",
            "„Ja“, sagte Frau Šťastná",
            "Übermäßig viel Ärger: 25 % für 3 € …",
            "Łódź, kraj śląski, są",
            "Москва, Αθήνα",
            "Ein Fuchs 🦊",
        ] {
            let once = misread(text);
            assert_eq!(repaired(&once).as_deref(), Some(text), "{once}");
            assert_eq!(repaired(&misread(&once)).as_deref(), Some(text), "{text} twice");
            let latin: String = text.bytes().map(char::from).collect();
            assert_eq!(repaired(&latin).as_deref(), Some(text), "{text} as Latin-1");
        }
        assert_eq!(repaired("GrÃ¶ÃŸe und Maße").as_deref(), Some("Größe und Maße"));
    }

    #[test]
    fn sound_texts_stay() {
        for text in [
            "Spaß“, sagte sie: „Ä“ und »Ö« sind Buchstaben",
            "GROẞ, Größe, ÄÖÜ, È… Straß’ und Fuß–Ball",
            "CAFÉ« und „SÃO“, ROMÂNIA, Î, Ï, Ð, Ñ",
            "Voilà… déjà», Ångström, Åland, Ærø",
            "25 °C, ±3, ½, µm, ²",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}

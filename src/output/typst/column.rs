//! Where names and words of the information column break: by sense, and where a word is wider than
//! the column or has a stroke.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation;

use super::cells::CellText;
use super::pieces::{InlineData, MarkedData};
use super::widest::BOLD;
use super::writer::{POINTS_PER_MM, TypstWriter, safe_share};
use crate::content::{ContactCard, Document, PartContent, PartName};
use crate::letterhead::{FontPurpose, Letterhead, Theme};
use crate::typography::{self, HeadingLines, language_of_name, width};

/// Spaces at which no line ends.
const NO_BREAK: [char; 2] = ['\u{A0}', '\u{202F}'];

/// Width of the column in em that a word may surely have by its rough width.
pub(super) fn room(theme: &Theme) -> f64 {
    let em = theme.sizes.information.max(1.0);
    theme.measures.information_width * POINTS_PER_MM / em
        * safe_share(theme, FontPurpose::Information)
}

/// An address in the pieces between which it may break in the column: a word of it that alone is
/// wider breaks between any two letters.
pub(super) fn address_parts(address: &str, theme: &Theme) -> Vec<String> {
    let room = room(theme);
    let parts = typography::address_parts(address, room);
    if !has_long_word(address, room) {
        return parts;
    }
    let mut set = Vec::new();
    let mut start = 0;
    for part in parts {
        // The words that begin or end in this part, as wide as they are.
        let end = start + part.len();
        let before = address.get(..start).unwrap_or_default();
        let from = if part.starts_with(is_sign) {
            start
        } else {
            let sign = before.char_indices().rfind(|(_, c)| is_sign(*c));
            sign.map_or(0, |(at, c)| at + c.len_utf8())
        };
        let rest = address.get(end..).unwrap_or_default();
        let to = if part.ends_with(is_sign) {
            end
        } else {
            rest.find(is_sign).map_or(address.len(), |at| end + at)
        };
        if has_long_word(address.get(from..to).unwrap_or_default(), room) {
            set.extend(part.graphemes(true).map(str::to_owned));
        } else {
            set.push(part);
        }
        start = end;
    }
    set
}

/// Whether a word between the signs of an address is wider than `room`.
fn has_long_word(address: &str, room: f64) -> bool {
    address.split(is_sign).any(|word| width(word) > room)
}

fn is_sign(character: char) -> bool {
    !character.is_alphanumeric()
}

/// Whether a word is two with a stroke between: "Bautzen/Budyšin".
fn has_stroke(word: &str) -> bool {
    word.split_once('/').is_some_and(|(before, behind)| {
        before.trim_end_matches(')').ends_with(char::is_alphabetic)
            && behind.starts_with(char::is_alphabetic)
    })
}

/// The words of the column that do not break where the engine breaks words, each in the pieces
/// between which it breaks: those that are wider than it, and those with a stroke.
pub(super) fn long_words(
    document: &Document<'_>,
    labels: &[&str],
    writer: &TypstWriter<'_>,
) -> BTreeMap<String, Vec<InlineData>> {
    let room = room(writer.theme());
    let cards = match document.content(PartName::Contacts) {
        Some(PartContent::Contacts(cards)) => cards.as_slice(),
        _ => &[],
    };
    let dateline = match document.content(PartName::Dateline) {
        Some(PartContent::Line(line)) => line.as_str(),
        _ => "",
    };
    let lines = [PartName::Dateline, PartName::Version].into_iter();
    let lines = lines.filter_map(|name| match document.content(name) {
        Some(PartContent::Line(line)) => Some(line.as_str()),
        _ => None,
    });
    let lines =
        cards.iter().flat_map(of_contact).chain(of_house(document.letterhead())).chain(lines);
    let labels = labels.iter().copied().chain(cards.iter().map(|card| card.label.as_str()));
    let texts = lines.map(|line| (line, room)).chain(labels.map(|label| (label, room / BOLD)));
    let mut words = BTreeMap::new();
    for text in cards.iter().flat_map(of_contact).chain(of_house(document.letterhead())) {
        words.extend(writer.in_lines(text).map(|lines| (text.to_owned(), lines)));
    }
    for (text, room) in texts {
        for word in text.split(' ') {
            if width(word) <= room {
                // The engine takes a stroke and a hyphen for places to break at.
                if has_stroke(word) || text == dateline && word.contains('-') {
                    let parts = vec![word.to_owned()];
                    let whole = InlineData::Marked(MarkedData::Address { parts });
                    words.insert(word.to_owned(), vec![whole]);
                }
            } else if word.split_inclusive('-').any(|part| width(part) > room) {
                words.insert(word.to_owned(), writer.in_pieces(word, room));
            }
        }
    }
    words
}

fn of_contact(card: &ContactCard) -> impl Iterator<Item = &str> {
    let lines = [&card.role, &card.organisation, &card.availability];
    let lines = lines.into_iter().flatten().map(String::as_str);
    let numbers = card.numbers.iter().flat_map(|number| [&*number.label, &*number.value]);
    [card.name.as_str()].into_iter().chain(lines).chain(numbers)
}

fn of_house(letterhead: &Letterhead) -> impl Iterator<Item = &str> {
    let addresses = [&letterhead.address, &letterhead.postal].into_iter().flatten();
    let offices = letterhead.offices.iter();
    let office_lines = offices.flat_map(|office| office.name.iter().chain(&office.lines));
    let ways = [&letterhead.transit, &letterhead.parking].into_iter().flatten();
    let lines = addresses.flat_map(|address| &address.lines).chain(office_lines).chain(ways);
    lines.map(String::as_str)
}

impl TypstWriter<'_> {
    /// A text of several lines in lines that end by sense; none where it keeps on one line, or a
    /// word is wider than the column.
    fn in_lines(&self, text: &str) -> Option<Vec<InlineData>> {
        let theme = self.theme();
        let em = theme.sizes.information.max(1.0);
        let lines = HeadingLines {
            language: language_of_name(text, self.language().into()),
            room: theme.measures.information_width * POINTS_PER_MM / em,
            width: &|text: &str| self.width(FontPurpose::Information, false, text),
            preferred: &[],
        };
        let lines = lines.lines(text);
        if lines.len() < 2 {
            return None;
        }
        let mut set = Vec::new();
        for (nth, line) in lines.into_iter().enumerate() {
            set.extend((nth > 0).then_some(InlineData::Marked(MarkedData::Break)));
            set.push(InlineData::Text(line.to_owned()));
        }
        Some(set)
    }

    /// A word in pieces that are no wider than `room`: with hyphens where it has such breaks,
    /// else between any two letters and without a sign, since a hyphen would be one of the word.
    fn in_pieces(&self, word: &str, room: f64) -> Vec<InlineData> {
        let mut set = Vec::new();
        for part in word.split_inclusive(|c| c == '-' || NO_BREAK.contains(&c)) {
            let bare = part.trim_end_matches(NO_BREAK);
            if width(bare) <= room {
                // A line may end behind it even where a space binds it.
                set.push(if part.ends_with('-') {
                    InlineData::Unbroken([part.to_owned()])
                } else {
                    InlineData::Marked(MarkedData::Address { parts: vec![part.to_owned()] })
                });
                continue;
            }
            let at_joints = self.hyphenated(bare);
            let anywhere = vec![InlineData::Text(bare.to_owned())];
            let hyphenated =
                [at_joints, anywhere].into_iter().find(|pieces| self.all_fit(pieces, room));
            set.push(InlineData::Marked(match hyphenated {
                Some(content) => MarkedData::Breakable { content },
                None => {
                    let parts = bare.graphemes(true).map(str::to_owned).collect();
                    MarkedData::Address { parts }
                }
            }));
            if bare.len() < part.len() {
                set.push(InlineData::Text(part.get(bare.len()..).unwrap_or_default().to_owned()));
            }
        }
        set
    }

    /// Whether no piece of a word between its breaks is wider than `room`.
    fn all_fit(&self, pieces: &[InlineData], room: f64) -> bool {
        let text = CellText::new(pieces, false, self.language());
        let mut fit = self.hyphenates();
        for (word, _) in text.words() {
            text.parts(&word, |part| fit &= width(part) <= room);
        }
        fit
    }
}

#[cfg(test)]
mod tests {
    use super::address_parts;
    use crate::letterhead::Theme;

    #[test]
    fn a_long_word_of_an_address_breaks_anywhere() {
        let mut theme = Theme::default();
        theme.measures.information_width = 22.0;
        assert_eq!(address_parts("b@amt.example", &theme), ["b@amt.example"]);
        let parts = address_parts("x@verkehrsinfrastruktur.example", &theme);
        assert_eq!(parts.concat(), "x@verkehrsinfrastruktur.example");
        assert!(
            parts.contains(&"v".to_owned()) && parts.contains(&".example".to_owned()),
            "{parts:?}"
        );
    }
}

//! Where an address of the web or of a mailbox may break: a reader who copies it
//! from paper must never take a hyphen or the middle of a word for part of it.

use super::width;

/// The share of a line up to which an address stays whole wherever it stands.
const SHORT_SHARE: f64 = 0.4;
/// Characters of a word that had to be cut because no line holds it.
const MAX_PIECE: usize = 8;

/// Whether a text that stands for a link is itself an address.
pub(crate) fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && (text.starts_with("www.")
            || text.contains("://")
            || has_inside(text, '.') && (has_inside(text, '/') || has_inside(text, '@')))
}

fn has_inside(text: &str, character: char) -> bool {
    text.trim_matches(character).contains(character)
}

/// The parts of an address, none of which breaks. A break between them stands
/// behind a slash; only in a part that no line of `room` em holds, before one of
/// `? & # . - _` (in an e-mail address before `@`, then before a dot) too; and within
/// a word only where the word alone is wider.
pub(crate) fn address_parts(address: &str, room: f64) -> Vec<String> {
    if width(address) <= room * SHORT_SHARE {
        return vec![address.to_owned()];
    }
    let is_web = address.contains('/') || !address.contains('@');
    let segments = if is_web { segments(address) } else { vec![address] };
    let mut parts = Vec::new();
    for segment in segments {
        if width(segment) <= room {
            parts.push(segment.to_owned());
            continue;
        }
        if is_web {
            parts.extend(joined(pieces(segment, &['?', '&', '#', '.', '-', '_']), room));
            continue;
        }
        // The name stays whole, and so does the host, where each fits a line.
        for half in pieces(segment, &['@']) {
            parts.extend(if width(half) <= room {
                vec![half.to_owned()]
            } else {
                joined(pieces(half, &['.']), room)
            });
        }
    }
    parts
}

/// Split behind each slash, or row of slashes; the scheme stays with the host.
fn segments(address: &str) -> Vec<&str> {
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let mut segments = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, character) in address.char_indices() {
        if at > scheme && before == Some('/') && character != '/' {
            segments.extend(address.get(start..at));
            start = at;
        }
        before = Some(character);
    }
    segments.extend(address.get(start..));
    segments
}

/// Split before these characters.
fn pieces<'a>(text: &'a str, before: &[char]) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        if before.contains(&character) && at > start {
            pieces.extend(text.get(start..at));
            start = at;
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The pieces with those that are wider than a line cut.
fn joined(pieces: Vec<&str>, room: f64) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for piece in pieces {
        if width(piece) <= room {
            parts.push(piece.to_owned());
            continue;
        }
        let letters: Vec<char> = piece.chars().collect();
        parts.extend(letters.chunks(MAX_PIECE).map(|cut| cut.iter().collect::<String>()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(address: &str, room: f64) -> String {
        address_parts(address, room).join(" ")
    }

    #[test]
    fn breaks_stand_behind_slashes() {
        assert_eq!(
            split("https://www.landesamt.example/themen/a-b/x.html?id=1", 30.0),
            "https://www.landesamt.example/ themen/ a-b/ x.html?id=1"
        );
        assert_eq!(split("www.amt.example/a/b", 30.0), "www.amt.example/a/b");
    }

    #[test]
    fn a_segment_that_does_not_fit_breaks_before_punctuation_and_a_word_last() {
        assert_eq!(
            split("www.amt.example/antrag-vom-mai.html?id=12", 8.0),
            "www .amt .example/ antrag -vom -mai .html ?id=12"
        );
        assert_eq!(split("www.amt.example/aaaaaaaaaaaaaaaaaaaa", 8.0).matches(' ').count(), 5);
    }

    #[test]
    fn a_mailbox_stays_whole_where_it_can() {
        assert_eq!(split("presse@amt.example", 30.0), "presse@amt.example");
        assert_eq!(split("presse@amt.example", 5.0), "presse @amt .example");
    }

    #[test]
    fn nothing_is_lost_or_added() {
        for address in ["https://a.b//c///d/", "x", "/", "https://", "ä@ö.ü", "www.x.y/ä?ö#ü"]
        {
            for room in [0.1, 3.0, 100.0] {
                assert_eq!(address_parts(address, room).concat(), address);
            }
        }
    }

    #[test]
    fn addresses_are_distinguished_from_words() {
        for address in ["www.x.example", "https://x", "a@b.example", "x.example/y"] {
            assert!(is_address(address), "{address}");
        }
        for words in ["Karte", "und/oder", "Nr. 5/2022", "zum Verzeichnis", "z.B."] {
            assert!(!is_address(words), "{words}");
        }
    }
}

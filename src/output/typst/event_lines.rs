//! What stays together in the lines of an event.

use crate::body::{Inline, InlineKind};

/// A line of an address, in which none ends between a street and its number: "Gewächshausweg 4, …".
pub(super) fn with_house_numbers(line: &[Inline]) -> Vec<Inline> {
    let set = line.iter().map(|inline| match &inline.kind {
        InlineKind::Text(text) => {
            Inline { kind: InlineKind::Text(with_house_number(text)), ..inline.clone() }
        }
        _ => inline.clone(),
    });
    set.collect()
}

/// A line that does not end behind its first word: "bis Montag", where "bis" would stand alone.
pub(super) fn with_first_word_bound(line: &[Inline]) -> Vec<Inline> {
    let mut bound = line.to_vec();
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = bound.first_mut() {
        *text = text.replacen(' ', "\u{A0}", 1);
    }
    bound
}

fn with_house_number(address: &str) -> String {
    let mut bound = String::new();
    for word in address.split(' ') {
        let number = word.trim_end_matches(',');
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && number.len() <= 4
            && number.chars().all(char::is_alphanumeric);
        let is_street = bound.ends_with(|c: char| c.is_alphabetic() || c == '.');
        if !bound.is_empty() {
            bound.push(if is_number && is_street { '\u{A0}' } else { ' ' });
        }
        bound.push_str(word);
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::with_house_number;

    #[test]
    fn a_house_number_stays_with_its_street() {
        for (address, expected) in [
            ("Gewächshausweg 4, 99998 Südtal", "Gewächshausweg\u{A0}4, 99998 Südtal"),
            ("Am Markt 12b", "Am Markt\u{A0}12b"),
            ("Hauptstr. 5, Haus 3, 01067 Dresden", "Hauptstr.\u{A0}5, Haus\u{A0}3, 01067 Dresden"),
            ("10 Downing Street", "10 Downing Street"),
            ("Saal, 2 Treppen", "Saal, 2 Treppen"),
        ] {
            assert_eq!(with_house_number(address), expected);
        }
    }
}

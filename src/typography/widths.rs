//! How wide text is, roughly: to choose what is worth measuring exactly, never to
//! place anything.

/// Width of a text in em of a sans-serif font (the widths of Helvetica and similar
/// fonts; others differ by some per cent, and all letters alike).
pub(crate) fn width(text: &str) -> f64 {
    text.chars().map(of_character).sum()
}

fn of_character(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' | '‚' | '‘' | '’' | '¦' => 0.22,
        ' ' | '\u{A0}' | '.' | ',' | ':' | ';' | '!' | '/' | '\\' | 'I' | '[' | ']' | 'f' | 't' => {
            0.28
        }
        '-' | '(' | ')' | 'r' | '„' | '“' | '”' | '‹' | '›' | '·' | '`' | '{' | '}' => {
            0.34
        }
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' | 'ß' => 0.5,
        'm' => 0.83,
        'w' => 0.72,
        'M' => 0.83,
        'W' => 0.94,
        '%' => 0.89,
        '@' | '…' | '—' | '‰' => 1.0,
        'G' | 'O' | 'Q' | 'Ö' => 0.78,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'Ü' => 0.72,
        'F' | 'T' | 'Z' => 0.61,
        '\u{202F}' | '\u{2009}' => 0.2,
        '\u{AD}' | '\u{200B}' | '\u{2060}' => 0.0,
        _ if character.is_uppercase() => 0.67,
        _ if (character as u32) < 0x2E80 => 0.56,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn wide_words_are_wider_than_narrow_ones() {
        assert!(width("WWW") > width("Wald"));
        assert!(width("1.234,56") < width("Verwaltung"));
        assert!((width("Nordbecken") - 5.3).abs() < 0.3);
    }
}

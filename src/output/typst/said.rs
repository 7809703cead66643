//! Whether words say the address to which they lead: what is printed must say it somewhere.

/// Signs around an address in a sentence.
const AROUND: &[char] = &[
    '(', ')', '[', ']', '<', '>', ',', ';', '.', ':', '!', '?', '"', '»', '«', '›', '‹', '„', '“',
    '”',
];

/// What a link leads to, as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrintedTarget<'a> {
    /// `www.amt.example/seite`.
    Address(&'a str),
    /// `+493023125001`.
    Number(&'a str),
}

impl<'a> PrintedTarget<'a> {
    /// None for what nobody types.
    pub fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once(':')?;
        let target = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => Self::Address(rest.trim_start_matches('/').trim_end_matches('/')),
            "mailto" => Self::Address(rest.split_once('?').map_or(rest, |(mailbox, _)| mailbox)),
            "tel" => Self::Number(rest.split_once(';').map_or(rest, |(number, _)| number)),
            "sms" | "fax" => return None,
            _ => Self::Address(url),
        };
        (!target.text().is_empty()).then_some(target)
    }

    pub fn text(self) -> &'a str {
        match self {
            Self::Address(text) | Self::Number(text) => text,
        }
    }

    /// Whether the words say it.
    pub fn is_said(self, words: &str) -> bool {
        match self {
            Self::Address(address) => words.split_whitespace().any(|word| is_same(address, word)),
            Self::Number(number) => digits(words).contains(&*national(number)),
        }
    }

    /// Whether the words begin with it: `(www.amt.example)` behind a link.
    pub fn is_said_first(self, words: &str) -> bool {
        match self {
            Self::Address(address) => {
                words.split_whitespace().next().is_some_and(|word| is_same(address, word))
            }
            Self::Number(number) => {
                let is_of_number = |c: &char| c.is_ascii_digit() || BESIDE_DIGITS.contains(*c);
                let first: String = words.chars().take_while(is_of_number).collect();
                digits(&first).contains(&*national(number))
            }
        }
    }
}

/// What a link leads to, as it may be printed; none for what nobody types.
pub(crate) fn printed(url: &str) -> Option<&str> {
    PrintedTarget::of(url).map(PrintedTarget::text)
}

/// What stands between the digits of a number, before it and around it.
const BESIDE_DIGITS: &str = " \u{A0}\u{202F}\u{2010}\u{2011}–-+/().:";

/// The digits of a number without those that differ by where it is dialled: a country's code, which
/// has at most three, or the first zeros.
fn national(number: &str) -> String {
    let all = digits(number);
    let code =
        if number.starts_with('+') { COUNTRY_CODE.min(all.len().saturating_sub(3)) } else { 0 };
    all.chars().skip(code).skip_while(|digit| *digit == '0').collect()
}

/// The most digits of a country's code (ITU-T E.164).
const COUNTRY_CODE: usize = 3;

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_same(printed: &str, word: &str) -> bool {
    bare(printed).eq_ignore_ascii_case(bare(word.trim_matches(AROUND)))
}

/// An address without scheme, `www.` and the slash at its end.
fn bare(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_their_address_or_not() {
        for (url, words, expected) in [
            ("https://ki.sachsen.de/", "Mehr unter ki.sachsen.de", true),
            ("https://www.ki.sachsen.de", "(KI.sachsen.de).", true),
            ("https://ki.sachsen.de/strategie", "Mehr unter ki.sachsen.de", false),
            ("https://sachsen.de", "Mehr unter ki.sachsen.de", false),
            ("https://amt.example/a/", "https://www.amt.example/a", true),
            ("mailto:presse@amt.example?subject=Moor", "an presse@amt.example,", true),
            ("mailto:presse@amt.example", "Schreiben Sie uns", false),
            ("tel:+493023125001", "Telefon 030 23125-001", true),
            ("tel:+49-30-23125-001", "+49 (0)30 23125\u{2011}001", true),
            ("tel:03023125001;ext=1", "(030) 23125 001", true),
            ("tel:+49115", "unter 115", true),
            ("tel:115", "Behördenruf 115", true),
            ("tel:+493023125001", "Telefon", false),
            ("tel:+493023125001", "Zimmer 3 in Haus 023125", false),
        ] {
            let target = PrintedTarget::of(url).expect("it can be printed");
            assert_eq!(target.is_said(words), expected, "{url} {words}");
        }
        let address = PrintedTarget::of("https://www.amt.example/");
        assert_eq!(address, Some(PrintedTarget::Address("www.amt.example")));
        let number = PrintedTarget::of("tel:+49-30-23125;ext=5");
        assert_eq!(number, Some(PrintedTarget::Number("+49-30-23125")));
        assert_eq!(PrintedTarget::of("tel:"), None);
    }

    #[test]
    fn what_stands_behind_a_link_may_begin_with_its_number() {
        let number = PrintedTarget::of("tel:+493023125001").expect("it can be printed");
        for (words, expected) in [
            (": 030 23125-001.", true),
            (" (+49 30 23125001) an", true),
            (" an, oder in Zimmer 5: 030 23125-001", false),
        ] {
            assert_eq!(number.is_said_first(words), expected, "{words}");
        }
    }
}

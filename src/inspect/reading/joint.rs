//! Where lines end: how words go on from one line to the next.
//!
//! In a tagged file spaces between words are characters (ISO 32000-1, 14.8.2.5), and a hyphen
//! that stands only for a break is a soft one. Many files have no space at the end of a line.

/// How far words have to stand from the line of those before, in sizes of the type, to be on
/// a line of their own. Raised letters stand less than half a size higher.
const LINE_DISTANCE: f64 = 0.7;

/// Where words stand on a page, and which way they run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextPlace {
    pub page: usize,
    pub point: [f64; 2],
    /// Of the length 1.
    pub direction: [f64; 2],
    /// The size of the type.
    pub size: f64,
}

impl TextPlace {
    fn is_on_line_of(&self, other: &Self) -> bool {
        let [x, y] = [0, 1].map(|at| self.point[at] - other.point[at]);
        let [along, up] = other.direction;
        let distance = (x * up - y * along).abs();
        self.page == other.page && distance <= LINE_DISTANCE * self.size.max(other.size)
    }
}

/// Adds words to a text, the last of which stand at a place.
pub fn append(text: &mut String, last: Option<&TextPlace>, words: &str, place: Option<&TextPlace>) {
    if is_new_line(last, place) {
        if text.ends_with('\u{AD}') {
            text.pop();
        } else if needs_space(text, words) {
            text.push(' ');
        }
    }
    text.push_str(words);
}

/// Whether words begin a line.
pub fn is_new_line(last: Option<&TextPlace>, place: Option<&TextPlace>) -> bool {
    last.zip(place).is_some_and(|(last, place)| !place.is_on_line_of(last))
}

/// Whether a space is missing between the end of a line and the next one.
pub fn needs_space(before: &str, words: &str) -> bool {
    let Some(end) = before.chars().next_back() else { return false };
    let Some(start) = words.chars().next() else { return false };
    // Behind these a word goes on; scripts without spaces have none at ends of lines either.
    let goes_on = matches!(end, '-' | '/' | '\u{AD}' | '\u{2010}' | '\u{200B}')
        || (has_no_spaces(end) && has_no_spaces(start))
        || is_address(before);
    !(goes_on || end.is_whitespace() || start.is_whitespace())
}

/// Chinese and Japanese characters.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Whether the last word breaks within an address, behind one of its marks.
fn is_address(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = word.contains("://") || word.starts_with("www.") || word.contains('@');
    is_address && word.ends_with(['.', '?', '&', '=', '#', '_', '%', '@'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(y: f64) -> TextPlace {
        TextPlace { page: 1, point: [9.0 * y, y], direction: [1.0, 0.0], size: 10.0 }
    }

    #[track_caller]
    fn joined(before: &str, words: &str, down: f64) -> String {
        let mut text = before.to_owned();
        append(&mut text, Some(&place(100.0)), words, Some(&place(100.0 - down)));
        text
    }

    #[test]
    fn lines_are_joined_as_they_are_read() {
        assert_eq!(joined("vier", "Wörter", 12.0), "vier Wörter");
        assert_eq!(joined("vier ", "Wörter", 12.0), "vier Wörter");
        assert_eq!(joined("Technolo\u{AD}", "gie", 12.0), "Technologie");
        assert_eq!(joined("Helmholtz-", "Zentrum", 12.0), "Helmholtz-Zentrum");
        assert_eq!(joined("https://a.de/b?", "c=1", 12.0), "https://a.de/b?c=1");
        assert_eq!(joined("Warum?", "Darum.", 12.0), "Warum? Darum.");
        assert_eq!(joined("中", "文", 12.0), "中文");
    }

    #[test]
    fn a_line_goes_on_at_raised_letters() {
        assert_eq!(joined("CO", "2", 3.0), "CO2");
        assert_eq!(joined("Künstli", "che", 0.0), "Künstliche");
        let mut other = place(100.0);
        other.page = 2;
        assert!(is_new_line(Some(&place(100.0)), Some(&other)));
        other.size = f64::NAN;
        assert!(!is_new_line(None, Some(&other)));
    }
}

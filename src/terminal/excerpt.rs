//! The few lines of a text around its marked places, safe to be shown.

use std::borrow::Cow;
use std::ops::Range;

use letterpress::diagnostic::json::is_hidden;

/// The most characters that are underlined.
const MAX_MARK_CHARACTERS: usize = 60;

/// How many bytes of a line are kept on each side of the marks: more than a
/// terminal shows, and little enough when a release is one long line.
const MARGIN: usize = 600;

/// Lines of a text, with marks in their bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Whole lines, but for very long ones.
    pub text: String,
    /// The marks, each on one line and on character boundaries of `text`.
    pub marks: Vec<Range<usize>>,
    /// Whether the first line lacks its beginning, so that columns do not count.
    pub cut: bool,
}

impl Excerpt {
    /// Cuts out the lines of the marks and everything between them. A mark of
    /// several lines becomes one of the first of them, a long one its beginning.
    pub fn new(text: &str, marks: &[Range<usize>]) -> Self {
        let marks: Vec<_> = marks.iter().map(|mark| narrowed(text, mark)).collect();
        let first = marks.iter().map(|mark| mark.start).min().unwrap_or_default();
        let last = marks.iter().map(|mark| mark.end).max().unwrap_or_default();
        let from = text.floor_char_boundary(first.saturating_sub(MARGIN));
        let line_start = text[from..first].rfind('\n').map(|at| from + at + 1);
        let cut = line_start.is_none() && from > 0 && !text[..from].ends_with('\n');
        let from = line_start.unwrap_or(from);
        let to = text.ceil_char_boundary((last + MARGIN).min(text.len()));
        let to = text[last..to].find('\n').map_or(to, |at| last + at);

        // One walk yields the text to show and, for every byte position on a
        // character boundary, where it went.
        let mut shown = String::new();
        let mut moved = Vec::new();
        for (at, character) in text[from..to].char_indices() {
            moved.push((from + at, shown.len()));
            let is_line_end = text[from + at..].starts_with("\r\n");
            if !is_line_end {
                shown.push(shown_as(character));
            }
        }
        moved.push((to, shown.len()));
        let marks = marks.iter().map(|mark| place(&moved, mark.start)..place(&moved, mark.end));
        Self { marks: marks.collect(), text: shown, cut }
    }
}

/// Where a byte of the text went: `moved` holds old and new positions, and the end last.
fn place(moved: &[(usize, usize)], byte: usize) -> usize {
    let at = moved.partition_point(|(old, _)| *old < byte);
    moved.get(at).or(moved.last()).map_or(0, |(_, new)| *new)
}

/// The part of a mark that lies on its first line, without blanks at its end.
fn narrowed(text: &str, mark: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(mark.start.min(text.len()));
    let end = text.floor_char_boundary(mark.end.clamp(start, text.len()));
    let marked = &text[start..end];
    let marked =
        marked.char_indices().nth(MAX_MARK_CHARACTERS).map_or(marked, |(at, _)| &marked[..at]);
    let line = marked.split('\n').next().unwrap_or_default().trim_end();
    start..start + line.len()
}

/// A text in which nothing acts on the terminal, turns the direction of writing
/// or hides what comes next. Line ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| shown_as(character) == character) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(shown_as).collect())
    }
}

/// As [`visible`], in one line.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', "\u{240A}").replace('\t', " ")
}

fn shown_as(character: char) -> char {
    match character {
        '\n' | '\t' => character,
        // Control pictures: ␀, ␁, … and ␡.
        '\0'..='\u{1F}' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        character if is_hidden(character) => '\u{FFFD}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, marked: &str) -> (String, String) {
        let start = text.find(marked).unwrap_or_default();
        let excerpt = Excerpt::new(text, std::slice::from_ref(&(start..start + marked.len())));
        let mark = excerpt.marks[0].clone();
        (excerpt.text[mark].to_owned(), excerpt.text)
    }

    #[test]
    fn the_line_of_the_mark_is_cut_out() {
        let of = |text, marked| excerpt(text, marked);
        assert_eq!(of("a\nbäc\nd", "ä"), ("ä".into(), "bäc".into()));
        assert_eq!(of("a\r\nbäc\r\nd", "c"), ("c".into(), "bäc".into()));
        assert_eq!(of("ab  \ncd", "b  \ncd"), ("b".into(), "ab  ".into()));
        assert_eq!(of("ab\n\n", "\n\n"), (String::new(), "ab".into()));
        assert_eq!(of("ab\r\n", "\n"), (String::new(), "ab".into()));
        assert_eq!(of("", ""), (String::new(), String::new()));
    }

    #[test]
    fn marks_stay_on_their_letters_when_others_are_replaced() {
        let text = "\u{9B}31m\u{202E}x\u{1B}[2J\ty";
        assert_eq!(excerpt(text, "x"), ("x".into(), "\u{FFFD}31m\u{FFFD}x␛[2J\ty".into()));
        assert_eq!(excerpt(text, "y").0, "y");
    }

    #[test]
    fn several_marks_bring_the_lines_between() {
        let excerpt = Excerpt::new("a\nbb\r\nc\r\ndd\ne", &[9..11, 2..4]);
        assert_eq!(excerpt.text, "bb\nc\ndd");
        assert_eq!(excerpt.marks, [5..7, 0..2]);
        assert!(!excerpt.cut);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}MARK{}", "ä".repeat(100_000), "ö".repeat(100_000));
        let (mark, shown) = excerpt(&text, "MARK");
        assert_eq!((mark.as_str(), shown.len() < 2 * MARGIN + 10), ("MARK", true));
        let all = Excerpt::new(&text, std::slice::from_ref(&(0..text.len())));
        assert_eq!(all.text[all.marks[0].clone()].chars().count(), MAX_MARK_CHARACTERS);
        assert!(!all.cut && Excerpt::new(&text, std::slice::from_ref(&(200_000..200_004))).cut);
    }

    #[test]
    fn every_range_of_any_text_can_be_cut_out() {
        let text = "a\r\n\r\r\n\tä\u{1B}🦊\u{9B}\n\n\r";
        for start in 0..=text.len() + 1 {
            for end in start..=text.len() + 2 {
                let Excerpt { text, marks, .. } = Excerpt::new(text, &[start..end, 4..5]);
                assert!(marks.iter().all(|mark| text.get(mark.clone()).is_some()));
            }
        }
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown() {
        assert_eq!(
            visible("a\u{1B}[31m\r\u{7F}\u{9B}\u{2028}\tä\n"),
            "a␛[31m␍␡\u{FFFD}\u{FFFD}\tä\n"
        );
        assert_eq!(visible_line("a\nb\tc"), "a␊b c");
        assert!(matches!(visible("Künstliche Intelligenz"), Cow::Borrowed(_)));
    }
}

//! A named text: what a release or a letterhead was read from.
//!
//! A [`Source`] keeps the bytes as they came, knows its form, finds line and
//! column for a byte position, and parts front matter from body. Its text is in
//! normalisation form C, so that a letter has one spelling wherever it was typed. It never
//! opens a file and never interprets a field.

mod code_pages;
pub(crate) mod encoding;
mod spelling;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use self::spelling::Spelling;
pub use self::spelling::{composed, decomposed};

/// The byte-order mark that some editors put before UTF-8 text.
const BOM: &str = "\u{FEFF}";

/// The form in which a release or letterhead is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Markdown with YAML front matter.
    Markdown,
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2.
    Yaml,
    /// TOML 1.0.
    Toml,
}

impl Format {
    /// The file endings that stand for a form, without the dot: those of releases.
    pub const EXTENSIONS: [&str; 6] = ["md", "markdown", "json", "yaml", "yml", "toml"];

    /// The form that a file ending (without the dot, any case) stands for.
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            "toml" => Some(Self::Toml),
            _ => None,
        }
    }

    /// The usual file ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::Toml => "toml",
        }
    }

    /// The media type (RFC 7763, 8259, 9512 and the IANA registry).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Markdown => "text/markdown",
            Self::Json => "application/json",
            Self::Yaml => "application/yaml",
            Self::Toml => "application/toml",
        }
    }
}

/// A named text with its form. Cloning is cheap: clones share the text.
#[derive(Clone)]
pub struct Source(Arc<SourceInner>);

struct SourceInner {
    name: String,
    format: Format,
    text: String,
    had_bom: bool,
    /// The text as it was typed, where that is not in form C.
    typed: Option<TypedSource>,
    /// Byte position at which each line begins; the first is 0.
    line_starts: Vec<usize>,
    /// The same positions in UTF-16 code units; counted when they are first asked for.
    utf16_line_starts: OnceLock<Vec<usize>>,
}

/// A text before it was brought to form C.
struct TypedSource {
    source: Source,
    spelling: Spelling,
}

/// The bytes of a source are not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotUtf8 {
    /// Number of leading bytes that are valid.
    pub valid_up_to: usize,
    /// The line of the first bad byte, counted from 1.
    pub line: usize,
    /// The first bad byte.
    pub byte: u8,
    /// A source that has `U+FFFD` in place of the bad bytes, to point into.
    pub lossy: Source,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is not UTF-8: byte 0x{:02X} on line {}", self.byte, self.line)
    }
}

impl std::error::Error for NotUtf8 {}

impl Source {
    /// Takes the bytes of a file. `name` is what messages call it.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    ///
    /// # fn main() -> Result<(), letterpress::source::NotUtf8> {
    /// let source = Source::new("a.md", Format::Markdown, "Grüße\nan alle".into())?;
    /// let place = source.position(source.text().find("alle").unwrap_or(0));
    /// assert_eq!((place.line, place.column), (2, 4));
    ///
    /// let error = Source::new("a.md", Format::Markdown, b"Gr\xFC\xDFe".to_vec()).unwrap_err();
    /// assert_eq!((error.valid_up_to, error.line, error.byte), (2, 1, 0xFC));
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(name: &str, format: Format, bytes: Vec<u8>) -> Result<Self, NotUtf8> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::from_text(name, format, text)),
            Err(error) => {
                let valid_up_to = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let line = 1 + bytes[..valid_up_to].iter().filter(|&&b| b == b'\n').count();
                let byte = bytes.get(valid_up_to).copied().unwrap_or_default();
                let lossy =
                    Self::from_text(name, format, String::from_utf8_lossy(bytes).into_owned());
                let bom = if lossy.0.had_bom { BOM.len() } else { 0 };
                Err(NotUtf8 { valid_up_to: valid_up_to - bom, line, byte, lossy })
            }
        }
    }

    /// Takes text that is known to be UTF-8. A leading byte-order mark is set
    /// aside, so that the first line counts from its first character, and the text is
    /// brought to form C ([`Self::text`]).
    pub fn from_text(name: &str, format: Format, mut text: String) -> Self {
        let had_bom = text.starts_with(BOM);
        if had_bom {
            text.drain(..BOM.len());
        }
        match Spelling::of(&text) {
            None => Self::of_parts(name, format, text, had_bom, None),
            Some((composed, spelling)) => {
                let source = Self::of_parts(name, format, text, had_bom, None);
                let typed = Some(TypedSource { source, spelling });
                Self::of_parts(name, format, composed, had_bom, typed)
            }
        }
    }

    fn of_parts(
        name: &str,
        format: Format,
        text: String,
        had_bom: bool,
        typed: Option<TypedSource>,
    ) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i + 1))
            .collect();
        let utf16_line_starts = OnceLock::new();
        let name = name.to_owned();
        Self(Arc::new(SourceInner {
            name,
            format,
            text,
            had_bom,
            typed,
            line_starts,
            utf16_line_starts,
        }))
    }

    /// What messages call this source: a path as the user typed it, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The form it is written in.
    pub fn format(&self) -> Format {
        self.0.format
    }

    /// The text without a byte-order mark, in normalisation form C (Unicode, UAX #15). All
    /// ranges count in these bytes.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text as it was typed, and a range of [`Self::text`] there. Where nothing had to be
    /// brought to form C, both are the same.
    pub(crate) fn typed(&self, range: Range<usize>) -> (Self, Range<usize>) {
        match &self.0.typed {
            Some(typed) => (typed.source.clone(), typed.spelling.typed(range)),
            None => (self.clone(), range),
        }
    }

    /// Where a range of [`Self::text`] stands in [`Self::bytes`].
    pub(crate) fn file_range(&self, range: Range<usize>) -> Range<usize> {
        let (_, range) = self.typed(range);
        let bom = if self.0.had_bom { BOM.len() } else { 0 };
        bom + range.start..bom + range.end
    }

    /// The bytes exactly as they came, byte-order mark included.
    pub fn bytes(&self) -> Vec<u8> {
        let bom = if self.0.had_bom { BOM } else { "" };
        [bom.as_bytes(), self.typed_text().as_bytes()].concat()
    }

    /// The text without a byte-order mark as it was typed.
    pub(crate) fn typed_text(&self) -> &str {
        self.0.typed.as_ref().map_or(self, |typed| &typed.source).text()
    }

    /// Line and column of a byte position, both counted from 1, the column in
    /// characters (Unicode scalar values). A position past the end is the end;
    /// one inside a character is that character.
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text().len());
        let line = self.0.line_starts.partition_point(|&start| start <= byte);
        let start = self.0.line_starts[line - 1];
        let column = self.text()[start..].char_indices().take_while(|(i, _)| start + i < byte);
        let whole = self.text().is_char_boundary(byte);
        Position { line, column: column.count() + usize::from(whole) }
    }

    /// Column and offset of a byte position in UTF-16 code units.
    pub(crate) fn utf16(&self, byte: usize) -> Utf16Position {
        let text = self.text();
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let line = self.0.line_starts.partition_point(|&start| start <= byte) - 1;
        let starts = self.0.utf16_line_starts.get_or_init(|| {
            let lines = self.0.line_starts.windows(2);
            let mut starts = vec![0];
            let mut sum = 0;
            for ends in lines {
                sum += text[ends[0]..ends[1]].encode_utf16().count();
                starts.push(sum);
            }
            starts
        });
        let before = text[self.0.line_starts[line]..byte].encode_utf16().count();
        Utf16Position { column: before + 1, offset: starts[line] + before }
    }

    /// The range of a line (counted from 1) without its line end.
    pub fn line_range(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.0.line_starts.get(line.checked_sub(1)?)?;
        let end = self.0.line_starts.get(line).map_or(self.text().len(), |next| next - 1);
        let text = &self.text()[start..end];
        Some(start..start + text.strip_suffix('\r').unwrap_or(text).len())
    }

    /// Parts YAML front matter (between two lines `---`) from the body.
    pub fn front_matter(&self) -> FrontMatter {
        if !self.is_fence(1) {
            return FrontMatter::Absent;
        }
        match (2..=self.0.line_starts.len()).find(|&line| self.is_fence(line)) {
            Some(end) => FrontMatter::Present {
                fields: self.line_start(2)..self.line_start(end),
                body: self.line_start(end + 1)..self.text().len(),
            },
            None => FrontMatter::Unterminated,
        }
    }

    /// Whether a line (counted from 1) is `---`.
    fn is_fence(&self, line: usize) -> bool {
        self.line_range(line).is_some_and(|range| self.text()[range].trim_end() == "---")
    }

    /// Where a line (counted from 1) begins; the end where there is no such line.
    fn line_start(&self, line: usize) -> usize {
        self.0.line_starts.get(line - 1).copied().unwrap_or(self.text().len())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({:?}, {:?})", self.name(), self.format())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.name() == other.name()
                && self.format() == other.format()
                && self.typed_text() == other.typed_text())
    }
}

impl Eq for Source {}

/// A place in a text as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

/// A place in a text, counted in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Utf16Position {
    /// Column, counted from 1.
    pub column: usize,
    /// Offset from the beginning of the text, counted from 0.
    pub offset: usize,
}

/// Where front matter and body of a Markdown release lie.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrontMatter {
    /// The text does not begin with a line `---`.
    Absent,
    /// The first line is `---` and no second one follows.
    Unterminated,
    /// Both fences are there.
    Present {
        /// The bytes between the fences.
        fields: Range<usize>,
        /// The bytes behind the second fence.
        body: Range<usize>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_stands_for_a_form() {
        for ending in Format::EXTENSIONS {
            assert!(Format::from_extension(ending).is_some(), "{ending}");
        }
    }

    #[test]
    fn positions_count_characters_behind_a_byte_order_mark() {
        let source = Source::from_text("a.md", Format::Markdown, "\u{FEFF}äö\r\nß🦊x".into());
        assert_eq!(source.position(2), Position { line: 1, column: 2 });
        let x = source.text().find('x').unwrap_or_default();
        assert_eq!(source.position(x), Position { line: 2, column: 3 });
        assert_eq!(source.position(999), Position { line: 2, column: 4 });
        assert_eq!(source.line_range(1), Some(0..4));
        assert!(source.bytes().starts_with(b"\xEF\xBB\xBF"));
    }

    #[test]
    fn front_matter_is_parted_from_the_body() {
        let part =
            |text: &str| Source::from_text("a.md", Format::Markdown, text.into()).front_matter();
        assert_eq!(part("Hallo"), FrontMatter::Absent);
        assert_eq!(part("---\na: b\n"), FrontMatter::Unterminated);
        assert_eq!(part("---\na: b\n---"), FrontMatter::Present { fields: 4..9, body: 12..12 });
        assert_eq!(
            part("---\r\na: b\r\n--- \r\nText"),
            FrontMatter::Present { fields: 5..11, body: 17..21 }
        );
    }

    #[test]
    fn text_is_in_form_c_and_bytes_are_as_typed() {
        let typed = "\u{FEFF}fu\u{308}r Mo\u{308}bel";
        let source = Source::from_text("a.md", Format::Markdown, typed.into());
        assert_eq!(source.text(), "für Möbel");
        assert_eq!(source.bytes(), typed.as_bytes());
        let (typed, range) = source.typed(5..8);
        assert_eq!(&typed.text()[range], "Mo\u{308}");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        let error = Source::new("a.md", Format::Markdown, b"ab\nc\xE4d".to_vec());
        let error = error.err().map(|e| (e.valid_up_to, e.line, e.byte));
        assert_eq!(error, Some((4, 2, 0xE4)));
    }
}

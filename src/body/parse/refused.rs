//! Markup that a sheet cannot carry, and what to write instead.

use std::ops::Range;

use super::findings::Findings;
use crate::body::scripts;
use crate::diagnostic::{Diagnostic, codes};

/// How much of a tag a message shows.
const SHOWN: usize = 40;

/// A raw HTML tag, comment or the like.
#[derive(Debug)]
pub(super) struct HtmlTag<'t> {
    source: &'t str,
    /// Its name as typed; empty for a comment.
    pub name: &'t str,
    /// Whether it is a closing tag such as `</b>`.
    pub is_closing: bool,
}

impl<'t> HtmlTag<'t> {
    /// Takes the source of a tag, from `<` to `>`.
    pub fn new(source: &'t str) -> Self {
        let inner = source.trim_start_matches('<');
        let is_closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let name = end.and_then(|end| inner.get(..end)).unwrap_or(inner);
        Self { source, name, is_closing }
    }
}

/// The error of a raw HTML tag.
pub(super) fn raw_html(tag: &HtmlTag<'_>) -> Diagnostic {
    let line = tag.source.split(['\n', '\r']).next().unwrap_or_default();
    let shown = match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    };
    let message = message!("`{text}` is raw HTML, which a release cannot carry", text = shown);
    let hint = match tag.name.to_ascii_lowercase().as_str() {
        "" => "remove it; what is not meant for readers does not belong in a release".into(),
        "br" => "end the line with a backslash for a line break".into(),
        "sub" => "write the lowered character itself, such as `₂`: `H₂O`".into(),
        "sup" => "write the raised character itself, such as `²`: `m²`".into(),
        "b" | "strong" => "write `**bold**`".into(),
        "i" | "em" => "write `*emphasis*`".into(),
        "a" => "write `[text](https://…)`".into(),
        "img" => "write `![what it shows](file.jpg \"caption\")`".into(),
        "p" | "div" | "span" | "center" | "font" => "remove the tag".into(),
        _ => format!("write `\\{shown}` to show the angle brackets, or remove it"),
    };
    Diagnostic::new(codes::RAW_HTML, message).hint(hint)
}

/// The error of a pair such as `<sub>2</sub>` that says what one character says, `text`
/// beginning with its opening tag; with the length of the pair.
pub(super) fn raised_or_lowered(text: &str) -> Option<(Diagnostic, usize)> {
    let opening = text.find('>')? + 1;
    let name = HtmlTag::new(text.get(..opening)?).name.to_ascii_lowercase();
    let inside = text.get(opening..)?;
    let end = inside.find('<')?;
    let closing = inside.get(end..)?;
    let length = opening + end + closing.find('>')? + 1;
    let tag = HtmlTag::new(closing);
    if !tag.is_closing || !tag.name.eq_ignore_ascii_case(&name) {
        return None;
    }
    let inside = inside.get(..end)?;
    let character = match name.as_str() {
        "sub" => scripts::lowered(inside),
        "sup" => scripts::raised(inside),
        _ => None,
    }?;
    let message = message!(
        "`{text}` is raw HTML, which a release cannot carry",
        text = text.get(..length)?,
        suggestion = character
    );
    let error = Diagnostic::new(codes::RAW_HTML, message)
        .hint(format!("write `{character}`, the character that says the same"))
        .replaced_by(character);
    Some((error, length))
}

/// The error of a whole block of raw HTML, and its first tag.
pub(super) fn html_block(text: &str, range: Range<usize>) -> (Diagnostic, Range<usize>) {
    let line = first_line(text, range);
    let source = text.get(line.clone()).unwrap_or_default();
    let is_comment = source.starts_with("<!--");
    let close = if is_comment { "-->" } else { ">" };
    let length = source.find(close).map_or(source.len(), |end| end + close.len());
    let tag = source.get(..length).unwrap_or(source);
    let error = raw_html(&HtmlTag::new(tag));
    let error = if is_comment {
        error.hint("up to its `-->` everything is read as a comment because of it")
    } else {
        error.hint("up to the next empty line everything is read as HTML because of it")
    };
    (error, line.start..line.start + length)
}

/// The error of a code block.
pub(super) fn code_block(is_indented: bool) -> Diagnostic {
    let error = Diagnostic::new(codes::CODE_BLOCK, "a release cannot carry a code block")
        .with("reason", if is_indented { "indented" } else { "fenced" });
    if is_indented {
        error.hint("remove the spaces or the tab before the line: four columns make it code")
    } else {
        error.hint("remove the lines of backticks or tildes around it")
    }
}

/// The error of a picture in a field that holds inlines only.
pub(super) fn picture_in_field() -> Diagnostic {
    Diagnostic::new(codes::PICTURE_IN_FIELD, "a picture cannot stand here")
        .hint("put it into the body, or list it under `media`")
}

/// The error of markup in a line that takes emphasis and passages alone, by the word that
/// programs get.
pub(super) fn in_line(token: &'static str) -> Diagnostic {
    let (what, hint) = match token {
        "strong" => ("strong emphasis", "write `*words*` for emphasis, or remove the marks"),
        "list" => ("a list", "write one line; lists belong into the body"),
        _ => ("a link", "write the words alone; links belong into `links` or into the body"),
    };
    let message =
        format!("{what} is refused here; this line takes only emphasis and `[words]{{lang=en}}`");
    Diagnostic::new(codes::MARKUP_REFUSED, message)
        .with("reason", token)
        .hint(hint)
        .hint("write a backslash before each character that is meant itself")
}

/// Reports a list in a line: lines that begin as items do. A single one may be a note.
pub(super) fn report_list(text: &str, findings: &mut Findings) {
    let mut start = 0;
    let mut items = text.split_inclusive('\n').filter_map(|line| {
        let at = start + line.len() - line.trim_start().len();
        start += line.len();
        let mark =
            ["- ", "* ", "+ ", "• "].iter().find(|mark| line.trim_start().starts_with(**mark));
        mark.map(|mark| at..at + mark.trim_end().len())
    });
    if let (Some(first), Some(_)) = (items.next(), items.next()) {
        findings.add(in_line("list"), first);
    }
}

/// The error of a picture that names no file.
pub(super) fn picture_without_file() -> Diagnostic {
    Diagnostic::new(codes::PICTURE_WITHOUT_FILE, "a picture without a file")
        .hint("write `![what it shows](file.jpg \"caption\")`")
}

/// The first line of a range, without its line end.
pub(super) fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let source = text.get(range.clone()).unwrap_or_default();
    let line = source.split(['\n', '\r']).next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}

/// A file name with its percent escapes resolved. Escapes that stand for no
/// text stay as typed: `100%.jpg`.
pub(super) fn percent_decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        match (byte, escaped_byte(behind)) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// The value of two hexadecimal digits.
fn escaped_byte(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else { return None };
    u8::try_from(hex_value(*high)? * 16 + hex_value(*low)?).ok()
}

fn hex_value(digit: u8) -> Option<u32> {
    char::from(digit).to_digit(16)
}

//! The lines of an audit: columns for people, rows of a table.

use letterpress::diagnostic::Diagnostic;
use unicode_width::UnicodeWidthStr;

use crate::command::audit_line::{AuditLine, Tagging};
use crate::command::cells::guarded;
use crate::command::words::bytes;
use crate::terminal::{Ending, visible_line};

/// The names of the columns for people, each as wide as its column; the file comes last.
pub const HEADER: &str =
    "pages  tagged   title   language  alt       fonts        PDF/A  PDF/UA  file\n";
/// The width of what stands before the name of a file.
const WIDTH: usize = 70;
/// What stands for what a file has not.
const NONE: &str = "–";

/// The names of the columns of a table.
pub const COLUMNS: [&str; 22] = [
    "file",
    "outcome",
    "bytes",
    "pages",
    "version",
    "tagged",
    "title",
    "shows_title",
    "language",
    "figures",
    "figures_without_alternative_text",
    "pictures",
    "pdf_a",
    "pdf_ua",
    "fonts",
    "fonts_not_embedded",
    "encryption",
    "damaged",
    "complete",
    "created",
    "producer",
    "findings",
];

/// A file in columns.
pub fn text(line: &AuditLine<'_>) -> String {
    let file = visible_line(line.file);
    if !line.is_inspected() {
        let why = line.error().map(|error| visible_line(&line.words_of(error)));
        let why = format!("{:>5}  {}", NONE, why.unwrap_or_default());
        return format!("{}  {file}\n", padded(&why, WIDTH));
    }
    let title = match (&line.title, line.shows_title) {
        (None, _) => NONE,
        (_, Some(true)) => "shown",
        _ => "hidden",
    };
    let fonts = match (line.fonts_not_embedded.len(), line.fonts) {
        (0, Some(0)) => NONE.to_owned(),
        (0, _) => "embedded".to_owned(),
        (missing, _) => format!("{} missing", bytes(missing)),
    };
    let [pdf_a, pdf_ua] =
        [(&line.pdf_a, "PDF/A-"), (&line.pdf_ua, "PDF/UA-")].map(|(claim, family)| {
            claim.as_deref().map_or(NONE, |claim| claim.trim_start_matches(family))
        });
    let columns = [
        (format!("{:>5}", line.pages.map(bytes).unwrap_or_default()), 5),
        (tagging(line.tagged).to_owned(), 7),
        (title.to_owned(), 6),
        (line.language.as_deref().map_or(NONE.to_owned(), visible_line), 8),
        (alternative_texts(line), 8),
        (fonts, 11),
        (visible_line(pdf_a), 5),
        (visible_line(pdf_ua), 6),
    ];
    let columns = columns.map(|(text, width)| padded(&text, width));
    let mut text = format!("{}  {file}", columns.join("  "));
    let remarks = [
        (line.encryption.is_some(), "encrypted"),
        (line.damaged == Some(true), "damaged"),
        (line.complete == Some(false), "not looked at as a whole"),
    ];
    let remarks: Vec<_> = remarks.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    if !remarks.is_empty() {
        text += &format!(" ({})", remarks.join(", "));
    }
    text + "\n"
}

fn tagging(tagged: Option<Tagging>) -> &'static str {
    match tagged {
        Some(Tagging::Yes) => "yes",
        Some(Tagging::ClaimedOnly | Tagging::NotMarked) => "partly",
        _ => "no",
    }
}

/// `3 of 4`.
fn alternative_texts(line: &AuditLine<'_>) -> String {
    match (line.figures, line.figures_without_alternative_text) {
        (Some(figures @ 1..), Some(without)) => format!("{} of {figures}", figures - without),
        _ => NONE.to_owned(),
    }
}

/// A text in a column: what is too long ends with a mark of omission.
fn padded(text: &str, width: usize) -> String {
    let mut shown = text.to_owned();
    if shown.width() > width {
        while shown.width() >= width && shown.pop().is_some() {}
        shown.push('…');
    }
    let gap = " ".repeat(width.saturating_sub(shown.width()));
    shown + &gap
}

/// A file as a row of a table.
pub fn row(line: &AuditLine<'_>) -> String {
    let found = line.findings.iter().map(|report| said(line, report.diagnostic));
    let found: Vec<_> = found.collect();
    let cells = [
        guarded(line.file).into_owned(),
        outcome(line).to_owned(),
        number(line.bytes),
        number(line.pages),
        cell(&line.version),
        line.tagged.map(Tagging::as_str).unwrap_or_default().to_owned(),
        cell(&line.title),
        yes_or_no(line.shows_title),
        cell(&line.language),
        number(line.figures),
        number(line.figures_without_alternative_text),
        number(line.pictures),
        cell(&line.pdf_a),
        cell(&line.pdf_ua),
        number(line.fonts),
        guarded(&line.fonts_not_embedded.join("; ")).into_owned(),
        cell(&line.encryption),
        yes_or_no(line.damaged),
        yes_or_no(line.complete),
        cell(&line.created),
        cell(&line.producer),
        guarded(&found.join("; ")).into_owned(),
    ];
    record(&cells)
}

/// A text in a cell.
fn cell(value: &Option<String>) -> String {
    guarded(value.as_deref().unwrap_or_default()).into_owned()
}

fn number(value: Option<usize>) -> String {
    value.map(|number| number.to_string()).unwrap_or_default()
}

fn yes_or_no(value: Option<bool>) -> String {
    let word = value.map(|value| if value { "yes" } else { "no" });
    word.unwrap_or_default().to_owned()
}

fn outcome(line: &AuditLine<'_>) -> &'static str {
    match line.outcome {
        Ending::Refused => "refused",
        Ending::Failed => "failed",
        _ => "inspected",
    }
}

fn said(line: &AuditLine<'_>, found: &Diagnostic) -> String {
    format!("{}: {}", found.code.name(), line.words_of(found))
}

/// One record of RFC 4180, in UTF-8.
pub fn record(cells: &[impl AsRef<str>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    #[expect(
        clippy::expect_used,
        reason = "memory takes every record, text between commas is text"
    )]
    {
        writer.write_record(cells.iter().map(AsRef::as_ref)).expect("memory takes it");
        String::from_utf8(writer.into_inner().expect("memory takes it")).expect("it is text")
    }
}

#[cfg(test)]
mod tests {
    use letterpress::diagnostic::codes;

    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_names() {
        assert_eq!(HEADER.find("file"), Some(WIDTH + 2));
        let found = [Diagnostic::new(codes::NOT_PDF, "a/b.pdf is not a PDF")];
        let line = AuditLine::refused("a/b.pdf", Ending::Refused, &found);
        let text = text(&line);
        assert_eq!(text, format!("    –  {:<63}  a/b.pdf\n", "is not a PDF"));
        assert_eq!(padded("de-DE-1996", 8), "de-DE-1…");
        assert_eq!(padded("日本語日本", 8), "日本語… ");
    }

    #[test]
    fn no_cell_of_a_table_is_a_formula() {
        let found = [Diagnostic::new(codes::PDF_DAMAGED, "=1+1")];
        let mut line = AuditLine::refused("=a.pdf", Ending::Inspected, &found);
        line.title = Some("=1+1, \"x\"\r\n@y".to_owned());
        line.fonts_not_embedded = vec!["-Font".to_owned(), "+Other".to_owned()];
        line.shows_title = Some(true);
        let row = row(&line);
        assert!(row.starts_with("'=a.pdf,inspected,,"), "{row}");
        assert!(row.contains(",\"'=1+1, \"\"x\"\"\r\n'@y\",yes,"), "{row}");
        assert!(row.contains(",'-Font; '+Other,"), "{row}");
        assert!(row.ends_with(",pdf-damaged: =1+1\r\n"), "{row}");
        assert_eq!(row.matches(',').count(), COLUMNS.len());
    }
}

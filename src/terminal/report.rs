//! Reports for people: sections, in columns, within the width of a terminal.

use unicode_width::UnicodeWidthStr;

use super::excerpt::visible_line;

/// A report on one thing.
pub struct Report {
    pub title: String,
    pub sections: Vec<ReportSection>,
}

/// Rows that belong together; without rows it is not shown.
pub struct ReportSection {
    pub name: &'static str,
    pub rows: Vec<ReportRow>,
}

impl ReportSection {
    pub fn new(name: &'static str, rows: Vec<ReportRow>) -> Self {
        Self { name, rows }
    }
}

/// A label and what is said under it.
#[derive(Debug, PartialEq)]
pub struct ReportRow {
    pub label: String,
    pub lines: Vec<String>,
    /// Whether somebody should look at it.
    pub alarm: bool,
}

impl ReportRow {
    /// A row of one line.
    pub fn new(label: impl Into<String>, line: impl Into<String>) -> Self {
        Self { label: label.into(), lines: vec![line.into()], alarm: false }
    }

    /// The row, marked where somebody should look at it.
    pub fn alarming(self, alarm: bool) -> Self {
        Self { alarm, ..self }
    }
}

/// The width, the same on every terminal as for messages.
const WIDTH: usize = 80;

/// The widest column of labels; a longer label has a line of its own.
const MAX_LABEL_WIDTH: usize = 24;

const BOLD: &str = "\u{1B}[1m";
const DIM: &str = "\u{1B}[2m";
const ALARM: &str = "\u{1B}[33m";
const END: &str = "\u{1B}[0m";

/// The title, each section under its name, and an empty line behind it all.
pub fn report(report: &Report, colour: bool) -> String {
    let title = painted(&visible_line(&report.title), BOLD, colour);
    let sections = report.sections.iter().filter(|section| !section.rows.is_empty());
    let sections: String = sections.map(|one| section(one, colour)).collect();
    format!("{title}\n{sections}\n")
}

fn section(section: &ReportSection, colour: bool) -> String {
    let labels =
        section.rows.iter().map(|row| row.label.width()).filter(|width| *width <= MAX_LABEL_WIDTH);
    let label = labels.max().unwrap_or_default();
    let rows: String = section.rows.iter().map(|one| row(one, label, colour)).collect();
    format!("\n{}\n{rows}", painted(section.name, BOLD, colour))
}

fn row(row: &ReportRow, column: usize, colour: bool) -> String {
    let label = visible_line(&row.label);
    let indent = if column == 0 { 2 } else { column + 4 };
    let mut lines = row.lines.iter().flat_map(|line| wrapped(&visible_line(line), WIDTH - indent));
    let style = if row.alarm { ALARM } else { "" };
    let mut text = String::new();
    let label_width = label.width();
    let first = if label_width > column { None } else { lines.next() };
    let label = painted(&label, DIM, colour);
    let gap = " ".repeat(indent.saturating_sub(label_width + 2));
    text += &match first {
        Some(first) => format!("  {label}{gap}{}\n", painted(&first, style, colour)),
        None => format!("  {label}\n"),
    };
    for line in lines {
        text += &format!("{}{}\n", " ".repeat(indent), painted(&line, style, colour));
    }
    text
}

fn painted(text: &str, style: &str, colour: bool) -> String {
    if colour && !style.is_empty() && !text.is_empty() {
        format!("{style}{text}{END}")
    } else {
        text.to_owned()
    }
}

/// Broken between words; a word that is too long is broken, too. Blanks between words
/// stay as they are: some lines are columns.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive(' ') {
        if line.width() + word.trim_end().width() > width && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for character in word.chars() {
            if line.width() >= width && character != ' ' {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_long_lines_are_broken() {
        let rows = vec![ReportRow::new("a", "Wort ".repeat(20)), ReportRow::new("über", "b")];
        let long = ReportRow::new("A label that is much too long", "c");
        let sections = vec![
            ReportSection { name: "Pages", rows: rows.into_iter().chain([long]).collect() },
            ReportSection { name: "Nothing", rows: Vec::new() },
        ];
        let text = report(&Report { title: "a\u{1B}.pdf".to_owned(), sections }, false);
        let words = "Wort ".repeat(14);
        let expected = format!(
            "a␛.pdf\n\nPages\n  a     {}\n        {}\n  über  b\n  A label that is much too \
             long\n        c\n\n",
            words.trim_end(),
            "Wort ".repeat(6).trim_end()
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn words_without_end_are_broken() {
        let lines = wrapped(&"ä".repeat(25), 10);
        assert_eq!(lines.iter().map(|line| line.width()).collect::<Vec<_>>(), [10, 10, 5]);
        assert_eq!(wrapped("", 10), [""]);
    }
}

//! What is heard, in lines for people.

use super::entry::{ReadingEntry, ReadingOrder};
use super::line::HeardLine;
use super::open::OpenElement;
use super::roles::{RoleKind, is_short_label};

impl ReadingOrder {
    /// All of it in lines: a headline for each page and language, below it a line for each
    /// paragraph, heading, item and row. Links, notes and emphasis stand in their lines in
    /// brackets.
    pub fn lines(&self) -> String {
        let mut writer = LineWriter::default();
        if let Some(title) = self.title.as_deref().filter(|title| !title.trim().is_empty()) {
            let mut line = HeardLine::new(1, "title");
            line.push(title);
            let language = self.language.as_deref().map(named_language);
            writer.text = format!("document{}\n", language.unwrap_or_default());
            writer.text.push_str(&line.printed());
        }
        for entry in &self.entries {
            writer.add(entry);
        }
        writer.finish()
    }
}

/// The maximum number of brackets in one another.
const MAX_BRACKETS: usize = 16;

#[derive(Debug, Default)]
struct LineWriter<'a> {
    text: String,
    open: Vec<OpenElement<'a>>,
    line: Option<HeardLine>,
    /// The page and the language of the lines above.
    headline: Option<(Option<usize>, Option<String>)>,
    /// The places in `open` of rows.
    rows: Vec<usize>,
    /// A short label that stands before the text of its item.
    label: Option<HeardLine>,
}

impl<'a> LineWriter<'a> {
    fn add(&mut self, entry: &'a ReadingEntry) {
        while self.open.last().is_some_and(|last| last.entry.depth >= entry.depth) {
            self.close();
        }
        match &entry.role {
            Some(role) => {
                self.element(entry, RoleKind::of_element(role, entry.own_role.as_deref()));
            }
            None => self.words(entry),
        }
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.end_line();
        self.text
    }

    fn is_silent(&self) -> bool {
        self.open.last().is_some_and(|last| last.is_silent)
    }

    /// Whether all that comes stands in the line that is open.
    fn is_in_line(&self) -> bool {
        let is_row = !self.rows.is_empty();
        self.line.as_ref().is_some_and(|line| line.is_in_bracket() || is_row)
    }

    fn indent(&self) -> usize {
        self.open.last().map_or(1, |last| last.indent)
    }

    /// What a line is called that words begin.
    fn line_name(&self) -> &'static str {
        self.open.last().map_or("text", |last| last.line_name)
    }

    fn element(&mut self, entry: &'a ReadingEntry, kind: RoleKind) {
        let mut element = OpenElement {
            entry,
            kind,
            // What stands beside the text of an item is below it.
            indent: self.indent() + usize::from(self.is_item() && kind.is_below_item()),
            has_line: false,
            bracket: None,
            start: 0,
            is_silent: self.is_silent(),
            cells: 0,
            line_name: match kind {
                RoleKind::Item | RoleKind::Body => "item",
                RoleKind::Cell | RoleKind::ColumnOrRowHead => "cell",
                kind if kind.is_in_line() || kind == RoleKind::Group => self.line_name(),
                _ => "text",
            },
            is_strong: matches!(kind, RoleKind::ColumnOrRowHead | RoleKind::Label)
                || self.open.last().is_some_and(|last| last.is_strong),
        };
        if element.is_silent && kind != RoleKind::Block("caption") {
            self.open.push(element);
            return;
        }
        element.is_silent = false;
        self.begin(&mut element);
        self.replace(&mut element);
        if kind == RoleKind::Row {
            self.rows.push(self.open.len());
        }
        self.open.push(element);
    }

    /// Begins the line of an element, or its place in a line.
    fn begin(&mut self, element: &mut OpenElement<'a>) {
        let entry = element.entry;
        match element.kind {
            RoleKind::Group | RoleKind::Silent => {}
            RoleKind::Inline(None) => {}
            RoleKind::Inline(Some("strong")) if element.is_strong => {}
            RoleKind::Inline(Some(name)) => self.bracket(element, name),
            RoleKind::Link => self.bracket(element, "link"),
            RoleKind::Note if self.line.is_some() => {
                self.space();
                self.bracket(element, "note");
            }
            RoleKind::Picture(name) if self.line.is_some() => self.bracket(element, name),
            RoleKind::Cell | RoleKind::ColumnOrRowHead => self.cell(element),
            RoleKind::Label if !self.is_item() => self.space(),
            _ if self.is_in_line() => self.space(),
            RoleKind::Paragraph
                if self
                    .line
                    .as_ref()
                    .is_some_and(|line| line.takes_paragraph && line.text.is_empty()) => {}
            RoleKind::Paragraph => self.begin_line(element, "paragraph", true),
            RoleKind::Heading(level) => {
                let name = level.map_or("heading".to_owned(), |level| format!("heading {level}"));
                self.begin_line(element, &name, false);
            }
            RoleKind::Block(name @ ("list" | "table" | "contents" | "index")) => {
                self.begin_line(element, name, false);
            }
            RoleKind::Block(name) => self.begin_line(element, name, true),
            RoleKind::Item => {
                self.end_line();
                element.has_line = true;
            }
            RoleKind::Label => self.begin_line(element, "label", true),
            RoleKind::Body => {
                self.begin_line(element, "item", true);
                self.take_label();
            }
            RoleKind::Row => self.begin_line(element, "row", false),
            RoleKind::Picture(name) => self.begin_line(element, name, false),
            RoleKind::Note => self.begin_line(element, "note", true),
            RoleKind::Unknown => {
                let name = entry.role.as_deref().unwrap_or_default().to_owned();
                self.begin_line(element, &name, true);
            }
        }
    }

    fn space(&mut self) {
        if let Some(line) = self.line.as_mut().filter(|line| !line.ends_with_bracket()) {
            line.space();
        }
    }

    fn begin_line(&mut self, element: &mut OpenElement<'a>, name: &str, takes_paragraph: bool) {
        if let Some(line) = &mut self.line {
            // What is in its element stands below it.
            line.may_be_empty = true;
        }
        self.end_line();
        if name != "item" {
            self.end_label();
        }
        let entry = element.entry;
        let mut line = HeardLine::new(element.indent, name);
        line.takes_paragraph = takes_paragraph && element.kind != RoleKind::Paragraph;
        line.may_be_empty = matches!(name, "list" | "table" | "contents" | "index" | "row");
        (line.language, line.page) = (entry.language.clone(), entry.page);
        self.line = Some(line);
        element.has_line = true;
        element.indent += 1;
    }

    /// A short label stands before the text of its item.
    fn take_label(&mut self) {
        let line = self.line.as_mut().filter(|line| line.name == "item");
        if let Some((line, label)) = line.and_then(|line| Some((line, self.label.take()?))) {
            line.name = format!("item {}", label.text.trim()).trim_end().to_owned();
        }
    }

    /// Whether the element that is open is an item of a list.
    fn is_item(&self) -> bool {
        self.open.last().is_some_and(|last| last.kind == RoleKind::Item)
    }

    fn bracket(&mut self, element: &mut OpenElement<'a>, name: &str) {
        let line = self.line_of_words(element.entry);
        if line.brackets() >= MAX_BRACKETS {
            return;
        }
        line.open(name);
        element.bracket = Some(line.text.len());
    }

    /// A cell stands behind those before it.
    fn cell(&mut self, element: &mut OpenElement<'a>) {
        let row = self.rows.last().and_then(|at| self.open.get_mut(*at));
        let is_first = row.is_none_or(|row| {
            row.cells += 1;
            row.cells == 1
        });
        let line = self.line_of_words(element.entry);
        if !is_first {
            line.space();
            line.text.push_str("| ");
        }
        element.start = line.text.len();
    }

    /// The line in which words stand; one of its own where none is open.
    fn line_of_words(&mut self, entry: &ReadingEntry) -> &mut HeardLine {
        let (indent, name) = (self.indent(), self.line_name());
        if self.line.is_none() {
            if name != "item" {
                self.end_label();
            }
            let mut line = HeardLine::new(indent, name);
            (line.language, line.page) = (entry.language.clone(), entry.page);
            self.line = Some(line);
            self.take_label();
        }
        self.line.get_or_insert_default()
    }

    /// Hears what stands for the content of an element.
    fn replace(&mut self, element: &mut OpenElement<'a>) {
        let entry = element.entry;
        let said = [&entry.alternative, &entry.actual_text].into_iter().flatten();
        let said = said.map(|said| said.trim()).find(|said| !said.is_empty());
        let is_picture = matches!(element.kind, RoleKind::Picture(_));
        if let Some(said) = said {
            self.line_of_words(entry).push(said);
            element.is_silent = true;
        } else if is_picture && element.kind != RoleKind::Picture("form field") {
            self.line_of_words(entry).push("(no alternative text)");
        } else if let (true, Some(contents)) = (is_picture, &entry.contents) {
            let value = entry.text.as_ref().map(|value| format!(": {value}"));
            let line = self.line_of_words(entry);
            line.push(&format!("{contents}{}", value.unwrap_or_default()));
        }
    }

    fn words(&mut self, entry: &'a ReadingEntry) {
        let Some(words) = &entry.text else { return };
        if self.is_silent() || (self.line.is_none() && words.trim().is_empty()) {
            return;
        }
        let line = self.line_of_words(entry);
        line.page = line.page.or(entry.page);
        let other =
            entry.language.as_ref().filter(|language| line.language.as_ref() != Some(*language));
        match other.filter(|_| !words.trim().is_empty()) {
            Some(language) => {
                line.open(&language.replace(|letter: char| !is_of_language(letter), ""));
                line.push(words.trim_start());
                line.close();
            }
            None => line.push(words),
        }
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if self.rows.last() == Some(&self.open.len()) {
            self.rows.pop();
        }
        if let (Some(_), Some(line)) = (element.bracket, &mut self.line) {
            element.close_bracket(line);
        }
        if let (Some(expansion), Some(line)) = (&element.entry.expansion, &mut self.line) {
            line.push(&format!(" (short for {expansion})"));
        }
        let is_cell = matches!(element.kind, RoleKind::Cell | RoleKind::ColumnOrRowHead);
        if let Some(line) = self.line.as_mut().filter(|line| {
            is_cell && line.text.get(element.start..).is_some_and(|text| text.trim().is_empty())
        }) {
            line.text.push_str("(empty)");
        }
        if let (RoleKind::ColumnOrRowHead, Some(line)) = (element.kind, &mut self.line) {
            line.push(match element.entry.scope.as_deref() {
                Some("Column") => " (column head)",
                Some("Row") => " (row head)",
                Some("Both") => " (column and row head)",
                _ => " (head)",
            });
        }
        let is_in_note = self.open.last().is_some_and(|last| last.kind == RoleKind::Note);
        if let (RoleKind::Label, true, Some(line)) = (element.kind, is_in_note, &mut self.line) {
            line.space();
        }
        let is_alone = is_cell && self.rows.is_empty();
        if element.kind == RoleKind::Label && element.has_line {
            self.close_label();
        } else if element.has_line || is_alone {
            self.end_line();
        }
        if element.kind == RoleKind::Item {
            self.end_label();
        }
    }

    /// A short label waits for the text of its item.
    fn close_label(&mut self) {
        let is_short = self.line.as_ref().is_some_and(|line| is_short_label(line.text.trim()));
        if is_short {
            self.label = self.line.take();
        } else {
            self.end_line();
        }
    }

    /// Prints a label that no text of an item has followed.
    fn end_label(&mut self) {
        if let Some(label) = self.label.take() {
            self.print(label);
        }
    }

    fn end_line(&mut self) {
        if let Some(line) = self.line.take() {
            self.print(line);
        }
    }

    fn print(&mut self, mut line: HeardLine) {
        let language = self.whole_language(&line);
        if let Some(language) = language.filter(|language| line.unwrap_bracket(language)) {
            line.language = Some(language);
        }
        line.unwrap_bracket("strong");
        if line.name == "paragraph" && line.unwrap_bracket("link") {
            line.name = "link".to_owned();
        }
        if line.text.trim().is_empty() && !line.may_be_empty {
            line.text = "(empty)".to_owned();
        }
        let page = line.page.or(self.headline.as_ref().and_then(|(page, _)| *page));
        let headline = (page, line.language.clone());
        if self.headline.as_ref() != Some(&headline) {
            let page = page.map_or("no page".to_owned(), |page| format!("page {page}"));
            let language = line.language.as_deref().map(named_language);
            self.text.push_str(&format!("{page}{}\n", language.unwrap_or_default()));
            self.headline = Some(headline);
        }
        self.text.push_str(&line.printed());
    }

    /// The language of the one bracket that all of a line is.
    fn whole_language(&self, line: &HeardLine) -> Option<String> {
        let name = line.text.strip_prefix('[')?.split_once(": ")?.0;
        let is_language = (2..=12).contains(&name.len()) && name.chars().all(is_of_language);
        let is_role = ["link", "note", "quote", "code", "strong", "emphasis"].contains(&name);
        (is_language && !is_role).then(|| name.to_owned())
    }
}

/// A language behind a page.
fn named_language(language: &str) -> String {
    format!(", {}", language.replace(|letter: char| !is_of_language(letter), ""))
}

fn is_of_language(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

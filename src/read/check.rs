//! A tree of values held against a table of fields: unknown, repeated, missing and
//! ill-shaped fields, all at once, and the place of every value that is there.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{suggest, wishes};
use crate::diagnostic::{Code, Diagnostic, MessageText, codes};
use crate::field::{
    Field, FieldMap, FieldOrigin, MAX_FIELD, Node, NodeEntry, NodeValue, Shape, TextValue,
    is_too_long, join,
};
use crate::letterhead::Colour;
use crate::source::{Format, Source};

/// Unknown fields of one group that are reported.
const MAX_UNKNOWN: usize = 50;

/// The greatest count: calendars have none beyond it (RFC 5545, 3.3.8), and a version stands in them.
pub(super) const MAX_COUNT: u32 = i32::MAX.unsigned_abs();

/// Checks trees against tables and notes where every value stands.
pub(crate) struct Checker<'a> {
    pub source: &'a Source,
    pub fields: FieldMap,
    pub diagnostics: Vec<Diagnostic>,
    max_entries: usize,
    /// Whether what is missing may stand in another file.
    pub(super) is_part: bool,
    /// Whether the file is a letterhead, in which people look for many things.
    pub(super) is_letterhead: bool,
}

impl<'a> Checker<'a> {
    /// `max_entries` is the limit of a list.
    pub fn new(source: &'a Source, max_entries: usize) -> Self {
        let fields = FieldMap::new(source.clone());
        Self {
            source,
            fields,
            diagnostics: Vec::new(),
            max_entries,
            is_part: false,
            is_letterhead: false,
        }
    }

    /// The same of a file that another one completes: nothing is missing in it.
    pub fn part(self) -> Self {
        Self { is_part: true, ..self }
    }

    /// Checks a letterhead.
    pub fn of_letterhead(self) -> Self {
        Self { is_letterhead: true, ..self }
    }

    /// Checks a map against a table. `path` is empty for the outermost.
    pub fn group(
        &mut self,
        node: &Node,
        entries: &[NodeEntry],
        table: &'static [Field],
        path: &str,
    ) {
        let mut seen: HashMap<&str, &NodeEntry> = HashMap::with_capacity(entries.len());
        let mut unknown = 0;
        let mut meant = HashSet::new();
        for entry in entries {
            let field_path = join(path, &entry.key);
            if let Some(first) = seen.get(entry.key.as_str()) {
                let message = message!("`{field}` stands twice", field = field_path);
                self.diagnostics.push(
                    Diagnostic::new(codes::REPEATED_FIELD, message)
                        .in_field(field_path)
                        .at(self.source, entry.key_range.clone(), "a second time")
                        .at(self.source, first.key_range.clone(), "first here")
                        .hint("keep one of the two"),
                );
                continue;
            }
            seen.insert(&entry.key, entry);
            match table.iter().find(|field| field.name == entry.key) {
                Some(field) => {
                    self.value(&entry.node, field.shape, &field_path, Some(&entry.key_range));
                }
                // A file that is no release at all is not judged line by line.
                None if unknown == MAX_UNKNOWN => {}
                None => {
                    unknown += 1;
                    meant.extend(self.unknown(entry, entries, table, path));
                }
            }
        }
        let is_part = self.is_part;
        for field in table.iter().filter(|field| field.is_required() && !is_part) {
            // A misspelt field is not reported a second time as missing.
            if !seen.contains_key(field.name) && !meant.contains(field.name) {
                self.missing(node, field, path);
            }
        }
    }

    /// Reports an unknown field; gives back the one that was meant, if that is clear.
    fn unknown(
        &mut self,
        entry: &NodeEntry,
        entries: &[NodeEntry],
        table: &'static [Field],
        path: &str,
    ) -> Option<&'static str> {
        let field_path = join(path, &entry.key);
        let free = table.iter().map(|field| field.name);
        let free = free.filter(|name| !entries.iter().any(|entry| entry.key == *name));
        let meant = suggest::field(&entry.key, free);
        let is_markdown = self.source.format() == Format::Markdown;
        let names: Vec<_> = table.iter().map(|field| field.name).collect();
        let hint = match meant {
            _ if entry.key == "body" && path.is_empty() && is_markdown => {
                "in Markdown the body is the text under the second `---`".to_owned()
            }
            meant => self.granted(&field_path).unwrap_or_else(|| match meant {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("the fields here are {}", names.join(", ")),
            }),
        };
        let range = entry.key_range.clone();
        let message = message!("there is no field `{field}`", field = field_path);
        let mut found =
            self.found(codes::UNKNOWN_FIELD, message, &field_path, range.clone()).hint(hint);
        found = found.with("what", "field").with("choices", names.as_slice());
        if let Some(name) = meant {
            found = found.with("suggestion", name);
            found = self.replaced(found, range, &entry.key, name);
        }
        self.diagnostics.push(found);
        meant
    }

    /// What to write instead of a field that a letterhead has under another name.
    fn granted(&self, path: &str) -> Option<String> {
        if self.is_letterhead { wishes::granted(path) } else { None }
    }

    pub(super) fn missing(&mut self, node: &Node, field: &Field, path: &str) {
        let field_path = join(path, field.name);
        let first_line = self.source.position(node.range.start).line;
        let line = self.source.line_range(first_line).unwrap_or(0..0);
        let start = node.range.start.max(line.start);
        // An empty map has no first line of its own: the fence or brace stands in.
        let range = if node.range.is_empty() { line } else { start..node.range.end.min(line.end) };
        let example = match field.shape {
            Shape::Date => " such as 2022-11-25",
            _ => "",
        };
        let hint = match self.source.format() {
            Format::Json => format!("add \"{}\" with {}", field.name, field.summary()),
            _ => format!("add `{}`: {}{example}", field.name, field.summary()),
        };
        self.report(
            codes::MISSING_FIELD,
            message!("`{field}` is missing", field = field_path),
            &field_path,
            range,
            hint,
        );
    }

    /// Checks one value. `indicator` is the name of the field, or the dash of an item.
    pub fn value(
        &mut self,
        node: &Node,
        shape: Shape,
        path: &str,
        indicator: Option<&Range<usize>>,
    ) {
        if let Shape::ByLanguage(shape, languages) = shape {
            return self.by_language(node, *shape, languages, path, indicator);
        }
        if self.is_in_typographic_quotes(node, shape, path) {
            return;
        }
        if let Shape::OneOrMore(item) = shape {
            return match &node.value {
                NodeValue::List(_) => self.value(node, Shape::List(item), path, indicator),
                NodeValue::Map(_) => self.wrong(node, shape, path),
                _ => self.value(node, *item, path, indicator),
            };
        }
        match (&node.value, shape) {
            (NodeValue::Null | NodeValue::Number(_) | NodeValue::Bool(_), shape)
                if self.comment(node, shape, path, indicator) => {}
            (NodeValue::Null, _) => {
                let range = indicator.unwrap_or(&node.range).clone();
                self.report(
                    codes::EMPTY_FIELD,
                    message!("`{field}` has no value", field = path),
                    path,
                    range,
                    "fill it in, or remove it",
                );
            }
            (NodeValue::Text(text), shape) if shape.is_text() => {
                self.text(node, text, shape, path, indicator);
            }
            (NodeValue::Text(text), Shape::Day | Shape::Date | Shape::Moment { .. }) => {
                self.date(node, &text.value, shape, path);
            }
            (NodeValue::Date(text), Shape::Day | Shape::Date | Shape::Moment { .. }) => {
                self.date(node, text, shape, path);
            }
            (NodeValue::Number(text), Shape::Count) => {
                self.note(node, path);
                if !text.parse().is_ok_and(|count: u32| (1..=MAX_COUNT).contains(&count)) {
                    self.wrong(node, shape, path);
                }
            }
            (NodeValue::Number(text), Shape::Number { min: low, max: high, .. }) => {
                self.note(node, path);
                if !text.parse::<f64>().is_ok_and(|n| (low..=high).contains(&n)) {
                    let message = message!(
                        "`{field}` is out of bounds",
                        field = path,
                        value = text,
                        low,
                        high
                    );
                    self.report(
                        codes::NUMBER_OUT_OF_BOUNDS,
                        message,
                        path,
                        node.range.clone(),
                        format!("a number from {low} to {high}"),
                    );
                }
            }
            (NodeValue::Bool(_), Shape::Flag) => self.note(node, path),
            (NodeValue::List(nodes), Shape::List(_)) if nodes.len() > self.max_entries => {
                self.note(node, path);
                let count = nodes.len();
                let message = message!(
                    "`{field}` has {count} entries; at most {limit} are read",
                    field = path,
                    count,
                    limit = self.max_entries,
                    what = "list"
                );
                self.report(
                    codes::RELEASE_TOO_LARGE,
                    message,
                    path,
                    node.range.clone(),
                    "a list that long belongs into the body, or into a file of its own",
                );
            }
            (NodeValue::List(_), Shape::ListOr(_)) => {
                self.value(node, Shape::List(&Shape::Text), path, indicator);
            }
            (NodeValue::List(nodes), Shape::List(shape)) => {
                self.note(node, path);
                let dashes = self.dashes(node, indicator);
                for (at, node) in nodes.iter().enumerate() {
                    self.value(node, *shape, &format!("{path}[{at}]"), dashes.get(at));
                }
            }
            (NodeValue::Map(entries), Shape::Group(table) | Shape::ListOr(table)) => {
                self.note(node, path);
                self.group(node, entries, table, path);
            }
            (NodeValue::Map(_), Shape::Settings) => self.note(node, path),
            (NodeValue::List(nodes), Shape::Periods) => {
                self.note(node, path);
                self.periods(nodes, path);
            }
            (NodeValue::Map(entries), Shape::Labels(languages, names)) => {
                self.labels(entries, languages, names, path);
            }
            _ => self.wrong(node, shape, path),
        }
    }

    fn text(
        &mut self,
        node: &Node,
        text: &TextValue,
        shape: Shape,
        path: &str,
        indicator: Option<&Range<usize>>,
    ) {
        self.fields.insert(
            path,
            FieldOrigin {
                range: node.range.clone(),
                text: Some(Source::from_text(path, Format::Markdown, text.as_typed().to_owned())),
                verbatim: text.verbatim,
                file: None,
            },
        );
        if text.verbatim.is_none() {
            self.anchor(node, &text.value, path);
        }
        self.comment(node, shape, path, indicator);
        match shape {
            // Emptiness of these two is a rule of its own.
            _ if path == "body" => {}
            _ if is_too_long(&text.value) => {
                let count = text.value.encode_utf16().count();
                let message = message!(
                    "`{field}` has {count} characters; at most {limit} are read",
                    field = path,
                    count,
                    limit = MAX_FIELD,
                    what = "field"
                );
                self.report(
                    codes::RELEASE_TOO_LARGE,
                    message,
                    path,
                    node.range.clone(),
                    "long text belongs into the body",
                );
            }
            _ if path == "headline" => {}
            _ if text.value.trim().is_empty() => {
                self.report(
                    codes::EMPTY_FIELD,
                    message!("`{field}` is empty", field = path),
                    path,
                    node.range.clone(),
                    "fill it in, or remove it",
                );
            }
            Shape::Choice(words, code) if !words.contains(&text.value.trim()) => {
                // A block scalar ends with a line end, which is no part of the word.
                let value = text.value.trim();
                let message =
                    message!("there is no {what} `{value}`", what = choice_name(code), value);
                let hint = suggest::hint(value, words);
                let range = node.range.clone();
                let mut found = self.found(code, message, path, range.clone()).hint(hint);
                found = found.with("what", choice_token(code)).with("choices", words);
                if let Some(meant) = suggest::word(value, words.iter().copied()) {
                    found = found.with("suggestion", meant);
                    found = self.replaced(found, range, &text.value, meant);
                }
                self.diagnostics.push(found);
            }
            Shape::Colour if Colour::parse(&text.value).is_none() => self.wrong(node, shape, path),
            _ => {}
        }
    }

    /// What is wrong with a piece of the file.
    pub(super) fn found(
        &self,
        code: Code,
        message: impl Into<MessageText>,
        path: &str,
        range: Range<usize>,
    ) -> Diagnostic {
        Diagnostic::new(code, message).in_field(path).at(self.source, range, "")
    }

    /// Reports what is wrong with a value, and what to do.
    fn report(
        &mut self,
        code: Code,
        message: impl Into<MessageText>,
        path: &str,
        range: Range<usize>,
        hint: impl Into<String>,
    ) {
        let found = self.found(code, message, path, range).hint(hint);
        self.diagnostics.push(found);
    }

    /// Notes where a value without text stands.
    pub(super) fn note(&mut self, node: &Node, path: &str) {
        let range = node.range.clone();
        self.fields.insert(path, FieldOrigin { range, text: None, verbatim: None, file: None });
    }
}

/// What a choice chooses, for programs, from its code: `unknown-kind` is "kind".
fn choice_token(code: Code) -> &'static str {
    code.name().trim_start_matches("unknown-")
}

/// What a choice chooses, for people: "media type".
fn choice_name(code: Code) -> String {
    choice_token(code).replace('-', " ")
}

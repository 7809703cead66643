//! YAML, JSON and TOML to one tree of [`Node`]s, with syntax errors as
//! diagnostics on the author's line.

mod bounds;
mod reason;
mod toml_tree;

use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use jsonc_parser::ast;

use self::bounds::{DEPTH, MAX_VALUES, check_value_count, too_deep, too_many_values};
use self::reason::lower_first;
use self::toml_tree::toml;
use super::control::control_character;
use super::{anchors, typographic};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::field::{Node, NodeEntry, NodeValue, TextValue};
use crate::source::{Format, Source};

/// Reads the fields of a source: all of it, or the front matter in `part`.
pub(crate) fn parse(source: &Source, part: Range<usize>) -> Result<Node, Diagnostics> {
    match source.format() {
        Format::Markdown | Format::Yaml => yaml(source, part),
        Format::Json => json(source),
        Format::Toml => toml(source),
    }
}

fn yaml(source: &Source, part: Range<usize>) -> Result<Node, Diagnostics> {
    let text = source.text().get(part.clone()).unwrap_or_default();
    let offset = part.start;
    let mut builder =
        YamlBuilder { source, offset, values: 0, open: Vec::new(), root: None, anchored: None };
    let mut options = Options::default();
    options.emit_anchor_events = true;
    for step in Parser::new_from_str_with_options(text, options) {
        let (event, span) = step.map_err(|error| {
            let at = part.start + error.marker().byte_offset().unwrap_or(text.len());
            if let Some(error) = control_character(source, at) {
                return error;
            }
            let info = error.info();
            if info.contains("recursion") || info.contains("nesting") {
                return too_deep(source, at..at + 1);
            }
            let message = message!("this is not YAML: {reason}", reason = lower_first(&info));
            let diagnostic =
                Diagnostic::new(codes::YAML_SYNTAX, message).at(source, at..at + 1, "");
            diagnostic.hint(if info.contains("tab") {
                "indent with spaces"
            } else if typographic::begins_value(source, at) {
                "typographic quotation marks quote nothing: write `\"…\"` around the value"
            } else {
                "a value with a colon, `#`, `*` or a leading quote wants quotes around all of it"
            })
        })?;
        builder.take(event, &span)?;
        if builder.open.len() > DEPTH {
            return Err(too_deep(source, builder.range(&span)).into());
        }
    }
    let empty = Node { value: NodeValue::Map(Vec::new()), range: part.start..part.start };
    Ok(builder.root.unwrap_or(empty))
}

/// A list or map whose end has not come yet.
struct OpenContainer {
    start: usize,
    items: Vec<Node>,
    map: Option<OpenMap>,
}

/// The entries of a map, and the key that waits for its value.
type OpenMap = (Vec<NodeEntry>, Option<(String, Range<usize>)>);

struct YamlBuilder<'a> {
    source: &'a Source,
    offset: usize,
    /// How many values there are so far.
    values: usize,
    open: Vec<OpenContainer>,
    root: Option<Node>,
    /// A scalar whose anchor comes next.
    anchored: Option<Range<usize>>,
}

impl YamlBuilder<'_> {
    fn range(&self, span: &Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or(0..0);
        self.offset + range.start..self.offset + range.end
    }

    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Diagnostic> {
        let range = self.range(span);
        if event.tag().is_some() {
            return Err(Diagnostic::new(codes::YAML_TAG, "YAML tags are not read here")
                .at(self.source, range, "")
                .hint("remove the word behind `!`"));
        }
        let is_anchored = event.anchor_id().is_some();
        match event {
            Event::Scalar(
                _,
                ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted,
                ..,
            ) if is_anchored => {
                self.anchored = Some(range);
            }
            Event::Anchor(..) => {
                let scalar = self.anchored.take();
                let text = scalar.and_then(|scalar| {
                    anchors::text(self.source, range.start..scalar.end.max(range.end))
                });
                let node = text.ok_or_else(|| anchors::refused(self.source, range))?;
                self.put(node)?;
            }
            Event::Scalar(value, style, ..) => {
                let node = self.scalar(value.into_owned(), style, range);
                self.put(node)?;
            }
            Event::SequenceStart(..) => {
                self.open.push(OpenContainer { start: range.start, items: Vec::new(), map: None });
            }
            Event::MappingStart(..) => {
                let map = Some((Vec::new(), None));
                self.open.push(OpenContainer { start: range.start, items: Vec::new(), map });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let last = match &open.map {
                        Some((entries, _)) => entries.last().map(|entry| entry.node.range.end),
                        None => open.items.last().map(|node| node.range.end),
                    };
                    let end = range.end.min(last.unwrap_or(range.end).max(range.start));
                    let value = match open.map {
                        Some((entries, _)) => NodeValue::Map(entries),
                        None => NodeValue::List(open.items),
                    };
                    self.put(Node { value, range: open.start..end.max(open.start) })?;
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return Err(Diagnostic::new(codes::YAML_ALIAS, "YAML aliases are not read here")
                    .at(self.source, range, "")
                    .hint("write the value out, or put it in quotes if the `*` belongs to it"));
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                return Err(Diagnostic::new(
                    codes::YAML_SYNTAX,
                    "a second YAML document begins here",
                )
                .with("reason", "second-document")
                .at(self.source, range, "")
                .hint("one file holds one release"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Resolves a plain scalar by YAML 1.2's core schema.
    fn scalar(&self, value: String, style: ScalarStyle, range: Range<usize>) -> Node {
        let plain = style == ScalarStyle::Plain;
        let value = match value.as_str() {
            "" | "~" | "null" | "Null" | "NULL" if plain => NodeValue::Null,
            "true" | "True" | "TRUE" if plain => NodeValue::Bool(true),
            "false" | "False" | "FALSE" if plain => NodeValue::Bool(false),
            number if plain && is_yaml_number(number) => NodeValue::Number(value),
            _ => NodeValue::Text(TextValue::new(value, self.source.text(), &range)),
        };
        Node { value, range }
    }

    fn put(&mut self, node: Node) -> Result<(), Diagnostic> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(too_many_values(self.source, node.range));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        let Some((entries, key)) = &mut open.map else {
            open.items.push(node);
            return Ok(());
        };
        match key.take() {
            Some((key, key_range)) => entries.push(NodeEntry { key, key_range, node }),
            None => match node.value {
                NodeValue::Text(text) => *key = Some((text.value, node.range)),
                NodeValue::Number(text) => *key = Some((text, node.range)),
                NodeValue::Null => *key = Some(("null".to_owned(), node.range)),
                NodeValue::Bool(flag) => *key = Some((flag.to_string(), node.range)),
                other => {
                    let message =
                        message!("a field's name is a word, not {found}", found = other.kind());
                    return Err(Diagnostic::new(codes::YAML_SYNTAX, message)
                        .with("reason", "name-not-a-word")
                        .with("found", other.token())
                        .at(self.source, node.range, ""));
                }
            },
        }
        Ok(())
    }
}

/// Whether a plain scalar is a number by YAML 1.2's core schema (10.3.2).
pub(super) fn is_yaml_number(text: &str) -> bool {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|b| (b'0'..=b'7').contains(&b));
    }
    if matches!(body, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let starts_well =
        body.strip_prefix('.').unwrap_or(body).starts_with(|c: char| c.is_ascii_digit());
    let signs = body.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    starts_well && signs && body.parse::<f64>().is_ok()
}

fn json(source: &Source) -> Result<Node, Diagnostics> {
    check_value_count(source)?;
    let options = jsonc_parser::ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(source.text(), &Default::default(), &options).map_err(
        |error| {
            let range = error.range();
            if let Some(error) = control_character(source, range.start) {
                return error;
            }
            let reason = error.kind().to_string();
            if reason.contains("nesting") {
                return too_deep(source, range.start..range.end);
            }
            let message = message!("this is not JSON: {reason}", reason = lower_first(&reason));
            Diagnostic::new(codes::JSON_SYNTAX, message).at(source, range.start..range.end, "")
        },
    )?;
    let Some(value) = parsed.value else {
        return Ok(Node { value: NodeValue::Map(Vec::new()), range: 0..0 });
    };
    json_node(source, value, 0)
}

/// The bytes of a part of a JSON text.
fn json_range(part: &impl jsonc_parser::common::Ranged) -> Range<usize> {
    let range = part.range();
    range.start..range.end
}

fn json_node(source: &Source, value: ast::Value<'_>, depth: usize) -> Result<Node, Diagnostics> {
    let whole = json_range(&value);
    if depth > DEPTH {
        return Err(too_deep(source, whole).into());
    }
    let value = match value {
        ast::Value::StringLit(text) => {
            NodeValue::Text(TextValue::new(text.value.into_owned(), source.text(), &whole))
        }
        ast::Value::NumberLit(number) => NodeValue::Number(number.value.to_owned()),
        ast::Value::BooleanLit(flag) => NodeValue::Bool(flag.value),
        ast::Value::NullKeyword(_) => NodeValue::Null,
        ast::Value::Array(array) => {
            let nodes = array.elements.into_iter().map(|node| json_node(source, node, depth + 1));
            NodeValue::List(nodes.collect::<Result<_, _>>()?)
        }
        ast::Value::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let key_range = json_range(&property.name);
                let node = json_node(source, property.value, depth + 1)?;
                entries.push(NodeEntry { key: property.name.into_string(), key_range, node });
            }
            NodeValue::Map(entries)
        }
    };
    Ok(Node { value, range: whole })
}

//! Values as YAML, in the style of a block or of a flow.

use serde_json::{Map, Value};

use super::path::{place, shape, table};
use super::scalar::{BlockForm, Quotes, block, escaped, one_line};
use crate::field::{Shape, join};

/// How far the parts of a value stand behind it.
const INDENTATION: usize = 2;

/// The most characters of a list on the line of its name.
const MAX_LIST: usize = 80;

/// A value of a block: what stands behind its name or dash, and the lines below, as they stand in
/// the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RenderedValue {
    pub head: String,
    pub lines: Vec<String>,
}

/// How values are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer {
    /// Whether all texts stand in double quotes, on one line: what any reader takes for a text.
    pub is_safe: bool,
}

/// What the place of a value was filled with before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PresentForm {
    pub quotes: Option<Quotes>,
    pub block: Option<BlockForm>,
    /// The column of the lines of a block.
    pub column: Option<usize>,
}

impl Writer {
    /// A value behind the name of a field that stands in this column, or behind a dash there.
    pub fn value(
        self,
        value: &Value,
        path: &str,
        column: usize,
        present: PresentForm,
    ) -> RenderedValue {
        match value {
            Value::String(text) => self.text(text, path, column, present),
            Value::Array(items) if !items.is_empty() => {
                let flow = self.flow(value, path);
                let is_plain_list = matches!(shape(path), Some(Shape::Text));
                let is_short = flow.chars().count() <= MAX_LIST;
                if is_plain_list && is_short && items.iter().all(Value::is_string) {
                    return RenderedValue { head: flow, lines: Vec::new() };
                }
                let column = column + INDENTATION;
                let lines = items.iter().enumerate();
                let lines =
                    lines.flat_map(|(at, item)| self.item(item, &format!("{path}[{at}]"), column));
                RenderedValue { head: String::new(), lines: lines.collect() }
            }
            Value::Object(values) if !values.is_empty() => {
                let lines = self.fields(values, path, column + INDENTATION);
                RenderedValue { head: String::new(), lines }
            }
            _ => RenderedValue { head: self.flow(value, path), lines: Vec::new() },
        }
    }

    fn text(self, text: &str, path: &str, column: usize, present: PresentForm) -> RenderedValue {
        let form = match present.block {
            _ if self.is_safe => None,
            Some(form) => Some(form),
            None => text.contains('\n').then_some(BlockForm::Literal),
        };
        let written = form.and_then(|form| block(text, form).or(block(text, BlockForm::Literal)));
        let Some((head, lines)) = written else {
            let line = one_line(text, shape(path), false, present.quotes);
            let head = if self.is_safe { escaped(text) } else { line };
            return RenderedValue { head, lines: Vec::new() };
        };
        let column = present.column.unwrap_or(column + INDENTATION);
        let lines = lines.iter().map(|line| {
            if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(column)) }
        });
        RenderedValue { head, lines: lines.collect() }
    }

    /// A field of a group, in lines of its own.
    pub fn field(self, name: &str, value: &Value, path: &str, column: usize) -> Vec<String> {
        let RenderedValue { head, lines } = self.value(value, path, column, PresentForm::default());
        let blank = if head.is_empty() { "" } else { " " };
        let first = format!("{}{name}:{blank}{head}", " ".repeat(column));
        std::iter::once(first).chain(lines).collect()
    }

    /// An item of a list, in lines of its own. `column` is that of its dash.
    pub fn item(self, value: &Value, path: &str, column: usize) -> Vec<String> {
        let RenderedValue { head, lines } =
            self.behind_dash(value, path, column, PresentForm::default());
        let first = format!("{}- {head}", " ".repeat(column));
        std::iter::once(first).chain(lines).collect()
    }

    /// An item of a list behind its dash: of a group, the first field stands there.
    pub fn behind_dash(
        self,
        value: &Value,
        path: &str,
        column: usize,
        present: PresentForm,
    ) -> RenderedValue {
        match value {
            Value::Object(values) if !values.is_empty() => {
                let mut lines = self.fields(values, path, column + INDENTATION).into_iter();
                let head = lines.next().unwrap_or_default().trim_start().to_owned();
                RenderedValue { head, lines: lines.collect() }
            }
            Value::Array(_) => RenderedValue { head: self.flow(value, path), lines: Vec::new() },
            _ => self.value(value, path, column, present),
        }
    }

    fn fields(self, values: &Map<String, Value>, path: &str, column: usize) -> Vec<String> {
        let fields = in_order(values, path).into_iter();
        fields
            .flat_map(|(name, value)| self.field(name, value, &join(path, name), column))
            .collect()
    }

    /// A value in one line, as it stands in brackets or braces.
    pub fn flow(self, value: &Value, path: &str) -> String {
        self.flow_in(value, path, None)
    }

    /// The same, in the quotes that stand there, if they hold it.
    pub fn flow_in(self, value: &Value, path: &str, present: Option<Quotes>) -> String {
        match value {
            Value::String(text) if self.is_safe => escaped(text),
            Value::String(text) => one_line(text, shape(path), true, present),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(at, item)| self.flow(item, &format!("{path}[{at}]")));
                format!("[{}]", items.collect::<Vec<_>>().join(", "))
            }
            Value::Object(values) if values.is_empty() => "{}".to_owned(),
            Value::Object(values) => {
                let fields = in_order(values, path).into_iter();
                let fields = fields.map(|(name, value)| {
                    format!("{name}: {}", self.flow(value, &join(path, name)))
                });
                format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        }
    }
}

/// The fields of a value in the order of their table.
pub(super) fn in_order<'v>(
    values: &'v Map<String, Value>,
    path: &str,
) -> Vec<(&'v String, &'v Value)> {
    let table = table(path);
    let mut fields: Vec<_> = values.iter().filter(|(_, value)| !value.is_null()).collect();
    fields.sort_by_key(|(name, _)| place(name, table));
    fields
}

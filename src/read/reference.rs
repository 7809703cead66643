//! The tables of fields as `docs/format.md` shows them.

use crate::field::{Field, FieldGroup, Presence, Shape};
use crate::letterhead::{LABELS, Letterhead};
use crate::release::Release;

/// A field as its row in `docs/format.md`: cells of Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldRow {
    /// Its name in files.
    pub name: &'static str,
    /// What it holds.
    pub form: String,
    /// Whether it has to be there, and what stands in for it.
    pub required: String,
    /// What it means.
    pub meaning: String,
    /// An example as it is written in YAML; empty where there is none.
    pub example: String,
}

/// All groups of fields by their paths, such as `release` and `release.contacts[]`.
pub fn field_tables() -> Vec<(String, Vec<FieldRow>)> {
    let mut tables = Vec::new();
    add_tables("release", Release::FIELDS, &mut tables);
    add_tables("letterhead", Letterhead::FIELDS, &mut tables);
    tables
}

/// The labels by their names, with their texts in German, English, Upper Sorbian, Czech and Polish,
/// as `docs/letterhead.md` shows them.
pub fn label_table() -> Vec<(&'static str, [&'static str; 5])> {
    LABELS.to_vec()
}

fn add_tables(path: &str, fields: &[Field], tables: &mut Vec<(String, Vec<FieldRow>)>) {
    tables.push((path.to_owned(), fields.iter().map(row).collect()));
    let mut shown: Option<&[Field]> = None;
    for field in fields {
        let path = format!("{path}.{}", field.name);
        match field.shape.of_one_language() {
            // The uses of fonts are one group many times.
            Shape::ListOr(fields)
                if shown.replace(fields).is_some_and(|one| std::ptr::eq(one, fields)) => {}
            Shape::Group(fields) | Shape::ListOr(fields) => add_tables(&path, fields, tables),
            Shape::List(Shape::Group(fields)) => add_tables(&format!("{path}[]"), fields, tables),
            _ => {}
        }
    }
}

fn row(field: &Field) -> FieldRow {
    FieldRow {
        name: field.name,
        form: form(field.shape),
        required: required(field),
        meaning: field.meaning(),
        example: example(field),
    }
}

fn form(shape: Shape) -> String {
    let name = match shape {
        Shape::Number { min, max, unit } => return format!("number, {min} to {max} {unit}"),
        Shape::Choice(words, _) => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            return format!("choice: {}", words.join(", "));
        }
        Shape::ByLanguage(inner, _) => return format!("{}, by language", form(*inner)),
        Shape::Periods => "list of groups",
        Shape::Settings => "group",
        Shape::List(Shape::Group(_)) => "list of groups",
        Shape::List(Shape::WarningCode) => "list of codes",
        Shape::List(item) => return format!("list of {}", form(*item)),
        Shape::OneOrMore(item) => return format!("{0}, or list of {0}", form(*item)),
        Shape::Text | Shape::Line => "text",
        Shape::StyledLine => "line",
        Shape::Inline => "inline Markdown",
        Shape::Markdown => "Markdown",
        Shape::Count => "count",
        Shape::Flag => "flag",
        Shape::Day => "day",
        Shape::Date => "date",
        Shape::Moment { .. } => "moment",
        Shape::Link => "link",
        Shape::Email => "e-mail",
        Shape::Phone => "phone",
        Shape::Path => "path",
        Shape::Colour => "colour",
        Shape::WarningCode => "code",
        Shape::Group(_) => "group",
        Shape::ListOr(_) => "list of text, or group",
        Shape::Labels(..) => "labels",
    };
    name.to_owned()
}

fn required(field: &Field) -> String {
    match (field.presence, field.default) {
        (Presence::Required, _) => "yes".to_owned(),
        (Presence::RequiredIf(condition), _) => condition.to_owned(),
        (Presence::OptionalWith(instead), _) => format!("no; {instead}"),
        (Presence::Optional, Some(default)) => format!("no; `{}`", plain(&default())),
        (Presence::Optional, None) => "no".to_owned(),
    }
}

/// A default without the quotes of JSON, and whole numbers without a fraction.
fn plain(value: &serde_json::Value) -> String {
    match (value.as_str(), value.as_f64()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(number)) => number.to_string(),
        (None, None) => value.to_string(),
    }
}

fn example(field: &Field) -> String {
    match (field.shape, field.example) {
        (_, []) => String::new(),
        (Shape::List(item), texts) => {
            let items: Vec<_> = texts.iter().map(|text| yaml(*item, text)).collect();
            format!("`[{}]`", items.join(", "))
        }
        (shape, [text, ..]) => format!("`{}`", yaml(shape, text)),
    }
}

/// A value as YAML reads it; text that looks like a number or a sign of YAML stands in quotes.
fn yaml(shape: Shape, text: &str) -> String {
    let is_plain = !shape.is_text() || text.starts_with(char::is_alphabetic);
    if is_plain { text.to_owned() } else { format!("\"{text}\"") }
}

#[cfg(test)]
mod tests {
    use super::super::check::Checker;
    use super::super::forms;
    use super::*;
    use crate::source::{Format, Source};

    #[test]
    fn every_example_is_a_right_value() {
        for (path, rows) in field_tables() {
            let table = table_of(&path);
            for row in rows.iter().filter(|row| !row.example.is_empty()) {
                let text = format!("{}: {}\n", row.name, row.example.trim_matches('`'));
                let source = Source::from_text("example.yaml", Format::Yaml, text.clone());
                let tree = forms::parse(&source, 0..text.len()).expect("it is YAML");
                let mut checker = Checker::new(&source, 500);
                let field = table.iter().find(|field| field.name == row.name).expect("a field");
                checker.value(&tree.entries()[0].node, field.shape, row.name, None);
                assert_eq!(checker.diagnostics, [], "{path}: {text}");
            }
        }
    }

    fn table_of(path: &str) -> &'static [Field] {
        let (root, below) = path.split_once('.').unwrap_or((path, ""));
        let root = if root == "release" { Release::FIELDS } else { Letterhead::FIELDS };
        below.split('.').filter(|name| !name.is_empty()).fold(root, |table, name| {
            let name = name.trim_end_matches("[]");
            let field = table.iter().find(|field| field.name == name).expect("a field");
            match field.shape.of_one_language() {
                Shape::Group(table) | Shape::ListOr(table) | Shape::List(&Shape::Group(table)) => {
                    table
                }
                _ => panic!("{path} is no group"),
            }
        })
    }

    #[test]
    fn the_body_is_the_last_field() {
        assert_eq!(Release::FIELDS.last().map(|field| field.name), Some("body"));
    }
}

//! What `letterpress letterhead new` writes: a letterhead to begin with, with every field and its
//! meaning.

use serde_json::Value;

use crate::field::{Field, FieldGroup, Shape, join};
use crate::letterhead::Letterhead;

/// Columns of a comment.
const WIDTH: usize = 96;

const BEGIN: &str = "\
#:schema letterhead.schema.json
# A letterhead for letterpress. `letterpress schema letterhead > letterhead.schema.json` writes the
# schema by which an editor completes and checks the fields.
#
# What is set here is invented: replace it. A line such as `#short = \"AFM\"` is a field that is not
# set, with its default or an example: remove the `#` to set it, and that of its group above it.
";

/// What is set, with values that are to be replaced.
const FILLED: [(&str, &str); 12] = [
    ("id", "\"amt\""),
    ("language", "\"de\""),
    ("name", "\"Amt für Muster\""),
    ("short", "\"AFM\""),
    ("sender", "[\"AMT\", \"FÜR MUSTER\"]"),
    ("website", "\"www.amt.example\""),
    ("boilerplate", "\"Das Amt sammelt und ordnet Muster aller Art.\""),
    ("address.lines", "[\"Amt für Muster\", \"Am Beispiel 1\", \"12345 Musterstadt\"]"),
    ("contacts.name", "\"Mira Muster\""),
    ("contacts.phone", "\"+49 30 23125 001\""),
    ("contacts.email", "\"presse@amt.example\""),
    ("mail.from", "\"presse@amt.example\""),
];

/// A letterhead to begin with: every field with its meaning as a comment, the important ones with
/// invented values.
///
/// ```
/// use letterpress::files::NoFiles;
/// use letterpress::source::{Format, Source};
/// use letterpress::{Stationery, letterhead_scaffold};
///
/// let house = Source::from_text("house.toml", Format::Toml, letterhead_scaffold());
/// assert!(Stationery::load(&house, &NoFiles).is_ok());
/// ```
pub fn letterhead_scaffold() -> String {
    let mut text = BEGIN.to_owned();
    fields(Letterhead::FIELDS, "", true, &mut text);
    text
}

/// The fields of a group, those that are groups last, since in TOML nothing else may follow them.
fn fields(table: &[Field], path: &str, is_set: bool, text: &mut String) {
    let (groups, plain): (Vec<&Field>, Vec<&Field>) =
        table.iter().partition(|field| is_group(plain_shape(field.shape)));
    for field in plain {
        comment(&field.meaning(), text);
        let path = join(path, field.name);
        let (mark, value) = match filled(&path).filter(|_| is_set) {
            Some(value) => ("", value.to_owned()),
            None => ("#", value(field)),
        };
        text.push_str(&format!("{mark}{} = {value}\n", field.name));
    }
    for field in groups {
        let path = join(path, field.name);
        let has_values = FILLED.iter().any(|(name, _)| name.starts_with(&format!("{path}.")));
        let mark = if has_values { "" } else { "#" };
        text.push('\n');
        comment(&field.meaning(), text);
        match plain_shape(field.shape) {
            Shape::Group(table) => {
                text.push_str(&format!("{mark}[{path}]\n"));
                fields(table, &path, has_values, text);
            }
            Shape::List(Shape::Group(table)) => {
                text.push_str(&format!("{mark}[[{path}]]\n"));
                fields(table, &path, has_values, text);
            }
            Shape::Labels(..) => {
                text.push_str(&format!("#[{path}.de]\n#contact = \"Rückfragen an\"\n"));
            }
            Shape::Periods => text.push_str(&format!("#[[{path}]]\n#from = 2030-01-01\n")),
            _ => text.push_str(&format!("#[{path}]\n")),
        }
    }
}

fn filled(path: &str) -> Option<&'static str> {
    FILLED.iter().find(|(name, _)| *name == path).map(|(_, value)| *value)
}

/// What a text by language is in one.
fn plain_shape(shape: Shape) -> Shape {
    if let Shape::ByLanguage(shape, _) = shape { *shape } else { shape }
}

fn is_group(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Group(_)
            | Shape::List(Shape::Group(_))
            | Shape::Labels(..)
            | Shape::Periods
            | Shape::Settings
    )
}

/// The default of a field, else an example of it.
fn value(field: &Field) -> String {
    if let Some(default) = field.default {
        return toml(&default());
    }
    let shape = plain_shape(field.shape);
    match (shape, field.example) {
        (Shape::List(_), []) => "[\"…\"]".to_owned(),
        (Shape::List(_), examples) => toml(&Value::from(examples.to_vec())),
        (Shape::Flag, _) => "false".to_owned(),
        (Shape::Count, _) => "1".to_owned(),
        (Shape::Number { min, .. }, []) => min.max(20.0).to_string(),
        (Shape::Number { .. } | Shape::Day | Shape::Date | Shape::Moment { .. }, [first, ..]) => {
            (*first).to_owned()
        }
        (Shape::Day | Shape::Date | Shape::Moment { .. }, []) => "2030-01-01".to_owned(),
        (Shape::Colour, []) => "\"#00508c\"".to_owned(),
        (Shape::Choice(words, _), _) => toml(&Value::from(words.first().copied())),
        (_, [first, ..]) => toml(&Value::from(*first)),
        (_, []) => "\"…\"".to_owned(),
    }
}

/// A value of JSON in TOML, which writes all but groups and `null` alike.
fn toml(value: &Value) -> String {
    match value {
        Value::Null => "\"…\"".to_owned(),
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(toml).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| format!("{name} = {}", toml(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        value => value.to_string(),
    }
}

/// Words in lines of comment.
fn comment(words: &str, text: &mut String) {
    let mut line = String::from("#");
    for word in words.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::NoFiles;
    use crate::source::{Format, Source};
    use crate::{Stationery, Typesetter};

    #[test]
    fn it_passes_the_check_at_once() {
        let text = letterhead_scaffold();
        assert!(text.starts_with("#:schema "));
        let source = Source::from_text("new.toml", Format::Toml, text);
        let periods = Stationery::load(&source, &NoFiles).expect("it can be used");
        assert_eq!(Typesetter::new().check_letterhead(&periods), []);
    }

    #[test]
    fn it_has_every_field_and_each_value_is_filled_in_once() {
        let text = letterhead_scaffold();
        for field in Letterhead::FIELDS {
            assert!(text.contains(field.name), "{}", field.name);
        }
        for (path, value) in FILLED {
            let name = path.rsplit('.').next().unwrap_or(path);
            assert_eq!(text.matches(&format!("\n{name} = {value}\n")).count(), 1, "{path}");
        }
    }
}

//! What a request wants to have repeated.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::command::workers::without_mark;

/// Any JSON, as it was typed: numbers may have more digits than a program reckons with.
#[derive(Debug, Clone)]
pub struct Echo(Box<RawValue>);

/// A line, as far as it has an echo.
#[derive(Deserialize)]
struct EchoLine {
    #[serde(default, deserialize_with = "typed")]
    echo: Option<Box<RawValue>>,
}

/// Takes `null`, too, as it was typed.
fn typed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

impl Echo {
    /// That of a line; none where the line has none, or is no object.
    pub fn of_line(line: &[u8]) -> Option<Self> {
        let line = without_mark(line);
        // A list would do for its fields as well.
        let object = line.trim_ascii_start().starts_with(b"{").then_some(line)?;
        let line: EchoLine = serde_json::from_slice(object).ok()?;
        line.echo.map(Self)
    }
}

impl Serialize for Echo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// From a value that was read already, such as one of a manifest: how it was typed is not known.
impl<'de> Deserialize<'de> for Echo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        serde_json::value::to_raw_value(&value).map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Echo {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Echo".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Value::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_echo_is_repeated_as_it_was_typed() {
        let echo = |line: &str| {
            Echo::of_line(line.as_bytes()).map(|echo| serde_json::to_string(&echo).unwrap())
        };
        let typed = ["null", "123456789012345678901234567890", "1.50", "{\"b\": 1, \"a\": []}"];
        for typed in typed {
            let line = format!("{{\"fle\": 3, \"echo\": {typed}}}");
            assert_eq!(echo(&line).as_deref(), Some(typed));
        }
        assert_eq!(echo("\u{feff}{\"echo\":7}").as_deref(), Some("7"));
        for none in ["{\"file\": \"a.md\"}", "[1]", "{\"echo\": 1, \"ec"] {
            assert_eq!(echo(none), None, "{none}");
        }
    }
}

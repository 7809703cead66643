//! What a run and its workers tell each other: a line of JSON each.
//!
//! A request is the item itself, an object, with its number in `item`, by which its answer is known.
//! A worker says first that it is ready, and answers each request with a line.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The version of the protocol. A change that older programs cannot follow counts it up.
pub const PROTOCOL: u32 = 1;

/// What says of itself that it is.
pub const PROGRAM: &str = concat!("letterpress ", env!("CARGO_PKG_VERSION"));

/// Something that a worker works on.
pub trait WorkItem: Serialize + DeserializeOwned + Send + Sync {
    /// What messages call it.
    fn name(&self) -> String;

    /// Whether it comes from standard input.
    fn is_standard_input(&self) -> bool {
        false
    }

    /// The longest that it may take, if it says so.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// Reads one from the fields of a line, which is given as well.
    fn of_fields(fields: Map<String, Value>, _line: &[u8]) -> Result<Self, String> {
        serde_json::from_value(Value::Object(fields)).map_err(|error| plain_reason(&error))
    }
}

/// The next item of a worker.
#[derive(Debug)]
pub struct Request<T> {
    /// By which its answer is known.
    pub number: u64,
    /// What standard input held, if that is where it comes from: a worker's own brings requests.
    pub standard_input: Option<Vec<u8>>,
    pub item: T,
}

const NUMBER: &str = "item";
const STANDARD_INPUT: &str = "standard_input";

impl<T: Serialize> Request<&T> {
    /// The request as a line, without its end.
    pub fn line(&self) -> serde_json::Result<String> {
        let mut fields = match serde_json::to_value(self.item)? {
            Value::Object(fields) => fields,
            _ => return Err(serde::ser::Error::custom("an item is an object")),
        };
        fields.insert(NUMBER.to_owned(), self.number.into());
        if let Some(bytes) = &self.standard_input {
            fields.insert(STANDARD_INPUT.to_owned(), serde_json::to_value(bytes)?);
        }
        serde_json::to_string(&fields)
    }
}

impl<T: WorkItem> Request<T> {
    /// Reads a line; of one without a number it is `number`.
    pub fn parse(line: &[u8], number: u64) -> Result<Self, String> {
        let line = if number == 1 { without_mark(line) } else { line };
        let fields: Result<UniqueFields, _> = serde_json::from_slice(line);
        let UniqueFields(mut fields) = fields.map_err(|error| plain_reason(&error))?;
        let own = field(&mut fields, NUMBER)?.unwrap_or(number);
        let standard_input = field(&mut fields, STANDARD_INPUT)?;
        let item = T::of_fields(fields, line)?;
        if item.is_standard_input() && standard_input.is_none() {
            return Err("standard input is taken by the requests".to_owned());
        }
        Ok(Self { number: own, standard_input, item })
    }
}

/// What stands behind a byte-order mark: some programs put one before all that they write.
pub fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json)
}

/// The fields of an object, of which none stands there twice.
struct UniqueFields(Map<String, Value>);

impl<'de> Deserialize<'de> for UniqueFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = UniqueFields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UniqueFields, A::Error> {
        let mut fields = Map::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if fields.contains_key(&name) {
                return Err(A::Error::custom(format_args!("`{name}` stands there twice")));
            }
            fields.insert(name, value);
        }
        Ok(UniqueFields(fields))
    }
}

/// Why a line is not read, for people who do not know in what the program is written. The line is
/// one: only the column tells something.
pub fn plain_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (reason, place) = text.split_once(" at line 1 column ").unwrap_or((&text, ""));
    let reason = ["f64", "u64", "u32"].iter().fold(reason.to_owned(), |text, number| {
        text.replace(&format!("expected {number}"), "expected a number")
    });
    if place.is_empty() { reason } else { format!("{reason} (column {place})") }
}

/// Takes a field out, if it is there.
fn field<V: DeserializeOwned>(
    fields: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<V>, String> {
    let value = fields.remove(name).map(serde_json::from_value).transpose();
    value.map_err(|error| format!("`{name}`: {error}"))
}

/// A line of a worker.
#[derive(Debug)]
pub enum WorkerLine<T> {
    Word(WorkerWord),
    Reply(Reply<T>),
}

/// A line of a worker besides results.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum WorkerWord {
    /// It takes requests now.
    Ready {
        /// The version of this protocol.
        protocol: u32,
        /// The program and its version.
        program: String,
    },
    /// A layout of one's own sets the release, and is to blame if the worker is lost now.
    OwnLayout {
        /// The number of the request.
        #[serde(rename = "item")]
        number: u64,
    },
}

/// What became of a request.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "result")]
pub struct Reply<T> {
    /// The number of the request.
    #[serde(rename = "item")]
    pub number: u64,
    /// What the run goes on with.
    #[serde(flatten)]
    pub result: T,
    /// What a run is to print of it, in the form that was asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// What a run is to write to standard output, of the only release.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub standard_output: Vec<u8>,
}

/// The fields of a line that are the same whatever it is about.
#[derive(Deserialize)]
struct WorkerLineHead {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, rename = "item")]
    number: u64,
    #[serde(default)]
    protocol: u32,
    #[serde(default)]
    printed: String,
    #[serde(default)]
    standard_output: Vec<u8>,
}

impl<T: DeserializeOwned> WorkerLine<T> {
    /// Reads a line; none where it makes no sense. Head and result are read one after the other:
    /// serde would hold a result as a tree to find out what kind of line it is, and it may have
    /// many bytes.
    pub fn parse(line: &str) -> Option<Self> {
        let head: WorkerLineHead = serde_json::from_str(line).ok()?;
        let WorkerLineHead { kind, number, protocol, printed, standard_output } = head;
        match kind.as_str() {
            "ready" => Some(Self::Word(WorkerWord::Ready { protocol, program: String::new() })),
            "own-layout" => Some(Self::Word(WorkerWord::OwnLayout { number })),
            "result" => {
                let result = serde_json::from_str(line).ok()?;
                Some(Self::Reply(Reply { number, result, printed, standard_output }))
            }
            _ => None,
        }
    }
}

/// How a worker ends that has taken more memory than it may.
pub const TOO_MUCH_MEMORY: u8 = 75;

/// How a worker ends that has taken more time than it may.
pub const TOO_MUCH_TIME: u8 = 76;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        file: String,
    }

    impl WorkItem for Item {
        fn name(&self) -> String {
            self.file.clone()
        }
    }

    #[test]
    fn a_request_is_its_item_with_a_number() {
        let item = Item { file: "a.md".to_owned() };
        let request = Request { number: 7, standard_input: Some(vec![1, 2]), item: &item };
        let line = request.line().unwrap();
        assert_eq!(line, r#"{"file":"a.md","item":7,"standard_input":[1,2]}"#);
        let read: Request<Item> = Request::parse(line.as_bytes(), 1).unwrap();
        assert_eq!((read.number, read.standard_input, read.item), (7, Some(vec![1, 2]), item));
        let plain: Request<Item> = Request::parse(br#"{"file":"b.md"}"#, 3).unwrap();
        assert_eq!((plain.number, plain.standard_input), (3, None));
        assert!(Request::<Item>::parse(br#"{"fle":"b.md"}"#, 3).is_err());
    }
}

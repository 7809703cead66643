//! A release as a program names it: a line of standard input, and what a worker is asked.

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use letterpress::read::{self, SourceKind};
use letterpress::source::{Format, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::echo::Echo;
use crate::command::any_path::JsonPath;
use crate::command::input::Input;
use crate::command::workers::{WorkItem, plain_reason};

/// A release to be checked or set: exactly one of `file`, `text` and `release`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseRequest {
    /// The file of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<JsonPath>,
    /// Its text, in the format that `input_format` names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The release itself, as in a file of JSON. A line with none of the three is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<Map<String, Value>>,
    /// `md`, `json`, `yaml` or `toml`; of a file, its ending says so otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_format: Option<TextFormat>,
    /// What messages call it. By default that is its file, or `<stdin>` with the number of its line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its files go: a path beneath the folder of `-o` or `--out-tree`, without an ending.
    /// By default they are called like its file, or by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<JsonPath>,
    /// The longest that it may take, in seconds; more than `--max-seconds` is not granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<f64>,
    /// Anything: the result says it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<Echo>,
    /// Its path in the tree that `--out-tree` mirrors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirrored: Option<JsonPath>,
    /// Whether it was found in a folder, and not named: it may turn out to be no release.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub found: bool,
    /// What an earlier run has made of it: if that is as it would be now, nothing is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownResult>,
}

/// The format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TextFormat {
    Md,
    Json,
    Yaml,
    Toml,
}

impl TextFormat {
    /// By the ending of a file.
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let format = Format::from_extension(ending)?;
        [Self::Md, Self::Json, Self::Yaml, Self::Toml]
            .into_iter()
            .find(|one| one.format() == format)
    }

    pub fn format(self) -> Format {
        match self {
            Self::Md => Format::Markdown,
            Self::Json => Format::Json,
            Self::Yaml => Format::Yaml,
            Self::Toml => Format::Toml,
        }
    }
}

/// What an earlier run has made of a release.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownResult {
    /// The key of its result.
    pub key: String,
    /// Its files.
    pub outputs: Vec<KnownFile>,
}

/// A file that an earlier run has written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownFile {
    pub file: JsonPath,
    /// As 64 hexadecimal digits.
    pub sha256: String,
}

/// The fields that say that a line is a request and not a release itself.
const SOURCES: [&str; 3] = ["file", "text", "release"];

impl ReleaseRequest {
    /// Of a file.
    pub fn of_file(file: &Path) -> Self {
        Self { file: Some(file.into()), ..Self::default() }
    }

    /// Whether it names a release at all: a line that is no request does not.
    pub fn has_source(&self) -> bool {
        self.file.is_some() || self.text.is_some() || self.release.is_some()
    }

    /// What results call it: as messages do, but with all bytes of a path that is no text.
    pub fn release(&self) -> JsonPath {
        match (&self.name, &self.file) {
            (None, Some(JsonPath::Bytes(bytes))) => JsonPath::Bytes(bytes.clone()),
            _ => self.name().into(),
        }
    }

    /// What messages call the one of a line.
    pub fn named_by_line(mut self, line: u64) -> Self {
        if self.file.is_none() && self.name.is_none() {
            self.name = Some(format!("<stdin>:{line}"));
        }
        self
    }

    /// The input that it names.
    pub fn input(&self, typed: Option<Format>) -> Input {
        let format = self.input_format.map(TextFormat::format).or(typed);
        let input = match (&self.file, &self.text) {
            (Some(file), _) => Input::new(&PathBuf::from(file.clone()), format),
            (None, Some(text)) => {
                let format = format.unwrap_or(Format::Markdown);
                Input::of_request(&self.name(), text.clone(), format)
            }
            // No request is made without one of them, and an object is read as its text.
            (None, None) => Input::of_request(&self.name(), String::new(), Format::Json),
        };
        match (&self.output, &self.mirrored, &self.file) {
            (Some(output), _, _) => input.placed_at(output.clone().into()),
            (None, Some(mirrored), _) => input.mirrored_at(mirrored.clone().into()),
            (None, None, Some(_)) => input,
            (None, None, None) => input.placed_by_id(),
        }
    }

    /// What is wrong with what it says.
    fn check(&self) -> Result<(), String> {
        let named = [self.file.is_some(), self.text.is_some(), self.release.is_some()];
        if named.iter().filter(|is_named| **is_named).count() != 1 {
            return Err("it has to name one of `file`, `text` and `release`".to_owned());
        }
        if self.text.is_some() && self.input_format.is_none() {
            return Err("`text` needs an `input_format`: md, json, yaml or toml".to_owned());
        }
        if self.deadline.is_some_and(|seconds| !(seconds > 0.0 && seconds.is_finite())) {
            return Err("`deadline` is a number of seconds above 0".to_owned());
        }
        if let Some(output) = &self.output
            && (!names_a_file(output.as_bytes())
                || output.as_bytes().iter().any(|byte| b"\0\\".contains(byte))
                || !stays_inside(&PathBuf::from(output.clone())))
        {
            return Err("`output` is a path beneath the folder for results: `2004/05/a`".to_owned());
        }
        // A worker is told where a release was found, and nobody else knows of it.
        if let Some(mirrored) = &self.mirrored
            && !stays_inside(&PathBuf::from(mirrored.clone()))
        {
            return Err("`mirrored` is a path beneath a folder".to_owned());
        }
        Ok(())
    }
}

/// Whether something stands behind the last slash that an ending can be put to.
fn names_a_file(path: &[u8]) -> bool {
    !matches!(path.rsplit(|byte| *byte == b'/').next(), None | Some(b"" | b"."))
}

/// Whether a path leads to a place beneath the folder that it stands in.
fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

impl WorkItem for ReleaseRequest {
    fn name(&self) -> String {
        match (&self.name, &self.file) {
            (Some(name), _) => name.clone(),
            (None, Some(file)) => Input::new(&PathBuf::from(file.clone()), None).name(),
            (None, None) => "<stdin>".to_owned(),
        }
    }

    fn is_standard_input(&self) -> bool {
        self.file.as_ref().is_some_and(|file| PathBuf::from(file.clone()) == Path::new("-"))
    }

    fn deadline(&self) -> Option<Duration> {
        self.deadline.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }

    /// A line that names no file, text or release is a release itself, and its text.
    fn of_fields(fields: Map<String, Value>, line: &[u8]) -> Result<Self, String> {
        if !SOURCES.iter().any(|source| fields.contains_key(*source)) {
            let text = String::from_utf8_lossy(line).into_owned();
            let source = Source::from_text("", Format::Json, text.clone());
            if read::kind(&source) == SourceKind::Other {
                return Err("it names neither `file`, `text` or `release` nor fields of a release"
                    .to_owned());
            }
            let input_format = Some(TextFormat::Json);
            return Ok(Self { text: Some(text), input_format, ..Self::default() });
        }
        let has_echo = fields.contains_key("echo");
        let mut request: Self =
            serde_json::from_value(Value::Object(fields)).map_err(|error| plain_reason(&error))?;
        if has_echo {
            request.echo = Echo::of_line(line);
        }
        request.check()?;
        if request.release.take().is_some() {
            request.text = Some(typed_release(line)?);
            request.input_format = Some(TextFormat::Json);
        }
        Ok(request)
    }
}

/// The object `release` of a line as it was typed: whoever reads it finds a field that stands in it
/// twice, of which a map has the last only.
fn typed_release(line: &[u8]) -> Result<String, String> {
    #[derive(Deserialize)]
    struct ReleaseLine<'a> {
        #[serde(borrow)]
        release: &'a RawValue,
    }
    let typed: ReleaseLine<'_> =
        serde_json::from_slice(line).map_err(|error| plain_reason(&error))?;
    Ok(typed.release.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<ReleaseRequest, String> {
        let fields = serde_json::from_str(line).map_err(|error| error.to_string())?;
        ReleaseRequest::of_fields(fields, line.as_bytes())
    }

    #[test]
    fn a_line_names_a_release_or_is_one() {
        let line = r#"{"headline":"Neu","number":"12/2022"}"#;
        let request = parsed(line).unwrap();
        assert_eq!((request.text.as_deref(), request.name()), (Some(line), "<stdin>".to_owned()));
        assert_eq!(request.named_by_line(7).name(), "<stdin>:7");
        let request = parsed(r#"{"file":"x/a.md","echo":{"node":5},"output":"2004/a"}"#).unwrap();
        assert_eq!(request.name(), "x/a.md");
        assert_eq!(request.input(None).placed(), Some(Path::new("2004/a")));
        let request = parsed(r#"{"release":{"headline":"Neu"},"deadline":2.5}"#).unwrap();
        assert_eq!(request.deadline(), Some(Duration::from_millis(2500)));
        assert!(request.input(None).is_readable());
        // A field that stands there twice is the reader's to refuse.
        let request = parsed(r#"{"release": {"id":"a", "id":"b"}, "input_format":"md"}"#).unwrap();
        assert_eq!(request.text.as_deref(), Some(r#"{"id":"a", "id":"b"}"#));
        assert_eq!((request.input_format, request.release), (Some(TextFormat::Json), None));
        // A path that is not UTF-8.
        let request = parsed(r#"{"file":[97,255],"output":[255,47,98]}"#).unwrap();
        assert_eq!(request.release(), JsonPath::Bytes(vec![97, 255]));
        let placed = PathBuf::from(JsonPath::Bytes(vec![255, 47, 98]));
        assert_eq!(request.input(None).placed(), Some(&*placed));
    }

    #[test]
    fn a_request_that_makes_no_sense_is_refused() {
        let wrong = [
            (r#"{"file":"a.md","text":"x"}"#, "one of"),
            (r#"{"text":"x"}"#, "input_format"),
            (r#"{"file":"a.md","deadline":0}"#, "deadline"),
            (r#"{"file":"a.md","output":"../a"}"#, "output"),
            (r#"{"file":"a.md","output":"/a"}"#, "output"),
            (r#"{"file":"a.md","output":""}"#, "output"),
            (r#"{"file":"a.md","output":[46,46,47,255]}"#, "output"),
            (r#"{"file":"a.md","output":[255,47]}"#, "output"),
            (r#"{"file":"a.md","output":"."}"#, "output"),
            (r#"{"file":"a.md","output":"2004/."}"#, "output"),
            (r#"{"file":"a.md","output":[255,0]}"#, "output"),
            (r#"{"file":"a.md","ouput":"a"}"#, "ouput"),
            (r#"{"file":"a.md","mirrored":"../a.md"}"#, "mirrored"),
            (r#"{"file":3}"#, "a path is a text"),
            ("[1]", "map"),
        ];
        for (line, reason) in wrong {
            let refused = parsed(line).unwrap_err();
            assert!(refused.contains(reason), "{line}: {refused}");
        }
    }
}

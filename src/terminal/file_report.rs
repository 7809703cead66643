//! What is reported of a file that was written or removed.

use std::path::Path;

use letterpress::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cli::OutputFormat;

/// A file that was written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Written<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Where it was written.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "String")]
    pub file: &'a Path,
    /// In which format; `format` is the number of the form of each line.
    #[serde(rename = "file_format")]
    pub format: FileFormat,
    /// What a PDF is for.
    #[serde(serialize_with = "target_name", skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "target_names")]
    pub target: Option<Target>,
    /// How many pages the file holds, if it holds pages.
    pub pages: Option<usize>,
    /// How many bytes were written.
    pub bytes: u64,
    /// The SHA-256 of these bytes, as 64 hexadecimal digits.
    // None for people, who are not told.
    #[schemars(with = "String")]
    pub sha256: Option<&'a str>,
    /// The standards that a PDF claims to keep.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub standards: &'a [&'static str],
    /// What became of the file that was there before.
    pub state: FileState,
    /// Whether it had the same bytes already, and was not touched; left out where it is not so.
    #[serde(rename = "unchanged", skip_serializing_if = "std::ops::Not::not")]
    pub is_unchanged: bool,
    /// Whether it is one of many messages, which are reported to people as a whole.
    #[serde(skip)]
    pub is_one_of_many: bool,
}

/// A file that was removed: a page of an earlier run that had more of them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Removed<'a> {
    /// What the release is called.
    pub release: &'a str,
    /// Where the file was.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "String")]
    pub file: &'a Path,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileFormat {
    Pdf,
    Png,
    Svg,
    Txt,
    Html,
    Heard,
    Ics,
    /// A message.
    Eml,
}

impl From<OutputFormat> for FileFormat {
    fn from(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Pdf => Self::Pdf,
            OutputFormat::Png => Self::Png,
            OutputFormat::Svg => Self::Svg,
            OutputFormat::Txt => Self::Txt,
            OutputFormat::Html => Self::Html,
            OutputFormat::Heard => Self::Heard,
            OutputFormat::Ics => Self::Ics,
        }
    }
}

/// What became of the file that was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// There was none; also of what goes through a pipe or a device.
    New,
    /// It had other bytes.
    Replaced,
    /// It had these bytes, and was not touched.
    Unchanged,
}

/// A path as text.
pub fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

/// `archive`, `print` or `mail`.
pub fn target_name<S: serde::Serializer>(
    target: &Option<Target>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    target.map(Target::as_str).serialize(serializer)
}

/// The names of all targets.
pub fn target_names(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": Target::ALL.map(Target::as_str) })
}

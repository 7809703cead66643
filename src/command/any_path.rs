//! Paths in JSON: text, or the bytes of one that is no text.

use std::fmt;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A path as JSON holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a path is a text, or a list of its bytes")]
pub enum JsonPath {
    /// As text.
    Text(String),
    /// As bytes, where it is not UTF-8.
    Bytes(Vec<u8>),
}

impl JsonPath {
    /// What it is made of.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// The same without what it ends with, if it does.
    pub fn without(&self, end: &str) -> Option<Self> {
        match self {
            Self::Text(text) => text.strip_suffix(end).map(|text| Self::Text(text.to_owned())),
            Self::Bytes(bytes) => {
                bytes.strip_suffix(end.as_bytes()).map(|bytes| Self::Bytes(bytes.to_vec()))
            }
        }
    }
}

impl From<String> for JsonPath {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&Path> for JsonPath {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => bytes_of(path),
        }
    }
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Bytes(bytes) => f.write_str(&String::from_utf8_lossy(bytes)),
        }
    }
}

impl From<JsonPath> for PathBuf {
    fn from(path: JsonPath) -> Self {
        match path {
            JsonPath::Text(text) => text.into(),
            JsonPath::Bytes(bytes) => of_bytes(bytes),
        }
    }
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> JsonPath {
    use std::os::unix::ffi::OsStrExt;
    JsonPath::Bytes(path.as_os_str().as_bytes().to_vec())
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> JsonPath {
    JsonPath::Text(path.display().to_string())
}

#[cfg(unix)]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Writes a path.
pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    JsonPath::from(path).serialize(serializer)
}

/// Reads a path.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    JsonPath::deserialize(deserializer).map(PathBuf::from)
}

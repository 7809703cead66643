//! A line of a manifest, and what a run leaves of one that is killed while it writes.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::any_path::JsonPath;

/// How every line begins.
const BEGINNING: &[u8] = b"{\"format\":1,\"type\":\"result\",";

/// The most bytes of a line: those of a release with very many findings.
pub const MAX_LINE_BYTES: u64 = 64 << 20;

/// The fields by which a line is known.
#[derive(Deserialize)]
pub struct ManifestLineHead {
    #[serde(rename = "type")]
    kind: String,
    pub release: JsonPath,
}

impl ManifestLineHead {
    /// Reads a line; none where it is none of a manifest.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let head: Option<Self> = serde_json::from_slice(line).ok();
        head.filter(|head| head.kind == "result")
    }
}

/// Whether a text is the beginning of a line, and not a file of its own that ends without a line
/// feed: it begins as all lines do, and is no JSON yet.
pub fn is_torn(text: &[u8]) -> bool {
    let common = text.len().min(BEGINNING.len());
    let begins_so = text.get(..common) == BEGINNING.get(..common);
    begins_so && serde_json::from_slice::<IgnoredAny>(text).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_line_is_told_from_all_else() {
        let line = br#"{"format":1,"type":"result","item":17,"release":"a.md","milliseconds":0.5}"#;
        assert!((1..line.len()).all(|length| is_torn(&line[..length])));
        assert!(!is_torn(line) && ManifestLineHead::parse(line).is_some());
        for other in [
            "{\"format\": \"A4\", \"precious\": [1,2,3]}",
            "{\"format\":1}",
            "{\"format\":\"A4\"",
            "{\"format\":1,\"type\":\"letter\",",
            "a letter",
        ] {
            assert!(!is_torn(other.as_bytes()), "{other}");
            assert!(ManifestLineHead::parse(other.as_bytes()).is_none(), "{other}");
        }
    }
}

//! What a file was that somebody read: its role, its name, its bytes as a hash.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a file is for the sheet that is made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputRole {
    /// The text of the release.
    Release,
    /// The letterhead, the texts on which it builds, and its logos.
    Letterhead,
    /// A layout of one's own, or a file that it names.
    Layout,
    /// A font of the letterhead, or one that was added.
    Font,
    /// A picture of the release.
    Picture,
}

impl InputRole {
    /// `release`, `letterhead`, `layout`, `font` or `picture`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Letterhead => "letterhead",
            Self::Layout => "layout",
            Self::Font => "font",
            Self::Picture => "picture",
        }
    }
}

/// A file from which a sheet is made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct InputFile {
    /// What it is for the sheet.
    pub role: InputRole,
    /// What messages call it: its path as the release is named, or as it was given.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    pub sha256: String,
}

impl InputFile {
    pub(crate) fn new(role: InputRole, file: String, bytes: &[u8]) -> Self {
        let sha256 = hexadecimal(&Sha256::digest(bytes));
        Self { role, file, bytes: bytes.len() as u64, sha256 }
    }

    /// The same file under another name.
    pub(crate) fn named(&self, file: String) -> Self {
        Self { file, ..self.clone() }
    }
}

/// A SHA-256 over several pieces, none of which can run into the next.
pub(crate) struct PiecesHash(Sha256);

impl PiecesHash {
    /// `subject` says what the pieces are, so that equal ones of something else have another hash.
    pub fn of(subject: &str) -> Self {
        let mut hash = Self(Sha256::new());
        hash.add(subject);
        hash
    }

    pub fn add(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        self.0.update((piece.len() as u64).to_be_bytes());
        self.0.update(piece);
    }

    /// Adds a file by its role, its name and its hash.
    pub fn add_file(&mut self, name: &str, file: &InputFile) {
        self.add(file.role.as_str());
        self.add(name);
        self.add(&file.sha256);
    }

    /// The hash in 64 hexadecimal digits.
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// Bytes as hexadecimal digits, in lower case.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_file_is_that_of_sha256sum() {
        let file = InputFile::new(InputRole::Release, "a.md".to_owned(), b"abc");
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((file.bytes, file.sha256.as_str()), (3, hash));
        let json = serde_json::to_string(&file).unwrap();
        assert!(json.starts_with(r#"{"role":"release","file":"a.md","bytes":3,"#), "{json}");
    }

    #[test]
    fn no_piece_runs_into_the_next() {
        let hash = |subject: &str, pieces: &[&str]| {
            let mut hash = PiecesHash::of(subject);
            pieces.iter().for_each(|piece| hash.add(piece));
            hash.finish()
        };
        let all = [
            hash("a", &[]),
            hash("b", &[]),
            hash("a", &["bc"]),
            hash("a", &["b", "c"]),
            hash("ab", &["c"]),
            hash("a", &["b", "", "c"]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}

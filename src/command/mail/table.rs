//! Tables with addresses, which never take the place of something else.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::message;

use crate::command::files::PlainFile;
use crate::command::write::write_private_file;

/// What may be overwritten by a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// A table with the same header: an earlier report.
    SameHeader,
    /// Nothing: a list looks like any other list.
    Nothing,
}

/// Writes a table into a file of its owner's. `output-exists` where something else is there, such
/// as a list, a release or the journal.
pub fn write_table(file: &Path, bytes: &[u8], existing: Existing) -> Result<(), Diagnostics> {
    let is_in_the_way = file.is_file()
        && (existing == Existing::Nothing || !begins_alike(file, bytes).is_ok_and(|alike| alike));
    if is_in_the_way {
        let message = message!("{file} already exists", file = file.display());
        let hint = "it is no table of this kind, or may be a list: name another file, or remove it";
        return Err(Diagnostic::new(codes::OUTPUT_EXISTS, message).hint(hint).into());
    }
    write_private_file(file, bytes)
}

/// Whether a file is empty, or begins with the same line as a table.
fn begins_alike(file: &Path, bytes: &[u8]) -> std::io::Result<bool> {
    let header = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let mut found = Vec::new();
    let opened: File = PlainFile::open(file)?.into_file();
    opened.take(header.len() as u64).read_to_end(&mut found)?;
    Ok(found.is_empty() || found == header)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_an_earlier_table_is_overwritten() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.csv");
        let table = |text: &str| write_table(&file, text.as_bytes(), Existing::SameHeader);
        assert!(table("email,name\n1\n").is_ok());
        assert!(table("email,name\n2\n").is_ok());
        for other in ["email\n", "email,names\n", "SQLite format 3\0", "---\nid: x\n"] {
            fs::write(&file, other).expect("it is written");
            let error = table("email,name\n3\n").expect_err("it is something else");
            assert_eq!(error[0].code, "output-exists");
            assert_eq!(fs::read(&file).expect("it is there"), other.as_bytes());
        }
        fs::write(&file, "email,name\n").expect("it is written");
        assert!(write_table(&file, b"email,name\n4\n", Existing::Nothing).is_err());
    }
}

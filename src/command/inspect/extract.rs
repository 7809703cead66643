//! Attachments, written into a folder or to standard output.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::inspect::{Attachment, Inspection};
use letterpress::message;

use crate::command::walk::FoundFile;
use crate::command::words::{bytes, plural};
use crate::command::{usage, write};
use crate::terminal::{Terminal, UiEvent};

/// The most bytes of a file's name.
const MAX_NAME_BYTES: usize = 255;

/// Where the attachments of a PDF go.
#[derive(Debug, PartialEq, Eq)]
pub enum AttachmentDestination {
    /// They are not extracted.
    Nowhere,
    StandardOutput,
    /// A folder, there or not.
    Folder(PathBuf),
}

/// Where the attachments of each file go. Of several, each has a folder of its own; those of a
/// folder that was named mirror it.
pub fn plan(
    typed: Option<&Path>,
    files: &[FoundFile],
) -> Result<Vec<AttachmentDestination>, Diagnostics> {
    let Some(typed) = typed else {
        return Ok(files.iter().map(|_| AttachmentDestination::Nowhere).collect());
    };
    match files {
        [FoundFile { below: None, .. }] if typed == Path::new("-") => {
            Ok(vec![AttachmentDestination::StandardOutput])
        }
        _ if typed == Path::new("-") => Err(only_one().into()),
        [FoundFile { below: None, .. }] => {
            Ok(vec![AttachmentDestination::Folder(typed.to_owned())])
        }
        _ => {
            let mut taken = HashSet::new();
            let folders = files
                .iter()
                .map(|file| AttachmentDestination::Folder(typed.join(own_path(file, &mut taken))));
            Ok(folders.collect())
        }
    }
}

/// The refusal to mix attachments with each other, or with lines.
pub fn only_one() -> Diagnostic {
    let error = usage("the attachments of one PDF only can go to standard output");
    error.hint("`--extract DIR` writes those of each PDF into a folder")
}

/// The path of a PDF's own folder: that of the file without its ending; with a number where
/// another has it already.
fn own_path(file: &FoundFile, taken: &mut HashSet<OsString>) -> PathBuf {
    let is_standard_input = file.path == Path::new("-");
    let stem = file.path.file_stem().filter(|_| !is_standard_input).unwrap_or(OsStr::new("stdin"));
    let folder = file.below.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut path = folder.join(stem);
    let mut number = 1;
    // On some systems, names that differ in case alone are the same.
    while !taken.insert(path.as_os_str().to_ascii_lowercase()) {
        number += 1;
        let mut name = stem.to_owned();
        name.push(format!("-{number}"));
        path = folder.join(name);
    }
    path
}

/// Writes the only attachment to standard output.
pub fn to_standard_output(
    inspection: &Inspection,
    name: &str,
    terminal: &Terminal,
) -> Result<(), Diagnostics> {
    let only = match inspection.attachments.as_slice() {
        [] => return Err(nothing_attached(name).into()),
        [only] => only,
        several => {
            let message = message!(
                "{file} has {count} attachments, and one only can go to standard output",
                file = name,
                count = several.len()
            );
            return Err(usage(message).hint("`--extract DIR` writes all of them").into());
        }
    };
    let content = content(only, name)?;
    match str::from_utf8(content) {
        Ok(text) => terminal.write_stdout(text),
        Err(_) => terminal.write_stdout_bytes(content),
    }
}

/// Writes every attachment; returns the files, and what went wrong.
pub fn extract(
    inspection: &Inspection,
    name: &str,
    folder: &Path,
    terminal: &Terminal,
) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    if inspection.attachments.is_empty() {
        return (Vec::new(), vec![nothing_attached(name)]);
    }
    let mut written = Vec::new();
    let mut errors = Vec::new();
    for attachment in &inspection.attachments {
        match write(attachment, name, folder, terminal) {
            Ok(file) => written.push(file),
            Err(found) => errors.extend(found),
        }
    }
    (written, errors)
}

fn nothing_attached(name: &str) -> Diagnostic {
    let message = message!("{file} has no attachments", file = name);
    let hint = "`letterpress render --embed-source` attaches a release to its PDF";
    Diagnostic::new(codes::NOTHING_ATTACHED, message).hint(hint)
}

/// The bytes of an attachment of the file `name`.
fn content<'a>(attachment: &'a Attachment, name: &str) -> Result<&'a [u8], Diagnostic> {
    attachment.content.as_deref().ok_or_else(|| {
        let message = message!(
            "the attachment `{attachment}` of {file} cannot be read",
            attachment = attachment.name,
            file = name
        );
        Diagnostic::new(codes::ATTACHMENT_UNREADABLE, message)
    })
}

fn write(
    attachment: &Attachment,
    name: &str,
    folder: &Path,
    terminal: &Terminal,
) -> Result<PathBuf, Diagnostics> {
    let own = &attachment.name;
    if !is_safe(own) {
        let message = message!(
            "an attachment of {file} is called `{attachment}`, and is not written",
            file = name,
            attachment = own
        );
        let error = Diagnostic::new(codes::ATTACHMENT_NAME, message);
        return Err(Diagnostics::from(
            error.hint("its name leads out of the folder, or no file is called so"),
        ));
    }
    let content = content(attachment, name)?;
    write::make_folder(folder)?;
    let file = folder.join(own);
    write::write_once(&file, content)?;
    let size = plural(content.len(), "byte", bytes);
    let line = format!("wrote {} ({size}, attached to {name})", file.display());
    terminal.emit(&UiEvent::Status(&line));
    Ok(file)
}

/// Whether a name stays in its folder, on every system, and is seen there.
fn is_safe(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let is_device = match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" => true,
        stem => {
            (stem.starts_with("COM") || stem.starts_with("LPT"))
                && stem.len() == 4
                && stem.ends_with(|last: char| last.is_ascii_digit())
        }
    };
    !name.is_empty()
        && name.len() <= MAX_NAME_BYTES
        && name.chars().all(is_plain)
        && !name.starts_with(['.', '-', ' '])
        && !name.ends_with(['.', ' '])
        && !is_device
}

/// Whether a character is seen in the name of a file, and means nothing to any system.
fn is_plain(character: char) -> bool {
    !character.is_control()
        && !"/\\:*?\"<>|".contains(character)
        && !matches!(character, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_several_has_a_folder_of_its_own() {
        let plan = |extract: &str, files: &[&str]| {
            let files: Vec<_> = files.iter().map(|file| found(file)).collect();
            plan(Some(Path::new(extract)), &files)
        };
        let folder = |name: &str| AttachmentDestination::Folder(PathBuf::from(name));
        assert_eq!(plan("out", &["a.pdf"]), Ok(vec![folder("out")]));
        let several = plan("out", &["x/a.pdf", "b.v2.pdf", "A.pdf", "-", "a-2.pdf"]);
        let names = ["out/a", "out/b.v2", "out/A-2", "out/stdin", "out/a-2-2"];
        assert_eq!(several, Ok(names.map(folder).into()));
        assert_eq!(plan("-", &["a.pdf"]), Ok(vec![AttachmentDestination::StandardOutput]));
        assert!(plan("-", &["a.pdf", "b.pdf"]).is_err());
        let several = plan("out", &["x//2004/a.pdf", "y//2004/a.PDF", "z//a.pdf", "a.pdf"]);
        let names = ["out/2004/a", "out/2004/a-2", "out/a", "out/a-2"];
        assert_eq!(several, Ok(names.map(folder).into()));
        assert_eq!(plan("out", &["x//a.pdf"]), Ok(vec![folder("out/a")]));
        assert!(plan("-", &["x//a.pdf"]).is_err());
    }

    /// A file that was named, or behind `//` one of the folder before it.
    fn found(file: &str) -> FoundFile {
        let below = file.split_once("//").map(|(_, below)| below.into());
        FoundFile { path: file.into(), below, error: None }
    }

    #[test]
    fn names_stay_in_their_folder() {
        for name in ["release.md", "Bericht 2022 – Übersicht.xml", "a..b", "comma"] {
            assert!(is_safe(name), "{name}");
        }
        let long = "a".repeat(256);
        let outside = ["", ".", "..", "../a", "/a", "a/b", "a\\b", "C:a", ".bashrc", "-rf", "a\0b"];
        let strange = ["a\u{202E}dm.exe", "nul.md", "COM1", "a.", "a ", " a", "a\nb", &long];
        for name in outside.iter().chain(&strange) {
            assert!(!is_safe(name), "{name:?}");
        }
    }
}

//! Attachments, written into a folder.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::inspect::{Attachment, Inspection};
use letterpress::message;

use super::words::{bytes, plural};
use crate::command::write;
use crate::terminal::{Terminal, UiEvent};

/// The most bytes of a file's name.
const MAX_NAME_BYTES: usize = 255;

/// Writes every attachment; returns the files, and what went wrong.
pub fn extract(
    inspection: &Inspection,
    name: &str,
    folder: &Path,
    terminal: &Terminal,
) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    if inspection.attachments.is_empty() {
        let error = Diagnostic::new(
            codes::NOTHING_ATTACHED,
            message!("{file} has no attachments", file = name),
        );
        let hint = "`letterpress render --embed-source` attaches a release to its PDF";
        return (Vec::new(), vec![error.hint(hint)]);
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
    let Some(content) = &attachment.content else {
        let message = message!(
            "the attachment `{attachment}` of {file} cannot be read",
            attachment = own,
            file = name
        );
        return Err(Diagnostics::from(Diagnostic::new(codes::ATTACHMENT_UNREADABLE, message)));
    };
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

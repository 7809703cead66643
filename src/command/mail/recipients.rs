//! The recipients that were asked for.

use std::path::Path;

use letterpress::diagnostic::Diagnostic;
use letterpress::files::FileFault;
use letterpress::mail::List;
use letterpress::read;
use letterpress::release::Language;
use letterpress::source::Format;

use crate::cli::Selecting;
use crate::command::files::read_file;
use crate::command::{input_output, usage};

/// Reads a list and takes off it who is not meant. What is said of lines and people is
/// left in its warnings.
pub fn read(path: &Path, typed: &Selecting) -> Result<List, Vec<Diagnostic>> {
    let language = typed.language.as_deref().map(language).transpose()?;
    let mut list = one(path)?;
    for path in &typed.suppress {
        let suppressed = one(path)?;
        list.warnings.extend(suppressed.warnings.iter().cloned());
        let notes = list.suppress(&suppressed);
        list.warnings.extend(notes);
    }
    list.select(&typed.tag)?;
    if let Some(language) = language {
        list.select_language(language);
    }
    if list.is_empty() {
        let message = format!("nobody in {} is left to write to", path.display());
        let mut faults = std::mem::take(&mut list.warnings);
        faults.push(usage(message));
        return Err(faults);
    }
    Ok(list)
}

fn one(path: &Path) -> Result<List, Vec<Diagnostic>> {
    let name = path.display().to_string();
    let bytes = read_file(path, read::MAX_BYTES as u64).map_err(|fault| {
        let message = format!("{name} {}", fault.describe());
        vec![match fault {
            FileFault::TooLarge { .. } => Diagnostic::error("list-too-large", message)
                .hint("part it into several lists, and send to one after the other"),
            _ => input_output(message),
        }]
    })?;
    // A source has to have a form; of a list nobody asks for it.
    List::read(&read::source(&name, Format::Markdown, bytes)?)
}

fn language(typed: &str) -> Result<Language, Vec<Diagnostic>> {
    Language::from_spelling(typed).ok_or_else(|| {
        let fault = usage(format!("there is no language `{typed}`"));
        let hint = read::did_you_mean(typed, Language::SPELLINGS)
            .unwrap_or_else(|| format!("one of {}", Language::SPELLINGS.join(", ")));
        vec![fault.hint(hint)]
    })
}

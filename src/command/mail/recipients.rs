//! The recipients that were asked for.

use std::path::Path;

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics, bounded, codes};
use letterpress::files::FileError;
use letterpress::limits::ListLimits;
use letterpress::mail::RecipientList;
use letterpress::message;
use letterpress::read;
use letterpress::release::Language;
use letterpress::source::Format;

use crate::cli::SelectionArgs;
use crate::command::files::read_file;
use crate::command::{Exit, input_output, usage};
use crate::terminal::Terminal;

/// The recipients that were asked for, and how a run ends for what is wrong with them, which
/// is reported at once: it is no release's.
pub fn read(
    path: &Path,
    typed: &SelectionArgs,
    limits: &ListLimits,
    terminal: &Terminal,
) -> (Option<RecipientList>, Exit) {
    let (list, found) = match select(path, typed, limits) {
        Ok(mut list) => {
            let warnings = std::mem::take(&mut list.warnings);
            (Some(list), warnings)
        }
        Err(errors) => (None, errors.into_vec()),
    };
    let found = bounded(found);
    terminal.emit_all(&found);
    (list, Exit::of(&found, Blame::Release, terminal.denies_warnings()))
}

/// Reads a list and leaves the recipients that the options select. Warnings and notes are
/// added to its own.
fn select(
    path: &Path,
    typed: &SelectionArgs,
    limits: &ListLimits,
) -> Result<RecipientList, Diagnostics> {
    let language = typed.language.as_deref().map(language).transpose()?;
    let mut list = one(path, limits)?;
    for path in &typed.suppress {
        let suppressed = one(path, limits)?;
        list.warnings.extend(suppressed.warnings.iter().cloned());
        let notes = list.suppress(&suppressed);
        list.warnings.extend(notes);
    }
    list.select(&typed.tag)?;
    if let Some(language) = language {
        list.select_language(language);
    }
    if list.is_empty() {
        let message = message!("no recipients left in {file}", file = path.display());
        return Err(Diagnostics::from(usage(message)).after(list.warnings));
    }
    Ok(list)
}

fn one(path: &Path, limits: &ListLimits) -> Result<RecipientList, Diagnostics> {
    let name = path.display().to_string();
    let bytes = read_file(path, limits.bytes).map_err(|error| {
        let message = message!("{file} {reason}", reason = error.describe(), file = name);
        match error {
            FileError::TooLarge { .. } => Diagnostic::new(codes::LIST_TOO_LARGE, message)
                .hint("split it into several lists, and send to one after the other"),
            _ => input_output(message),
        }
    })?;
    // A source needs some form; that of a list is never looked at.
    let source = read::source(&name, Format::Markdown, bytes, limits.bytes);
    let list = source.and_then(|source| RecipientList::read_within(&source, limits));
    list.map_err(|errors| errors.blamed_on(Blame::RecipientList))
}

fn language(typed: &str) -> Result<Language, Diagnostics> {
    Language::from_spelling(typed).ok_or_else(|| {
        let error = usage(message!("there is no language `{value}`", value = typed));
        let hint = read::did_you_mean(typed, Language::SPELLINGS)
            .unwrap_or_else(|| format!("one of {}", Language::SPELLINGS.join(", ")));
        error.hint(hint).into()
    })
}

//! The recipients that were asked for.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics, bounded, codes};
use letterpress::files::FileError;
use letterpress::limits::ListLimits;
use letterpress::mail::{RecipientList, SuppressionList};
use letterpress::message;
use letterpress::read;
use letterpress::release::Language;

use crate::cli::SelectionArgs;
use crate::command::files::read_file;
use crate::command::input::{Input, cannot_read};
use crate::command::standard_input::read_standard_input;
use crate::command::{Exit, input_output, usage};
use crate::terminal::Terminal;

/// Which recipients are asked for.
pub struct Asked<'a> {
    /// Lists.
    pub files: &'a [PathBuf],
    /// Recipients that are known otherwise.
    pub further: Vec<RecipientList>,
    /// Those who have said to the journal that they want no mail.
    pub suppressed: Option<SuppressionList>,
    /// Whom of them.
    pub selection: &'a SelectionArgs,
}

/// The recipients that were asked for, and how a run ends for what is wrong with them, which
/// is reported at once: it is no release's.
pub fn read(
    asked: Asked<'_>,
    limits: &ListLimits,
    terminal: &Terminal,
) -> (Option<RecipientList>, Exit) {
    let (list, found) = match select(asked, limits) {
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

/// Refuses a run in which more than one file would be standard input.
pub fn check_standard_input(
    paths: &[PathBuf],
    typed: &SelectionArgs,
    inputs: &[Input],
) -> Result<(), Diagnostics> {
    let lists = of_standard_input(paths, typed);
    let releases = inputs.iter().filter(|input| input.file().is_none()).count();
    if lists == 0 || lists + releases == 1 {
        return Ok(());
    }
    let error = usage("`-` stands for several files, and standard input is one");
    Err(error.hint("name the others by their files").into())
}

/// How many of the lists are standard input. A worker has other things there.
pub fn of_standard_input(paths: &[PathBuf], typed: &SelectionArgs) -> usize {
    paths.iter().chain(&typed.suppress).filter(|path| is_standard_input(path)).count()
}

fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads the lists and leaves the recipients that the options select. Warnings and notes are
/// added to its own.
fn select(asked: Asked<'_>, limits: &ListLimits) -> Result<RecipientList, Diagnostics> {
    let typed = asked.selection;
    let language = typed.language.as_deref().map(language).transpose()?;
    let lists = all(asked.files, limits, RecipientList::read_bytes);
    let suppressed = all(&typed.suppress, limits, SuppressionList::read);
    // What is wrong with any of them is said at once.
    let (lists, suppressed) = match (lists, suppressed) {
        (Ok(lists), Ok(suppressed)) => (lists, suppressed),
        (Err(errors), Err(more)) => return Err(more.after(errors.into_vec())),
        (Err(errors), _) | (_, Err(errors)) => return Err(errors),
    };
    let Some(mut list) = lists.into_iter().chain(asked.further).reduce(|mut list, next| {
        let notes = list.merge(next);
        list.warnings.extend(notes);
        list
    }) else {
        return Err(usage("no list of recipients is named").into());
    };
    for suppressed in suppressed.iter().chain(&asked.suppressed) {
        list.warnings.extend(suppressed.warnings.iter().cloned());
        let notes = list.suppress(suppressed);
        list.warnings.extend(notes);
    }
    list.select(&typed.tag)?;
    if let Some(language) = language {
        list.select_language(language);
    }
    if list.is_empty() {
        let message = message!("no recipients left in {file}", file = list.name());
        return Err(Diagnostics::from(usage(message)).after(list.warnings));
    }
    Ok(list)
}

/// Reads files of one kind, as far as the first that cannot be read.
fn all<T>(
    paths: &[PathBuf],
    limits: &ListLimits,
    read: fn(&str, Vec<u8>, &ListLimits) -> Result<T, Diagnostics>,
) -> Result<Vec<T>, Diagnostics> {
    paths.iter().map(|path| one(path, limits, read)).collect()
}

fn one<T>(
    path: &Path,
    limits: &ListLimits,
    read: fn(&str, Vec<u8>, &ListLimits) -> Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    let (name, bytes) = contents(path, limits)?;
    read(&name, bytes, limits).map_err(|errors| errors.blamed_on(Blame::RecipientList))
}

/// Reads a list of those who want no mail.
pub fn suppressed(path: &Path, limits: &ListLimits) -> Result<SuppressionList, Diagnostics> {
    one(path, limits, SuppressionList::read)
}

/// The bytes of a list, and what messages call it.
fn contents(path: &Path, limits: &ListLimits) -> Result<(String, Vec<u8>), Diagnostic> {
    if is_standard_input(path) {
        let bytes =
            read_standard_input(limits.bytes).map_err(|error| cannot_read("<stdin>", &error))?;
        return Ok(("<stdin>".to_owned(), bytes));
    }
    let name = path.display().to_string();
    let bytes = read_file(path, limits.bytes).map_err(|error| {
        let message = message!("{file} {reason}", reason = error.describe(), file = name);
        match error {
            FileError::TooLarge { .. } => Diagnostic::new(codes::LIST_TOO_LARGE, message)
                .hint("split it into several lists, and name each with --to; or allow more with `--limit lists.bytes=…`"),
            _ => input_output(message),
        }
    })?;
    Ok((name, bytes))
}

fn language(typed: &str) -> Result<Language, Diagnostics> {
    Language::from_spelling(typed).ok_or_else(|| {
        let error = usage(message!("there is no language `{value}`", value = typed));
        let hint = read::did_you_mean(typed, Language::SPELLINGS)
            .unwrap_or_else(|| format!("one of {}", Language::SPELLINGS.join(", ")));
        error.hint(hint).into()
    })
}

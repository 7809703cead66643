//! What was typed, checked: options of runs that end.

use std::path::Path;

use letterpress::diagnostic::Diagnostic;
use letterpress::message;

use crate::cli::{InputFormat, RenderArgs};
use crate::command::usage;

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses what makes no sense for files that are watched.
pub fn check(typed: &RenderArgs) -> Result<(), Diagnostic> {
    let many = &typed.releases.many;
    let is_of_lines = typed.releases.typesetting.input_format == Some(InputFormat::Ndjson);
    let is_read = typed.releases.releases.iter().any(|path| is_stdin(path));
    if is_of_lines || is_read || many.files_from.as_deref().is_some_and(is_stdin) {
        let error = usage("what standard input brings cannot be watched");
        return Err(error.hint("name files or folders"));
    }
    if typed.output.as_deref().is_some_and(is_stdin) {
        let error = usage("what is set again and again has no place on standard output");
        return Err(error.hint("write it into a file or a folder with `-o`"));
    }
    let of_runs = [
        ("--manifest", many.manifest.is_some()),
        ("--skip-existing", many.skip_existing),
        ("--stop-after", many.stop_after.is_some()),
        ("--fail-fast", many.fail_fast),
        ("--no-clobber", typed.overwrite.no_clobber),
    ];
    match of_runs.into_iter().find(|(_, is_typed)| *is_typed) {
        Some((option, _)) => Err(usage(message!(
            "{option} is for `render`, which ends: `watch` sets the same releases again and again",
            option
        ))),
        None => Ok(()),
    }
}

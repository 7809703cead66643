//! `letterpress check --fix`: what messages offer is done in the file of the release.

use std::path::Path;

use letterpress::diagnostic::{Diagnostic, Diagnostics, fixed};
use letterpress::message;

use super::batch::Done;
use super::input::Input;
use super::session::Session;
use super::usage;
use super::write::FileWriter;
use crate::cli::{InputFormat, ReleasesArgs};

/// A fault may hide others, so a text is judged anew when some are mended; at most so often.
const MAX_ROUNDS: usize = 10;

/// Refuses what has no file in which anything could be mended.
pub fn check(args: &ReleasesArgs) -> Result<(), Diagnostic> {
    if args.typesetting.input_format == Some(InputFormat::Ndjson) {
        return Err(usage("`--fix` mends files, and takes no lines of releases").hint("name files"));
    }
    if args.releases.iter().any(|path| path == Path::new("-")) {
        return Err(no_file("<stdin>"));
    }
    Ok(())
}

/// Mends what can be mended, and gives what is left to be said.
pub fn check_and_fix(input: &Input, session: &Session, writer: &FileWriter) -> Done {
    let mut done = Done::default();
    if let Err(errors) = fix(input, session, writer, &mut done) {
        done.diagnostics.extend(errors);
    }
    done
}

fn fix(
    input: &Input,
    session: &Session,
    writer: &FileWriter,
    done: &mut Done,
) -> Result<(), Diagnostics> {
    let file = input.file().ok_or_else(|| no_file(&input.name()))?;
    for round in 0..=MAX_ROUNDS {
        // If it cannot be read any more, what was found before is of another text.
        done.diagnostics.clear();
        let source = session.read(input)?;
        let surroundings = session.surroundings(input)?;
        done.diagnostics = session.typesetter().check(&session.job(&source, &surroundings));
        let Some(fixed) = fixed(&source, &done.diagnostics) else { break };
        if round == MAX_ROUNDS {
            break;
        }
        // Somebody may have saved it meanwhile: then it is read again.
        if session.read(input)?.bytes() == source.bytes() {
            let mut files = writer.begin();
            files.add(file, fixed.bytes)?;
            files.finish()?;
            done.fixed += fixed.count;
        }
    }
    Ok(())
}

fn no_file(name: &str) -> Diagnostic {
    let message = message!("`--fix` mends files, and {name} is none", name);
    usage(message).hint("save it as a file, or check it without `--fix`")
}

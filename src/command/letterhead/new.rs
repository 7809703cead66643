//! `letterpress letterhead new`: a letterhead to begin with.

use std::path::Path;

use letterpress::diagnostic::Diagnostics;
use letterpress::message;
use letterpress::{Stationery, letterhead_scaffold};

use crate::cli::LetterheadNewArgs;
use crate::command::write::{FileWriter, Overwrite, create_file};
use crate::command::{Exit, usage};
use crate::terminal::{Terminal, UiEvent};

/// What editors find the schema by (taplo).
const SCHEMA: &str = "#:schema letterhead.schema.json\n";

/// Writes a letterhead with every field, or a copy of `from`.
pub fn run(
    typed: &LetterheadNewArgs,
    from: Option<&Stationery>,
    terminal: &Terminal,
) -> Result<Exit, Diagnostics> {
    let text = text(from);
    if typed.file == Path::new("-") {
        terminal.write_stdout(&text)?;
        return Ok(Exit::Fine);
    }
    let name = typed.file.display();
    if !typed.file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        let error = usage(message!("{file} cannot be a letterhead", file = name));
        return Err(error.hint("a letterhead is a file ending in .toml").into());
    }
    if typed.force {
        let writer = FileWriter::new(Overwrite::Any);
        let mut file = writer.begin();
        file.add(&typed.file, text.into_bytes())?;
        file.finish()?;
    } else {
        create_file(&typed.file, &text)?;
    }
    let next = format!(
        "wrote {name}; fill it in, then: letterpress letterhead check {name}, and letterpress letterhead preview {name} -o specimen.pdf"
    );
    terminal.emit(&UiEvent::Status(&next));
    Ok(Exit::Fine)
}

fn text(from: Option<&Stationery>) -> String {
    let text = from.map_or_else(letterhead_scaffold, |from| from.resolved(None, false));
    if text.starts_with("#:schema") { text } else { format!("{SCHEMA}{text}") }
}

//! `letterpress check`: what is wrong with releases, without writing them.

use letterpress::diagnostic::{Diagnostic, Diagnostics};

use super::Exit;
use super::batch::{Batch, Done, Labour, Task};
use super::input::Input;
use super::project::Projects;
use super::session::Session;
use crate::cli;
use crate::terminal::Terminal;

/// Checks what was typed.
pub fn run(typed: &cli::CheckArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let typed = &typed.releases;
    let inputs = Input::plan(&typed.releases, typed.typesetting.input_format)?;
    let projects = Projects::of(inputs.iter().map(Input::folder), terminal)?;
    let session = Session::set_up(&typed.typesetting, projects, terminal)?;
    let max_bytes = session.limits().text.bytes;
    let labour = Labour::new(typed.jobs, &typed.typesetting.bounds, max_bytes);
    let has_layout = |input: &Input| session.sets_with_own_layout(input);
    Ok(Batch::each(Task::CheckRelease, &inputs, &labour, terminal, has_layout, |input| {
        Done::from(check(input, &session).unwrap_or_else(Diagnostics::into_vec))
    }))
}

fn check(input: &Input, session: &Session) -> Result<Vec<Diagnostic>, Diagnostics> {
    let source = session.read(input)?;
    let files = session.files(input)?;
    Ok(session.typesetter().check(&session.job(input, &source, &files)))
}

//! `letterpress explain`: what the codes of messages mean.

use letterpress::diagnostic::{Blame, Code, Diagnostics, Severity};
use letterpress::message;
use letterpress::read;
use schemars::JsonSchema;
use serde::Serialize;

use super::result::ResultLine;
use super::{Exit, usage};
use crate::cli;
use crate::terminal::{Report, Row, Section, Terminal};

/// A code as programs read it, on standard output.
#[derive(Serialize, JsonSchema)]
pub struct Explanation {
    code: &'static str,
    severity: Severity,
    /// Whose text, file or machine has to change, unless a message says otherwise.
    blame: Blame,
    /// The exit code of `render` and `check` that it leads to.
    exit: u8,
    /// Whether a letterhead may switch it off.
    switchable: bool,
    meaning: &'static str,
    remedy: &'static str,
}

impl From<Code> for Explanation {
    fn from(code: Code) -> Self {
        Self {
            code: code.name(),
            severity: code.severity(),
            blame: code.blame(),
            exit: exit(code).code(),
            switchable: code.is_switchable(),
            meaning: code.meaning(),
            remedy: code.remedy(),
        }
    }
}

/// Explains the codes that were typed, or lists all.
pub fn run(typed: &cli::Explain, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let codes = if typed.codes.is_empty() {
        Code::all()
    } else {
        typed.codes.iter().map(|name| code(name)).collect::<Result<_, _>>()?
    };
    if terminal.is_json() {
        let lines = codes.iter().map(|code| ResultLine::Code(Explanation::from(*code)));
        lines.into_iter().try_for_each(|line| terminal.write_json(&line))?;
    } else if typed.codes.is_empty() {
        terminal.write_stdout(&list(&codes))?;
    } else {
        codes.iter().try_for_each(|code| terminal.write_report(&report(*code)))?;
    }
    Ok(Exit::Fine)
}

/// The code of a name, with or without the word and brackets around it in messages.
fn code(typed: &str) -> Result<Code, Diagnostics> {
    let inner = typed.split_once('[').map_or(typed, |(_, rest)| rest.trim_end_matches(']'));
    Code::from_name(inner).ok_or_else(|| {
        let names: Vec<_> = Code::all().into_iter().map(Code::name).collect();
        let unknown = usage(message!("there is no code `{inner}`", inner));
        let hint = read::did_you_mean(inner, &names)
            .unwrap_or_else(|| "`letterpress explain` lists all codes".to_owned());
        unknown.hint(hint).into()
    })
}

/// The exit code that a message of this code leads to: a warning to none.
fn exit(code: Code) -> Exit {
    match (code.severity(), code.blame()) {
        (Severity::Error, Blame::Release) => Exit::Refused,
        (Severity::Error, _) => Exit::Failed,
        _ => Exit::Fine,
    }
}

fn list(codes: &[Code]) -> String {
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| format!("{:width$}  {}\n", code.name(), code.meaning());
    codes.iter().map(line).collect()
}

fn report(code: Code) -> Report {
    let row = |label: &str, line: String| Row {
        label: label.to_owned(),
        lines: vec![line],
        alarm: false,
    };
    let mut rows = vec![
        row("what it means", code.meaning().to_owned()),
        row("what to do", code.remedy().to_owned()),
        row("whose it is", blame(code.blame()).to_owned()),
    ];
    rows.push(row(
        "exit code",
        match code.severity() {
            Severity::Error => exit(code).code().to_string(),
            Severity::Warning => "0; with --deny-warnings 1".to_owned(),
            Severity::Note => "0".to_owned(),
        },
    ));
    if code.is_switchable() {
        let line = format!("a letterhead: [warnings] off = [\"{}\"]", code.name());
        rows.push(row("switched off by", line));
    }
    let title = format!("{}[{}]", code.severity().as_str(), code.name());
    Report { title, sections: vec![Section { name: "Explanation", rows }] }
}

fn blame(blame: Blame) -> &'static str {
    match blame {
        Blame::Release => "the release's",
        Blame::Letterhead => "the letterhead's",
        Blame::Layout => "the layout's",
        Blame::RecipientList => "the recipient list's",
        Blame::Pdf => "the PDF's",
        Blame::Environment => "the command line's, or that of files, network, relay or journal",
        _ => "letterpress's own",
    }
}

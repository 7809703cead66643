//! `letterpress explain`: what the codes of messages mean.

use letterpress::diagnostic::{Blame, Code, Diagnostics, Severity, codes};
use letterpress::message;
use letterpress::read;

use super::result::{Explanation, ResultLine};
use super::{Exit, usage};
use crate::cli;
use crate::terminal::{Report, ReportRow, ReportSection, Terminal};

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
pub fn run(typed: &cli::ExplainArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let codes = if typed.codes.is_empty() { Code::all() } else { named(&typed.codes)? };
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

/// The codes of these names; an error for each that does not exist.
fn named(typed: &[String]) -> Result<Vec<Code>, Diagnostics> {
    let mut codes = Vec::with_capacity(typed.len());
    let mut errors = Vec::new();
    for name in typed {
        match code(name) {
            Ok(code) => codes.push(code),
            Err(found) => errors.extend(found),
        }
    }
    Diagnostics::check(errors)?;
    Ok(codes)
}

/// The code of a name in any case, or of a message's first line: `error[CODE]: …`.
fn code(typed: &str) -> Result<Code, Diagnostics> {
    let inside = typed.split_once('[').map_or(typed, |(_, rest)| rest);
    let value = inside.split_once(']').map_or(inside, |(name, _)| name).trim();
    Code::from_name(&value.to_ascii_lowercase()).ok_or_else(|| {
        let names: Vec<_> = Code::all().into_iter().map(Code::name).collect();
        let unknown = usage(message!("there is no code `{value}`", value));
        let hint = read::did_you_mean(value, &names)
            .unwrap_or_else(|| "`letterpress explain` lists all codes".to_owned());
        unknown.hint(hint).into()
    })
}

/// How a command ends for a message of this code: `inspect` for one of a PDF, those that work
/// on releases for any other.
fn exit(code: Code) -> Exit {
    match (code.severity(), code.blame()) {
        (Severity::Error, Blame::Release | Blame::Pdf) => Exit::Refused,
        (Severity::Error, _) => Exit::Failed,
        _ if code == codes::RECIPIENT_BROKEN => Exit::Incomplete,
        _ => Exit::Fine,
    }
}

fn list(codes: &[Code]) -> String {
    let width = codes.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let line = |code: &Code| format!("{:width$}  {}\n", code.name(), code.meaning());
    codes.iter().map(line).collect()
}

fn report(code: Code) -> Report {
    let mut rows = vec![
        ReportRow::new("what it means", code.meaning()),
        ReportRow::new("what to do", code.remedy()),
        ReportRow::new("whose it is", blame(code.blame())),
        ReportRow::new("exit code", exit_in_words(code)),
    ];
    if code.is_switchable() {
        let line = format!("a letterhead: [warnings] off = [\"{}\"]", code.name());
        rows.push(ReportRow::new("switched off by", line));
    }
    let title = format!("{}[{}]", code.severity().as_str(), code.name());
    Report { title, sections: vec![ReportSection { name: "Explanation", rows }] }
}

fn exit_in_words(code: Code) -> String {
    let usual = exit(code).code();
    match (code.severity(), code.blame()) {
        // There the letterhead is what was to be judged.
        (Severity::Error, Blame::Letterhead) => {
            format!("{usual}; {} in `letterhead check`", Exit::Refused.code())
        }
        (Severity::Error, Blame::Layout) => {
            format!("{usual}; {} in `layout check`", Exit::Refused.code())
        }
        (Severity::Warning, _) => {
            format!("{usual}; with --deny-warnings {}", Exit::Refused.code())
        }
        _ => usual.to_string(),
    }
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

#[cfg(test)]
mod tests {
    use letterpress::diagnostic::codes;

    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_command_that_judges() {
        assert_eq!(exit_in_words(codes::DATE_FORM), "1");
        assert_eq!(exit_in_words(codes::NOT_PDF), "1");
        assert_eq!(exit_in_words(codes::LOGO_BROKEN), "2; 1 in `letterhead check`");
        assert_eq!(exit_in_words(codes::USAGE), "2");
        assert_eq!(exit_in_words(codes::DOUBLE_SPACE), "0; with --deny-warnings 1");
        assert_eq!(exit_in_words(codes::RECIPIENT_SUPPRESSED), "0");
    }

    #[test]
    fn a_code_is_found_in_any_case_and_in_the_line_of_a_message() {
        for typed in ["date-form", "DATE-FORM", "error[date-form]", "error[date-form]: no [date]"] {
            assert_eq!(code(typed), Ok(codes::DATE_FORM), "{typed}");
        }
    }

    #[test]
    fn every_unknown_code_is_reported() {
        let typed = ["error[x-1]: y", "date-form", "Date-from"].map(str::to_owned);
        let errors = named(&typed).unwrap_err().into_vec();
        let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, ["there is no code `x-1`", "there is no code `Date-from`"]);
        assert_eq!(errors[1].hints, ["did you mean `date-form`?"]);
    }
}

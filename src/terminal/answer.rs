//! What clap has to say: help, the version, or what is wrong with the command line.

use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue};
use letterpress::diagnostic::{Diagnostic, MessageText, Value, codes};

use super::event::UiEvent;
use super::{Terminal, cannot_write_stdout};
use crate::cli::{MessageFormat, ReportingArgs};

/// Prints what clap has to say: help, the version, or what is wrong with the command line,
/// in the form that was asked for, as far as that is clear.
pub fn answer(answer: &clap::Error) -> u8 {
    let typed = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    if !answer.use_stderr() || !asks_for_json(typed) {
        // Help and version are results. Who reads only their beginning has what was wanted.
        let printed = answer.print().and_then(|()| io::stdout().flush());
        let lost = printed.err().filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
        if let Some(error) = lost.filter(|_| !answer.use_stderr()) {
            let error = cannot_write_stdout(&error);
            Terminal::new(ReportingArgs::default()).emit(&UiEvent::diagnostic(&error));
            return 2;
        }
    } else {
        let error = usage_error(answer);
        let messages =
            ReportingArgs { message_format: MessageFormat::Json, ..ReportingArgs::default() };
        Terminal::new(messages).emit(&UiEvent::diagnostic(&error));
    }
    u8::try_from(answer.exit_code()).unwrap_or(u8::MAX)
}

/// Whether the command line asks for JSON, though clap could not read the whole of it.
fn asks_for_json(typed: impl Iterator<Item = String>) -> bool {
    // Behind `--` stand names of files.
    let typed: Vec<_> = typed.take_while(|argument| argument != "--").collect();
    let alias = if has_alias(&typed) { value_of("--format", &typed) } else { None };
    alias.or_else(|| value_of("--message-format", &typed)) == Some("json")
}

/// Whether the command is one whose `--format` stands for `--message-format`.
fn has_alias(typed: &[String]) -> bool {
    // No other option with a value may stand before a command.
    let is_word = |pair: &&[String]| !pair[1].starts_with('-') && pair[0] != "--message-format";
    let mut words = typed.windows(2).filter(is_word).map(|pair| pair[1].as_str());
    matches!(
        (words.next(), words.next()),
        (Some("inspect" | "conform"), _)
            | (Some("mail"), Some("status"))
            | (Some("letterhead"), Some("list"))
    )
}

/// What was typed for an option, as `--option value` or `--option=value`.
fn value_of<'a>(option: &str, typed: &'a [String]) -> Option<&'a str> {
    typed.iter().enumerate().find_map(|(at, argument)| match argument.strip_prefix(option)? {
        "" => typed.get(at + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    })
}

/// clap's text (`error: …`, `  tip: …`, `Usage: …`) as a diagnostic. Where nothing at all was
/// typed behind a command the text is its help, which names no error.
fn usage_error(answer: &clap::Error) -> Diagnostic {
    let text = answer.to_string();
    let message = match answer.kind() {
        clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "the command line is incomplete: an argument or a subcommand is missing".to_owned()
        }
        _ => {
            let first = text.split("\n\n").next().unwrap_or_default().trim();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            first.lines().map(str::trim).collect::<Vec<_>>().join(" ")
        }
    };
    let hints = text.lines().map(str::trim);
    let hints = hints.filter(|line| line.starts_with("tip: ") || line.starts_with("Usage: "));
    let message = MessageText::new(message, usage_values(answer));
    hints.fold(Diagnostic::new(codes::USAGE, message), |found, hint| {
        found.hint(hint.strip_prefix("tip: ").unwrap_or(hint))
    })
}

/// What clap's text names, for programs.
fn usage_values(answer: &clap::Error) -> Vec<(&'static str, Value)> {
    let values = answer.context().filter_map(|(kind, value)| {
        let name = match kind {
            ContextKind::InvalidArg => "argument",
            ContextKind::InvalidValue => "value",
            ContextKind::InvalidSubcommand => "subcommand",
            _ => return None,
        };
        match value {
            ContextValue::String(text) => Some((name, Value::Text(text.clone()))),
            ContextValue::Strings(texts) => Some((name, Value::List(texts.clone()))),
            _ => None,
        }
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Letterpress;

    #[test]
    fn json_is_asked_for_under_each_of_its_names() {
        let asks = |typed: &str| asks_for_json(typed.split(' ').map(str::to_owned));
        assert!(asks("letterpress check --message-format json --bogus"));
        assert!(asks("letterpress --message-format=json"));
        assert!(asks("letterpress inspect --format json --bogus"));
        assert!(asks("letterpress -q --message-format human inspect --format=json"));
        assert!(asks("letterpress mail status --format json --bogus"));
        assert!(!asks("letterpress inspect --message-format json --format human --bogus"));
        assert!(!asks("letterpress render --format json a.md"));
        assert!(!asks("letterpress mail send --format json a.md"));
        assert!(!asks("letterpress check --bogus -- --message-format json"));
        assert!(!asks("letterpress check --message-format"));
        assert!(!asks("letterpress check json"));
    }

    #[test]
    fn help_in_place_of_an_error_becomes_a_diagnostic_with_the_usage() {
        let all = ["check", "render", "new", "inspect", "letterhead", "mail", "mail send"];
        for typed in all {
            let words = ["letterpress"].into_iter().chain(typed.split(' '));
            let answer = Letterpress::try_parse_from(words).unwrap_err();
            let found = usage_error(&answer);
            let expected = "the command line is incomplete: an argument or a subcommand is missing";
            assert_eq!(found.message, expected, "{typed}");
            let usage = format!("Usage: letterpress {typed} ");
            assert_eq!(found.hints.len(), 1, "{typed}: {:?}", found.hints);
            assert!(found.hints[0].starts_with(&usage), "{typed}: {:?}", found.hints);
        }
    }

    #[test]
    fn an_error_of_clap_becomes_a_diagnostic_with_its_tips() {
        let typed = ["letterpress", "render", "--fromat", "pdf", "a.md"];
        let found = usage_error(&Letterpress::try_parse_from(typed).unwrap_err());
        assert_eq!(found.message, "unexpected argument '--fromat' found");
        assert_eq!(found.hints.len(), 2);
        assert_eq!(found.hints[0], "a similar argument exists: '--format'");
        assert_eq!(found.data, [("argument", Value::Text("--fromat".to_owned()))].into());
    }
}

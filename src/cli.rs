//! The command line as it is typed: clap types and their help texts only.

mod bytes;
mod desk;
mod examples;
mod inspect;
mod journal;
mod layout;
mod letterhead;
mod limit;
mod mail;
mod many;
mod message;
mod pages;
mod render;
mod run;
mod send;
mod serve;
mod setting;
mod status;
mod verify;
mod watch;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use self::desk::DeskArgs;
use self::examples::{
    CHECK, COMPLETIONS, CONFORM, DESK, EXAMPLES, EXPLAIN, INSPECT, LAYOUT, LETTERHEAD, MAIL,
    MANUAL, NEW, RENDER, SCHEMA, SERVE, VERIFY, WATCH, WORKER,
};
pub use self::inspect::{ConformArgs, InspectArgs, LinesForm};
pub use self::journal::{JournalArgs, KeptJournalArgs, SuppressCommand};
pub use self::layout::LayoutCommand;
pub use self::letterhead::{LetterheadNewArgs, LetterheadPreviewArgs};
pub use self::limit::LimitSetting;
pub use self::mail::{ComposeArgs, MailCommand};
pub use self::many::{ManyArgs, ShardArg};
pub use self::message::{MessageArgs, RecipientArgs, SelectionArgs};
pub use self::pages::PageSelection;
pub use self::render::{OutputFormat, RenderArgs, TargetArg};
pub use self::send::SendArgs;
pub use self::serve::{ListenAddress, ServeArgs};
pub use self::setting::{
    BoundsArgs, InputFormat, LetterheadsArgs, MessageFormat, OverwriteArgs, ReleasesArgs,
    ReportingArgs, TypesettingArgs,
};
pub use self::status::{StateArg, StatusArgs};
pub use self::verify::VerifyArgs;
pub use self::watch::WatchArgs;
pub use self::worker::WorkerArgs;

/// Typeset press releases: one text file in, one archival, accessible PDF out
#[derive(Debug, Parser)]
#[command(name = "letterpress", version, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, subcommand_required = true, max_term_width = 100)]
pub struct Letterpress {
    #[command(flatten)]
    messages: ReportingArgs,

    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Typeset press releases as PDF
    #[command(long_about = RENDER)]
    Render(RenderArgs),
    /// Typeset press releases, and again whenever a file of theirs changes
    #[command(long_about = WATCH)]
    Watch(WatchArgs),
    /// Check press releases without writing anything
    #[command(long_about = CHECK)]
    Check(CheckArgs),
    /// Write a sample release to start from
    #[command(long_about = NEW)]
    New(NewArgs),
    /// Describe PDF files: pages, fonts, pictures, tags, attachments
    #[command(long_about = INSPECT)]
    Inspect(InspectArgs),
    /// Validate PDF files with veraPDF, by the standards that they claim
    #[command(long_about = CONFORM)]
    Conform(ConformArgs),
    /// Prove that PDFs are what their releases become
    #[command(long_about = VERIFY)]
    Verify(VerifyArgs),
    /// List, show, check, preview or start letterheads
    #[command(subcommand, long_about = LETTERHEAD, arg_required_else_help = true)]
    Letterhead(LetterheadCommand),
    /// Show, check or begin layouts
    #[command(subcommand, long_about = LAYOUT, arg_required_else_help = true)]
    Layout(LayoutCommand),
    /// Compose and send the e-mail of a release
    #[command(subcommand, long_about = MAIL, arg_required_else_help = true)]
    Mail(MailCommand),
    /// Explain a diagnostic code: what it means and what to do
    #[command(long_about = EXPLAIN)]
    Explain(ExplainArgs),
    /// Print the JSON Schema of a release, a letterhead, or the JSON output
    #[command(long_about = SCHEMA)]
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    #[command(long_about = COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print a manual page, as `man` reads it
    #[command(long_about = MANUAL)]
    Manual(ManualArgs),
    /// Write, see and send releases in a browser
    #[command(long_about = DESK)]
    Desk(Box<DeskArgs>),
    /// Check, typeset and compose releases for other programs, over HTTP
    #[command(long_about = SERVE)]
    Serve(Box<ServeArgs>),
    /// Check or typeset releases for another program, one request per line of standard input
    #[command(long_about = WORKER)]
    Worker(WorkerArgs),
}

impl Letterpress {
    /// The settings for messages. In commands whose result is a report, `--format json` is
    /// another name for `--message-format json`.
    pub fn messages(&self) -> ReportingArgs {
        let format = match &self.command {
            Command::Inspect(typed) => typed.format,
            Command::Conform(typed) => typed.format,
            Command::Mail(MailCommand::Status(typed)) => typed.format,
            Command::Mail(MailCommand::Suppress(SuppressCommand::List { format, .. })) => *format,
            Command::Letterhead(LetterheadCommand::List { format, .. }) => *format,
            _ => None,
        };
        let message_format = format.unwrap_or(self.messages.message_format);
        ReportingArgs { message_format, ..self.messages }
    }
}

/// Whether more is wanted than the version alone. clap reads nothing behind `--version`.
pub fn asks_for_details(answer: &clap::Error, typed: impl Iterator<Item = OsString>) -> bool {
    let mut options = typed.skip(1).take_while(|word| word != "--");
    answer.kind() == ErrorKind::DisplayVersion
        && options.any(|word| word.to_str().is_some_and(is_verbose))
}

/// `--verbose`, or `-v`, or that among others, as in `-Vv`.
fn is_verbose(word: &str) -> bool {
    match word.strip_prefix('-') {
        Some(short) if !short.starts_with('-') => short.contains('v'),
        _ => word == "--verbose",
    }
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct CheckArgs {
    /// Mend in the files what has only one right answer, and say what is left
    #[arg(long)]
    pub fix: bool,

    #[command(flatten)]
    pub releases: ReleasesArgs,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct NewArgs {
    /// Choose the kind of release
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub kind: KindArg,

    /// Name this letterhead in the release: an ID, or the path of a .toml file beside the release
    /// [default: that of letterpress.toml, else the first built-in one]
    #[arg(long, value_name = "ID|FILE")]
    pub letterhead: Option<String>,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,

    /// Overwrite no file; `new` never does, with or without this option
    #[arg(long)]
    pub no_clobber: bool,

    /// The file to write; `-` writes Markdown to standard output
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum LetterheadCommand {
    /// List the letterheads that can be named by their IDs
    List {
        /// Print the IDs alone, one per line
        #[arg(long)]
        ids: bool,

        /// Same as --message-format
        #[arg(long, value_enum, value_name = "FORM")]
        format: Option<MessageFormat>,

        #[command(flatten)]
        letterheads: LetterheadsArgs,
    },
    /// Print a letterhead, to start your own from
    Show {
        /// ID of a letterhead (`letterpress letterhead list` prints all IDs), or a .toml file
        #[arg(value_name = "ID|FILE")]
        name: PathBuf,

        /// Take the letterhead as it is on this day, such as 2022-11-25 [default: of several
        /// periods the last]
        #[arg(long, value_name = "DAY")]
        date: Option<String>,

        /// Also print the labels of this language (de, en, hsb, cs, pl)
        #[arg(long, value_name = "LANGUAGE")]
        language: Option<String>,

        /// Also print every field that is not set, with its default
        #[arg(long)]
        fields: bool,

        #[command(flatten)]
        letterheads: LetterheadsArgs,
    },
    /// Check letterhead files, with specimens that are set on them in each language
    Check {
        /// Letterhead files (.toml), folders of them, IDs, or `-` for standard input
        ///
        /// Paths in a letterhead are relative to its folder, with `-` to the working directory.
        #[arg(required = true, value_name = "FILE|DIR|ID|-")]
        files: Vec<PathBuf>,

        #[command(flatten)]
        letterheads: LetterheadsArgs,

        #[command(flatten)]
        bounds: BoundsArgs,
    },
    /// Write a specimen with every field, to see a letterhead
    Preview(LetterheadPreviewArgs),
    /// Write a letterhead to start from
    New(LetterheadNewArgs),
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Diagnostic codes, as in error[CODE] [default: all]
    #[arg(value_name = "CODE")]
    pub codes: Vec<String>,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct SchemaArgs {
    /// What the schema describes
    #[arg(value_enum)]
    pub subject: SchemaSubject,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct CompletionsArgs {
    /// Name of the shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct ManualArgs {
    /// Print the names of all pages instead, one per line
    #[arg(long)]
    pub list: bool,

    /// Name of the page; that of a command is `letterpress-COMMAND`
    #[arg(value_name = "PAGE", default_value = "letterpress", conflicts_with = "list")]
    pub page: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    #[default]
    Release,
    Invitation,
    Correction,
    Speech,
    Statement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaSubject {
    Release,
    Letterhead,
    /// The JSON output of letterpress, line by line
    Messages,
    /// The lines that `--input-format ndjson` and `worker` read
    Requests,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Letterpress::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples() {
        for command in Letterpress::command()
            .get_subcommands()
            .filter(|c| c.get_name() != "help" && !c.is_hide_set())
        {
            let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert_eq!(about.matches("\n  letterpress ").count(), 2, "{}", command.get_name());
        }
    }

    #[test]
    fn more_than_the_version_is_told_on_request_only() {
        let asks = |words: &str| {
            let words = ["letterpress"].into_iter().chain(words.split(' ')).map(OsString::from);
            let answer = Letterpress::try_parse_from(words.clone()).unwrap_err();
            asks_for_details(&answer, words)
        };
        for words in ["--version --verbose", "-v --version", "-Vv", "-qV -v"] {
            assert!(asks(words), "{words}");
        }
        for words in ["--version", "-V", "--version --very", "--version -- -v", "render --help -v"]
        {
            assert!(!asks(words), "{words}");
        }
    }

    #[test]
    fn no_jobs_at_all_are_refused() {
        assert!(Letterpress::try_parse_from(["letterpress", "check", "-j0", "a.md"]).is_err());
        assert!(Letterpress::try_parse_from(["letterpress", "check", "-j2", "-"]).is_ok());
    }
}

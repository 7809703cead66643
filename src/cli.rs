//! The command line as it is typed: clap types and their help texts only.

mod mail;
mod send;
mod setting;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use self::mail::{ComposeArgs, MailCommand, MessageArgs, SelectionArgs};
pub use self::send::{SendArgs, StateArg, StatusArgs};
pub use self::setting::{InputFormat, MessageFormat, ReleasesArgs, ReportingArgs, TypesettingArgs};

const EXAMPLES: &str = "\
Examples:
  letterpress new release.md        write a release to begin with
  letterpress render release.md     typeset it as release.pdf

Exit codes: 0 success; 1 an error of what was to be judged: a release, with `letterhead check` a \
letterhead, with `inspect` a PDF; or `mail send`: a message was not accepted; 2 anything else: \
usage, files, the letterhead or layout under a release, recipient list, relay, journal, or an \
internal error; 130 or 143 ended by a signal. Of several files the highest code is returned.";

const RENDER: &str = "\
Typeset press releases as archival, accessible PDF.

A release is one text file: Markdown with YAML front matter, or the same fields as JSON, YAML \
or TOML. The PDF goes beside it, under the same name. A faulty release is refused with every \
fault at once, and whatever an earlier run wrote stays as it was.

Examples:
  letterpress render release.md
  letterpress render --embed-source -o out/ 2026/*.md";

const CHECK: &str = "\
Check press releases without writing anything.

The rules are those of `render`: what `check` passes, `render` issues.

Examples:
  letterpress check release.md
  letterpress check --message-format json --input-format yaml - < release.yaml";

const NEW: &str = "\
Write a release to begin with.

The ending of FILE says in which form: .md, .json, .yaml or .toml. A file that exists is never \
overwritten.

Examples:
  letterpress new release.md
  letterpress new --kind invitation --letterhead smwk einladung.md";

const INSPECT: &str = "\
Describe a PDF: pages, boxes, fonts, pictures, tags, metadata, attachments, sizes.

Any PDF can be inspected, whoever made it. The standards that it claims are reported as claims; \
validators prove them.

Examples:
  letterpress inspect release.pdf
  letterpress inspect --message-format json --extract attached/ *.pdf";

const LETTERHEAD: &str = "\
List, show or check letterheads.

A letterhead is a TOML file with the name, address, labels and measures of a house. Some are \
built in; your own is best begun as a copy of one of these.

Examples:
  letterpress letterhead show smwk > house.toml
  letterpress letterhead check house.toml";

const MAIL: &str = "\
Compose the mail of a release.

The message holds the release as plain text and as HTML, with the PDF attached. The sender and \
all that a house has its own way of stand under [mail] in the letterhead.

Examples:
  letterpress mail compose release.md
  letterpress mail compose --to redaktionen.csv -o out/ release.md";

const SCHEMA: &str = "\
Print the JSON Schema of a release, of a letterhead, or of the JSON that letterpress writes.

Editors offer and check field names by the first two; programs read the lines of \
`--message-format json` by the third.

Examples:
  letterpress schema release > release.schema.json
  letterpress schema messages > messages.schema.json";

const EXPLAIN: &str = "\
Explain what the code of a message means and what to do.

Without a code all of them are listed. The exit code is 1 for an error of what was to be judged: \
the release, with `letterhead check` the letterhead, with `inspect` the PDF. For any other error \
it is 2.

Examples:
  letterpress explain embargo-without-zone
  letterpress explain --message-format json";

const COMPLETIONS: &str = "\
Print a completion script for a shell.

Examples:
  letterpress completions bash > ~/.local/share/bash-completion/completions/letterpress
  letterpress completions fish > ~/.config/fish/completions/letterpress.fish";

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
    /// Check press releases without writing anything
    #[command(long_about = CHECK)]
    Check(CheckArgs),
    /// Write a release to begin with
    #[command(long_about = NEW)]
    New(NewArgs),
    /// Describe a PDF: pages, fonts, pictures, tags, attachments
    #[command(long_about = INSPECT)]
    Inspect(InspectArgs),
    /// List, show or check letterheads
    #[command(subcommand, long_about = LETTERHEAD, arg_required_else_help = true)]
    Letterhead(LetterheadCommand),
    /// Compose the mail of a release
    #[command(subcommand, long_about = MAIL, arg_required_else_help = true)]
    Mail(MailCommand),
    /// Explain what the code of a message means and what to do
    #[command(long_about = EXPLAIN)]
    Explain(ExplainArgs),
    /// Print the JSON Schema of a release, a letterhead, or the JSON of messages
    #[command(long_about = SCHEMA)]
    Schema(SchemaArgs),
    /// Print a completion script for a shell
    #[command(long_about = COMPLETIONS)]
    Completions(CompletionsArgs),
}

impl Letterpress {
    /// How to report. `--format json` of the commands whose result is a report stands for
    /// `--message-format json`.
    pub fn messages(&self) -> ReportingArgs {
        let format = match &self.command {
            Command::Inspect(typed) => typed.format,
            Command::Mail(MailCommand::Status(typed)) => typed.format,
            _ => None,
        };
        let message_format = format.unwrap_or(self.messages.message_format);
        ReportingArgs { message_format, ..self.messages }
    }
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct RenderArgs {
    /// Where to write: a file, a folder (with a slash at its end it is made), or `-` for
    /// standard output [default: beside the release]
    #[arg(short, long, value_name = "FILE|DIR/|-", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// What to write; png (144 dpi) and svg write each page as NAME-1.png, NAME-2.png …
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Output")]
    pub format: OutputFormat,

    /// What the PDF is for, parted by commas; of several each is written as
    /// NAME-archive.pdf, NAME-print.pdf, NAME-mail.pdf
    #[arg(
        long,
        value_enum,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "archive",
        help_heading = "Output"
    )]
    pub target: Vec<TargetArg>,

    /// Draw crop marks around the sheet; for the target print
    #[arg(long, help_heading = "Output")]
    pub crop_marks: bool,

    /// Set everything in shades of grey
    #[arg(long, help_heading = "Output")]
    pub gray: bool,

    /// The most bytes of the PDF for the target mail [default: 2000000]
    #[arg(long, value_name = "BYTES", help_heading = "Output")]
    pub max_size: Option<u64>,

    /// PDF standards, parted by commas [default: a-2a,ua-1]
    #[arg(long, value_name = "LIST", help_heading = "Output")]
    pub standard: Option<String>,

    /// Attach the release file to the PDF; the standard becomes a-3a,ua-1
    #[arg(long, help_heading = "Output")]
    pub embed_source: bool,

    #[command(flatten)]
    pub releases: ReleasesArgs,
}

/// What a PDF is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum TargetArg {
    /// To be kept: pictures of up to 300 dpi
    Archive,
    /// To be printed: bleed of 3 mm, pictures of 300 dpi and more, no fold marks
    Print,
    /// To be mailed: pictures of up to 150 dpi, and never more bytes than --max-size
    Mail,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct CheckArgs {
    #[command(flatten)]
    pub releases: ReleasesArgs,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct NewArgs {
    /// What kind of release
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub kind: KindArg,

    /// The letterhead it names: the id of a built-in one or a path to a .toml file beside the
    /// release [default: the first built-in one]
    #[arg(long, value_name = "ID|FILE")]
    pub letterhead: Option<String>,

    /// The file to write; `-` writes Markdown to standard output
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct InspectArgs {
    /// The PDF files, or `-` for standard input
    #[arg(required = true, value_name = "FILE.pdf|-")]
    pub files: Vec<PathBuf>,

    /// Write the attachments into this folder, which is made where there is none; no file is
    /// overwritten
    #[arg(long, value_name = "DIR")]
    pub extract: Option<PathBuf>,

    /// The same as --message-format
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<MessageFormat>,
}

#[derive(Debug, Subcommand)]
pub enum LetterheadCommand {
    /// List the built-in letterheads
    List,
    /// Print a built-in letterhead, to begin your own with
    Show {
        /// Its id, as `letterpress letterhead list` gives it
        id: String,
    },
    /// Check letterhead files
    Check {
        /// .toml files, or `-` for standard input; what a letterhead names lies beside it (for
        /// `-` in the working directory)
        #[arg(required = true, value_name = "FILE|-")]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Codes, as they stand in messages: error[CODE] [default: all]
    #[arg(value_name = "CODE")]
    pub codes: Vec<String>,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct SchemaArgs {
    /// Of what
    #[arg(value_enum)]
    pub subject: SchemaSubject,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Archival, accessible PDF
    #[default]
    Pdf,
    /// One picture a page, 144 dpi
    Png,
    /// One drawing a page
    Svg,
    /// Plain text
    Txt,
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
    /// The JSON that letterpress writes, line by line
    Messages,
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
        for command in Letterpress::command().get_subcommands().filter(|c| c.get_name() != "help") {
            let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert_eq!(about.matches("\n  letterpress ").count(), 2, "{}", command.get_name());
        }
    }

    #[test]
    fn no_jobs_at_all_are_refused() {
        assert!(Letterpress::try_parse_from(["letterpress", "check", "-j0", "a.md"]).is_err());
        assert!(Letterpress::try_parse_from(["letterpress", "check", "-j2", "-"]).is_ok());
    }
}

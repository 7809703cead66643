//! `letterpress mail status`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{InputFormat, KeptJournalArgs, MessageFormat};

pub const STATUS: &str = "\
Report the state of each message, from the journal.

Without an argument, the numbers of all releases are shown. A table of the messages of a release \
can be the list of the next one: its column `email` is read by --to and --suppress.

Examples:
  letterpress mail status
  letterpress mail status --export deliveries.csv release.md";

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// IDs or files of releases, or `-` for a release on standard input [default: all releases]
    #[arg(value_name = "ID|RELEASE|-")]
    pub releases: Vec<String>,

    /// Set the format of a release without a file extension, such as `-`
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    #[command(flatten)]
    pub journal: KeptJournalArgs,

    /// Show only messages of this state
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Option<StateArg>,

    /// Show only messages that were tried or entered since then: a moment, a day, or so many
    /// minutes, hours, days or weeks ago (30m, 12h, 7d, 2w)
    #[arg(long, value_name = "MOMENT|DAY|AGO")]
    pub since: Option<String>,

    /// Same as --message-format
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<MessageFormat>,

    /// Write the messages with their states as CSV, which --to and --suppress read; `-` for
    /// standard output
    #[arg(long, value_name = "FILE.csv|-")]
    pub export: Option<PathBuf>,

    /// Write the table for Excel: with semicolons, a byte-order mark and the local time
    #[arg(long, requires = "export")]
    pub excel: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateArg {
    /// Not sent yet
    Queued,
    /// Being sent at this moment
    Sending,
    /// Accepted by the relay
    Accepted,
    /// Not accepted for the time being
    Deferred,
    /// Rejected by the relay for good
    Refused,
    /// Sent, but the connection was lost before the reply
    Unknown,
}

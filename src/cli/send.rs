//! `letterpress mail`: sending, and what became of it.

use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{InputFormat, MessageArgs, MessageFormat, SelectionArgs, TypesettingArgs};

pub const SEND: &str = "\
Send a release to a distribution list, through the office's own mail relay.

Without --yes nothing is sent: the program reports what would be. A recipient who has the release \
gets no second message, so a run that was interrupted continues with the same command. Of \
several releases none is sent before all of them are found good.

A list is CSV with a header (email, name, language, format, tags), or an address a line.

Exit codes: 0 every message was accepted; 1 a release was refused, or a message was not \
accepted; 2 usage, a file, the list, the relay or the journal; 130 or 143 ended by a signal.

Examples:
  letterpress mail send --to newsrooms.csv release.md
  letterpress mail send --yes --to newsrooms.csv --relay smtp://mail.example.org release.md";

pub const STATUS: &str = "\
Report what became of each message, by the journal.

Examples:
  letterpress mail status
  letterpress mail status --export deliveries.csv release.md";

#[derive(Debug, Args)]
pub struct SendArgs {
    /// The releases: files ending in .md, .json, .yaml or .toml, or `-` for standard input
    #[arg(required = true, value_name = "RELEASE|-")]
    pub releases: Vec<PathBuf>,

    /// The distribution list: CSV with a column `email`, or an address a line
    #[arg(long, value_name = "LIST", help_heading = "Recipients")]
    pub to: PathBuf,

    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Send; without this it is only shown what would be sent
    #[arg(long)]
    pub yes: bool,

    /// Send once more, under the same Message-ID, what was sent without an answer
    #[arg(long)]
    pub retry_unknown: bool,

    /// The journal [default: $LETTERPRESS_JOURNAL, else letterpress/journal.sqlite in
    /// $XDG_STATE_HOME or ~/.local/state]
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// The relay: smtp://HOST[:PORT] with STARTTLS, or smtps://HOST[:PORT] [default:
    /// $LETTERPRESS_RELAY, else the letterhead's]
    #[arg(long, value_name = "URL", help_heading = "Relay")]
    pub relay: Option<String>,

    /// A file with the user on its first line and the password on its second [default:
    /// $LETTERPRESS_RELAY_USER and $LETTERPRESS_RELAY_PASSWORD]
    #[arg(long, value_name = "FILE", help_heading = "Relay")]
    pub credentials: Option<PathBuf>,

    /// Trust the certificate authorities in this file, too
    #[arg(long, value_name = "FILE.pem", help_heading = "Relay")]
    pub ca: Option<PathBuf>,

    /// Send without TLS where the relay offers none; never with a password
    #[arg(long, help_heading = "Relay")]
    pub plain: bool,

    /// How many connections to the relay at a time
    #[arg(long, value_name = "N", default_value = "2", help_heading = "Rate")]
    pub connections: NonZeroUsize,

    /// The most messages a minute [default: no limit]
    #[arg(long, value_name = "N", help_heading = "Rate")]
    pub rate: Option<NonZeroU32>,

    /// How often a message is tried that the relay cannot take for the time being
    #[arg(long, value_name = "N", default_value = "5", help_heading = "Rate")]
    pub attempts: NonZeroU32,

    /// The seconds before the second try; they double with each further one, up to 900
    #[arg(long, value_name = "SECONDS", default_value = "30", help_heading = "Rate")]
    pub pause: u32,

    /// The seconds that an answer of the relay may take
    #[arg(long, value_name = "SECONDS", default_value = "300", help_heading = "Rate")]
    pub timeout: NonZeroU64,

    /// The most bytes of a message
    #[arg(long, value_name = "BYTES", default_value = "10000000", help_heading = "Message")]
    pub max_message: NonZeroU64,

    #[command(flatten)]
    pub message: MessageArgs,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,
}

#[derive(Debug, Args)]
pub struct StatusArgs {
    /// The releases, by their ids or files; `-` for a release on standard input [default: all of
    /// them]
    #[arg(value_name = "ID|RELEASE|-")]
    pub releases: Vec<String>,

    /// The form of a release that has no file ending: of `-`, a pipe or a device
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    /// The journal [default: $LETTERPRESS_JOURNAL, else letterpress/journal.sqlite in
    /// $XDG_STATE_HOME or ~/.local/state]
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// Only deliveries of this state
    #[arg(long, value_enum, value_name = "STATE")]
    pub state: Option<StateArg>,

    /// The same as --message-format
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<MessageFormat>,

    /// Write the deliveries as CSV; `-` for standard output
    #[arg(long, value_name = "FILE.csv|-")]
    pub export: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateArg {
    /// Nothing was sent yet
    Queued,
    /// It is on its way at this moment
    Sending,
    /// The relay took it
    Accepted,
    /// The relay could not take it for the time being
    Deferred,
    /// The relay will never take it
    Refused,
    /// It was sent, and no answer came
    Unknown,
}

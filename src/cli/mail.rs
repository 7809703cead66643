//! `letterpress mail`: composing.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::send::{SEND, STATUS};
use super::{SendArgs, StatusArgs, TypesettingArgs};

const COMPOSE: &str = "\
Compose the mail of a release as a file that any mail program or relay takes.

Without --to it is one message to nobody in particular. With --to there is one for each \
recipient, as DIR/ADDRESS.eml: what send would send, for another program to do so.

Examples:
  letterpress mail compose release.md
  letterpress mail compose --to redaktionen.csv -o out/ release.md";

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Write the messages of a release, to nobody or to the recipients of a list
    #[command(long_about = COMPOSE, arg_required_else_help = true)]
    Compose(Box<ComposeArgs>),
    /// Send a release to a distribution list
    #[command(long_about = SEND, arg_required_else_help = true)]
    Send(Box<SendArgs>),
    /// Report what became of each message
    #[command(long_about = STATUS)]
    Status(StatusArgs),
}

#[derive(Debug, Args)]
pub struct ComposeArgs {
    /// The releases: files ending in .md, .json, .yaml or .toml, or `-` for standard input
    #[arg(required = true, value_name = "RELEASE|-")]
    pub releases: Vec<PathBuf>,

    /// Where to write: a file, a folder (with a slash at its end it is made), or `-` for
    /// standard output; with --to a folder [default: beside the release, named as the
    /// attachment]
    #[arg(short, long, value_name = "FILE.eml|DIR/|-", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// The moment of the Date header, as 2022-11-25T14:00+01:00 [default: the release's date;
    /// of a mere day 00:00 UTC]
    #[arg(long, value_name = "MOMENT", help_heading = "Output")]
    pub date: Option<String>,

    #[command(flatten)]
    pub recipients: RecipientArgs,

    #[command(flatten)]
    pub message: MessageArgs,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,
}

/// To whom.
#[derive(Debug, Args)]
pub struct RecipientArgs {
    /// One message for each recipient of this list: CSV with a column email (and name, language,
    /// format, tags), or an address a line
    #[arg(long, value_name = "LIST", help_heading = "Recipients")]
    pub to: Option<PathBuf>,

    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// Who of a list.
#[derive(Debug, Args)]
pub struct SelectionArgs {
    /// Leave out those on this list, of the same form
    #[arg(long, value_name = "FILE", help_heading = "Recipients")]
    pub suppress: Vec<PathBuf>,

    /// Take those with this tag; of several, with any of them
    #[arg(long, value_name = "TAG", help_heading = "Recipients")]
    pub tag: Vec<String>,

    /// Take those who want this language, and those who have not said
    #[arg(long, value_name = "LANGUAGE", help_heading = "Recipients")]
    pub language: Option<String>,
}

/// What a message is made with.
#[derive(Debug, Clone, Args)]
pub struct MessageArgs {
    /// Say that nobody looks on: adds Auto-Submitted
    #[arg(long, help_heading = "Message")]
    pub unattended: bool,

    /// Hand each message to this command on standard input, and take what it gives back; no shell
    #[arg(long, value_name = "COMMAND", help_heading = "Message")]
    pub pre_send: Option<String>,

    /// The secret for the {token} to unsubscribe with: a file that nobody else may read
    /// [default: what LETTERPRESS_TOKEN_KEY holds]
    #[arg(long, value_name = "FILE", help_heading = "Message")]
    pub token_key: Option<PathBuf>,

    /// The most bytes of the PDF [default: 2000000]
    #[arg(long, value_name = "BYTES", help_heading = "Message")]
    pub max_size: Option<u64>,
}

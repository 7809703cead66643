//! `letterpress mail`: composing.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::send::{SEND, STATUS};
use super::{SendArgs, StatusArgs, TypesettingArgs};

const COMPOSE: &str = "\
Compose the e-mail of a release and write it as an .eml file.

Mail programs and relays can open and send the file. Without --to there is one message, without a \
recipient. With --to there is one message for each recipient, as DIR/ADDRESS.eml: the messages \
that `mail send` would send.

Examples:
  letterpress mail compose release.md
  letterpress mail compose --to redaktionen.csv -o out/ release.md";

#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Write the messages of a release as .eml files
    #[command(long_about = COMPOSE, arg_required_else_help = true)]
    Compose(Box<ComposeArgs>),
    /// Send a release to a distribution list
    #[command(long_about = SEND, arg_required_else_help = true)]
    Send(Box<SendArgs>),
    /// Report the state of each message
    #[command(long_about = STATUS)]
    Status(StatusArgs),
}

#[derive(Debug, Args)]
pub struct ComposeArgs {
    /// Releases (.md, .json, .yaml or .toml), or `-` for standard input
    #[arg(required = true, value_name = "RELEASE|-")]
    pub releases: Vec<PathBuf>,

    /// Write to this file, to this folder, or to standard output (`-`); with --to always to a
    /// folder [default: beside the release, under the name of the attachment]
    ///
    /// A folder that does not exist is created if its name ends with a slash.
    #[arg(short, long, value_name = "FILE.eml|DIR/|-", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Set the Date header, such as 2022-11-25T14:00+01:00 [default: the release's date; 00:00 UTC
    /// if that has no time]
    #[arg(long, value_name = "MOMENT", help_heading = "Output")]
    pub date: Option<String>,

    #[command(flatten)]
    pub recipients: RecipientArgs,

    #[command(flatten)]
    pub message: MessageArgs,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,
}

/// The recipients.
#[derive(Debug, Args)]
pub struct RecipientArgs {
    /// Write one message for each recipient on this list
    ///
    /// The list is CSV with a header (email, name, language, format, tags; only email is
    /// required), or a text file with one address per line.
    #[arg(long, value_name = "LIST", help_heading = "Recipients")]
    pub to: Option<PathBuf>,

    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// Which recipients of a list.
#[derive(Debug, Args)]
pub struct SelectionArgs {
    /// Leave out the recipients on this list; can be given several times
    #[arg(long, value_name = "FILE", help_heading = "Recipients")]
    pub suppress: Vec<PathBuf>,

    /// Take only recipients with this tag; given several times, with any of the tags
    #[arg(long, value_name = "TAG", help_heading = "Recipients")]
    pub tag: Vec<String>,

    /// Take only recipients with this language or without one
    #[arg(long, value_name = "LANGUAGE", help_heading = "Recipients")]
    pub language: Option<String>,
}

/// How a message is composed.
#[derive(Debug, Clone, Args)]
pub struct MessageArgs {
    /// Mark the message as sent without a person's control (header Auto-Submitted)
    #[arg(long, help_heading = "Message")]
    pub unattended: bool,

    /// Filter each message through this command, such as a signing gateway
    ///
    /// The command reads the message from standard input and writes the message to send to standard
    /// output. It is not run by a shell.
    #[arg(long, value_name = "COMMAND", help_heading = "Message")]
    pub pre_send: Option<String>,

    /// Read the key for {token} in the unsubscribe address from this file [default:
    /// $LETTERPRESS_TOKEN_KEY]
    ///
    /// No other user may have access to the file.
    #[arg(long, value_name = "FILE", help_heading = "Message")]
    pub token_key: Option<PathBuf>,

    /// Set the maximum size of the PDF in bytes [default: 2000000]
    #[arg(long, value_name = "BYTES", help_heading = "Message")]
    pub max_size: Option<u64>,
}

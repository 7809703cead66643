//! `letterpress mail`: composing.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::journal::SUPPRESS;
use super::send::SEND;
use super::status::STATUS;
use super::{
    JournalArgs, MessageArgs, OverwriteArgs, RecipientArgs, SendArgs, StatusArgs, SuppressCommand,
    TypesettingArgs,
};

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
    Status(Box<StatusArgs>),
    /// Keep a list of those who want no mail
    #[command(subcommand, long_about = SUPPRESS, arg_required_else_help = true)]
    Suppress(SuppressCommand),
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

    #[command(flatten)]
    pub overwrite: OverwriteArgs,

    /// Set the Date header, such as 2022-11-25T14:00+01:00 [default: the release's date; 00:00 UTC
    /// if that has no time]
    #[arg(long, value_name = "MOMENT", help_heading = "Output")]
    pub date: Option<String>,

    /// Make a draft, which a mail program opens for writing (X-Unsent)
    #[arg(long, conflicts_with = "unattended", help_heading = "Output")]
    pub draft: bool,

    #[command(flatten)]
    pub recipients: RecipientArgs,

    #[command(flatten)]
    pub journal: JournalArgs,

    #[command(flatten)]
    pub message: MessageArgs,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,
}

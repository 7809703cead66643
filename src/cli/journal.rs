//! Where the journal is, and `mail suppress`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{LetterheadsArgs, MessageFormat};

pub const SUPPRESS: &str = "\
Keep a list of those who want no mail.

The list is part of the journal. Nobody on it gets a release, whatever list the release is sent \
to. A domain, as @example.org, stands for all its addresses.

Examples:
  letterpress mail suppress add --reason 'by phone' mira@example.org
  letterpress mail suppress import unsubscribed.csv";

/// Where the journal is.
#[derive(Debug, Clone, Args)]
pub struct JournalArgs {
    /// Use this journal [default: $LETTERPRESS_JOURNAL, else `journal` in the letterhead, unless
    /// the release brings the letterhead with it, else letterpress/journal.sqlite in
    /// $XDG_STATE_HOME or ~/.local/state]
    #[arg(long, value_name = "FILE", help_heading = "Journal")]
    pub journal: Option<PathBuf>,

    /// Allow a journal on a network or FUSE file system; say it only if no other machine and no
    /// other mount ever uses the journal
    #[arg(long, help_heading = "Journal")]
    pub journal_on_network: bool,
}

/// The same for a command that sets no release, so that no letterhead is known to it.
#[derive(Debug, Clone, Args)]
pub struct KeptJournalArgs {
    #[command(flatten)]
    pub place: JournalArgs,

    /// Use the journal that this letterhead names: an ID (see `letterpress letterhead list`) or a
    /// .toml file
    #[arg(long, value_name = "ID|FILE", help_heading = "Journal")]
    pub letterhead: Option<PathBuf>,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,
}

#[derive(Debug, Subcommand)]
pub enum SuppressCommand {
    /// Put addresses or domains on the list
    Add {
        /// Addresses, or domains with an @ before them
        #[arg(required = true, value_name = "ADDRESS|@DOMAIN")]
        addresses: Vec<String>,

        /// Say why, such as "by phone"
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,

        #[command(flatten)]
        journal: KeptJournalArgs,
    },
    /// Take addresses or domains off the list
    Remove {
        /// Addresses or domains, as the list has them
        #[arg(required = true, value_name = "ADDRESS|@DOMAIN")]
        addresses: Vec<String>,

        #[command(flatten)]
        journal: KeptJournalArgs,
    },
    /// Print the list as CSV, which `--suppress` reads
    List {
        /// Same as --message-format
        #[arg(long, value_enum, value_name = "FORM")]
        format: Option<MessageFormat>,

        #[command(flatten)]
        journal: KeptJournalArgs,
    },
    /// Put everybody in a file on the list; if a line cannot be read, nobody
    Import {
        /// A list in any form that `--suppress` reads
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Say why, such as "by phone"
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,

        #[command(flatten)]
        journal: KeptJournalArgs,
    },
}

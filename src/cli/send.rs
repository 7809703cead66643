//! `letterpress mail send`.

use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::Args;

use super::run::RunArgs;
use super::{JournalArgs, MessageArgs, SelectionArgs, TypesettingArgs};

pub const SEND: &str = "\
Send a release to a distribution list through the office's mail relay.

Without --yes nothing is sent; the program shows a preview. A recipient who has the release \
gets no second message: to continue an interrupted run, enter the same command again. With \
several releases, nothing is sent until all of them have been checked.

The list is an Excel file (.xlsx), CSV with a header (email, name, language, format, tags; only \
email is required), or a text file with one address per line.

Exit codes:
  0         everybody on the list has the release
  1         a release was refused
  2         any other error: usage, a file, the list, the relay or the journal
  3         not everybody on the list has the release: a message was not accepted, or a line of
            the list cannot be used
  130, 143  ended by a signal (Ctrl-C, SIGTERM)

Examples:
  letterpress mail send --to newsrooms.csv release.md
  letterpress mail send --yes --to newsrooms.csv --relay smtp://mail.example.org release.md";

#[derive(Debug, Clone, Args)]
pub struct SendArgs {
    /// Releases (.md, .json, .yaml or .toml), or `-` for standard input
    #[arg(required_unless_present_any = ["test", "retry_refused"], value_name = "RELEASE|-")]
    pub releases: Vec<PathBuf>,

    /// Send to the recipients on this list, or `-` for standard input; can be given several times
    #[arg(long, value_name = "LIST|-", help_heading = "Recipients")]
    pub to: Vec<PathBuf>,

    #[command(flatten)]
    pub run: RunArgs,

    #[command(flatten)]
    pub selection: SelectionArgs,

    /// Send the messages; without this option only a preview is shown
    #[arg(long)]
    pub yes: bool,

    /// Send messages of the state unknown again, under the same Message-ID
    #[arg(long)]
    pub retry_unknown: bool,

    /// Send again to those whom the relay refused: to all on the list, or to these addresses
    #[arg(long, value_name = "ADDRESS", num_args = 0..)]
    pub retry_refused: Option<Vec<String>>,

    #[command(flatten)]
    pub journal: JournalArgs,

    /// Send through this relay: smtp://HOST[:PORT] (STARTTLS) or smtps://HOST[:PORT] (TLS)
    /// [default: $LETTERPRESS_RELAY, else the relay of --credentials, else `relay` in the
    /// letterhead, unless the release brings the letterhead with it]
    #[arg(long, value_name = "URL", help_heading = "Relay")]
    pub relay: Option<String>,

    /// Read user, password or token, and their relay from this file [default:
    /// $LETTERPRESS_RELAY_USER, $LETTERPRESS_RELAY_PASSWORD and $LETTERPRESS_RELAY]
    ///
    /// The file has the lines `user = NAME`, `password = PASSWORD` and `relay = smtps://HOST`.
    /// Instead of the password there may be `token_file = FILE` or `token_command = COMMAND` for
    /// a login by OAuth. The secret is never sent to another relay. No other user may have access
    /// to the file.
    #[arg(long, value_name = "FILE", help_heading = "Relay")]
    pub credentials: Option<PathBuf>,

    /// Also trust the certificate authorities in this file
    #[arg(long, value_name = "FILE.pem", help_heading = "Relay")]
    pub ca: Option<PathBuf>,

    /// Allow a relay without TLS; a password is still never sent without TLS
    #[arg(long, help_heading = "Relay")]
    pub plain: bool,

    /// Introduce this machine to the relay by this name, such as presse.example.org [default:
    /// `helo` in the letterhead, unless the release brings the letterhead with it; else the
    /// address of the machine]
    #[arg(long, value_name = "NAME", help_heading = "Relay")]
    pub helo: Option<String>,

    /// Set the number of connections to the relay at the same time
    #[arg(long, value_name = "N", default_value = "2", help_heading = "Delivery")]
    pub connections: NonZeroUsize,

    /// Set the maximum number of messages per minute [default: no limit]
    #[arg(long, value_name = "N", help_heading = "Delivery")]
    pub rate: Option<NonZeroU32>,

    /// Set the maximum number of attempts for a message that the relay defers
    #[arg(long, value_name = "N", default_value = "5", help_heading = "Delivery")]
    pub attempts: NonZeroU32,

    /// Set the pause before the second attempt in seconds; it doubles each time, up to 900
    #[arg(long, value_name = "SECONDS", default_value = "30", help_heading = "Delivery")]
    pub pause: u32,

    /// Set the maximum time for a reply of the relay in seconds
    #[arg(long, value_name = "SECONDS", default_value = "300", help_heading = "Delivery")]
    pub timeout: NonZeroU64,

    /// Set the maximum size of a message in bytes
    #[arg(long, value_name = "BYTES", default_value = "10000000", help_heading = "Message")]
    pub max_message: NonZeroU64,

    #[command(flatten)]
    pub message: MessageArgs,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,
}

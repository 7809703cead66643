//! The arguments that `mail compose` and `mail send` share: recipients and message.

use std::path::PathBuf;

use clap::Args;

/// The recipients.
#[derive(Debug, Clone, Args)]
pub struct RecipientArgs {
    /// Write one message for each recipient on this list, or `-` for standard input; can be given
    /// several times
    ///
    /// The list is an Excel file (.xlsx), CSV with a header (email, name, language, format, tags;
    /// only email is required), or a text file with one address per line.
    #[arg(long, value_name = "LIST|-", help_heading = "Recipients")]
    pub to: Vec<PathBuf>,

    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// Which recipients of a list.
#[derive(Debug, Clone, Args)]
pub struct SelectionArgs {
    /// Leave out the recipients on this list; can be given several times
    ///
    /// Addresses count wherever they stand in a line; @example.org is everybody of that domain,
    /// @*.example.org everybody of its subdomains. If a line cannot be read, nothing is sent.
    #[arg(long, value_name = "FILE|-", help_heading = "Recipients")]
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

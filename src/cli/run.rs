//! `letterpress mail send`: to whom a run sends besides a list, when, and what it shows.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

/// Whom a run reaches besides those on a list, and when.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Send to those who have another release, or this version of it, by the journal; for
    /// corrections
    ///
    /// Can be given several times, and together with --to.
    #[arg(long, value_name = "ID[@VERSION]", help_heading = "Recipients")]
    pub to_recipients_of: Vec<String>,

    /// Write everybody who would get a message, as a list for --to
    #[arg(long, value_name = "FILE.csv", help_heading = "Recipients")]
    pub recipients_out: Option<PathBuf>,

    /// Send a test to these addresses now, and to nobody else
    ///
    /// A test is not entered in the journal, has a Message-ID of its own, and `[Test]` stands
    /// before its subject. It is sent before `not_before`, too.
    #[arg(
        long,
        value_name = "ADDRESS",
        num_args = 1..,
        help_heading = "Recipients",
        conflicts_with_all = [
            "yes", "wait", "probe", "to", "to_recipients_of", "recipients_out", "suppress", "tag",
            "language", "retry_unknown", "retry_refused",
        ]
    )]
    pub test: Vec<String>,

    /// In the preview, connect to the relay and log in, without sending anything
    #[arg(long, conflicts_with = "yes")]
    pub probe: bool,

    /// Wait until the time in `not_before`, then send
    ///
    /// The release is checked at once. If its file changes while the run waits, it is not sent.
    #[arg(long, requires = "yes")]
    pub wait: bool,

    /// Do not send if it is later than `not_before` by more than this, such as 30m or 2h
    #[arg(long, value_name = "TIME", default_value = "2h", value_parser = duration, requires = "wait")]
    pub late: Duration,
}

/// A duration as it is typed: `90s`, `30m`, `2h`, `1h 30m`.
fn duration(typed: &str) -> Result<Duration, String> {
    let read: Option<SignedDuration> = typed.parse().ok();
    let read = read.and_then(|duration| Duration::try_from(duration).ok());
    read.ok_or_else(|| "write a time such as 30m or 2h".to_owned())
}

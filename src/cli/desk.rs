//! What `letterpress desk` takes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::journal::JournalArgs;
use super::serve::{ListenAddress, listen_address};
use super::setting::{BoundsArgs, LetterheadsArgs, TypesettingArgs};

#[derive(Debug, Clone, Args)]
pub struct DeskArgs {
    /// A folder of releases, or one release
    #[arg(default_value = ".", value_name = "DIR|RELEASE")]
    pub place: PathBuf,

    /// Listen at this address, or at a socket in the file system
    ///
    /// With port 0 the system chooses one. Beyond loopback, a proxy with TLS belongs in front.
    #[arg(
        long,
        value_name = "ADDRESS:PORT|unix:PATH",
        default_value = "127.0.0.1:0",
        value_parser = listen_address
    )]
    pub listen: ListenAddress,

    /// Do not open the page in the browser of this machine
    #[arg(long)]
    pub no_open: bool,

    /// Also answer requests for this host name; can be given several times [default: loopback
    /// names, and the address of --listen]
    #[arg(long, value_name = "NAME", help_heading = "Access")]
    pub host: Vec<String>,

    /// Let in whoever has the token in this file [default: a new one at each start]
    ///
    /// No other user may have access to the file. `openssl rand -hex 32` makes a token.
    #[arg(long, value_name = "FILE", help_heading = "Access")]
    pub token_file: Option<PathBuf>,

    /// Set the number of releases typeset at the same time [default: number of cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Send through this relay; as for `letterpress mail send`
    #[arg(long, value_name = "URL", help_heading = "Sending")]
    pub relay: Option<String>,

    /// Read user, password or token, and their relay from this file; as for `mail send`
    #[arg(long, value_name = "FILE", help_heading = "Sending")]
    pub credentials: Option<PathBuf>,

    /// Also trust the certificate authorities in this file
    #[arg(long, value_name = "FILE.pem", help_heading = "Sending")]
    pub ca: Option<PathBuf>,

    /// Allow a relay without TLS; a password is still never sent without TLS
    #[arg(long, help_heading = "Sending")]
    pub plain: bool,

    /// Use this journal; as for `mail send`
    #[arg(long, value_name = "FILE", help_heading = "Sending")]
    pub journal: Option<PathBuf>,

    #[command(flatten)]
    pub bounds: BoundsArgs,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,
}

impl DeskArgs {
    /// Where the journal is, as for `mail status`.
    pub fn journal_args(&self) -> JournalArgs {
        JournalArgs { journal: self.journal.clone(), journal_on_network: false }
    }

    /// The options of `mail status` and `mail send` that say where the journal is.
    pub fn journal_options(&self) -> Vec<String> {
        let journal = self.journal.iter().map(|file| format!("--journal={}", file.display()));
        journal.collect()
    }

    /// The options of `mail send` that stand for all releases.
    pub fn sending_options(&self) -> Vec<String> {
        let mut options = self.journal_options();
        options.extend(self.relay.iter().map(|relay| format!("--relay={relay}")));
        let credentials = self.credentials.iter();
        options.extend(credentials.map(|file| format!("--credentials={}", file.display())));
        options.extend(self.ca.iter().map(|file| format!("--ca={}", file.display())));
        options.extend(self.plain.then(|| "--plain".to_owned()));
        let letterheads = self.letterheads.letterheads.iter();
        options.extend(letterheads.map(|folder| format!("--letterheads={}", folder.display())));
        options
    }

    /// How releases are typeset.
    pub fn typesetting(&self) -> TypesettingArgs {
        TypesettingArgs::of_requests(&self.bounds, &self.letterheads)
    }
}

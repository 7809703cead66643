//! The command line of a worker, which a run starts for itself, or a program that gives it requests.

use std::ffi::OsString;

use clap::Args;

use super::Command;
use super::bytes::bytes;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct WorkerArgs {
    /// Colour messages
    #[arg(long, hide = true)]
    pub colour: bool,

    /// Give up a release that takes more memory, in bytes, KiB, MiB or GiB; the process ends then
    /// [default: as COMMAND says]
    ///
    /// The same option of COMMAND counts too: the smaller of the two holds.
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub max_memory: Option<u64>,

    /// Leave the time that a release takes to the run that has started this process, and send it
    /// what is to be printed
    #[arg(long, hide = true)]
    pub of_run: bool,

    /// The command line to work for: `render --input-format ndjson -o out/ -`, or with `check`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub command_line: Vec<OsString>,
}

impl Command {
    /// Allows no more memory than this, and says how much may be taken.
    pub fn bound_memory(&mut self, max: Option<u64>) -> Option<u64> {
        let releases = match self {
            Self::Render(typed) => &mut typed.releases,
            Self::Check(typed) => &mut typed.releases,
            _ => return max,
        };
        let typed = &mut releases.typesetting.bounds.max_memory;
        *typed = max.map_or(*typed, |max| max.min(*typed));
        Some(*typed)
    }
}

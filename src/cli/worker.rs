//! The command line of a worker, which a run starts for itself, or a program that gives it requests.

use std::ffi::OsString;

use clap::Args;

use super::bytes::bytes;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct WorkerArgs {
    /// Colour messages
    #[arg(long, hide = true)]
    pub colour: bool,

    /// Give up a release that takes more memory, in bytes, KiB, MiB or GiB; the process ends then
    #[arg(long, value_name = "BYTES", default_value = "1GiB", value_parser = bytes)]
    pub max_memory: u64,

    /// Leave the time that a release takes to the run that has started this process, and send it
    /// what is to be printed
    #[arg(long, hide = true)]
    pub of_run: bool,

    /// The command line to work for: `render --input-format ndjson -o out/ -`, or with `check`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub command_line: Vec<OsString>,
}

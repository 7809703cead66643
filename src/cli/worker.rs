//! The command line of a worker, which a run starts for itself.

use std::ffi::OsString;

use clap::Args;

use super::bytes::bytes;

#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// Colour messages
    #[arg(long)]
    pub colour: bool,

    /// Set the most memory of this process
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    pub max_memory: u64,

    /// The command line of the run, without the program
    #[arg(last = true, value_name = "ARGUMENT")]
    pub command_line: Vec<OsString>,
}

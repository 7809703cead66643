//! What `letterpress watch` takes.

use clap::Args;

use super::RenderArgs;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct WatchArgs {
    /// Look at the files twice a second, and do not wait until the system tells of a change
    ///
    /// For folders on a network, of which the system tells late or nothing. Without it, all files
    /// are looked at every two seconds.
    #[arg(long, help_heading = "Run")]
    pub poll: bool,

    #[command(flatten)]
    pub render: RenderArgs,
}

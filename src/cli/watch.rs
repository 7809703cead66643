//! What `letterpress watch` takes.

use clap::{Arg, Args};

use super::RenderArgs;

const RELEASES: &str = "\
Releases (.md, .json, .yaml or .toml), or folders of them

Of a folder, all that lies below it is taken, in order; names that begin with a dot and symbolic \
links are passed over, and so is what a `.letterpressignore` names. A file that is no release is \
skipped.";

const OUTPUT: &str = "\
Write to this file or to this folder [default: beside the release]

A folder that does not exist is created if its name ends with a slash.";

/// The first line of a help text, or all of it.
fn with_help(option: Arg, help: &'static str) -> Arg {
    let brief = help.lines().next().unwrap_or_default();
    option.help(brief).long_help(help)
}

fn hidden(option: Arg) -> Arg {
    option.hide(true)
}

#[derive(Debug, Args)]
// What is hidden makes sense for a run that ends, and is refused.
#[command(
    arg_required_else_help = true,
    mut_arg("manifest", hidden),
    mut_arg("if_changed", hidden),
    mut_arg("skip_existing", hidden),
    mut_arg("stop_after", hidden),
    mut_arg("fail_fast", hidden),
    mut_arg("no_clobber", hidden),
    mut_arg("releases", |names| with_help(names, RELEASES).value_name("RELEASE|DIR")),
    mut_arg("output", |option| with_help(option, OUTPUT).value_name("FILE|DIR/"))
)]
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

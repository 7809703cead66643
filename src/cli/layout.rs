//! `letterpress layout` as it is typed.

use std::path::PathBuf;

use clap::Subcommand;

use super::BoundsArgs;

#[derive(Debug, Subcommand)]
pub enum LayoutCommand {
    /// Print a file of the built-in layout, or list all of them
    Show {
        /// Name of the file, such as `text`; without it all are listed
        name: Option<String>,
    },
    /// Write a layout to start from
    New {
        /// The file to write; `-` writes to standard output. An existing file is never overwritten
        #[arg(value_name = "FILE.typ|-")]
        file: PathBuf,
    },
    /// Check layout files: set releases that use every field
    Check {
        /// Layout files (.typ); each reads files of its own folder
        #[arg(required = true, value_name = "FILE.typ")]
        files: Vec<PathBuf>,

        #[command(flatten)]
        bounds: BoundsArgs,
    },
}

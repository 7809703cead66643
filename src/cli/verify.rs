//! `letterpress verify`: whether PDF files are what their releases become.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::setting::TypesettingArgs;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct VerifyArgs {
    /// PDF files, or folders with all PDF files in and below them
    ///
    /// In a folder, names that begin with a dot are passed over, links are not followed, and a
    /// file .letterpressignore names what is left out, as a .gitignore does.
    #[arg(required = true, value_name = "FILE.pdf|DIR")]
    pub files: Vec<PathBuf>,

    /// Look up in this manifest of `render` which release a PDF was made of
    ///
    /// Paths in it are those of the run that wrote it: relative to the working directory, else
    /// to the folder of the manifest.
    #[arg(long, value_name = "FILE.ndjson", help_heading = "Input")]
    pub manifest: Option<PathBuf>,

    /// Leave out what matches this pattern, as in a .gitignore; can be given several times
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub exclude: Vec<String>,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,

    /// Set the number of files verified at the same time [default: number of cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

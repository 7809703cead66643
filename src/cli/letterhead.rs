//! Options of `letterhead`.

use std::path::PathBuf;

use clap::Args;

use super::{LetterheadsArgs, OverwriteArgs};

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct LetterheadPreviewArgs {
    /// A letterhead file (.toml), or the ID of a built-in letterhead
    #[arg(value_name = "FILE|ID")]
    pub name: PathBuf,

    /// Write to this file: .pdf, or .png for one image for each page
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// Choose the language of the specimen: de, en, en-US, hsb, cs, pl [default: the letterhead's
    /// own]
    #[arg(long, value_name = "LANG")]
    pub language: Option<String>,

    /// Choose the day of the specimen, such as 2022-11-25 [default: a day in its last period]
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,

    #[command(flatten)]
    pub overwrite: OverwriteArgs,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct LetterheadNewArgs {
    /// Copy this letterhead: the ID of a built-in one, or a file [default: every field, with its
    /// meaning]
    #[arg(long, value_name = "ID|FILE")]
    pub from: Option<PathBuf>,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,

    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,

    /// The file to write; `-` writes to standard output
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
}

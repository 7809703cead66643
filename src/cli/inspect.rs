//! `letterpress inspect` and `letterpress conform`: what PDF files are, and whether they keep
//! what they claim.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{BoundsArgs, MessageFormat};

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct InspectArgs {
    /// PDF files, folders of them, or `-` for standard input
    ///
    /// Of a folder, all files below it whose name ends in .pdf are inspected, in the order of
    /// their names. Hidden files and links are passed over, and what .letterpressignore names.
    #[arg(required = true, value_name = "FILE.pdf|DIR|-")]
    pub files: Vec<PathBuf>,

    /// Write one line per file and a summary instead of reports [default for folders: text, with
    /// --message-format json: ndjson]
    #[arg(long, value_enum, value_name = "FORM", conflicts_with = "reading")]
    pub lines: Option<LinesForm>,

    /// Leave out files of folders that match this pattern, as in .gitignore; can be given several
    /// times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Set the number of files that are inspected at the same time, with lines [default: number of
    /// cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Write what a screen reader reads, in its order, instead of the report
    #[arg(long, conflicts_with = "extract")]
    pub reading: bool,

    /// Write the attachments to this folder, or the only one to standard output (`-`)
    ///
    /// The folder is created if it does not exist. With several PDFs, each has a folder of its own
    /// in it: DIR/NAME/ for NAME.pdf. Those of a folder keep their places: DIR/2004/NAME/ for
    /// 2004/NAME.pdf below it. No file is overwritten.
    #[arg(long, value_name = "DIR|-")]
    pub extract: Option<PathBuf>,

    /// Overwrite no file; `inspect` never does, with or without this option
    #[arg(long)]
    pub no_clobber: bool,

    /// Same as --message-format
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<MessageFormat>,

    #[command(flatten)]
    pub bounds: BoundsArgs,
}

/// How the lines of many files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinesForm {
    /// Columns for people; with --quiet only the files that cannot be inspected
    Text,
    /// JSON for programs, one object per line, the last one of which is the summary
    Ndjson,
    /// A table for spreadsheets; the summary is written to standard error
    Csv,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct ConformArgs {
    /// PDF files, folders of them, or `-` for standard input
    ///
    /// Of a folder, all files below it whose name ends in .pdf are validated, in the order of
    /// their names. Hidden files and links are passed over, and what .letterpressignore names.
    #[arg(required = true, value_name = "FILE.pdf|DIR|-")]
    pub files: Vec<PathBuf>,

    /// Leave out files of folders that match this pattern, as in .gitignore; can be given several
    /// times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Run this command as veraPDF, with arguments before its own
    ///
    /// It is split into words by the quoting rules of shells; no shell runs it.
    #[arg(long, value_name = "COMMAND", default_value = "verapdf")]
    pub verapdf: String,

    /// Set the number of files that are handed to one start of veraPDF, which takes seconds
    #[arg(long, value_name = "N", default_value = "100")]
    pub batch: NonZeroUsize,

    /// Same as --message-format
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Option<MessageFormat>,

    #[command(flatten)]
    pub bounds: BoundsArgs,
}

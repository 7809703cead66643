//! What `letterpress render` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::pages::{PageSelection, page_selection};
use super::setting::{OverwriteArgs, ReleasesArgs};

/// The least and the most dots per inch of a PNG: a thumbnail, and the finest print.
const DPI: std::ops::RangeInclusive<i64> = 9..=2400;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct RenderArgs {
    /// Write to this file, to this folder, or to standard output (`-`) [default: beside the
    /// release]
    ///
    /// A folder that does not exist is created if its name ends with a slash. What is no plain
    /// file, such as a pipe or /dev/stdout, is written to and never replaced.
    #[arg(short, long, value_name = "FILE|DIR/|-", help_heading = "Output")]
    pub output: Option<PathBuf>,

    /// Write into this folder, each release into the folder in it that its path names
    ///
    /// 2004/05/a.md becomes DIR/2004/05/a.pdf, and so does archive/2004/05/a.md that was found in
    /// the folder archive. Folders are created.
    #[arg(long, value_name = "DIR", conflicts_with = "output", help_heading = "Output")]
    pub out_tree: Option<PathBuf>,

    #[command(flatten)]
    pub overwrite: OverwriteArgs,

    /// Choose the output formats, separated by commas
    ///
    /// A release is typeset once, and all its files are written together. png and svg write one
    /// file for each page: NAME-1.png, NAME-2.png … Further pages that an earlier run wrote under
    /// the same name are removed.
    #[arg(
        long,
        value_enum,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "pdf",
        help_heading = "Output"
    )]
    pub format: Vec<OutputFormat>,

    /// Set the resolution of png in dots per inch [default: 144]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(DPI),
        help_heading = "Output"
    )]
    pub dpi: Option<u16>,

    /// Write these pages of png and svg only, such as 1,3-5,7-
    ///
    /// The names keep the numbers of the pages. Pages that a release does not have are passed
    /// over; a release that has none of them is an error.
    #[arg(long, value_name = "LIST", value_parser = page_selection, help_heading = "Output")]
    pub pages: Option<PageSelection>,

    /// Choose the uses of the PDF, separated by commas
    ///
    /// With several targets, each is a file of its own: NAME-archive.pdf, NAME-print.pdf,
    /// NAME-mail.pdf.
    #[arg(
        long,
        value_enum,
        value_name = "LIST",
        value_delimiter = ',',
        default_value = "archive",
        help_heading = "Output"
    )]
    pub target: Vec<TargetArg>,

    /// Draw crop marks around the page (target print only)
    #[arg(long, help_heading = "Output")]
    pub crop_marks: bool,

    /// Convert all colours to grey
    #[arg(long, help_heading = "Output")]
    pub gray: bool,

    /// Set the maximum size of the PDF in bytes (target mail only) [default: 2000000]
    #[arg(long, value_name = "BYTES", help_heading = "Output")]
    pub max_size: Option<u64>,

    /// Choose the PDF standards, separated by commas [default: a-2a,ua-1]
    #[arg(long, value_name = "LIST", help_heading = "Output")]
    pub standard: Option<String>,

    /// Attach the release file to the PDF; changes the default standards to a-3a,ua-1
    #[arg(long, help_heading = "Output")]
    pub embed_source: bool,

    #[command(flatten)]
    pub releases: ReleasesArgs,
}

/// What a PDF is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum TargetArg {
    /// For the archive: pictures of up to 300 dpi
    Archive,
    /// For the print shop: 3 mm of bleed, pictures of up to 400 dpi, no fold marks
    Print,
    /// For e-mail: pictures of up to 150 dpi, never more bytes than --max-size
    Mail,
}

/// What a release becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, ValueEnum)]
pub enum OutputFormat {
    /// Archival, accessible PDF
    #[default]
    Pdf,
    /// One bitmap image for each page
    Png,
    /// One vector image for each page
    Svg,
    /// Plain text
    Txt,
    /// One web page that stands by itself
    Html,
    /// What a screen reader reads of the PDF, in its order
    Heard,
    /// The event of an invitation as a calendar entry (iCalendar)
    Ics,
}

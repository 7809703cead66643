//! What releases are read and set with, and how messages are wanted.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What `render` and `check` have in common: the releases and what they are set with.
#[derive(Debug, Args)]
pub struct ReleasesArgs {
    /// The releases: files ending in .md, .json, .yaml or .toml, or `-` for standard input
    #[arg(required = true, value_name = "RELEASE|-")]
    pub releases: Vec<PathBuf>,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,

    /// How many releases to work on at a time [default: all cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// What a release is read and set with.
#[derive(Debug, Clone, Args)]
pub struct TypesettingArgs {
    /// The form of a release that has no file ending: of `-`, a pipe or a device
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading")]
    pub input_format: Option<InputFormat>,

    /// Where pictures may be read from [default: the release's folder; for `-` the working
    /// directory]
    #[arg(long, value_name = "DIR", help_heading = "Reading")]
    pub root: Option<PathBuf>,

    /// The most pixels of a picture that are read [default: 100000000]
    #[arg(long, value_name = "N", help_heading = "Reading")]
    pub max_pixels: Option<u64>,

    /// Use this letterhead instead of the release's own: the id of a built-in one (see
    /// `letterpress letterhead list`) or a .toml file
    #[arg(long, value_name = "ID|FILE", help_heading = "Setting")]
    pub letterhead: Option<PathBuf>,

    /// Use this layout instead of the built-in one
    #[arg(long, value_name = "FILE.typ", help_heading = "Setting")]
    pub layout: Option<PathBuf>,

    /// Use the fonts in this folder, too (.ttf, .otf, .ttc, .otc)
    #[arg(long, value_name = "DIR", help_heading = "Setting")]
    pub font_dir: Option<PathBuf>,
}

/// How a run reports; the same for every command.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct ReportingArgs {
    /// Treat warnings as errors
    #[arg(long, global = true, help_heading = "Messages")]
    pub deny_warnings: bool,

    /// How to report, on standard error; json is one object a line (see `letterpress schema
    /// messages`), and makes the results of inspect, explain and mail status and the preview of
    /// mail send JSON as well
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORM",
        help_heading = "Messages"
    )]
    pub message_format: MessageFormat,

    /// Report errors only
    #[arg(short, long, global = true, help_heading = "Messages")]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// Markdown with YAML front matter
    #[value(name = "md")]
    Markdown,
    Json,
    Yaml,
    Toml,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// For programs: one object a line
    Json,
}

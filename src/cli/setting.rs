//! Options that several commands share: how releases are read and typeset, and how messages are
//! shown.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::bytes::bytes;
use super::limit::{LimitSetting, limit};
use super::many::ManyArgs;

/// The arguments of `render` and `check`: the releases and how they are typeset.
#[derive(Debug, Clone, Args)]
pub struct ReleasesArgs {
    /// Releases (.md, .json, .yaml or .toml), folders of them, or `-` for standard input
    ///
    /// Of a folder, all that lies below it is taken, in order; names that begin with a dot and
    /// symbolic links are passed over, and so is what a `.letterpressignore` names. A file that is
    /// no release is skipped.
    #[arg(required_unless_present = "files_from", value_name = "RELEASE|DIR|-")]
    pub releases: Vec<PathBuf>,

    #[command(flatten)]
    pub typesetting: TypesettingArgs,

    #[command(flatten)]
    pub many: ManyArgs,

    /// Set the number of releases processed at the same time [default: number of cores]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// How a release is read and typeset.
#[derive(Debug, Clone, Args)]
pub struct TypesettingArgs {
    /// Set the format of all releases, whatever their file extensions [default: by the extension;
    /// `-` has none]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Input")]
    pub input_format: Option<InputFormat>,

    /// Allow releases to name files (pictures, letterheads) in this folder and below [default:
    /// the release's folder; for `-` the working directory]
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub root: Option<PathBuf>,

    /// Set the maximum number of pixels of a picture [default: 100000000]
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    pub max_pixels: Option<u64>,

    /// Refuse a release that has more pages [default: 1000]
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    pub max_pages: Option<NonZeroUsize>,

    #[command(flatten)]
    pub bounds: BoundsArgs,

    /// Use this letterhead instead of the release's own: an ID (see `letterpress letterhead list`)
    /// or a .toml file
    #[arg(long, value_name = "ID|FILE", help_heading = "Typesetting")]
    pub letterhead: Option<PathBuf>,

    #[command(flatten)]
    pub letterheads: LetterheadsArgs,

    /// Use this layout instead of the built-in one
    #[arg(long, value_name = "FILE.typ", help_heading = "Typesetting")]
    pub layout: Option<PathBuf>,

    /// Also use the fonts in this folder (.ttf, .otf, .ttc, .otc)
    #[arg(long, value_name = "DIR", help_heading = "Typesetting")]
    pub font_dir: Option<PathBuf>,
}

impl TypesettingArgs {
    /// For releases that others bring one by one: everything else comes with each of them.
    pub fn of_requests(bounds: &BoundsArgs, letterheads: &LetterheadsArgs) -> Self {
        Self {
            input_format: None,
            root: None,
            max_pixels: None,
            max_pages: None,
            bounds: bounds.clone(),
            letterhead: None,
            letterheads: letterheads.clone(),
            layout: None,
            font_dir: None,
        }
    }
}

/// Where letterheads are looked for by their ids.
#[derive(Debug, Clone, Default, Args)]
pub struct LetterheadsArgs {
    /// Also look for letterheads in this folder; can be given several times
    ///
    /// The first folder that has an ID counts. Then come the folders in LETTERPRESS_LETTERHEADS,
    /// those that letterpress.toml names, and the built-in letterheads.
    #[arg(long, value_name = "DIR", help_heading = "Typesetting")]
    pub letterheads: Vec<PathBuf>,
}

/// What one release, letterhead or PDF may take.
#[derive(Debug, Clone, Args)]
pub struct BoundsArgs {
    /// Give up a file that is not done after so many seconds
    #[arg(long, value_name = "N", default_value = "60", help_heading = "Bounds")]
    pub max_seconds: NonZeroU64,

    /// Give up a file that takes more memory, in bytes, KiB, MiB or GiB
    ///
    /// Of several releases, each is typeset by a process that may take so much.
    #[arg(
        long,
        value_name = "BYTES",
        default_value = "1GiB",
        value_parser = bytes,
        help_heading = "Bounds"
    )]
    pub max_memory: u64,

    /// Set another limit by its name: `text.blocks=40000`, `pictures.bytes=512MiB`
    ///
    /// docs/limits.md lists all limits. The option may be repeated.
    #[arg(long, value_name = "NAME=NUMBER", value_parser = limit, help_heading = "Bounds")]
    pub limit: Vec<LimitSetting>,
}

/// Which existing files may be overwritten.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct OverwriteArgs {
    /// Also overwrite files that letterpress did not write
    ///
    /// Without it, an existing file is overwritten only if letterpress wrote it. A PDF that is
    /// signed, or to which another program has added something, is never overwritten.
    #[arg(long, conflicts_with = "no_clobber", help_heading = "Output")]
    pub force: bool,

    /// Overwrite no file, not even those that letterpress wrote
    #[arg(long, help_heading = "Output")]
    pub no_clobber: bool,
}

/// How messages are shown; the same for every command.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct ReportingArgs {
    /// Treat warnings as errors
    #[arg(long, global = true, help_heading = "Messages")]
    pub deny_warnings: bool,

    /// Choose the format of messages on standard error
    ///
    /// With json, the results of `inspect`, `verify`, `explain` and `mail status` and the preview of `mail
    /// send` are JSON on standard output as well. `letterpress schema messages` prints the schema.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORM",
        help_heading = "Messages"
    )]
    pub message_format: MessageFormat,

    /// Also say what is read besides: letterpress.toml, and letterheads that stand in for built-in
    /// ones; with --version, say what letterpress is made of
    #[arg(short, long, global = true, help_heading = "Messages")]
    pub verbose: bool,

    /// Show errors only
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
    /// From standard input, one release per line, or a line that names a file; results are lines
    /// of JSON on standard output
    Ndjson,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Text for people
    #[default]
    Human,
    /// JSON for programs, one object per line
    Json,
}

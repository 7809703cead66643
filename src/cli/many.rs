//! Options for many releases: which of them, in which order, and what is kept of the run.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

/// Options for many releases.
#[derive(Debug, Clone, Args)]
pub struct ManyArgs {
    /// Also take the releases and folders that this file names, one per line; `-` for standard
    /// input
    #[arg(long, value_name = "FILE|-", help_heading = "Input")]
    pub files_from: Option<PathBuf>,

    /// In the file of --files-from, a NUL character ends each name (`find -print0`)
    #[arg(short = '0', long, requires = "files_from", help_heading = "Input")]
    pub null: bool,

    /// Leave out what matches this pattern in folders; can be given several times
    ///
    /// Patterns are those of a .gitignore, from each folder on: `drafts/`, `*.old.md`, `/2004/`. A
    /// later one with `!` takes back what an earlier one has left out.
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub exclude: Vec<String>,

    /// Take every N-th part of the releases only: K/N, such as 3/16
    ///
    /// A hash of the id decides, or of the path where a release states no id, so that each release
    /// belongs to one part, on every machine.
    #[arg(long, value_name = "K/N", value_parser = shard, help_heading = "Input")]
    pub shard: Option<ShardArg>,

    /// Keep what became of each release in this file, a line of JSON each
    ///
    /// A line is added as soon as its release is done; at the end the file is put in order. What
    /// an earlier run has entered is kept.
    #[arg(long, value_name = "FILE.ndjson", help_heading = "Run")]
    pub manifest: Option<PathBuf>,

    /// Do nothing for a release whose inputs, options and results are as the manifest says
    ///
    /// Not times are compared, but SHA-256 of the release, its letterhead, layout, fonts and
    /// pictures, and of the files that were written.
    #[arg(long, requires = "manifest", help_heading = "Run")]
    pub if_changed: bool,

    /// Do nothing for a release whose results are there, whatever is in them
    #[arg(long, help_heading = "Run")]
    pub skip_existing: bool,

    /// Stop when so many releases were worked on; those that had not changed do not count
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub stop_after: Option<NonZeroUsize>,

    /// Stop at the first release that is refused or fails
    #[arg(long, help_heading = "Run")]
    pub fail_fast: bool,

    /// Report each release as soon as it is done, and not in order
    #[arg(long, help_heading = "Run")]
    pub unordered: bool,
}

/// One of several parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardArg {
    /// Which, counted from 1.
    pub part: u32,
    /// Of how many.
    pub parts: u32,
}

/// A part as it is typed: `3/16`.
fn shard(typed: &str) -> Result<ShardArg, String> {
    let read = typed.split_once('/').and_then(|(part, parts)| {
        Some(ShardArg { part: part.parse().ok()?, parts: parts.parse().ok()? })
    });
    let is_within = |shard: &ShardArg| (1..=shard.parts).contains(&shard.part);
    read.filter(is_within).ok_or_else(|| "write it as 3/16: the third of sixteen parts".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_lies_within_its_whole() {
        assert_eq!(shard("3/16"), Ok(ShardArg { part: 3, parts: 16 }));
        for wrong in ["0/4", "5/4", "3", "a/b", "1/0", "-1/4", "1/4/2", ""] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }
}

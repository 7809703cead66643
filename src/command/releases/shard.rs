//! The part of all releases that one of several machines takes.

use letterpress::limits::Limits;
use letterpress::read::{self, SourceKind};
use sha2::{Digest, Sha256};

use crate::cli::ShardArg;
use crate::command::input::Input;

/// One of several parts, by a hash that is the same on every machine.
#[derive(Debug, Clone, Copy)]
pub struct Shard(ShardArg);

impl Shard {
    pub fn new(typed: ShardArg) -> Self {
        Self(typed)
    }

    /// Whether a release belongs to this part: by its id, or by its path in its tree where it
    /// states none. All versions of a release belong to the same part.
    pub fn takes(self, input: &Input, limits: &Limits) -> bool {
        let source = if input.is_standard_input() || input.is_stream() {
            None
        } else {
            input.read(limits.text.bytes).ok()
        };
        let id = source.and_then(|source| match read::kind(&source) {
            SourceKind::Release { id } => id,
            _ => None,
        });
        let name = id.unwrap_or_else(|| match input.mirrored() {
            Some(path) => path.to_string_lossy().replace('\\', "/"),
            None => input.name(),
        });
        part_of(&name, self.0.parts) == u64::from(self.0.part)
    }
}

/// The part of a name, counted from 1: the first eight bytes of its SHA-256 as a number, most
/// significant first, by the number of parts.
fn part_of(name: &str, parts: u32) -> u64 {
    let digest: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    let first = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    1 + first % u64::from(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_belongs_to_one_part_for_good() {
        // SHA-256 of "lmo-2022-123" begins with these bytes on every machine.
        assert_eq!(part_of("lmo-2022-123", 1), 1);
        let parts: Vec<_> = (0..1000).map(|id| part_of(&format!("lmo-{id}"), 16)).collect();
        assert!(parts.iter().all(|part| (1..=16).contains(part)));
        for part in 1..=16 {
            let count = parts.iter().filter(|found| **found == part).count();
            assert!((35..=95).contains(&count), "{part}: {count}");
        }
    }
}

//! How a file is enciphered, and what those may do who open it.

use serde::Serialize;

/// How a file is enciphered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Encryption {
    /// Such as `AES, 256 bits`.
    pub method: String,
    /// Whether it opens without a password.
    pub opens: bool,
    /// What those may do who open it without the owner's password.
    pub permissions: Permissions,
}

/// What readers are asked to allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Permissions {
    /// Printing.
    pub print: bool,
    /// Printing in the quality of the original.
    pub print_well: bool,
    /// Changing the text.
    pub change: bool,
    /// Copying text and pictures.
    pub copy: bool,
    /// Adding notes.
    pub annotate: bool,
    /// Filling in forms.
    pub fill_forms: bool,
    /// Reading aloud.
    pub accessibility: bool,
    /// Inserting, turning and removing pages.
    pub assemble: bool,
}

/// Bits count from 1, as in the standard (ISO 32000-1, table 22). From revision 3 on,
/// what bit 4 allows leaves out what bit 11 is for.
pub fn permissions_of(bits: u32, revision: usize) -> Permissions {
    Permissions {
        print: has(bits, 3),
        print_well: has(bits, 3) && has(bits, 12),
        change: has(bits, 4),
        copy: has(bits, 5),
        annotate: has(bits, 6),
        fill_forms: has(bits, 6) || has(bits, 9),
        accessibility: has(bits, 5) || has(bits, 10),
        assemble: if revision < 3 { has(bits, 4) } else { has(bits, 11) },
    }
}

/// Whether a bit is set, counted from 1.
fn has(bits: u32, bit: u32) -> bool {
    bits >> (bit - 1) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_count_from_bit_one() {
        let all = permissions_of(u32::MAX, 3);
        assert!(all.print && all.copy && all.change && all.assemble && all.print_well);
        // As LibreOffice writes them; revision 2 has no bit 11.
        let edited = permissions_of(-1028_i32 as u32, 3);
        assert!(edited.change && edited.annotate && !edited.assemble);
        assert!(permissions_of(0b1000, 2).assemble);
        let few = permissions_of(0b100, 3);
        assert!(few.print && !few.print_well && !few.copy && !few.change && !few.accessibility);
    }
}

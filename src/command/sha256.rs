//! SHA-256 as text.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// Half of the SHA-256 of a text: by it a name is known where keeping all names would take much
/// memory. Two names that share it are not to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameKey([u8; 16]);

impl NameKey {
    /// That of a name.
    pub fn of(name: impl AsRef<[u8]>) -> Self {
        let mut key = [0; 16];
        key.iter_mut().zip(Sha256::digest(name)).for_each(|(to, from)| *to = from);
        Self(key)
    }
}

/// The SHA-256 of everything that can be read.
pub fn sha256_of_all(mut from: impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 64 * 1024];
    loop {
        match from.read(&mut block)? {
            0 => return Ok(digits(&hash.finalize())),
            length => hash.update(block.get(..length).unwrap_or_default()),
        }
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

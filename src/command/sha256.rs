//! SHA-256 as text.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, as 64 hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

/// The same of everything that can be read.
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

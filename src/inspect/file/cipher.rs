//! The ciphers of PDF: strings and streams deciphered with the key of a file.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use md5::{Digest, Md5};

use super::encryption::Encryption;
use super::object::{Dictionary, Object, Stream};

/// How strings or streams are enciphered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    Plain,
    Rc4,
    /// With a key for each object.
    Aes128,
    /// With one key for all.
    Aes256,
}

/// The key and the methods.
pub struct Cipher {
    pub encryption: Encryption,
    pub key: Vec<u8>,
    pub texts: Method,
    pub streams: Method,
    /// Whether metadata is enciphered too.
    pub metadata: bool,
}

impl Cipher {
    /// The bytes of a string.
    pub fn text(&self, number: u32, generation: u32, bytes: &[u8]) -> Vec<u8> {
        self.decipher(self.texts, number, generation, bytes)
    }

    /// The bytes of a stream.
    pub fn stream(&self, stream: &Stream, bytes: &[u8]) -> Vec<u8> {
        let kind = stream.dictionary.name("Type");
        let is_plain = kind == Some("XRef")
            || (kind == Some("Metadata") && !self.metadata)
            || has_crypt_filter(&stream.dictionary);
        if is_plain {
            bytes.to_vec()
        } else {
            self.decipher(self.streams, stream.number, stream.generation, bytes)
        }
    }

    fn decipher(&self, method: Method, number: u32, generation: u32, bytes: &[u8]) -> Vec<u8> {
        match method {
            Method::Plain => bytes.to_vec(),
            Method::Rc4 => rc4(&self.key_of_object(number, generation, b""), bytes),
            Method::Aes128 => aes_128(&self.key_of_object(number, generation, b"sAlT"), bytes),
            Method::Aes256 => aes_256(&self.key, bytes),
        }
    }

    fn key_of_object(&self, number: u32, generation: u32, salt: &[u8]) -> Vec<u8> {
        let [a, b, c, _] = number.to_le_bytes();
        let [d, e, ..] = generation.to_le_bytes();
        let key = md5(&[&self.key, &[a, b, c, d, e], salt]);
        key.into_iter().take((self.key.len() + 5).min(16)).collect()
    }
}

/// A stream whose first filter says that it is enciphered in no way.
fn has_crypt_filter(dictionary: &Dictionary) -> bool {
    let first = match dictionary.get("Filter") {
        Some(Object::Array(filters)) => filters.first().and_then(Object::name),
        Some(filter) => filter.name(),
        None => None,
    };
    first == Some("Crypt")
}

/// The MD5 hash of all parts together.
pub fn md5(parts: &[&[u8]]) -> Vec<u8> {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().to_vec()
}

fn aes_128(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some((start, rest)) = bytes.split_at_checked(16) else { return Vec::new() };
    let mut rest = whole_blocks(rest);
    let Ok(decryptor) = cbc::Decryptor::<Aes128>::new_from_slices(key, start) else {
        return Vec::new();
    };
    let _ = decryptor.decrypt_padded::<NoPadding>(&mut rest);
    without_padding(rest)
}

fn aes_256(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some((start, rest)) = bytes.split_at_checked(16) else { return Vec::new() };
    let mut rest = whole_blocks(rest);
    let Ok(decryptor) = cbc::Decryptor::<Aes256>::new_from_slices(key, start) else {
        return Vec::new();
    };
    let _ = decryptor.decrypt_padded::<NoPadding>(&mut rest);
    without_padding(rest)
}

fn whole_blocks(bytes: &[u8]) -> Vec<u8> {
    bytes.get(..bytes.len() / 16 * 16).unwrap_or_default().to_vec()
}

/// The last byte says how many are padding.
fn without_padding(mut bytes: Vec<u8>) -> Vec<u8> {
    let padding = bytes.last().map_or(0, |last| usize::from(*last));
    if (1..=16).contains(&padding) {
        bytes.truncate(bytes.len().saturating_sub(padding));
    }
    bytes
}

/// Enciphers or deciphers with RC4.
pub fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let mut other = 0_u8;
    for (place, key) in (0..=255_u8).zip(key.iter().cycle()) {
        other = other.wrapping_add(at(&state, place)).wrapping_add(*key);
        state.swap(usize::from(place), usize::from(other));
    }
    let (mut place, mut other) = (0_u8, 0_u8);
    let mut deciphered = Vec::with_capacity(bytes.len());
    for byte in bytes {
        place = place.wrapping_add(1);
        other = other.wrapping_add(at(&state, place));
        state.swap(usize::from(place), usize::from(other));
        deciphered.push(byte ^ at(&state, at(&state, place).wrapping_add(at(&state, other))));
    }
    deciphered
}

fn at(state: &[u8], place: u8) -> u8 {
    state.get(usize::from(place)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_gives_the_known_bytes() {
        assert_eq!(rc4(b"Key", b"Plaintext"), b"\xBB\xF3\x16\xE8\xD9\x40\xAF\x0A\xD3");
    }
}

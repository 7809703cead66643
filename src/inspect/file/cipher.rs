//! Enciphered files: those that open without a password are deciphered, the others
//! are described as far as possible.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use md5::{Digest, Md5};
use serde::Serialize;
use sha2::{Sha256, Sha384, Sha512};

use super::PdfFile;
use super::object::{Dictionary, Object, Stream};

/// What fills up a password of less than 32 bytes.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

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

#[derive(Debug, Clone, Copy, PartialEq)]
enum Method {
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
    key: Vec<u8>,
    texts: Method,
    streams: Method,
    metadata: bool,
}

/// The fields of the dictionary.
struct EncryptionDictionary<'a> {
    file: &'a PdfFile<'a>,
    dictionary: &'a Dictionary,
}

impl EncryptionDictionary<'_> {
    fn count(&self, key: &str) -> Option<usize> {
        self.file.value(self.dictionary, key).count()
    }

    fn bytes(&self, key: &str) -> Vec<u8> {
        self.file.value(self.dictionary, key).text().map(|text| text.to_vec()).unwrap_or_default()
    }

    fn method(&self, of: &str, version: usize) -> Method {
        if version < 4 {
            return Method::Rc4;
        }
        let Some(name) = self.file.name(self.dictionary, of) else { return Method::Plain };
        let filters = self.file.dictionary(self.dictionary, "CF").unwrap_or_default();
        let filter = self.file.dictionary(&filters, &name).unwrap_or_default();
        match filter.name("CFM") {
            Some("V2") => Method::Rc4,
            Some("AESV2") => Method::Aes128,
            Some("AESV3") => Method::Aes256,
            _ => Method::Plain,
        }
    }
}

impl Cipher {
    /// The cipher of a file; none where it is not enciphered, and an error where a
    /// password is needed.
    pub fn new(file: &PdfFile<'_>) -> Result<Option<Self>, Box<Encryption>> {
        let Some(dictionary) = file.dictionary(file.trailer(), "Encrypt") else { return Ok(None) };
        let fields = EncryptionDictionary { file, dictionary: &dictionary };
        let version = fields.count("V").unwrap_or_default();
        let revision = fields.count("R").unwrap_or_default();
        let bits = if version == 1 { 40 } else { fields.count("Length").unwrap_or(40) };
        let (texts, streams) = (fields.method("StrF", version), fields.method("StmF", version));
        let method = match streams {
            Method::Aes256 => "AES, 256 bits".to_owned(),
            Method::Aes128 => "AES, 128 bits".to_owned(),
            Method::Rc4 if version >= 4 => "RC4, 128 bits".to_owned(),
            Method::Rc4 => format!("RC4, {bits} bits"),
            Method::Plain => "none for streams".to_owned(),
        };
        let permissions = file.value(&dictionary, "P").number().unwrap_or_default();
        let bits = if version >= 4 { 128 } else { bits };
        let permissions = permissions as i64 as u32;
        let mut encryption =
            Encryption { method, opens: false, permissions: permissions_of(permissions, revision) };
        if file.name(&dictionary, "Filter").as_deref() != Some("Standard") {
            encryption.method = "a key of somebody's own".to_owned();
            return Err(Box::new(encryption));
        }
        let metadata = file.value(&dictionary, "EncryptMetadata").bool() != Some(false);
        let key = match revision {
            2..=4 => key_of_revisions_2_to_4(
                &fields,
                revision,
                (bits / 8).clamp(5, 16),
                permissions,
                metadata,
            ),
            5 | 6 => key_of_revisions_5_and_6(&fields, revision),
            _ => None,
        };
        match key {
            Some(key) => {
                encryption.opens = true;
                Ok(Some(Self { encryption, key, texts, streams, metadata }))
            }
            None => Err(Box::new(encryption)),
        }
    }

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

/// Bits count from 1, as in the standard (ISO 32000-1, table 22). From revision 3 on,
/// what bit 4 allows leaves out what bit 11 is for.
fn permissions_of(bits: u32, revision: usize) -> Permissions {
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

/// The key of revisions 2 to 4, if the empty password opens.
fn key_of_revisions_2_to_4(
    fields: &EncryptionDictionary<'_>,
    revision: usize,
    length: usize,
    permissions: u32,
    metadata: bool,
) -> Option<Vec<u8>> {
    let owner = fields.bytes("O");
    let ids = fields.file.array(fields.file.trailer(), "ID");
    let id = ids.and_then(|ids| ids.first().map(|id| fields.file.resolve(id)));
    let id = id.and_then(|id| id.text().map(|id| id.to_vec())).unwrap_or_default();
    let open: &[u8] = if revision >= 4 && !metadata { &[0xFF; 4] } else { &[] };
    let mut key = md5(&[&PADDING, owner.get(..32)?, &permissions.to_le_bytes(), &id, open]);
    key.truncate(length);
    if revision >= 3 {
        for _ in 0..50 {
            key = md5(&[&key]);
            key.truncate(length);
        }
    }
    let user = fields.bytes("U");
    let (expected, compared) = match revision {
        2 => (rc4(&key, &PADDING), 32),
        _ => {
            let mut bytes = md5(&[&PADDING, &id]);
            for round in 0..20_u8 {
                let key: Vec<_> = key.iter().map(|byte| byte ^ round).collect();
                bytes = rc4(&key, &bytes);
            }
            (bytes, 16)
        }
    };
    (user.get(..compared)? == expected.get(..compared)?).then_some(key)
}

/// The key of revisions 5 and 6, if the empty password opens.
fn key_of_revisions_5_and_6(fields: &EncryptionDictionary<'_>, revision: usize) -> Option<Vec<u8>> {
    let user = fields.bytes("U");
    if hash(revision, user.get(32..40)?)?.as_slice() != user.get(..32)? {
        return None;
    }
    let key = hash(revision, user.get(40..48)?)?;
    let mut packed = fields.bytes("UE").get(..32)?.to_vec();
    let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(&key, &[0; 16]).ok()?;
    let length = decryptor.decrypt_padded::<NoPadding>(&mut packed).ok()?.len();
    packed.truncate(length);
    Some(packed)
}

/// The hash of the empty password with a salt.
fn hash(revision: usize, salt: &[u8]) -> Option<Vec<u8>> {
    match revision {
        5 => Some(Sha256::digest(salt).to_vec()),
        _ => hardened(salt),
    }
}

/// The hash of revision 6 (ISO 32000-2, algorithm 2.B) of the empty password.
fn hardened(salt: &[u8]) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 1_u32.. {
        let mut bytes = key.repeat(64);
        let length = bytes.len();
        let encryptor =
            cbc::Encryptor::<Aes128>::new_from_slices(key.get(..16)?, key.get(16..32)?).ok()?;
        encryptor.encrypt_padded::<NoPadding>(&mut bytes, length).ok()?;
        let sum: u32 = bytes.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&bytes).to_vec(),
            1 => Sha384::digest(&bytes).to_vec(),
            _ => Sha512::digest(&bytes).to_vec(),
        };
        let last = u32::from(*bytes.last()?);
        if round >= 64 && last + 32 <= round {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

fn md5(parts: &[&[u8]]) -> Vec<u8> {
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

fn rc4(key: &[u8], bytes: &[u8]) -> Vec<u8> {
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

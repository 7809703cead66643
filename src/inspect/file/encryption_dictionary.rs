//! The dictionary of an enciphered file: the cipher of one that opens without a
//! password, a description of any other.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::cipher::{Cipher, Method, md5, rc4};
use super::encryption::{Encryption, permissions_of};
use super::object::Dictionary;
use super::pdf_file::PdfFile;

/// What fills up a password of less than 32 bytes.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

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

impl PdfFile<'_> {
    /// The cipher of the file; none where it is not enciphered, and an error where a
    /// password is needed.
    pub(super) fn read_cipher(&self) -> Result<Option<Cipher>, Box<Encryption>> {
        let Some(dictionary) = self.dictionary(self.trailer(), "Encrypt") else { return Ok(None) };
        let fields = EncryptionDictionary { file: self, dictionary: &dictionary };
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
        let permissions = self.value(&dictionary, "P").number().unwrap_or_default();
        let bits = if version >= 4 { 128 } else { bits };
        let permissions = permissions as i64 as u32;
        let mut encryption =
            Encryption { method, opens: false, permissions: permissions_of(permissions, revision) };
        if self.name(&dictionary, "Filter").as_deref() != Some("Standard") {
            encryption.method = "a key of somebody's own".to_owned();
            return Err(Box::new(encryption));
        }
        let metadata = self.value(&dictionary, "EncryptMetadata").bool() != Some(false);
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
                Ok(Some(Cipher { encryption, key, texts, streams, metadata }))
            }
            None => Err(Box::new(encryption)),
        }
    }
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

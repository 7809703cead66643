//! Digests and signatures by the identifiers of their algorithms.

use rustls::crypto::ring::default_provider;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::der::{DerValue, dotted, tag};
use super::fault::CmsFault;

/// rsaEncryption (RFC 8017): a signature that leaves its digest to another field.
const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];

/// A digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestAlgorithm {
    Sha256,
    Sha384,
    Sha512,
}

/// Their identifiers (RFC 5754).
const DIGESTS: [(&[u8], DigestAlgorithm); 3] = [
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], DigestAlgorithm::Sha256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], DigestAlgorithm::Sha384),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], DigestAlgorithm::Sha512),
];

impl DigestAlgorithm {
    /// The one that an AlgorithmIdentifier names.
    pub fn named(element: &DerValue<'_>) -> Result<Self, CmsFault> {
        let mut inside = element.inside();
        let identifier = inside.take(tag::OBJECT_IDENTIFIER).ok_or(CmsFault::Broken)?;
        let parameters = inside.take_if(tag::NULL);
        let is_plain = parameters.is_none_or(|null| null.content.is_empty());
        inside
            .end()
            .filter(|()| is_plain && element.tag == tag::SEQUENCE)
            .ok_or(CmsFault::Broken)?;
        let known = DIGESTS.iter().find(|(known, _)| *known == identifier.content);
        known.map(|(_, digest)| *digest).ok_or_else(|| unknown(identifier.content))
    }

    /// The digest of bytes that come in pieces.
    pub fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn hashed<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            pieces.iter().fold(D::new(), |hash, piece| hash.chain_update(piece)).finalize().to_vec()
        }
        match self {
            Self::Sha256 => hashed::<Sha256>(pieces),
            Self::Sha384 => hashed::<Sha384>(pieces),
            Self::Sha512 => hashed::<Sha512>(pieces),
        }
    }

    /// The identifier of signatures with RSA (PKCS #1 v1.5) over this digest, with its parameters.
    fn with_rsa(self) -> [u8; 13] {
        let last = match self {
            Self::Sha256 => 11,
            Self::Sha384 => 12,
            Self::Sha512 => 13,
        };
        [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, last, tag::NULL, 0]
    }
}

fn unknown(identifier: &[u8]) -> CmsFault {
    CmsFault::Unknown(dotted(identifier))
}

/// A public key: its algorithm, as it stands in an AlgorithmIdentifier, and its bits.
#[derive(Debug, Clone, Copy)]
pub struct PublicKey<'a> {
    pub algorithm: &'a [u8],
    pub bits: &'a [u8],
}

impl PublicKey<'_> {
    /// Whether a signature is right. `digest` is what the field beside it names, where there is
    /// one.
    pub fn verify(
        &self,
        algorithm: &DerValue<'_>,
        digest: Option<DigestAlgorithm>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), CmsFault> {
        let identifier = algorithm.inside().take(tag::OBJECT_IDENTIFIER);
        let identifier = identifier.ok_or(CmsFault::Broken)?.content;
        let with_rsa = digest.filter(|_| identifier == RSA).map(DigestAlgorithm::with_rsa);
        let wanted = with_rsa.as_ref().map_or(algorithm.content, |whole| whole.as_slice());
        let provider = default_provider();
        let algorithms = provider.signature_verification_algorithms.all.iter();
        let mut found = algorithms.filter(|one| {
            one.public_key_alg_id().as_ref() == self.algorithm
                && one.signature_alg_id().as_ref() == wanted
        });
        let found = found.next().ok_or_else(|| self.unknown(identifier))?;
        let verified = found.verify_signature(self.bits, message, signature);
        verified.map_err(|_| CmsFault::Wrong("its value does not belong to its certificate"))
    }

    /// What cannot be verified: by its key, if that is of a kind of its own, else by the signature.
    fn unknown(&self, identifier: &[u8]) -> CmsFault {
        let key = super::der::Der::new(self.algorithm).all().unwrap_or_default();
        let curve = key.get(1).filter(|curve| curve.tag == tag::OBJECT_IDENTIFIER);
        let curve = curve.map(|curve| format!(" with the curve {}", dotted(curve.content)));
        CmsFault::Unknown(format!("{}{}", dotted(identifier), curve.unwrap_or_default()))
    }
}

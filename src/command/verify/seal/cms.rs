//! Signed data (RFC 5652): whether a signature belongs to some bytes.
//!
//! What is proven is that the holder of the key in the certificate has signed exactly these
//! bytes. Whether the certificate is to be trusted, was valid or was revoked is not looked at.

use super::algorithm::DigestAlgorithm;
use super::certificate::Certificate;
use super::der::{Der, DerValue, tag};
use super::fault::CmsFault::{self, Broken, Unknown, Wrong};

/// Identifiers of contents and attributes (RFC 5652, 5035 and 3161).
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1];
const TIMESTAMP: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 1, 4];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 4];
const CERTIFICATE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 2, 47];
const TIMESTAMP_TOKEN: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 2, 14];

/// Who has signed: what the certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    pub name: Option<String>,
}

/// Verifies a signature over bytes that come in pieces. `value` may be padded with zeros.
pub fn verify(value: &[u8], pieces: &[&[u8]]) -> Result<Signer, CmsFault> {
    let mut outer = Der::new(value);
    let message = outer.take(tag::SEQUENCE).ok_or(Broken)?;
    if outer.rest().iter().any(|byte| *byte != 0) {
        return Err(Wrong("something stands behind its value"));
    }
    verify_message(&message, pieces)
}

fn verify_message(message: &DerValue<'_>, pieces: &[&[u8]]) -> Result<Signer, CmsFault> {
    let data = signed_data(message).ok_or(Broken)?;
    let mut inside = data.inside();
    let version = inside.take(tag::INTEGER).ok_or(Broken)?.content;
    let digests = inside.take(tag::SET).ok_or(Broken)?.inside().all().ok_or(Broken)?;
    let content = inside.take(tag::SEQUENCE).ok_or(Broken)?;
    let certificates = inside.take_if(tag::context(0));
    inside.take_if(tag::context(1));
    let signers = inside.take(tag::SET).ok_or(Broken)?.inside().all().ok_or(Broken)?;
    inside.end().ok_or(Broken)?;
    let ([signer], [digest_named]) = (signers.as_slice(), digests.as_slice()) else {
        return Err(Wrong("it has not exactly one signer"));
    };
    let signer = SignerInfo::read(signer).ok_or(Broken)?;
    let digest = DigestAlgorithm::named(&signer.digest)?;
    let (kind, content) = content_of(&content).ok_or(Broken)?;
    // RFC 5652, 5.1.
    let is_plain = kind == DATA && signer.version == [1];
    let wanted = if is_plain { [1] } else { [3] };
    if version != wanted || DigestAlgorithm::named(digest_named)? != digest {
        return Err(Wrong("its parts do not belong together"));
    }
    let list = certificates.ok_or(Wrong("it has no certificate"))?;
    let list = list.inside().all().ok_or(Broken)?;
    let certificates: Option<Vec<_>> = list.iter().map(Certificate::read).collect();
    let certificates = certificates.ok_or(Broken)?;
    let own = certificates.iter().find(|one| signer.is_named(one));
    let own = own.ok_or(Wrong("the certificate of its signer is missing"))?;

    // What is signed is a set; in its place it has the tag of a field.
    let signed = [&[tag::SET], signer.attributes.whole.get(1..).ok_or(Broken)?].concat();
    own.key.verify(&signer.algorithm, Some(digest), &signed, signer.signature)?;
    let attributes = Attributes::read(&signer.attributes).ok_or(Broken)?;
    if attributes.one(CONTENT_TYPE).ok_or(Broken)?.content != kind {
        return Err(Wrong("its parts do not belong together"));
    }
    let stated = attributes.one(MESSAGE_DIGEST).ok_or(Broken)?.content;
    let is_right = match (kind, content) {
        (DATA, None) => digest.of(pieces) == stated,
        (TIMESTAMP, Some(content)) => digest.of(&[content]) == stated && stamps(content, pieces)?,
        _ => return Err(Unknown(super::der::dotted(kind))),
    };
    if !is_right {
        return Err(Wrong("it was made over other bytes"));
    }
    check_certificates(&certificates, own, attributes.one(CERTIFICATE))?;
    check_unsigned(signer.unsigned, signer.signature)?;
    Ok(Signer { name: own.name() })
}

fn signed_data<'a>(message: &DerValue<'a>) -> Option<DerValue<'a>> {
    let mut outer = message.inside();
    (outer.take(tag::OBJECT_IDENTIFIER)?.content == SIGNED_DATA).then_some(())?;
    let mut inside = outer.take(tag::context(0))?.inside();
    outer.end()?;
    let data = inside.take(tag::SEQUENCE)?;
    inside.end()?;
    Some(data)
}

/// The kind of a content, and the content, if it is there.
fn content_of<'a>(content: &DerValue<'a>) -> Option<(&'a [u8], Option<&'a [u8]>)> {
    let mut inside = content.inside();
    let kind = inside.take(tag::OBJECT_IDENTIFIER)?.content;
    let Some(explicit) = inside.take_if(tag::context(0)) else {
        return inside.end().map(|()| (kind, None));
    };
    inside.end()?;
    let mut inside = explicit.inside();
    let content = inside.take(tag::OCTET_STRING)?.content;
    inside.end()?;
    Some((kind, Some(content)))
}

/// The information about a signer.
struct SignerInfo<'a> {
    version: &'a [u8],
    named_by: DerValue<'a>,
    digest: DerValue<'a>,
    attributes: DerValue<'a>,
    algorithm: DerValue<'a>,
    signature: &'a [u8],
    unsigned: Option<DerValue<'a>>,
}

impl<'a> SignerInfo<'a> {
    fn read(element: &DerValue<'a>) -> Option<Self> {
        let mut inside = element.inside();
        let version = inside.take(tag::INTEGER)?.content;
        let named_by = inside.next()?;
        let wanted = match named_by.tag {
            tag::SEQUENCE => [1],
            found if found == tag::plain_context(0) => [3],
            _ => return None,
        };
        (version == wanted && element.tag == tag::SEQUENCE).then_some(())?;
        let digest = inside.take(tag::SEQUENCE)?;
        let attributes = inside.take(tag::context(0))?;
        let algorithm = inside.take(tag::SEQUENCE)?;
        let signature = inside.take(tag::OCTET_STRING)?.content;
        let unsigned = inside.take_if(tag::context(1));
        inside.end()?;
        Some(Self { version, named_by, digest, attributes, algorithm, signature, unsigned })
    }

    /// Whether a certificate is that of the signer.
    fn is_named(&self, certificate: &Certificate<'_>) -> bool {
        if self.named_by.tag != tag::SEQUENCE {
            return certificate.key_identifier == Some(self.named_by.content);
        }
        let mut inside = self.named_by.inside();
        let issuer = inside.take(tag::SEQUENCE).map(|issuer| issuer.whole);
        let serial = inside.take(tag::INTEGER).map(|serial| serial.content);
        issuer == Some(certificate.issuer)
            && serial == Some(certificate.serial)
            && inside.end().is_some()
    }
}

/// An attribute.
fn attribute<'a>(attribute: &DerValue<'a>) -> Option<(&'a [u8], Vec<DerValue<'a>>)> {
    let mut inside = attribute.inside();
    let kind = inside.take(tag::OBJECT_IDENTIFIER)?.content;
    let values = inside.take(tag::SET)?.inside().all()?;
    inside.end().filter(|()| attribute.tag == tag::SEQUENCE)?;
    Some((kind, values))
}

/// Attributes: each has an identifier and a set of values.
struct Attributes<'a>(Vec<(&'a [u8], Vec<DerValue<'a>>)>);

impl<'a> Attributes<'a> {
    fn read(set: &DerValue<'a>) -> Option<Self> {
        set.inside().all()?.iter().map(attribute).collect::<Option<_>>().map(Self)
    }

    /// The only value of an attribute that is there once.
    fn one(&self, kind: &[u8]) -> Option<DerValue<'a>> {
        let mut found = self.0.iter().filter(|(one, _)| *one == kind);
        let (_, values) = found.next().filter(|_| found.next().is_none())?;
        match values.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// Certificates that are not what their issuers have signed, or not what the signer names, are
/// refused, as far as that can be told by those that are there.
fn check_certificates(
    certificates: &[Certificate<'_>],
    own: &Certificate<'_>,
    named: Option<DerValue<'_>>,
) -> Result<(), CmsFault> {
    if let Some(named) = named {
        let digest = named_digest(&named).ok_or(Broken)??;
        let (algorithm, stated) = digest;
        if algorithm.of(&[own.whole]) != stated {
            return Err(Wrong("its certificate was changed"));
        }
    }
    for one in certificates {
        for issuer in certificates {
            one.is_issued_by(issuer)?;
        }
    }
    Ok(())
}

/// The digest of the signer's certificate, as the signature names it (RFC 5035, 4).
fn named_digest<'a>(
    attribute: &DerValue<'a>,
) -> Option<Result<(DigestAlgorithm, &'a [u8]), CmsFault>> {
    let first = attribute.inside().take(tag::SEQUENCE)?.inside().take(tag::SEQUENCE)?;
    let mut inside = first.inside();
    let algorithm = inside.take_if(tag::SEQUENCE).map(|named| DigestAlgorithm::named(&named));
    let stated = inside.take(tag::OCTET_STRING)?.content;
    Some(algorithm.unwrap_or(Ok(DigestAlgorithm::Sha256)).map(|algorithm| (algorithm, stated)))
}

/// What is not signed may be a time stamp over the signature, and nothing else.
fn check_unsigned(unsigned: Option<DerValue<'_>>, signature: &[u8]) -> Result<(), CmsFault> {
    let Some(unsigned) = unsigned else { return Ok(()) };
    for (kind, values) in Attributes::read(&unsigned).ok_or(Broken)?.0 {
        let ([token], true) = (values.as_slice(), kind == TIMESTAMP_TOKEN) else {
            return Err(Unknown(super::der::dotted(kind)));
        };
        // A token has none of its own: no reader follows one.
        let data = signed_data(token).ok_or(Broken)?.inside().all().ok_or(Broken)?;
        let signers = data.last().ok_or(Broken)?.inside().all().ok_or(Broken)?;
        let is_last = signers
            .iter()
            .all(|one| SignerInfo::read(one).is_some_and(|signer| signer.unsigned.is_none()));
        if !is_last {
            return Err(Unknown(super::der::dotted(TIMESTAMP_TOKEN)));
        }
        verify_message(token, &[signature])?;
    }
    Ok(())
}

/// Whether a time stamp is one of these bytes (RFC 3161, 2.4.2).
fn stamps(content: &[u8], pieces: &[&[u8]]) -> Result<bool, CmsFault> {
    let (algorithm, stated) = imprint(content).ok_or(Broken)?;
    Ok(DigestAlgorithm::named(&algorithm)?.of(pieces) == stated.content)
}

/// What a time stamp is one of: the algorithm of a digest, and the digest.
fn imprint(content: &[u8]) -> Option<(DerValue<'_>, DerValue<'_>)> {
    let mut inside = Der::new(content).take(tag::SEQUENCE)?.inside();
    inside.take(tag::INTEGER)?;
    inside.take(tag::OBJECT_IDENTIFIER)?;
    let mut imprint = inside.take(tag::SEQUENCE)?.inside();
    Some((imprint.take(tag::SEQUENCE)?, imprint.take(tag::OCTET_STRING)?))
}

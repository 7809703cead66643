//! Certificates (RFC 5280), as far as they say whose key a signature belongs to. Nobody is
//! trusted here, and no day is looked at.

use super::algorithm::PublicKey;
use super::der::{Der, DerValue, tag};
use super::fault::CmsFault;

/// subjectKeyIdentifier.
const KEY_IDENTIFIER: &[u8] = &[0x55, 0x1D, 0x0E];

/// commonName and organizationName.
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];

/// A certificate.
#[derive(Debug)]
pub struct Certificate<'a> {
    pub whole: &'a [u8],
    /// What its issuer has signed.
    signed: &'a [u8],
    pub serial: &'a [u8],
    pub issuer: &'a [u8],
    subject: DerValue<'a>,
    pub key: PublicKey<'a>,
    pub key_identifier: Option<&'a [u8]>,
    algorithm: DerValue<'a>,
    signature: &'a [u8],
}

impl<'a> Certificate<'a> {
    /// Reads a certificate; none where it is not one.
    pub fn read(element: &DerValue<'a>) -> Option<Self> {
        let mut outer = element.inside();
        let signed = outer.take(tag::SEQUENCE)?;
        let algorithm = outer.take(tag::SEQUENCE)?;
        let signature = outer.take(tag::BIT_STRING)?.bits()?;
        outer.end().filter(|()| element.tag == tag::SEQUENCE)?;
        let mut inside = signed.inside();
        inside.take_if(tag::context(0));
        let serial = inside.take(tag::INTEGER)?.content;
        (inside.take(tag::SEQUENCE)?.whole == algorithm.whole).then_some(())?;
        let issuer = inside.take(tag::SEQUENCE)?.whole;
        inside.take(tag::SEQUENCE)?;
        let subject = inside.take(tag::SEQUENCE)?;
        let mut key = inside.take(tag::SEQUENCE)?.inside();
        let key_algorithm = key.take(tag::SEQUENCE)?.content;
        let key_bits = key.take(tag::BIT_STRING)?.bits()?;
        key.end()?;
        inside.take_if(tag::plain_context(1));
        inside.take_if(tag::plain_context(2));
        let extensions = inside.take_if(tag::context(3));
        inside.end()?;
        Some(Self {
            whole: element.whole,
            signed: signed.whole,
            serial,
            issuer,
            subject,
            key: PublicKey { algorithm: key_algorithm, bits: key_bits },
            key_identifier: extensions.and_then(|extensions| key_identifier(&extensions)),
            algorithm,
            signature,
        })
    }

    /// Verifies that another certificate, or this one, has issued it; `Ok(false)` where it has
    /// not, or an algorithm is unknown.
    pub fn is_issued_by(&self, issuer: &Certificate<'_>) -> Result<bool, CmsFault> {
        if self.issuer != issuer.subject.whole {
            return Ok(false);
        }
        match issuer.key.verify(&self.algorithm, None, self.signed, self.signature) {
            Ok(()) => Ok(true),
            Err(CmsFault::Unknown(_)) => Ok(false),
            Err(CmsFault::Broken) => Err(CmsFault::Broken),
            Err(CmsFault::Wrong(_)) => Err(CmsFault::Wrong("a certificate in it was changed")),
        }
    }

    /// What it says whose it is: a name, else an organisation.
    pub fn name(&self) -> Option<String> {
        self.named(COMMON_NAME).or_else(|| self.named(ORGANIZATION))
    }

    /// The first name of a kind.
    fn named(&self, wanted: &[u8]) -> Option<String> {
        let names = self.subject.inside().all()?.into_iter();
        let mut names = names.flat_map(|name| name.inside().all().unwrap_or_default());
        names.find_map(|name| {
            let mut pair = name.inside();
            let is_wanted = pair.take(tag::OBJECT_IDENTIFIER)?.content == wanted;
            let text = pair.next().filter(|_| is_wanted)?;
            Some(String::from_utf8_lossy(text.content).into_owned())
        })
    }
}

fn key_identifier<'a>(extensions: &DerValue<'a>) -> Option<&'a [u8]> {
    let list = extensions.inside().take(tag::SEQUENCE)?.inside().all()?;
    list.iter().find_map(|extension| {
        let mut inside = extension.inside();
        let identifier = inside.take(tag::OBJECT_IDENTIFIER)?.content;
        let value = inside.all()?.pop().filter(|_| identifier == KEY_IDENTIFIER)?;
        Some(Der::new(value.content).take(tag::OCTET_STRING)?.content)
    })
}

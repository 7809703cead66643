//! Seals: the signatures that were appended to a file, and whether they are right.

mod algorithm;
mod certificate;
mod cms;
mod der;
mod fault;

use letterpress::diagnostic::Diagnostic;
use letterpress::inspect::seal::{Seal, seals};
use letterpress::limits::PdfLimits;
use schemars::JsonSchema;
use serde::Serialize;

use self::fault::CmsFault;

/// A seal that is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SealLine {
    /// The name of its field.
    pub field: Option<String>,
    /// How its value is written, such as `ETSI.CAdES.detached`.
    pub kind: Option<String>,
    /// Whose it is, as its certificate says; nobody has looked whether that can be trusted.
    pub signer: Option<String>,
}

/// Why what was appended is not all in order.
#[derive(Debug)]
pub enum Unsealed {
    /// It is no seal, or a wrong one; why.
    Wrong(String),
    /// A seal needs an algorithm that is not known here.
    Unknown(String),
}

/// The seals of a file that begins with the bytes `own`.
pub fn check(
    name: &str,
    own: &[u8],
    file: &[u8],
    limits: &PdfLimits,
) -> Result<Result<Vec<SealLine>, Unsealed>, Diagnostic> {
    let found = match seals(name, own, file, limits)? {
        Ok(found) => found,
        Err(fault) => return Ok(Err(Unsealed::Wrong(fault.reason().to_owned()))),
    };
    Ok(found.iter().map(|seal| check_one(seal, file)).collect())
}

fn check_one(seal: &Seal, file: &[u8]) -> Result<SealLine, Unsealed> {
    let covered = seal.covered.clone().map(|range| file.get(range).unwrap_or_default());
    match cms::verify(&seal.value, &covered) {
        Ok(signer) => {
            Ok(SealLine { field: seal.field.clone(), kind: seal.kind.clone(), signer: signer.name })
        }
        Err(CmsFault::Unknown(identifier)) => Err(Unsealed::Unknown(identifier)),
        Err(fault) => Err(Unsealed::Wrong(format!("its seal is not right: {fault}"))),
    }
}

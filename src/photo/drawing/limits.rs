//! Whether a drawing keeps its limits.

use super::PhotoError;
pub(crate) use crate::limits::DrawingLimits;
use crate::limits::PictureLimits;

/// The pixels that a PDF may have, as the limits of the pictures in it.
pub(super) fn pictures_in_pdf(limits: &DrawingLimits) -> PictureLimits {
    PictureLimits::default().with_pixels(limits.pdf_pixels)
}

impl DrawingLimits {
    pub(super) fn check_bytes(&self, bytes: &[u8]) -> Result<(), PhotoError> {
        if bytes.len() <= self.bytes {
            return Ok(());
        }
        let (count, max) = (bytes.len(), self.bytes);
        let why = format!("it has {count} bytes; at most {max} of a drawing are read");
        Err(PhotoError::TooLarge(why))
    }
}

/// Refuses more than there may be: "it has 300 attributes; at most 128 are read".
pub(super) fn at_most<N: PartialOrd + std::fmt::Display>(
    count: N,
    max: N,
    what: &str,
) -> Result<(), PhotoError> {
    if count <= max {
        return Ok(());
    }
    Err(PhotoError::TooLarge(format!(
        "it takes too much: {count} {what}, and at most {max} are read"
    )))
}

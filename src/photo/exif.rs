//! What Exif says of a picture that changes how it looks: which way is up, and the
//! colour space of cameras that embed no profile.

use image::metadata::Orientation;

/// Which way is up; a picture that does not say is upright.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    Orientation::from_exif_chunk(body(exif)).unwrap_or(Orientation::NoTransforms)
}

/// Whether the camera wrote Adobe RGB (DCF's optional colour space, "R03").
pub(super) fn is_adobe_rgb(exif: &[u8]) -> bool {
    adobe_rgb(body(exif)).unwrap_or(false)
}

/// WebP files of some programs repeat JPEG's prefix.
fn body(exif: &[u8]) -> &[u8] {
    exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)
}

fn adobe_rgb(exif: &[u8]) -> Option<bool> {
    let tiff = Tiff { bytes: exif, is_little: exif.starts_with(b"II") };
    let main = tiff.u32(4)?;
    let camera = tiff.entry(main, 0x8769).and_then(|at| tiff.u32(at + 8))?;
    let interoperability = tiff.entry(camera, 0xA005).and_then(|at| tiff.u32(at + 8))?;
    let index = tiff.entry(interoperability, 1)? + 8;
    Some(exif.get(index..index + 3)? == b"R03")
}

/// Bytes in the form of a TIFF file.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_little: bool,
}

impl Tiff<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value =
            if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(value).ok()
    }

    /// Where the entry of a tag in a directory stands.
    fn entry(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.u16(directory)?);
        (0..count).map(|n| directory + 2 + 12 * n).find(|at| self.u16(*at) == Some(tag))
    }
}

//! The formats of picture files.

/// How far the first element of a drawing is looked for, in bytes.
const SEARCHED_BYTES: usize = 64 * 1024;

/// The format of a picture file; the content decides, not the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhotoFormat {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the default picture.
    Png,
    /// WebP; of an animated one the first frame.
    WebP,
    /// TIFF; of several pages the first.
    Tiff,
    /// GIF; of an animated one the first frame.
    Gif,
    /// A drawing in lines and areas.
    Svg,
}

/// The format that the first bytes show.
pub(super) fn detect(bytes: &[u8]) -> Option<PhotoFormat> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(PhotoFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(PhotoFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PhotoFormat::Gif),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(PhotoFormat::Tiff),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PhotoFormat::WebP),
        _ if is_svg(bytes) => Some(PhotoFormat::Svg),
        _ => None,
    }
}

/// Whether bytes look like a drawing.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.starts_with(b"<")
        && bytes.get(..SEARCHED_BYTES).unwrap_or(bytes).windows(4).any(|window| window == b"<svg")
}

/// A format that is known and not read, and how to get one that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OtherFormat {
    /// What the file is: "a HEIC photograph, as telephones take them".
    pub name: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

/// The format of a file that is not read; the content decides, not the name.
pub(super) fn unread(bytes: &[u8]) -> Option<OtherFormat> {
    const AS_JPEG: &str = "open it in a picture program and export it as JPEG";
    const AS_PNG: &str = "open it in a picture program and export it as PNG";
    const AS_SVG: &str = "open it in the program that made it and export it as SVG or PNG";
    let (name, remedy) = match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return Some(of_container(bytes)),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ("a BMP picture", AS_PNG),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => {
            ("a JPEG 2000 picture", AS_JPEG)
        }
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] | [0xFF, 0x0A, ..] => {
            ("a JPEG XL picture", AS_JPEG)
        }
        [b'8', b'B', b'P', b'S', ..] => ("a Photoshop file", AS_JPEG),
        [b'%', b'P', b'D', b'F', ..] => {
            ("a PDF, no picture", "export its page as SVG or PNG, or put a link under `links`")
        }
        [b'%', b'!', b'P', b'S', ..] | [0xC5, 0xD0, 0xD3, 0xC6, ..] => {
            ("a PostScript drawing (EPS)", AS_SVG)
        }
        [0xD7, 0xCD, 0xC6, 0x9A, ..] => ("a drawing of Windows (WMF)", AS_SVG),
        [1, 0, 0, 0, ..] if bytes.get(40..44) == Some(b" EMF") => {
            ("a drawing of Windows (EMF)", AS_SVG)
        }
        [0x1F, 0x8B, ..] => {
            ("packed with gzip, perhaps an SVGZ drawing", "unpack it, or save it as SVG")
        }
        [b'I', b'I', 43, 0, ..] | [b'M', b'M', 0, 43, ..] => {
            ("a BigTIFF picture", "save it as TIFF or JPEG")
        }
        [0, 0, 1, 0, ..] => ("an icon of Windows (ICO)", AS_PNG),
        [b'P', b'K', 3, 4, ..] => {
            ("a document or archive (ZIP)", "take the picture out of it and save it as JPEG or PNG")
        }
        [b'R', b'I', b'F', b'F', ..] => ("a film or a sound", "put its address under `media`"),
        _ if is_html(bytes) => {
            ("a web page, no picture", "download the picture itself, not the page that shows it")
        }
        _ => return None,
    };
    Some(OtherFormat { name, remedy })
}

/// Files that begin with the name of their brand.
fn of_container(bytes: &[u8]) -> OtherFormat {
    let length =
        bytes.get(..4).and_then(|length| length.try_into().ok()).map_or(0, u32::from_be_bytes);
    let brands = bytes.get(8..(length as usize).min(bytes.len()).min(256)).unwrap_or_default();
    let (name, remedy) = if has_brand(brands, &["avif", "avis"]) {
        ("an AVIF picture", "open it in a picture program and export it as JPEG or PNG")
    } else if has_brand(brands, &["hei", "hev", "mif1", "msf1"]) {
        (
            "a HEIC photograph, as telephones take them",
            "export it as JPEG; on an iPhone choose \"Most Compatible\" under Camera, Formats",
        )
    } else if has_brand(brands, &["jp2", "jpx"]) {
        ("a JPEG 2000 picture", "open it in a picture program and export it as JPEG")
    } else if has_brand(brands, &["crx"]) {
        ("a raw photograph of a camera", "develop it and export it as JPEG")
    } else {
        ("a film or a sound", "put its address under `media`, with `type: video` or `audio`")
    };
    OtherFormat { name, remedy }
}

/// Whether one of the brands of a file begins with one of these names.
fn has_brand(brands: &[u8], names: &[&str]) -> bool {
    brands.chunks(4).any(|brand| names.iter().any(|name| brand.starts_with(name.as_bytes())))
}

fn is_html(bytes: &[u8]) -> bool {
    let start = bytes.get(..SEARCHED_BYTES.min(1024)).unwrap_or(bytes).to_ascii_lowercase();
    let start = start.trim_ascii_start();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_has_a_name() {
        let name = |bytes: &[u8]| unread(bytes).map_or("", |format| format.name);
        assert!(name(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").contains("HEIC"));
        assert!(name(b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf").contains("AVIF"));
        assert!(name(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ").contains("film"));
        assert!(name(b"\0\0\0\x0CjP  \r\n\x87\n").contains("JPEG 2000"));
        assert!(name(b"\xFFO\xFFQ\0").contains("JPEG 2000"));
        assert!(name(b"BM\x00\x10\0\0\0\0\0\0").contains("BMP"));
        assert!(name(b"%PDF-1.7").contains("PDF"));
        assert!(name(b"\n<!DOCTYPE html><html>").contains("web page"));
        assert_eq!(name(b"no picture"), "");
        assert_eq!(name(b""), "");
    }
}

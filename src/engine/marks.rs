//! The mark of origin of pages that are pictures. A PDF has its creator in its metadata; in a PNG
//! and an SVG the mark is put in here, so that a later run knows its own files.

use png::{BitDepth, ColorType, Encoder, EncodingError};

use super::CREATOR;

/// A PNG of straight RGBA pixels, with the mark in a `tEXt` chunk before them (PNG, 11.3.3.1).
pub(super) fn marked_png(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.add_text_chunk("Software".to_owned(), CREATOR.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(bytes)
}

/// An SVG with the mark in a comment behind its first tag.
pub(super) fn marked_svg(mut svg: String) -> String {
    if let Some(end) = svg.find('>') {
        svg.insert_str(end + 1, &format!("<!-- {CREATOR} -->"));
    }
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_has_the_mark_and_its_pixels() {
        let pixels = [255, 0, 0, 255, 0, 0, 0, 0];
        let png = marked_png(2, 1, &pixels).unwrap();
        let text = [b"tEXtSoftware\0", CREATOR.as_bytes()].concat();
        // The mark is the first chunk behind the header, where a reader need not look for it.
        assert_eq!(png.get(37..37 + text.len()), Some(text.as_slice()));
        assert_eq!(image::load_from_memory(&png).unwrap().into_rgba8().into_raw(), pixels);
    }

    #[test]
    fn an_svg_has_the_mark_within_its_first_element() {
        let svg = marked_svg("<svg width=\"1\"><path/></svg>".to_owned());
        assert_eq!(svg, format!("<svg width=\"1\"><!-- {CREATOR} --><path/></svg>"));
    }
}

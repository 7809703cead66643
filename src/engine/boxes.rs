//! The BleedBox of a finished file (ISO 32000-1, 14.11.2).
//!
//! The exporter writes MediaBox and TrimBox only, and where a page has no BleedBox, a
//! reader takes the MediaBox: with crop marks that is too much, for the marks lie
//! outside the bleed. So the entry is put into each page here.

use super::file::{Replacement, WrittenObject};

const TRIM: &[u8] = b"/TrimBox[";
const PAGE: &[u8] = b"<</Type/Page/";

/// What gives each page with a TrimBox a BleedBox that is wider by `margin` on each side,
/// in pt.
pub(super) fn bleed_boxes(objects: &[WrittenObject<'_>], margin: f64) -> Option<Vec<Replacement>> {
    let mut edits = Vec::new();
    for object in objects {
        if let Some((at, bounds)) = trim_box(object.body)? {
            let [left, bottom, right, top] = bounds;
            let wider = [left - margin, bottom - margin, right + margin, top + margin];
            let bytes = format!("/BleedBox[{}]", wider.map(plain).join(" ")).into_bytes();
            let at = object.at + at;
            edits.push(Replacement { range: at..at, bytes });
        }
    }
    Some(edits)
}

/// Where an object has a TrimBox, and its numbers; nothing where it is no page or has none.
/// `None` where the numbers are none.
fn trim_box(object: &[u8]) -> Option<Option<(usize, [f64; 4])>> {
    let Some(page) = object.strip_prefix(PAGE) else {
        return Some(None);
    };
    let page = page.get(..find(page, b"endobj")?)?;
    let Some(at) = find(page, TRIM) else { return Some(None) };
    let bounds = page.get(at + TRIM.len()..)?;
    let bounds = bounds.get(..bounds.iter().position(|byte| *byte == b']')?)?;
    let bounds = std::str::from_utf8(bounds).ok()?.split(' ').map(str::parse);
    let bounds: Vec<f64> = bounds.collect::<Result<_, _>>().ok()?;
    Some(Some((PAGE.len() + at, bounds.try_into().ok()?)))
}

/// A number as PDF writes it: without exponent and needless digits.
fn plain(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    fn with_bleed_box(pdf: &[u8], margin: f64) -> Option<Vec<u8>> {
        let file = FinishedFile::open(pdf)?;
        file.edited(bleed_boxes(&file.objects()?, margin)?)
    }

    #[test]
    fn pages_alone_get_the_box() {
        let page = b"<</Type/Page/MediaBox[0 0 90 90]/TrimBox[20 20.5 70 70]/Parent 1 0 R>>";
        let other = b"(/Type/Page/TrimBox[1 1 2 2])";
        let pdf = file(&[b"<</Type/Pages/Kids[2 0 R]>>", page, other]);
        let made = with_bleed_box(&pdf, 8.5).unwrap_or_default();
        let text = String::from_utf8_lossy(&made);
        let boxes = "/MediaBox[0 0 90 90]/BleedBox[11.5 12 78.5 78.5]/TrimBox[20 20.5 70 70]";
        assert!(text.contains(boxes), "{text}");
        assert_eq!(text.matches("BleedBox").count(), 1, "a page alone has one");
        assert!(leads_to_objects(&made));
    }

    #[test]
    fn a_box_that_is_none_gives_no_file() {
        let pdf = file(&[b"<</Type/Page/Rotate 0/TrimBox[20 20.5 70 x0]>>"]);
        assert_eq!(with_bleed_box(&pdf, 1.0), None);
    }
}

//! Transparency groups that are none (ISO 32000-1, 11.6.6).
//!
//! A drawing that is to be stored once is isolated, because the exporter then makes an object
//! of it. It is thereby composed on its own, which rounds the edges of its shapes anew, and a
//! print shop takes the file for one with transparency. Where nothing in a file is
//! transparent, an isolated group looks like its contents, and so its entry is taken out.

use super::file::{Replacement, WrittenObject};

const FORM: &str = "/Type/XObject/Subtype/Form/";
const GROUP: &str = "/Group<</Type/Group/S/Transparency/I true/CS ";
/// Opacity, blending and masks are set by such objects alone.
const STATE: &[u8] = b"<</Type/ExtGState";

/// What takes the groups out of a file in which nothing else is transparent.
pub(super) fn needless_groups(objects: &[WrittenObject<'_>]) -> Vec<Replacement> {
    if objects.iter().any(|object| object.body.starts_with(STATE)) {
        return Vec::new();
    }
    let forms = objects.iter().filter_map(|object| object.stream(FORM));
    let edits = forms.filter_map(|form| {
        let group = form.dictionary.find(GROUP)?;
        let length = form.dictionary.get(group..)?.find(">>")? + ">>".len();
        let begin = form.range.start + group;
        Some(Replacement { range: begin..begin + length, bytes: Vec::new() })
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    const DRAWING: &[u8] = b"<</Length 2/Type/XObject/Subtype/Form/BBox[0 0 9 9]\
        /Group<</Type/Group/S/Transparency/I true/CS 1 0 R>>>>\nstream\nhi\nendstream";

    fn without_groups(objects: &[&[u8]]) -> String {
        let pdf = file(objects);
        let opened = FinishedFile::open(&pdf).unwrap();
        let made = opened.edited(needless_groups(&opened.objects().unwrap())).unwrap();
        assert!(leads_to_objects(&made));
        String::from_utf8_lossy(&made).into_owned()
    }

    #[test]
    fn a_group_stays_where_something_is_transparent() {
        let made = without_groups(&[b"[/ICCBased 9 0 R]", DRAWING, b"<<>>"]);
        assert!(made.contains("/BBox[0 0 9 9]>>\nstream\nhi\nendstream"), "{made}");
        let made = without_groups(&[DRAWING, b"<</Type/ExtGState/ca 0.5>>"]);
        assert!(made.contains("/Group<<"), "{made}");
    }
}

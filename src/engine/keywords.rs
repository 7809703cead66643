//! The keywords of a finished file, each by itself.
//!
//! The exporter joins them by commas, in the information dictionary and in `pdf:Keywords` of the
//! XMP. There `dc:subject` is a bag with an entry for each of them (XMP, part 1, 8.3), so that
//! one with a comma is still one. It is put in here.

use super::file::{Replacement, WrittenObject};

const METADATA: &str = "/Type/Metadata/";
/// The list of keywords, before which the bag is put in; where there is none, there is no bag.
const LIST: &[u8] = b"<pdf:Keywords>";
const LENGTH: &str = "<</Length ";

/// What adds the bag to the XMP of a file.
pub(super) fn each_by_itself(
    objects: &[WrittenObject<'_>],
    keywords: &[String],
) -> Vec<Replacement> {
    if keywords.is_empty() {
        return Vec::new();
    }
    let bag = bag(keywords);
    objects.iter().find_map(|object| with_bag(object, &bag)).unwrap_or_default()
}

fn with_bag(object: &WrittenObject<'_>, bag: &str) -> Option<Vec<Replacement>> {
    let packet = object.stream(METADATA)?;
    let at = packet.data.windows(LIST.len()).position(|window| window == LIST)?;
    let start = packet.range.end - packet.data.len() + at;
    let digits = packet.dictionary.get(LENGTH.len()..)?.find('/')?;
    let begin = packet.range.start + LENGTH.len();
    let length = packet.data.len() + bag.len();
    Some(vec![
        Replacement { range: begin..begin + digits, bytes: length.to_string().into_bytes() },
        Replacement { range: start..start, bytes: bag.as_bytes().to_vec() },
    ])
}

fn bag(keywords: &[String]) -> String {
    let items = keywords.iter().map(|word| format!("<rdf:li>{}</rdf:li>", escaped(word)));
    let items: String = items.collect();
    format!("<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>")
}

/// A text within an element of XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::file::FinishedFile;
    use super::super::file::tests::{file, leads_to_objects};
    use super::*;

    fn with_keywords(objects: &[&[u8]], keywords: &[&str]) -> String {
        let pdf = file(objects);
        let opened = FinishedFile::open(&pdf).unwrap();
        let keywords: Vec<String> = keywords.iter().map(|word| (*word).to_owned()).collect();
        let edits = each_by_itself(&opened.objects().unwrap(), &keywords);
        let made = opened.edited(edits).unwrap();
        assert!(leads_to_objects(&made));
        String::from_utf8_lossy(&made).into_owned()
    }

    #[test]
    fn each_keyword_has_an_entry() {
        let packet = b"<</Length 29/Type/Metadata/Subtype/XML>>\nstream\n\
            <pdf:Keywords></pdf:Keywords>\nendstream";
        let made = with_keywords(&[b"<<>>", packet, b"<<>>"], &["Muster, neu", "R & D <1>"]);
        let bag = "<dc:subject><rdf:Bag><rdf:li>Muster, neu</rdf:li>\
            <rdf:li>R &amp; D &lt;1&gt;</rdf:li></rdf:Bag></dc:subject>";
        let length = bag.len() + 29;
        assert!(
            made.contains(&format!("<</Length {length}/Type/Metadata/Subtype/XML>>")),
            "{made}"
        );
        assert!(made.contains(&format!("stream\n{bag}<pdf:Keywords>")), "{made}");
    }

    #[test]
    fn a_file_without_keywords_stays_as_it_is() {
        let packet: &[u8] = b"<</Length 3/Type/Metadata/Subtype/XML>>\nstream\nabc\nendstream";
        assert!(!with_keywords(&[packet], &["Muster"]).contains("dc:subject"));
        assert!(!with_keywords(&[packet], &[]).contains("dc:subject"));
    }
}

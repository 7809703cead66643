//! The text of a drawing before an XML reader sees it. Such readers compare attributes with
//! each other, copy namespaces and unfold entities, which a small file can make endless.

use super::limits::{DrawingLimits, at_most};
use super::{PhotoError, broken};

/// Counts what an XML reader would have to do. Whether the text is well-formed is for the
/// reader to say.
pub(super) fn check(text: &str, limits: &DrawingLimits) -> Result<(), PhotoError> {
    at_most(text.len(), limits.bytes, "bytes")?;
    let mut depth = 0_usize;
    let mut namespaces = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        rest = if let Some(comment) = rest.strip_prefix("!--") {
            behind(comment, "-->")
        } else if let Some(characters) = rest.strip_prefix("![CDATA[") {
            behind(characters, "]]>")
        } else if let Some(instruction) = rest.strip_prefix('?') {
            behind(instruction, "?>")
        } else if let Some(declarations) = rest.strip_prefix("!DOCTYPE") {
            document_type(declarations, text, limits)?
        } else if let Some(end) = rest.strip_prefix('/') {
            depth = depth.saturating_sub(1);
            end
        } else {
            let tag = Tag::read(rest);
            at_most(tag.attributes, limits.attributes, "attributes of an element")?;
            namespaces += tag.namespaces;
            at_most(namespaces, limits.namespaces, "declarations of namespaces")?;
            depth += usize::from(!tag.is_empty);
            at_most(depth, limits.depth, "elements in one another")?;
            rest.get(tag.length..).unwrap_or_default()
        };
    }
    Ok(())
}

fn behind<'a>(text: &'a str, end: &str) -> &'a str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// What stands in a tag.
struct Tag {
    attributes: usize,
    namespaces: usize,
    is_empty: bool,
    /// Bytes up to and with its `>`.
    length: usize,
}

impl Tag {
    fn read(text: &str) -> Self {
        let mut tag = Self { attributes: 0, namespaces: 0, is_empty: false, length: text.len() };
        let bytes = text.as_bytes();
        let mut quote = None;
        let mut name_start = 0;
        for (at, byte) in bytes.iter().copied().enumerate() {
            match (quote, byte) {
                (Some(open), _) if byte == open => (quote, name_start) = (None, at + 1),
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => {
                    tag.attributes += 1;
                    let name = bytes.get(name_start..at).unwrap_or_default();
                    let is_namespace = name.trim_ascii_start().starts_with(b"xmlns");
                    tag.namespaces += usize::from(is_namespace);
                }
                (None, b'>') => {
                    tag.is_empty = at > 0 && bytes.get(at - 1) == Some(&b'/');
                    tag.length = at + 1;
                    break;
                }
                (None, b' ' | b'\t' | b'\r' | b'\n') if tag.attributes == 0 => name_start = at,
                _ => {}
            }
        }
        tag
    }
}

/// Passes over a `<!DOCTYPE …>`. Its entities may be plain text alone, as drawing programs
/// use them for the names of namespaces; `text` is the whole drawing, which names them.
fn document_type<'a>(
    declarations: &'a str,
    text: &str,
    limits: &DrawingLimits,
) -> Result<&'a str, PhotoError> {
    let end = end_of_document_type(declarations);
    let (own, rest) = declarations.split_at_checked(end).ok_or_else(|| broken("it is cut off"))?;
    let mut longest = 0;
    for declaration in own.split("<!ENTITY").skip(1) {
        let value = quoted(declaration).unwrap_or_default();
        if value.contains(['<', '&', '%']) {
            return Err(PhotoError::Unfit("its entities hold more than plain text".to_owned()));
        }
        longest = longest.max(value.len());
    }
    let named = text.bytes().filter(|byte| *byte == b'&').count();
    at_most(named.saturating_mul(longest), limits.entity_bytes, "bytes of entities")?;
    Ok(rest)
}

/// Where a document type ends: behind the `>` outside quotes and brackets.
fn end_of_document_type(text: &str) -> usize {
    let mut quote = None;
    let mut is_inside = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => is_inside = true,
            (None, b']') => is_inside = false,
            (None, b'>') if !is_inside => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn quoted(text: &str) -> Option<&str> {
    let start = text.find(['"', '\''])?;
    let quote = *text.as_bytes().get(start)?;
    let value = text.get(start + 1..)?;
    value.get(..value.find(char::from(quote))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Result<(), PhotoError> {
        check(text, &DrawingLimits::default())
    }

    #[test]
    fn usual_drawings_pass() {
        let illustrator = "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \
             \"svg11.dtd\" [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">]>\
             <svg xmlns=\"&ns_svg;\" width='9>' height=\"9\"><!-- <<< --><g><path d=\"M0 0\"/></g></svg>";
        assert_eq!(judge(illustrator), Ok(()));
    }

    #[test]
    fn what_readers_multiply_is_refused() {
        let attributes: String = (0..200).map(|n| format!(" a{n}=\"\"")).collect();
        let namespaces: String = (0..1_100).map(|n| format!("<g xmlns:n{n}=\"u{n}\"/>")).collect();
        let entities = "<!DOCTYPE svg [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><svg/>";
        let long = format!(
            "<!DOCTYPE svg [<!ENTITY a \"{}\">]><svg>{}</svg>",
            "b".repeat(9_000),
            "&a;".repeat(200)
        );
        let elements = "<!DOCTYPE svg [<!ENTITY a '<g>'>]><svg/>";
        for hostile in [
            format!("<svg{attributes}/>"),
            format!("<svg>{namespaces}</svg>"),
            entities.to_owned(),
            elements.to_owned(),
            long,
            "<g>".repeat(300),
        ] {
            assert!(judge(&hostile).is_err(), "{}", hostile.get(..80).unwrap_or(&hostile));
        }
    }
}

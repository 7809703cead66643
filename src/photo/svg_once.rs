//! A drawing that is stored once, however often it is set.

use roxmltree::{Document, ParsingOptions};

const ISOLATED: &str = "isolation:isolate";
/// Bytes up to which a drawing is written wherever it is set: as an object of its own it would
/// take some 500 bytes more, and save little.
const SMALL: usize = 16 * 1024;

/// The drawing as one group that is composed on its own, which looks the same: of such a group
/// the engine makes an object that all pages share, and draws others anew on each.
/// `None` where the drawing is small.
pub(crate) fn isolated(svg: &[u8]) -> Option<Vec<u8>> {
    if svg.len() > SMALL { with_isolated_root(svg) } else { None }
}

fn with_isolated_root(svg: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(svg).ok()?;
    let options = ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let (at, added) = match root.attribute_node("style") {
        // What stands there may say otherwise, and comes behind it.
        Some(style) => (style.range_value().start, format!("{ISOLATED};")),
        None => {
            let begin = root.range().start + 1;
            let name = text.get(begin..)?;
            let ends = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
            (begin + name.find(ends)?, format!(" style=\"{ISOLATED}\""))
        }
    };
    let (before, behind) = text.split_at_checked(at)?;
    Some([before, &added, behind].concat().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_alone_is_isolated() {
        let changed = |svg: &str| with_isolated_root(svg.as_bytes()).map(String::from_utf8);
        for (svg, wanted) in [
            ("<svg><g/></svg>", "<svg style=\"isolation:isolate\"><g/></svg>"),
            (
                "<!--<svg>--><a:svg\n xmlns:a='b'/>",
                "<!--<svg>--><a:svg style=\"isolation:isolate\"\n xmlns:a='b'/>",
            ),
            ("<svg style='fill:red'/>", "<svg style='isolation:isolate;fill:red'/>"),
            (
                "<svg style=''><g style='a'/></svg>",
                "<svg style='isolation:isolate;'><g style='a'/></svg>",
            ),
        ] {
            assert_eq!(changed(svg), Some(Ok(wanted.to_owned())), "{svg}");
        }
        assert_eq!(changed("<svg"), None);
        assert_eq!(isolated(b"<svg/>"), None, "it is small");
    }
}

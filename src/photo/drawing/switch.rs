//! `<switch>` in drawings: the first of its parts that can be drawn.
//!
//! Programs put there what only they can read, and shapes for all others. What is not drawn
//! is taken out of the file, so that nothing in it is judged.

use std::borrow::Cow;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::limits::DrawingLimits;

/// What a reader of foreign content calls itself in `requiredFeatures`.
const EXTENSIBILITY: &str = "http://www.w3.org/TR/SVG11/feature#Extensibility";

/// A drawing without the parts of a `<switch>` that are not drawn.
pub(super) fn resolved<'a>(text: &'a str, limits: &DrawingLimits) -> Cow<'a, str> {
    let unchanged = Cow::Borrowed(text);
    if !text.contains("<switch") && !text.contains(":switch") {
        return unchanged;
    }
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: limits.nodes, ..ParsingOptions::default() };
    // What cannot be read is reported by the check of the drawing.
    let Ok(document) = Document::parse_with_options(text, options) else { return unchanged };
    let mut kept = String::with_capacity(text.len());
    let mut end = 0;
    for range in document.descendants().filter(is_switch).flat_map(|node| undrawn(&node)) {
        // What stands in a part that was taken out already, or in an entity.
        if range.start < end {
            continue;
        }
        kept.push_str(text.get(end..range.start).unwrap_or_default());
        end = range.end;
    }
    kept.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(kept)
}

fn is_switch(node: &Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().name() == "switch"
}

/// The parts of a switch beside the one that is drawn. Those in languages are left to the
/// reader of the drawing.
fn undrawn(switch: &Node<'_, '_>) -> Vec<Range<usize>> {
    let parts: Vec<_> = switch.children().filter(Node::is_element).collect();
    let drawn = parts.iter().find(|part| is_drawn(part)).map(Node::id);
    let has_languages = parts.iter().any(|part| part.has_attribute("systemLanguage"));
    let beside = parts
        .iter()
        .filter(|part| if has_languages { !is_drawn(part) } else { Some(part.id()) != drawn });
    beside.map(Node::range).collect()
}

fn is_drawn(part: &Node<'_, '_>) -> bool {
    let has_own_form = part.attribute("requiredExtensions").is_some_and(|name| !name.is_empty());
    let features = part.attribute("requiredFeatures").unwrap_or_default();
    // An empty group stands where other programs say that they cannot show foreign content.
    // Its shapes for them are drawn, so there is nothing to say.
    let is_notice = !part.children().any(|child| child.is_element());
    part.tag_name().name() != "foreignObject"
        && !has_own_form
        && (is_notice || !features.split_whitespace().any(|name| name == EXTENSIBILITY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(drawing: &str) -> String {
        resolved(drawing, &DrawingLimits::default()).into_owned()
    }

    #[test]
    fn the_first_part_that_can_be_drawn_is_left() {
        for (drawing, expected) in [
            (
                "<svg><switch><foreignObject/><g id=\"a\"/><g id=\"b\"/></switch></svg>",
                "<svg><switch><g id=\"a\"/></switch></svg>",
            ),
            (
                "<svg><switch><g requiredExtensions=\"x\"/><path/></switch></svg>",
                "<svg><switch><path/></switch></svg>",
            ),
            ("<svg><switch><foreignObject/></switch></svg>", "<svg><switch></switch></svg>"),
            ("<svg><g/></svg>", "<svg><g/></svg>"),
        ] {
            assert_eq!(text(drawing), expected);
        }
        let notice =
            format!("<svg><switch><g requiredFeatures=\"{EXTENSIBILITY}\"/><text/></switch></svg>");
        assert!(!text(&notice).contains("<text"));
    }
}

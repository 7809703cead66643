//! The one gate for drawings, whether they are pictures of a release or logos of a letterhead.
//!
//! A drawing is a program in small: it repeats, nests and refers. What it would become is
//! counted by readers of our own, before a reader of SVG or PDF sees it.

mod content;
mod cost;
mod css;
mod limits;
mod pdf;
mod styles;
mod switch;
mod xml;

pub(crate) use limits::DrawingLimits;

use std::sync::Arc;

use roxmltree::{Document, Node, ParsingOptions};

use super::{PhotoError, broken};

/// A drawing within the limits, as SVG.
#[derive(Debug, Clone)]
pub(crate) struct CheckedDrawing {
    /// The text of the drawing, without what a `<switch>` leaves out.
    pub svg: Arc<Vec<u8>>,
    /// Whether it has text, for which fonts are needed.
    pub has_text: bool,
    /// Shapes and groups, repetitions counted.
    pub shapes: u64,
}

impl CheckedDrawing {
    /// Looks a drawing through. Nothing that it says is believed before the limits allow it.
    pub fn open(
        bytes: impl Into<Arc<Vec<u8>>>,
        limits: &DrawingLimits,
    ) -> Result<Self, PhotoError> {
        let bytes = bytes.into();
        if bytes.starts_with(b"%PDF-") {
            limits.check_bytes(&bytes)?;
            return Self::open_svg(Arc::new(pdf::to_svg(&bytes, limits)?), limits);
        }
        Self::open_svg(bytes, limits)
    }

    fn open_svg(bytes: Arc<Vec<u8>>, limits: &DrawingLimits) -> Result<Self, PhotoError> {
        limits.check_bytes(&bytes)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| broken("it is not UTF-8"))?;
        xml::check(text, limits)?;
        let drawn = switch::resolved(text, limits);
        let options =
            ParsingOptions { allow_dtd: true, nodes_limit: limits.nodes, ..Default::default() };
        let document =
            Document::parse_with_options(&drawn, options).map_err(|error| match error {
                roxmltree::Error::NodesLimitReached => {
                    PhotoError::TooLarge(format!("it has more than {} nodes", limits.nodes))
                }
                error => broken(error),
            })?;
        if document.root_element().tag_name().name() != "svg" {
            return Err(PhotoError::NotAPicture);
        }
        let nodes = document.descendants();
        nodes.into_iter().try_for_each(|node: Node<'_, '_>| {
            content::check(node, limits).and_then(|()| styles::check(node))
        })?;
        let shapes = cost::count(&document, limits)?;
        let has_text = document.descendants().any(content::has_text);
        drop(document);
        let svg = match drawn {
            std::borrow::Cow::Owned(drawn) => Arc::new(drawn.into_bytes()),
            std::borrow::Cow::Borrowed(_) => bytes,
        };
        Ok(Self { svg, has_text, shapes })
    }
}

/// Refuses a drawing that is neither picture nor logo, such as a glyph of a font.
pub(crate) fn check_drawing(bytes: &[u8]) -> Result<(), PhotoError> {
    CheckedDrawing::open(bytes.to_vec(), &DrawingLimits::default()).map(|_| ())
}

//! How much a drawing may ask for. Each limit is far above what drawing programs write and
//! far below what takes a second.

use super::PhotoError;

/// The maximum of what one drawing may need, as a logo or as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DrawingLimits {
    /// Bytes of the file, and of the SVG that a PDF becomes: a detailed map has 5 MiB.
    pub bytes: usize,
    /// Nodes of the XML tree: elements, texts, comments.
    pub nodes: u32,
    /// Elements in one another, repetitions counted. Readers of SVG recurse.
    pub depth: usize,
    /// Attributes of one element; each is compared with all before it.
    pub attributes: usize,
    /// Declarations of XML namespaces; an element inherits those of all around it.
    pub namespaces: usize,
    /// Bytes that entities become, wherever they are named.
    pub entity_bytes: usize,
    /// Rules of style sheets times elements: each is tried on each.
    pub style_matches: usize,
    /// Arcs of one path, of each of which readers make a dozen curves and more.
    pub arcs: usize,
    /// Closing commands (`Z`) in a row; readers of SVG recurse on them.
    pub closings: usize,
    /// Shapes and groups, repetitions counted.
    pub shapes: u64,
    /// Letters of one text.
    pub letters: u64,
    /// Drawings in one another; a drawing program makes one level.
    pub levels: usize,
    /// Pixels of all pictures in it.
    pub pixels: u64,
}

impl Default for DrawingLimits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024 * 1024,
            nodes: 200_000,
            depth: 200,
            attributes: 128,
            namespaces: 1_000,
            entity_bytes: 1024 * 1024,
            style_matches: 4_000_000,
            arcs: 50_000,
            closings: 1_000,
            shapes: 250_000,
            letters: 2_000,
            levels: 4,
            pixels: 100_000_000,
        }
    }
}

impl DrawingLimits {
    pub(super) fn check_bytes(&self, bytes: &[u8]) -> Result<(), PhotoError> {
        if bytes.len() <= self.bytes {
            return Ok(());
        }
        let (count, max) = (bytes.len(), self.bytes);
        let why = format!("it has {count} bytes; at most {max} of a drawing are read");
        Err(PhotoError::TooLarge(why))
    }
}

/// Refuses more than there may be: "it has 300 attributes; at most 128 are read".
pub(super) fn at_most<N: PartialOrd + std::fmt::Display>(
    count: N,
    max: N,
    what: &str,
) -> Result<(), PhotoError> {
    if count <= max {
        return Ok(());
    }
    Err(PhotoError::TooLarge(format!(
        "it takes too much: {count} {what}, and at most {max} are read"
    )))
}

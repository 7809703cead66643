//! How much a drawing may ask for. Each limit is far above what drawing programs write and
//! far below what takes a second.

use super::super::Limits;
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
    /// What a PDF may have besides.
    pub pdf: PdfLimits,
}

/// The maximum of what the first page of a PDF may need, before it becomes SVG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PdfLimits {
    /// Objects of the file.
    pub objects: usize,
    /// Bytes to which all parts of the file unpack together.
    pub unpacked_bytes: usize,
    /// The longest side of the page in points: the largest of PDF itself.
    pub side: u32,
    /// Arrays, dictionaries, references and blocks of programs in one another; drawing
    /// programs make six.
    pub nesting: usize,
    /// Values of all that a part refers to, each time that it is named.
    pub references: u64,
    /// Forms, patterns and glyphs in one another; drawing programs reach six.
    pub forms: usize,
    /// Saved states of a content stream.
    pub states: usize,
    /// Operands of an operator.
    pub operands: usize,
    /// Operators and operands, repetitions counted.
    pub operations: u64,
    /// Pixels of pictures and gradients, each time they are drawn: readers turn gradients
    /// into pictures, a pixel for a point.
    pub pixels: u64,
    /// Letters of a font that have a width; readers make a list of them.
    pub widths: u64,
    /// Bytes of a function that is a program: it runs for each pixel.
    pub program_bytes: usize,
    /// Samples of a function that is a table, and the values that it takes at a time.
    pub samples: u64,
    pub inputs: usize,
}

/// The pixels that a PDF may have, as the limits of the pictures in it.
pub(super) fn pictures_in_pdf(limits: &PdfLimits) -> Limits {
    Limits::default().with_pixels(limits.pixels)
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
            pdf: PdfLimits::default(),
        }
    }
}

impl Default for PdfLimits {
    fn default() -> Self {
        Self {
            objects: 50_000,
            unpacked_bytes: 64 * 1024 * 1024,
            side: 14_400,
            nesting: 32,
            references: 100_000,
            forms: 12,
            states: 256,
            operands: 64,
            operations: 1_000_000,
            pixels: 16_000_000,
            widths: 4_000_000,
            program_bytes: 4_096,
            samples: 100_000,
            inputs: 6,
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

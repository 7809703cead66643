//! What a release and the files around it may take: one table for all of them.
//!
//! Each figure lies far above what press offices write and below what takes seconds or more than
//! 600 MiB. Time and memory of a whole release are bounded by the program besides.
//!
//! Limits that the engine or the PDF format sets cannot be raised, so they are constants beside
//! their use ([`body::limits`](crate::body::limits), [`MAX_FIELD`](crate::read::MAX_FIELD)).

/// A row of the table of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitRow {
    /// The group that it belongs to: `text`.
    pub group: &'static str,
    /// Its name within the group: `blocks`.
    pub field: &'static str,
    /// What is counted, as a sentence.
    pub meaning: &'static str,
    /// What it is unless it is set.
    pub default: u64,
}

impl LimitRow {
    /// Its name on the command line: `text.list-entries`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.group, self.field).replace('_', "-")
    }
}

/// Declares a group of limits: its struct, its defaults and its rows of the table.
macro_rules! limits {
    (
        $(#[$attribute:meta])*
        pub struct $group:ident($name:literal) {
            $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:expr;)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $group {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        impl Default for $group {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $group {
            const ROWS: &'static [LimitRow] = &[$(LimitRow {
                group: $name,
                field: stringify!($field),
                meaning: concat!($($doc),+),
                default: $default as u64,
            }),+];

            /// Sets a limit of the group; none where there is no such limit, or a figure is beyond
            /// what its type holds.
            fn set(&mut self, field: &str, figure: u64) -> Option<()> {
                match field {
                    $(stringify!($field) => self.$field = <$type>::try_from(figure).ok()?,)+
                    _ => return None,
                }
                Some(())
            }
        }
    };
}

const MEBIBYTE: u64 = 1024 * 1024;

limits! {
    /// The limits of a release's text.
    pub struct TextLimits("text") {
        /// Bytes of the file.
        bytes: u64 = 4 * MEBIBYTE;
        /// Blocks, list items and table rows.
        blocks: usize = 20_000;
        /// Cells of all tables.
        cells: usize = 20_000;
        /// Links and bare addresses.
        links: usize = 30_000;
        /// Footnotes of one table: for each the engine lays out the whole table once more.
        table_notes: usize = 100;
        /// Entries of a field that is a list, such as `contacts`.
        entries: usize = 500;
        /// Bytes of memory that all constructs take together when they are typeset, as reckoned
        /// before: with the 60 MB of any sheet, 600 MiB.
        memory: u64 = 520_000_000;
        /// Pages of the sheet.
        pages: usize = 1_000;
    }
}

limits! {
    /// The limits of a picture. What goes beyond is refused with the figure, before memory or
    /// time is spent on it.
    pub struct PictureLimits("pictures") {
        /// Bytes of the file.
        bytes: usize = 256 * MEBIBYTE as usize;
        /// Pixels in all.
        pixels: u64 = 100_000_000;
        /// Pixels on a side.
        side: u32 = 30_000;
        /// Bytes of memory that decoding takes; for a release also those that all its pictures take
        /// together: their files, what is made of them, and the one that takes most while it is
        /// decoded.
        memory: u64 = 480 * MEBIBYTE;
        /// Pixels of all pictures of a release together, which take time to decode.
        release_pixels: u64 = 400_000_000;
        /// Frames of an animation, pages of a TIFF file, scans of a JPEG file. The first
        /// frame alone is ever decoded.
        frames: u64 = 1_000;
    }
}

limits! {
    /// The limits of a drawing (SVG, PDF), as a picture or a logo. Each is far above what drawing
    /// programs write and far below what takes a second.
    pub struct DrawingLimits("drawings") {
        /// Bytes of the file, and of the SVG that a PDF becomes: a detailed map has 5 MiB.
        bytes: usize = 16 * MEBIBYTE as usize;
        /// Nodes of the XML tree: elements, texts, comments.
        nodes: u32 = 200_000;
        /// Elements in one another, repetitions counted. Readers of SVG recurse.
        depth: usize = 200;
        /// Attributes of one element; each is compared with all before it.
        attributes: usize = 128;
        /// Declarations of XML namespaces; an element inherits those of all around it.
        namespaces: usize = 1_000;
        /// Bytes that entities become, wherever they are named.
        entity_bytes: usize = MEBIBYTE as usize;
        /// Rules of style sheets times elements: each is tried on each.
        style_matches: usize = 4_000_000;
        /// Arcs of one path, of each of which readers make a dozen curves and more.
        arcs: usize = 50_000;
        /// Closing commands (`Z`) in a row; readers of SVG recurse on them.
        closings: usize = 1_000;
        /// Shapes and groups, repetitions counted.
        shapes: u64 = 250_000;
        /// Letters of one text.
        letters: u64 = 2_000;
        /// Drawings in one another; a drawing program makes one level.
        levels: usize = 4;
        /// Pixels of all pictures in it.
        pixels: u64 = 100_000_000;
        /// Objects of a drawing that is a PDF; the further rows are of such ones too, and of
        /// their first page.
        pdf_objects: usize = 50_000;
        /// Bytes to which all parts of the file unpack together.
        pdf_unpacked_bytes: usize = 64 * MEBIBYTE as usize;
        /// The longest side of the page in points: the largest of PDF itself.
        pdf_side: u32 = 14_400;
        /// Arrays, dictionaries, references and blocks of programs in one another; drawing
        /// programs make six.
        pdf_nesting: usize = 32;
        /// Values of all that a part refers to, each time that it is named.
        pdf_references: u64 = 100_000;
        /// Forms, patterns and glyphs in one another; drawing programs reach six.
        pdf_forms: usize = 12;
        /// Saved states of a content stream.
        pdf_states: usize = 256;
        /// Operands of an operator.
        pdf_operands: usize = 64;
        /// Operators and operands, repetitions counted.
        pdf_operations: u64 = 1_000_000;
        /// Pixels of pictures and gradients, each time they are drawn: readers turn gradients
        /// into pictures, a pixel for a point.
        pdf_pixels: u64 = 16_000_000;
        /// Letters of a font that have a width; readers make a list of them.
        pdf_widths: u64 = 4_000_000;
        /// Bytes of a function that is a program: it runs for each pixel.
        pdf_program_bytes: usize = 4_096;
        /// Samples of a function that is a table, and the values that it takes at a time.
        pdf_samples: u64 = 100_000;
        /// Values that such a function takes at a time.
        pdf_inputs: usize = 6;
    }
}

limits! {
    /// The limits of a page that is drawn as an image.
    pub struct ImageLimits("images") {
        /// Pixels of a page as PNG, four bytes of memory each: A3 at 600 dpi has 70 million.
        pixels: u64 = 80_000_000;
    }
}

limits! {
    /// The limits of the fonts of a folder. Each is far above what fonts have and far below what
    /// takes a second.
    pub struct FontLimits("fonts") {
        /// Font files of a folder.
        files: usize = 64;
        /// Bytes of a font file: one for all of Europe has half a mebibyte, one for Chinese ten.
        bytes: usize = 16 * MEBIBYTE as usize;
        /// Bytes of all font files of a folder.
        bytes_in_all: usize = 64 * MEBIBYTE as usize;
        /// Fonts in one file (a collection).
        fonts: u32 = 64;
        /// Tables of a font; there are some sixty kinds.
        tables: usize = 128;
        /// Characters that all tables of characters list together, each mention counted; there
        /// are 1.1 million characters in all.
        characters: u64 = 4_000_000;
        /// Pixels of a glyph that is a picture.
        glyph_pixels: u64 = 4_000_000;
        /// Glyphs in one another; fonts for complex scripts reach four.
        glyph_depth: usize = 8;
        /// Components of a glyph, repetitions counted.
        components: u64 = 512;
        /// Points of a glyph, repetitions counted; the finest ornament has some thousand.
        points: u64 = 100_000;
        /// Coloured layers in one another. Readers of fonts recurse; emoji reach ten.
        layer_depth: usize = 32;
        /// Coloured layers of a glyph, repetitions counted; the flags with the finest coats of
        /// arms have some hundred.
        layers: u64 = 2_048;
        /// Bytes of PostScript that draw a glyph, repetitions counted; the finest ornament has
        /// some ten thousand.
        program_bytes: u64 = 250_000;
        /// The same of all glyphs together; a font for Chinese has some ten million.
        program_bytes_in_all: u64 = 64_000_000;
    }
}

limits! {
    /// The limits of a letterhead's text.
    pub struct LetterheadLimits("letterheads") {
        /// Bytes of the file.
        bytes: u64 = 4 * MEBIBYTE;
        /// Entries of a field that is a list, such as `offices`.
        entries: usize = 500;
    }
}

limits! {
    /// The limits of a layout of one's own and the files of its folder.
    pub struct LayoutLimits("layouts") {
        /// Bytes of a file of the folder; of a picture those of `pictures` and `drawings` hold too.
        bytes: u64 = 16 * MEBIBYTE;
        /// Files of the folder that the layout and its files name.
        files: usize = 64;
        /// Bytes of all these files.
        bytes_in_all: u64 = 64 * MEBIBYTE;
    }
}

limits! {
    /// The limits of a recipient list, or a list of those who want no mail.
    pub struct ListLimits("lists") {
        /// Bytes of the file.
        bytes: u64 = 4 * MEBIBYTE;
        /// Lines on which something stands, and so recipients.
        lines: usize = 200_000;
        /// Columns.
        columns: usize = 100;
        /// Bytes to which all parts of an Excel file unpack together.
        unpacked_bytes: u64 = 64 * MEBIBYTE;
    }
}

limits! {
    /// The limits of a PDF that is inspected.
    pub struct PdfLimits("pdfs") {
        /// Bytes of the file.
        bytes: u64 = 256 * MEBIBYTE;
        /// Work that any file may ask for, in units that are counted in billions a second; each
        /// byte of the file adds four.
        work: u64 = 1_500_000_000;
        /// Bytes that are held at one time, the file itself included: objects, unpacked streams,
        /// attachments.
        held_bytes: usize = 320 * MEBIBYTE as usize;
    }
}

/// All limits that can be set.
///
/// ```
/// use letterpress::limits::Limits;
///
/// let mut limits = Limits::default();
/// limits.text.pages = 2;
/// assert_eq!(limits.set("text.blocks", 30_000), Some(()));
/// assert_eq!(limits.text.blocks, 30_000);
/// assert_eq!(limits.set("text.words", 1), None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Of a release's text.
    pub text: TextLimits,
    /// Of pictures.
    pub pictures: PictureLimits,
    /// Of drawings.
    pub drawings: DrawingLimits,
    /// Of pages as images.
    pub images: ImageLimits,
    /// Of fonts.
    pub fonts: FontLimits,
    /// Of a letterhead's text.
    pub letterheads: LetterheadLimits,
    /// Of layouts.
    pub layouts: LayoutLimits,
    /// Of recipient lists.
    pub lists: ListLimits,
    /// Of PDF files that are inspected.
    pub pdfs: PdfLimits,
}

impl Limits {
    /// All rows of the table, group by group.
    pub fn rows() -> impl Iterator<Item = &'static LimitRow> {
        [
            TextLimits::ROWS,
            PictureLimits::ROWS,
            DrawingLimits::ROWS,
            ImageLimits::ROWS,
            FontLimits::ROWS,
            LetterheadLimits::ROWS,
            LayoutLimits::ROWS,
            ListLimits::ROWS,
            PdfLimits::ROWS,
        ]
        .into_iter()
        .flatten()
    }

    /// Sets a limit by its [name](LimitRow::name); none where there is no limit of that name, or
    /// the figure is larger than it can hold.
    pub fn set(&mut self, name: &str, figure: u64) -> Option<()> {
        let row = Self::rows().find(|row| row.name() == name)?;
        match row.group {
            "text" => self.text.set(row.field, figure),
            "pictures" => self.pictures.set(row.field, figure),
            "drawings" => self.drawings.set(row.field, figure),
            "images" => self.images.set(row.field, figure),
            "fonts" => self.fonts.set(row.field, figure),
            "layouts" => self.layouts.set(row.field, figure),
            "lists" => self.lists.set(row.field, figure),
            "pdfs" => self.pdfs.set(row.field, figure),
            "letterheads" => self.letterheads.set(row.field, figure),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_set_by_its_name() {
        for row in Limits::rows() {
            let mut limits = Limits::default();
            assert_eq!(limits.set(&row.name(), row.default), Some(()), "{}", row.name());
            assert_eq!(limits, Limits::default(), "{}", row.name());
            assert_eq!(limits.set(&row.name(), row.default + 1), Some(()), "{}", row.name());
            assert_ne!(limits, Limits::default(), "{}", row.name());
        }
    }
}

//! The limits of an inspection that cannot be set.
//!
//! Most of what a file may ask for is bounded by its budget alone: the work that all its
//! parts may take together, in units of [`Work`], and the memory that may be held at one time
//! (both in [`PdfLimits`](crate::limits::PdfLimits)). The limits of single things keep the answer of a size
//! that can be read, or keep one part from taking all of the budget.

/// The further work for each byte of a file, in the same units: a large file has more to
/// be read and to be searched. 256 MiB add about a second.
pub const WORK_FOR_EACH_BYTE: u64 = 4;

/// What may be held besides the file in any case, however large it is: 128 MiB.
pub const MIN_HELD_BYTES: usize = 128 * 1024 * 1024;

/// The maximum size of an unpacked stream: 64 MiB.
pub const MAX_STREAM_BYTES: usize = 64 * 1024 * 1024;

/// The maximum size of what the streams of one page have together: 64 MiB.
pub const MAX_CONTENT_BYTES: usize = 64 * 1024 * 1024;

/// The maximum number of filters of a stream. Programs use one or two.
pub const MAX_FILTERS: usize = 8;

/// The maximum size of an object without its stream: 16 MiB.
pub const MAX_OBJECT_BYTES: usize = 16 * 1024 * 1024;

/// The maximum length of a name, in bytes; the rest is cut off. The standard allows 127.
pub const MAX_NAME_BYTES: usize = 4000;

/// The maximum depth of arrays and dictionaries in one another. Reading them is recursive.
pub const MAX_NESTING: usize = 100;

/// The maximum length of a chain of references, and of objects that have to be read to
/// read one. Reading them is recursive.
pub const MAX_CHAIN: usize = 16;

/// The maximum number of objects of a file; each takes some 80 bytes of tables.
pub const MAX_OBJECTS: usize = 2_000_000;

/// About how many bytes of memory an entry of the tables of objects and of their extents
/// takes.
pub const TABLE_ENTRY_BYTES: usize = 32;

/// The maximum number of tables of a file: it has one more each time that it is amended.
pub const MAX_TABLES: usize = 4096;

/// How many bytes at the end of the file hold the word `startxref`.
pub const TAIL_BYTES: usize = 2048;

/// The maximum number of dictionaries behind the word `trailer` that a search finds.
pub const MAX_TRAILERS: usize = 1000;

/// How many bytes of objects, of unpacked streams with objects, and of drawings that
/// pages share, are kept to be used again.
pub const MAX_CACHED_OBJECT_BYTES: usize = 64 * 1024 * 1024;
pub const MAX_CACHED_STREAM_BYTES: usize = 64 * 1024 * 1024;
pub const MAX_CACHED_DRAWING_BYTES: usize = 32 * 1024 * 1024;

/// The maximum number of kinds of damage, and of limits, that are reported of a file.
pub const MAX_NOTES: usize = 6;

/// The maximum number of pages that are looked at.
pub const MAX_PAGES: usize = 100_000;

/// The maximum depth of the tree of pages.
pub const MAX_PAGE_DEPTH: usize = 64;

/// The maximum number of annotations of a page that are looked at.
pub const MAX_ANNOTATIONS: usize = 100_000;

/// The maximum number of entries of outlines and forms that are counted.
pub const MAX_ENTRIES: usize = 200_000;

/// The maximum length of a chain of actions that follow one another.
pub const MAX_ACTIONS: usize = 32;

/// The maximum number of kinds of annotations, of actions and of colour spaces of text.
pub const MAX_KINDS: usize = 64;

/// The maximum number of elements of the structure that are counted, and of those that
/// wait to be.
pub const MAX_ELEMENTS: usize = 1_000_000;

/// The maximum number of entries of a reading order: of elements and of words between them.
pub const MAX_READING_ENTRIES: usize = 500_000;

/// The maximum number of marks in which words stand.
pub const MAX_MARK_DEPTH: usize = 1000;

/// The maximum number of codes of a font whose characters are kept, and of characters of one
/// code.
pub const MAX_CODES: usize = 300_000;
pub const MAX_CODE_CHARACTERS: usize = 32;

/// The maximum number of destinations that are known by their names.
pub const MAX_DESTINATIONS: usize = 200_000;

/// The maximum number of roles that are listed.
pub const MAX_ROLES: usize = 200;

/// The maximum number of fonts that are described.
pub const MAX_FONTS: usize = 10_000;

/// The maximum depth of resources in one another in the search for fonts, and of drawings
/// that call one another. Both walks are recursive.
pub const MAX_RESOURCE_DEPTH: usize = 16;
pub const MAX_DRAWING_DEPTH: usize = 24;

/// The maximum number of graphics states that are put aside. The standard asks for 28.
pub const MAX_STATES: usize = 2000;

/// The maximum number of operands that are kept for an operator. The standard needs 33.
pub const MAX_OPERANDS: usize = 64;

/// The maximum number of pictures that are described, and of them of inline pictures.
pub const MAX_PICTURES: usize = 100_000;
pub const MAX_INLINE_PICTURES: usize = 1000;

/// The maximum number of places of one picture that are listed.
pub const MAX_PLACES: usize = 50;

/// The maximum depth of colour spaces in one another.
pub const MAX_COLOUR_DEPTH: usize = 4;

/// The maximum number of attachments that are described.
pub const MAX_ATTACHMENTS: usize = 1000;

/// The maximum size of all attachments that are kept to be extracted: 256 MiB.
pub const MAX_KEPT_BYTES: usize = 256 * 1024 * 1024;

/// The maximum size of XMP that is read: 4 MiB.
pub const MAX_XMP_BYTES: usize = 4 * 1024 * 1024;

/// The maximum number of its nodes.
pub const MAX_XMP_NODES: u32 = 200_000;

/// The maximum work for XMP, in units of [`Work::cost`]: what is in scope of each node
/// and beside each attribute is compared with it, so that a small packet can take long.
pub const MAX_XMP_WORK: u64 = 400_000_000;

/// The maximum number of characters of a text that are kept.
pub const MAX_CHARACTERS: usize = 4000;

/// The maximum number of bytes of a text that are decoded for it.
pub const MAX_TEXT_BYTES: usize = 16 * MAX_CHARACTERS;

/// A kind of work that is charged before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A byte among which something is looked for.
    SearchByte,
    /// A byte that is read as part of an object or of content.
    ReadByte,
    /// A value that is made of what was read.
    Value,
    /// A reference or a key that is followed.
    Lookup,
    /// An object that is looked for in the file, or in a stream that holds objects.
    Object,
    /// An entry of a table of objects, or of a stream that holds objects.
    TableEntry,
    /// A byte that a filter takes or gives.
    UnpackByte,
    /// A byte that is deciphered.
    DecipherByte,
    /// A key that is made to decipher one string or stream.
    DecipherKey,
    /// A byte whose checksum is taken.
    HashByte,
    /// A byte that is made a character.
    Character,
    /// A token of content.
    Token,
    /// A drawing that is called, even an empty one.
    Call,
    /// A picture that is drawn.
    Picture,
    /// A node of a tree: of pages, names, outlines, fields, elements.
    Node,
    /// A page with its boxes.
    Page,
    /// An annotation of a page.
    Annotation,
    /// A font that is described.
    Font,
    /// An object whose share of the file is reckoned.
    Share,
    /// A byte of XMP.
    XmlByte,
    /// A comparison within XMP: of a name with a namespace in scope, or of two attributes.
    XmlComparison,
    /// A node of XMP that is visited.
    XmlNode,
}

impl Work {
    /// What one of it costs. A unit is about a nanosecond on one core of 2020, measured by
    /// files that have hardly anything else, and rounded up.
    pub const fn cost(self) -> u64 {
        match self {
            Self::SearchByte => 1,
            Self::ReadByte | Self::HashByte | Self::XmlComparison => 2,
            Self::UnpackByte | Self::Character => 4,
            Self::DecipherByte | Self::XmlByte => 8,
            Self::Token => 15,
            Self::Value | Self::Lookup => 50,
            Self::XmlNode => 100,
            Self::TableEntry => 150,
            Self::Node | Self::Picture | Self::Share => 200,
            Self::Annotation | Self::Call | Self::Object => 500,
            Self::Page | Self::Font | Self::DecipherKey => 1500,
        }
    }
}

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
        /// Entries of a field that is a list, such as `contacts`.
        entries: usize = 500;
        /// Bytes of memory that all constructs take together when they are typeset, as reckoned
        /// before: with the 60 MB of any sheet, 600 MiB.
        memory: u64 = 540_000_000;
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
        /// Bytes of memory that decoding takes.
        memory: u64 = 512 * MEBIBYTE;
        /// Frames of an animation, pages of a TIFF file, scans of a JPEG file. The first
        /// frame alone is ever decoded.
        frames: u64 = 1_000;
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
    /// Of a letterhead's text.
    pub letterheads: LetterheadLimits,
    /// Of PDF files that are inspected.
    pub pdfs: PdfLimits,
}

impl Limits {
    /// All rows of the table, group by group.
    pub fn rows() -> impl Iterator<Item = &'static LimitRow> {
        [TextLimits::ROWS, PictureLimits::ROWS, LetterheadLimits::ROWS, PdfLimits::ROWS]
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

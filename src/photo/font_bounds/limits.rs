//! How much a font may ask for. Each limit is far above what fonts have and far below what
//! takes a second.

/// The maximum of what the fonts of a folder may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FontLimits {
    /// Font files of a folder.
    pub files: usize,
    /// Bytes of a font file: one for all of Europe has half a mebibyte, one for Chinese ten.
    pub bytes: usize,
    /// Bytes of all font files of a folder.
    pub bytes_in_all: usize,
    /// Fonts in one file (a collection).
    pub fonts: u32,
    /// Tables of a font; there are some sixty kinds.
    pub tables: usize,
    /// Characters that all tables of characters list together, each mention counted; there
    /// are 1.1 million characters in all.
    pub characters: u64,
    /// Pixels of a glyph that is a picture.
    pub glyph_pixels: u64,
    /// Glyphs in one another; fonts for complex scripts reach four.
    pub glyph_depth: usize,
    /// Components of a glyph, repetitions counted.
    pub components: u64,
    /// Points of a glyph, repetitions counted; the finest ornament has some thousand.
    pub points: u64,
    /// Coloured layers in one another. Readers of fonts recurse; emoji reach ten.
    pub layer_depth: usize,
    /// Coloured layers of a glyph, repetitions counted; the flags with the finest coats of
    /// arms have some hundred.
    pub layers: u64,
    /// Bytes of PostScript that draw a glyph, repetitions counted; the finest ornament has
    /// some ten thousand.
    pub program_bytes: u64,
    /// The same of all glyphs together; a font for Chinese has some ten million.
    pub program_bytes_in_all: u64,
}

impl Default for FontLimits {
    fn default() -> Self {
        Self {
            files: 64,
            bytes: 16 * 1024 * 1024,
            bytes_in_all: 64 * 1024 * 1024,
            fonts: 64,
            tables: 128,
            characters: 4_000_000,
            glyph_pixels: 4_000_000,
            glyph_depth: 8,
            components: 512,
            points: 100_000,
            layer_depth: 32,
            layers: 2_048,
            program_bytes: 250_000,
            program_bytes_in_all: 64_000_000,
        }
    }
}

impl FontLimits {
    /// Refuses font files that are too many or too large, each or together. `Err` holds the
    /// index of the first that is too much.
    pub(crate) fn check_sizes<'a>(
        &self,
        files: impl Iterator<Item = &'a [u8]>,
    ) -> Result<(), (usize, FontRefusal)> {
        let mut bytes = 0_usize;
        for (at, file) in files.enumerate() {
            bytes = bytes.saturating_add(file.len());
            at_most(at + 1, self.files, "font files")
                .and_then(|()| at_most(bytes, self.bytes_in_all, "bytes with the fonts before it"))
                .and_then(|()| at_most(file.len(), self.bytes, "bytes"))
                .map_err(|refusal| (at, refusal))?;
        }
        Ok(())
    }

    /// Refuses a folder by the number of its font files, and the bytes of those read so far.
    pub(crate) fn check_folder(&self, files: usize, bytes: usize) -> Result<(), FontRefusal> {
        at_most(files, self.files, "font files")?;
        at_most(bytes, self.bytes_in_all, "bytes of fonts")
    }
}

/// Why a file is not taken as a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FontRefusal {
    /// It is none.
    NoFont,
    /// It takes too much: of what.
    TooMuch(String),
}

impl FontRefusal {
    /// What is wrong, to be put behind the name of the file.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::NoFont => "is no font".to_owned(),
            Self::TooMuch(what) => format!("takes too much: {what}"),
        }
    }
}

/// Refuses more of something than a font may have.
pub(super) fn at_most<N: PartialOrd + std::fmt::Display>(
    count: N,
    max: N,
    what: &str,
) -> Result<(), FontRefusal> {
    if count <= max {
        return Ok(());
    }
    Err(FontRefusal::TooMuch(format!("{count} {what}, and at most {max} are read")))
}

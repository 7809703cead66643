//! Whether fonts keep their limits.

pub use crate::limits::FontLimits;

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

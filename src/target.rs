//! What a sheet is made for: an archive, a print shop, a mailbox. Each wants
//! something else of the same pages and pictures.

use std::fmt;

use crate::metrics::METRICS;

/// The most bytes of a file for mail, unless said otherwise: 2 MB. Many relays take
/// 10 MB, of which base64 takes a third; a list of hundreds pleads for less.
pub const MAIL_SIZE: u64 = 2_000_000;

/// Room around the trimmed sheet where crop marks are wanted, in mm.
const CROP_MARK_ROOM: f64 = 10.0;

/// What a sheet is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// To be kept: pictures of up to 300 dpi.
    #[default]
    Archive,
    /// To be printed: bleed and TrimBox, pictures of 300 dpi and more, no fold marks.
    Print,
    /// To be mailed: pictures of up to 150 dpi, fewer where the file would be too large.
    Mail,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Archive, Self::Print, Self::Mail];

    /// `archive`, `print` or `mail`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Print => "print",
            Self::Mail => "mail",
        }
    }
}

/// A target with its wishes.
///
/// ```
/// use letterpress::target::MAIL_SIZE;
/// use letterpress::{Edition, Target};
///
/// let printed = Edition::of(Target::Print).with_crop_marks(true);
/// assert_eq!((printed.target.as_str(), printed.crop_marks), ("print", true));
///
/// let mailed = Edition::of(Target::Mail).with_gray(true);
/// assert_eq!(mailed.max_size, MAIL_SIZE);
/// assert_eq!(mailed.with_max_size(500_000).max_size, 500_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edition {
    /// What it is for.
    pub target: Target,
    /// Crop marks around the trimmed sheet; for print.
    pub crop_marks: bool,
    /// Everything in shades of grey.
    pub gray: bool,
    /// The most bytes of a file for mail.
    pub max_size: u64,
}

impl Edition {
    /// An edition without special wishes.
    pub fn of(target: Target) -> Self {
        Self { target, crop_marks: false, gray: false, max_size: MAIL_SIZE }
    }

    /// Draws crop marks around the trimmed sheet; for print only.
    #[must_use]
    pub fn with_crop_marks(mut self, crop_marks: bool) -> Self {
        self.crop_marks = crop_marks && self.target == Target::Print;
        self
    }

    /// Sets everything in shades of grey.
    #[must_use]
    pub fn with_gray(mut self, gray: bool) -> Self {
        self.gray = gray;
        self
    }

    /// Allows a file for mail so many bytes.
    #[must_use]
    pub fn with_max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// Around the trimmed sheet, in mm.
    pub(crate) fn bleed(&self) -> f64 {
        match (self.target, self.crop_marks) {
            (Target::Print, true) => CROP_MARK_ROOM,
            (Target::Print, false) => METRICS.bleed,
            _ => 0.0,
        }
    }

    /// How far the bleed reaches beyond the trimmed sheet, in mm, where crop marks
    /// stand outside it; else it reaches as far as the page.
    pub(crate) fn bleed_box(&self) -> Option<f64> {
        (self.target == Target::Print && self.crop_marks).then_some(METRICS.bleed)
    }

    /// Whether drawings that come several times may be composed on their own, so that they are
    /// stored once. That makes them groups in colour, which print shops and grey files
    /// are spared.
    pub(crate) fn isolates_drawings(&self) -> bool {
        self.target != Target::Print && !self.gray
    }

    /// How good its pictures are where nothing speaks against it.
    pub(crate) fn best(&self) -> ImageQuality {
        match self.target {
            Target::Archive => ImageQuality { dpi: 300.0, quality: 88 },
            Target::Print => ImageQuality { dpi: 400.0, quality: 93 },
            Target::Mail => ImageQuality { dpi: 150.0, quality: 82 },
        }
    }

    /// What is tried one after the other where the file would be too large.
    pub(crate) fn fallback_qualities(&self) -> &'static [ImageQuality] {
        match self.target {
            Target::Archive | Target::Print => &[],
            Target::Mail => &[
                ImageQuality { dpi: 150.0, quality: 70 },
                ImageQuality { dpi: 120.0, quality: 65 },
                ImageQuality { dpi: 96.0, quality: 60 },
                ImageQuality { dpi: 72.0, quality: 50 },
            ],
        }
    }
}

/// `archive`, `print crop-marks`, `archive gray`, `mail max-size=2000000`: what it is for and the
/// wishes that count there. [`Edition::parse`] reads it.
///
/// ```
/// use letterpress::{Edition, Target};
///
/// let printed = Edition::of(Target::Print).with_crop_marks(true).with_gray(true);
/// assert_eq!(printed.to_string(), "print crop-marks gray");
/// assert_eq!(Edition::parse("print crop-marks gray"), Some(printed));
/// assert_eq!(Edition::of(Target::Mail).to_string(), "mail max-size=2000000");
/// assert_eq!(Edition::parse("poster"), None);
/// ```
impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.target.as_str())?;
        if self.crop_marks && self.target == Target::Print {
            f.write_str(" crop-marks")?;
        }
        if self.gray {
            f.write_str(" gray")?;
        }
        if self.target == Target::Mail {
            write!(f, " max-size={}", self.max_size)?;
        }
        Ok(())
    }
}

impl Edition {
    /// Reads what an edition [displays](#impl-Display-for-Edition) as; none of anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let name = words.next()?;
        let target = Target::ALL.into_iter().find(|target| target.as_str() == name)?;
        let edition = words.try_fold(Self::of(target), |edition, word| match word {
            "crop-marks" => Some(edition.with_crop_marks(true)),
            "gray" => Some(edition.with_gray(true)),
            _ => Some(edition.with_max_size(word.strip_prefix("max-size=")?.parse().ok()?)),
        })?;
        // One spelling is enough: what is written otherwise is not of this program.
        (edition.to_string() == text).then_some(edition)
    }
}

impl Default for Edition {
    fn default() -> Self {
        Self::of(Target::default())
    }
}

/// How good a picture is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ImageQuality {
    /// The most dots per inch at the size set.
    pub dpi: f64,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_is_read_as_it_was_written() {
        for target in Target::ALL {
            for (crop_marks, gray) in [(false, false), (true, false), (false, true), (true, true)] {
                for max_size in [1, MAIL_SIZE, u64::MAX] {
                    let edition = Edition { target, crop_marks, gray, max_size };
                    let read = Edition::parse(&edition.to_string()).unwrap();
                    assert_eq!((read.target, read.gray), (target, gray));
                    assert_eq!(read.crop_marks, crop_marks && target == Target::Print);
                    let size = if target == Target::Mail { max_size } else { MAIL_SIZE };
                    assert_eq!(read.max_size, size);
                    assert_eq!(read.to_string(), edition.to_string());
                }
            }
        }
    }

    #[test]
    fn what_no_edition_says_is_none() {
        for text in [
            "",
            " ",
            "Archive",
            "archive ",
            " archive",
            "archive  gray",
            "archive gray gray",
            "archive crop-marks",
            "print gray crop-marks",
            "archive max-size=5",
            "mail",
            "mail max-size=",
            "mail max-size=+5",
            "mail max-size=05",
            "mail max-size=99999999999999999999",
            "poster",
        ] {
            assert_eq!(Edition::parse(text), None, "{text:?}");
        }
    }
}

//! What a sheet is made for: an archive, a print shop, a mailbox. Each wants
//! something else of the same pages and pictures.

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

    /// Draws crop marks around the trimmed sheet; for print.
    #[must_use]
    pub fn with_crop_marks(mut self, crop_marks: bool) -> Self {
        self.crop_marks = crop_marks;
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

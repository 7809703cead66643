//! The sender's profile: who issues, how the sheet looks, what goes into every
//! release of the house. Knows nothing of any one release.

mod by_language;
mod contacts;
mod fields;
mod labels;
mod paper;
mod pattern;
mod settings;
mod theme;

pub use fields::{
    Footnote, Letterhead, Mail, Office, PostalAddress, QuoteStyle, TimeStyle, Typography, Warnings,
};
pub(crate) use labels::LABELS;
pub(crate) use paper::PictureFile;
pub use paper::{Badge, Foot, Head, LaterMark, Logo, MarkPlace, Marks, Underlay};
pub(crate) use pattern::{OF_HEAD, OF_RECIPIENT, OF_RELEASE, Pattern, PatternError};
pub use settings::{Periods, Settings};
pub use theme::{
    Band, Colour, Colours, FontPurpose, FontUse, FontUses, InformationPlace, LinkStyle, Measures,
    PageSize, SheetPart, Sizes, Spacing, Theme, Weight, Weights,
};

use std::ops::Range;

use crate::metrics::METRICS;
use crate::release::Day;

const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Width of a certificate or campaign logo where the letterhead says none, in mm.
pub(crate) const LOGO_WIDTH: f64 = 25.0;

impl Footnote {
    /// Its text, parted where its link stands, with the link's target.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        let split = self.link.as_deref().and_then(|link| {
            let (before, after) = self.text.split_once(link)?;
            Some([(before, None), (link, Some(web_address(link))), (after, None)])
        });
        let pieces = split.unwrap_or([(self.text.as_str(), None), ("", None), ("", None)]);
        pieces.into_iter().filter(|(text, _)| !text.is_empty())
    }
}

/// An address of the web as a link's target: with a scheme.
pub(crate) fn web_address(text: &str) -> String {
    if text.contains("://") { text.to_owned() } else { format!("https://{text}") }
}

impl Letterhead {
    /// Where the mark stands.
    pub(crate) fn mark_place(&self) -> MarkPlace {
        self.logo.as_ref().map_or(MarkPlace::Right, |logo| logo.place)
    }

    /// The room of the mark in mm from the left edge of the page: from where its picture begins
    /// at the earliest to where its lettering ends at the latest.
    pub(crate) fn mark_edges(&self) -> Range<f64> {
        let theme = &self.theme;
        let (measures, text) = (&theme.measures, theme.text_edges());
        let column = theme.information_edges().unwrap_or(text.clone());
        let (left, right) = (text.start.min(column.start), text.end.max(column.end));
        match self.mark_place() {
            MarkPlace::Left => {
                let left = measures.mark_left.unwrap_or(left);
                left..measures.mark_right.unwrap_or(right).max(left)
            }
            MarkPlace::Right if measures.mark_left.is_some() => left..theme.page.width(),
            MarkPlace::Right => {
                let end = measures.information_left + measures.information_width;
                left..measures.mark_right.unwrap_or(end)
            }
        }
    }

    /// The baselines of the lines of the foot in mm from the upper edge of the page, the first
    /// line first. They stand above the page number.
    pub(crate) fn foot_baselines(&self) -> Vec<f64> {
        let size = self.theme.sizes.foot / POINTS_PER_MM;
        let lowest = self.theme.page.height() - METRICS.page_number - METRICS.foot_gap * size;
        let count = self.foot.lines.len();
        let lines = (0..count).rev();
        lines.map(|above| lowest - above as f64 * METRICS.foot_pitch * size).collect()
    }

    /// The files of mark, badges and paper.
    pub(crate) fn picture_files(&self) -> Vec<PictureFile> {
        paper::picture_files(self.logo.as_ref(), &self.logos, self.underlay.as_ref())
    }

    /// Whether it is used on a day; both ends count.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }
}

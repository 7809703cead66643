//! The sender's profile: who issues, how the sheet looks, what goes into every
//! release of the house. Knows nothing of any one release.

mod contacts;
mod fields;
mod labels;
mod pattern;
mod settings;
mod theme;

pub use fields::{
    Footnote, Head, Letterhead, Logo, Mail, Marks, Office, PostalAddress, QuoteStyle, TimeStyle,
    Typography, Warnings,
};
pub(crate) use labels::LABELS;
pub(crate) use pattern::{OF_HEAD, OF_RECIPIENT, OF_RELEASE, Pattern, PatternError};
pub use settings::{Periods, Settings};
pub use theme::{Colour, Colours, LinkStyle, Measures, Sizes, Spacing, Theme, Weight, Weights};

use crate::release::Day;

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
    /// Whether it is used on a day; both ends count.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
    }
}

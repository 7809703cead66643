//! Colours of a sheet.

use std::fmt;

use serde::Serialize;

use crate::field::{FieldGroup, FieldMap, FieldValue, Node, Shape, ValueReader, fields};

fields! {
    /// Colours of a sheet. Those that are left out are the colour of running text.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[non_exhaustive]
    pub struct Colours {
        /// Running text.
        text: Colour = Colour([0, 0, 0]), optional;
        /// Running head, page number and lines of the foot.
        muted: Colour = Colour([0x50, 0x50, 0x50]), optional;
        /// Rules.
        rule: Colour = Colour([0, 0, 0]), optional;
        /// Links.
        link: Colour = Colour([0, 0, 0]), optional;
        /// Embargo and status.
        alert: Colour = Colour([0xA0, 0, 0x18]), optional;
        /// The kind, "Medieninformation".
        kind: Option<Colour>, optional "`text`";
        /// The full name of the house under it.
        house: Option<Colour>, optional "`text`";
        /// The headline.
        headline: Option<Colour>, optional "`text`";
        /// Subheadline and kicker.
        subheadline: Option<Colour>, optional "`text`";
        /// Headings.
        heading: Option<Colour>, optional "`text`";
        /// What stands on the band: sender, wordmark and the rule between them, and the running
        /// head.
        band: Option<Colour>, optional "`text`, `rule` and `muted`; white on a dark band";
    }
}

impl Default for Colours {
    fn default() -> Self {
        Self::empty()
    }
}

impl Colours {
    /// The same in shades of grey.
    #[must_use]
    pub(super) fn gray(&self) -> Self {
        let mut gray = self.clone();
        let Self { text, muted, rule, link, alert, .. } = &mut gray;
        for colour in [text, muted, rule, link, alert] {
            *colour = colour.gray();
        }
        let Self { kind, house, headline, subheadline, heading, band, .. } = &mut gray;
        for colour in [kind, house, headline, subheadline, heading, band].into_iter().flatten() {
            *colour = colour.gray();
        }
        gray
    }
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })?;
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }
}

impl Colour {
    /// The colour of paper.
    pub(crate) const WHITE: Self = Self([0xFF; 3]);

    /// The contrast of two colours, 1 to 21 (WCAG 2.1, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The relative luminance, 0 to 1 (WCAG 2.1).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| linear(f64::from(channel) / 255.0));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

fn linear(channel: f64) -> f64 {
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

impl FieldValue for Colour {
    const SHAPE: Shape = Shape::Colour;

    fn from_node(node: &Node, _: &str, _: &mut ValueReader<'_>) -> Option<Self> {
        Self::parse(node.text()?)
    }

    fn note(&self, path: &str, map: &mut FieldMap) {
        map.insert_value(path, Some(self.to_string()));
    }
}

impl Colour {
    /// A grey as light as the colour (ITU-R BT.601).
    #[must_use]
    pub fn gray(self) -> Self {
        let [red, green, blue] = self.0.map(u32::from);
        let light = (299 * red + 587 * green + 114 * blue + 500) / 1000;
        Self([light.min(255) as u8; 3])
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "mail")]
impl<'de> serde::Deserialize<'de> for Colour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as serde::Deserialize>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("a colour is written #rrggbb"))
    }
}

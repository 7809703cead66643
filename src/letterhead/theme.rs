//! Fonts, sizes, measures and colours of a sheet. Every figure of the layout
//! is one of these. The defaults are ours: A4 and the left margin are
//! DIN 5008's, the rest was judged on the sheet.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::codes;
use crate::field::{FieldGroup, FieldMap, FieldValue, Node, Shape, ValueReader, fields, spelled};
use crate::metrics::METRICS;

/// A font size.
const SIZE: Shape = Shape::Number { min: 4.0, max: 96.0, unit: "pt" };
/// The size of the sender's lines: smaller ones cannot be read.
const SENDER_SIZE: Shape = Shape::Number { min: METRICS.sender_size, max: 96.0, unit: "pt" };
/// A place or width on the sheet; A4 is 297 mm high.
pub(super) const MEASURE: Shape = Shape::Number { min: 0.0, max: METRICS.sheet_height, unit: "mm" };
/// A distance.
const DISTANCE: Shape = Shape::Number { min: 0.0, max: 10.0, unit: "em" };

fields! {
    /// The look of a sheet.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Theme {
        /// Font families. The first that has a character sets it. A family that neither
        /// `font_dir` nor the embedded fonts have is refused.
        fonts: Vec<String> = vec!["Liberation Sans".to_owned()], optional;
        /// Font sizes in pt.
        sizes: Sizes, optional;
        /// Places and widths in mm.
        measures: Measures, optional;
        /// Distances in em.
        spacing: Spacing, optional;
        /// Colours.
        colours: Colours, optional;
        /// Weights of the font.
        weights: Weights, optional;
        /// Whether words that are a link are underlined. An address that is shown as it is
        /// never is.
        links: LinkStyle = LinkStyle::Underlined, optional;
    }
}

fields! {
    /// Weights of the font.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    pub struct Weights {
        /// The kind, "Medieninformation".
        kind: Weight = Weight::Bold, optional;
    }
}

spelled! {
    /// A weight of a font.
    Weight, codes::UNKNOWN_WEIGHT, {
        /// As running text.
        Regular = "regular",
        /// As headings.
        #[default]
        Bold = "bold",
    }
}

spelled! {
    /// How words that are a link look.
    LinkStyle, codes::UNKNOWN_LINK_STYLE, {
        /// With a thin line below them.
        #[default]
        Underlined = "underlined",
        /// As the words around them.
        Plain = "plain",
    }
}

fields! {
    /// Font sizes in pt.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Sizes {
        /// The kind, "Medieninformation": the largest of the page.
        kind: f64 as SIZE = 20.0, optional;
        /// The full name of the house under it.
        house: f64 as SIZE = 10.5, optional;
        /// The headline.
        headline: f64 as SIZE = 16.0, optional;
        /// The subheadline; embargo and status lines.
        subheadline: f64 as SIZE = 12.0, optional;
        /// Headings in the body.
        heading: f64 as SIZE = 11.0, optional;
        /// Running text.
        body: f64 as SIZE = 10.5, optional;
        /// The information column.
        information: f64 as SIZE = 8.0, optional;
        /// Footnotes.
        footnote: f64 as SIZE = 7.5, optional;
        /// Running head and page number.
        foot: f64 as SIZE = 8.0, optional;
        /// The sender's lines beside the mark; on later pages three quarters of it, but never
        /// under 6 pt.
        sender: f64 as SENDER_SIZE = 6.5, optional;
        /// The wordmark.
        wordmark: f64 as SIZE = 10.5, optional;
    }
}

fields! {
    /// Places and widths in mm, places counted from the left or upper edge.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Measures {
        /// Left margin, 25 mm by DIN 5008.
        left: f64 as MEASURE = 25.0, optional;
        /// Width of the text column.
        text_width: f64 as MEASURE = 115.0, optional;
        /// Left edge of the information column.
        information_left: f64 as MEASURE = 150.0, optional;
        /// Width of the information column.
        information_width: f64 as MEASURE = 45.0, optional;
        /// Upper edge of the mark.
        mark_top: f64 as MEASURE = 12.0, optional;
        /// Height of the mark on page 1; three quarters of it on later pages.
        mark_height: f64 as MEASURE = 11.0, optional;
        /// Left edge of logo and wordmark; the sender's lines and the rule stand to the left of
        /// it. Without it, and without `mark_right`, it is that of the information column.
        mark_left: Option<f64> as MEASURE, optional "`information_left`";
        /// Right edge of the mark, for a house that wants it there: without `mark_left` it
        /// counts.
        mark_right: Option<f64> as MEASURE, optional;
        /// Upper edge of the text on page 1.
        text_top: f64 as MEASURE = 46.0, optional;
        /// Upper edge of the text on later pages.
        text_top_later: f64 as MEASURE = 33.0, optional;
        /// Bottom margin.
        bottom: f64 as MEASURE = 27.0, optional;
    }
}

fields! {
    /// Distances in em of the running text.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Spacing {
        /// Between the lines of a paragraph.
        leading: f64 as DISTANCE = 0.7, optional;
        /// Between paragraphs.
        paragraph: f64 as DISTANCE = 1.15, optional;
        /// Above a heading.
        heading_above: f64 as DISTANCE = 1.5, optional;
        /// Below a heading.
        heading_below: f64 as DISTANCE = 0.7, optional;
    }
}

fields! {
    /// Colours of a sheet.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct Colours {
        /// Running text.
        text: Colour = Colour([0, 0, 0]), optional;
        /// Running head and page number.
        muted: Colour = Colour([0x50, 0x50, 0x50]), optional;
        /// Rules.
        rule: Colour = Colour([0, 0, 0]), optional;
        /// Links.
        link: Colour = Colour([0, 0, 0]), optional;
        /// Embargo and status.
        alert: Colour = Colour([0xA0, 0, 0x18]), optional;
    }
}

/// Groups whose default is that of each of their fields.
macro_rules! default_of_fields {
    ($($group:ident),+) => { $(
        impl Default for $group {
            fn default() -> Self {
                Self::empty()
            }
        }
    )+ };
}

default_of_fields!(Theme, Sizes, Measures, Spacing, Colours, Weights);

impl Theme {
    /// The same in shades of grey.
    #[must_use]
    pub fn gray(&self) -> Self {
        let mut theme = self.clone();
        let Colours { text, muted, rule, link, alert } = &mut theme.colours;
        for colour in [text, muted, rule, link, alert] {
            *colour = colour.gray();
        }
        theme
    }
}

/// An sRGB colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

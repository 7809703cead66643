//! Sizes, places and distances of a sheet.

use serde::Serialize;

use crate::field::{FieldGroup, Shape, fields};
use crate::metrics::METRICS;

/// A font size.
const SIZE: Shape = Shape::Number { min: 4.0, max: 96.0, unit: "pt" };
/// The size of the sender's lines: smaller ones cannot be read.
const SENDER_SIZE: Shape = Shape::Number { min: METRICS.sender_size, max: 96.0, unit: "pt" };
/// A place or width on the sheet; A4 is 297 mm high.
pub(in super::super) const MEASURE: Shape =
    Shape::Number { min: 0.0, max: METRICS.sheet_height, unit: "mm" };
/// A distance of lines or blocks. With less than the descender of a line (0.21 em) they would be
/// printed on each other.
const DISTANCE: Shape = Shape::Number { min: 0.25, max: 10.0, unit: "em" };

fields! {
    /// Font sizes in pt.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[non_exhaustive]
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
        /// Running head, page number and lines of the foot.
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
    #[non_exhaustive]
    pub struct Measures {
        /// Left edge of the text; 25 mm is the margin of DIN 5008.
        left: f64 as MEASURE = 25.0, optional "`25`, beside a column at the left `70`";
        /// Width of the text column.
        text_width: f64 as MEASURE = 115.0,
            optional "`115`, beside a column at the left `120`, without a column `150`";
        /// Left edge of the information column.
        information_left: f64 as MEASURE = 150.0, optional "`150`, at the left `20`";
        /// Width of the information column. Where contacts stand behind the text, it is that of
        /// each of two columns there, or of one where two do not fit.
        information_width: f64 as MEASURE = 45.0, optional "`45`, at the left `42`, behind the text `71`";
        /// Upper edge of the mark.
        mark_top: f64 as MEASURE = 12.0, optional;
        /// Height of the mark on page 1; three quarters of it on later pages.
        mark_height: f64 as MEASURE = 11.0, optional;
        /// Left edge of logo and wordmark; the sender's lines and the rule stand to the left of
        /// it. Without it, and without `mark_right`, it is that of an information column at the
        /// right. Of a mark at the left it is the left edge of all of the mark.
        mark_left: Option<f64> as MEASURE,
            optional "`information_left`; of a mark at the left, the left edge of text or column";
        /// Right edge of the mark, for a house that wants it there: without `mark_left` it
        /// counts.
        mark_right: Option<f64> as MEASURE,
            optional "without a column at the right, the right edge of the text";
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
    #[non_exhaustive]
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

default_of_fields!(Sizes, Measures, Spacing);

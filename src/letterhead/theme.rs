//! The look of a sheet. Every figure of the layout is one of these. The defaults are ours: A4 and
//! the left margin are DIN 5008's, the rest was judged on the sheet.

mod band;
mod colours;
mod faces;
mod measures;
mod order;

use std::ops::Range;

use serde::Serialize;

pub use self::band::Band;
pub use self::colours::{Colour, Colours};
pub use self::faces::{FontPurpose, FontUse, FontUses, Weight, Weights};
pub use self::measures::{Measures, Sizes, Spacing};
pub use self::order::SheetPart;
use crate::diagnostic::codes;
use crate::field::{FieldGroup, ListOr, NodeEntry, fields, spelled};
use crate::metrics::{METRICS, Metrics};

fields! {
    /// The look of a sheet.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    #[non_exhaustive]
    pub struct Theme {
        /// The size of the page.
        page: PageSize = PageSize::A4, optional;
        /// Where contacts, addresses and ways to the house stand.
        information: InformationPlace = InformationPlace::Right, optional;
        /// The order of the parts of the text, on the sheet, for those who hear it, and in mails.
        /// Parts that are left out stand where they stand without it.
        #[serde(skip)]
        order: Vec<SheetPart>,
            optional "`[notices, lead, event, body, signatories, boilerplate, contacts, media, pictures, links]`";
        /// Font families, or families and weights by use. A family that neither `font_dir` nor
        /// the embedded fonts have is refused.
        #[serde(serialize_with = "faces::body_families")]
        fonts: ListOr<FontUses>, optional "`[Liberation Sans]`";
        /// Font sizes in pt.
        sizes: Sizes, optional;
        /// Places and widths in mm.
        measures: Measures, optional;
        /// Distances in em.
        spacing: Spacing, optional;
        /// Colours.
        colours: Colours, optional;
        /// A band of colour across the head.
        band: Option<Band>, optional;
        /// Weights of the font.
        weights: Weights, optional;
        /// Whether words that are a link are underlined. An address that is shown as it is
        /// never is.
        links: LinkStyle = LinkStyle::Underlined, optional;
    }
    completed by with_defaults;
}

impl Default for Theme {
    fn default() -> Self {
        Self::empty()
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

spelled! {
    /// The size of a page.
    PageSize, codes::UNKNOWN_SETTING, {
        /// 210 × 297 mm (ISO 216).
        #[default]
        A4 = "a4",
        /// 8.5 × 11 inches (ANSI A).
        UsLetter = "letter",
    }
}

impl PageSize {
    /// The measures that program and layouts share, of this page.
    pub(crate) fn metrics(self) -> Metrics {
        Metrics { sheet_width: self.width(), sheet_height: self.height(), ..METRICS }
    }

    /// In mm.
    pub fn width(self) -> f64 {
        match self {
            Self::A4 => METRICS.sheet_width,
            Self::UsLetter => 215.9,
        }
    }

    /// In mm.
    pub fn height(self) -> f64 {
        match self {
            Self::A4 => METRICS.sheet_height,
            Self::UsLetter => 279.4,
        }
    }
}

spelled! {
    /// Where contacts and what belongs to the house stand.
    InformationPlace, codes::UNKNOWN_SETTING, {
        /// In a column at the right of the text.
        #[default]
        Right = "right",
        /// In a column at the left of the text.
        Left = "left",
        /// Behind the text: contacts, and beside them the house.
        End = "end",
        /// Nowhere but for the contacts, which stand behind the text.
        None = "none",
    }
}

impl InformationPlace {
    /// Whether there is a column beside the text.
    pub fn is_column(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }
}

/// Between the two columns of what stands behind the text, in mm.
const END_GAP: f64 = 8.0;

/// Gives the measures that the file does not name the defaults that suit the rest.
fn with_defaults(mut theme: Theme, entries: &[NodeEntry]) -> Theme {
    if let (Some(band), None) = (theme.band, theme.colours.band)
        && Colour::WHITE.contrast(band.colour) > theme.colours.muted.contrast(band.colour)
    {
        theme.colours.band = Some(Colour::WHITE);
    }
    let given = entries.iter().find(|entry| entry.key == "measures");
    let given = given.map(|entry| entry.node.entries()).unwrap_or_default();
    let is_given = |name: &str| given.iter().any(|entry| entry.key == name);
    let Measures { left, text_width, information_left, information_width, .. } =
        &mut theme.measures;
    let defaults = match theme.information {
        InformationPlace::Right => return theme,
        InformationPlace::Left => [70.0, 120.0, 20.0, 42.0],
        InformationPlace::End | InformationPlace::None => [25.0, 150.0, 25.0, 71.0],
    };
    let fields = [
        ("left", left),
        ("text_width", text_width),
        ("information_left", information_left),
        ("information_width", information_width),
    ];
    for ((name, field), default) in fields.into_iter().zip(defaults) {
        if !is_given(name) {
            *field = default;
        }
    }
    let measures = &mut theme.measures;
    if measures.mark_left.is_none() && measures.mark_right.is_none() {
        measures.mark_right = Some(measures.left + measures.text_width);
    }
    theme
}

impl Theme {
    /// The same in shades of grey.
    #[must_use]
    pub fn gray(&self) -> Self {
        let mut theme = self.clone();
        theme.colours = theme.colours.gray();
        if let Some(band) = &mut theme.band {
            band.colour = band.colour.gray();
        }
        theme
    }

    /// The order in which the parts of the text stand. Contacts are among them where they stand
    /// in the text.
    pub fn parts(&self) -> Vec<SheetPart> {
        let mut parts = order::resolved(&self.order);
        parts.retain(|part| *part != SheetPart::Contacts || !self.information.is_column());
        parts
    }

    /// From the left to the right edge of the text in mm.
    pub(crate) fn text_edges(&self) -> Range<f64> {
        self.measures.left..self.measures.left + self.measures.text_width
    }

    /// From the left to the right edge of the information column in mm, where there is one.
    pub(crate) fn information_edges(&self) -> Option<Range<f64>> {
        let (left, width) = (self.measures.information_left, self.measures.information_width);
        self.information.is_column().then_some(left..left + width)
    }

    /// The lower edge of the text in mm from the upper edge of the page.
    pub(crate) fn text_foot(&self) -> f64 {
        self.page.height() - self.measures.bottom
    }

    /// Whether what begins at `x` mm stands in the text and not beside it.
    pub(crate) fn is_in_text(&self, x: f64) -> bool {
        match self.information {
            InformationPlace::Left => x > self.measures.left - 1.0,
            _ => x < self.text_edges().end,
        }
    }

    /// The room beside the text column that a wide table takes where no information column
    /// stands, in mm.
    pub(crate) fn beside(&self) -> f64 {
        let text = self.text_edges();
        let room = match self.information_edges() {
            Some(column) if self.information == InformationPlace::Right => {
                if column.start < text.end { 0.0 } else { column.end - text.end }
            }
            Some(column) if column.end > text.start => 0.0,
            Some(column) => text.start - column.start,
            // Up to a margin as wide as that of DIN 5008 at the right.
            None => self.page.width() - 20.0 - text.end,
        };
        room.max(0.0)
    }

    /// How many columns of information stand side by side behind the text.
    pub(crate) fn end_columns(&self) -> usize {
        let measures = &self.measures;
        let two = 2.0 * measures.information_width + END_GAP;
        if two <= measures.text_width + 0.01 { 2 } else { 1 }
    }
}

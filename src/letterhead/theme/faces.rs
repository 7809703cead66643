//! Fonts and weights by use.

use std::sync::LazyLock;

use serde::{Serialize, Serializer};

use crate::diagnostic::codes;
use crate::field::{FieldGroup, ListOr, OfList, fields, spelled};

spelled! {
    /// A weight of a font. Where a family does not have it, the nearest one is taken.
    Weight, codes::UNKNOWN_WEIGHT, {
        /// Weight 100.
        Thin = "thin",
        /// Weight 200.
        ExtraLight = "extralight",
        /// Weight 300.
        Light = "light",
        /// As running text, weight 400.
        Regular = "regular",
        /// Weight 500.
        Medium = "medium",
        /// Weight 600.
        SemiBold = "semibold",
        /// As headings, weight 700.
        #[default]
        Bold = "bold",
        /// Weight 800.
        ExtraBold = "extrabold",
        /// Weight 900.
        Black = "black",
    }
}

impl Weight {
    /// By the scale of OpenType, from 100 to 900.
    pub fn number(self) -> u16 {
        match self {
            Self::Thin => 100,
            Self::ExtraLight => 200,
            Self::Light => 300,
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
            Self::Bold => 700,
            Self::ExtraBold => 800,
            Self::Black => 900,
        }
    }
}

fields! {
    /// Weights of the font.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct Weights {
        /// The kind, "Medieninformation", unless `fonts.kind` has a weight.
        kind: Weight = Weight::Bold, optional;
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::empty()
    }
}

fields! {
    /// The font of one use: a group, or a plain list of families.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct FontUse {
        /// Families. The first that has a character sets it.
        family: Vec<String>, optional "that of `body`";
        /// The weight.
        weight: Option<Weight>, optional "`bold` for headings, else `regular`";
    }
}

impl OfList for FontUse {
    fn of_list(texts: Vec<String>) -> Self {
        Self { family: texts, weight: None }
    }
}

fields! {
    /// Fonts by use: a group, or a plain list of families for all.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct FontUses {
        /// Running text, and each use that is left out.
        body: ListOr<FontUse>, optional "`Liberation Sans`";
        /// The kind, "Medieninformation".
        kind: Option<ListOr<FontUse>>, optional "`body`";
        /// The full name of the house under it.
        house: Option<ListOr<FontUse>>, optional "`body`";
        /// The headline.
        headline: Option<ListOr<FontUse>>, optional "`body`, bold";
        /// Subheadline and kicker. The weight is that of the subheadline.
        subheadline: Option<ListOr<FontUse>>, optional "`body`, bold";
        /// Headings. The weight is that of the first three levels.
        heading: Option<ListOr<FontUse>>, optional "`body`, bold";
        /// The lead.
        lead: Option<ListOr<FontUse>>, optional "`body`, bold";
        /// Information column, or the contacts behind the text.
        information: Option<ListOr<FontUse>>, optional "`body`";
        /// Running head, page number and lines of the foot.
        foot: Option<ListOr<FontUse>>, optional "`body`";
    }
}

impl Default for FontUses {
    fn default() -> Self {
        Self::empty()
    }
}

impl OfList for FontUses {
    fn of_list(texts: Vec<String>) -> Self {
        Self { body: ListOr(FontUse::of_list(texts)), ..Self::default() }
    }
}

/// What a font is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FontPurpose {
    /// Running text.
    Body,
    /// The kind.
    Kind,
    /// The name of the house.
    House,
    /// The headline.
    Headline,
    /// Subheadline and kicker.
    Subheadline,
    /// Headings.
    Heading,
    /// The lead.
    Lead,
    /// Contacts and addresses.
    Information,
    /// Running head and foot.
    Foot,
}

impl FontPurpose {
    /// All of them; running text first.
    pub const ALL: [Self; 9] = [
        Self::Body,
        Self::Kind,
        Self::House,
        Self::Headline,
        Self::Subheadline,
        Self::Heading,
        Self::Lead,
        Self::Information,
        Self::Foot,
    ];

    /// The name of its field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Kind => "kind",
            Self::House => "house",
            Self::Headline => "headline",
            Self::Subheadline => "subheadline",
            Self::Heading => "heading",
            Self::Lead => "lead",
            Self::Information => "information",
            Self::Foot => "foot",
        }
    }
}

impl FontUses {
    fn of(&self, purpose: FontPurpose) -> Option<&FontUse> {
        let of = match purpose {
            FontPurpose::Body => return Some(&self.body),
            FontPurpose::Kind => &self.kind,
            FontPurpose::House => &self.house,
            FontPurpose::Headline => &self.headline,
            FontPurpose::Subheadline => &self.subheadline,
            FontPurpose::Heading => &self.heading,
            FontPurpose::Lead => &self.lead,
            FontPurpose::Information => &self.information,
            FontPurpose::Foot => &self.foot,
        };
        of.as_deref()
    }

    /// The families of a use: its own, else those of running text.
    pub fn families(&self, purpose: FontPurpose) -> &[String] {
        static DEFAULT: LazyLock<Vec<String>> =
            LazyLock::new(|| vec!["Liberation Sans".to_owned()]);
        let of = [self.of(purpose), Some(&*self.body)].into_iter().flatten();
        let mut families = of.map(|of| &of.family).filter(|families| !families.is_empty());
        families.next().unwrap_or(&DEFAULT)
    }

    /// The weight of a use, where it has one of its own.
    pub fn weight(&self, purpose: FontPurpose) -> Option<Weight> {
        self.of(purpose)?.weight
    }

    /// All families that are named, each with its use and its place in the list.
    pub(crate) fn named(&self) -> impl Iterator<Item = (FontPurpose, usize, &str)> {
        FontPurpose::ALL.into_iter().flat_map(|purpose| {
            let families = self.of(purpose).map(|of| of.family.as_slice()).unwrap_or_default();
            families.iter().enumerate().map(move |(at, family)| (purpose, at, family.as_str()))
        })
    }
}

/// The families of running text, which is what layouts know as the fonts.
pub(super) fn body_families<S: Serializer>(fonts: &FontUses, to: S) -> Result<S::Ok, S::Error> {
    fonts.families(FontPurpose::Body).serialize(to)
}

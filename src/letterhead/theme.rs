//! Faces, sizes, measures and colours of a sheet. Every figure of the layout
//! is one of these. The defaults are ours: A4 and the left margin are
//! DIN 5008's, the rest was judged on the sheet.

use std::fmt;

use serde::Serialize;

/// The look of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theme {
    /// Font families, the first that has a character sets it.
    pub fonts: Vec<String>,
    /// Font sizes in pt.
    pub sizes: Sizes,
    /// Places and widths in mm.
    pub measures: Measures,
    /// Distances in em.
    pub spacing: Spacing,
    /// Colours.
    pub colours: Colours,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            fonts: vec!["Liberation Sans".to_owned()],
            sizes: Sizes::default(),
            measures: Measures::default(),
            spacing: Spacing::default(),
            colours: Colours::default(),
        }
    }
}

/// Declares a group of figures with defaults, a list of their names with
/// meanings (for reading and for the schema) and a setter by name.
macro_rules! figures {
    ($(#[$doc:meta])* $name:ident { $($(#[doc = $meaning:literal])* $field:ident = $default:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name {
            $($(#[doc = $meaning])* pub $field: f64,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
            /// The figure of that name, to be set.
            pub(crate) fn figure(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

figures! {
    /// Font sizes in pt.
    Sizes {
        /// The kind, "Medieninformation": the largest of the page.
        kind = 20.0,
        /// The full name of the house under it.
        house = 10.5,
        /// The headline.
        headline = 16.0,
        /// The subheadline.
        subheadline = 12.0,
        /// Headings in the body.
        heading = 11.0,
        /// Running text.
        body = 10.5,
        /// The information column.
        information = 8.0,
        /// Footnotes.
        footnote = 7.5,
        /// Running head and page number.
        foot = 8.0,
        /// The sender's lines beside the mark.
        sender = 6.5,
        /// The wordmark.
        wordmark = 10.5,
    }
}

figures! {
    /// Places and widths in mm, places counted from the left or upper edge.
    Measures {
        /// Left margin (DIN 5008: 25 mm).
        left = 25.0,
        /// Width of the text column.
        text_width = 115.0,
        /// Left edge of the information column.
        information_left = 150.0,
        /// Width of the information column.
        information_width = 45.0,
        /// Upper edge of the mark.
        mark_top = 12.0,
        /// Height of the mark on page 1.
        mark_height = 11.0,
        /// Right edge of the mark.
        mark_right = 195.0,
        /// Upper edge of the text on page 1.
        text_top = 46.0,
        /// Upper edge of the text on later pages.
        text_top_later = 33.0,
        /// Bottom margin.
        bottom = 27.0,
    }
}

figures! {
    /// Distances in em of the running text.
    Spacing {
        /// Between the lines of a paragraph.
        leading = 0.7,
        /// Between paragraphs.
        paragraph = 1.15,
        /// Above a heading.
        heading_above = 1.5,
        /// Below a heading.
        heading_below = 0.7,
    }
}

/// Colours of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Colours {
    /// Running text.
    pub text: Colour,
    /// Running head and page number.
    pub muted: Colour,
    /// Rules.
    pub rule: Colour,
    /// Links.
    pub link: Colour,
    /// Embargo and status.
    pub alert: Colour,
}

impl Default for Colours {
    fn default() -> Self {
        Self {
            text: Colour([0, 0, 0]),
            muted: Colour([0x50, 0x50, 0x50]),
            rule: Colour([0, 0, 0]),
            link: Colour([0, 0, 0]),
            alert: Colour([0xA0, 0, 0x18]),
        }
    }
}

impl Colours {
    /// The colour of that name, to be set.
    pub(crate) fn colour(&mut self, name: &str) -> Option<&mut Colour> {
        match name {
            "text" => Some(&mut self.text),
            "muted" => Some(&mut self.muted),
            "rule" => Some(&mut self.rule),
            "link" => Some(&mut self.link),
            "alert" => Some(&mut self.alert),
            _ => None,
        }
    }
}

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
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
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

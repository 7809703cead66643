//! The look of a mail: colours that can be read on light and dark ground, fonts,
//! and the styles of the elements.
//!
//! Styles stand at the elements, because several mail programs drop those of a
//! document's head. What only the head can say, dark ground and narrow windows, is
//! said there with classes.

use serde::{Deserialize, Serialize};

use crate::letterhead::{Colour, FontPurpose, Theme};

/// The ground in daylight.
const LIGHT: Colour = Colour([255, 255, 255]);
/// The ground where the reader wants it dark.
const DARK: Colour = Colour([0x1B, 0x1B, 0x1D]);

/// The least contrast of text (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;
/// The contrast of running text on dark ground: pure white would dazzle.
const DARK_TEXT: f64 = 12.0;
/// The contrast of what stands back on dark ground, where thin letters fade.
const DARK_MUTED: f64 = 7.0;
/// The contrast of rules.
const VISIBLE: f64 = 1.6;

/// The styles of one letterhead's mails.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Look {
    light: MailColours,
    dark: MailColours,
    font_families: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct MailColours {
    ground: Colour,
    text: Colour,
    muted: Colour,
    link: Colour,
    rule: Colour,
    alert: Colour,
    /// Behind an alert.
    tint: Colour,
}

impl Look {
    pub fn new(theme: &Theme) -> Self {
        Self {
            light: MailColours::new(theme, LIGHT, READABLE, READABLE + 0.5),
            dark: MailColours::new(theme, DARK, DARK_TEXT, DARK_MUTED),
            font_families: font_families(theme.fonts.families(FontPurpose::Body)),
        }
    }

    /// What the head says: nothing that a reader would miss.
    pub fn head(&self) -> String {
        let MailColours { ground, text, muted, link, rule, alert, tint } = &self.dark;
        format!(
            "\n:root{{color-scheme:light dark;supported-color-schemes:light dark}}\n\
             blockquote>p:last-child,li>ul,li>ol{{margin-bottom:0!important}}\n\
             @media (prefers-color-scheme:dark){{\n\
             body,.ground{{background:{ground}!important}}\n\
             .text{{color:{text}!important}}\n\
             .muted{{color:{muted}!important}}\n\
             .link{{color:{link}!important}}\n\
             .rule{{border-color:{rule}!important}}\n\
             .alert{{color:{alert}!important;border-color:{alert}!important;background:{tint}!important}}\n\
             }}\n\
             @media (max-width:480px){{\n\
             .ground{{padding:16px 14px!important}}\n\
             h1{{font-size:23px!important}}\n\
             h1,p,li,td,th,dd{{hyphens:auto}}\n\
             }}\n"
        )
    }

    pub fn body(&self) -> String {
        format!("margin:0;padding:0;background:{}", self.light.ground)
    }

    /// The column of text: some 65 letters a line.
    pub fn column(&self) -> String {
        let MailColours { ground, text, .. } = &self.light;
        format!(
            "max-width:600px;margin:0 auto;padding:24px 20px;background:{ground};color:{text};\
             font-family:{};font-size:16px;line-height:1.5;overflow-wrap:break-word;\
             word-wrap:break-word",
            self.font_families
        )
    }

    /// What nobody may overlook.
    pub fn alert(&self) -> String {
        let MailColours { alert, tint, .. } = &self.light;
        format!(
            "margin:0 0 18px;padding:10px 14px;border:2px solid {alert};background:{tint};\
             color:{alert};font-size:17px;line-height:1.45;font-weight:bold"
        )
    }

    pub fn kind(&self) -> String {
        format!("margin:0;font-size:20px;line-height:1.3;font-weight:bold;{}", self.text())
    }

    /// The house and the dateline.
    pub fn small(&self) -> String {
        format!("margin:2px 0 0;font-size:15px;line-height:1.4;color:{}", self.light.muted)
    }

    pub fn head_rule(&self) -> String {
        format!("margin:0 0 24px;padding:0 0 14px;border-bottom:1px solid {}", self.light.rule)
    }

    pub fn foot_rule(&self) -> String {
        format!(
            "margin:28px 0 0;border-top:1px solid {};font-size:15px;\
             line-height:1.45",
            self.light.rule
        )
    }

    /// The line above the headline: closer to it than to a reference above.
    pub fn kicker(&self) -> String {
        format!("margin:16px 0 4px;font-size:16px;line-height:1.35;color:{}", self.light.muted)
    }

    pub fn headline(&self) -> String {
        format!("margin:0 0 12px;font-size:27px;line-height:1.22;font-weight:bold;{}", self.text())
    }

    pub fn subheadline(&self) -> String {
        format!("margin:0 0 18px;font-size:19px;line-height:1.35;{}", self.text())
    }

    /// A heading of the body by its level, 2 to 4.
    pub fn heading(&self, level: u8) -> String {
        let (size, style) = match level {
            2 => (19, "normal"),
            3 => (16, "normal"),
            _ => (16, "italic"),
        };
        format!(
            "margin:26px 0 8px;font-size:{size}px;line-height:1.3;font-weight:bold;\
             font-style:{style};{}",
            self.text()
        )
    }

    /// A heading over a list of links or contacts.
    pub fn label(&self) -> String {
        format!("margin:20px 0 4px;font-size:15px;line-height:1.4;font-weight:bold;{}", self.text())
    }

    pub fn paragraph(&self) -> String {
        format!("margin:0 0 16px;{}", self.text())
    }

    /// A paragraph of the footer, whose lines belong together.
    pub fn lines(&self) -> String {
        format!("margin:0 0 14px;{}", self.text())
    }

    pub fn muted(&self) -> String {
        format!("margin:0 0 10px;font-size:14px;line-height:1.45;color:{}", self.light.muted)
    }

    pub fn quote(&self) -> String {
        format!("margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid {}", self.light.rule)
    }

    pub fn speaker(&self) -> String {
        format!("margin:-8px 0 18px;padding:0 0 0 19px;color:{}", self.light.muted)
    }

    pub fn notes(&self) -> String {
        format!(
            "margin:24px 0 18px;padding:12px 0 0 24px;border-top:1px solid {};font-size:14px;\
             line-height:1.45;color:{}",
            self.light.rule, self.light.muted
        )
    }

    /// Around a picture and its caption.
    pub fn figure(&self) -> String {
        "margin:0 0 18px".to_owned()
    }

    /// A picture: never wider than the column.
    pub fn picture(&self) -> String {
        "display:block;max-width:100%;height:auto".to_owned()
    }

    pub fn caption(&self) -> String {
        format!(
            "display:block;margin:6px 0 0;font-size:14px;line-height:1.45;color:{}",
            self.light.muted
        )
    }

    pub fn end_mark(&self) -> String {
        format!("margin:0 0 16px;text-align:center;{}", self.text())
    }

    pub fn list(&self) -> String {
        format!("margin:0 0 16px;padding:0 0 0 26px;{}", self.text())
    }

    pub fn rule(&self) -> String {
        format!("margin:26px 0;border:0;border-top:1px solid {}", self.light.rule)
    }

    pub fn table(&self) -> String {
        format!(
            "margin:0 0 18px;border-collapse:collapse;font-variant-numeric:tabular-nums;{}",
            self.text()
        )
    }

    /// A cell, of the header or not, its text at one side.
    pub fn cell(&self, is_head: bool, side: &str) -> String {
        let (width, weight) = if is_head { (2, "bold") } else { (1, "normal") };
        format!(
            "padding:6px 14px 6px 0;border-bottom:{width}px solid {};text-align:{side};\
             vertical-align:top;font-weight:{weight}",
            self.light.rule
        )
    }

    pub fn link(&self) -> String {
        format!("color:{};text-decoration:underline", self.light.link)
    }

    fn text(&self) -> String {
        format!("color:{}", self.light.text)
    }
}

impl MailColours {
    /// The theme's colours on a ground, each as near to its own as can be read.
    fn new(theme: &Theme, ground: Colour, text: f64, muted: f64) -> Self {
        let own = &theme.colours;
        let tint = mixed(ground, own.alert, 0.08);
        Self {
            ground,
            text: readable(own.text, ground, text),
            muted: readable(own.muted, ground, muted),
            link: readable(own.link, ground, muted),
            rule: readable(mixed(ground, own.rule, 0.3), ground, VISIBLE),
            alert: readable(own.alert, tint, READABLE + 0.5),
            tint,
        }
    }
}

/// The first of a row of ever darker or lighter colours that stands out from the ground.
fn readable(colour: Colour, ground: Colour, least: f64) -> Colour {
    let end = if luminance(ground) > 0.18 { Colour([0; 3]) } else { Colour([255; 3]) };
    let steps = (0..=20).map(|step| mixed(colour, end, f64::from(step) / 20.0));
    steps.into_iter().find(|mixed| contrast(*mixed, ground) >= least).unwrap_or(end)
}

/// A colour with a share of another one in it.
fn mixed(colour: Colour, other: Colour, share: f64) -> Colour {
    let mut mixed = colour.0;
    for (channel, other) in mixed.iter_mut().zip(other.0) {
        let value = f64::from(*channel) * (1.0 - share) + f64::from(other) * share;
        *channel = value.round().clamp(0.0, 255.0) as u8;
    }
    Colour(mixed)
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, relative luminance.
fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.0.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The font families of the theme and what readers have instead, as CSS. A name with other signs
/// than letters, digits, spaces and hyphens could end the style and is passed over.
fn font_families(fonts: &[String]) -> String {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    let own = fonts.iter().filter(|name| name.chars().all(is_sign));
    let mut font_families: Vec<String> = own.map(|name| format!("'{name}'")).collect();
    let has_serifs = fonts.first().is_some_and(|name| {
        let name = name.to_ascii_lowercase();
        name.contains("serif") && !name.contains("sans") || name.contains("libertin")
    });
    font_families.push(if has_serifs {
        "Georgia,'Times New Roman',serif".to_owned()
    } else {
        "Arial,Helvetica,sans-serif".to_owned()
    });
    font_families.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letterhead::Colours;

    #[test]
    fn every_colour_can_be_read_on_both_grounds() {
        let pale = Colour([0xFF, 0xEE, 0x88]);
        let night = Colour([0, 0, 0x30]);
        for colour in [pale, night, Colour([0x80; 3]), Colour([0xA0, 0, 0x18])] {
            let colours = Colours {
                text: colour,
                muted: colour,
                rule: colour,
                link: colour,
                alert: colour,
                ..Colours::default()
            };
            let theme = Theme { colours, ..Theme::default() };
            let look = Look::new(&theme);
            for palette in [&look.light, &look.dark] {
                for shown in [palette.text, palette.muted, palette.link] {
                    assert!(contrast(shown, palette.ground) >= READABLE, "{shown} of {colour}");
                }
                assert!(contrast(palette.alert, palette.tint) >= READABLE, "{colour}");
                assert!(contrast(palette.rule, palette.ground) >= VISIBLE, "{colour}");
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let look = Look::new(&Theme::default());
        assert_eq!(look.light.alert, Colour([0xA0, 0, 0x18]));
        assert_eq!(look.light.muted, Colour([0x50; 3]));
        assert!((contrast(Colour([0; 3]), LIGHT) - 21.0).abs() < 0.01);
    }

    #[test]
    fn names_of_faces_cannot_leave_their_style() {
        let fonts = ["Own Sans", "a'}</style>", "x\"y"].map(str::to_owned);
        assert_eq!(font_families(&fonts), "'Own Sans',Arial,Helvetica,sans-serif");
        assert!(font_families(&["Libertinus Serif".to_owned()]).ends_with(",serif"));
    }
}

//! Whether what a letterhead sets can be read: the contrast of its colours, the sizes of its type.

use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{Colour, Letterhead};
use crate::read::FieldMap;

/// Contrast of text that everybody can read (WCAG 2.1, 1.4.3).
const READABLE: f64 = 4.5;
/// The least contrast of an alert, which must not be overlooked (WCAG 2.1, 1.4.3, large text).
const NOTICED: f64 = 3.0;
/// Below it a text is not seen at all: #d0d0d0 on white.
const SEEN: f64 = 1.55;

/// The smallest type that is not a warning, in pt.
const SMALL: f64 = 6.0;
/// The smallest type that is set, in pt: the smallest that is found in print.
const SMALLEST: f64 = 5.0;

const WHITE: Colour = Colour::WHITE;

/// A colour in which text is set, and what it is set on.
struct InkUse {
    field: &'static str,
    ink: Colour,
    ground: Colour,
    is_alert: bool,
}

impl InkUse {
    /// Text on paper.
    fn on_paper(field: &'static str, ink: Colour) -> Self {
        Self { field, ink, ground: WHITE, is_alert: false }
    }
}

/// All colours in which text is set.
fn inks(letterhead: &Letterhead) -> Vec<InkUse> {
    let colours = &letterhead.theme.colours;
    let mut inks = vec![
        InkUse::on_paper("theme.colours.text", colours.text),
        InkUse::on_paper("theme.colours.muted", colours.muted),
        InkUse::on_paper("theme.colours.link", colours.link),
        InkUse { is_alert: true, ..InkUse::on_paper("theme.colours.alert", colours.alert) },
    ];
    let by_use = [
        ("theme.colours.kind", colours.kind),
        ("theme.colours.house", colours.house),
        ("theme.colours.headline", colours.headline),
        ("theme.colours.subheadline", colours.subheadline),
        ("theme.colours.heading", colours.heading),
    ];
    let by_use = by_use.into_iter().filter_map(|(field, ink)| Some((field, ink?)));
    inks.extend(by_use.map(|(field, ink)| InkUse::on_paper(field, ink)));
    let has_lettering = !letterhead.sender.is_empty() || !letterhead.wordmark.is_empty();
    // The running head of later pages stands on it as well.
    if let Some(band) =
        letterhead.theme.band.filter(|band| has_lettering || band.later_height > 0.0)
    {
        let own = if has_lettering { colours.text } else { colours.muted };
        let (ink, ground) = (colours.band.unwrap_or(own), band.colour);
        inks.push(InkUse { ground, ..InkUse::on_paper("theme.colours.band", ink) });
    }
    inks
}

/// `contrast-too-low`, `contrast-low`: text that cannot be seen, or only with good eyes.
pub(super) fn contrasts(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for InkUse { field, ink, ground, is_alert } in inks(letterhead) {
        let contrast = ink.contrast(ground);
        let least = if is_alert { NOTICED } else { SEEN };
        let (code, wanted) = if contrast < least {
            (codes::CONTRAST_TOO_LOW, if is_alert { NOTICED } else { READABLE })
        } else if contrast < READABLE {
            (codes::CONTRAST_LOW, READABLE)
        } else {
            continue;
        };
        let message = message!(
            "`{field}` has a contrast of {contrast}:1 on {ground}; {wanted}:1 is wanted",
            field,
            contrast = (contrast * 10.0).floor() / 10.0,
            ground = ground.to_string(),
            wanted
        );
        let hint =
            if ground == WHITE { "take a darker colour" } else { "take colours that differ more" };
        // What was left out stands in none of the lines: the ground does.
        let place = if fields.has(field) { field } else { "theme.band.colour" };
        let found_here = Diagnostic::new(code, message).hint(hint);
        found.push(fields.mark(place, found_here).in_field(field));
    }
    found
}

/// `type-too-small`, `type-small`: type that nobody can read, or only with good eyes.
pub(super) fn sizes(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let sizes = &letterhead.theme.sizes;
    let all = [
        ("kind", sizes.kind),
        ("house", sizes.house),
        ("headline", sizes.headline),
        ("subheadline", sizes.subheadline),
        ("heading", sizes.heading),
        ("body", sizes.body),
        ("information", sizes.information),
        ("footnote", sizes.footnote),
        ("foot", sizes.foot),
        ("wordmark", sizes.wordmark),
    ];
    let small = all.into_iter().filter(|(_, size)| *size < SMALL);
    let found = small.map(|(name, size)| {
        let code = if size < SMALLEST { codes::TYPE_TOO_SMALL } else { codes::TYPE_SMALL };
        let field = format!("theme.sizes.{name}");
        let message = message!(
            "`{field}` is {size} pt; at least {wanted} pt are wanted",
            field,
            size,
            wanted = SMALL
        );
        fields.mark(&field, Diagnostic::new(code, message).hint("smaller type cannot be read"))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::read;
    use crate::source::{Format, Source};

    fn found(theme: &str) -> Vec<Code> {
        let text = format!("id = \"x\"\nname = \"Amt\"\n{theme}");
        let source = Source::from_text("a.toml", Format::Toml, text);
        let (letterhead, fields) = read::letterhead(&source).expect("it is a letterhead");
        let found = [contrasts(&letterhead, &fields), sizes(&letterhead, &fields)].concat();
        found.into_iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let ratio = |hex: &str| Colour::parse(hex).expect("a colour").contrast(WHITE);
        assert!((ratio("#000000") - 21.0).abs() < 0.01);
        assert!((ratio("#ffffff") - 1.0).abs() < 0.01);
        // The least grey that passes on white.
        assert!(ratio("#767676") >= 4.5 && ratio("#777777") < 4.5);
    }

    #[test]
    fn an_alert_has_to_be_noticed() {
        let alert = |hex: &str| found(&format!("theme.colours.alert = \"{hex}\""));
        assert_eq!(alert("#ff7777"), [codes::CONTRAST_TOO_LOW]);
        assert_eq!(alert("#e0405a"), [codes::CONTRAST_LOW]);
        assert!(alert("#a00018").is_empty());
    }

    #[test]
    fn text_has_to_be_seen() {
        let text = |hex: &str| found(&format!("theme.colours.text = \"{hex}\""));
        assert_eq!(text("#ffffff"), [codes::CONTRAST_TOO_LOW]);
        assert_eq!(text("#8fd3f4"), [codes::CONTRAST_LOW]);
        assert!(text("#505050").is_empty());
    }

    #[test]
    fn type_has_to_be_read() {
        let body = |size: &str| found(&format!("theme.sizes.body = {size}"));
        assert_eq!(body("4"), [codes::TYPE_TOO_SMALL]);
        assert_eq!(body("5.5"), [codes::TYPE_SMALL]);
        assert!(body("6").is_empty());
    }
}

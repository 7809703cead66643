//! Whether the measures of a letterhead leave room for each other. What has to be measured on a
//! laid-out sheet, such as a mark of letters, is not judged here.

use crate::diagnostic::{Diagnostic, MessageText, codes};
use crate::letterhead::{InformationPlace, LaterMark, Letterhead, MarkPlace};
use crate::metrics::METRICS;
use crate::read::FieldMap;

/// The least width of the text, of the information column, and the least height of the text on
/// page 1, in mm.
const MIN_TEXT: f64 = 40.0;
const MIN_INFORMATION: f64 = 20.0;
const MIN_HEIGHT: f64 = 60.0;
/// From the text, with its descenders, to the page number, in mm.
const ABOVE_PAGE_NUMBER: f64 = 2.0;
/// Height of a capital in em.
const CAPITAL: f64 = 0.73;
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// What is found of one letterhead.
struct ThemeFindings<'a> {
    fields: &'a FieldMap,
    found: Vec<Diagnostic>,
}

impl ThemeFindings<'_> {
    /// `measures-impossible`: a measure that is too small by itself.
    fn impossible(&mut self, field: &str, message: MessageText) {
        let error = Diagnostic::new(codes::MEASURES_IMPOSSIBLE, message);
        self.found.push(self.fields.mark(field, error));
    }

    /// `measures-collide`: two measures that leave no room for each other. Those that the
    /// letterhead names are marked.
    fn collide(&mut self, named: &[&str], message: MessageText) {
        let error = Diagnostic::new(codes::MEASURES_COLLIDE, message);
        let mut marked: Vec<_> = named.iter().filter(|field| self.fields.has(field)).collect();
        marked.truncate(2);
        let error = marked.iter().rev().fold(error, |error, field| self.fields.mark(field, error));
        let error = if marked.is_empty() { self.fields.mark_first_line(error) } else { error };
        self.found.push(error.hint("change one of the two"));
    }
}

/// All findings of a theme.
pub(super) fn findings(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut findings = ThemeFindings { fields, found: Vec::new() };
    columns(letterhead, &mut findings);
    heights(letterhead, &mut findings);
    mark(letterhead, &mut findings);
    foot(letterhead, &mut findings);
    order(letterhead, &mut findings);
    findings.found
}

/// Text and information column lie on the page and beside each other.
fn columns(letterhead: &Letterhead, findings: &mut ThemeFindings<'_>) {
    let theme = &letterhead.theme;
    let (text, page) = (theme.text_edges(), theme.page.width());
    if theme.measures.text_width < MIN_TEXT {
        let message = message!(
            "the text is {width} mm wide; at least {min} mm are wanted",
            width = theme.measures.text_width,
            min = MIN_TEXT
        );
        findings.impossible("theme.measures.text_width", message);
    }
    if text.end > page {
        let message = message!(
            "the text ends at {end} mm, and the page is {page} mm wide",
            end = text.end,
            page
        );
        let named = ["theme.measures.text_width", "theme.measures.left", "theme.page"];
        findings.collide(&named, message);
    }
    if theme.measures.information_width < MIN_INFORMATION {
        let message = message!(
            "the information column is {width} mm wide; at least {min} mm are wanted",
            width = theme.measures.information_width,
            min = MIN_INFORMATION
        );
        findings.impossible("theme.measures.information_width", message);
    }
    let Some(column) = theme.information_edges() else {
        if theme.measures.information_width > theme.measures.text_width {
            let message = message!(
                "the contacts behind the text take {width} mm, and the text is {text} mm wide",
                width = theme.measures.information_width,
                text = theme.measures.text_width
            );
            let named = ["theme.measures.information_width", "theme.measures.text_width"];
            findings.collide(&named, message);
        }
        return;
    };
    let of_column = ["theme.measures.information_left", "theme.measures.information_width"];
    if column.end > page {
        let message = message!(
            "the information column ends at {end} mm, and the page is {page} mm wide",
            end = column.end,
            page
        );
        findings.collide(&[of_column[0], of_column[1], "theme.page"], message);
    }
    let of_text = ["theme.measures.left", "theme.measures.text_width"];
    if theme.information == InformationPlace::Right && column.start < text.end {
        let message = message!(
            "the information column begins at {start} mm, and the text ends at {end} mm",
            start = column.start,
            end = text.end
        );
        findings.collide(&[of_column[0], of_text[1], of_text[0]], message);
    }
    if theme.information == InformationPlace::Left && column.end > text.start {
        let message = message!(
            "the information column ends at {end} mm, and the text begins at {start} mm",
            end = column.end,
            start = text.start
        );
        findings.collide(&[of_text[0], of_column[1], of_column[0]], message);
    }
}

/// The text has its height, below the band.
fn heights(letterhead: &Letterhead, findings: &mut ThemeFindings<'_>) {
    let theme = &letterhead.theme;
    let measures = &theme.measures;
    let height = theme.text_foot() - measures.text_top.max(measures.text_top_later);
    if height < MIN_HEIGHT {
        let message = message!(
            "the text begins at {top} mm and ends {bottom} mm above the lower edge: {height} mm are left of {page} mm, and at least {min} mm are wanted",
            top = measures.text_top.max(measures.text_top_later),
            bottom = measures.bottom,
            height,
            page = theme.page.height(),
            min = MIN_HEIGHT
        );
        let tops = ["theme.measures.text_top", "theme.measures.text_top_later"];
        findings.collide(&[tops[0], "theme.measures.bottom", tops[1]], message);
    }
    if measures.text_top < measures.text_top_later {
        let message = message!(
            "the text begins at {first} mm on page 1 and at {later} mm on later pages: page 1 cannot begin above them",
            first = measures.text_top,
            later = measures.text_top_later
        );
        let named = ["theme.measures.text_top", "theme.measures.text_top_later"];
        findings.collide(&named, message);
    }
    let Some(band) = theme.band else { return };
    let pages = [
        (band.height, measures.text_top, ["theme.band.height", "theme.measures.text_top"]),
        (
            band.later_height,
            measures.text_top_later,
            ["theme.band.later_height", "theme.measures.text_top_later"],
        ),
    ];
    for (band, text, named) in pages {
        if band > text {
            let message = message!(
                "the band ends at {band} mm, and the text begins at {text} mm",
                band,
                text
            );
            findings.collide(&named, message);
        }
    }
}

/// The mark stands above the text and on the page.
fn mark(letterhead: &Letterhead, findings: &mut ThemeFindings<'_>) {
    let theme = &letterhead.theme;
    let measures = &theme.measures;
    let logo = letterhead.logo.as_ref();
    if logo.is_none() && letterhead.sender.is_empty() && letterhead.wordmark.is_empty() {
        return;
    }
    // A picture that is given by its width is as high as it is.
    let height = logo.and_then(|logo| logo.height).unwrap_or(measures.mark_height);
    let of_height = if logo.is_some_and(|logo| logo.height.is_some()) {
        "logo.height"
    } else {
        "theme.measures.mark_height"
    };
    let has_later = logo.is_none_or(|logo| logo.later == LaterMark::Small);
    let pages = [
        (height, measures.text_top, "theme.measures.text_top"),
        (height * METRICS.later_scale, measures.text_top_later, "theme.measures.text_top_later"),
    ];
    for (height, text, of_text) in pages.into_iter().take(if has_later { 2 } else { 1 }) {
        if measures.mark_top + height > text {
            let message = message!(
                "the mark ends at {mark} mm, and the text begins at {text} mm",
                mark = measures.mark_top + height,
                text
            );
            findings.collide(&[of_height, of_text, "theme.measures.mark_top"], message);
        }
    }
    let bands = theme.band.map(|band| [band.height, band.later_height]).unwrap_or_default();
    let of_bands = ["theme.band.height", "theme.band.later_height"];
    let marks =
        [height, height * METRICS.later_scale].into_iter().take(if has_later { 2 } else { 1 });
    for ((height, band), of_band) in marks.zip(bands).zip(of_bands) {
        if (measures.mark_top..measures.mark_top + height).contains(&band)
            && band > measures.mark_top
        {
            let message = message!(
                "the mark ends at {mark} mm, and the band behind it at {band} mm",
                mark = measures.mark_top + height,
                band
            );
            findings.collide(&[of_band, of_height, "theme.measures.mark_top"], message);
        }
    }
    let page = theme.page.width();
    for (name, edge) in [("mark_left", measures.mark_left), ("mark_right", measures.mark_right)] {
        if let Some(edge) = edge.filter(|edge| *edge > page) {
            let message = message!(
                "the mark stands at {edge} mm, and the page is {page} mm wide",
                edge,
                page
            );
            findings.collide(&[&format!("theme.measures.{name}"), "theme.page"], message);
        }
    }
    let Some(width) = logo.and_then(|logo| logo.width) else { return };
    let room = letterhead.mark_edges();
    if logo.is_some_and(|logo| logo.height.is_none()) && width > room.end - room.start {
        let message = message!(
            "the mark is {width} mm wide, and its room is {room} mm",
            width,
            room = room.end - room.start
        );
        let edge = match letterhead.mark_place() {
            MarkPlace::Left => "theme.measures.mark_left",
            MarkPlace::Right => "theme.measures.mark_right",
        };
        findings.collide(&["logo.width", edge], message);
    }
}

/// Page number and lines of the foot stand below the text.
fn foot(letterhead: &Letterhead, findings: &mut ThemeFindings<'_>) {
    let theme = &letterhead.theme;
    let height = CAPITAL * theme.sizes.foot / POINTS_PER_MM;
    let Some(first) = letterhead.foot_baselines().first().copied() else {
        let top = METRICS.page_number + height;
        if top + ABOVE_PAGE_NUMBER > theme.measures.bottom {
            let message = message!(
                "the page number reaches {top} mm from the lower edge, and the bottom margin is {bottom} mm",
                top = (top * 10.0).round() / 10.0,
                bottom = theme.measures.bottom
            );
            findings.collide(&["theme.measures.bottom", "theme.sizes.foot"], message);
        }
        return;
    };
    let top = theme.page.height() - first + height;
    if top > theme.measures.bottom {
        let message = message!(
            "the lines of the foot reach {top} mm from the lower edge, and the bottom margin is {bottom} mm",
            top = (top * 10.0).round() / 10.0,
            bottom = theme.measures.bottom
        );
        findings.collide(&["foot.lines", "theme.measures.bottom"], message);
    }
}

/// `order-repeats`: each part has one place.
fn order(letterhead: &Letterhead, findings: &mut ThemeFindings<'_>) {
    let order = &letterhead.theme.order;
    for (at, part) in order.iter().enumerate() {
        if order.iter().take(at).any(|before| before == part) {
            let message = message!("`{part}` stands twice in the order", part = part.as_str());
            let error = Diagnostic::new(codes::ORDER_REPEATS, message).hint("keep one of the two");
            findings.found.push(findings.fields.mark(&format!("theme.order[{at}]"), error));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::letterhead::Theme;
    use crate::read;
    use crate::source::{Format, Source};

    fn theme(text: &str) -> (Theme, usize) {
        let text = format!("id = \"haus\"\nname = \"Amt\"\nwordmark = [\"Amt\"]\n{text}");
        let source = Source::from_text("haus.toml", Format::Toml, text);
        let (letterhead, fields) = read::letterhead(&source).expect("it can be read");
        let found = super::findings(&letterhead, &fields).len();
        (letterhead.theme, found)
    }

    #[test]
    fn the_defaults_of_every_arrangement_leave_room() {
        for page in ["a4", "letter"] {
            for information in ["right", "left", "end", "none"] {
                let text = format!("[theme]\npage = \"{page}\"\ninformation = \"{information}\"\n");
                assert_eq!(theme(&text).1, 0, "{page} {information}");
            }
        }
    }

    #[test]
    fn text_is_printed_on_nothing_else() {
        for (text, expected) in [
            ("[theme.measures]\nbottom = 17\n", 0),
            ("[theme.measures]\nbottom = 12\n", 1),
            ("[theme.measures]\nbottom = 16\n[theme.sizes]\nfoot = 12\n", 1),
        ] {
            assert_eq!(theme(text).1, expected, "{text}");
        }
    }

    #[test]
    fn measures_that_are_given_win_over_the_defaults_of_an_arrangement() {
        let (theme, _) = theme("[theme]\ninformation = \"left\"\n[theme.measures]\nleft = 75\n");
        assert_eq!(theme.text_edges(), 75.0..195.0);
        assert_eq!(theme.information_edges(), Some(20.0..62.0));
    }
}

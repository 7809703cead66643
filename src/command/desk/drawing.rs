//! A drawing for a page that shows it again after each key: a run of letters is one outline, and
//! each letter is there once.
//!
//! The engine places letters one by one (`<use>`). To a browser each of them is a layer of its own,
//! and ordering some thousands took Chromium 156 more time than all else that a key does (63 of
//! 147 ms on the seed). As runs of letters both its pages have 157 kB in place of 801.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};

use letterpress::diagnostic::Diagnostic;
use roxmltree::{Document, Node};
use serde::{Deserialize, Serialize};

const XLINK: &str = "http://www.w3.org/1999/xlink";

/// With which each outline of the engine begins; all that follows is relative to it.
const START: &str = "M 0 0";

/// The most outlines that are kept, of some hundred bytes each; a page has a few hundred.
const MAX_KNOWN: usize = 20_000;

/// The drawing of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// SVG. A path with `data-glyphs` has in it which outlines stand where: number, x and y of each,
    /// in points.
    pub svg: String,
    /// What follows a `M` command in a path.
    pub outlines: Vec<String>,
}

/// Letters of one paint that stand side by side.
struct GlyphRun<'a> {
    at: Range<usize>,
    paint: Vec<&'a str>,
    glyphs: String,
}

impl Drawing {
    /// Takes the SVG of a page apart.
    pub fn of(svg: &str) -> Result<Self, Diagnostic> {
        let document = Document::parse(svg);
        let document = document.map_err(|error| {
            Diagnostic::internal(format_args!("the drawing of a page is no XML: {error}"))
        })?;
        let mut outlines = Vec::new();
        let mut symbols = HashMap::new();
        for symbol in document.descendants().filter(|node| node.has_tag_name(named("symbol"))) {
            if let (Some(id), Some(outline)) = (symbol.attribute("id"), outline(symbol)) {
                symbols.insert(id, (outlines.len(), symbol.range()));
                outlines.push(known_outline(id, outline));
            }
        }
        let mut runs: Vec<GlyphRun<'_>> = Vec::new();
        for glyph in document.descendants().filter(|node| node.has_tag_name(named("use"))) {
            let href = glyph.attribute((XLINK, "href")).and_then(|href| href.strip_prefix('#'));
            let Some(id) = href else { continue };
            let Some((number, _)) = symbols.get(id) else { continue };
            // A gradient runs over each letter, not over all of them.
            if !glyph.attribute("fill").is_some_and(|fill| fill.starts_with('#')) {
                symbols.remove(id);
                continue;
            }
            let paint = paint(svg, glyph);
            let at = glyph.range();
            match runs.last_mut() {
                Some(run) if run.at.end == at.start && run.paint == paint => run.at.end = at.end,
                _ => runs.push(GlyphRun { at, paint, glyphs: String::new() }),
            }
            if let Some(GlyphRun { glyphs, .. }) = runs.last_mut() {
                let [x, y] = ["x", "y"].map(|name| glyph.attribute(name).unwrap_or("0"));
                push_glyph(glyphs, *number, x, y);
            }
        }
        Ok(Self { svg: with_runs(svg, &runs, symbols.into_values().map(|(_, at)| at)), outlines })
    }
}

fn named(name: &str) -> (&str, &str) {
    ("http://www.w3.org/2000/svg", name)
}

/// The outline of a letter; none of one that is a picture.
fn outline<'a>(symbol: Node<'a, '_>) -> Option<&'a str> {
    let mut children = symbol.children();
    let path = children.next().filter(|child| child.has_tag_name(named("path")))?;
    let is_plain = children.next().is_none() && path.attributes().len() == 1;
    path.attribute("d").filter(|_| is_plain)?.strip_prefix(START)
}

/// What a letter says besides its place, as it is written.
fn paint<'a>(svg: &'a str, glyph: Node<'_, '_>) -> Vec<&'a str> {
    let said = glyph.attributes().filter(|attribute| {
        // Paths are filled so anyway.
        let is_usual = attribute.name() == "fill-rule" && attribute.value() == "nonzero";
        !matches!(attribute.name(), "x" | "y" | "href") && !is_usual
    });
    said.filter_map(|attribute| svg.get(attribute.range())).collect()
}

fn push_glyph(glyphs: &mut String, number: usize, x: &str, y: &str) {
    let gap = if glyphs.is_empty() { "" } else { " " };
    let _ = write!(glyphs, "{gap}{number} ");
    push_short(glyphs, x);
    glyphs.push(' ');
    push_short(glyphs, y);
}

/// The drawing with its runs in place of the letters, and without what stands at `gone`.
fn with_runs(svg: &str, runs: &[GlyphRun<'_>], gone: impl Iterator<Item = Range<usize>>) -> String {
    let mut changes: Vec<(Range<usize>, Option<&GlyphRun<'_>>)> =
        gone.map(|at| (at, None)).collect();
    changes.extend(runs.iter().map(|run| (run.at.clone(), Some(run))));
    changes.sort_by_key(|(at, _)| at.start);
    let (mut text, mut from) = (String::new(), 0);
    for (at, run) in changes {
        text.push_str(svg.get(from..at.start).unwrap_or_default());
        if let Some(GlyphRun { paint, glyphs, .. }) = run {
            let _ = write!(text, r#"<path {} data-glyphs="{glyphs}"/>"#, paint.join(" "));
        }
        from = at.end;
    }
    text.push_str(svg.get(from..).unwrap_or_default());
    text
}

/// An outline as it is sent. Each key brings the same ones, which the engine calls by a hash over
/// font, letter and size: they are made once.
fn known_outline(id: &str, outline: &str) -> String {
    static KNOWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(outline) = known.get(id) {
        return outline.clone();
    }
    if known.len() >= MAX_KNOWN {
        known.clear();
    }
    let outline = rounded(outline);
    known.insert(id.to_owned(), outline.clone());
    outline
}

/// An outline whose numbers have three places. That is less than a hundredth of a pixel at 300 %,
/// and what adds up over a letter less than a tenth.
fn rounded(outline: &str) -> String {
    let mut text = String::with_capacity(outline.len() / 2);
    let mut rest = outline;
    while let Some(first) = rest.chars().next() {
        let is_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '.' | 'e');
        let length = rest.find(|sign| !is_number(sign)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(length);
        if !number.is_empty() {
            push_short(&mut text, number);
            rest = after;
        } else {
            if first != ' ' {
                text.push(first);
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    text
}

/// Writes a number with at most three places, and no digit that says nothing. By whole thousandths,
/// since there are some ten thousand in a page.
fn push_short(text: &mut String, number: &str) {
    let Ok(value) = number.parse::<f64>() else { return text.push_str(number) };
    let thousandths = (value * 1000.0).round() as i64;
    let (whole, part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let sign = if thousandths < 0 { "-" } else { "" };
    if text.ends_with(|sign: char| sign.is_ascii_digit()) && sign.is_empty() {
        text.push(' ');
    }
    let places = format!("{part:03}");
    let places = places.trim_end_matches('0');
    let _ = match (whole, places) {
        (_, "") => write!(text, "{sign}{whole}"),
        (0, _) => write!(text, "{sign}.{places}"),
        _ => write!(text, "{sign}{whole}.{places}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">"#;

    fn drawing(inner: &str) -> Drawing {
        Drawing::of(&format!("{HEAD}{inner}</svg>")).unwrap()
    }

    #[test]
    fn letters_side_by_side_are_one_path() {
        let glyphs = r##"<g><use xlink:href="#a" x="0" y="0" fill="#000000" fill-rule="nonzero"/><use xlink:href="#b" x="5.33594" y="-1" fill="#000000" fill-rule="nonzero"/><use xlink:href="#a" x="9" y="0" fill="#ff0000" fill-rule="nonzero"/></g>"##;
        let symbols = r#"<defs><symbol id="a" overflow="visible"><path d="M 0 0m 0.25 -0.5q 1 2 -0.00004 4Z "/></symbol><symbol id="b"><path d="M 0 0h 12.00049Z "/></symbol></defs>"#;
        let Drawing { svg, outlines } = drawing(&format!("{glyphs}{symbols}"));
        assert_eq!(outlines, ["m.25-.5q1 2 0 4Z", "h12Z"]);
        assert_eq!(
            svg,
            format!(
                r##"{HEAD}<g><path fill="#000000" data-glyphs="0 0 0 1 5.336 -1"/><path fill="#ff0000" data-glyphs="0 9 0"/></g><defs></defs></svg>"##
            )
        );
    }

    #[test]
    fn what_is_no_plain_outline_stays_as_it_is() {
        for inner in [
            r##"<use xlink:href="#c" x="1" y="0" fill="url(#g)"/><symbol id="c"><path d="M 0 0h 1Z "/></symbol>"##,
            r##"<use xlink:href="#c" transform="scale(2)"/><symbol id="c"><image href="data:,"/></symbol>"##,
            r##"<use xlink:href="#c" x="1" y="0" fill="#000000"/><symbol id="c"><path fill="red" d="M 0 0h 1Z "/></symbol>"##,
            r#"<path d="M 0 0h 1"/>"#,
        ] {
            assert_eq!(drawing(inner).svg, format!("{HEAD}{inner}</svg>"));
        }
        assert!(Drawing::of("<svg>").is_err());
    }

    #[test]
    fn numbers_are_no_longer_than_they_need_to_be() {
        assert_eq!(rounded("l 0.0004 -0.0004l 10 20.10l 0.9996 -12.3456"), "l0 0l10 20.1l1-12.346");
        assert_eq!(rounded("q 1e-7 2.5e-2 3 4Z "), "q0 .025 3 4Z");
    }
}

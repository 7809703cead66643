//! Drawings of pages for a screen that shows them again after each change: a run of letters is one
//! path, and the outline of a letter is made once.
//!
//! The engine's SVG places letters one by one (`<use>`), and has their outlines in each page. To a
//! browser each of them is a layer of its own; ordering some thousands took Chromium 156 more time
//! than all else that follows a key (63 of 147 ms on a release of two pages). Writing and taking
//! apart that SVG took two thirds of the instructions of a key (97 of 144 million).

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use typst::foundations::{Content, Smart};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Sides, Size, Transform};
use typst::syntax::Span;
use typst::text::{FontInstance, Glyph, TextItem};
use typst::visualize::{Curve, CurveItem, FillRule, Geometry, Paint, Shape};
use typst_layout::Page;

use super::frames::with_items;

/// The most outlines that are kept, of some hundred bytes each; a page has a few hundred.
const MAX_OUTLINES: usize = 20_000;

/// With which the engine begins each outline; all that follows is relative to it.
const START: &str = "M 0 0";

/// How far off the page, in pt, the point lies that stands for a run of letters; no other shape has
/// only that.
const FAR_PT: f64 = -987_654_321.0;

/// The drawing of a page ([`Sheet::page_drawing`](super::Sheet::page_drawing)).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageDrawing {
    /// SVG. Runs of letters are paths that have `data-glyphs` in place of `d`: for each letter the
    /// number of its outline, x and y, in pt. Links are left out.
    pub svg: String,
    /// What follows the `M x y` of a letter in the `d` of its path.
    pub outlines: Vec<Arc<str>>,
}

/// The outlines of letters, which are made once for all drawings of one caller.
#[derive(Debug, Default)]
pub struct GlyphOutlines {
    styles: HashMap<(FontInstance, u64), HashMap<u16, GlyphLook>>,
    /// Those that can be drawn, by their number.
    outlines: Vec<Arc<str>>,
}

/// What is drawn of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GlyphLook {
    /// The outline of this number.
    Outline(usize),
    /// A space.
    Nothing,
    /// A picture of its own, which has its own colours.
    Picture,
}

impl GlyphOutlines {
    /// Draws a page.
    pub(super) fn drawing(&mut self, page: &Page) -> PageDrawing {
        if self.outlines.len() > MAX_OUTLINES {
            *self = Self::default();
        }
        let mut runs = GlyphRuns {
            known: self,
            outlines: Vec::new(),
            numbers: Vec::new(),
            written: Vec::new(),
        };
        let frame = runs.stood_in_for(&page.frame);
        let GlyphRuns { outlines, written, .. } = runs;
        let outlines = outlines.iter().filter_map(|number| self.outlines.get(*number).cloned());
        let outlines = outlines.collect();
        let svg = svg_of(&Page { frame, ..page.clone() });
        PageDrawing { svg: with_runs(&svg, &written), outlines }
    }

    /// What is drawn of each letter of a run.
    fn looks(&mut self, run: &TextItem) -> Vec<GlyphLook> {
        let style = (run.font.clone(), run.size.to_pt().to_bits());
        let known = self.styles.entry(style).or_default();
        let looks = run.glyphs.iter().map(|glyph| {
            *known.entry(glyph.id).or_insert_with(|| {
                let alone = svg_of(&page_of(run, glyph));
                if !alone.contains("<use ") {
                    return GlyphLook::Nothing;
                }
                let Some(outline) = outline(&alone) else { return GlyphLook::Picture };
                self.outlines.push(rounded(outline).into());
                GlyphLook::Outline(self.outlines.len() - 1)
            })
        });
        looks.collect()
    }
}

/// The runs of letters of a page.
struct GlyphRuns<'a> {
    known: &'a mut GlyphOutlines,
    /// The outlines of this page, by their numbers among all.
    outlines: Vec<usize>,
    /// The other way round.
    numbers: Vec<Option<usize>>,
    /// What stands for each run.
    written: Vec<String>,
}

impl GlyphRuns<'_> {
    /// The frame with a shape in place of each run of letters. Its paint is that of the run, so that
    /// the engine writes where and how the run is drawn.
    fn stood_in_for(&mut self, frame: &Frame) -> Frame {
        let items = frame.items().filter_map(|(at, item)| {
            let item = match item {
                FrameItem::Tag(_) | FrameItem::Link(..) => return None,
                FrameItem::Text(run) => match self.written(run) {
                    Some(glyphs) if glyphs.is_empty() => return None,
                    Some(glyphs) => {
                        self.written.push(glyphs);
                        FrameItem::Group(stand_in(run, self.written.len()))
                    }
                    None => item.clone(),
                },
                FrameItem::Group(group) => {
                    let frame = self.stood_in_for(&group.frame);
                    FrameItem::Group(GroupItem { frame, ..group.clone() })
                }
                FrameItem::Shape(..) | FrameItem::Image(..) => item.clone(),
            };
            Some((*at, item))
        });
        let items = items.collect();
        with_items(frame, items)
    }

    /// Which outlines a run has where. None where the engine is to draw it: a gradient runs over
    /// each letter by itself, a letter may be a picture.
    fn written(&mut self, run: &TextItem) -> Option<String> {
        if !matches!(run.fill, Paint::Solid(_)) || run.stroke.is_some() {
            return None;
        }
        let looks = self.known.looks(run);
        if looks.contains(&GlyphLook::Picture) {
            return None;
        }
        let mut written = String::with_capacity(run.glyphs.len() * 12);
        let (mut x, mut y) = (Abs::zero(), Abs::zero());
        for (glyph, look) in run.glyphs.iter().zip(looks) {
            if let GlyphLook::Outline(number) = look {
                if !written.is_empty() {
                    written.push(' ');
                }
                push_whole(&mut written, self.number(number) as u64);
                written.push(' ');
                push_short(&mut written, (x + glyph.x_offset.at(run.size)).to_pt());
                written.push(' ');
                push_short(&mut written, (y + glyph.y_offset.at(run.size)).to_pt());
            }
            x += glyph.x_advance.at(run.size);
            y += glyph.y_advance.at(run.size);
        }
        Some(written)
    }

    /// The number of an outline on this page.
    fn number(&mut self, outline: usize) -> usize {
        if outline >= self.numbers.len() {
            self.numbers.resize(outline + 1, None);
        }
        let Some(number) = self.numbers.get_mut(outline) else { return 0 };
        *number.get_or_insert_with(|| {
            self.outlines.push(outline);
            self.outlines.len() - 1
        })
    }
}

/// What stands for a run, counted from 1, until its letters are written there: a path that goes far
/// off the page. As in fonts, its y axis points up.
fn stand_in(run: &TextItem, number: usize) -> GroupItem {
    let far = Point::new(Abs::pt(number as f64), Abs::pt(FAR_PT));
    let shape = Shape {
        geometry: Geometry::Curve(Curve(vec![CurveItem::Move(far)])),
        fill: Some(run.fill.clone()),
        fill_rule: FillRule::NonZero,
        stroke: None,
    };
    let mut frame = Frame::soft(Size::zero());
    frame.push(Point::zero(), FrameItem::Shape(shape, Span::detached()));
    let transform = Transform::scale(Ratio::one(), -Ratio::one());
    GroupItem { transform, ..GroupItem::new(frame) }
}

/// The drawing with the letters of the runs, which are in their order, where something stands for
/// them.
fn with_runs(svg: &str, runs: &[String]) -> String {
    let mut text = String::with_capacity(svg.len() + runs.iter().map(String::len).sum::<usize>());
    let mut rest = svg;
    for (run, number) in runs.iter().zip(1..) {
        let place = format!(" d=\"{START}m {number} {FAR_PT}\"");
        // Where the engine draws nothing for it, such as in a frame of no size, nothing is seen.
        let Some((before, after)) = rest.split_once(&place) else { continue };
        let _ = write!(text, "{before} data-glyphs=\"{run}\"");
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What the engine draws of a page.
fn svg_of(page: &Page) -> String {
    typst_svg::svg(page, &typst_svg::SvgOptions { render_bleed: false, pretty: false })
}

/// A page with nothing but a letter.
fn page_of(run: &TextItem, glyph: &Glyph) -> Page {
    let letter = TextItem { glyphs: vec![glyph.clone()], ..run.clone() };
    let mut frame = Frame::soft(Size::splat(Abs::pt(1.0)));
    frame.push(Point::zero(), FrameItem::Text(letter));
    Page {
        frame,
        bleed: Sides::default(),
        fill: Smart::Custom(None),
        numbering: None,
        supplement: Content::empty(),
        number: 1,
    }
}

/// The outline in the drawing of a letter; none where it is a picture.
fn outline(svg: &str) -> Option<&str> {
    let (_, symbol) = svg.split_once("<symbol ")?;
    let (_, symbol) = symbol.split_once('>')?;
    let path = symbol.strip_prefix("<path d=\"")?.strip_prefix(START)?;
    let (outline, after) = path.split_once('"')?;
    after.starts_with("/></symbol>").then_some(outline)
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
        match number.parse() {
            Ok(number) => {
                push_short(&mut text, number);
                rest = after;
            }
            Err(_) => {
                if first != ' ' {
                    text.push(first);
                }
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    text
}

/// Writes a number with at most three places, and no digit that says nothing. By whole thousandths,
/// since there are some ten thousand in a page.
fn push_short(text: &mut String, number: f64) {
    let thousandths = (number * 1000.0).round() as i64;
    let (whole, part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let sign = if thousandths < 0 { "-" } else { "" };
    if text.ends_with(|sign: char| sign.is_ascii_digit()) && sign.is_empty() {
        text.push(' ');
    }
    text.push_str(sign);
    if whole > 0 || part == 0 {
        push_whole(text, whole);
    }
    let places = match part {
        0 => return,
        part if part % 100 == 0 => part / 100,
        part if part % 10 == 0 => part / 10,
        part => part,
    };
    text.push('.');
    // Noughts between the point and the first other digit.
    if part < 100 {
        text.push('0');
    }
    if part < 10 {
        text.push('0');
    }
    push_whole(text, places);
}

/// Writes a whole number. Formatting as elsewhere took half the time of a drawing.
fn push_whole(text: &mut String, number: u64) {
    if number >= 10 {
        push_whole(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests;

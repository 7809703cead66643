//! What can be seen of a sheet: whether its text stands on the page and has another colour than
//! what lies beneath it.

use std::collections::BTreeSet;

use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::model::Destination;
use typst::pdf::ArtifactElem;
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, ImageKind, Paint};
use typst_layout::Page;

use super::held::SeenPictures;
use super::words::SheetWords;
use crate::diagnostic::{Diagnostic, codes};
use crate::engine::POINTS_PER_MM;
use crate::layout::OwnLayout;
use crate::target::Edition;

/// The shortest and the longest side of a page in pt (ISO 32000-1, annex C).
const SIDES: (f64, f64) = (3.0, 14_400.0);
/// How far letters may reach beyond the page, in pt: what swings out is no text that is cut.
const SWING: f64 = 2.0;
/// The least contrast of text to be seen at all (WCAG 2.1, relative luminance).
const MIN_CONTRAST: f32 = 1.15;
/// The smallest size of text to be seen at all, in pt.
const MIN_SIZE: f64 = 1.0;
/// How many areas beneath the text are remembered.
const MAX_GROUNDS: usize = 200;
/// How many findings of a kind are reported.
const MAX_FINDINGS: usize = 5;

/// What a sheet shows.
#[derive(Default)]
pub(super) struct View {
    /// The words that are heard.
    pub words: SheetWords,
    pub pictures: SeenPictures,
    outside: Vec<(usize, String)>,
    unseen: Vec<(usize, String)>,
    addresses: BTreeSet<String>,
}

/// An area on which text may stand: its colour, if it has one.
struct Ground {
    area: Rect,
    colour: Option<Color>,
}

/// Where the walk over a page is.
struct ViewWalk<'a> {
    view: &'a mut View,
    number: usize,
    grounds: Vec<Ground>,
    page: Option<Color>,
    /// How many artifacts are open.
    silent: Vec<typst::introspection::Location>,
}

impl View {
    /// Walks over all pages.
    pub fn of(pages: &[Page]) -> Self {
        let mut view = Self::default();
        for (page, number) in pages.iter().zip(1..) {
            let page_colour = match page.fill_or_white() {
                Some(paint) => solid(&paint),
                None => Some(Color::WHITE),
            };
            let size = page.frame.size();
            let visible = Rect::new(
                Point::new(-page.bleed.left, -page.bleed.top),
                Point::new(size.x + page.bleed.right, size.y + page.bleed.bottom),
            );
            let mut walk = ViewWalk {
                view: &mut view,
                number,
                grounds: Vec::new(),
                page: page_colour,
                silent: Vec::new(),
            };
            walk.frame(&page.frame, Transform::identity(), visible);
        }
        view
    }

    /// What is wrong with what is seen.
    pub fn errors(&self, own: &OwnLayout) -> Vec<Diagnostic> {
        let outside = self.outside.iter().take(MAX_FINDINGS).map(|(page, text)| {
            let message = message!(
                "text stands outside page {page}, or is cut off: `{text}`",
                page,
                text = text
            );
            own.mark(Diagnostic::new(codes::TEXT_UNSEEN, message)).hint(
                "move it onto the page: see `place`, `move`, `width` and `margin` in the layout",
            )
        });
        let unseen = self.unseen.iter().take(MAX_FINDINGS).map(|(page, text)| {
            let message = message!(
                "text on page {page} cannot be seen on its ground: `{text}`",
                page,
                text = text
            );
            own.mark(Diagnostic::new(codes::TEXT_UNSEEN, message))
                .hint("give it a colour other than that of what lies beneath it, and a size that can be read")
        });
        let addresses = self.addresses.iter().map(|address| {
            let message = message!("a link of the layout leads to `{address}`", address);
            let error = Diagnostic::new(codes::LAYOUT_FAULT, message)
                .hint("links may lead to https:, http:, mailto: and tel: addresses");
            let source = own.source();
            match source.text().find(address.as_str()) {
                Some(at) => error.at(source, at..at + address.len(), ""),
                None => own.mark(error),
            }
        });
        outside.chain(unseen).chain(addresses).collect()
    }
}

impl ViewWalk<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform, visible: Rect) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = here.pre_concat(group.transform);
                    let within = match &group.clip {
                        Some(curve) => {
                            let shown = moved(curve.bbox(None), inner);
                            common(visible, shown)
                        }
                        None => visible,
                    };
                    self.frame(&group.frame, inner, within);
                }
                FrameItem::Text(text) => self.text(text, here, visible),
                FrameItem::Shape(shape, _) => {
                    if let Some(fill) = &shape.fill {
                        let area = match &shape.geometry {
                            Geometry::Line(_) => continue,
                            Geometry::Rect(size) => Rect::from_pos_size(Point::zero(), *size),
                            Geometry::Curve(curve) => curve.bbox(None),
                        };
                        let colour = match &shape.geometry {
                            Geometry::Rect(_) => solid(fill).filter(|colour| alpha(colour) > 0.99),
                            // What of its box it covers is not told.
                            _ => None,
                        };
                        self.ground(moved(area, here), colour);
                    }
                }
                FrameItem::Image(image, size, span) => {
                    let bytes = match image.kind() {
                        ImageKind::Raster(raster) => Some(raster.data()),
                        ImageKind::Svg(svg) => Some(svg.data()),
                        ImageKind::Pdf(_) => None,
                    };
                    self.view.pictures.set.push((*span, image.clone()));
                    if let Some(bytes) = bytes {
                        self.view.pictures.all.push(bytes.clone());
                        if self.silent.is_empty() {
                            self.view.pictures.heard.push(bytes.clone());
                        }
                    }
                    self.ground(moved(Rect::from_pos_size(Point::zero(), *size), here), None);
                }
                FrameItem::Link(Destination::Url(url), _) => {
                    let url = url.as_str();
                    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
                    let scheme = scheme.as_deref().unwrap_or_default();
                    if !matches!(scheme, "http" | "https" | "mailto" | "tel") {
                        self.view.addresses.insert(url.to_owned());
                    }
                }
                FrameItem::Link(..) => {}
                FrameItem::Tag(Tag::Start(element, _)) => {
                    if element.is::<ArtifactElem>()
                        && let Some(location) = element.location()
                    {
                        self.silent.push(location);
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.silent.retain(|open| open != location);
                }
            }
        }
    }

    fn ground(&mut self, area: Rect, colour: Option<Color>) {
        if self.grounds.len() == MAX_GROUNDS {
            self.grounds.remove(0);
        }
        self.grounds.push(Ground { area, colour });
    }

    fn text(&mut self, text: &TextItem, transform: Transform, visible: Rect) {
        let shown = text.text.trim();
        if shown.is_empty() || shown == super::super::frames::SOFT_HYPHEN {
            return;
        }
        // From the baseline up to about the height of capitals.
        let size = Size::new(super::super::frames::width(text), text.size * 0.7);
        let area = Rect::from_pos_size(Point::new(Abs::zero(), -size.y), size);
        let area = moved(area, transform);
        let swing = Abs::pt(SWING);
        let is_within = area.min.x >= visible.min.x - swing
            && area.min.y >= visible.min.y - swing
            && area.max.x <= visible.max.x + swing
            && area.max.y <= visible.max.y + swing;
        if !is_within {
            self.view.outside.push((self.number, shown.to_owned()));
        }
        if self.silent.is_empty() {
            self.view.words.add(&text.text);
            if self.cannot_be_seen(text, area) {
                self.view.unseen.push((self.number, shown.to_owned()));
            }
        }
    }

    fn cannot_be_seen(&self, text: &TextItem, area: Rect) -> bool {
        if text.size < Abs::pt(MIN_SIZE) {
            return true;
        }
        if text.stroke.is_some() {
            return false;
        }
        let Some(fill) = solid(&text.fill) else { return false };
        let middle = (area.min + area.max) * 0.5;
        let beneath = self.grounds.iter().rev().find(|ground| {
            let Rect { min, max } = ground.area;
            (min.x..=max.x).contains(&middle.x) && (min.y..=max.y).contains(&middle.y)
        });
        let ground = match beneath {
            Some(ground) => &ground.colour,
            None => &self.page,
        };
        ground.as_ref().is_some_and(|ground| contrast(&fill, ground) < MIN_CONTRAST)
    }
}

/// What is wrong with the pages themselves.
pub(super) fn page_errors(pages: &[Page], edition: &Edition, own: &OwnLayout) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        let size = page.frame.size();
        let (width, height) = (size.x.to_pt(), size.y.to_pt());
        let (min, max) = SIDES;
        if [width, height].iter().any(|side| !(min..=max).contains(side)) {
            let message = message!(
                "page {page} is {width} mm wide and {height} mm high",
                page = number as u64,
                width = in_mm(width),
                height = in_mm(height)
            );
            let error = Diagnostic::new(codes::PAGE_IMPOSSIBLE, message).hint(
                "a side of a page in a PDF has 3 to 14,400 units of 1/72 inch: 1.1 to 5,080 mm",
            );
            errors.push(own.mark(error));
        }
        let wanted = edition.bleed();
        let sides = [page.bleed.left, page.bleed.top, page.bleed.right, page.bleed.bottom];
        let least = sides.iter().map(|side| side.to_pt()).fold(f64::INFINITY, f64::min);
        if wanted > 0.0 && least < wanted * POINTS_PER_MM - 0.1 {
            let message = message!(
                "page {page} has no bleed of {bleed} mm, and is to be printed",
                page = number as u64,
                bleed = wanted
            );
            let error = Diagnostic::new(codes::PAGE_IMPOSSIBLE, message).hint(
                "write `set page(bleed: release.edition.bleed * 1mm)`: it makes the TrimBox too",
            );
            errors.push(own.mark(error));
        }
        if errors.len() >= MAX_FINDINGS {
            break;
        }
    }
    errors
}

/// A length in mm, as messages name it.
fn in_mm(pt: f64) -> f64 {
    (pt / POINTS_PER_MM * 10.0).round() / 10.0
}

/// The box around an area that is moved or turned.
fn moved(area: Rect, transform: Transform) -> Rect {
    let Rect { min, max } = area;
    let corners = [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)];
    let corners = corners.map(|corner| corner.transform(transform));
    let [first, ..] = corners;
    corners.iter().fold(Rect::new(first, first), |area, corner| {
        Rect::new(area.min.min(*corner), area.max.max(*corner))
    })
}

/// What two areas have in common; an empty area where that is nothing.
fn common(one: Rect, other: Rect) -> Rect {
    let min = one.min.max(other.min);
    Rect::new(min, one.max.min(other.max).max(min))
}

fn solid(paint: &Paint) -> Option<Color> {
    match paint {
        Paint::Solid(colour) => Some(colour.clone()),
        _ => None,
    }
}

fn alpha(colour: &Color) -> f32 {
    colour.alpha().unwrap_or(1.0)
}

/// The contrast of a colour, as far as it covers, to its ground.
fn contrast(colour: &Color, ground: &Color) -> f32 {
    let (over, under) = (colour.to_rgb(), ground.to_rgb());
    let (alpha, over, under) =
        (alpha(colour), [over.red, over.green, over.blue], [under.red, under.green, under.blue]);
    let seen = std::array::from_fn(|at| over[at] * alpha + under[at] * (1.0 - alpha));
    let (seen, ground) = (luminance(seen), luminance(under));
    (seen.max(ground) + 0.05) / (seen.min(ground) + 0.05)
}

/// The relative luminance of an sRGB colour (WCAG 2.1).
fn luminance(rgb: [f32; 3]) -> f32 {
    let [red, green, blue] =
        rgb.map(
            |part| {
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            },
        );
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

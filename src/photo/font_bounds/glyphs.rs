//! Glyphs that consist of other glyphs.

use skrifa::raw::TableProvider;
use skrifa::raw::tables::glyf::{Glyf, Glyph};
use skrifa::raw::tables::loca::Loca;
use skrifa::{FontRef, GlyphId};

use super::{FontRefusal, at_most};

/// How deep glyphs may consist of glyphs; fonts for complex scripts reach four.
const MAX_DEPTH: usize = 8;
/// The maximum number of components of a glyph, repetitions counted.
const MAX_COMPONENTS: u64 = 512;
/// The maximum number of points of a glyph, repetitions counted; the finest ornament has
/// some thousand.
const MAX_POINTS: u64 = 100_000;

/// What a glyph becomes.
#[derive(Clone, Copy)]
struct GlyphCost {
    components: u64,
    points: u64,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Known {
    No,
    BeingCounted,
    Yes(GlyphCost),
}

/// Counts the glyphs of a font with outlines of TrueType.
pub(super) fn check(font: &FontRef<'_>) -> Result<(), FontRefusal> {
    let (Ok(glyf), Ok(loca)) = (font.glyf(), font.loca(None)) else { return Ok(()) };
    let count = loca.len().min(usize::from(u16::MAX));
    let mut counter = GlyphCounter { glyf, loca, known: vec![Known::No; count] };
    for number in 0..count {
        counter.cost(number, 0)?;
    }
    Ok(())
}

struct GlyphCounter<'a> {
    glyf: Glyf<'a>,
    loca: Loca<'a>,
    known: Vec<Known>,
}

impl GlyphCounter<'_> {
    fn cost(&mut self, number: usize, depth: usize) -> Result<GlyphCost, FontRefusal> {
        let nothing = GlyphCost { components: 0, points: 0, depth: 0 };
        at_most(depth, MAX_DEPTH, "glyphs in one another")?;
        match self.known.get(number) {
            // The engine draws nothing for a glyph that is not there.
            None => return Ok(nothing),
            Some(Known::Yes(cost)) => {
                at_most(depth + cost.depth, MAX_DEPTH, "glyphs in one another")?;
                return Ok(*cost);
            }
            Some(Known::BeingCounted) => {
                return Err(FontRefusal::TooMuch(format!("glyph {number} consists of itself")));
            }
            Some(Known::No) => self.set(number, Known::BeingCounted),
        }
        let id = GlyphId::new(u32::try_from(number).unwrap_or(0));
        let mut cost = nothing;
        match self.loca.get_glyf(id, &self.glyf) {
            Ok(Some(Glyph::Simple(glyph))) => cost.points = glyph.num_points() as u64,
            Ok(Some(Glyph::Composite(glyph))) => {
                for component in glyph.components() {
                    let inner = self.cost(component.glyph.to_u16().into(), depth + 1)?;
                    cost.components = cost.components.saturating_add(inner.components + 1);
                    cost.points = cost.points.saturating_add(inner.points);
                    cost.depth = cost.depth.max(inner.depth + 1);
                    at_most(cost.components, MAX_COMPONENTS, "components of a glyph")?;
                }
            }
            Ok(None) | Err(_) => {}
        }
        at_most(cost.points, MAX_POINTS, "points of a glyph")?;
        self.set(number, Known::Yes(cost));
        Ok(cost)
    }

    fn set(&mut self, number: usize, known: Known) {
        if let Some(place) = self.known.get_mut(number) {
            *place = known;
        }
    }
}

//! Glyphs that consist of other glyphs.

use skrifa::raw::TableProvider;
use skrifa::raw::tables::glyf::{Glyf, Glyph};
use skrifa::raw::tables::loca::Loca;
use skrifa::{FontRef, GlyphId};

use super::limits::{FontLimits, FontRefusal, at_most};

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

/// Counts the glyphs of a font with outlines of TrueType. Gives the steps of the longest.
pub(super) fn check(font: &FontRef<'_>, limits: &FontLimits) -> Result<u64, FontRefusal> {
    let (Ok(glyf), Ok(loca)) = (font.glyf(), font.loca(None)) else { return Ok(0) };
    let count = loca.len().min(usize::from(u16::MAX));
    let mut counter = GlyphCounter { glyf, loca, limits, known: vec![Known::No; count] };
    let mut most = 0;
    for number in 0..count {
        let cost = counter.cost(number, 0)?;
        most = most.max(cost.components + cost.points);
    }
    Ok(most)
}

struct GlyphCounter<'a> {
    glyf: Glyf<'a>,
    loca: Loca<'a>,
    limits: &'a FontLimits,
    known: Vec<Known>,
}

impl GlyphCounter<'_> {
    fn cost(&mut self, number: usize, depth: usize) -> Result<GlyphCost, FontRefusal> {
        let nothing = GlyphCost { components: 0, points: 0, depth: 0 };
        at_most(depth, self.limits.glyph_depth, "glyphs in one another")?;
        match self.known.get(number) {
            // The engine draws nothing for a glyph that is not there.
            None => return Ok(nothing),
            Some(Known::Yes(cost)) => {
                at_most(depth + cost.depth, self.limits.glyph_depth, "glyphs in one another")?;
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
                    at_most(cost.components, self.limits.components, "components of a glyph")?;
                }
            }
            Ok(None) | Err(_) => {}
        }
        at_most(cost.points, self.limits.points, "points of a glyph")?;
        self.set(number, Known::Yes(cost));
        Ok(cost)
    }

    fn set(&mut self, number: usize, known: Known) {
        if let Some(place) = self.known.get_mut(number) {
            *place = known;
        }
    }
}

//! Glyphs that consist of coloured layers (the table COLR).

use std::collections::HashMap;

use skrifa::{FontRef, Tag};

use super::limits::{FontLimits, FontRefusal, at_most};

/// Counts the layers of a font's glyphs.
pub(super) fn check(font: &FontRef<'_>, limits: &FontLimits) -> Result<(), FontRefusal> {
    let Some(data) = font.table_data(Tag::new(b"COLR")) else { return Ok(()) };
    let table = LayerTable(data.as_bytes());
    // The first version: each glyph has a plain list of layers.
    for at in 0..table.number(2, 2) {
        let record = table.number(4, 4) + at * 6;
        at_most(table.number(record + 4, 2) as u64, limits.layers, "layers of a glyph")?;
    }
    if table.number(0, 2) == 0 {
        return Ok(());
    }
    let glyphs = table.number(14, 4);
    if glyphs == 0 {
        return Ok(());
    }
    let mut counter = LayerCounter { table, limits, paints: HashMap::new(), known: HashMap::new() };
    let count = table.number(glyphs, 4).min(usize::from(u16::MAX));
    counter.paints = (0..count).map(|at| table.glyph(glyphs, at)).collect();
    for at in 0..count {
        counter.cost(table.glyph(glyphs, at).1, 0)?;
    }
    Ok(())
}

/// The bytes of the table.
#[derive(Clone, Copy)]
struct LayerTable<'a>(&'a [u8]);

impl LayerTable<'_> {
    /// A number of so many bytes, highest first; 0 behind the end.
    fn number(&self, at: usize, width: usize) -> usize {
        let bytes = self.0.get(at..at.saturating_add(width)).unwrap_or_default();
        bytes.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte))
    }
}

impl LayerTable<'_> {
    /// The number of a glyph in the list, and where its layers begin.
    fn glyph(&self, list: usize, at: usize) -> (usize, usize) {
        let record = list + 4 + at * 6;
        (self.number(record, 2), list + self.number(record + 2, 4))
    }
}

struct LayerCounter<'a> {
    table: LayerTable<'a>,
    limits: &'a FontLimits,
    /// Where the layers of each glyph begin.
    paints: HashMap<usize, usize>,
    /// Layers and depth by place in the table; none while it is being counted.
    known: HashMap<usize, Option<(u64, usize)>>,
}

impl LayerCounter<'_> {
    fn cost(&mut self, at: usize, depth: usize) -> Result<(u64, usize), FontRefusal> {
        at_most(depth, self.limits.layer_depth, "layers in one another")?;
        match self.known.insert(at, None) {
            Some(Some(known)) => {
                self.known.insert(at, Some(known));
                at_most(depth + known.1, self.limits.layer_depth, "layers in one another")?;
                return Ok(known);
            }
            Some(None) => {
                let why = "a layer of a glyph consists of itself";
                return Err(FontRefusal::TooMuch(why.to_owned()));
            }
            None => {}
        }
        let mut cost = (1_u64, 0);
        for inner in self.inner(at) {
            let inner = self.cost(inner, depth + 1)?;
            cost = (cost.0.saturating_add(inner.0), cost.1.max(inner.1 + 1));
            at_most(cost.0, self.limits.layers, "layers of a glyph")?;
        }
        self.known.insert(at, Some(cost));
        Ok(cost)
    }

    /// Where the layers begin of which one consists.
    fn inner(&self, at: usize) -> Vec<usize> {
        let table = &self.table;
        match table.number(at, 1) {
            // A piece of the list of layers.
            1 => {
                let (count, first) = (table.number(at + 1, 1), table.number(at + 2, 4));
                let list = table.number(18, 4);
                let layers = first..first.saturating_add(count).min(table.number(list, 4));
                layers.map(|layer| list + table.number(list + 4 + layer * 4, 4)).collect()
            }
            // Another glyph.
            11 => self.paints.get(&table.number(at + 1, 2)).copied().into_iter().collect(),
            // A layer that is cut to a glyph, or changed.
            10 | 12..=31 => vec![at + table.number(at + 1, 3)],
            // Two, one upon the other.
            32 => vec![at + table.number(at + 1, 3), at + table.number(at + 5, 3)],
            _ => Vec::new(),
        }
    }
}

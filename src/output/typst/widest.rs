//! The columns of a table with the widest of their texts, which the layout measures.

use serde::Serialize;

use crate::typography::width;

/// Texts of a column that are measured: the widest by rough widths may be the second by exact
/// ones.
const SAMPLES: usize = 3;
/// How much wider bold type is, roughly.
pub(super) const BOLD: f64 = 1.07;

/// A text to be measured, and whether it is bold.
pub(super) type Sample = (String, bool);

/// A column of a table.
#[derive(Serialize)]
pub(super) struct ColumnData {
    pub align: &'static str,
    pub body: Extent,
    pub head: Extent,
    /// Whether its cells are numbers.
    pub numbers: bool,
    /// In a column of numbers of one unit the unlike texts from the decimal sign on, digits
    /// as zeros, and which of them each row has; empty in other columns.
    pub tails: Vec<Sample>,
    pub tail_of_row: Vec<usize>,
    /// Whether a no-break space parts each number from its unit, the same in all rows.
    pub unit_apart: bool,
}

/// The widest texts of some cells.
#[derive(Default, Serialize)]
pub(super) struct Extent {
    /// Of whole lines; in a column of numbers of one unit up to the decimal sign.
    pub lines: Widest,
    /// Of words.
    pub words: Widest,
    /// Of parts that cannot be broken, each with its hyphen.
    pub parts: Widest,
}

/// The widest of the texts offered.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Widest(pub Vec<WideSample>);

/// A text with its rough width in em.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct WideSample {
    pub sample: Sample,
    #[serde(skip)]
    width: f64,
}

impl Widest {
    /// Whether a text of this width would be among the widest.
    pub fn would_take(&self, width: f64) -> bool {
        self.0.len() < SAMPLES || self.0.last().is_some_and(|last| last.width < width)
    }

    /// Keeps a text if it is among the widest.
    pub fn offer(&mut self, text: &str, is_bold: bool) {
        let width = width(text) * if is_bold { BOLD } else { 1.0 };
        let is_known = self.0.iter().any(|kept| kept.sample.0 == text && kept.sample.1 == is_bold);
        if self.would_take(width) && !is_known {
            let at = self.0.partition_point(|kept| kept.width >= width);
            self.0.insert(at, WideSample { sample: (text.to_owned(), is_bold), width });
            self.0.truncate(SAMPLES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_texts_are_kept() {
        let mut widest = Widest::default();
        for text in ["i", "mm", "iii", "mmm", "mmm", "ii"] {
            widest.offer(text, false);
        }
        let kept: Vec<_> = widest.0.iter().map(|kept| kept.sample.0.as_str()).collect();
        assert_eq!(kept, ["mmm", "mm", "iii"]);
    }
}

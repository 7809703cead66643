//! Releases made from the text of a real one, none of which is like another: what the engine
//! remembers of one must not help with the next.

use letterpress::source::{Format, Source};

/// The text that all releases are made from.
pub const SEED: &str = include_str!("../../fixtures/releases/accepted/ki-vernetzungstreffen.md");

/// A release whose text no other number has.
pub fn release(number: usize, length: usize) -> Source {
    Source::from_text(&format!("release-{number}.md"), Format::Markdown, text(number, length))
}

/// The text of a release that no other number has: the seed's fields, and the seed's sentences in
/// another order, `length` times as many of them.
pub fn text(number: usize, length: usize) -> String {
    let (fields, body) = SEED.rsplit_once("---\n").unwrap_or((SEED, ""));
    let fields = fields.replacen("headline: ", &format!("headline: Meldung {number} – "), 1);
    let paragraphs: Vec<&str> = body.split("\n\n").filter(|text| !text.starts_with('#')).collect();
    let mut order = Order(number as u64 + 1);
    let mut text = format!("{fields}---\n");
    for at in 0..length * paragraphs.len() {
        if at % 4 == 2 {
            text.push_str(&format!("## Abschnitt {at} der Meldung {number}\n\n"));
        }
        let paragraph = paragraphs.get(order.next(paragraphs.len())).copied().unwrap_or_default();
        let mark = paragraph.chars().take_while(|c| !c.is_alphabetic()).collect::<String>();
        if mark.is_empty() {
            let sentences: Vec<&str> = paragraph.trim().split(". ").collect();
            let from = order.next(sentences.len());
            let turned = sentences[from..].iter().chain(&sentences[..from]);
            let turned: Vec<_> = turned.map(|sentence| sentence.trim_end_matches('.')).collect();
            text.push_str(&format!("Zum {at}. Punkt der Meldung {number}: {}.", turned.join(". ")));
        } else {
            text.push_str(paragraph.trim());
        }
        text.push_str("\n\n");
    }
    text
}

/// Numbers in an order that is the same on every machine (Knuth's MMIX).
struct Order(u64);

impl Order {
    /// The next number below `bound`.
    fn next(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

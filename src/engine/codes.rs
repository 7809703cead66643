//! Which text the exporter writes for which glyph.
//!
//! A font in a PDF has one text for each glyph. Where a glyph stands for another one later on, and
//! where a letter is several glyphs, the exporter writes an `/ActualText` around it. Some programs
//! do not read that, and poppler (22.12) takes its end for the end of the sequence around it and
//! loses what stands behind. So a run ends behind such a glyph. The hyphen that the engine adds at a
//! line's end looks like a typed one, so it gets another glyph of its font that looks the same, or
//! else the same glyph of a second copy of the font.

use std::ops::Range;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, Glyph, TextItem};

use super::frames::SOFT_HYPHEN;

/// Marks of direction, which the engine puts around text that runs against its surroundings. They
/// would be extracted as parts of words.
const DIRECTIONS: [char; 9] = [
    '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// The texts of all glyphs that were written so far.
#[derive(Default)]
pub(super) struct GlyphCodes(Vec<FontCodes>);

/// The texts of the glyphs of a font.
struct FontCodes {
    font: FontInstance,
    hyphen: Option<Hyphen>,
    /// Where no glyph of it can stand for a soft hyphen, the font of such hyphens.
    soft_font: Option<FontInstance>,
    /// By the number of the glyph; none where it was not written.
    texts: Vec<Option<Box<str>>>,
}

/// The hyphen of a font.
#[derive(Clone, Copy)]
struct Hyphen {
    glyph: u16,
    /// A glyph that looks the same and can stand for a soft hyphen.
    soft: Option<u16>,
}

impl GlyphCodes {
    /// A run as it is to be exported: one, or several with their distance from its start.
    pub fn exported(&mut self, mut run: TextItem) -> Vec<(Abs, TextItem)> {
        let known = self.0.iter().position(|codes| codes.font == run.font);
        let at = known.unwrap_or_else(|| {
            self.0.push(FontCodes::new(run.font.clone()));
            self.0.len() - 1
        });
        let Some(codes) = self.0.get_mut(at) else { return vec![(Abs::zero(), run)] };
        remove_directions(&mut run);
        let Some(soft) = codes.set_soft_hyphen(&mut run) else { return codes.parts(run) };
        let before = run.width();
        let mut parts = if run.glyphs.is_empty() { Vec::new() } else { codes.parts(run) };
        parts.push((before, soft));
        parts
    }
}

impl FontCodes {
    fn new(font: FontInstance) -> Self {
        let hyphen = Hyphen::of(&font);
        Self { font, hyphen, soft_font: None, texts: Vec::new() }
    }

    /// A run, ended where the exporter would lose text.
    fn parts(&mut self, run: TextItem) -> Vec<(Abs, TextItem)> {
        let ends = self.ends(&run);
        let parts = if ends.is_empty() { None } else { parts(&run, &ends) };
        parts.unwrap_or_else(|| vec![(Abs::zero(), run)])
    }

    /// Gives the soft hyphen at the end of a line its own glyph. Where the font has none, the
    /// hyphen is taken out of the run and comes back as a run of its own font, so that both kinds
    /// are read as what they are.
    fn set_soft_hyphen(&mut self, run: &mut TextItem) -> Option<TextItem> {
        let start = run.text.strip_suffix(SOFT_HYPHEN)?.len();
        let hyphen = self.hyphen?;
        let last = run
            .glyphs
            .last_mut()
            .filter(|last| last.id == hyphen.glyph && usize::from(last.range.start) == start)?;
        if let Some(soft) = hyphen.soft {
            last.id = soft;
            return None;
        }
        if self.soft_font.is_none() {
            self.soft_font = copied(&self.font);
        }
        let font = self.soft_font.clone()?;
        let last = run.glyphs.pop()?;
        let end = u16::try_from(SOFT_HYPHEN.len()).ok()?;
        let soft = TextItem {
            font,
            text: SOFT_HYPHEN.into(),
            glyphs: vec![Glyph { range: 0..end, ..last }],
            ..run.clone()
        };
        run.text = run.text.get(..start).unwrap_or_default().into();
        Some(soft)
    }

    /// Writes the glyphs of a run down, and says behind which of them it has to end.
    fn ends(&mut self, run: &TextItem) -> Vec<usize> {
        let is_leftward = is_leftward(&run.glyphs);
        let mut ends = Vec::new();
        let mut before = None;
        let mut glyphs = run.glyphs.iter().enumerate().peekable();
        while let Some((at, glyph)) = glyphs.next() {
            let text = run.text.get(glyph.range()).unwrap_or_default();
            let is_spanned = !self.write(glyph.id, text) || before.as_ref() == Some(&glyph.range);
            before = Some(glyph.range.clone());
            let Some((_, next)) = glyphs.peek() else { break };
            let next_text = run.text.get(next.range()).unwrap_or_default();
            // What runs to the left the exporter parts at spaces, and writes the last part first.
            let is_border = is_leftward && is_space(text) != is_space(next_text);
            if is_border || is_spanned && next.range != glyph.range {
                ends.push(at + 1);
            }
        }
        ends
    }

    /// Whether a glyph stands for this text alone.
    fn write(&mut self, glyph: u16, text: &str) -> bool {
        let at = usize::from(glyph);
        if at >= self.texts.len() {
            self.texts.resize(at + 1, None);
        }
        match self.texts.get_mut(at) {
            Some(Some(written)) => **written == *text,
            Some(none) => {
                *none = Some(text.into());
                true
            }
            None => true,
        }
    }
}

impl Hyphen {
    fn of(font: &FontInstance) -> Option<Self> {
        let face = font.ttf();
        let hyphen = face.glyph_index('-')?;
        let twins = ['\u{AD}', '\u{2010}', '\u{2011}'].into_iter();
        let soft = twins.filter_map(|twin| face.glyph_index(twin)).find(|twin| {
            *twin != hyphen
                && face.glyph_hor_advance(*twin) == face.glyph_hor_advance(hyphen)
                && face.glyph_bounding_box(*twin) == face.glyph_bounding_box(hyphen)
        });
        Some(Self { glyph: hyphen.0, soft: soft.map(|soft| soft.0) })
    }
}

/// The same font again, which for the exporter is another one: it has a zero more at its end.
fn copied(font: &FontInstance) -> Option<FontInstance> {
    let mut bytes = font.font().data().to_vec();
    bytes.push(0);
    let copy = Font::new(Bytes::new(bytes), font.font().index())?;
    // The font was chosen already: its variations are all that is left of style and size.
    Some(copy.instantiate(FontVariant::default(), Abs::zero(), font.variations()))
}

fn is_space(text: &str) -> bool {
    text.trim().is_empty()
}

/// Whether glyphs are in the order of a script that runs from right to left.
fn is_leftward(glyphs: &[Glyph]) -> bool {
    glyphs.len() > 1
        && glyphs.windows(2).all(|pair| match pair {
            [one, next] => one.range.start >= next.range.end,
            _ => false,
        })
}

/// Takes the marks of direction out of a run, if each glyph still stands for something then.
fn remove_directions(run: &mut TextItem) {
    if run.text.is_ascii() || !run.text.contains(DIRECTIONS) {
        return;
    }
    let ranges = run.glyphs.iter().map(|glyph| {
        let Range { start, end } = &glyph.range;
        offset_without_directions(&run.text, *start)..offset_without_directions(&run.text, *end)
    });
    let ranges: Vec<_> = ranges.collect();
    if ranges.iter().all(|range| !range.is_empty()) {
        run.text = run.text.as_str().replace(DIRECTIONS, "").into();
        run.glyphs.iter_mut().zip(ranges).for_each(|(glyph, range)| glyph.range = range);
    }
}

/// Where a place in a text lies once its marks of direction are out.
fn offset_without_directions(text: &str, at: u16) -> u16 {
    let before = text.get(..usize::from(at)).unwrap_or_default();
    let removed: usize = before.matches(DIRECTIONS).map(str::len).sum();
    u16::try_from(before.len() - removed).unwrap_or(at)
}

/// The parts of a run that end before these glyphs, in the order of its text. None where the order
/// of its glyphs is neither that of its text nor the reverse.
fn parts(run: &TextItem, ends: &[usize]) -> Option<Vec<(Abs, TextItem)>> {
    let is_leftward = is_leftward(&run.glyphs);
    if !is_leftward && !run.glyphs.is_sorted_by_key(|glyph| glyph.range.start) {
        return None;
    }
    let mut parts = Vec::with_capacity(ends.len() + 1);
    let mut from = 0;
    let mut x = Abs::zero();
    for end in ends.iter().copied().chain([run.glyphs.len()]) {
        let glyphs = run.glyphs.get(from..end)?;
        let start = glyphs.iter().map(|glyph| glyph.range.start).min()?;
        let stop = glyphs.iter().map(|glyph| glyph.range.end).max()?;
        let moved = glyphs.iter().map(|glyph| Glyph {
            range: glyph.range.start - start..glyph.range.end - start,
            ..glyph.clone()
        });
        let part = TextItem {
            font: run.font.clone(),
            size: run.size,
            fill: run.fill.clone(),
            stroke: run.stroke.clone(),
            lang: run.lang,
            region: run.region,
            text: run.text.get(usize::from(start)..usize::from(stop))?.into(),
            glyphs: moved.collect(),
        };
        let width = part.width();
        parts.push((x, part));
        x += width;
        from = end;
    }
    if is_leftward {
        parts.reverse();
    }
    Some(parts)
}

#[cfg(test)]
pub(super) mod tests {
    use typst::foundations::Bytes;
    use typst::layout::Em;
    use typst::syntax::Span;
    use typst::text::{Font, FontVariant, FontVariations, Lang};
    use typst::visualize::{Color, Paint};

    use super::*;

    pub const LIBERATION: &[u8] = include_bytes!("../../fonts/LiberationSans-Regular.ttf");
    /// A run of one glyph a character.
    pub fn run(bytes: &'static [u8], text: &str) -> TextItem {
        let font = Font::new(Bytes::new(bytes), 0).unwrap();
        let font =
            font.instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
        let glyph = |(at, c): (usize, char)| {
            let seen = if c == '\u{AD}' { '-' } else { c };
            Glyph {
                id: font.ttf().glyph_index(seen).map_or(0, |glyph| glyph.0),
                x_advance: Em::new(0.5),
                x_offset: Em::zero(),
                y_advance: Em::zero(),
                y_offset: Em::zero(),
                range: at as u16..(at + c.len_utf8()) as u16,
                span: (Span::detached(), 0),
            }
        };
        TextItem {
            glyphs: text.char_indices().map(glyph).collect(),
            font,
            size: Abs::pt(10.0),
            fill: Paint::Solid(Color::BLACK),
            stroke: None,
            lang: Lang::GERMAN,
            region: None,
            text: text.into(),
        }
    }

    /// The text of each part, as its glyphs give it.
    fn texts(parts: &[(Abs, TextItem)]) -> Vec<String> {
        let text =
            |run: &TextItem| run.glyphs.iter().map(|glyph| &run.text[glyph.range()]).collect();
        parts.iter().map(|(_, run)| text(run)).collect()
    }

    #[test]
    fn a_hyphen_at_a_line_end_has_a_glyph_of_its_own() {
        let mut codes = GlyphCodes::default();
        let first = codes.exported(run(LIBERATION, "Moor\u{AD}"));
        let second = codes.exported(run(LIBERATION, "E-Mail"));
        assert_eq!(texts(&first), ["Moor\u{AD}"]);
        assert_eq!(texts(&second), ["E-Mail"]);
        let (soft, typed) = (&first[0].1.glyphs[4], &second[0].1.glyphs[1]);
        assert_ne!(soft.id, typed.id);
    }

    #[test]
    fn where_a_font_has_no_such_glyph_the_hyphen_has_a_font_of_its_own() {
        let moor = run(LIBERATION, "Moor\u{AD}");
        let mut font = FontCodes::new(moor.font.clone());
        font.hyphen = font.hyphen.map(|hyphen| Hyphen { soft: None, ..hyphen });
        let mut codes = GlyphCodes(vec![font]);
        let first = codes.exported(moor.clone());
        assert_eq!(texts(&first), ["Moor", "\u{AD}"]);
        assert_eq!(first[1].0, Abs::pt(20.0));
        let (word, soft) = (&first[0].1, &first[1].1);
        assert_ne!(word.font, soft.font);
        assert_eq!(soft.glyphs[0].id, moor.glyphs[4].id);
        assert_eq!(texts(&codes.exported(run(LIBERATION, "E-Mail"))), ["E-Mail"]);
        // One copy is enough for all.
        let second = codes.exported(run(LIBERATION, "\u{AD}"));
        assert_eq!(texts(&second), ["\u{AD}"]);
        assert_eq!(second[0].1.font, soft.font);
    }

    #[test]
    fn a_run_ends_behind_a_glyph_with_another_text() {
        let mut codes = GlyphCodes::default();
        let mut one = run(LIBERATION, "a b\u{A0}c");
        // As in a font that has one glyph for both spaces.
        one.glyphs[3].id = one.glyphs[1].id;
        let parts = codes.exported(one);
        assert_eq!(texts(&parts), ["a b\u{A0}", "c"]);
        assert_eq!(parts[1].0, Abs::pt(20.0));
        // A letter of two glyphs.
        let mut one = run(LIBERATION, "xyz");
        one.glyphs[1].range = 0..2;
        one.glyphs[0].range = 0..2;
        assert_eq!(texts(&codes.exported(one)), ["xyxy", "z"]);
    }

    #[test]
    fn what_runs_to_the_left_is_parted_at_spaces_and_loses_marks_of_direction() {
        let mut one = run(LIBERATION, "ab cd\u{202C}");
        one.glyphs.pop();
        one.glyphs[4].range.end += 3;
        one.glyphs.reverse();
        let parts = GlyphCodes::default().exported(one);
        assert_eq!(texts(&parts), ["ba", " ", "dc"]);
        assert_eq!(parts[0].0, Abs::pt(15.0));
        assert_eq!(parts[2].1.text, "cd");
    }
}

//! Glyphs that are programs of PostScript (the tables CFF and CFF2): each may call others,
//! ten levels deep.

use std::cell::Cell;

use skrifa::raw::TableProvider;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::ps::cs::{self, CharstringContext, CharstringKind, CommandSink};
use skrifa::raw::ps::error::Error;
use skrifa::raw::types::Fixed;
use skrifa::{FontRef, GlyphId};

use super::limits::{FontLimits, FontRefusal, at_most};

/// Counts the glyphs of a font with outlines of PostScript. Gives the bytes of the longest.
pub(super) fn check(font: &FontRef<'_>, limits: &FontLimits) -> Result<u64, FontRefusal> {
    let first = font.cff().ok().map(|table| table.offset_data().as_bytes());
    let second = font.cff2().ok().map(|table| table.offset_data().as_bytes());
    let first = first.map_or(Ok(0), |table| check_cff(table, limits))?;
    let second = second.and_then(|table| CffFontRef::new_cff2(table, None).ok());
    Ok(first.max(second.map_or(Ok(0), |font| check_glyphs(&font, limits))?))
}

/// Counts the glyphs of a table CFF, be it a file of its own.
pub(super) fn check_cff(table: &[u8], limits: &FontLimits) -> Result<u64, FontRefusal> {
    let font = CffFontRef::new_cff(table, 0, None).map_err(|_| FontRefusal::NoFont)?;
    check_glyphs(&font, limits)
}

fn check_glyphs(font: &CffFontRef<'_>, limits: &FontLimits) -> Result<u64, FontRefusal> {
    let counter = ProgramCounter::new(font, limits);
    let (mut most, mut in_all) = (0, 0);
    for number in 0..font.num_glyphs() {
        let bytes = counter.glyph(number)?;
        most = most.max(bytes);
        in_all += bytes;
        at_most(in_all, limits.program_bytes_in_all, "bytes of programs that draw its glyphs")?;
    }
    Ok(most)
}

/// Follows the programs of a font, and counts the bytes that each call goes over.
struct ProgramCounter<'a> {
    font: &'a CffFontRef<'a>,
    limits: &'a FontLimits,
    /// The local programs of the fonts that it consists of.
    local: Vec<Index<'a>>,
}

impl<'a> ProgramCounter<'a> {
    fn new(font: &'a CffFontRef<'a>, limits: &'a FontLimits) -> Self {
        let local = (0..font.num_subfonts()).map(|at| {
            let subfont = font.subfont(at, &[]).ok().filter(|own| own.subrs_offset() != 0);
            let data = subfont.and_then(|own| font.data().get(own.subrs_offset() as usize..));
            data.and_then(|data| Index::new(data, font.version() == 2).ok()).unwrap_or(Index::Empty)
        });
        Self { font, limits, local: local.collect() }
    }

    /// The bytes that a glyph goes over.
    fn glyph(&self, number: u32) -> Result<u64, FontRefusal> {
        let Ok(program) = self.font.charstrings().get(number as usize) else { return Ok(0) };
        let subfont = self.font.subfont_index(GlyphId::new(number)).unwrap_or(0);
        let none = Index::Empty;
        let local = self.local.get(usize::from(subfont)).unwrap_or(&none);
        let calls = CountedCalls {
            programs: (self.font.data(), self.font.charstrings(), self.font.global_subrs(), local),
            bytes: Cell::new(program.len() as u64),
            max: self.limits.program_bytes,
        };
        // A program that is damaged is drawn as far as it goes.
        let _ = cs::evaluate(&calls, None, program, &mut NoOutline);
        at_most(calls.bytes.get(), self.limits.program_bytes, "bytes of a program for a glyph")?;
        Ok(calls.bytes.get())
    }
}

/// Gives the programs that one calls, as long as they are few.
struct CountedCalls<'a> {
    /// The table, all glyphs, and the programs that all or some of them call.
    programs: (&'a [u8], &'a Index<'a>, &'a Index<'a>, &'a Index<'a>),
    bytes: Cell<u64>,
    max: u64,
}

impl CountedCalls<'_> {
    fn spend(&self, bytes: usize) -> Result<(), Error> {
        // One for the call itself, since programs may be empty.
        self.bytes.set(self.bytes.get() + 1 + bytes as u64);
        if self.bytes.get() > self.max { Err(Error::StackOverflow) } else { Ok(()) }
    }
}

impl CharstringContext for CountedCalls<'_> {
    fn kind(&self) -> CharstringKind {
        CharstringKind::Type2
    }

    fn seac_components(&self, base: i32, accent: i32) -> Result<[&[u8]; 2], Error> {
        let [base, accent] = self.programs.seac_components(base, accent)?;
        self.spend(base.len() + accent.len())?;
        Ok([base, accent])
    }

    fn global_subr(&self, index: i32) -> Result<&[u8], Error> {
        let program = self.programs.global_subr(index)?;
        self.spend(program.len())?;
        Ok(program)
    }

    fn subr(&self, index: i32) -> Result<&[u8], Error> {
        let program = self.programs.subr(index)?;
        self.spend(program.len())?;
        Ok(program)
    }
}

/// Takes an outline and keeps nothing of it.
struct NoOutline;

impl CommandSink for NoOutline {
    fn move_to(&mut self, _: Fixed, _: Fixed) {}

    fn line_to(&mut self, _: Fixed, _: Fixed) {}

    fn curve_to(&mut self, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed, _: Fixed) {}

    fn close(&mut self) {}
}

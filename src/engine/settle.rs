//! Lays a release out until its line and page breaks stand as they should.

use typst_layout::PagedDocument;

use super::tries::Tries;
use super::world::{RELEASE, SheetWorld};
use super::{breaks, compile, tightening};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::letterhead::Theme;
use crate::output::typst::Adjustments;

/// From this many pages on, no try is made to save the last one.
const MANY_PAGES: usize = 100;
/// The most pages that are laid out for one release in all tries together, but for the first:
/// some 3 s of work. Of a release of some hundred pages a break may stay.
const MAX_PAGES_LAID_OUT: usize = 800;

/// Sets the sheet and sets it again while it has a break that must not be.
/// `release` gives the data of the release under some adjustments, `errors` what does
/// not stand within its column, which comes back with the sheet. `theme` is none for a user's own
/// layout, which may know no tightening. Of a large release, what the engine remembers of one try
/// is forgotten before the next: it saves little time and takes a MiB a page.
pub(crate) fn settle(
    world: &mut SheetWorld,
    theme: Option<&Theme>,
    is_large: bool,
    errors: impl Fn(&PagedDocument) -> Vec<Diagnostic>,
    release: impl Fn(&Adjustments) -> Result<Vec<u8>, Diagnostics>,
) -> Result<(PagedDocument, Vec<Diagnostic>), Diagnostics> {
    let setting = Setting { theme, is_large, release: &release };
    let start = Adjustments::default();
    let (mut settled, mut adjustments) = setting.without_unwanted(world, start)?;
    // Of many pages one is not worth the time, nor two sheets in memory.
    let is_short = settled.pages().len() < MANY_PAGES;
    if let Some(theme) = theme.filter(|_| is_short)
        && breaks::is_last_page_short(&settled, theme)
    {
        let mut next = next_step(&settled, &adjustments, theme);
        while let Some(tightening) = next {
            let mut tighter = world.clone();
            forget_tries(is_large);
            let start = Adjustments {
                tightening,
                tables: adjustments.tables.clone(),
                ..Adjustments::default()
            };
            let (shorter, its) = setting.without_unwanted(&mut tighter, start)?;
            if shorter.pages().len() < settled.pages().len() {
                (*world, settled, adjustments) = (tighter, shorter, its);
                break;
            }
            next = next_step(&shorter, &its, theme);
        }
    }
    // In a narrow column a word may need the break that was taken from it.
    if errors(&settled).is_empty() {
        // The export needs a second copy of all pages.
        forget_tries(is_large);
        return Ok((settled, Vec::new()));
    }
    drop(settled);
    forget_tries(is_large);
    let adjustments = Adjustments { tables: adjustments.tables, ..Adjustments::default() };
    world.replace(RELEASE, release(&adjustments)?);
    let plain = compile(world)?;
    let found = errors(&plain);
    Ok((plain, found))
}

/// The next step of tightening that may save the last page of a sheet, which was set with these
/// adjustments.
fn next_step(document: &PagedDocument, adjustments: &Adjustments, theme: &Theme) -> Option<u8> {
    if adjustments.rejected_breaks.is_empty() {
        tightening::next_step(document, theme, adjustments.tightening)
    } else {
        // Lines may break otherwise where these breaks are at the end of no page.
        (adjustments.tightening + 1..=tightening::STEPS).min()
    }
}

/// What is the same for all tries at a sheet.
struct Setting<'a, R> {
    theme: Option<&'a Theme>,
    is_large: bool,
    release: &'a R,
}

impl<R: Fn(&Adjustments) -> Result<Vec<u8>, Diagnostics>> Setting<'_, R> {
    /// Sets the sheet until no break is left that can be taken out and its tables have their
    /// place. What was learnt for it comes back with the sheet.
    fn without_unwanted(
        &self,
        world: &mut SheetWorld,
        mut adjustments: Adjustments,
    ) -> Result<(PagedDocument, Adjustments), Diagnostics> {
        let mut tries = Tries::default();
        let mut laid_out = 0;
        loop {
            world.replace(RELEASE, (self.release)(&adjustments)?);
            let document = compile(world)?;
            let pages = document.pages().len();
            laid_out += pages;
            let is_last = laid_out + pages > MAX_PAGES_LAID_OUT;
            if !tries.improve(&mut adjustments, &document, self.theme, is_last) {
                return Ok((document, adjustments));
            }
            drop(document);
            forget_tries(self.is_large);
        }
    }
}

/// Forgets what the engine remembers of earlier tries, where that is much.
fn forget_tries(is_large: bool) {
    if is_large {
        comemo::evict(0);
    }
}

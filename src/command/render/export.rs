//! A release in every format wanted.

use std::sync::Arc;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::inspect::reading;
use letterpress::limits::Limits;
use letterpress::message;
use letterpress::{Edition, Manuscript, Sheet, Standards, Target};

use crate::cli::{OutputFormat, PageSelection};
use crate::command::usage;
use crate::command::written::Contents;

/// The resolution of PNG pages, unless another is typed.
const DPI: u16 = 144;

/// What a release becomes.
#[derive(Debug)]
pub struct Export<'a> {
    /// Each once.
    pub formats: Vec<OutputFormat>,
    /// Of the PDF.
    pub editions: Vec<Edition>,
    /// Of the PDF.
    pub standards: Standards,
    /// Of a PDF that is read and not written.
    pub usual_standards: Standards,
    pub is_gray: bool,
    pub dpi: Option<u16>,
    pub pages: Option<&'a PageSelection>,
}

/// One of the files that a release becomes.
#[derive(Debug)]
pub struct RenderedFile {
    pub bytes: Vec<u8>,
    pub format: OutputFormat,
    pub contents: Contents,
    /// Which of several files of its format it is.
    pub part: Option<RenderedPart>,
}

/// One of several files of a format.
#[derive(Debug, Clone, Copy)]
pub enum RenderedPart {
    /// That of a target.
    Target(Target),
    /// A page, counted from 1.
    Page(usize),
}

/// What happened besides.
#[derive(Debug, Default)]
pub struct Exported {
    /// Formats of which the release has nothing.
    pub missing: Vec<OutputFormat>,
    /// How many pages the sheet has, where each was a file.
    pub page_count: usize,
}

impl Export<'_> {
    /// Those for which the release is read: of the PDF, and of what else is made of a sheet.
    pub fn all_editions(&self) -> Vec<Edition> {
        let mut all = self.editions.clone();
        let needs_other = self.formats.iter().any(|format| {
            !matches!(format, OutputFormat::Pdf | OutputFormat::Html | OutputFormat::Ics)
        });
        if needs_other && !all.contains(&self.edition()) {
            all.push(self.edition());
        }
        all
    }

    /// The one of all formats but PDF: that of the archive, with or without a PDF of it.
    fn edition(&self) -> Edition {
        let typed = self.editions.iter().find(|edition| edition.target == Target::Archive);
        typed.copied().unwrap_or_else(|| Edition::default().with_gray(self.is_gray))
    }

    /// Makes each file and gives it away before the next: the pages of a release are more than
    /// memory should hold.
    pub fn each(
        &self,
        manuscript: &Manuscript<'_>,
        limits: &Limits,
        notes: &mut Vec<Diagnostic>,
        mut take: impl FnMut(RenderedFile) -> Result<(), Diagnostics>,
    ) -> Result<Exported, Diagnostics> {
        let mut exported = Exported::default();
        for &format in &self.formats {
            match format {
                OutputFormat::Pdf => self.pdfs(manuscript, notes, &mut take)?,
                OutputFormat::Png | OutputFormat::Svg => {
                    let sheet = self.sheet(manuscript, notes)?;
                    exported.page_count = sheet.page_count();
                    self.pages(&sheet, format, limits, &mut take)?;
                }
                OutputFormat::Txt => {
                    let sheet = self.sheet(manuscript, notes)?;
                    let pages = Some(sheet.page_count());
                    take(RenderedFile::whole(sheet.text().into_bytes(), format, pages))?;
                }
                OutputFormat::Html => {
                    take(RenderedFile::whole(manuscript.html()?.into_bytes(), format, None))?;
                }
                OutputFormat::Heard => {
                    let pdf = manuscript.pdf(&self.edition(), &self.usual_standards)?;
                    add(notes, pdf.notes);
                    let (reading, warnings) = reading::read("the PDF", &pdf.bytes, &limits.pdfs)?;
                    add(notes, warnings);
                    let bytes = reading.lines().into_bytes();
                    take(RenderedFile::whole(bytes, format, Some(pdf.page_count)))?;
                }
                // Of many releases some invite; asked for alone, an entry is meant to be there.
                OutputFormat::Ics
                    if self.formats.len() > 1 && manuscript.release().event.is_none() =>
                {
                    exported.missing.push(format);
                }
                OutputFormat::Ics => {
                    let bytes = manuscript.calendar()?.into_bytes();
                    take(RenderedFile::whole(bytes, format, None))?;
                }
            }
        }
        Ok(exported)
    }

    /// A PDF for each target.
    fn pdfs(
        &self,
        manuscript: &Manuscript<'_>,
        notes: &mut Vec<Diagnostic>,
        take: &mut impl FnMut(RenderedFile) -> Result<(), Diagnostics>,
    ) -> Result<(), Diagnostics> {
        for edition in &self.editions {
            let pdf = manuscript.pdf(edition, &self.standards)?;
            add(notes, pdf.notes);
            let part = (self.editions.len() > 1).then_some(RenderedPart::Target(edition.target));
            let contents = Contents::pdf(edition.target, pdf.page_count, &self.standards);
            take(RenderedFile { bytes: pdf.bytes, format: OutputFormat::Pdf, contents, part })?;
        }
        Ok(())
    }

    /// The pages wanted, each as a file of its own.
    fn pages(
        &self,
        sheet: &Sheet,
        format: OutputFormat,
        limits: &Limits,
        take: &mut impl FnMut(RenderedFile) -> Result<(), Diagnostics>,
    ) -> Result<(), Diagnostics> {
        let is_wanted = |page: &usize| self.pages.is_none_or(|selection| selection.contains(*page));
        let mut has_any = false;
        for page in (1..=sheet.page_count()).filter(is_wanted) {
            let bytes = match format {
                OutputFormat::Svg => sheet.page_svg(page).map(|svg| Ok(svg.into_bytes())),
                _ => sheet.page_png(page, self.dpi.unwrap_or(DPI).into(), &limits.images),
            };
            let Some(bytes) = bytes else { break };
            let contents = Contents::plain(format, Some(1));
            take(RenderedFile {
                bytes: bytes?,
                format,
                contents,
                part: Some(RenderedPart::Page(page)),
            })?;
            has_any = true;
        }
        match self.pages {
            Some(selection) if !has_any => Err(no_such_page(selection, sheet.page_count()).into()),
            _ => Ok(()),
        }
    }

    /// The sheet of all formats but PDF.
    fn sheet(
        &self,
        manuscript: &Manuscript<'_>,
        notes: &mut Vec<Diagnostic>,
    ) -> Result<Arc<Sheet>, Diagnostics> {
        let sheet = manuscript.sheet(&self.edition())?;
        add(notes, sheet.layout_warnings().to_vec());
        Ok(sheet)
    }
}

impl RenderedFile {
    /// The only file of its format.
    fn whole(bytes: Vec<u8>, format: OutputFormat, pages: Option<usize>) -> Self {
        Self { bytes, format, contents: Contents::plain(format, pages), part: None }
    }
}

/// Of several editions and formats the layout says the same.
fn add(notes: &mut Vec<Diagnostic>, more: Vec<Diagnostic>) {
    for note in more {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
}

/// A release that would become no file at all.
fn no_such_page(selection: &PageSelection, pages: usize) -> Diagnostic {
    let message = message!(
        "none of the pages {selection} is there: the last page is {pages}",
        selection = selection.as_str(),
        pages
    );
    usage(message).hint("name others with `--pages`, or leave it out for all of them")
}

//! The release as a web page.

use super::Manuscript;
use crate::content::Document;
use crate::diagnostic::Diagnostics;
use crate::output::html::{self, EmbeddedPictures};
use crate::target::{Edition, Target};

impl Manuscript<'_> {
    /// The release as one HTML file that stands by itself: what its mail says, in the same words
    /// and the same look. It loads nothing: the pictures, as they are mailed, stand in it.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Edition, Job, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Neu\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let typesetter = Typesetter::new();
    /// let page = typesetter.read(&Job::new(&source), &[Edition::default()])?.html()?;
    /// assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"de\">"));
    /// assert!(page.contains("<title>Neu</title>"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn html(&self) -> Result<String, Diagnostics> {
        let edition = Edition::of(Target::Mail);
        let (names, files) = self.pictures.files(&edition, edition.best())?;
        let mut pictures = EmbeddedPictures::default();
        for (path, bytes) in &files {
            let names = names.iter().filter(|(_, data)| data.path == *path);
            let extension = path.rsplit('.').next().unwrap_or_default();
            pictures.add(names.map(|(name, _)| name.clone()), extension, bytes);
        }
        let document = Document::new(&self.release, self.stationery.letterhead());
        Ok(html::file(&document, &document.wording().title(), pictures))
    }
}

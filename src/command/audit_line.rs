//! What an office asks of its old PDFs: one line a file.

use letterpress::diagnostic::{Code, Diagnostic, DiagnosticReport, Severity, codes};
use letterpress::inspect::{Inspection, Tags};
use schemars::JsonSchema;
use serde::Serialize;

use super::words::without_name;
use crate::terminal::Ending;

/// The most characters of a text of the file: more than any title needs, and less than the cell
/// of a spreadsheet holds.
const MAX_CHARACTERS: usize = 1000;
/// The most names of fonts that are listed.
const MAX_FONTS: usize = 40;

/// A file of an audit. What is not known of a file that was refused is `null`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AuditLine<'a> {
    pub file: &'a str,
    pub outcome: Ending,
    /// Of the whole file.
    pub bytes: Option<usize>,
    pub pages: Option<usize>,
    /// Such as `1.7`.
    pub version: Option<String>,
    pub tagged: Option<Tagging>,
    pub title: Option<String>,
    /// Whether readers are asked to show the title rather than the file's name.
    pub shows_title: Option<bool>,
    /// The language of the whole document, such as `de-DE`.
    pub language: Option<String>,
    /// Figures in the tags.
    pub figures: Option<usize>,
    /// Those of them for which there are no words.
    pub figures_without_alternative_text: Option<usize>,
    /// Pictures that pages draw, tagged or not.
    pub pictures: Option<usize>,
    /// The part and level of PDF/A that it claims, such as `PDF/A-2a`.
    pub pdf_a: Option<String>,
    /// The part of PDF/UA that it claims, such as `PDF/UA-1`.
    pub pdf_ua: Option<String>,
    /// Fonts that pages name.
    pub fonts: Option<usize>,
    /// The names of those that are not in the file; of very many the first.
    pub fonts_not_embedded: Vec<String>,
    /// How it is enciphered, if it is. Such a file opens without a password.
    pub encryption: Option<String>,
    /// Whether a part of it is damaged.
    pub damaged: Option<bool>,
    /// Whether all of it was looked at. If not, fonts, figures and pictures may be missing here.
    pub complete: Option<bool>,
    /// When it was made, as 2022-11-25T14:00:00+01:00.
    pub created: Option<String>,
    /// The program with which the text was written.
    pub creator: Option<String>,
    /// The program that made the PDF.
    pub producer: Option<String>,
    /// Why it was refused, and what else is to be said of it.
    pub findings: Vec<DiagnosticReport<'a>>,
}

/// Whether a file is tagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tagging {
    /// It has a structure, and says that it is tagged.
    Yes,
    /// It says that it is tagged, but there is no structure.
    ClaimedOnly,
    /// There is a structure, but it does not say that it is tagged.
    NotMarked,
    No,
}

impl Tagging {
    fn of(tags: &Tags) -> Self {
        match (tags.marked, tags.tree) {
            (true, true) if tags.elements > 0 => Self::Yes,
            (true, _) => Self::ClaimedOnly,
            (false, true) => Self::NotMarked,
            (false, false) => Self::No,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::ClaimedOnly => "claimed-only",
            Self::NotMarked => "not-marked",
            Self::No => "no",
        }
    }
}

impl<'a> AuditLine<'a> {
    /// The line of a file that was inspected.
    pub fn of(
        file: &'a str,
        outcome: Ending,
        inspection: &Inspection,
        found: &'a [Diagnostic],
    ) -> Self {
        let (tags, metadata) = (&inspection.tags, &inspection.metadata);
        let with = tags.figures_with_alternative_text;
        let without = tags.figures_without_alternative_text;
        let not_embedded = inspection.fonts.iter().filter(|font| !font.embedded);
        let mut fonts_not_embedded: Vec<_> = not_embedded.map(|font| cut(&font.name)).collect();
        fonts_not_embedded.dedup();
        fonts_not_embedded.truncate(MAX_FONTS);
        Self {
            bytes: Some(inspection.bytes),
            pages: Some(inspection.pages),
            version: Some(cut(&inspection.version)),
            tagged: Some(Tagging::of(tags)),
            title: text(&metadata.title),
            shows_title: Some(metadata.shows_title),
            language: text(&metadata.language),
            figures: Some(with + without),
            figures_without_alternative_text: Some(without),
            pictures: Some(inspection.pictures.len()),
            pdf_a: claim(inspection, "PDF/A-"),
            pdf_ua: claim(inspection, "PDF/UA-"),
            fonts: Some(inspection.fonts.len()),
            fonts_not_embedded,
            encryption: inspection.encryption.as_ref().map(|lock| cut(&lock.method)),
            damaged: Some(has(found, codes::PDF_DAMAGED)),
            complete: Some(!has(found, codes::PDF_OUT_OF_BOUNDS)),
            created: text(&metadata.created),
            creator: text(&metadata.creator),
            producer: text(&metadata.producer),
            ..Self::refused(file, outcome, found)
        }
    }

    /// The line of a file that cannot be inspected.
    pub fn refused(file: &'a str, outcome: Ending, found: &'a [Diagnostic]) -> Self {
        let report = |diagnostic| DiagnosticReport { diagnostic, release: None };
        Self {
            file,
            outcome,
            bytes: None,
            pages: None,
            version: None,
            tagged: None,
            title: None,
            shows_title: None,
            language: None,
            figures: None,
            figures_without_alternative_text: None,
            pictures: None,
            pdf_a: None,
            pdf_ua: None,
            fonts: None,
            fonts_not_embedded: Vec::new(),
            encryption: None,
            damaged: None,
            complete: None,
            created: None,
            creator: None,
            producer: None,
            findings: found.iter().map(report).collect(),
        }
    }

    /// Whether it was inspected.
    pub fn is_inspected(&self) -> bool {
        self.pages.is_some()
    }

    /// The error for which it was refused.
    pub fn error(&self) -> Option<&'a Diagnostic> {
        let errors = self.findings.iter().map(|report| report.diagnostic);
        errors.into_iter().find(|one| one.severity == Severity::Error)
    }

    /// A message about the file, without its name.
    pub fn words_of(&self, found: &Diagnostic) -> String {
        cut(&without_name(&found.message, self.file))
    }
}

fn has(found: &[Diagnostic], code: Code) -> bool {
    found.iter().any(|one| one.code == code)
}

/// The first standard of a family that a file claims.
fn claim(inspection: &Inspection, family: &str) -> Option<String> {
    let claims = inspection.claims.iter().map(|claim| &claim.standard);
    claims.into_iter().find(|standard| standard.starts_with(family)).map(|standard| cut(standard))
}

/// A text that says something.
fn text(value: &Option<String>) -> Option<String> {
    value.as_deref().filter(|text| !text.trim().is_empty()).map(cut)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

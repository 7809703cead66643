//! How many files of an audit are as they should be.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::audit_line::{AuditLine, Tagging};
use super::conformance::STANDARDS;
use super::words::{bytes, plural};
use crate::terminal::{Ending, Report, ReportRow, ReportSection};

/// What stands for a claim that is none of a standard.
const UNKNOWN: &str = "unknown";

/// How many files are as they should be. All counts but the first three are of the files that were
/// inspected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditSummary {
    /// All files.
    pub files: usize,
    /// Files that were refused: they are no PDF, broken or locked.
    pub refused: usize,
    /// Files that could not be read.
    pub failed: usize,
    /// Files that were inspected.
    pub inspected: usize,
    /// Pages of all of them.
    pub pages: usize,
    /// Bytes of all of them.
    pub bytes: usize,
    /// Files that have tags, and say so.
    pub tagged: usize,
    /// Files with a title.
    pub with_title: usize,
    /// Those of them that ask readers to show it rather than the file's name.
    pub showing_title: usize,
    /// Files that say in which language they are.
    pub with_language: usize,
    /// Files with figures in their tags.
    pub with_figures: usize,
    /// Those of them that have words for each figure.
    pub with_all_alternative_texts: usize,
    /// How many files claim which part and level of PDF/A; one of no known part is `unknown`.
    pub pdf_a: BTreeMap<String, usize>,
    /// How many files claim which part of PDF/UA.
    pub pdf_ua: BTreeMap<String, usize>,
    /// Files that hold all their fonts, and were looked at as a whole.
    pub with_all_fonts: usize,
    /// Files that draw pictures and name no font: pages that were scanned, without their text.
    pub pictures_only: usize,
    pub encrypted: usize,
    pub damaged: usize,
    /// Files of which not all was looked at.
    pub incomplete: usize,
    /// For which codes files were refused or failed.
    pub errors: BTreeMap<String, usize>,
}

impl AuditSummary {
    /// That of one file.
    pub fn of(line: &AuditLine<'_>) -> Self {
        let error = line.error().map(|error| (error.code.name().to_owned(), 1));
        let is_refused = line.outcome == Ending::Refused;
        let is_inspected = line.is_inspected();
        let is_complete = line.complete == Some(true);
        let figures = line.figures.unwrap_or_default();
        let fonts = line.fonts.unwrap_or_default();
        Self {
            files: 1,
            refused: usize::from(is_refused),
            failed: usize::from(line.outcome == Ending::Failed),
            inspected: usize::from(is_inspected),
            pages: line.pages.unwrap_or_default(),
            bytes: line.bytes.unwrap_or_default(),
            tagged: usize::from(line.tagged == Some(Tagging::Yes)),
            with_title: usize::from(line.title.is_some()),
            showing_title: usize::from(line.title.is_some() && line.shows_title == Some(true)),
            with_language: usize::from(line.language.is_some()),
            with_figures: usize::from(figures > 0),
            with_all_alternative_texts: usize::from(
                figures > 0 && line.figures_without_alternative_text == Some(0),
            ),
            pdf_a: claim_of_one(&line.pdf_a),
            pdf_ua: claim_of_one(&line.pdf_ua),
            with_all_fonts: usize::from(is_complete && line.fonts_not_embedded.is_empty()),
            pictures_only: usize::from(is_complete && fonts == 0 && line.pictures > Some(0)),
            encrypted: usize::from(line.encryption.is_some()),
            damaged: usize::from(line.damaged == Some(true)),
            incomplete: usize::from(is_inspected && !is_complete),
            errors: error.into_iter().collect(),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.refused += other.refused;
        self.failed += other.failed;
        self.inspected += other.inspected;
        self.pages += other.pages;
        self.bytes += other.bytes;
        self.tagged += other.tagged;
        self.with_title += other.with_title;
        self.showing_title += other.showing_title;
        self.with_language += other.with_language;
        self.with_figures += other.with_figures;
        self.with_all_alternative_texts += other.with_all_alternative_texts;
        self.with_all_fonts += other.with_all_fonts;
        self.pictures_only += other.pictures_only;
        self.encrypted += other.encrypted;
        self.damaged += other.damaged;
        self.incomplete += other.incomplete;
        add_all(&mut self.pdf_a, other.pdf_a);
        add_all(&mut self.pdf_ua, other.pdf_ua);
        add_all(&mut self.errors, other.errors);
    }

    /// The same for people.
    pub fn report(&self) -> Report {
        let shown = match self.with_title - self.showing_title {
            0 => String::new(),
            hidden => format!("; {} more with a title that is not shown", bytes(hidden)),
        };
        let accessibility = vec![
            self.share("Tagged", self.tagged),
            row("Title shown", format!("{}{shown}", self.words(self.showing_title))),
            self.share("Language", self.with_language),
            row("Alternative texts", self.alternative_texts()),
            self.claims("Claim PDF/UA", &self.pdf_ua),
        ];
        let mut archive = vec![
            self.claims("Claim PDF/A", &self.pdf_a),
            self.share("All fonts embedded", self.with_all_fonts),
        ];
        let few = [
            ("Pictures without text", self.pictures_only),
            ("Encrypted", self.encrypted),
            ("Damaged", self.damaged),
            ("Not looked at as a whole", self.incomplete),
        ];
        let few = few.into_iter().filter(|(_, count)| *count > 0);
        archive.extend(few.map(|(label, count)| self.share(label, count).alarming(true)));
        let errors = self.errors.iter().map(|(code, count)| row(code.clone(), bytes(*count)));
        let errors = errors.map(|row| row.alarming(true)).collect();
        let [accessibility, archive] = match self.inspected {
            0 => [Vec::new(), Vec::new()],
            _ => [accessibility, archive],
        };
        Report {
            title: format!(
                "{}, {} inspected: {}, {}",
                plural(self.files, "file", bytes),
                bytes(self.inspected),
                plural(self.pages, "page", bytes),
                plural(self.bytes, "byte", bytes)
            ),
            sections: vec![
                ReportSection::new("Accessibility", accessibility),
                ReportSection::new("Archive", archive),
                ReportSection::new("Not inspected", errors),
            ],
        }
    }

    fn share(&self, label: &str, count: usize) -> ReportRow {
        row(label, self.words(count))
    }

    /// `12 of 345 (3 %)`.
    fn words(&self, count: usize) -> String {
        share(count, self.inspected)
    }

    fn alternative_texts(&self) -> String {
        match self.with_figures {
            0 => "no file has figures in its tags".to_owned(),
            files => {
                share(self.with_all_alternative_texts, files) + " with figures have all of them"
            }
        }
    }

    fn claims(&self, label: &str, claims: &BTreeMap<String, usize>) -> ReportRow {
        let each: Vec<_> =
            claims.iter().map(|(name, count)| format!("{} {name}", bytes(*count))).collect();
        let each = if each.is_empty() { String::new() } else { format!(": {}", each.join(", ")) };
        row(label, format!("{}{each}", self.words(claims.values().sum())))
    }
}

fn row(label: impl Into<String>, text: impl Into<String>) -> ReportRow {
    ReportRow::new(label, text)
}

/// `12 of 345 (3 %)`. Nothing but all is 100 %, and nothing but none 0 %.
fn share(count: usize, all: usize) -> String {
    let percent = match count * 100 / all.max(1) {
        0 if count > 0 => "under 1".to_owned(),
        percent => percent.to_string(),
    };
    format!("{} of {} ({percent} %)", bytes(count), bytes(all))
}

/// What one file claims.
fn claim_of_one(claim: &Option<String>) -> BTreeMap<String, usize> {
    claim.iter().map(|claim| (known(claim).to_owned(), 1)).collect()
}

/// The name of a claim: a file may claim whatever it likes.
fn known(claim: &str) -> &str {
    STANDARDS.iter().map(|(name, _)| *name).find(|name| *name == claim).unwrap_or(UNKNOWN)
}

fn add_all(counts: &mut BTreeMap<String, usize>, more: BTreeMap<String, usize>) {
    for (name, count) in more {
        *counts.entry(name).or_default() += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down_and_never_to_nothing() {
        for (count, all, expected) in [
            (0, 0, "0 of 0 (0 %)"),
            (0, 9, "0 of 9 (0 %)"),
            (1, 1000, "1 of 1,000 (under 1 %)"),
            (999, 1000, "999 of 1,000 (99 %)"),
            (1000, 1000, "1,000 of 1,000 (100 %)"),
        ] {
            assert_eq!(share(count, all), expected);
        }
    }

    #[test]
    fn a_claim_of_ones_own_is_no_name() {
        assert_eq!(known("PDF/A-2a"), "PDF/A-2a");
        assert_eq!(known("PDF/A-2a and more"), UNKNOWN);
    }
}

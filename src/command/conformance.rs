//! Whether files keep what they claim, in words and for programs: a line a file, and how many.

use letterpress::diagnostic::DiagnosticReport;
use schemars::JsonSchema;
use serde::Serialize;

use super::words::{bytes, plural, without_name};
use crate::terminal::visible_line;

/// The most rules that people are shown of a file.
pub const MAX_RULES: usize = 12;
/// The most characters of what a rule requires that people are shown.
const MAX_WORDS: usize = 160;

/// The standards that a file can claim, and what veraPDF calls them.
pub const STANDARDS: [(&str, &str); 13] = [
    ("PDF/A-1a", "1a"),
    ("PDF/A-1b", "1b"),
    ("PDF/A-2a", "2a"),
    ("PDF/A-2b", "2b"),
    ("PDF/A-2u", "2u"),
    ("PDF/A-3a", "3a"),
    ("PDF/A-3b", "3b"),
    ("PDF/A-3u", "3u"),
    ("PDF/A-4", "4"),
    ("PDF/A-4e", "4e"),
    ("PDF/A-4f", "4f"),
    ("PDF/UA-1", "ua1"),
    ("PDF/UA-2", "ua2"),
];

/// What is said of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileVerdict {
    /// It keeps all standards that it claims.
    Conforms,
    /// It claims neither PDF/A nor PDF/UA.
    ClaimsNothing,
    /// It cannot be told.
    NotValidated,
    /// It does not keep a standard that it claims.
    Fails,
}

/// A file and its verdicts as programs read them.
#[derive(Serialize, JsonSchema)]
pub struct ConformanceLine<'a> {
    pub file: &'a str,
    pub outcome: FileVerdict,
    /// One for each standard that it claims.
    pub verdicts: Vec<StandardVerdict<'a>>,
    /// Why it does not conform, or cannot be validated.
    pub findings: Vec<DiagnosticReport<'a>>,
}

/// How a file stands to a standard.
#[derive(Serialize, JsonSchema)]
pub struct StandardVerdict<'a> {
    /// Such as `PDF/A-2a`.
    pub standard: &'a str,
    pub outcome: FileVerdict,
    /// The rules that it breaks.
    pub rules: &'a [BrokenRule],
    /// Why it cannot be told.
    pub reason: Option<&'a str>,
}

/// A rule of a standard that a file breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BrokenRule {
    /// Such as `ISO 19005-2:2011`.
    pub specification: String,
    /// Such as `6.2.11.4.1`.
    pub clause: String,
    /// The number of the test of that clause, as veraPDF counts them.
    pub test: u32,
    /// What the standard requires.
    pub description: String,
    /// How often it is broken.
    pub count: u64,
    /// What is wrong at the first place, where veraPDF tells.
    pub message: Option<String>,
    /// The page of the first place, if it is on one.
    pub page: Option<usize>,
    /// The first place in the words of veraPDF.
    pub context: Option<String>,
}

impl BrokenRule {
    /// `6.2.11.4.1 test 1, 3 times, first on page 2: The font programs shall be embedded`.
    pub fn words(&self) -> String {
        let place = match (self.page, &self.context) {
            (Some(page), _) => format!(", first on page {page}"),
            (None, Some(context)) => format!(", first at {}", cut(context)),
            (None, None) => String::new(),
        };
        let times = if self.count == 1 { "once" } else { &format!("{} times", self.count) };
        let said = cut(self.message.as_ref().unwrap_or(&self.description));
        format!("{} test {}, {times}{place}: {said}", self.clause, self.test)
    }
}

impl StandardVerdict<'_> {
    fn words(&self) -> String {
        let Self { standard, outcome, rules, .. } = self;
        let reason = self.reason.map(visible_line).unwrap_or_default();
        match outcome {
            FileVerdict::Conforms => format!("conforms to {standard}"),
            FileVerdict::Fails if rules.is_empty() => format!("fails {standard}: {reason}"),
            FileVerdict::Fails => {
                format!("fails {standard} ({})", plural(rules.len(), "rule", bytes))
            }
            _ => format!("cannot be held against {standard}: {reason}"),
        }
    }
}

impl ConformanceLine<'_> {
    /// The same for people: a line, and one below it for each rule that is broken.
    pub fn text(&self) -> String {
        let file = visible_line(self.file);
        let verdicts: Vec<_> = self.verdicts.iter().map(StandardVerdict::words).collect();
        let said = match self.outcome {
            FileVerdict::Conforms => {
                let names: Vec<_> = self.verdicts.iter().map(|verdict| verdict.standard).collect();
                format!("conforms to {}", names.join(", "))
            }
            FileVerdict::ClaimsNothing => "claims nothing".to_owned(),
            FileVerdict::NotValidated if verdicts.is_empty() => {
                let why = self.findings.iter().map(|report| &report.diagnostic.message);
                let why: Vec<_> =
                    why.map(|why| visible_line(&without_name(why, self.file))).collect();
                format!("cannot be validated: {}", why.join("; "))
            }
            _ => verdicts.join("; "),
        };
        let mut text = format!("{file}: {said}\n");
        for verdict in &self.verdicts {
            for rule in verdict.rules.iter().take(MAX_RULES) {
                text += &format!("  {} {}\n", verdict.standard, visible_line(&rule.words()));
            }
            if let Some(more @ 1..) = verdict.rules.len().checked_sub(MAX_RULES) {
                let more = plural(more, "more rule", bytes);
                text += &format!("  {} {more}; `--format json` lists all\n", verdict.standard);
            }
        }
        text
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_WORDS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// How many files keep what they claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConformanceSummary {
    /// All files.
    pub files: usize,
    /// Files that keep all standards that they claim.
    pub conforming: usize,
    /// Files that do not keep a standard that they claim.
    pub failing: usize,
    /// Files that claim neither PDF/A nor PDF/UA.
    pub claiming_nothing: usize,
    /// Files of which it cannot be told.
    pub not_validated: usize,
    /// The version of veraPDF.
    pub verapdf: String,
}

impl ConformanceSummary {
    pub fn new(version: &str) -> Self {
        Self { verapdf: version.to_owned(), ..Self::default() }
    }

    pub fn count(&mut self, verdict: FileVerdict) {
        self.files += 1;
        *match verdict {
            FileVerdict::Conforms => &mut self.conforming,
            FileVerdict::Fails => &mut self.failing,
            FileVerdict::ClaimsNothing => &mut self.claiming_nothing,
            FileVerdict::NotValidated => &mut self.not_validated,
        } += 1;
    }

    /// `12 files: 9 conform, 2 fail, 1 claims nothing (veraPDF 1.26.2)`.
    pub fn text(&self) -> String {
        let parts = [
            (self.conforming, "conforms", "conform"),
            (self.failing, "fails", "fail"),
            (self.claiming_nothing, "claims nothing", "claim nothing"),
            (self.not_validated, "cannot be validated", "cannot be validated"),
        ];
        let parts = parts.iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<_> = parts
            .map(|(count, one, many)| {
                format!("{} {}", bytes(*count), if *count == 1 { one } else { many })
            })
            .collect();
        let version = visible_line(&self.verapdf);
        format!("{}: {} (veraPDF {version})\n", plural(self.files, "file", bytes), parts.join(", "))
    }
}

//! The standards a file claims to keep.

use typst_pdf::{PdfStandard, PdfStandards};

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::read;

/// Names of the standards, as `--standard` takes them.
const NAMES: &[(&str, PdfStandard)] = &[
    ("1.4", PdfStandard::V_1_4),
    ("1.5", PdfStandard::V_1_5),
    ("1.6", PdfStandard::V_1_6),
    ("1.7", PdfStandard::V_1_7),
    ("2.0", PdfStandard::V_2_0),
    ("a-1b", PdfStandard::A_1b),
    ("a-1a", PdfStandard::A_1a),
    ("a-2b", PdfStandard::A_2b),
    ("a-2u", PdfStandard::A_2u),
    ("a-2a", PdfStandard::A_2a),
    ("a-3b", PdfStandard::A_3b),
    ("a-3u", PdfStandard::A_3u),
    ("a-3a", PdfStandard::A_3a),
    ("a-4", PdfStandard::A_4),
    ("a-4f", PdfStandard::A_4f),
    ("a-4e", PdfStandard::A_4e),
    ("ua-1", PdfStandard::Ua_1),
];

/// A list of standards that go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standards(Vec<&'static str>);

impl Default for Standards {
    /// PDF/A-2a and PDF/UA-1: archives of the federation and the states want
    /// PDF/A-2 and advise against embedded files.
    fn default() -> Self {
        Self(vec!["a-2a", "ua-1"])
    }
}

impl Standards {
    /// PDF/A-3a and PDF/UA-1, for a file that carries its source.
    pub fn embedding() -> Self {
        Self(vec!["a-3a", "ua-1"])
    }

    /// Reads a list such as `a-2a,ua-1`. Names that do not exist and lists that
    /// exclude each other are refused by name.
    ///
    /// ```
    /// use letterpress::Standards;
    ///
    /// assert_eq!(Standards::parse("a-2a,ua-1"), Ok(Standards::default()));
    /// assert_eq!(Standards::parse("a-9").unwrap_err().code, "standard-unknown");
    /// ```
    pub fn parse(list: &str) -> Result<Self, Diagnostic> {
        let mut names = Vec::new();
        for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let lower = word.to_ascii_lowercase();
            let known = NAMES.iter().map(|(name, _)| *name);
            match known.clone().find(|name| *name == lower) {
                Some(name) if names.contains(&name) => {}
                Some(name) => names.push(name),
                None => {
                    let message = message!("there is no standard `{word}`", word);
                    let hint = read::suggestion(word, &known.collect::<Vec<_>>());
                    return Err(Diagnostic::new(codes::STANDARD_UNKNOWN, message).hint(hint));
                }
            }
        }
        if names.is_empty() {
            let error = Diagnostic::new(codes::STANDARD_UNKNOWN, "no standard is named");
            return Err(error.hint("such as a-2a,ua-1"));
        }
        let old = names.iter().find(|name| matches!(**name, "1.4" | "a-1a" | "a-1b"));
        if let (Some(old), true) = (old, names.contains(&"ua-1")) {
            let message =
                message!("{old}, ua-1 exclude each other: PDF 1.4 has no accessible links", old);
            return Err(Diagnostic::new(codes::STANDARDS_EXCLUDE, message)
                .hint("take a-2a,ua-1; or leave ua-1 out"));
        }
        let standards = Self(names);
        match standards.to_typst().map_err(Diagnostics::into_vec) {
            Ok(_) => Ok(standards),
            Err(mut errors) => Err(errors.swap_remove(0)),
        }
    }

    /// Whether a file of these standards may carry attachments of any form
    /// (PDF/A-3 and PDF/A-4f may, all other parts of PDF/A may not).
    pub fn allow_attachments(&self) -> bool {
        let is_archival = |name: &&&str| name.starts_with("a-");
        let archival = self.0.iter().find(is_archival);
        archival.is_none_or(|name| name.starts_with("a-3") || matches!(*name, "a-4f" | "a-4e"))
    }

    /// The names, as [`parse`](Self::parse) takes them.
    pub fn names(&self) -> &[&'static str] {
        &self.0
    }

    pub(super) fn to_typst(&self) -> Result<PdfStandards, Diagnostics> {
        let known = |name: &&str| NAMES.iter().find(|(known, _)| known == name).map(|(_, s)| *s);
        let list: Vec<_> = self.0.iter().filter_map(known).collect();
        PdfStandards::new(&list).map_err(|error| {
            let message = message!(
                "{standards} exclude each other: {reason}",
                standards = self.0.join(", "),
                reason = error.message().as_str()
            );
            let diagnostic = Diagnostic::new(codes::STANDARDS_EXCLUDE, message);
            let hints = error.hints().iter();
            hints.fold(diagnostic, |found, hint| found.hint(hint.as_str())).into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_impossible_ones_refused_by_name() {
        assert_eq!(Standards::parse(" A-2a, ua-1 "), Ok(Standards::default()));
        let code =
            |list| Standards::parse(list).err().map(|error| (error.code.name(), error.message));
        assert!(
            code("a-4,ua-1").is_some_and(
                |(code, text)| code == "standards-exclude" && text.contains("a-4, ua-1")
            )
        );
        assert!(code("a-2a,a-3a").is_some_and(|(code, _)| code == "standards-exclude"));
        assert!(
            code("a-9")
                .is_some_and(|(code, text)| code == "standard-unknown" && text.contains("a-9"))
        );
        assert!(code("").is_some());
    }

    #[test]
    fn attachments_belong_to_part_3() {
        assert!(!Standards::default().allow_attachments());
        assert!(Standards::embedding().allow_attachments());
        assert!(Standards(vec!["1.7"]).allow_attachments());
    }
}

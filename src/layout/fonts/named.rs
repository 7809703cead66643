//! Whether the families that a letterhead names are there.

use super::Fonts;
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{FontPurpose, FontUses};
use crate::read::FieldMap;

impl Fonts {
    /// `unknown-font`: families that neither the folder nor the embedded fonts have.
    pub fn unknown(&self, uses: &FontUses, fields: &FieldMap) -> Vec<Diagnostic> {
        let known = self.families();
        let unknown = uses
            .named()
            .filter(|(.., family)| !known.iter().any(|name| name.eq_ignore_ascii_case(family)));
        let errors = unknown.map(|(purpose, at, family)| {
            let error = Diagnostic::new(
                codes::UNKNOWN_FONT,
                message!("there is no font `{family}`", family),
            )
            .hint(format!("the fonts here are {}", known.join(", ")))
            .hint("further fonts come from the folder that `font_dir` names");
            fields.mark(&field(purpose, at, fields), error)
        });
        errors.collect()
    }
}

/// The field of a family, as it was written: as a list or as a group.
pub(in crate::layout) fn field(purpose: FontPurpose, at: usize, fields: &FieldMap) -> String {
    let name = purpose.as_str();
    let group = format!("theme.fonts.{name}.family[{at}]");
    let list = format!("theme.fonts.{name}[{at}]");
    let all = format!("theme.fonts[{at}]");
    [&group, &list].into_iter().find(|path| fields.has(path)).cloned().unwrap_or(all)
}

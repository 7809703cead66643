//! The letterheads that letterpress brings.

/// Their TOML texts; the file's name is the id, and for an id with several
/// periods the id and a year.
pub(super) const LETTERHEADS: &[(&str, &str)] = &[
    ("neutral", include_str!("../../layouts/letterheads/neutral.toml")),
    ("smwk", include_str!("../../layouts/letterheads/smwk.toml")),
];

/// What several built-in letterheads extend, by the name of the file.
pub(super) const BASES: &[(&str, &str)] = &[];

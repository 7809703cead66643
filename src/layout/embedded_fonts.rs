//! Which fonts are embedded, for those who ask what a program is made of.

use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use super::{built_in, fonts};

/// A font family that is embedded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmbeddedFont {
    /// The name of the family, as the font gives it.
    pub family: String,
    /// The version, as the font gives it: `2.1.5`.
    pub version: String,
}

/// The embedded families, those of built-in letterheads last. A family whose fonts are of several
/// versions is named once for each.
pub fn embedded_fonts() -> Vec<EmbeddedFont> {
    let letterheads = built_in::FILES.iter().filter(|(path, _)| path.starts_with("fonts/"));
    let letterheads = letterheads.map(|(_, bytes)| *bytes);
    let mut found = Vec::new();
    for bytes in fonts::embedded_files().chain(letterheads) {
        let font = of_file(bytes);
        if !found.contains(&font) {
            found.push(font);
        }
    }
    found
}

/// What a font says of itself.
#[expect(clippy::expect_used, reason = "a test reads each embedded font")]
fn of_file(bytes: &[u8]) -> EmbeddedFont {
    let font = FontRef::new(bytes).expect("an embedded font can be read");
    let version = string(&font, StringId::VERSION_STRING);
    let family = string(&font, StringId::TYPOGRAPHIC_FAMILY_NAME)
        .or_else(|| string(&font, StringId::FAMILY_NAME));
    let (family, version) = family.zip(version).expect("an embedded font has name and version");
    // Behind a semicolon stand the tools that have made it.
    let version = version.split(';').next().unwrap_or(&version);
    let version = version.strip_prefix("Version ").unwrap_or(version).trim().to_owned();
    EmbeddedFont { family, version }
}

/// One of the texts in a font, in English if it is there.
fn string(font: &FontRef<'_>, id: StringId) -> Option<String> {
    font.localized_strings(id).english_or_first().map(|words| words.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_font_has_a_name_and_a_version() {
        let fonts = embedded_fonts();
        assert!(fonts.len() >= 5, "{fonts:?}");
        for font in &fonts {
            assert!(!font.family.is_empty(), "{font:?}");
            assert!(font.version.starts_with(|c: char| c.is_ascii_digit()), "{font:?}");
        }
        let liberation = fonts.iter().filter(|font| font.family == "Liberation Sans").count();
        assert_eq!(liberation, 1, "{fonts:?}");
    }
}

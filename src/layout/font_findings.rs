//! What is wrong with the fonts that a letterhead uses: judged by the fonts themselves.

use skrifa::FontRef;
use skrifa::raw::TableProvider;
use typst::text::{Font, FontStyle};

use super::fonts::{Fonts, named};
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{FontPurpose, Letterhead};
use crate::read::FieldMap;

/// From this weight on a font is bold.
const BOLD: u16 = 600;

/// The usage permissions of `fsType` (OpenType, OS/2): of several the most lenient counts.
const PERMISSIONS: u16 = 0x000F;
/// The font must not be embedded.
const RESTRICTED: u16 = 0x0002;
/// Only bitmaps of it may be embedded.
const BITMAPS_ONLY: u16 = 0x0200;

/// Endings of font files that are not read.
const OTHER_FONTS: [&str; 10] =
    ["woff", "woff2", "eot", "pfb", "pfa", "pfm", "afm", "dfont", "suit", "zip"];

/// `font-not-embeddable` of any family that is used, `font-style-absent` of the first one, which
/// sets the text.
pub(super) fn of_fonts(
    letterhead: &Letterhead,
    fields: &FieldMap,
    fonts: &Fonts,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (purpose, at, family) in letterhead.theme.fonts.named() {
        let field = named::field(purpose, at, fields);
        // The embedded families have all of it.
        let own: Vec<&Font> = fonts.of_family(family);
        if own.iter().any(|font| !may_be_embedded(font)) {
            let message = message!("the font `{family}` may not be embedded in documents", family);
            let error = Diagnostic::new(codes::FONT_NOT_EMBEDDABLE, message)
                .hint("use another font, or an edition whose licence allows embedding");
            found.push(fields.mark(&field, error));
        }
        if at > 0 || purpose != FontPurpose::Body || own.is_empty() {
            continue;
        }
        let absent = absent_styles(&own);
        if !absent.is_empty() {
            let message = message!(
                "the font `{family}` has no {styles}",
                family,
                styles = absent.join(" and no ")
            );
            let warning = Diagnostic::new(codes::FONT_STYLE_ABSENT, message)
                .hint("add the file to the folder of `font_dir`: headings and emphasis look like the text around them");
            found.push(fields.mark(&field, warning));
        }
    }
    found
}

/// Which of bold and italic no font of a family has.
fn absent_styles(fonts: &[&Font]) -> Vec<&'static str> {
    let is_bold = |font: &&Font| font.info().variant.weight.to_number() >= BOLD;
    let is_italic = |font: &&Font| font.info().variant.style != FontStyle::Normal;
    let bold = (!fonts.iter().any(is_bold) && !have_axis(fonts, &[b"wght"])).then_some("bold");
    let has_italic = fonts.iter().any(is_italic) || have_axis(fonts, &[b"ital", b"slnt"]);
    let italic = (!has_italic).then_some("italic");
    bold.into_iter().chain(italic).collect()
}

/// Whether one of some fonts varies along one of some axes.
fn have_axis(fonts: &[&Font], names: &[&[u8; 4]]) -> bool {
    fonts.iter().any(|font| names.iter().any(|name| has_axis(font, name)))
}

/// Whether a font varies along an axis.
fn has_axis(font: &Font, name: &[u8; 4]) -> bool {
    let axes = FontRef::from_index(font.data(), font.index()).and_then(|font| font.fvar()?.axes());
    axes.is_ok_and(|axes| axes.iter().any(|axis| axis.axis_tag().to_be_bytes() == *name))
}

/// Whether a font says that it may be embedded. One that says nothing may.
fn may_be_embedded(font: &Font) -> bool {
    let table = FontRef::from_index(font.data(), font.index()).and_then(|font| font.os2());
    let rights = table.map_or(0, |table| table.fs_type());
    rights & PERMISSIONS != RESTRICTED && rights & BITMAPS_ONLY == 0
}

/// `font-file-passed-over`: fonts of a kind that is not read. Whatever else lies in the folder, such
/// as a licence, is nobody's mistake.
pub(super) fn of_folder(folder: &str, names: &[String], fields: &FieldMap) -> Vec<Diagnostic> {
    let found = names.iter().filter(|name| is_passed_over(name)).map(|name| {
        let message = message!("{folder}/{name} is passed over", folder, name);
        let warning = Diagnostic::new(codes::FONT_FILE_PASSED_OVER, message)
            .hint("fonts are read as TrueType or OpenType: .ttf, .otf, .ttc, .otc");
        fields.mark("font_dir", warning)
    });
    found.collect()
}

/// The same of folders in it: fonts are read from the folder itself.
pub(super) fn of_folders(folder: &str, names: &[String], fields: &FieldMap) -> Vec<Diagnostic> {
    let mut names: Vec<_> = names.iter().filter(|name| !name.starts_with('.')).collect();
    names.sort();
    let found = names.into_iter().map(|name| {
        let message = message!("the folder {folder}/{name} is passed over", folder, name);
        let warning = Diagnostic::new(codes::FONT_FILE_PASSED_OVER, message)
            .hint("put its fonts into the folder that `font_dir` names");
        fields.mark("font_dir", warning)
    });
    found.collect()
}

/// Whether a file is a font of a kind that is not read.
fn is_passed_over(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| OTHER_FONTS.contains(&ending.as_str()))
}

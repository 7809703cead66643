//! The fonts of the folder that a letterhead names.

use super::font_findings;
use super::fonts::Fonts;
use super::stationery::missing;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::files::{Files, beside};
use crate::letterhead::Letterhead;
use crate::limits::FontLimits;
use crate::photo::font_bounds::FontRefusal;
use crate::read::FieldMap;

/// Reads them; the embedded ones where it names none. What is passed over is a warning.
pub(super) fn load_fonts(
    letterhead: &Letterhead,
    fields: &FieldMap,
    files: &dyn Files,
    path: &str,
    limits: &FontLimits,
    found: &mut Vec<Diagnostic>,
) -> Result<Fonts, Diagnostics> {
    let Some(folder) = &letterhead.font_dir else {
        return Ok(Fonts::embedded());
    };
    let folder_path = beside(path, folder);
    let names = files.list(&folder_path);
    let mut names = names.map_err(|error| missing(fields, "font_dir", folder, &error))?;
    // The system lists in any order; equal input must give equal bytes.
    names.sort();
    found.extend(font_findings::of_folder(folder, &names, fields));
    // That they are there is worth a word; that they cannot be listed is not.
    if let Ok(folders) = files.folders(&folder_path) {
        found.extend(font_findings::of_folders(folder, &folders, fields));
    }
    names.retain(|name| is_font_name(name));
    check_font_count(folder, names.len(), 0, fields, limits)?;
    let (mut fonts, mut in_all) = (Vec::new(), 0_usize);
    for name in &names {
        let path = format!("{folder_path}/{name}");
        let bytes = files.read_shared(&path, u64::MAX);
        let bytes = bytes.map_err(|error| missing(fields, "font_dir", &path, &error))?;
        in_all = in_all.saturating_add(bytes.len());
        check_font_count(folder, names.len(), in_all, fields, limits)?;
        fonts.push(bytes);
    }
    Fonts::with(&fonts, limits).map_err(|(at, refusal)| {
        let name = names.get(at).map_or("", String::as_str);
        let message = message!("{folder}/{name} {reason}", folder, name, reason = refusal.reason());
        let error = Diagnostic::new(codes::FONT_BROKEN, message).hint(match refusal {
            FontRefusal::NoFont => {
                "TrueType and OpenType fonts can be used (.ttf, .otf, .ttc, .otc)"
            }
            FontRefusal::TooMuch(_) => "take another edition of the font, or another font",
        });
        fields.mark("font_dir", error).into()
    })
}

/// Refuses what is too much already by its number or size, before it is read into memory.
fn check_font_count(
    folder: &str,
    count: usize,
    bytes: usize,
    fields: &FieldMap,
    limits: &FontLimits,
) -> Result<(), Diagnostics> {
    limits.check_folder(count, bytes).map_err(|refusal| {
        let message = message!("{folder} {reason}", folder, reason = refusal.reason());
        let error = Diagnostic::new(codes::FONT_BROKEN, message)
            .hint("leave in it only the fonts that the letterhead uses");
        fields.mark("font_dir", error).into()
    })
}

fn is_font_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc"))
}

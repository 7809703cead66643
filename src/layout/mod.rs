//! What a sheet is made with: embedded layouts, letterheads and fonts, and those
//! that a user brings.

mod built_in;
mod embedded_fonts;
mod font_findings;
mod font_folder;
mod fonts;
mod inputs;
mod lettering;
mod loader;
mod logo;
mod logo_findings;
mod own;
mod own_file;
mod parts;
mod shelf;
mod stationery;

pub use embedded_fonts::{EmbeddedFont, embedded_fonts};
pub(crate) use fonts::{Fonts, LetterWidths};
pub(crate) use inputs::embedded_layout;
pub(crate) use lettering::svg as lettering;
pub(crate) use logo::LogoFile;
pub use own::OwnLayout;
pub(crate) use own::{FOLDER, file_id};
pub(crate) use parts::PARTS;
pub use shelf::{Shelf, ShelfEntry};
pub use stationery::Stationery;

/// The embedded layout files by virtual path; `main.typ` is the entry and
/// `sheet.typ` the file that a user's own layout replaces.
pub(crate) const LAYOUT_FILES: &[(&str, &str)] = &[
    (MAIN, include_str!("../../layouts/main.typ")),
    (SHEET, include_str!("../../layouts/sheet.typ")),
    ("/layout/built-in.typ", include_str!("../../layouts/built-in.typ")),
    ("/layout/arrangements.typ", include_str!("../../layouts/arrangements.typ")),
    ("/layout/page.typ", include_str!("../../layouts/page.typ")),
    ("/layout/information.typ", include_str!("../../layouts/information.typ")),
    ("/layout/text.typ", include_str!("../../layouts/text.typ")),
    ("/layout/table.typ", include_str!("../../layouts/table.typ")),
    ("/layout/parts.typ", include_str!("../../layouts/parts.typ")),
    // Below a folder, so that a layout of one's own may have files of these names.
    ("/layout/built-in/block-kinds.typ", include_str!("../../layouts/built-in/block-kinds.typ")),
    ("/layout/built-in/behind-text.typ", include_str!("../../layouts/built-in/behind-text.typ")),
    ("/layout/built-in/print.typ", include_str!("../../layouts/built-in/print.typ")),
];

/// The virtual path of the entry.
pub(crate) const MAIN: &str = "/main.typ";

/// The virtual path of the layout that a user may replace.
pub(crate) const SHEET: &str = "/layout/sheet.typ";

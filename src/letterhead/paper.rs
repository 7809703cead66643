//! What a sheet bears around its text: mark, running head, foot, the house's own paper.

use super::by_language::{LINES, TEXT};
use crate::diagnostic::codes;
use crate::field::{FieldGroup, Shape, fields, spelled};

/// How wide or high a mark may be.
const MARK: Shape = Shape::Number { min: 1.0, max: 200.0, unit: "mm" };

fields! {
    /// The picture of the mark.
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Logo {
        /// An SVG, PNG or PDF file, relative to the letterhead. Of a PDF the first page is drawn
        /// as outlines; its fonts have to be embedded. Texts in an SVG are set in the fonts at
        /// hand, so paths are better; pictures in it have to be embedded.
        file: String as Shape::Path, required;
        /// What it shows.
        alt: String as TEXT, required;
        /// Where the mark stands. At the left, wordmark, rule and sender's lines follow the
        /// picture, and the running head stands at the right.
        place: MarkPlace = MarkPlace::Right, optional;
        /// Width of the picture. `height` comes before it.
        width: Option<f64> as MARK, optional "by its height";
        /// Height of the picture.
        height: Option<f64> as MARK, optional "by `width`, else `mark_height`";
        /// Another picture for later pages.
        later_file: Option<String> as Shape::Path, optional "`file`";
        /// Whether later pages have a mark.
        later: LaterMark = LaterMark::Small, optional;
    }
}

spelled! {
    /// Where the mark stands.
    MarkPlace, codes::UNKNOWN_SETTING, {
        /// At the right, ending with its lettering.
        #[default]
        Right = "right",
        /// At the left, beginning with its picture.
        Left = "left",
    }
}

spelled! {
    /// The mark of later pages.
    LaterMark, codes::UNKNOWN_SETTING, {
        /// Three quarters of that of page 1.
        #[default]
        Small = "small",
        /// None: later pages have the running head alone.
        None = "none",
    }
}

fields! {
    /// A certificate or campaign.
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Badge {
        /// An SVG, PNG or PDF file, as that of the mark.
        file: String as Shape::Path, required;
        /// What it shows.
        alt: String as TEXT, required;
        /// Its width, at most that of the information column.
        width: Option<f64> as MARK, optional "`25`";
    }
}

fields! {
    /// What stands above the text of later pages, beside the small mark.
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Head {
        /// The pattern of the running head. Its placeholders are `{kind}`, `{number}`, `{date}`,
        /// `{name}`, `{short}`, `{house}` (the abbreviation, else the name), `{headline}`,
        /// `{subheadline}`, `{place}` and `{version}`; one that a release does not have takes
        /// along the signs that join it to the others. It is set in the size of the foot, but never
        /// under 6 pt.
        later: String = "{kind} {number} · {date}".to_owned(), optional;
    }
}

impl Default for Head {
    fn default() -> Self {
        Self::empty()
    }
}

fields! {
    /// Marks for folding machine and punch.
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Marks {
        /// Fold marks at 105 and 210 mm (DIN 5008, form B); on US Letter at a third and two thirds.
        fold: bool = false, optional;
        /// The punch mark at half the height, 148.5 mm on A4 (DIN 5008, form B).
        punch: bool = false, optional;
    }
}

fields! {
    /// Lines at the foot of pages, above the page number. They are heard once, on page 1.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Foot {
        /// The lines, such as bank and register. A line of the foot does not break.
        lines: Vec<String> as LINES, optional;
        /// Whether they stand on page 1 alone.
        first_only: bool = false, optional;
    }
}

fields! {
    /// The house's own paper behind the text. Nobody hears it: what it says that is no
    /// decoration has to be in other fields as well.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Underlay {
        /// An SVG, PNG or PDF file for page 1, relative to the letterhead. It is as
        /// large as the page, or as large as fits where it has another shape. Of a PDF the first
        /// page is drawn as outlines; its fonts have to be
        /// embedded.
        first: String as Shape::Path, required;
        /// The same for later pages.
        later: Option<String> as Shape::Path, optional "later pages have none";
    }
}

/// A file that a letterhead names for the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PictureFile {
    /// The field that names it.
    pub field: String,
    pub file: String,
    /// Whether it is as large as the page.
    pub is_page: bool,
}

impl PictureFile {
    fn new(field: &str, file: &str) -> Self {
        Self {
            field: field.to_owned(),
            file: file.to_owned(),
            is_page: field.starts_with("underlay"),
        }
    }
}

/// The files of mark, badges and paper.
pub(crate) fn picture_files(
    logo: Option<&Logo>,
    badges: &[Badge],
    underlay: Option<&Underlay>,
) -> Vec<PictureFile> {
    let mark = logo.into_iter().flat_map(|logo| {
        let later = logo.later_file.iter().map(|file| PictureFile::new("logo.later_file", file));
        [PictureFile::new("logo.file", &logo.file)].into_iter().chain(later)
    });
    let badges = badges.iter().enumerate();
    let badges = badges.map(|(at, one)| PictureFile::new(&format!("logos[{at}].file"), &one.file));
    let paper = underlay.into_iter().flat_map(|paper| {
        let later = paper.later.iter().map(|file| PictureFile::new("underlay.later", file));
        [PictureFile::new("underlay.first", &paper.first)].into_iter().chain(later)
    });
    mark.chain(badges).chain(paper).collect()
}

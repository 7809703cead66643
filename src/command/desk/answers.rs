//! What a worker of the desk answers.

use std::collections::BTreeMap;

use letterpress::diagnostic::Diagnostic;
use letterpress::read::Reading;
use letterpress::source::Source;
use letterpress::{GlyphOutlines, Manuscript, PageDrawing, PageLook, Sheet};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::office::OfficeView;
use super::offsets::Utf16Offsets;
use crate::command::any_path::JsonPath;
use crate::command::mail::NamedJournal;
use crate::command::releases::ReleaseRecord;

/// What a worker answers: a line of it has other fields besides.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeskReply {
    pub answer: DeskAnswer,
}

/// What became of an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum DeskAnswer {
    Judged(Judged),
    Pages(Box<SetRelease>),
    Office(Result<OfficeView, Vec<Value>>),
    Scaffold(Result<String, Vec<Value>>),
    File(Box<ReleaseRecord>),
}

/// What the rules say of a release.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Judged {
    pub outcome: DeskOutcome,
    pub title: Option<String>,
    pub date: Option<String>,
    pub id: Option<String>,
    /// What its letterhead says of the journal.
    pub journal: NamedJournal,
}

/// How a release stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeskOutcome {
    Fine,
    Warnings,
    #[default]
    Refused,
}

/// A release that was set, or why it could not be.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SetRelease {
    /// The lines of `--message-format json`.
    pub diagnostics: Vec<Value>,
    pub outcome: DeskOutcome,
    /// What stands before the body, if edits were made there.
    pub head: Option<String>,
    /// Where the body begins, in UTF-16 code units.
    pub head_length: usize,
    pub edit_errors: Vec<EditError>,
    /// The fields as they were typed; none where they cannot be read.
    pub fields: Option<Value>,
    /// Where each value stands: start and end.
    pub field_places: BTreeMap<String, (usize, usize)>,
    /// Absent where there is an error: the page keeps the last good one.
    pub sheet: Option<SheetJson>,
    /// The files that it was made of, from its folder on.
    pub files: Vec<JsonPath>,
    pub defaults: Option<ReleaseDefaults>,
    pub milliseconds: Times,
}

/// What a release takes from its letterhead where it says nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReleaseDefaults {
    pub contacts: Value,
    pub language: String,
}

/// A [`DrawnSheet`] as the text that the page gets: the program hands it on, and reads none of the
/// thousands of numbers in it.
pub type SheetJson = Box<RawValue>;

/// A sheet as the page shows it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DrawnSheet {
    pub pages: Vec<DrawnPage>,
    pub words: Vec<DrawnWord>,
}

/// A word of a sheet that stands in the release: its page, from 0; left, top, width and height in
/// points; where it stands in the text, and how long it is there.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct DrawnWord(usize, f32, f32, f32, f32, usize, usize);

/// An edit that was not made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EditError {
    pub field: String,
    pub message: String,
}

/// A page of a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnPage {
    /// Equal where the page looks the same.
    pub hash: String,
    /// In points.
    pub width: f64,
    pub height: f64,
    /// Absent where the page is known already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawing: Option<DrawnLook>,
}

/// What [`PageDrawing`] says.
#[derive(Debug, Clone, Serialize)]
pub struct DrawnLook {
    pub svg: String,
    pub outlines: Vec<String>,
}

/// How long it took, in milliseconds.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Times {
    pub set: f64,
    pub svg: f64,
}

impl ReleaseDefaults {
    pub fn of(manuscript: &Manuscript<'_>) -> Self {
        let letterhead = manuscript.stationery().letterhead();
        Self {
            contacts: serde_json::to_value(&letterhead.contacts).unwrap_or(Value::Null),
            language: manuscript.release().language.as_str().to_owned(),
        }
    }
}

impl DeskOutcome {
    /// Of what was said of a release that can be set.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let has_warning = diagnostics.iter().any(Diagnostic::is_warning);
        if has_warning { Self::Warnings } else { Self::Fine }
    }
}

impl Judged {
    /// What a list shows of a release, as far as it can be read.
    pub fn of(source: &Source) -> Self {
        let Ok(Reading { release, fields, .. }) = letterpress::read::release(source) else {
            return Self::default();
        };
        let [title, id] = ["headline", "id"].map(|path| fields.text(path).map(ToOwned::to_owned));
        let date = fields.has("date").then(|| release.date.to_string());
        Self { title, date, id, ..Self::default() }
    }
}

impl DrawnSheet {
    /// The pages, those that are not known with their drawings, and the words that stand in the
    /// text.
    pub fn of(
        sheet: &Sheet,
        known: &[String],
        offsets: &Utf16Offsets<'_>,
        outlines: &mut GlyphOutlines,
    ) -> Self {
        let pages = (1..=sheet.page_count()).filter_map(|number| {
            let look = sheet.page_look(number)?;
            let hash = format!("{:032x}", look.hash);
            let is_known = known.contains(&hash);
            let drawing = if is_known { None } else { sheet.page_drawing(number, outlines) };
            let PageLook { width, height, .. } = look;
            Some(DrawnPage { hash, width, height, drawing: drawing.map(DrawnLook::from) })
        });
        let pages = pages.collect();
        let words = sheet.words().into_iter().filter_map(|word| {
            let (start, length) = offsets.start_and_length(&word.origin?.range);
            // A hundredth of a point is less than anybody sees.
            let [x, y, width, height] = [word.x, word.y, word.width, word.height]
                .map(|pt| (pt * 100.0).round() as f32 / 100.0);
            Some(DrawnWord(word.page, x, y, width, height, start, length))
        });
        Self { pages, words: words.collect() }
    }

    /// The text that the page gets.
    pub fn json(&self) -> Result<SheetJson, Diagnostic> {
        to_raw_value(self).map_err(|error| Diagnostic::internal(format_args!("a sheet: {error}")))
    }
}

impl From<PageDrawing> for DrawnLook {
    fn from(PageDrawing { svg, outlines, .. }: PageDrawing) -> Self {
        let outlines = outlines.iter().map(ToString::to_string);
        Self { svg, outlines: outlines.collect() }
    }
}

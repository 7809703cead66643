//! What the layout knows of a letterhead: `/letterhead.json`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::column;
use crate::letterhead::{Footnote, Letterhead, Logo, Theme, web_address};
use crate::output::uri;
use crate::release::Language;
use crate::target::{Edition, Target};

#[derive(Serialize)]
pub(crate) struct LetterheadData<'a> {
    name: &'a str,
    sender: &'a [String],
    wordmark: &'a [String],
    logo: Option<LogoData<'a>>,
    logos: Vec<LogoData<'a>>,
    address: Option<Lines<'a>>,
    postal: Option<Lines<'a>>,
    offices: Vec<OfficeData<'a>>,
    website: Option<LinkData>,
    transit: Option<&'a str>,
    parking: Option<&'a str>,
    footnote: Option<FootnoteData<'a>>,
    marks: MarksData,
    theme: Cow<'a, Theme>,
    /// The languages of texts, by their fields, that are in another one than the release.
    languages: &'a BTreeMap<String, Language>,
    layout_settings: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct LogoData<'a> {
    path: &'a str,
    alt: &'a str,
    /// Width in mm.
    width: f64,
}

#[derive(Serialize)]
struct Lines<'a> {
    lines: &'a [String],
}

#[derive(Serialize)]
struct OfficeData<'a> {
    name: Option<&'a str>,
    lines: &'a [String],
}

#[derive(Serialize)]
struct LinkData {
    text: String,
    /// The text in pieces between which it may break.
    parts: Vec<String>,
    url: String,
}

#[derive(Serialize)]
struct FootnoteData<'a> {
    mark: &'a str,
    pieces: Vec<NotePiece>,
}

#[derive(Serialize)]
struct NotePiece {
    text: String,
    url: Option<String>,
}

#[derive(Serialize)]
struct MarksData {
    fold: bool,
    punch: bool,
}

/// Width of a certificate or campaign logo where the letterhead says none, in mm.
const LOGO_WIDTH: f64 = 25.0;

impl<'a> LetterheadData<'a> {
    /// `logos` are virtual paths by the path that the letterhead names.
    pub fn new(
        letterhead: &'a Letterhead,
        logos: &'a BTreeMap<String, String>,
        edition: &Edition,
    ) -> Self {
        // Marks for folding by hand are nothing for a printed sheet.
        let is_marked = edition.target != Target::Print;
        Self {
            name: &letterhead.name,
            sender: &letterhead.sender,
            wordmark: &letterhead.wordmark,
            logo: letterhead.logo.as_ref().and_then(|one| logo(one, logos)),
            logos: letterhead.logos.iter().filter_map(|one| logo(one, logos)).collect(),
            address: letterhead.address.as_ref().map(|a| Lines { lines: &a.lines }),
            postal: letterhead.postal.as_ref().map(|a| Lines { lines: &a.lines }),
            offices: letterhead
                .offices
                .iter()
                .map(|office| OfficeData { name: office.name.as_deref(), lines: &office.lines })
                .collect(),
            website: letterhead.website.as_ref().map(|text| LinkData {
                text: text.clone(),
                parts: column::address_parts(text, &letterhead.theme),
                url: uri::ascii(&web_address(text)).into_owned(),
            }),
            transit: letterhead.transit.as_deref(),
            parking: letterhead.parking.as_deref(),
            footnote: letterhead.footnote.as_ref().map(footnote),
            marks: MarksData {
                fold: letterhead.marks.fold && is_marked,
                punch: letterhead.marks.punch && is_marked,
            },
            theme: if edition.gray {
                Cow::Owned(letterhead.theme.gray())
            } else {
                Cow::Borrowed(&letterhead.theme)
            },
            languages: &letterhead.stand_ins,
            layout_settings: &letterhead.layout_settings.0,
        }
    }
}

/// A logo under its virtual path.
fn logo<'a>(logo: &'a Logo, paths: &'a BTreeMap<String, String>) -> Option<LogoData<'a>> {
    let path = paths.get(&logo.file)?;
    Some(LogoData { path, alt: &logo.alt, width: logo.width.unwrap_or(LOGO_WIDTH) })
}

/// The disclaimer, parted where its link stands.
fn footnote(footnote: &Footnote) -> FootnoteData<'_> {
    let pieces = footnote.pieces().map(|(text, url)| NotePiece {
        text: text.to_owned(),
        url: url.map(|url| uri::ascii(&url).into_owned()),
    });
    FootnoteData { mark: &footnote.mark, pieces: pieces.collect() }
}

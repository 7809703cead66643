//! What the layout knows of a letterhead: `/letterhead.json`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::column;
use super::data::PaperPicture;
use super::writer::{POINTS_PER_MM, safe_share};
use crate::letterhead::{
    Badge, Colour, FontPurpose, Footnote, InformationPlace, LOGO_WIDTH, LaterMark, Letterhead,
    Logo, MarkPlace, PostalAddress, SheetPart, Theme, Weight, web_address,
};
use crate::metrics::METRICS;
use crate::output::uri;
use crate::target::{Edition, Target};
use crate::typography;

#[derive(Serialize)]
pub(crate) struct LetterheadData<'a> {
    name: &'a str,
    sender: &'a [String],
    wordmark: &'a [String],
    logo: Option<MarkData<'a>>,
    /// Whether later pages have a mark.
    later_mark: bool,
    logos: Vec<LogoData<'a>>,
    address: Option<Lines<'a>>,
    postal: Option<Lines<'a>>,
    offices: Vec<OfficeData<'a>>,
    website: Option<LinkData>,
    transit: Option<&'a str>,
    parking: Option<&'a str>,
    footnote: Option<FootnoteData<'a>>,
    marks: MarksData,
    foot: FootData<'a>,
    underlay: UnderlayData<'a>,
    /// The parts of the text in their order.
    order: Vec<SheetPart>,
    /// How many columns of contacts and house stand behind the text.
    end_columns: usize,
    /// Font, weight and colour by use, as far as they are not those of running text.
    looks: BTreeMap<&'static str, LookData<'a>>,
    theme: Cow<'a, Theme>,
    /// The languages of texts, by their outermost fields, that are in another one than the release.
    languages: BTreeMap<&'a str, &'static str>,
    layout_settings: &'a Map<String, Value>,
}

/// The picture of the mark.
#[derive(Serialize)]
struct MarkData<'a> {
    path: &'a str,
    alt: &'a str,
    /// In mm.
    width: f64,
    height: f64,
    place: MarkPlace,
    later: SizedFile<'a>,
}

/// A picture of later pages.
#[derive(Serialize)]
struct SizedFile<'a> {
    path: &'a str,
    /// In mm.
    width: f64,
    height: f64,
}

#[derive(Serialize)]
struct FootData<'a> {
    lines: &'a [String],
    first_only: bool,
}

#[derive(Serialize)]
struct UnderlayData<'a> {
    first: Option<&'a str>,
    later: Option<&'a str>,
}

/// What `text` takes for a use.
#[derive(Serialize)]
struct LookData<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    font: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Weight>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fill: Option<Colour>,
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
    /// That of the text under `footnote`, where it is another one than the release's.
    languages: BTreeMap<&'a str, &'static str>,
}

#[derive(Serialize)]
struct NotePiece {
    text: String,
    /// The pieces between which an address may break; none of a text that is no address.
    parts: Vec<String>,
    url: Option<String>,
}

#[derive(Serialize)]
struct MarksData {
    fold: bool,
    punch: bool,
}

impl<'a> LetterheadData<'a> {
    /// `logos` are the pictures by the path that the letterhead names.
    pub fn new(
        letterhead: &'a Letterhead,
        logos: &'a BTreeMap<String, PaperPicture>,
        edition: &Edition,
    ) -> Self {
        // Marks for folding by hand are nothing for a printed sheet.
        let is_marked = edition.target != Target::Print;
        let theme = if edition.gray {
            Cow::Owned(letterhead.theme.gray())
        } else {
            Cow::Borrowed(&letterhead.theme)
        };
        let paper = letterhead.underlay.as_ref();
        // What belongs to the house is left out where the letterhead wants no information.
        let house = (theme.information != InformationPlace::None).then_some(letterhead);
        let badges = house.into_iter().flat_map(|house| &house.logos);
        let offices = house.into_iter().flat_map(|house| &house.offices);
        Self {
            name: &letterhead.name,
            sender: &letterhead.sender,
            wordmark: &letterhead.wordmark,
            logo: letterhead.logo.as_ref().and_then(|logo| mark(logo, letterhead, logos)),
            later_mark: letterhead.logo.as_ref().is_none_or(|logo| logo.later == LaterMark::Small),
            logos: badges.filter_map(|one| badge(one, logos)).collect(),
            address: house.and_then(|house| lines(house.address.as_ref())),
            postal: house.and_then(|house| lines(house.postal.as_ref())),
            offices: offices
                .map(|office| OfficeData { name: office.name.as_deref(), lines: &office.lines })
                .collect(),
            website: house.and_then(|house| house.website.as_ref()).map(|text| LinkData {
                text: text.clone(),
                parts: column::address_parts(text, &letterhead.theme),
                url: uri::ascii(&web_address(text)).into_owned(),
            }),
            transit: house.and_then(|house| house.transit.as_deref()),
            parking: house.and_then(|house| house.parking.as_deref()),
            footnote: letterhead.footnote.as_ref().map(|note| footnote(note, letterhead)),
            marks: MarksData {
                fold: letterhead.marks.fold && is_marked,
                punch: letterhead.marks.punch && is_marked,
            },
            foot: FootData {
                lines: &letterhead.foot.lines,
                first_only: letterhead.foot.first_only,
            },
            underlay: UnderlayData {
                first: paper.and_then(|paper| path_of(&paper.first, logos)),
                later: paper.and_then(|paper| path_of(paper.later.as_ref()?, logos)),
            },
            order: theme.parts(),
            end_columns: theme.end_columns(),
            looks: FontPurpose::ALL
                .into_iter()
                .map(|purpose| (purpose.as_str(), look(&letterhead.theme, &theme, purpose)))
                .collect(),
            theme,
            languages: languages(letterhead),
            layout_settings: &letterhead.layout_settings.0,
        }
    }
}

/// The virtual path of a picture.
fn path_of<'a>(file: &str, pictures: &'a BTreeMap<String, PaperPicture>) -> Option<&'a str> {
    pictures.get(file).map(|picture| picture.path.as_str())
}

fn lines(address: Option<&PostalAddress>) -> Option<Lines<'_>> {
    address.map(|address| Lines { lines: &address.lines })
}

/// A certificate or campaign under its virtual path.
fn badge<'a>(
    badge: &'a Badge,
    pictures: &'a BTreeMap<String, PaperPicture>,
) -> Option<LogoData<'a>> {
    let path = &pictures.get(&badge.file)?.path;
    Some(LogoData { path, alt: &badge.alt, width: badge.width.unwrap_or(LOGO_WIDTH) })
}

/// The picture of the mark, as large as it is set on page 1 and on later pages.
fn mark<'a>(
    logo: &'a Logo,
    letterhead: &Letterhead,
    pictures: &'a BTreeMap<String, PaperPicture>,
) -> Option<MarkData<'a>> {
    let picture = pictures.get(&logo.file)?;
    let by_width = logo.width.map(|width| width / picture.ratio());
    let height = logo.height.or(by_width).unwrap_or(letterhead.theme.measures.mark_height);
    let later = logo.later_file.as_ref().map_or(Some(picture), |file| pictures.get(file))?;
    Some(MarkData {
        path: &picture.path,
        alt: &logo.alt,
        width: height * picture.ratio(),
        height,
        place: logo.place,
        later: SizedFile {
            path: &later.path,
            width: height * METRICS.later_scale * later.ratio(),
            height: height * METRICS.later_scale,
        },
    })
}

/// How a use looks, as far as not as running text.
fn look<'a>(fonts: &'a Theme, theme: &Theme, purpose: FontPurpose) -> LookData<'a> {
    let families = fonts.fonts.families(purpose);
    let body = fonts.fonts.families(FontPurpose::Body);
    let colours = &theme.colours;
    let (usual, fill) = match purpose {
        FontPurpose::Kind => (Some(theme.weights.kind), colours.kind),
        FontPurpose::House => (None, colours.house),
        FontPurpose::Headline => (Some(Weight::Bold), colours.headline),
        FontPurpose::Subheadline => (Some(Weight::Bold), colours.subheadline),
        FontPurpose::Heading => (Some(Weight::Bold), colours.heading),
        _ => (None, None),
    };
    LookData {
        font: (families != body).then_some(families),
        weight: fonts.fonts.weight(purpose).or(usual),
        fill,
    }
}

/// The disclaimer, parted where its link stands.
fn footnote<'a>(footnote: &'a Footnote, letterhead: &'a Letterhead) -> FootnoteData<'a> {
    let theme = &letterhead.theme;
    let room = theme.measures.text_width * POINTS_PER_MM / theme.sizes.footnote.max(1.0)
        * safe_share(theme, FontPurpose::Body);
    let pieces = footnote.pieces().map(|(text, url)| NotePiece {
        parts: if url.is_some() && typography::is_address(text) {
            typography::address_parts(text, room)
        } else {
            Vec::new()
        },
        text: text.to_owned(),
        url: url.map(|url| uri::ascii(&url).into_owned()),
    });
    let mut languages = languages(letterhead);
    languages.retain(|field, _| *field == "footnote");
    FootnoteData { mark: &footnote.mark, pieces: pieces.collect(), languages }
}

/// The languages of texts that stand in for others, by their outermost fields.
fn languages(letterhead: &Letterhead) -> BTreeMap<&str, &'static str> {
    let texts = letterhead.stand_ins.iter();
    let texts = texts.filter_map(|(field, language)| {
        Some((field.split(['.', '[']).next()?, language.plain().as_str()))
    });
    texts.collect()
}

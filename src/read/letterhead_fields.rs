//! The table of a letterhead's fields.

use super::release_fields::CONTACT;
use super::shape::{Field, Shape};
use crate::diagnostic::codes;
use crate::letterhead::QuoteStyle;
use crate::metrics::METRICS;
use crate::release::Language;

/// A font size in pt.
const SIZE: Shape = Shape::Number(4.0, 96.0);
/// A place or width on the sheet in mm; A4 is 297 mm high.
const MEASURE: Shape = Shape::Number(0.0, METRICS.sheet_height);
/// A distance in em.
const DISTANCE: Shape = Shape::Number(0.0, 10.0);

/// The labels that a letterhead may override, by language.
pub(crate) const LABELS: &[&str] = &[
    "release",
    "invitation",
    "correction",
    "speech",
    "statement",
    "contact",
    "contacts",
    "direct_line",
    "phone",
    "mobile",
    "fax",
    "email",
    "availability",
    "address",
    "postal",
    "offices",
    "transit",
    "parking",
    "media",
    "photo",
    "video",
    "audio",
    "document",
    "links",
    "picture",
    "credit",
    "embargo",
    "number",
    "page",
    "of",
    "withheld",
    "canceled",
    "corrects",
    "follows",
    "event",
    "when",
    "where",
    "agenda",
    "accreditation",
    "deadline",
    "version",
    "footnote",
    "back",
    "list",
    "subscribed",
    "unsubscribe",
    "unsubscribe_by_answer",
];

/// The fields of a letterhead.
pub(crate) static LETTERHEAD: &[Field] = &[
    Field::required("id", Shape::Text, "Short stable name, such as smwk."),
    Field::required("name", Shape::Text, "The full name of the house."),
    Field::optional("short", Shape::Text, "Its abbreviation."),
    Field::optional("valid_from", Shape::Day, "The first day on which it is used."),
    Field::optional("valid_until", Shape::Day, "The last day on which it is used."),
    Field::optional("sender", Shape::List(&Shape::Text), "The lines beside the mark."),
    Field::optional(
        "wordmark",
        Shape::List(&Shape::Text),
        "Lettering such as [\"Freistaat\", \"Sachsen\"]; the last line is set bold.",
    ),
    Field::optional("logo", Shape::Group(LOGO), "The mark."),
    Field::optional("address", Shape::Group(ADDRESS), "Where visitors go."),
    Field::optional("postal", Shape::Group(ADDRESS), "Where letters go."),
    Field::optional("offices", Shape::List(&Shape::Group(OFFICE)), "Branch offices."),
    Field::optional("logos", Shape::List(&Shape::Group(LOGO)), "Certificates and campaigns."),
    Field::optional("website", Shape::Text, "The house's web address."),
    Field::optional("transit", Shape::Text, "How to get there by public transport."),
    Field::optional("parking", Shape::Text, "Where to park."),
    Field::optional("footnote", Shape::Group(FOOTNOTE), "The disclaimer at the e-mail address."),
    Field::optional(
        "labels",
        Shape::Labels(Language::SPELLINGS, LABELS),
        "Labels that override the built-in ones, by language.",
    ),
    Field::optional(
        "contacts",
        Shape::List(&Shape::Group(CONTACT)),
        "Who answers where a release names nobody.",
    ),
    Field::optional("boilerplate", Shape::Inline, "The closing text about the house."),
    Field::optional("theme", Shape::Group(THEME), "Faces, sizes, measures, distances and colours."),
    Field::optional("font_dir", Shape::Path, "A folder of faces, relative to the letterhead."),
    Field::optional("marks", Shape::Group(MARKS), "Fold and punch marks."),
    Field::optional("typography", Shape::Group(TYPOGRAPHY), "House rules of setting."),
    Field::optional("warnings", Shape::Group(WARNINGS), "Warnings switched on or off by code."),
    Field::optional("mail", Shape::Group(MAIL), "Settings of the mail."),
];

static LOGO: &[Field] = &[
    Field::required("file", Shape::Path, "SVG, PDF or PNG, relative to the letterhead."),
    Field::required("alt", Shape::Text, "What it shows."),
    Field::optional("width", MEASURE, "Width in mm."),
];

static ADDRESS: &[Field] =
    &[Field::required("lines", Shape::List(&Shape::Text), "The address, line by line.")];

static OFFICE: &[Field] = &[
    Field::optional("name", Shape::Text, "Its name."),
    Field::required("lines", Shape::List(&Shape::Text), "Its address, line by line."),
];

static FOOTNOTE: &[Field] = &[
    Field::optional("mark", Shape::Text, "Its mark; default *."),
    Field::required("text", Shape::Text, "Its text."),
    Field::optional("link", Shape::Text, "The piece of its text that is a link."),
];

static THEME: &[Field] = &[
    Field::optional(
        "fonts",
        Shape::List(&Shape::Text),
        "Font families; the first that has a character sets it.",
    ),
    Field::optional("sizes", Shape::Group(SIZES), "Font sizes in pt."),
    Field::optional("measures", Shape::Group(MEASURES), "Places and widths in mm."),
    Field::optional("spacing", Shape::Group(SPACING), "Distances in em."),
    Field::optional("colours", Shape::Group(COLOURS), "Colours."),
];

static SIZES: &[Field] = &[
    Field::optional("kind", SIZE, "The kind, the largest of the page; default 20 pt."),
    Field::optional("house", SIZE, "The full name of the house; default 10.5 pt."),
    Field::optional("headline", SIZE, "The headline; default 16 pt."),
    Field::optional("subheadline", SIZE, "The subheadline; default 12 pt."),
    Field::optional("heading", SIZE, "Headings in the body; default 11 pt."),
    Field::optional("body", SIZE, "Running text; default 10.5 pt."),
    Field::optional("information", SIZE, "The information column; default 8 pt."),
    Field::optional("footnote", SIZE, "Footnotes; default 7.5 pt."),
    Field::optional("foot", SIZE, "Running head and page number; default 8 pt."),
    Field::optional("sender", SIZE, "The sender's lines beside the mark; default 6.5 pt."),
    Field::optional("wordmark", SIZE, "The wordmark; default 10.5 pt."),
];

static MEASURES: &[Field] = &[
    Field::optional("left", MEASURE, "Left margin; default 25 mm."),
    Field::optional("text_width", MEASURE, "Width of the text column; default 115 mm."),
    Field::optional(
        "information_left",
        MEASURE,
        "Left edge of the information column; default 150 mm.",
    ),
    Field::optional(
        "information_width",
        MEASURE,
        "Width of the information column; default 45 mm.",
    ),
    Field::optional("mark_top", MEASURE, "Upper edge of the mark; default 12 mm."),
    Field::optional("mark_height", MEASURE, "Height of the mark on page 1; default 11 mm."),
    Field::optional("mark_right", MEASURE, "Right edge of the mark; default 195 mm."),
    Field::optional("text_top", MEASURE, "Upper edge of the text on page 1; default 46 mm."),
    Field::optional(
        "text_top_later",
        MEASURE,
        "Upper edge of the text on later pages; default 33 mm.",
    ),
    Field::optional("bottom", MEASURE, "Bottom margin; default 27 mm."),
];

static SPACING: &[Field] = &[
    Field::optional("leading", DISTANCE, "Between the lines of a paragraph; default 0.7 em."),
    Field::optional("paragraph", DISTANCE, "Between paragraphs; default 1.15 em."),
    Field::optional("heading_above", DISTANCE, "Above a heading; default 1.5 em."),
    Field::optional("heading_below", DISTANCE, "Below a heading; default 0.7 em."),
];

static COLOURS: &[Field] = &[
    Field::optional("text", Shape::Colour, "Running text."),
    Field::optional("muted", Shape::Colour, "Running head and page number."),
    Field::optional("rule", Shape::Colour, "Rules."),
    Field::optional("link", Shape::Colour, "Links."),
    Field::optional("alert", Shape::Colour, "Embargo and status."),
];

static MARKS: &[Field] = &[
    Field::optional("fold", Shape::Flag, "Fold marks at 105 and 210 mm (DIN 5008 form B)."),
    Field::optional("punch", Shape::Flag, "The punch mark at 148.5 mm."),
];

static TYPOGRAPHY: &[Field] = &[
    Field::optional(
        "quotes",
        Shape::Choice(QuoteStyle::SPELLINGS, codes::UNKNOWN_QUOTE_STYLE),
        "The form that straight quotes take; default guillemets.",
    ),
    Field::optional(
        "hyphenation",
        Shape::List(&Shape::Text),
        "Hyphenation exceptions, breaks marked by hyphens.",
    ),
    Field::optional("banned_signs", Shape::List(&Shape::Text), "Signs not wanted inside words."),
    Field::optional("end_mark", Shape::Text, "A mark behind the last line."),
];

static WARNINGS: &[Field] = &[
    Field::optional("on", Shape::List(&Shape::WarningCode), "Codes of warnings that are wanted."),
    Field::optional(
        "off",
        Shape::List(&Shape::WarningCode),
        "Codes of warnings that are not wanted.",
    ),
];

static MAIL: &[Field] = &[
    Field::optional(
        "relay",
        Shape::Text,
        "The office's relay, smtp://host:port or smtps://host:port.",
    ),
    Field::optional("from", Shape::Email, "The sender's address."),
    Field::optional("from_name", Shape::Text, "The sender's name; default the house's."),
    Field::optional("reply_to", Shape::Email, "Where answers go."),
    Field::optional(
        "return_path",
        Shape::Email,
        "Where relays report what cannot be delivered; default the sender's address.",
    ),
    Field::optional(
        "subject",
        Shape::Text,
        "The subject's pattern; default {kind} {house}: {headline}.",
    ),
    Field::optional(
        "file_name",
        Shape::Text,
        "The attachment's name pattern; default {date}_{code}_{house}_{headline}.",
    ),
    Field::optional("list_id", Shape::Text, "The list's identifier (RFC 2919)."),
    Field::optional(
        "unsubscribe",
        Shape::Link,
        "Where to unsubscribe (RFC 2369, RFC 8058); {email} and {token} stand for the recipient.",
    ),
];

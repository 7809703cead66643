//! The table of a release's fields. What stands here is the contract of
//! `docs/format.md`.

use std::sync::OnceLock;

use super::shape::{Field, Shape};
use crate::diagnostic::codes;
use crate::release::{Kind, Language, MediaType, Status};

/// The body as a field: in Markdown it is the text under the front matter.
const BODY: Field = Field::required("body", Shape::Markdown, "The text, in Markdown.");

/// The fields of a release, in the order in which `new` and the documentation
/// list them.
pub(crate) static RELEASE: &[Field] = &[
    Field::optional(
        "letterhead",
        Shape::Text,
        "Id of a built-in letterhead, or path to a `.toml` beside the release.",
    ),
    Field::optional(
        "kind",
        Shape::Choice(Kind::SPELLINGS, codes::UNKNOWN_KIND),
        "What kind of release it is; default release.",
    ),
    Field::optional(
        "language",
        Shape::Choice(Language::SPELLINGS, codes::UNKNOWN_LANGUAGE),
        "The language of the text; default de.",
    ),
    Field::optional(
        "id",
        Shape::Text,
        "Stable identifier; default letterhead, date and number or headline.",
    ),
    Field::optional("number", Shape::Text, "The office's own number, in quotes."),
    Field::required("date", Shape::Date, "The day of issue."),
    Field::optional("place", Shape::Text, "The place of the dateline."),
    Field::optional(
        "embargo",
        Shape::Moment {
            without_zone: codes::EMBARGO_WITHOUT_ZONE,
            without_hour: codes::EMBARGO_WITHOUT_HOUR,
        },
        "Not to be published before this moment.",
    ),
    Field::optional(
        "not_before",
        Shape::Moment {
            without_zone: codes::MOMENT_WITHOUT_ZONE,
            without_hour: codes::MOMENT_WITHOUT_HOUR,
        },
        "Not to be mailed before this moment.",
    ),
    Field::optional(
        "version",
        Shape::Count,
        "1 for the first issue, counted up with each new one.",
    ),
    Field::optional(
        "status",
        Shape::Choice(Status::SPELLINGS, codes::UNKNOWN_STATUS),
        "Whether it may be used; default usable.",
    ),
    Field::optional(
        "refers_to",
        Shape::Group(REFERENCE),
        "What a correction corrects or a follow-up follows.",
    ),
    Field::required("headline", Shape::Text, "The headline."),
    Field::optional("subheadline", Shape::Text, "The line under the headline."),
    Field::optional("lead", Shape::Inline, "One paragraph before the body."),
    Field::optional(
        "notices",
        Shape::List(&Shape::Inline),
        "Lines such as \"Es gilt das gesprochene Wort\".",
    ),
    Field::optional(
        "contacts",
        Shape::List(&Shape::Group(CONTACT)),
        "Who answers questions; default the letterhead's own.",
    ),
    Field::optional(
        "media",
        Shape::List(&Shape::Group(MEDIA)),
        "Listed under \"Medien:\"; with a file, also set as a picture.",
    ),
    Field::optional("links", Shape::List(&Shape::Group(LINK)), "Listed under \"Links:\"."),
    Field::optional("keywords", Shape::List(&Shape::Text), "Keywords for the file's metadata."),
    Field::optional("event", Shape::Group(EVENT), "What an invitation invites to."),
    Field::optional("signatories", Shape::List(&Shape::Group(SIGNATORY)), "Who signs."),
    Field::optional(
        "boilerplate",
        Shape::Inline,
        "The closing text about the house; overrides the letterhead's.",
    ),
    Field::optional(
        "hyphenation",
        Shape::List(&Shape::Text),
        "Hyphenation exceptions such as \"Vernetzungs-treffen\".",
    ),
];

static REFERENCE: &[Field] = &[
    Field::optional("id", Shape::Text, "The other release's own `id`."),
    Field::optional("version", Shape::Count, "The version that is meant; default 1."),
    Field::optional("number", Shape::Text, "The number of the other release, in quotes."),
    Field::optional("date", Shape::Day, "Its date."),
    Field::optional("headline", Shape::Text, "Its headline."),
    Field::optional("url", Shape::Link, "Where it can be read."),
];

/// A contact, in releases and letterheads alike.
pub(crate) static CONTACT: &[Field] = &[
    Field::optional(
        "label",
        Shape::Text,
        "The heading over it, such as \"Ihre Ansprechpartnerin\".",
    ),
    Field::required("name", Shape::Text, "The full name."),
    Field::optional("role", Shape::Text, "The function."),
    Field::optional(
        "organisation",
        Shape::Text,
        "Where the person works, if not the house itself.",
    ),
    Field::optional("phone", Shape::Phone, "Telephone number, in quotes."),
    Field::optional("mobile", Shape::Phone, "Mobile number, in quotes."),
    Field::optional("fax", Shape::Phone, "Telefax number, in quotes."),
    Field::optional("email", Shape::Email, "E-mail address."),
    Field::optional("availability", Shape::Text, "When the contact answers."),
];

static MEDIA: &[Field] = &[
    Field::optional(
        "type",
        Shape::Choice(MediaType::SPELLINGS, codes::UNKNOWN_MEDIA_TYPE),
        "What it is; default photo.",
    ),
    Field::optional(
        "file",
        Shape::Path,
        "Path relative to the release; with it a photo is set as a picture.",
    ),
    Field::optional("caption", Shape::Text, "What it shows, for everybody."),
    Field::optional("alt", Shape::Text, "What it shows, for those who cannot see it."),
    Field::optional(
        "decorative",
        Shape::Flag,
        "Whether it says nothing: it is set, but neither listed nor heard.",
    ),
    Field::optional("credit", Shape::Text, "Who made it."),
    Field::optional("usage", Shape::Text, "Terms of use."),
    Field::optional("url", Shape::Link, "Where it can be fetched."),
];

static LINK: &[Field] = &[
    Field::optional("label", Shape::Text, "What is shown; default the address."),
    Field::required("url", Shape::Link, "The target."),
];

static EVENT: &[Field] = &[
    Field::required("start", Shape::Date, "When it begins."),
    Field::optional("end", Shape::Date, "When it ends."),
    Field::optional("venue", Shape::Text, "The house or room."),
    Field::optional("address", Shape::Text, "Street and town."),
    Field::optional("agenda", Shape::List(&Shape::Group(AGENDA_ITEM)), "What happens when."),
    Field::optional("accreditation", Shape::Group(ACCREDITATION), "How journalists register."),
];

static AGENDA_ITEM: &[Field] = &[
    Field::optional("time", Shape::Text, "When, as it is to be printed."),
    Field::required("text", Shape::Text, "What."),
    Field::optional("place", Shape::Text, "Where, if elsewhere."),
];

static ACCREDITATION: &[Field] = &[
    Field::optional("deadline", Shape::Date, "Until when."),
    Field::optional("email", Shape::Email, "Where to."),
    Field::optional("note", Shape::Text, "Anything else."),
];

static SIGNATORY: &[Field] = &[
    Field::required("name", Shape::Text, "The full name."),
    Field::optional("role", Shape::Text, "The function."),
    Field::optional("organisation", Shape::Text, "For whom."),
];

/// The fields of a release in a form that has the body among them.
pub(crate) fn with_body() -> &'static [Field] {
    static ALL: OnceLock<Vec<Field>> = OnceLock::new();
    ALL.get_or_init(|| RELEASE.iter().chain([&BODY]).copied().collect())
}

//! Invented releases that show everything a sheet can have, in each language: by them a letterhead
//! or a layout is tried before a release of the office is.

mod pictures;
mod words;

pub use self::pictures::SpecimenFiles;
use self::pictures::{DRAWING, PHOTO, PORTRAIT};
use self::words::{SpecimenWords, words};
use crate::body::{self, Inline, StyledLine};
use crate::release::{
    Accreditation, AgendaItem, Contact, Day, Event, Kind, Language, Link, Media, MediaType, Moment,
    Reference, Release, ReleaseDate, Signatory, Status,
};

/// Numbers that nobody has (Bundesnetzagentur, for films).
const PHONE: &str = "+49 30 23125 001";
const MOBILE: &str = "+49 170 1234567";
const EMAIL: &str = "presse@musterwesen.example";

/// The specimens of a language on a day: one that has every field, on several pages; one of a
/// page, without alerts and with the letterhead's own contacts; one of two pages that is withheld.
/// Their pictures are those of [`SpecimenFiles`].
///
/// ```
/// use letterpress::release::{Day, Language};
/// use letterpress::specimen::{self, SpecimenFiles};
/// use letterpress::{Job, Stationery, Typesetter};
///
/// let day = Day::new(2025, 11, 25).unwrap();
/// let neutral = Stationery::built_in("neutral");
/// for release in specimen::releases(Language::English, day) {
///     let job = Job::of(&release).with_letterheads(&neutral).with_files(&SpecimenFiles);
///     assert!(Typesetter::new().typeset(&job).is_ok());
/// }
/// ```
pub fn releases(language: Language, day: Day) -> Vec<Release> {
    vec![complete(language, day), short(language, day), withheld(language, day)]
}

/// The specimen that has every field.
pub fn complete(language: Language, day: Day) -> Release {
    let words = words(language);
    let text = [opening(words), middle(words), section(words, 2)].concat();
    let mut release = plain(language, day, &text);
    release.letterhead = Some("neutral".to_owned());
    release.kind = Kind::Invitation;
    release.id = Some("specimen-1".to_owned());
    release.number = Some("123/2025".to_owned());
    release.place = Some(words.place.to_owned());
    release.version = 2;
    release.embargo = moment(day, 14);
    release.not_before = moment(day, 8);
    release.kicker = Some(words.kicker.to_owned());
    release.subheadline = Some(StyledLine::parse(words.subheadline).0);
    release.lead = Some(inline(words.lead));
    release.notices = vec![inline(words.notice)];
    release.refers_to = Some(Reference {
        id: Some("specimen-0".to_owned()),
        version: Some(1),
        number: Some("122/2025".to_owned()),
        date: Some(day),
        headline: Some(words.heading.to_owned()),
        url: Some("https://www.musterwesen.example/122".to_owned()),
    });
    release.contacts = contacts(words);
    release.event = Some(event(language, day));
    release.signatories = vec![Signatory {
        role: Some(words.role.to_owned()),
        organisation: Some(words.place.to_owned()),
        ..Signatory::new("Max Muster")
    }];
    release.media = media(words);
    release.links = vec![
        Link {
            label: Some(words.subheadline.to_owned()),
            ..Link::new("https://www.musterwesen.example/muster")
        },
        Link::new("https://www.musterwesen.example"),
    ];
    release.keywords = vec![words.kicker.to_owned(), words.heading.to_owned()];
    release.boilerplate = Some(inline(words.boilerplate));
    release.hyphenation = vec![words.hyphenation.to_owned()];
    release
}

/// One page: what nearly every release has, without an alert.
fn short(language: Language, day: Day) -> Release {
    plain(language, day, &opening(words(language)))
}

/// Two pages of plain text that must not go out.
fn withheld(language: Language, day: Day) -> Release {
    let words = words(language);
    let sections: Vec<_> = (1..=5).map(|number| section(words, number)).collect();
    let mut release = plain(language, day, &sections.concat());
    release.status = Status::Withheld;
    release.kind = Kind::Statement;
    release
}

fn plain(language: Language, day: Day, text: &str) -> Release {
    let (body, _) = body::parse(text);
    let mut release = Release::new(ReleaseDate::Day(day), words(language).headline, body);
    release.language = language;
    release
}

fn opening(words: &SpecimenWords) -> String {
    format!("{}\n\n{}\n\n", words.text, words.lead)
}

/// What Markdown has: a heading, lists, a quote, a table, a note, a link, emphasis, a picture.
fn middle(words: &SpecimenWords) -> String {
    let SpecimenWords { heading, quote, note, caption, alt, role, .. } = words;
    let [one, two, three] = words.items;
    let [place, samples, town, country] = words.table;
    format!(
        "## {heading}\n\n\
         *{one}*, **{two}**.[^1] [{three}](https://www.musterwesen.example)\n\n\
         > {quote}\n>\n> — Mira Muster, {role}\n\n\
         - {one}\n- {two}\n- {three}\n\n\
         1. {one}\n2. {two}\n\n\
         | {place} | {samples} |\n| --- | ---: |\n| {town} | 1250 |\n| {country} | 68 |\n\n\
         ![{alt}]({DRAWING} \"{caption}\")\n\n\
         [^1]: {note}\n\n"
    )
}

fn section(words: &SpecimenWords, number: usize) -> String {
    let SpecimenWords { heading, text, .. } = words;
    format!("## {heading} ({number})\n\n{text}\n\n{text}\n\n{text}\n\n")
}

fn contacts(words: &SpecimenWords) -> Vec<Contact> {
    let all = Contact {
        label: Some(words.kicker.to_owned()),
        name: "Mira Muster".to_owned(),
        role: Some(words.role.to_owned()),
        organisation: Some(words.venue.to_owned()),
        phone: Some(PHONE.to_owned()),
        mobile: Some(MOBILE.to_owned()),
        fax: Some("+49 30 23125 009".to_owned()),
        email: Some(EMAIL.to_owned()),
        availability: Some(words.availability.to_owned()),
    };
    let second = Contact {
        phone: Some(PHONE.to_owned()),
        email: Some(EMAIL.to_owned()),
        ..Contact::new("Max Muster")
    };
    vec![all, second]
}

fn event(language: Language, day: Day) -> Event {
    let words = words(language);
    let [welcome, walk] = words.agenda;
    let [ten, eleven] = match language {
        Language::AmericanEnglish => ["10 a.m.", "11 a.m."],
        _ => words.hours,
    };
    Event {
        end: Some(hour(day, 12)),
        venue: Some(words.venue.to_owned()),
        address: Some(format!("Am Muster 1, 01234 {}", words.place)),
        agenda: vec![
            AgendaItem { time: Some(ten.to_owned()), ..AgendaItem::new(welcome) },
            AgendaItem {
                time: Some(eleven.to_owned()),
                place: Some(words.venue.to_owned()),
                ..AgendaItem::new(walk)
            },
        ],
        accreditation: Some(Accreditation {
            deadline: Some(ReleaseDate::Day(day)),
            email: Some(EMAIL.to_owned()),
            note: Some(words.accreditation.to_owned()),
        }),
        ..Event::new(hour(day, 10))
    }
}

fn media(words: &SpecimenWords) -> Vec<Media> {
    let captioned = [PHOTO, PORTRAIT].map(|file| Media {
        caption: Some(StyledLine::parse(words.caption).0),
        credit: Some("Mira Muster".to_owned()),
        usage: Some(words.usage.to_owned()),
        ..Media::picture(file, words.alt)
    });
    let decorative = Media { file: Some(DRAWING.to_owned()), decorative: true, ..Media::default() };
    let film = Media {
        media_type: MediaType::Video,
        caption: Some(StyledLine::parse(words.caption).0),
        url: Some("https://www.musterwesen.example/film".to_owned()),
        ..Media::default()
    };
    captioned.into_iter().chain([decorative, film]).collect()
}

fn inline(text: &str) -> Vec<Inline> {
    body::parse_inline(text).0
}

/// An hour of a day, an hour ahead of UTC.
fn moment(day: Day, hour: u8) -> Option<Moment> {
    match format!("{day}T{hour:02}:00+01:00").parse() {
        Ok(ReleaseDate::Moment(moment)) => Some(moment),
        _ => None,
    }
}

/// The same as a date; the day alone where it has no such hour.
fn hour(day: Day, hour: u8) -> ReleaseDate {
    moment(day, hour).map_or(ReleaseDate::Day(day), ReleaseDate::Moment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, FieldGroup, FieldMap, Shape, join};

    const DAY: (i16, i8, i8) = (2025, 11, 25);

    fn day() -> Day {
        Day::new(DAY.0, DAY.1, DAY.2).expect("there is such a day")
    }

    /// The fields of a table that no value of a release sets.
    fn absent(table: &[Field], path: &str, map: &FieldMap, found: &mut Vec<String>) {
        for field in table {
            let path = join(path, field.name);
            let entries: Vec<_> = (0..4).map(|at| format!("{path}[{at}]")).collect();
            match field.shape {
                Shape::Group(table) => absent(table, &path, map, found),
                Shape::List(Shape::Group(table)) => {
                    for field in *table {
                        let mut names = entries.iter().map(|entry| join(entry, field.name));
                        if !names.any(|name| map.has(&name)) {
                            found.push(join(&path, field.name));
                        }
                    }
                }
                _ => {
                    if !map.has(&path) && !entries.iter().any(|name| map.has(name)) {
                        found.push(path);
                    }
                }
            }
        }
    }

    #[test]
    fn the_complete_specimen_has_every_field() {
        for spelling in Language::SPELLINGS {
            let language = Language::from_spelling(spelling).expect("it is a language");
            let map = FieldMap::of_values(&complete(language, day()));
            let mut found = Vec::new();
            absent(Release::FIELDS, "", &map, &mut found);
            assert!(found.is_empty(), "{spelling}: {found:?}");
        }
    }

    #[test]
    fn hours_are_written_as_the_language_writes_them() {
        let first = |language| {
            let event = complete(language, day()).event;
            event.and_then(|event| event.agenda[0].time.clone())
        };
        assert_eq!(first(Language::German).as_deref(), Some("10.00"));
        assert_eq!(first(Language::English).as_deref(), Some("10:00"));
        assert_eq!(first(Language::AmericanEnglish).as_deref(), Some("10 a.m."));
    }

    #[test]
    fn no_text_of_a_specimen_is_wrong() {
        for spelling in Language::SPELLINGS {
            let words = words(Language::from_spelling(spelling).expect("it is a language"));
            for text in [opening(words), middle(words), section(words, 1)] {
                assert_eq!(body::parse(&text).1, [], "{spelling}");
            }
        }
    }
}

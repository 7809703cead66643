//! What `letterpress new` writes: a release to begin with, that passes `check` as
//! it is and shows every field.

mod letterhead;

use serde_json::{Value, json};

pub use self::letterhead::letterhead_scaffold;

use crate::field::{Field, FieldGroup, Shape};
use crate::release::{Day, Kind, Release};
use crate::source::Format;

/// A release to begin with. `letterhead` is a built-in id or a path.
///
/// ```
/// use letterpress::release::{Day, Kind};
/// use letterpress::scaffold;
/// use letterpress::source::Format;
///
/// let day = Day::new(2022, 11, 25).unwrap();
/// let text = scaffold(Kind::Release, "neutral", day, Format::Markdown);
/// assert!(text.starts_with("---\nletterhead: \"neutral\" "));
/// ```
pub fn scaffold(kind: Kind, letterhead: &str, date: Day, format: Format) -> String {
    match format {
        Format::Markdown => format!("---\n{}---\n{BODY}", fields(kind, letterhead, date, &YAML)),
        Format::Yaml => {
            let body: String = BODY.lines().map(|line| indented(line) + "\n").collect();
            format!("{}body: |\n{body}", fields(kind, letterhead, date, &YAML))
        }
        Format::Toml => {
            let fields = fields(kind, letterhead, date, &TOML);
            // In TOML a plain field cannot follow a table, so the body comes first.
            format!("body = \"\"\"\n{BODY}\"\"\"\n\n{fields}")
        }
        Format::Json => {
            format!("{:#}\n", json_fields(kind, letterhead, date))
        }
    }
}

fn indented(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("  {line}") }
}

const HEADLINE: &str = "Überschrift: was ist neu, in einer Zeile";
const BODY: &str = "Der erste Absatz sagt, wer was wann wo und warum getan hat.

## Zwischenüberschrift

> »Ein Zitat steht in einem Absatz mit spitzer Klammer davor.«
>
> — Vorname Name, Rolle

1. Erstens
2. Zweitens
";

/// The texts of a form: the fields of every release, those of each kind, and the
/// optional ones, commented out.
struct Texts {
    every: &'static str,
    invitation: &'static str,
    correction: &'static str,
    speech: &'static str,
    optional: &'static str,
    /// Between the name of a field and its value.
    separator: &'static str,
}

fn fields(kind: Kind, letterhead: &str, date: Day, texts: &Texts) -> String {
    let own = match kind {
        Kind::Invitation => texts.invitation,
        Kind::Correction => texts.correction,
        Kind::Speech => texts.speech,
        Kind::Release | Kind::Statement => "",
    };
    let optional = texts.optional.lines().filter(|line| {
        // What the kind brings is not offered a second time.
        !own.lines().any(|own| first_word(own) == first_word(line.trim_start_matches("# ")))
    });
    let optional: String = optional.map(|line| format!("{line}\n")).collect();
    [
        filled(texts.every, kind, letterhead, date),
        optional,
        not_shown(Release::FIELDS, texts),
        filled(own, kind, letterhead, date),
    ]
    .concat()
}

/// The plain texts of a release that the template of a form does not show, commented out, each
/// with its example.
fn not_shown(fields: &[Field], texts: &Texts) -> String {
    let templates = [texts.every, texts.optional].map(str::lines).into_iter().flatten();
    let shown: Vec<_> = templates.map(|line| first_word(line.trim_start_matches("# "))).collect();
    let lines = fields.iter().filter(|field| !shown.contains(&field.name)).filter_map(|field| {
        let is_plain = matches!(field.shape, Shape::Text | Shape::Line | Shape::StyledLine);
        let example = field.example.first().filter(|_| is_plain)?;
        Some(format!("# {}{}{}\n", field.name, texts.separator, Value::from(*example)))
    });
    lines.collect()
}

/// A text with its placeholders filled in.
fn filled(text: &str, kind: Kind, letterhead: &str, date: Day) -> String {
    text.replace("{kind}", kind.as_str())
        .replace("{letterhead}", &Value::from(letterhead).to_string())
        .replace("{date}", &date.to_string())
        .replace("{headline}", HEADLINE)
}

fn first_word(line: &str) -> &str {
    line.trim_start_matches('[').split([':', ' ', ']', '.']).next().unwrap_or_default()
}

const YAML: Texts = Texts {
    every: "letterhead: {letterhead}          # id of a built-in letterhead, or a path to a .toml beside this file
kind: {kind}                  # release | invitation | correction | speech | statement
date: {date}
headline: \"{headline}\"
subheadline: Unterzeile
",
    invitation: "event:
  start: {date}T10:00+01:00
  venue: Pressesaal
  address: Straße 1, 01097 Dresden
  agenda:
    - time: 10.00 Uhr
      text: Begrüßung
  accreditation:
    email: presse@example.org
",
    correction: "refers_to:
  headline: Überschrift der korrigierten Medieninformation
  date: {date}
",
    speech: "notices:
  - Es gilt das gesprochene Wort.
",
    optional: "# language: de                 # de | en | hsb | cs | pl
# id: haus-2022-123            # stable name; mail send wants one
# number: \"123/2022\"
# place: Dresden               # the date then reads \"Dresden, 25. November 2022\"
# embargo: 2022-11-25T14:00+01:00
# not_before: 2022-11-25T08:00+01:00
# version: 1
# status: usable               # usable | withheld | canceled
# refers_to: { id: haus-2022-122, number: \"122/2022\", date: 2022-11-24, headline: \"…\", url: \"https://example.org\" }
# lead: Ein Absatz vor dem Text.
# notices: [Es gilt das gesprochene Wort.]
# contacts: [{ name: Vorname Name, role: Pressesprecher, phone: \"+49 351 564 60200\", email: name@example.org }]
# event: { start: 2022-12-01T10:00+01:00, venue: Pressesaal, address: \"Straße 1, 01097 Dresden\" }
# signatories: [{ name: Vorname Name, role: Präsidentin }]
# media: [{ file: foto.jpg, caption: Was zu sehen ist., alt: Was zu sehen ist, credit: Name }]
# links: [{ label: Mehr unter example.org, url: \"https://example.org\" }]
# keywords: [Forschung, Hochschule]
# boilerplate: Über das Haus.
# hyphenation: [Vernetzungs-treffen]
",
    separator: ": ",
};

const TOML: Texts = Texts {
    every: "letterhead = {letterhead}
kind = \"{kind}\"                # release | invitation | correction | speech | statement
date = {date}
headline = \"{headline}\"
subheadline = \"Unterzeile\"
",
    invitation: "
[event]
start = {date}T10:00:00+01:00
venue = \"Pressesaal\"
address = \"Straße 1, 01097 Dresden\"
agenda = [{ time = \"10.00 Uhr\", text = \"Begrüßung\" }]
accreditation = { email = \"presse@example.org\" }
",
    correction: "
[refers_to]
headline = \"Überschrift der korrigierten Medieninformation\"
date = {date}
",
    speech: "notices = [\"Es gilt das gesprochene Wort.\"]
",
    optional: "# language = \"de\"             # de | en | hsb | cs | pl
# id = \"haus-2022-123\"        # stable name; mail send wants one
# number = \"123/2022\"
# place = \"Dresden\"           # the date then reads \"Dresden, 25. November 2022\"
# embargo = 2022-11-25T14:00:00+01:00
# not_before = 2022-11-25T08:00:00+01:00
# version = 1
# status = \"usable\"           # usable | withheld | canceled
# refers_to = { id = \"haus-2022-122\", number = \"122/2022\", date = 2022-11-24, headline = \"…\", url = \"https://example.org\" }
# lead = \"Ein Absatz vor dem Text.\"
# notices = [\"Es gilt das gesprochene Wort.\"]
# contacts = [{ name = \"Vorname Name\", role = \"Pressesprecher\", phone = \"+49 351 564 60200\", email = \"name@example.org\" }]
# event = { start = 2022-12-01T10:00:00+01:00, venue = \"Pressesaal\", address = \"Straße 1, 01097 Dresden\" }
# signatories = [{ name = \"Vorname Name\", role = \"Präsidentin\" }]
# media = [{ file = \"foto.jpg\", caption = \"Was zu sehen ist.\", alt = \"Was zu sehen ist\", credit = \"Name\" }]
# links = [{ label = \"Mehr unter example.org\", url = \"https://example.org\" }]
# keywords = [\"Forschung\", \"Hochschule\"]
# boilerplate = \"Über das Haus.\"
# hyphenation = [\"Vernetzungs-treffen\"]
",
    separator: " = ",
};

fn json_fields(kind: Kind, letterhead: &str, date: Day) -> Value {
    let date = date.to_string();
    let mut fields = json!({
        "letterhead": letterhead,
        "kind": kind.as_str(),
        "date": date,
        "headline": HEADLINE,
        "subheadline": "Unterzeile",
        "contacts": [{ "name": "Vorname Name", "phone": "+49 351 564 60200", "email": "name@example.org" }],
        "keywords": [],
        "body": BODY,
    });
    match kind {
        Kind::Invitation => {
            fields["event"] = json!({
                "start": format!("{date}T10:00+01:00"),
                "venue": "Pressesaal",
                "address": "Straße 1, 01097 Dresden",
            });
        }
        Kind::Correction => {
            fields["refers_to"] = json!({ "headline": "Überschrift der korrigierten Medieninformation", "date": date });
        }
        Kind::Speech => fields["notices"] = json!(["Es gilt das gesprochene Wort."]),
        Kind::Release | Kind::Statement => {}
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::fields;
    use crate::source::Source;
    use crate::{Job, Typesetter};

    #[test]
    fn every_scaffold_passes_the_check_without_a_warning() {
        let day = Day::new(2022, 11, 25).unwrap_or(Day::FIRST);
        for format in [Format::Markdown, Format::Yaml, Format::Json, Format::Toml] {
            for kind in Kind::SPELLINGS.iter().filter_map(|kind| Kind::from_spelling(kind)) {
                let text = scaffold(kind, "neutral", day, format);
                let source = Source::from_text("new", format, text.clone());
                let job = Job::new(&source);
                assert_eq!(Typesetter::new().check(&job), [], "{kind} {format:?}\n{text}");
            }
        }
    }

    #[test]
    fn every_field_is_shown() {
        let day = Day::new(2022, 11, 25).unwrap_or(Day::FIRST);
        for format in [Format::Markdown, Format::Toml] {
            let text = scaffold(Kind::Release, "neutral", day, format);
            for Field { name, .. } in Release::FIELDS {
                assert!(text.contains(name) || *name == "body", "{name} {format:?}");
            }
        }
    }
    #[test]
    fn a_text_without_a_place_in_the_template_is_shown_by_its_example() {
        fields! {
            /// A group.
            pub struct TestGroup {
                /// Shown already.
                place: Option<String>, optional, "Dresden";
                /// Not shown yet.
                town: Option<String>, optional, "Bad \"Muster\"";
                /// A number is not offered.
                count: u32, optional, "2";
            }
        }
        assert_eq!(not_shown(TestGroup::FIELDS, &YAML), "# town: \"Bad \\\"Muster\\\"\"\n");
        assert_eq!(not_shown(TestGroup::FIELDS, &TOML), "# town = \"Bad \\\"Muster\\\"\"\n");
    }
}

//! What `letterpress new` writes: a release to begin with, that passes `check` as
//! it is and shows every field.

mod english;
mod letterhead;

use std::borrow::Cow;

use serde_json::{Value, json};

pub use self::letterhead::letterhead_scaffold;

use crate::field::{Field, FieldGroup, Shape};
use crate::release::{Day, Kind, Language, Release};
use crate::source::Format;

/// A release to begin with. `letterhead` is a built-in id or a path, `language` that of the
/// letterhead. The sample is in that language where there is one in it, else in German; the release
/// names its language unless that is German on a German letterhead.
///
/// ```
/// use letterpress::release::{Day, Kind, Language};
/// use letterpress::scaffold;
/// use letterpress::source::Format;
///
/// let day = Day::new(2022, 11, 25).unwrap();
/// let text = scaffold(Kind::Release, "neutral", Language::German, day, Format::Markdown);
/// assert!(text.starts_with("---\nletterhead: \"neutral\" "));
/// ```
pub fn scaffold(
    kind: Kind,
    letterhead: &str,
    language: Language,
    date: Day,
    format: Format,
) -> String {
    let sample = ScaffoldSample { kind, letterhead, language, date };
    let body = sample.words(BODY);
    match format {
        Format::Markdown => format!("---\n{}---\n{body}", sample.fields(&YAML)),
        Format::Yaml => {
            let body: String = body.lines().map(|line| indented(line) + "\n").collect();
            format!("{}body: |\n{body}", sample.fields(&YAML))
        }
        Format::Toml => {
            let fields = sample.fields(&TOML);
            // In TOML a plain field cannot follow a table, so the body comes first.
            format!("body = \"\"\"\n{body}\"\"\"\n\n{fields}")
        }
        Format::Json => {
            format!("{:#}\n", sample.json_fields())
        }
    }
}

/// What a sample is to be.
struct ScaffoldSample<'a> {
    kind: Kind,
    letterhead: &'a str,
    /// The letterhead's.
    language: Language,
    date: Day,
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
    /// The field of the language, filled in with `de`.
    language: &'static str,
    /// Between the name of a field and its value.
    separator: &'static str,
}

impl ScaffoldSample<'_> {
    /// A text in the language of the sample.
    fn words<'t>(&self, german: &'t str) -> Cow<'t, str> {
        match self.language {
            Language::English | Language::AmericanEnglish => english::words(german).into(),
            _ => german.into(),
        }
    }

    /// The language that the release has to name, so that nobody takes it for that of its
    /// letterhead.
    fn named_language(&self) -> Option<Language> {
        match self.language {
            Language::German => None,
            Language::English | Language::AmericanEnglish => Some(Language::English),
            _ => Some(Language::German),
        }
    }

    fn fields(&self, texts: &Texts) -> String {
        let own = match self.kind {
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
        let mut optional = self.words(&optional).into_owned();
        if let Some(language) = self.named_language() {
            let named = texts.language.replace("de", language.as_str());
            optional = optional.replacen(&format!("# {}", texts.language), &named, 1);
        }
        [self.filled(texts.every), optional, not_shown(Release::FIELDS, texts), self.filled(own)]
            .concat()
    }

    /// A text with its placeholders filled in.
    fn filled(&self, text: &str) -> String {
        let text = self.words(text).replace("{headline}", &self.words(HEADLINE));
        text.replace("{kind}", self.kind.as_str())
            .replace("{date}", &self.date.to_string())
            .replace("{letterhead}", &Value::from(self.letterhead).to_string())
    }
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
    language: "language: de",
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
    language: "language = \"de\"",
    separator: " = ",
};

impl ScaffoldSample<'_> {
    fn word(&self, german: &str) -> Value {
        Value::from(self.words(german))
    }

    fn json_fields(&self) -> Value {
        let date = self.date.to_string();
        let mut fields = json!({
            "letterhead": self.letterhead,
            "kind": self.kind.as_str(),
            "date": date,
            "headline": self.word(HEADLINE),
            "subheadline": self.word("Unterzeile"),
            "contacts": [{ "name": self.word("Vorname Name"), "phone": "+49 351 564 60200", "email": "name@example.org" }],
            "keywords": [],
            "body": self.word(BODY),
        });
        if let Some(language) = self.named_language() {
            fields["language"] = language.as_str().into();
        }
        match self.kind {
            Kind::Invitation => {
                fields["event"] = json!({
                    "start": format!("{date}T10:00+01:00"),
                    "venue": self.word("Pressesaal"),
                    "address": self.word("Straße 1, 01097 Dresden"),
                });
            }
            Kind::Correction => {
                let headline = self.word("Überschrift der korrigierten Medieninformation");
                fields["refers_to"] = json!({ "headline": headline, "date": date });
            }
            Kind::Speech => fields["notices"] = json!([self.word("Es gilt das gesprochene Wort.")]),
            Kind::Release | Kind::Statement => {}
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::fields;
    use crate::files::NoFiles;
    use crate::source::Source;
    use crate::{Job, Stationery, Typesetter};

    #[test]
    fn every_scaffold_passes_the_check_without_a_warning() {
        let day = Day::new(2022, 11, 25).unwrap_or(Day::FIRST);
        for format in [Format::Markdown, Format::Yaml, Format::Json, Format::Toml] {
            for kind in Kind::SPELLINGS.iter().filter_map(|kind| Kind::from_spelling(kind)) {
                let own = Stationery::built_in("neutral");
                for language in Language::SPELLINGS {
                    let house = format!(
                        "id = \"h\"\nname = \"H\"\nlanguage = \"{language}\"\n[[contacts]]\nname = \"M\"\nphone = \"+49 30 23125 001\"\n"
                    );
                    let house = Source::from_text("h.toml", Format::Toml, house);
                    let house = Stationery::load(&house, &NoFiles).expect("it is right");
                    let language = house[0].letterhead().language;
                    let text = scaffold(kind, "neutral", language, day, format);
                    let source = Source::from_text("new", format, text.clone());
                    let house = if language == Language::German { &own } else { &house };
                    let job = Job::new(&source).with_letterheads(house);
                    assert_eq!(Typesetter::new().check(&job), [], "{kind} {format:?}\n{text}");
                }
            }
        }
    }

    #[test]
    fn every_field_is_shown() {
        let day = Day::new(2022, 11, 25).unwrap_or(Day::FIRST);
        for format in [Format::Markdown, Format::Toml] {
            let text = scaffold(Kind::Release, "neutral", Language::German, day, format);
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

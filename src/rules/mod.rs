//! The rules: every error and warning of a release at once, each on the author's
//! own line. One function a rule; what lies outside the text (which
//! characters the fonts have, what became of the pictures) is a parameter.
//!
//! Rules speak before the engine does: what the PDF/A or PDF/UA exporter would
//! refuse and a rule could have foreseen is a missing rule.

mod account;
mod addresses;
mod bounds;
mod characters;
mod damage;
mod language;
mod left_over;
mod leftovers;
mod legible;
mod mail;
mod media;
mod own_name;
mod quote_forms;
mod quotes;
mod reason;
mod refused;
mod telephone;
mod texts;
mod theme;
mod typed_text;
mod writing;
mod zone;

use std::collections::BTreeMap;

pub(crate) use self::account::is_large;
#[cfg(feature = "mail")]
pub(crate) use self::addresses::email;
#[cfg(feature = "mail")]
pub(crate) use self::damage::in_name as damaged_name;
#[cfg(feature = "mail")]
pub(crate) use self::mail::pattern as pattern_error;
#[cfg(feature = "mail")]
pub(crate) use self::own_name::{OwnName, own_name};
use crate::body::BlockKind;
use crate::diagnostic::{self, Code, Diagnostic, Finding, codes};
use crate::letterhead::Letterhead;
use crate::limits::TextLimits;
use crate::read::{self, FieldMap};
use crate::release::{Kind, Release};

/// What rules need to know of the world outside the text.
#[non_exhaustive]
pub struct Facts<'a> {
    /// Whether one font has glyphs for all of these characters.
    pub covers: &'a dyn Fn(&str) -> bool,
    /// What became of each picture, by the path that the author typed.
    pub pictures: &'a BTreeMap<String, PictureFact>,
    /// What a text may take.
    pub limits: &'a TextLimits,
}

impl<'a> Facts<'a> {
    /// What the caller found out.
    pub fn new(
        covers: &'a dyn Fn(&str) -> bool,
        pictures: &'a BTreeMap<String, PictureFact>,
        limits: &'a TextLimits,
    ) -> Self {
        Self { covers, pictures, limits }
    }
}

impl_debug!(Facts<'_> { pictures: this.pictures } for this);

/// What became of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureFact {
    /// It can be set.
    Fine,
    /// It is not where it should be: the end of a sentence that begins with the path.
    Missing(String),
    /// It lies outside the folder from which files may be read.
    OutsideRoot,
    /// There is one of that name but for capitals: its path.
    OtherCase(String),
    /// It is none of the forms that are read.
    NotAPicture,
    /// It is of a format that is known and not read.
    OtherFormat {
        /// What it is, as the end of a sentence: "a BMP picture".
        name: String,
        /// What to do.
        remedy: String,
    },
    /// It is broken: the decoder's reason.
    Broken(String),
    /// It has more pixels or bytes than are read: the figures.
    TooLarge(String),
    /// It asks for what a sheet cannot give: what.
    Unfit(String),
    /// It can be set, but its texts want fonts that are not there: their families.
    FacesAbsent(Vec<String>),
}

/// All errors and warnings of a release, in the order of its text.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use letterpress::limits::TextLimits;
/// use letterpress::read;
/// use letterpress::rules::{self, Facts, PictureFact};
/// use letterpress::source::{Format, Source};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "---\ndate: 2022-11-25\nheadline: Neu\ncontacts:\n- name: Mira\n---\n\
///             ![Ein Haus](haus.jpg)\n";
/// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
/// let reading = read::release(&source)?;
///
/// let missing = PictureFact::Missing("is not there".to_owned());
/// let pictures = BTreeMap::from([("haus.jpg".to_owned(), missing)]);
/// let limits = TextLimits::default();
/// let facts = Facts::new(&|_| true, &pictures, &limits);
/// let found = rules::release(&reading.release, &reading.fields, None, &facts);
/// assert_eq!(found[0].code, "media-missing");
/// # Ok(())
/// # }
/// ```
pub fn release(
    release: &Release,
    fields: &FieldMap,
    letterhead: Option<&Letterhead>,
    facts: &Facts<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(empty_headline(release, fields));
    found.extend(empty_body(release, fields));
    found.extend(missing_contact(release, fields, letterhead));
    found.extend(invitation_without_event(release, fields));
    found.extend(event_ends_before_start(release, fields));
    found.extend(line_without_event(release, fields));
    found.extend(correction_without_reference(release, fields));
    found.extend(account::overdrawn(release, fields, facts.limits.memory));
    found.extend(bounds::paragraphs(release, fields));
    found.extend(bounds::strings(release, fields));
    found.extend(addresses::links(release, fields));
    found.extend(addresses::emails(release, fields));
    found.extend(telephone::impossible(&release.contacts, fields));
    found.extend(media::pictures(release, fields, facts));
    found.extend(media::lost_captions(release, fields));
    found.extend(media::in_paragraph(release, fields));
    found.extend(media::alternative_texts(release, fields));
    found.extend(media::nothing_to_show(release, fields));
    found.extend(media::decorative(release, fields));
    found.extend(characters::in_release(release, fields, facts.covers));
    let lost = leftovers::lost_blocks(release, fields);
    let columns: Vec<_> = lost.iter().map(|finding| finding.range.clone()).collect();
    found.extend(leftovers::in_release(release, fields, lost));
    found.extend(quotes::unbalanced(release, fields, letterhead));
    found.extend(language::doubtful(release, fields));
    found.extend(zone::doubtful(release, fields, letterhead));
    found.extend(telephone::other_form(&release.contacts, fields));
    found.extend(writing::warnings(release, fields, letterhead, &columns));
    without_marks_of_damage(&mut found);
    diagnostic::sort(&mut found);
    found
}

/// Removes what is said of quotation marks that are bytes of misread letters.
fn without_marks_of_damage(found: &mut Vec<Diagnostic>) {
    let damaged: Vec<_> = found
        .iter()
        .filter(|diagnostic| diagnostic.code == codes::ENCODING_DAMAGED)
        .map(|diagnostic| diagnostic.field.clone())
        .collect();
    found.retain(|diagnostic| {
        diagnostic.code != codes::QUOTES_UNBALANCED || !damaged.contains(&diagnostic.field)
    });
}

/// `photo-resolution-low`: what a release for print should have more pixels of. `dpi`
/// holds the resolution of each picture at the size it is set.
pub fn print_resolution(
    release: &Release,
    fields: &FieldMap,
    dpi: &BTreeMap<String, f64>,
) -> Vec<Diagnostic> {
    media::resolution(release, fields, dpi)
}

/// All errors and warnings of a letterhead.
///
/// ```
/// use letterpress::source::{Format, Source};
/// use letterpress::{read, rules};
///
/// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
/// let text = "id = 'lmo'\nname = 'Amt'\n[mail]\nfrom = 'presse'\n";
/// let source = Source::from_text("lmo.toml", Format::Toml, text.to_owned());
/// let (letterhead, fields) = read::letterhead(&source)?;
/// let found = rules::letterhead(&letterhead, &fields, &|_| true);
/// assert_eq!(found[0].field.as_deref(), Some("mail.from"));
/// # Ok(())
/// # }
/// ```
pub fn letterhead(
    letterhead: &Letterhead,
    fields: &FieldMap,
    covers: &dyn Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let mut found = telephone::impossible(&letterhead.contacts, fields);
    found.extend(addresses::letterhead_emails(letterhead, fields));
    found.extend(addresses::letterhead_links(letterhead, fields));
    found.extend(mail::head_pattern(letterhead, fields));
    found.extend(mail::patterns(letterhead, fields));
    found.extend(mail::unsubscribe(letterhead, fields));
    found.extend(mail::list_id(letterhead, fields));
    found.extend(own_name::helo(letterhead, fields));
    found.extend(characters::in_letterhead(letterhead, fields, covers));
    found.extend(theme::findings(letterhead, fields));
    found.extend(zone::unknown(letterhead, fields));
    found.extend(unknown_warnings(letterhead, fields));
    found.extend(numbered_footnote(letterhead, fields));
    found.extend(legible::contrasts(letterhead, fields));
    found.extend(legible::sizes(letterhead, fields));
    found
}

/// `headline-empty`: a sheet and its file need a title (PDF/UA-1, 7.1).
fn empty_headline(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    let is_seen = |c: char| !c.is_whitespace() && !characters::is_shapeless(c);
    (fields.text("headline").is_some() && !release.headline.plain_text().contains(is_seen)).then(
        || {
            let error = Diagnostic::new(codes::HEADLINE_EMPTY, "the headline is empty");
            fields.mark("headline", error.hint("say in one line what is new"))
        },
    )
}

/// `body-empty`: a release has a text.
fn empty_body(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    (fields.text("body").is_some() && release.body.blocks.is_empty()).then(|| {
        let error = Diagnostic::new(codes::BODY_EMPTY, "the release has no text");
        fields.mark("body", error.hint("write the text under the fields"))
    })
}

/// `contacts-missing`: release or letterhead names a contact.
fn missing_contact(
    release: &Release,
    fields: &FieldMap,
    letterhead: Option<&Letterhead>,
) -> Option<Diagnostic> {
    let nobody = release.contacts.is_empty() && letterhead?.contacts.is_empty();
    nobody.then(|| {
        let warning = Diagnostic::new(
            codes::CONTACTS_MISSING,
            "neither the release nor its letterhead names a contact",
        );
        fields.mark("contacts", warning.hint("add `contacts` with a name and a phone or e-mail"))
    })
}

/// `invitation-without-event`: an invitation says when and where.
fn invitation_without_event(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    (release.kind == Kind::Invitation && release.event.is_none()).then(|| {
        let warning =
            Diagnostic::new(codes::INVITATION_WITHOUT_EVENT, "an invitation without an event");
        fields.mark("kind", warning.hint("add `event` with start, venue and address"))
    })
}

/// `event-line`: a place for an event that the release does not have.
fn line_without_event(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    let mut blocks = release.body.blocks.iter();
    let line = blocks.find(|block| block.kind == BlockKind::Event)?;
    release.event.is_none().then(|| {
        let message = "the release has no event that could stand here";
        let diagnostic = Diagnostic::new(codes::EVENT_LINE, message)
            .with("reason", "no-event")
            .hint("add `event` with start, venue and address, or remove the line");
        let range = line.span.0.clone();
        fields.place("body", Finding { diagnostic, range, label: String::new() })
    })
}

/// `event-ends-before-start`: an end on the day of the start, without an hour, is fine.
fn event_ends_before_start(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    let event = release.event.as_ref()?;
    let (start, end) = (event.start, event.end?);
    let is_before = match (start.moment(), end.moment()) {
        (Some(start), Some(end)) => end.unix_seconds() < start.unix_seconds(),
        _ => end.day() < start.day(),
    };
    is_before.then(|| {
        let message = message!(
            "the event ends ({end}) before it starts ({start})",
            end = end.to_string(),
            start = start.to_string()
        );
        let error = Diagnostic::new(codes::EVENT_ENDS_BEFORE_START, message);
        fields.mark("event.end", error.hint("check day and hour of both"))
    })
}

/// `correction-without-reference`: a correction says what it corrects.
fn correction_without_reference(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    (release.kind == Kind::Correction && release.refers_to.is_none()).then(|| {
        let warning = Diagnostic::new(
            codes::CORRECTION_WITHOUT_REFERENCE,
            "a correction that does not say what it corrects",
        );
        fields.mark("kind", warning.hint("add `refers_to` with number, date and headline"))
    })
}

/// `footnote-mark`: the letterhead's footnote is told from those of the text, which have numbers.
fn numbered_footnote(letterhead: &Letterhead, fields: &FieldMap) -> Option<Diagnostic> {
    let mark = &letterhead.footnote.as_ref()?.mark;
    mark.contains(char::is_numeric).then(|| {
        let message = message!("`{mark}` is also the mark of a note of the text", mark);
        let error = Diagnostic::new(codes::FOOTNOTE_MARK, message);
        fields.mark("footnote.mark", error.hint("use `*` or `†`"))
    })
}

/// `unknown-warning`: a switch that would switch nothing.
fn unknown_warnings(letterhead: &Letterhead, fields: &FieldMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_known = |code: &str| Code::from_name(code).is_some_and(Code::is_switchable);
    for (name, listed) in [("on", &letterhead.warnings.on), ("off", &letterhead.warnings.off)] {
        let unknown = listed.iter().enumerate().filter(|(_, code)| !is_known(code));
        for (at, code) in unknown {
            let known = codes::switchable();
            let hint = read::suggestion(code, &known);
            let message = message!("there is no warning `{code}`", code);
            let error = Diagnostic::new(codes::UNKNOWN_WARNING, message)
                .with("choices", known.as_slice())
                .hint(hint);
            found.push(fields.mark(&format!("warnings.{name}[{at}]"), error));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Format, Source};

    #[test]
    fn an_event_ends_when_it_starts_or_later() {
        let is_refused = |start: &str, end: &str| {
            let text = format!("---\nevent:\n  start: {start}\n  end: {end}\n---\nEin Satz.\n");
            let source = Source::from_text("a.md", Format::Markdown, text);
            let reading = read::release(&source).expect("there are fields");
            event_ends_before_start(&reading.release, &reading.fields).is_some()
        };
        for (start, end) in [
            ("2022-12-02", "2022-12-01"),
            ("2022-12-02T10:00+01:00", "2022-12-01"),
            ("2022-12-01T10:00+01:00", "2022-12-01T09:59+01:00"),
            ("2022-12-01T10:00+01:00", "2022-12-01T10:30+02:00"),
        ] {
            assert!(is_refused(start, end), "{start} to {end}");
        }
        for (start, end) in [
            ("2022-12-01", "2022-12-01"),
            ("2022-12-01T10:00+01:00", "2022-12-01"),
            ("2022-12-01T10:00+01:00", "2022-12-01T10:00+01:00"),
            ("2022-12-01T10:00+02:00", "2022-12-01T09:30+01:00"),
            // What cannot be read was reported already.
            ("morgen", "2022-12-01"),
        ] {
            assert!(!is_refused(start, end), "{start} to {end}");
        }
    }
}

//! What a message and its attachment are called.

use super::identity::IssueId;
use crate::body;
use crate::content::Wording;
use crate::diagnostic::Diagnostic;
use crate::letterhead::{Letterhead, OF_RELEASE, Pattern};
use crate::release::{Kind, Release, Status, slug};
use crate::rules;

/// The subject, unless the letterhead has a pattern of its own.
const SUBJECT: &str = "{kind} {house}: {headline}";
/// The attachment's name, unless the letterhead has a pattern of its own.
const FILE_NAME: &str = "{date}_{code}_{house}_{headline}";

/// The most characters of a file's name, its ending included.
const MAX_CHARACTERS: usize = 100;
/// The ending of the attachment.
const ENDING: &str = ".pdf";

/// The subject: first status, embargo and version, then what the pattern says.
///
/// `Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ) – Medieninformation LMO: Headline`, of a release
/// that is recalled `Zurückgezogen: Medieninformation LMO: Headline`
pub(super) fn subject(
    release: &Release,
    letterhead: &Letterhead,
    issue_id: &IssueId,
) -> Result<String, Diagnostic> {
    let wording = Wording::new(release, letterhead);
    let pattern = read(letterhead.mail.subject.as_deref().unwrap_or(SUBJECT))?;
    let filled = pattern.fill(|name| match name {
        "date" => Some(wording.day()),
        "version" => wording.version(),
        "place" => release.place.clone(),
        "number" => release.number.clone(),
        "name" => Some(letterhead.name.clone()),
        "house" => Some(house(letterhead).to_owned()),
        "kind" => Some(wording.label(release.kind.as_str()).to_owned()),
        "headline" => Some(wording.title()),
        "subheadline" => wording.subtitle(),
        _ => common(name, release, issue_id),
    });
    let kind = wording.label(Kind::Correction.as_str());
    let begins = filled.to_lowercase().starts_with(&kind.to_lowercase());
    let is_correction = release.kind == Kind::Correction;
    let version = wording.version().filter(|_| !pattern.has("version"));
    let is_recall = release.status == Status::Canceled;
    let status = wording.watermark().map(|word| word.trim_end().trim_end_matches(':').to_owned());
    let mut first: Vec<String> = status.clone().filter(|_| !is_recall).into_iter().collect();
    // What nobody may use any more is not free from a moment on.
    first.extend(wording.embargo().filter(|_| !is_recall));
    first.extend((is_correction && !begins).then(|| kind.to_owned()));
    // Behind a subject that begins with "Korrektur", so that this stays the first word.
    let (before, behind) = if is_correction && begins {
        (None, version.map(|version| format!(" ({version})")))
    } else {
        (version, None)
    };
    first.extend(before);
    first.push(filled + &behind.unwrap_or_default());
    first.retain(|part| !part.is_empty());
    let subject = first.join(" – ");
    Ok(body::plain_words(&match status.filter(|_| is_recall) {
        Some(status) => format!("{status}: {subject}"),
        None => subject,
    }))
}

/// The attachment's name: ASCII letters, digits, `.`, `_` and `-`, so that it is the
/// same in every system.
///
/// `2022-11-25_MI_SMWK_sachsen-verbindet-seine-ki-kompetenzen.pdf`
pub(super) fn file_name(
    release: &Release,
    letterhead: &Letterhead,
    issue_id: &IssueId,
) -> Result<String, Diagnostic> {
    let wording = Wording::new(release, letterhead);
    let pattern = read(letterhead.mail.file_name.as_deref().unwrap_or(FILE_NAME))?;
    let version = Some(release.version).filter(|version| *version > 1);
    let version = version.map(|version| format!("v{version}"));
    let filled = pattern.fill(|name| match name {
        "date" => Some(release.date.day().to_string()),
        "version" => version.clone(),
        "place" => release.place.as_deref().map(slug),
        "number" => release.number.as_deref().map(slug),
        "name" => Some(slug(&letterhead.name)),
        "house" => Some(plain(house(letterhead))),
        "kind" => Some(slug(wording.label(release.kind.as_str()))),
        "headline" => Some(slug(&wording.title())),
        "subheadline" => wording.subtitle().as_deref().map(slug),
        "id" => Some(slug(&issue_id.identifier)),
        _ => common(name, release, issue_id),
    });
    // Two versions in one folder have two names.
    let version = version.filter(|_| !pattern.has("version"));
    let version = version.map(|version| format!("_{version}")).unwrap_or_default();
    let stem = plain(filled.strip_suffix(ENDING).unwrap_or(&filled));
    let room = MAX_CHARACTERS - ENDING.len() - version.len();
    let stem = match cut(&stem, room) {
        "" => "release",
        stem => stem,
    };
    Ok(format!("{stem}{version}{ENDING}"))
}

fn read(pattern: &str) -> Result<Pattern, Diagnostic> {
    Pattern::parse(pattern, OF_RELEASE).map_err(|error| rules::pattern_error(&error, OF_RELEASE))
}

fn house(letterhead: &Letterhead) -> &str {
    letterhead.short.as_deref().unwrap_or(&letterhead.name)
}

/// What reads the same in a subject and in a file's name.
fn common(name: &str, release: &Release, issue_id: &IssueId) -> Option<String> {
    Some(match name {
        "code" => code(release.kind).to_owned(),
        "language" => release.language.as_str().to_owned(),
        "id" => issue_id.identifier.clone(),
        _ => return None,
    })
}

/// The short form of a kind.
fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "MI",
        Kind::Invitation => "EINL",
        Kind::Correction => "KORR",
        Kind::Speech => "REDE",
        Kind::Statement => "STMT",
    }
}

/// A text in ASCII letters of the same case, digits, dots, underscores and hyphens.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => plain.push(character),
            '.' | '_' | '-' if !plain.ends_with(character) => plain.push(character),
            '.' | '_' | '-' => {}
            _ => {
                let letters = slug(&character.to_string());
                let mut letters = letters.chars();
                match letters.next() {
                    Some(first) if character.is_uppercase() => {
                        plain.push(first.to_ascii_uppercase())
                    }
                    Some(first) => plain.push(first),
                    None if plain.ends_with(['-', '_', '.']) => {}
                    None => plain.push('-'),
                }
                plain.extend(letters);
            }
        }
    }
    plain.trim_matches(['.', '_', '-']).to_owned()
}

/// The beginning of a text of ASCII, cut between words where there are some.
fn cut(text: &str, max: usize) -> &str {
    let Some(head) = text.get(..max).filter(|_| text.len() > max) else { return text };
    let is_between = text.get(max..).is_some_and(|rest| rest.starts_with(['-', '_', '.']));
    let end = match head.rfind(['-', '_', '.']) {
        Some(end) if !is_between && end > max / 2 => end,
        _ => max,
    };
    head.get(..end).unwrap_or(head).trim_end_matches(['-', '_', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use crate::source::{Format, Source};

    fn named(letterhead: &str, release: &str) -> [String; 2] {
        let toml = format!("id = \"lmo\"\nname = \"Landesamt für Muster\"\n{letterhead}");
        let source = Source::from_text("lmo.toml", Format::Toml, toml);
        let letterhead = read::letterhead(&source).expect("a letterhead").0;
        let text = format!("---\ndate: 2022-11-25\n{release}\n---\nText.\n");
        let source = Source::from_text("a.md", Format::Markdown, text);
        let release = read::release(&source).expect("a release").release;
        let identifier = release.identifier("lmo");
        let issue_id = IssueId { identifier, version: release.version };
        [subject, file_name].map(|name| match name(&release, &letterhead, &issue_id) {
            Ok(name) => name,
            Err(error) => error.message,
        })
    }

    #[test]
    fn the_default_names_kind_house_and_headline() {
        let [subject, file] = named(
            "short = \"SMWK\"",
            "headline: \"Sachsen verbindet seine \\\"KI\\\"-Kompetenzen\"",
        );
        assert_eq!(subject, "Medieninformation SMWK: Sachsen verbindet seine »KI«-Kompetenzen");
        assert_eq!(file, "2022-11-25_MI_SMWK_sachsen-verbindet-seine-ki-kompetenzen.pdf");
        let [subject, file] = named("", "headline: Größe\nlanguage: en\nkind: invitation");
        assert_eq!(subject, "Invitation Landesamt für Muster: Größe");
        assert_eq!(file, "2022-11-25_EINL_Landesamt-fuer-Muster_groesse.pdf");
    }

    #[test]
    fn what_nobody_may_overlook_comes_first() {
        let subject = |letterhead, release: &str| {
            let [subject, _] = named(letterhead, &format!("headline: Neu\n{release}"));
            subject
        };
        let embargo = "embargo: 2022-11-25T14:00+01:00";
        assert_eq!(
            subject("", embargo),
            "Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ) – \
             Medieninformation Landesamt für Muster: Neu"
        );
        let own = "[mail]\nsubject = \"{headline}\"";
        assert_eq!(subject(own, "version: 2"), "Fassung 2 – Neu");
        assert_eq!(subject(own, "kind: correction"), "Korrektur – Neu");
        assert_eq!(
            subject(own, &format!("kind: correction\nversion: 2\n{embargo}")),
            "Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ) – Korrektur – Fassung 2 – Neu"
        );
        let kind = "[mail]\nsubject = \"{kind} {number}: {headline}\"";
        assert_eq!(subject(kind, "kind: correction\nversion: 3"), "Korrektur: Neu (Fassung 3)");
        assert_eq!(subject(kind, "status: withheld"), "Zurückgestellt – Medieninformation: Neu");
        assert_eq!(subject(kind, "status: canceled"), "Zurückgezogen: Medieninformation: Neu");
        let recall = format!("status: canceled\nversion: 2\n{embargo}");
        assert_eq!(subject(own, &recall), "Zurückgezogen: Fassung 2 – Neu");
        for (language, word) in [
            ("en", "Withdrawn"),
            ("en-US", "Withdrawn"),
            ("hsb", "Wróćo wzate"),
            ("cs", "Staženo"),
            ("pl", "Wycofane"),
        ] {
            let recall = format!("status: canceled\nlanguage: {language}");
            assert_eq!(subject(own, &recall), format!("{word}: Neu"));
        }
        let version = "[mail]\nsubject = \"{headline} ({version}, {date})\"";
        assert_eq!(subject(version, "version: 2"), "Neu (Fassung 2, 25.11.2022)");
        assert_eq!(subject(version, ""), "Neu (25.11.2022)");
    }

    #[test]
    fn file_names_are_short_plain_and_distinct() {
        let file = |pattern: &str, release: &str| {
            let [_, file] = named(&format!("[mail]\nfile_name = \"{pattern}\""), release);
            file
        };
        let long = format!("headline: {}", "Größe und Maß ".repeat(20));
        let name = file("{date}_{headline}", &long);
        assert!(name.len() <= MAX_CHARACTERS && name.ends_with("-mass.pdf"), "{name}");
        let word = format!("headline: {}", "ö".repeat(200));
        assert_eq!(file("{headline}", &word).len(), MAX_CHARACTERS);
        assert_eq!(file("{headline}", "headline: 🦊"), "release.pdf");
        assert_eq!(file("../{headline}.pdf", "headline: Neu"), "neu.pdf");
        assert_eq!(file("{number}_{headline}", "headline: Neu\nversion: 2"), "neu_v2.pdf");
        assert_eq!(file("{headline}-{version}", "headline: Neu\nversion: 2"), "neu-v2.pdf");
        let number = "headline: Neu\nnumber: \"123/2022\"\nplace: Łódź";
        assert_eq!(
            file("MI {number} {place} {kind}", number),
            "MI-123-2022-lodz-medieninformation.pdf"
        );
        for name in [name, file("a\\u0001b\\\\c:d", "headline: x")] {
            assert!(
                name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)),
                "{name}"
            );
        }
    }
}

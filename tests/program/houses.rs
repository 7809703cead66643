//! The invented letterheads: no field of them is without effect, and each period has its sender.

use std::fs;
use std::path::{Path, PathBuf};

use letterpress::files::{FileError, Files};
use letterpress::mail::Heading;
use letterpress::release::ReleaseDate;
use letterpress::source::{Format, Source};
use letterpress::{Edition, Job, Pool, Standards, Stationery, Typesetter};

use crate::repository::root;
use crate::test::{RELEASE, Test};

/// A folder of the repository.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        fs::read(self.0.join(path)).map_err(|_| FileError::Missing)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let entries = fs::read_dir(self.0.join(folder)).map_err(|_| FileError::Missing)?;
        Ok(entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect())
    }
}

/// Releases that between them show every field, in both languages and all periods.
fn releases(language: &str, dates: &[&str]) -> Vec<String> {
    let long = "Ein Satz steht hier, und noch einer folgt ihm nach. ".repeat(12);
    let mut releases = Vec::new();
    for date in dates {
        releases.push(format!(
            "---\n{language}date: {date}\nnumber: 1/2\nid: a-1\nplace: Ort\nheadline: Das \"Neue\"\nsubheadline: Mehr\n\
             event: {{ start: 2025-05-05T14:00+02:00, venue: Halle }}\nkicker: Reihe\nlead: Vorweg.\n\
             links: [{{ label: Mehr, url: \"https://example.org\" }}]\nmedia: [{{ file: querformat.jpg, alt: Saal }}]\n---\n\
             ## Teil\n\n{}\n",
            [long.as_str(); 9].join("\n\n## Teil\n\n"),
        ));
        releases.push(format!(
            "---\n{language}date: {date}\nid: a-2\nheadline: Neu\nkind: statement\nboilerplate: Ende.\ncontacts:\n  - {{ name: A B, phone: \"+49 30 23125 001\" }}\n  - {{ name: C D, email: c@example.org }}\n---\nEin Satz.\n"
        ));
        releases
            .push(format!("---\n{language}date: {date}\nid: a-3\nheadline: Neu\n---\nEin Satz.\n"));
        releases.push(format!(
            "---\n{language}date: {date}\nid: a-4\nheadline: Neu\nembargo: {date}T14:00+01:00\n---\nEin Satz.\n"
        ));
    }
    releases
}

/// What comes of a release on a letterhead: the file and the mail, or the refusal.
fn outcome(letterhead: &str, folder: &Path, release: &str) -> Result<(Vec<u8>, Vec<u8>), String> {
    let house = Source::from_text("house.toml", Format::Toml, letterhead.to_owned());
    let files = Folder(folder.to_owned());
    let letterheads = Stationery::load(&house, &files).map_err(|errors| errors.to_string())?;
    let source = Source::from_text("a.md", Format::Markdown, release.to_owned());
    let photos = Folder(root().join("fixtures/photos"));
    let job = Job::new(&source).with_letterheads(&letterheads).with_files(&photos);
    let typesetter = Typesetter::new();
    let edition = Edition::default();
    let manuscript = typesetter.read(&job, &[edition]).map_err(|errors| errors.to_string())?;
    let pdf = manuscript.pdf(&edition, &Standards::default());
    let pdf = pdf.map_err(|errors| errors.to_string())?.bytes;
    let message = manuscript.message(pdf.clone(), None).map_err(|errors| errors.to_string())?;
    let heading = "2025-01-01".parse::<ReleaseDate>().ok().and_then(|day| Heading::of(day, false));
    let mail = message.to_bytes(None, &heading.expect("2025 can be stated"));
    Ok((pdf, mail))
}

/// The letterhead without one of its fields, for each of them: the field and the rest. Of a text by
/// language each language is one.
fn without_each(letterhead: &str) -> Vec<(String, String)> {
    let mut variants = Vec::new();
    let lines: Vec<_> = letterhead.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some((name, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let with = |line: Option<String>| {
            let before = lines[..at].iter().map(|line| (*line).to_owned());
            let behind = lines[at + 1..].iter().map(|line| (*line).to_owned());
            before.chain(line).chain(behind).collect::<Vec<_>>().join("\n")
        };
        variants.push((format!("line {}: {name}", at + 1), with(None)));
        for language in ["de", "en"] {
            let start = format!("{{ {language} = ");
            let Some(inner) = value.strip_prefix("{ ").and_then(|value| value.strip_suffix(" }"))
            else {
                continue;
            };
            let kept = match inner.split_once(", en = ") {
                Some((_, english)) if value.starts_with(&start) => format!("{{ en = {english} }}"),
                Some((german, _)) if language == "en" => format!("{{ {german} }}"),
                _ => continue,
            };
            let label = format!("line {}: {name}, {language}", at + 1);
            variants.push((label, with(Some(format!("{name} = {kept}")))));
        }
    }
    variants
}

/// The fields of a letterhead whose absence shows on no sheet and in no mail.
fn inert(path: &str, releases: &[String]) -> Vec<String> {
    let path = root().join(path);
    let folder = path.parent().expect("a folder").to_owned();
    let letterhead = fs::read_to_string(&path).expect("a letterhead");
    let whole: Vec<_> =
        releases.iter().map(|release| outcome(&letterhead, &folder, release)).collect();
    assert!(whole.iter().filter(|outcome| outcome.is_ok()).count() > 2, "{whole:?}");
    let variants = without_each(&letterhead);
    assert!(variants.len() > 20, "{variants:?}");
    let mut inert = Vec::new();
    Pool::new().each(
        &variants,
        |(name, variant)| {
            let is_same = releases
                .iter()
                .zip(&whole)
                .all(|(release, whole)| outcome(variant, &folder, release) == *whole);
            Ok(is_same.then(|| name.clone()))
        },
        |_, outcome| inert.extend(outcome.expect("no panic")),
    );
    inert
}

#[test]
fn no_field_of_the_town_is_without_effect() {
    let dates = ["2003-12-31", "2024-12-31", "2025-01-01"];
    let mut all = releases("", &dates);
    all.extend(releases("language: en\n", &dates[1..]));
    let inert = inert("layouts/letterheads/hafenstadt/hafenstadt.toml", &all);
    assert_eq!(inert, Vec::<String>::new());
}

#[test]
fn no_field_of_the_university_is_without_effect() {
    let inert = inert("layouts/letterheads/lakeside.toml", &releases("", &["2025-01-14"]));
    assert_eq!(inert, Vec::<String>::new());
}

#[test]
fn a_release_shows_the_sender_of_its_day() {
    for (date, sender) in [
        ("2024-12-31", "Stadt Hafenstadt – Der Oberbürgermeister"),
        ("2025-01-01", "Hansestadt Hafenstadt – Die Oberbürgermeisterin"),
    ] {
        let release = RELEASE.replace("neutral", "hafenstadt").replace("2022-11-25", date);
        let ran = Test::new("render -q a.md --format txt -o -").file("a.md", release).any_stdout();
        let text = String::from_utf8(ran.run().stdout).expect("it is UTF-8");
        assert!(text.contains(sender), "{text}");
    }
    let release = RELEASE.replace("neutral", "hafenstadt").replace("2022-11-25", "2003-12-31");
    let ran = Test::new("check a.md").file("a.md", release).any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[letterhead-not-valid]"), "{}", ran.stderr);
}

#[test]
fn the_right_one_of_twenty_periods_is_taken() {
    let mut house = "id = \"amt\"\nname = \"Amt 1990\"\nvalid_from = 1990-01-01\n".to_owned();
    for year in 1991..=2010 {
        house += &format!("[[period]]\nfrom = {year}-07-01\nname = \"Amt {year}\"\n");
    }
    let test = Test::new("render -q a.md b.md c.md --letterheads houses --format txt -o out/");
    let release = |date: &str| RELEASE.replace("neutral", "amt").replace("2022-11-25", date);
    let ran = test
        .file("houses/amt.toml", house)
        .file("a.md", release("2004-06-30"))
        .file("b.md", release("2004-07-01"))
        .file("c.md", release("2024-01-01"))
        .run();
    for (name, sender) in [("a", "Amt 2003"), ("b", "Amt 2004"), ("c", "Amt 2010")] {
        let text = String::from_utf8(ran.bytes(&format!("out/{name}.txt"))).expect("it is UTF-8");
        assert!(text.contains(sender), "{name}: {text}");
    }
}

//! Changed copies of pictures, logos, fonts and letterheads: each is set or refused, and soon.
//!
//! `VARIANTS=20000 cargo test --release --test program -- mutated_files --nocapture` tries more
//! of each kind, and says how many were set and which took longest.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use letterpress::diagnostic::{Diagnostics, codes};
use letterpress::files::{FileError, Files};
use letterpress::source::{Format, Source};
use letterpress::{Job, Pool, Standards, Stationery, Typesetter};

use crate::mutation::{Numbers, PDF_PIECES, SVG_PIECES, TOML_PIECES, damaged, mutated, with_sums};
use crate::repository::root;

/// How many changed files of each kind every run tries.
const VARIANTS: u64 = 150;
/// How many are made at a time.
const AT_A_TIME: usize = 500;
/// What one of them may take.
const TIMEOUT: Duration = Duration::from_secs(5);
const RELEASE: &str = "---\nletterhead: x\ndate: 2022-11-25\nheadline: Probe\n---\nEin Satz.\n";

/// As many as are asked for, or as every run tries.
pub fn variants(usual: u64) -> u64 {
    let asked = std::env::var("VARIANTS").ok().and_then(|number| number.parse().ok());
    asked.unwrap_or(usual)
}

/// A folder in which each file has the same bytes; none, if they are a letterhead's own, which
/// finds its files where it stands.
struct Everywhere<'a>(Option<&'a [u8]>);

impl Files for Everywhere<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let Some(bytes) = self.0 else {
            let name = Path::new(path).file_name().ok_or(FileError::Missing)?;
            let logo = root().join("fixtures/letterheads/logos").join(name);
            return fs::read(logo).map_err(|_| FileError::Missing);
        };
        Ok(bytes.to_vec())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(vec!["a.ttf".to_owned()])
    }
}

/// A file, and how it is used.
struct Example {
    name: String,
    bytes: Vec<u8>,
    /// The letterhead, unless the file is one.
    house: Option<String>,
    release: String,
}

impl Example {
    fn is_text(&self) -> Option<&'static [&'static str]> {
        match Path::new(&self.name).extension()?.to_str()? {
            "svg" => Some(SVG_PIECES),
            "pdf" => Some(PDF_PIECES),
            "toml" => Some(TOML_PIECES),
            _ => None,
        }
    }

    fn changed(&self, variant: u64) -> Vec<u8> {
        let mut numbers = Numbers::of_variant(variant);
        let bytes = match self.is_text() {
            Some(pieces) => mutated(&self.bytes, pieces, &mut numbers),
            None => damaged(&self.bytes, &mut numbers),
        };
        if self.name.ends_with(".png") && numbers.next(4) > 0 { with_sums(bytes) } else { bytes }
    }

    /// Sets a sheet with the file, and refuses it as a user would see it.
    fn set(&self, bytes: &[u8]) -> Result<(), Diagnostics> {
        let house = match &self.house {
            Some(house) => house.clone(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        };
        let house = Source::from_text("house.toml", Format::Toml, house);
        let files = Everywhere(self.house.as_ref().map(|_| bytes));
        let letterheads = Stationery::load(&house, &files)?;
        let release = Source::from_text("release.md", Format::Markdown, self.release.clone());
        let job = Job::new(&release).with_letterheads(&letterheads).with_files(&files);
        Typesetter::new().typeset(&job)?.pdf(&Standards::default()).map(|_| ())
    }
}

fn example(path: &Path, house: Option<&str>, release: &str) -> Example {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    let bytes = fs::read(path).expect("a file");
    let house = house.map(|house| format!("id = \"x\"\nname = \"Amt\"\n{house}"));
    Example { name, bytes, house, release: release.to_owned() }
}

/// The files of a folder, in order.
fn files(folder: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths
}

fn is_of(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|other| ending == *other))
}

/// Tries changed copies of the examples in turn.
fn try_all(kind: &str, examples: &[Example]) {
    let count = variants(VARIANTS);
    let numbers: Vec<u64> = (0..count).collect();
    let (mut taken, mut slowest, mut faults) = (0, (Duration::ZERO, 0), Vec::new());
    for numbers in numbers.chunks(AT_A_TIME) {
        Pool::new().each(
            numbers,
            |number| {
                let example = &examples[*number as usize % examples.len()];
                let file = example.changed(*number);
                let begun = Instant::now();
                let refused = example.set(&file).err();
                Ok((begun.elapsed(), refused))
            },
            |at, outcome| {
                let number = numbers[at];
                match outcome {
                    Ok((time, refused)) => {
                        slowest = slowest.max((time, number));
                        taken += u64::from(refused.is_none());
                        if time > TIMEOUT {
                            faults.push(format!("{number} took {time:?}"));
                        }
                        let inner = refused.iter().flat_map(|found| found.iter());
                        let inner = inner.filter(|found| found.code == codes::INTERNAL);
                        faults.extend(inner.map(|found| format!("{number}: {}", found.message)));
                    }
                    Err(found) => faults.push(format!("{number}: {found}")),
                }
            },
        );
    }
    let (time, number) = slowest;
    let report = format!("{kind}: {taken} of {count} were set; {number} took {time:?}\n");
    std::io::stderr().write_all(report.as_bytes()).expect("standard error is open");
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn damaged_pictures() {
    let mut paths = files("fixtures/photos");
    paths.extend(files("fixtures/photos/kinds"));
    let examples = paths.iter().map(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        example(path, Some(""), &format!("{RELEASE}\n![Ein Bild]({name} \"Ein Bild\")\n"))
    });
    try_all("pictures", &examples.collect::<Vec<_>>());
}

#[test]
fn damaged_logos() {
    let mut paths = files("fixtures/letterheads/logos");
    paths.extend(files("fixtures/photos").into_iter().filter(|path| is_of(path, &["svg", "png"])));
    let examples = paths.iter().map(|path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let logo = format!("[logo]\nfile = \"{name}\"\nalt = \"Zeichen\"\n");
        example(path, Some(&logo), RELEASE)
    });
    try_all("logos", &examples.collect::<Vec<_>>());
}

#[test]
fn damaged_fonts() {
    let paths = files("fonts")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "ttf" || ending == "otf"));
    let folder = "font_dir = \"fonts\"\n";
    let examples = paths.map(|path| example(&path, Some(folder), RELEASE));
    try_all("fonts", &examples.collect::<Vec<_>>());
}

#[test]
fn damaged_letterheads() {
    let mut paths = files("layouts/letterheads");
    paths.extend(files("fixtures/letterheads"));
    let examples = paths.iter().map(|path| example(path, None, RELEASE));
    try_all("letterheads", &examples.collect::<Vec<_>>());
}

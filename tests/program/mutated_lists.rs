//! Changed copies of recipient lists: each is read or refused, and soon.
//!
//! `VARIANTS=20000 cargo test --release --test program -- mutated_lists --nocapture` tries more.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use letterpress::Pool;
use letterpress::diagnostic::{Diagnostics, codes};
use letterpress::limits::ListLimits;
use letterpress::mail::{RecipientList, SuppressionList};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::mutated_files::variants;
use crate::mutation::{LIST_PIECES, Numbers, SHEET_PIECES, damaged, mutated};
use crate::repository::root;

/// How many changed files every run tries.
const VARIANTS: u64 = 1000;
/// What one of them may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A list, whose parts are packed if it is an Excel file.
struct List {
    name: String,
    bytes: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
}

impl List {
    fn read(path: PathBuf) -> Self {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(path).expect("a file");
        let mut parts = Vec::new();
        if let Ok(mut archive) = ZipArchive::new(Cursor::new(&bytes)) {
            for at in 0..archive.len() {
                let mut part = archive.by_index(at).expect("a part");
                let mut unpacked = Vec::new();
                part.read_to_end(&mut unpacked).expect("it is packed well");
                parts.push((part.name().expect("a name").into_owned(), unpacked));
            }
        }
        Self { name, bytes, parts }
    }

    /// A changed copy: of an Excel file mostly one with changed parts that are packed well, or
    /// all damage would be found by their sums.
    fn changed(&self, variant: u64) -> Vec<u8> {
        let mut numbers = Numbers::of_variant(variant);
        if self.parts.is_empty() {
            return match numbers.next(3) {
                0 => damaged(&self.bytes, &mut numbers),
                _ => mutated(&self.bytes, LIST_PIECES, &mut numbers),
            };
        }
        if numbers.next(5) == 0 {
            return damaged(&self.bytes, &mut numbers);
        }
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let chosen = numbers.next(self.parts.len());
        for (at, (name, part)) in self.parts.iter().enumerate() {
            // Pictures and themes say nothing.
            let is_changed = at == chosen || numbers.next(3) == 0;
            archive.start_file(name, SimpleFileOptions::default()).expect("it is in memory");
            let part = match is_changed {
                true => mutated(part, SHEET_PIECES, &mut numbers),
                false => part.clone(),
            };
            archive.write_all(&part).expect("it is in memory");
        }
        archive.finish().expect("it is in memory").into_inner()
    }

    /// Reads it both ways, as a user would have it.
    fn judge(&self, bytes: Vec<u8>) -> (bool, Vec<Diagnostics>) {
        let limits = ListLimits::default();
        let list = RecipientList::read_bytes(&self.name, bytes.clone(), &limits);
        let suppressed = SuppressionList::read(&self.name, bytes, &limits);
        let is_read = list.is_ok();
        for label in list.iter().flat_map(|list| &list.warnings).flat_map(|found| &found.labels) {
            let text = label.source.text();
            assert!(text.get(label.range.clone()).is_some(), "a mark is on no character");
        }
        (is_read, [list.err(), suppressed.err()].into_iter().flatten().collect())
    }
}

fn try_all(kind: &str, is_of: impl Fn(&str) -> bool) {
    let entries = fs::read_dir(root().join("fixtures/lists")).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().and_then(|end| end.to_str()).is_some_and(&is_of));
    paths.sort();
    let lists: Vec<_> = paths.into_iter().map(List::read).collect();
    let numbers: Vec<u64> = (0..variants(VARIANTS)).collect();
    let (mut read, mut slowest, mut faults) = (0, (Duration::ZERO, 0), Vec::new());
    Pool::new().each(
        &numbers,
        |number| {
            let list = &lists[*number as usize % lists.len()];
            let file = list.changed(*number);
            let begun = Instant::now();
            let (is_read, errors) = list.judge(file);
            Ok((begun.elapsed(), is_read, errors))
        },
        |at, outcome| match outcome {
            Ok((time, is_read, errors)) => {
                slowest = slowest.max((time, numbers[at]));
                read += u64::from(is_read);
                if time > TIMEOUT {
                    faults.push(format!("{} took {time:?}", numbers[at]));
                }
                let inner = errors.iter().flat_map(|found| found.iter());
                let inner = inner.filter(|found| found.code == codes::INTERNAL);
                faults.extend(inner.map(|found| format!("{}: {}", numbers[at], found.message)));
            }
            Err(found) => faults.push(format!("{}: {found}", numbers[at])),
        },
    );
    let (time, number) = slowest;
    let report = format!("{kind}: {read} of {} were read; {number} took {time:?}\n", numbers.len());
    std::io::stderr().write_all(report.as_bytes()).expect("standard error is open");
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn damaged_workbooks() {
    try_all("workbooks", |ending| ending == "xlsx");
}

#[test]
fn damaged_texts() {
    try_all("texts", |ending| ["csv", "txt"].contains(&ending));
}

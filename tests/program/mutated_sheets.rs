//! Changed copies of sheets, plain and sealed: `verify` calls none of them the same.
//!
//! `VARIANTS=1000 cargo test --release --test program -- mutated_sheets --nocapture` tries as many
//! of each kind, and says what was said of them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use crate::mutated_files::variants;
use crate::mutation::{Numbers, PDF_PIECES, mutated};
use crate::sealing::{RSA, make_key, seal_as};
use crate::test::{RELEASE, Ran, Test};
use crate::verify::{manifest_line, verdicts};

/// How many changed files of each kind every run tries.
const VARIANTS: u64 = 8;

/// A way to change a file: the file, and where it may be changed.
type Change = fn(&[u8], Range<usize>, &mut Numbers) -> Vec<u8>;

/// The ways to change a file.
const CHANGES: [(&str, Change); 6] = [
    ("bit", bit),
    ("digit", digit),
    ("cut", cut),
    ("longer", longer),
    ("moved", moved),
    ("mutated", anything),
];

fn bit(bytes: &[u8], place: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = place.start + numbers.next(place.len());
    bytes[at] ^= 1 << numbers.next(8);
    bytes
}

/// Puts another digit in the place of one: in an object, a table, a date, a signature.
fn digit(bytes: &[u8], place: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let digits = place.filter(|at| bytes[*at].is_ascii_hexdigit()).collect::<Vec<_>>();
    let Some(at) = digits.get(numbers.next(digits.len())).copied() else { return Vec::new() };
    let others = b"0123456789ABCDEF".iter().filter(|other| **other != bytes[at]);
    let others: Vec<_> = others.collect();
    bytes[at] = *others[numbers.next(others.len())];
    bytes
}

fn cut(bytes: &[u8], place: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    bytes[..place.start + numbers.next(place.len())].to_vec()
}

fn longer(bytes: &[u8], _: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    let more = (0..=numbers.next(200)).map(|_| numbers.next(256) as u8);
    let more: Vec<_> = more.collect();
    let update =
        b"1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
    let more = if numbers.next(2) == 0 { &more[..] } else { &update[..] };
    [bytes, more].concat()
}

/// Copies a piece over another one. Where all are alike nothing changes.
fn moved(bytes: &[u8], place: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let length = 1 + numbers.next(place.len().min(60));
    let from = place.start + numbers.next(place.len() - length);
    let to = place.start + numbers.next(place.len() - length);
    changed.copy_within(from..from + length, to);
    changed
}

fn anything(bytes: &[u8], _: Range<usize>, numbers: &mut Numbers) -> Vec<u8> {
    mutated(bytes, PDF_PIECES, numbers)
}

/// The first place of a piece in a file.
fn find(bytes: &[u8], piece: &[u8]) -> usize {
    let mut places = bytes.windows(piece.len());
    places.position(|found| found == piece).expect("it is there")
}

/// The places in which a file is changed, each with its name.
fn places(bytes: &[u8], sealed_from: Option<usize>) -> Vec<(&'static str, Range<usize>)> {
    let Some(start) = sealed_from else {
        let metadata = find(bytes, b"<x:xmpmeta")..find(bytes, b"</x:xmpmeta>");
        let picture = find(bytes, b"/Subtype/Image");
        let picture = picture..picture + find(&bytes[picture..], b"endobj");
        let attachment = find(bytes, b"/EmbeddedFile");
        let attachment = attachment..attachment + find(&bytes[attachment..], b"endobj");
        return vec![
            ("whole", 0..bytes.len()),
            ("metadata", metadata),
            ("picture", picture),
            ("attachment", attachment),
            ("table", bytes.len() - 1500..bytes.len()),
        ];
    };
    let value = start + find(&bytes[start..], b"/Contents <") + b"/Contents <".len();
    let padding = value + find(&bytes[value..], &[b'0'; 64]);
    vec![
        ("before", 0..start),
        ("behind", start..bytes.len()),
        ("value", value..padding),
        ("padding", padding..value + find(&bytes[value..], b">")),
    ]
}

/// Verifies changed copies of files, which lie in the folder, and their release beside them.
fn none_is_the_same(ran: Ran, files: &[(&str, Option<usize>)]) {
    let count = variants(VARIANTS);
    let (mut lines, mut names) = (String::new(), Vec::new());
    let folder = ran.path("changed");
    fs::create_dir(&folder).expect("the folder is made");
    for (file, sealed_from) in files {
        let bytes = ran.bytes(file);
        for (place, range) in places(&bytes, *sealed_from) {
            for (way, change) in CHANGES {
                for variant in 0..count {
                    let mut numbers = Numbers::of_variant(variant * 31 + names.len() as u64);
                    let changed = change(&bytes, range.clone(), &mut numbers);
                    if changed == bytes {
                        continue;
                    }
                    let name = format!("changed/{file}-{place}-{way}-{variant}.pdf");
                    fs::write(ran.path(&name), changed).expect("it is written");
                    lines += &manifest_line("a.md", &name);
                    names.push(name);
                }
            }
        }
    }
    // One whose release is nowhere, so that the exit code is the same however few are changed.
    fs::write(ran.path("changed/alone.pdf"), sheet_alone()).expect("it is written");
    names.push("changed/alone.pdf".to_owned());
    let test = Test::after(ran, "verify changed --manifest m.ndjson --message-format json");
    let ran = test.file("m.ndjson", lines).any_stdout().any_stderr().exit(2).run();
    let mut told = BTreeMap::new();
    let mut known = 0;
    for line in verdicts(&ran) {
        let verdict = line["verdict"].as_str().expect("a verdict").to_owned();
        assert!(!verdict.starts_with("same"), "{line}");
        *told.entry(verdict).or_insert(0_usize) += 1;
        known += 1;
    }
    let summary = ran.objects().pop().expect("a summary");
    let failed = summary["verdicts"]["failed"].as_u64().expect("a count");
    assert_eq!((&summary["fine"], &summary["total"]), (&0.into(), &names.len().into()));
    assert_eq!(known + failed, names.len() as u64, "{summary}");
    // Few are too far from a file of ours to be told of.
    assert!(told["differs"] * 10 > names.len() * 8, "{told:?}");
}

/// A sheet that carries no release.
fn sheet_alone() -> Vec<u8> {
    Test::new("render -q alone.md").file("alone.md", RELEASE).run().bytes("alone.pdf")
}

/// Sheets of a release with a picture: plain, and with the release in it.
fn sheets() -> Ran {
    let media = "media:\n  - file: photo.jpg\n    alt: Ein Muster\n    caption: Muster\n---\nEin";
    let release = RELEASE.replace("---\nEin", media);
    let photo = include_bytes!("../../fixtures/photos/grau.jpg");
    let test = Test::new("render -q --embed-source a.md").file("a.md", release);
    test.file("photo.jpg", photo).run()
}

#[test]
fn no_changed_sheet_is_called_the_same() {
    none_is_the_same(sheets(), &[("a.pdf", None)]);
}

#[test]
fn no_changed_sealed_sheet_is_called_the_same() {
    let ran = sheets();
    if !make_key(&ran, RSA) {
        return;
    }
    let length = ran.bytes("a.pdf").len();
    seal_as(&ran, "a.pdf", "sealed.pdf", &[]);
    seal_as(&ran, "sealed.pdf", "twice.pdf", &["Zweites"]);
    let first = ran.bytes("sealed.pdf").len();
    let ran = Test::after(ran, "verify -q a.pdf sealed.pdf twice.pdf").any_stdout().run();
    assert_eq!(String::from_utf8_lossy(&ran.stdout).matches(": same and sealed").count(), 2);
    none_is_the_same(ran, &[("sealed.pdf", Some(length)), ("twice.pdf", Some(first))]);
}

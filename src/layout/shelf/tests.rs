use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::files::FileError;

/// Files in memory, which count how often each of them is read.
#[derive(Clone)]
struct CountedFiles(Arc<BTreeMap<String, (String, AtomicUsize)>>);

impl CountedFiles {
    fn new(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), ((*text).to_owned(), AtomicUsize::new(0))));
        Self(Arc::new(files.collect()))
    }

    fn reads(&self, name: &str) -> usize {
        self.0[name].1.load(Ordering::SeqCst)
    }
}

impl Files for CountedFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let (text, reads) = self.0.get(path).ok_or(FileError::Missing)?;
        reads.fetch_add(1, Ordering::SeqCst);
        Ok(text.as_bytes().to_vec())
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(self.0.keys().cloned().collect())
    }
}

fn house(id: &str, rest: &str) -> String {
    format!("id = \"{id}\"\nname = \"Amt\"\nshort = \"A\"\n{rest}")
}

fn shelf(files: &[(&str, &str)]) -> Shelf {
    Shelf::new().with_folder("house", CountedFiles::new(files)).unwrap()
}

#[test]
fn a_letterhead_is_read_once() {
    let (one, other) = (house("one", ""), house("other", ""));
    let files = CountedFiles::new(&[("one.toml", &one), ("other.toml", &other), ("a.txt", "x")]);
    let shelf = Shelf::new().with_folder("house", files.clone()).unwrap();
    assert_eq!(files.reads("one.toml"), 0);
    for _ in 0..3 {
        assert_eq!(shelf.clone().letterheads("one").unwrap().len(), 1);
    }
    assert_eq!([files.reads("one.toml"), files.reads("other.toml")], [1, 1]);
    assert_eq!(files.reads("a.txt"), 0);
    let ids = shelf.ids();
    for id in ["neutral", "one", "other", "smwk"] {
        assert!(ids.iter().any(|known| known == id), "{ids:?}");
    }
}

#[test]
fn the_first_folder_wins_and_built_in_ones_come_last() {
    let (first, second) = (house("a", ""), house("a", ""));
    let own = house("neutral", "");
    let shelf = shelf(&[("x.toml", &first)])
        .with_folder("more", CountedFiles::new(&[("y.toml", &second), ("n.toml", &own)]))
        .unwrap();
    assert_eq!(shelf.letterheads("a").unwrap()[0].file(), "house/x.toml");
    assert_eq!(shelf.letterheads("neutral").unwrap()[0].file(), "more/n.toml");
    let entries = shelf.entries();
    let files: Vec<_> = entries.iter().flat_map(|entry| &entry.files).collect();
    assert_eq!(files, ["house/x.toml", "more/n.toml"]);
}

#[test]
fn a_broken_file_disturbs_no_other() {
    let fine = house("fine", "");
    let shelf = shelf(&[("a.toml", "id = "), ("b.toml", &fine), ("base.toml", "name = \"x\"\n")]);
    assert_eq!(shelf.letterheads("fine").unwrap().len(), 1);
    assert!(shelf.letterheads("none").unwrap().is_empty());
    let broken: Vec<_> = shelf.broken_files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(broken, ["house/a.toml"]);
    let entries = shelf.entries();
    let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_deref()).collect();
    assert_eq!(ids[..4], [Some("fine"), None, Some("neutral"), Some("smwk")]);
}

#[test]
fn files_with_one_id_are_periods() {
    let old = house("a", "valid_until = 2024-12-31\n");
    let new = house("a", "valid_from = 2025-01-01\n");
    let both = shelf(&[("b.toml", &new), ("z.toml", &old)]);
    let found = both.letterheads("a").unwrap();
    let files: Vec<_> = found.iter().map(Stationery::file).collect();
    assert_eq!(files, ["house/z.toml", "house/b.toml"]);
}

#[test]
fn two_letterheads_of_one_day_are_refused() {
    let message = |one: &str, other: &str| {
        let (one, other) = (house("a", one), house("a", other));
        let shelf = shelf(&[("1.toml", &one), ("2.toml", &other)]);
        let errors = shelf.letterheads("a").err().map(|errors| errors[0].message.clone());
        errors.unwrap_or_default()
    };
    let same = "house/1.toml and house/2.toml both have the id `a`, and both are ";
    assert_eq!(message("", ""), format!("{same}always valid"));
    let from = "valid_from = 2025-01-01\n";
    assert_eq!(message("", from), format!("{same}valid on 2025-01-01"));
    let until = "valid_until = 2025-01-01\n";
    assert_eq!(message("", until), format!("{same}valid until 2025-01-01"));
    assert_eq!(message(until, from).split_once("both are ").unwrap().1, "valid on 2025-01-01");
    assert_eq!(message("valid_until = 2024-12-31\n", from), "");
}

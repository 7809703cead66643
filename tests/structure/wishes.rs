//! The wishes of `docs/letterhead.md`: the picture of each is a page of a fixture, and its lines
//! stand in the letterhead of that fixture, so that the picture shows what they do.

use std::collections::BTreeSet;
use std::fs;

use crate::markdown::blocks;
use crate::repository::root;

/// The heading behind which the wishes stand, each with a heading one level below.
const WISHES: &str = "\n## Wishes\n";

/// The names of the fixtures whose pages are shown.
fn shown(section: &str) -> Vec<String> {
    let pictures = section.split("](gallery/").skip(1);
    let names = pictures.filter_map(|rest| Some(rest.split_once(".png)")?.0));
    names.filter_map(|name| Some(name.rsplit_once('-')?.0.to_owned())).collect()
}

/// The letterhead of a fixture as it stands in its file.
fn letterhead(fixture: &str) -> String {
    let folder = root().join("fixtures/releases/accepted");
    let release = fs::read_to_string(folder.join(format!("{fixture}.md")));
    let release = release.unwrap_or_else(|error| panic!("{fixture}.md: {error}"));
    let name = release.lines().find_map(|line| line.strip_prefix("letterhead: "));
    let name = name.unwrap_or_else(|| panic!("{fixture}.md names no letterhead"));
    let built_in = root().join("layouts/letterheads");
    let places = [
        folder.join(name),
        built_in.join(format!("{name}.toml")),
        built_in.join(name).join(format!("{name}.toml")),
    ];
    let text = places.iter().find_map(|path| fs::read_to_string(path).ok());
    text.unwrap_or_else(|| panic!("{fixture}.md: there is no letterhead {name}"))
}

/// The lines of a letterhead, each with the group in which it stands.
fn lines(text: &str) -> BTreeSet<(String, String)> {
    let mut group = String::new();
    let mut lines = BTreeSet::new();
    let written = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in written {
        let line = line.split("  #").next().unwrap_or_default().trim_end();
        if line.starts_with('[') {
            group = line.to_owned();
        } else {
            lines.insert((group.clone(), line.to_owned()));
        }
    }
    lines
}

#[test]
fn every_picture_shows_its_wish() {
    let text = fs::read_to_string(root().join("docs/letterhead.md")).expect("it is there");
    let (_, wishes) = text.split_once(WISHES).expect("the wishes begin");
    let wishes = wishes.split("\n## ").next().unwrap_or_default();
    let mut faults = Vec::new();
    let mut pictures = 0;
    for section in wishes.split("\n### ").skip(1) {
        let heading = section.lines().next().unwrap_or_default();
        let fixtures = shown(section);
        pictures += fixtures.len();
        if fixtures.is_empty() {
            continue;
        }
        let said: BTreeSet<_> = fixtures.iter().flat_map(|name| lines(&letterhead(name))).collect();
        for block in blocks("docs/letterhead.md", section) {
            if block.language == "toml" && block.file.is_none() {
                let missing = lines(&block.text).into_iter().filter(|line| !said.contains(line));
                faults.extend(missing.map(|(group, line)| format!("{heading}: {group} {line}")));
            }
        }
    }
    assert!(pictures > 10, "there are {pictures} pictures");
    assert!(faults.is_empty(), "no letterhead of the pictures says\n{}", faults.join("\n"));
}

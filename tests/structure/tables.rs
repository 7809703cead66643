//! Tables in documents that are made of the source.

use std::fs;

use crate::repository::root;

/// Holds the table of a page between two marks against the source; UPDATE=1 writes it anew.
pub fn hold(page: &str, [begin, end]: [&str; 2], table: &str) {
    let path = root().join(page);
    let text = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = text.split_once(begin).expect("the table begins");
    let (_, after) = rest.split_once(end).expect("the table ends");
    let new = format!("{before}{begin}{table}{end}{after}");
    if text == new {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::write(&path, new).expect("it is written");
    }
    panic!("the table of {page} is not that of the source; UPDATE=1 writes it anew");
}

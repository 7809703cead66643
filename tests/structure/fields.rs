//! Fields: the tables of `docs/format.md` are written out of the tables of the source; `UPDATE=1`
//! writes them anew, and the run fails all the same.

use std::collections::BTreeMap;
use std::fs;

use letterpress::read::{FieldRow, field_tables};

use crate::repository::root;

/// Before a table of `docs/format.md`; the path of its group and `AROUND` follow.
const BEGIN: &str = "<!-- The table below is written by `UPDATE=1 cargo test --release --test \
                     structure`: ";
const AROUND: &str = " -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// The document with each of its tables written anew, and the paths of their groups.
fn written(text: &str, tables: &BTreeMap<String, Vec<FieldRow>>) -> (String, Vec<String>) {
    let mut parts = text.split(BEGIN);
    let mut new = parts.next().unwrap_or_default().to_owned();
    let mut paths = Vec::new();
    for part in parts {
        let (path, rest) = part.split_once(AROUND).expect("the path of a group stands here");
        let (_, after) = rest.split_once(END).unwrap_or_else(|| panic!("{path} does not end"));
        let rows = tables.get(path).unwrap_or_else(|| panic!("there is no group {path}"));
        new += &format!("{BEGIN}{path}{AROUND}{}{END}{after}", table(rows));
        paths.push(path.to_owned());
    }
    (new, paths)
}

fn table(rows: &[FieldRow]) -> String {
    let has_examples = rows.iter().any(|row| !row.example.is_empty());
    let (head, line) = if has_examples { (" example |", " --- |") } else { ("", "") };
    let mut table =
        format!("\n| field | form | required | meaning |{head}\n| --- | --- | --- | --- |{line}\n");
    for row in rows {
        let FieldRow { name, form, required, meaning, example, .. } = row;
        table += &format!("| `{name}` | {form} | {required} | {meaning} |");
        if has_examples {
            table += &if example.is_empty() { " |".to_owned() } else { format!(" {example} |") };
        }
        table.push('\n');
    }
    table + "\n"
}

#[test]
fn every_field_is_documented() {
    let path = root().join("docs/format.md");
    let text = fs::read_to_string(&path).expect("docs/format.md lists every field");
    let tables: BTreeMap<_, _> = field_tables().into_iter().collect();
    let (new, documented) = written(&text, &tables);
    // A group that stands in several places has one table.
    let is_documented = |rows| documented.iter().any(|path| tables.get(path) == Some(rows));
    let missing: Vec<_> =
        tables.iter().filter(|(_, rows)| !is_documented(*rows)).map(|(path, _)| path).collect();
    assert!(missing.is_empty(), "docs/format.md has no table of {missing:?}");
    if text == new {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::write(&path, new).expect("it is written");
    }
    panic!("a table of docs/format.md is not that of the source; UPDATE=1 writes it anew");
}

#[test]
fn meanings_are_sentences() {
    for (path, rows) in field_tables() {
        for FieldRow { name, meaning, .. } in rows {
            assert!(meaning.ends_with('.'), "{path}.{name}: {meaning}");
            assert!(!meaning.contains('|'), "{path}.{name}: a bar would end the cell");
        }
    }
}

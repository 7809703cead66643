//! Labels: the table of `docs/letterhead.md` is written out of the table of the source; `UPDATE=1`
//! writes it anew, and the run fails all the same.

use std::fs;

use letterpress::read::label_table;

use crate::repository::root;

const BEGIN: &str = "<!-- The table of labels is written by `UPDATE=1 cargo test --release --test \
                     structure`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn table() -> String {
    let mut table = "\n| label | German | English | Upper Sorbian | Czech | Polish |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (name, texts) in label_table() {
        let cells = texts.map(|text| if text.is_empty() { "(nothing)" } else { text });
        table += &format!("| `{name}` | {} |\n", cells.join(" | "));
    }
    table + "\n"
}

#[test]
fn every_label_is_documented() {
    let path = root().join("docs/letterhead.md");
    let text = fs::read_to_string(&path).expect("docs/letterhead.md lists every label");
    let (before, rest) = text.split_once(BEGIN).expect("the table begins");
    let (_, after) = rest.split_once(END).expect("the table ends");
    let new = format!("{before}{BEGIN}{}{END}{after}", table());
    if text == new {
        return;
    }
    if std::env::var_os("UPDATE").is_some_and(|update| update == "1") {
        fs::write(&path, new).expect("it is written");
    }
    panic!("the table of docs/letterhead.md is not that of the source; UPDATE=1 writes it anew");
}

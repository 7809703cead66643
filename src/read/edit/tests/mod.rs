//! Texts before and after an edit.

mod flow;
mod lists;
mod places;
mod properties;
mod texts;

use serde_json::{Value, json};

use super::*;

/// A Markdown release with these fields, edited; the fields only.
#[track_caller]
fn after(fields: &str, edits: &[FieldEdit]) -> String {
    let text = format!("---\n{fields}---\nText.\n");
    let edited = edit(&text, edits);
    assert_eq!(edited.errors, [], "{}", edited.text);
    let fields = edited.text.strip_prefix("---\n");
    fields.and_then(|rest| rest.strip_suffix("---\nText.\n")).expect("all else stays").to_owned()
}

/// Why an edit of these fields is not made; it changes nothing.
#[track_caller]
fn refusal(fields: &str, edit_of: FieldEdit) -> String {
    let text = format!("---\n{fields}---\nText.\n");
    let edited = edit(&text, &[edit_of]);
    assert_eq!(edited.text, text);
    let [error] = edited.errors.as_slice() else { panic!("the edit was made") };
    error.message.clone()
}

#[track_caller]
fn edit(text: &str, edits: &[FieldEdit]) -> EditedText {
    let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
    edited(&source, edits).expect("the fields can be read")
}

fn set(field: &str, value: impl Into<Value>) -> [FieldEdit; 1] {
    [FieldEdit::set(field, value)]
}

#[test]
fn a_new_field_goes_to_its_place_in_the_table() {
    let fields = "date: 2022-11-25  # Friday\n# the headline\nheadline: Neu\nkeywords: [a]\n";
    assert_eq!(
        after(fields, &set("place", "Dresden")),
        "date: 2022-11-25  # Friday\nplace: Dresden\n# the headline\nheadline: Neu\nkeywords: [a]\n"
    );
    assert_eq!(
        after(fields, &set("letterhead", "neutral")),
        "letterhead: neutral\ndate: 2022-11-25  # Friday\n# the headline\nheadline: Neu\nkeywords: [a]\n"
    );
    assert_eq!(
        after(fields, &set("embargo", "2022-11-25T14:00+01:00")),
        "date: 2022-11-25  # Friday\nembargo: 2022-11-25T14:00+01:00\n# the headline\nheadline: Neu\nkeywords: [a]\n"
    );
    assert_eq!(after("", &set("headline", "Neu")), "headline: Neu\n");
    assert_eq!(after("# none yet\n", &set("version", 2)), "# none yet\nversion: 2\n");
    let own_order = "headline: Neu\nown: x\ndate: 2022-11-25\n";
    assert_eq!(
        after(own_order, &set("kicker", "Recht")),
        "headline: Neu\nown: x\ndate: 2022-11-25\nkicker: Recht\n"
    );
}

#[test]
fn groups_and_lists_around_a_field_are_made() {
    assert_eq!(
        after("headline: Neu\n", &set("event.accreditation.email", "a@b.example")),
        "headline: Neu\nevent:\n  accreditation:\n    email: a@b.example\n"
    );
    assert_eq!(
        after("contacts:\n", &set("contacts[0].name", "Mira")),
        "contacts:\n  - name: Mira\n"
    );
    assert_eq!(
        after("event:\n    start: 2022-11-25\n", &set("event.venue", "Saal")),
        "event:\n    start: 2022-11-25\n    venue: Saal\n"
    );
    assert_eq!(
        after("contacts:\n- name: Mira\n", &set("contacts[1].name", "Max")),
        "contacts:\n- name: Mira\n- name: Max\n"
    );
    assert_eq!(
        after("contacts:\n  - name: Mira  # she\n", &set("contacts[0].label", "Kontakt")),
        "contacts:\n  - label: Kontakt\n    name: Mira  # she\n"
    );
}

#[test]
fn a_field_is_removed_with_its_lines() {
    let fields =
        "# top\nkicker: Recht  # or none\nlead: |\n  Ein\n  Satz.\n\n# end\nheadline: Neu\n";
    assert_eq!(
        after(fields, &[FieldEdit::remove("kicker")]),
        "# top\nlead: |\n  Ein\n  Satz.\n\n# end\nheadline: Neu\n"
    );
    assert_eq!(
        after(fields, &[FieldEdit::remove("lead")]),
        "# top\nkicker: Recht  # or none\n\n# end\nheadline: Neu\n"
    );
    assert_eq!(after(fields, &[FieldEdit::remove("place")]), fields);
    assert_eq!(after("kicker: a\n", &[FieldEdit::remove("kicker")]), "");
    assert_eq!(after("a: 1\nb: 2\na: 3\n", &[FieldEdit::remove("a")]), "b: 2\n");
    let event = "event:\n  venue: Saal\n";
    assert_eq!(after(event, &[FieldEdit::remove("event.venue")]), "event: {}\n");
    let contact = "contacts:\n  - label: x\n    # of whom\n    name: Mira\n    role: y\n";
    assert_eq!(
        after(contact, &[FieldEdit::remove("contacts[0].role")]),
        "contacts:\n  - label: x\n    # of whom\n    name: Mira\n"
    );
    assert_eq!(
        after("contacts:\n  - name: Mira\n    role: y\n", &[FieldEdit::remove("contacts[0].name")]),
        "contacts:\n  - role: y\n"
    );
}

#[test]
fn line_ends_and_byte_order_mark_stay() {
    let text = "\u{FEFF}---\r\nheadline: Neu\r\n---\r\nEin\nText";
    let edits = [FieldEdit::set("lead", "Ein\nSatz.\n"), FieldEdit::set("headline", "Alt")];
    assert_eq!(
        edit(text, &edits).text,
        "\u{FEFF}---\r\nheadline: Alt\r\nlead: |\r\n  Ein\r\n  Satz.\r\n---\r\nEin\nText"
    );
    // Letters of two characters stay so.
    let text = "---\nplace: u\u{308}ber\nheadline: Neu\n---\nu\u{308}\n";
    assert_eq!(
        edit(text, &set("headline", "Alt")).text,
        "---\nplace: u\u{308}ber\nheadline: Alt\n---\nu\u{308}\n"
    );
}

#[test]
fn a_text_without_front_matter_gets_one() {
    assert_eq!(
        edit("Text.\r\n", &set("headline", "Neu")).text,
        "---\r\nheadline: Neu\r\n---\r\nText.\r\n"
    );
    assert_eq!(edit("", &set("headline", "Neu")).text, "---\nheadline: Neu\n---\n");
    assert_eq!(edit("Text.", &[FieldEdit::remove("headline")]).text, "Text.");
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let fields = "headline: Neu\ncontacts:\n  - name: Mira\nversion:\n";
    let cases = [
        (FieldEdit::set("headlin", "x"), "there is no field `headlin`"),
        (
            FieldEdit::set("body", "x"),
            "`body` is no field in Markdown: it is the text under the second `---`",
        ),
        (
            FieldEdit::set("headline", Value::Null),
            "`headline` is given no value: fill it in, or remove it",
        ),
        (FieldEdit::set("headline.x", "x"), "there is no field `headline.x`"),
        (
            FieldEdit::set("contacts[3].name", "x"),
            "there is no item 3 for `contacts[3].name`: the list has 1, counted from 0",
        ),
        (
            FieldEdit::remove("contacts[1]"),
            "there is no item 1 for `contacts[1]`: the list has 1, counted from 0",
        ),
        (FieldEdit::insert("headline", 0, "x"), "`headline` is a text, and no list"),
        (
            FieldEdit::rearrange("contacts", 0, 1),
            "there is no item 1 for `contacts`: the list has 1, counted from 0",
        ),
        (
            FieldEdit::set("a..b", "x"),
            "`a..b` is not the path of a field, such as `headline` or `contacts[0].email`",
        ),
        (
            FieldEdit::remove(""),
            "`` is written in a way that can only be changed in the text itself",
        ),
    ];
    for (edit_of, message) in cases {
        assert_eq!(refusal(fields, edit_of), message);
    }
    let broken = Source::from_text("a.md", Format::Markdown, "---\na: [\n---\n".to_owned());
    assert!(edited(&broken, &[]).is_err() && typed_fields(&broken).is_err());
    let cut = Source::from_text("a.md", Format::Markdown, "---\na: 1\n".to_owned());
    assert!(edited(&cut, &[]).is_err());
    let json = Source::from_text("a.json", Format::Json, "{}".to_owned());
    let edited = edited(&json, &set("headline", "x")).expect("it can be read");
    assert_eq!(edited.errors.len(), 1);
}

#[test]
fn a_release_in_yaml_is_edited_alike() {
    let edit_yaml = |text: &str, edits: &[FieldEdit]| {
        let source = Source::from_text("a.yaml", Format::Yaml, text.to_owned());
        edited(&source, edits).map(|edited| (edited.text, edited.errors))
    };
    let text = "%YAML 1.2\n---\nheadline: Neu\nbody: |\n  Ein\n\n  Text";
    let edits = [FieldEdit::set("place", "Ort"), FieldEdit::set("body", "Neu.\n\nAlt.")];
    let expected = "%YAML 1.2\n---\nplace: Ort\nheadline: Neu\nbody: |-\n  Neu.\n\n  Alt.\n";
    assert_eq!(edit_yaml(text, &edits), Ok((expected.to_owned(), Vec::new())));
}

#[cfg(feature = "serde")]
#[test]
fn edits_are_read_from_json() {
    let edits: Vec<FieldEdit> = serde_json::from_value(json!([
        {"field": "headline", "value": "Neu"},
        {"field": "place", "remove": true},
        {"field": "contacts", "insert": 0, "value": {"name": "Mira"}},
        {"field": "contacts", "move": [1, 0]},
    ]))
    .expect("they are edits");
    assert_eq!(
        edits,
        [
            FieldEdit::set("headline", "Neu"),
            FieldEdit::remove("place"),
            FieldEdit::insert("contacts", 0, json!({"name": "Mira"})),
            FieldEdit::rearrange("contacts", 1, 0),
        ]
    );
    for wrong in [json!({"field": "x"}), json!({"field": "x", "remove": true, "move": [0, 1]})] {
        assert!(serde_json::from_value::<FieldEdit>(wrong).is_err());
    }
}

//! Texts and other scalars, in the style that they have or need.

use super::*;

#[test]
fn a_text_is_plain_where_that_is_safe() {
    let cases = [
        ("headline", "Neu", "Neu"),
        ("headline", "Der \"Preis\" der 'Stadt'", "Der \"Preis\" der 'Stadt'"),
        ("headline", "9 % mehr", "9 % mehr"),
        ("headline", "Bürger*innen & Co. #eins", "\"Bürger*innen & Co. #eins\""),
        ("headline", "a#b", "a#b"),
        ("headline", "12:30 Uhr", "12:30 Uhr"),
        ("headline", "Neu: gut", "\"Neu: gut\""),
        ("headline", "Neu:", "\"Neu:\""),
        ("headline", "Sagt: \"Ja\"", "'Sagt: \"Ja\"'"),
        ("headline", "Sagt: \"Ja\", 'Nein'", "'Sagt: \"Ja\", ''Nein'''"),
        ("headline", "- a", "\"- a\""),
        ("headline", "*a*", "\"*a*\""),
        ("headline", "&a", "\"&a\""),
        ("headline", "!a", "\"!a\""),
        ("headline", "@a", "\"@a\""),
        ("headline", "\"a\"", "'\"a\"'"),
        ("headline", "'a'", "\"'a'\""),
        ("headline", "%a", "\"%a\""),
        ("headline", "[a]", "\"[a]\""),
        ("headline", "„Neu“", "\"„Neu“\""),
        ("headline", "😀 neu", "\"😀 neu\""),
        ("headline", "neu 😀", "neu 😀"),
        ("headline", "9\u{a0}%", "9\u{a0}%"),
        ("headline", "\u{a0}a", "\"\u{a0}a\""),
        ("headline", " a", "\" a\""),
        ("headline", "a ", "\"a \""),
        ("headline", "", "\"\""),
        ("headline", "yes", "\"yes\""),
        ("headline", "No", "\"No\""),
        ("headline", "NULL", "\"NULL\""),
        ("headline", "2022-11-25", "\"2022-11-25\""),
        ("headline", "123", "\"123\""),
        ("headline", "1e5", "\"1e5\""),
        ("headline", "0x1F", "\"0x1F\""),
        ("number", "123/2022", "\"123/2022\""),
        ("number", "0123", "\"0123\""),
        ("place", "a\tb", "\"a\\tb\""),
        ("place", "a\u{7}\u{85}\u{2028}\u{feff}\r", "\"a\\x07\\x85\\u2028\\uFEFF\\r\""),
        ("date", "2022-11-25", "2022-11-25"),
        ("date", "2022-11-25 14:00:00 +01:00", "2022-11-25 14:00:00 +01:00"),
        ("date", "morgen", "morgen"),
        ("date", "2022", "\"2022\""),
        ("embargo", "2022-11-25T14:00Z", "2022-11-25T14:00Z"),
        ("kind", "invitation", "invitation"),
        ("contacts[0].phone", "+49 351", "\"+49 351\""),
        ("contacts[0].phone", "Zentrale", "\"Zentrale\""),
        ("contacts[0].email", "a@b.example", "a@b.example"),
        ("links[0].url", "https://example.org/a#b", "https://example.org/a#b"),
        ("media[0].file", "photos/a b.jpg", "photos/a b.jpg"),
    ];
    for (field, value, written) in cases {
        let made = after("headline: ~\n", &set(field, value));
        assert!(made.contains(&format!(": {written}\n")), "{value}: {made}");
    }
}

#[test]
fn quotes_stay_where_they_hold_the_text() {
    let fields = "place: \"Ort\"  # a\nkicker: 'Recht'\nheadline: Neu # b\n";
    let edits = [
        FieldEdit::set("place", "Stadt"),
        FieldEdit::set("kicker", "Gesetz"),
        FieldEdit::set("headline", "Alt"),
    ];
    assert_eq!(
        after(fields, &edits),
        "place: \"Stadt\"  # a\nkicker: 'Gesetz'\nheadline: Alt # b\n"
    );
    let edits = [
        FieldEdit::set("place", "Die \"Stadt\""),
        FieldEdit::set("kicker", "'s ist neu"),
        FieldEdit::set("headline", "Alt: neu"),
    ];
    assert_eq!(
        after(fields, &edits),
        "place: Die \"Stadt\"  # a\nkicker: \"'s ist neu\"\nheadline: \"Alt: neu\" # b\n"
    );
}

#[test]
fn numbers_and_truth_values_are_as_they_are() {
    assert_eq!(after("version: 1\n", &set("version", 2)), "version: 2\n");
    assert_eq!(after("version: '1'\n", &set("version", 1)), "version: 1\n");
    assert_eq!(after("version: 1\n", &set("version", "1")), "version: \"1\"\n");
    assert_eq!(
        after("media: [{ file: a.jpg }]\n", &set("media[0].decorative", true)),
        "media: [{ file: a.jpg, decorative: true }]\n"
    );
    assert_eq!(after("version:   # one\n", &set("version", 2)), "version: 2   # one\n");
    assert_eq!(after("version: ~ # one\n", &set("version", 2)), "version: 2 # one\n");
}

#[test]
fn a_text_of_several_lines_is_a_block() {
    assert_eq!(
        after("lead: Neu  # a\nplace: Ort\n", &set("lead", "Ein\n\n  Satz")),
        "lead: |-  # a\n  Ein\n\n    Satz\nplace: Ort\n"
    );
    assert_eq!(after("lead: Neu\n", &set("lead", "a\nb\n")), "lead: |\n  a\n  b\n");
    assert_eq!(after("lead: Neu\n", &set("lead", "a\nb\n\n")), "lead: |+\n  a\n  b\n\n");
    assert_eq!(after("lead: Neu\n", &set("lead", " a\nb")), "lead: \" a\\nb\"\n");
    assert_eq!(after("lead: Neu\n", &set("lead", "\n\n")), "lead: \"\\n\\n\"\n");
    assert_eq!(after("notices: [a]\n", &set("notices[0]", "b\nc")), "notices: [\"b\\nc\"]\n");
    assert_eq!(
        after("notices:\n  - a\n", &set("notices[0]", "b\nc")),
        "notices:\n  - |-\n    b\n    c\n"
    );
}

#[test]
fn a_block_stays_one() {
    let fields = "lead: |  # a\n    Ein\n    Satz.\n\n# b\nplace: Ort\n";
    assert_eq!(
        after(fields, &set("lead", "Neu: gut.\n")),
        "lead: |  # a\n    Neu: gut.\n\n# b\nplace: Ort\n"
    );
    assert_eq!(
        after(fields, &set("lead", "Neu: gut.")),
        "lead: |-  # a\n    Neu: gut.\n\n# b\nplace: Ort\n"
    );
    assert_eq!(after(fields, &set("lead", "")), "lead: \"\"  # a\n\n# b\nplace: Ort\n");
    let long = "wort ".repeat(20);
    let made =
        after("lead: >\n  Ein\n  Satz.\nplace: Ort\n", &set("lead", format!("{long}ende\nneu\n")));
    let line = "  wort wort wort wort wort wort wort wort wort wort wort wort\n";
    assert_eq!(
        made,
        format!(
            "lead: >\n{line}  wort wort wort wort wort wort wort wort ende\n\n  neu\nplace: Ort\n"
        )
    );
}

#[test]
fn a_text_over_several_lines_becomes_one_line() {
    let fields =
        "headline: Ein\n  langer\n  Satz  # a\nlead:\n  \"Ein\n  Satz\"  # b\nplace: Ort\n";
    assert_eq!(
        after(fields, &[FieldEdit::set("headline", "Neu"), FieldEdit::set("lead", "Alt")]),
        "headline: Neu  # a\nlead:\n  \"Alt\"  # b\nplace: Ort\n"
    );
    // What HTML has is an anchor to YAML.
    assert_eq!(after("headline: &Uuml;ber\n", &set("headline", "Neu")), "headline: Neu\n");
}

#[test]
fn a_value_takes_the_place_of_another_kind() {
    assert_eq!(
        after("keywords: a # b\n", &set("keywords", json!(["a", "b"]))),
        "keywords: [a, b] # b\n"
    );
    assert_eq!(
        after("contacts: Mira # b\nplace: Ort\n", &set("contacts", json!([{"name": "Mira"}]))),
        "contacts: # b\n  - name: Mira\nplace: Ort\n"
    );
    assert_eq!(
        after("event:\n  # when\n  start: 2022-11-25\nplace: Ort\n", &set("event", "morgen")),
        "event: morgen\n  # when\nplace: Ort\n"
    );
    assert_eq!(
        after("lead: |\n  a\n  b\nplace: Ort\n", &set("lead", json!(["a", "b"]))),
        "lead:\n  - a\n  - b\nplace: Ort\n"
    );
}

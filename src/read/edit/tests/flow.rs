//! Lists and groups in brackets and braces.

use super::*;

#[test]
fn items_in_brackets() {
    let fields = "keywords: [Moor, 'Wald', \"See\"]  # all\n";
    let cases = [
        (FieldEdit::set("keywords[0]", "Heide"), "[Heide, 'Wald', \"See\"]"),
        (FieldEdit::set("keywords[1]", "a, b"), "[Moor, 'a, b', \"See\"]"),
        (FieldEdit::set("keywords[0]", "a, b"), "[\"a, b\", 'Wald', \"See\"]"),
        (FieldEdit::insert("keywords", 0, "Heide"), "[Heide, Moor, 'Wald', \"See\"]"),
        (FieldEdit::insert("keywords", 2, "Heide"), "[Moor, 'Wald', Heide, \"See\"]"),
        (FieldEdit::insert("keywords", 3, "Heide"), "[Moor, 'Wald', \"See\", Heide]"),
        (FieldEdit::remove("keywords[0]"), "['Wald', \"See\"]"),
        (FieldEdit::remove("keywords[2]"), "[Moor, 'Wald']"),
        (FieldEdit::rearrange("keywords", 0, 2), "['Wald', \"See\", Moor]"),
        (FieldEdit::rearrange("keywords", 2, 1), "[Moor, \"See\", 'Wald']"),
    ];
    for (edit_of, made) in cases {
        assert_eq!(after(fields, &[edit_of]), format!("keywords: {made}  # all\n"));
    }
    assert_eq!(after("keywords: [a]\n", &[FieldEdit::remove("keywords[0]")]), "keywords: []\n");
    assert_eq!(
        after("keywords: [a, b,]\n", &[FieldEdit::insert("keywords", 2, "c")]),
        "keywords: [a, b, c,]\n"
    );
    assert_eq!(
        after("keywords: [ # none\n]\n", &[FieldEdit::insert("keywords", 0, "c")]),
        "keywords: [c # none\n]\n"
    );
}

#[test]
fn items_in_brackets_with_lines_of_their_own() {
    let fields = "keywords: [\n  # of two\n  Moor,  # wet\n  Wald   # dark\n]\n";
    let cases = [
        (
            FieldEdit::insert("keywords", 0, "See"),
            "  # of two\n  See,\n  Moor,  # wet\n  Wald   # dark\n",
        ),
        (
            FieldEdit::insert("keywords", 2, "See"),
            "  # of two\n  Moor,  # wet\n  Wald,   # dark\n  See\n",
        ),
        (FieldEdit::remove("keywords[0]"), "  # of two\n  Wald   # dark\n"),
        (FieldEdit::remove("keywords[1]"), "  # of two\n  Moor,  # wet\n"),
    ];
    for (edit_of, made) in cases {
        assert_eq!(after(fields, &[edit_of]), format!("keywords: [\n{made}]\n"));
    }
    assert_eq!(
        refusal(fields, FieldEdit::rearrange("keywords", 0, 1)),
        "`keywords` is written in a way that can only be changed in the text itself"
    );
}

#[test]
fn fields_in_braces() {
    let fields = "event: { start: 2022-11-25, address: \"Weg 1, Ort\" }\n";
    let cases = [
        (
            FieldEdit::set("event.start", "2022-11-26"),
            "{ start: 2022-11-26, address: \"Weg 1, Ort\" }",
        ),
        (
            FieldEdit::set("event.venue", "Saal"),
            "{ start: 2022-11-25, venue: Saal, address: \"Weg 1, Ort\" }",
        ),
        (
            FieldEdit::set("event.accreditation.note", "a: b"),
            "{ start: 2022-11-25, address: \"Weg 1, Ort\", accreditation: { note: \"a: b\" } }",
        ),
        (FieldEdit::remove("event.start"), "{ address: \"Weg 1, Ort\" }"),
        (FieldEdit::remove("event.address"), "{ start: 2022-11-25 }"),
    ];
    for (edit_of, made) in cases {
        assert_eq!(after(fields, &[edit_of]), format!("event: {made}\n"));
    }
    assert_eq!(
        after(
            "event: {venue, start: , \"end\":2022-11-25}\n",
            &[
                FieldEdit::set("event.venue", "Saal"),
                FieldEdit::set("event.start", "2022-11-24"),
                FieldEdit::set("event.end", "2022-11-26"),
            ]
        ),
        "event: {venue: Saal, start: 2022-11-24, \"end\":2022-11-26}\n"
    );
    assert_eq!(after("event: {}\n", &set("event.venue", "Saal")), "event:\n  venue: Saal\n");
}

#[test]
fn a_whole_front_matter_in_braces() {
    assert_eq!(
        after("{headline: Neu}\n", &set("date", "2022-11-25")),
        "{date: 2022-11-25, headline: Neu}\n"
    );
    assert_eq!(after("{headline: Neu}\n", &[FieldEdit::remove("headline")]), "{}\n");
    assert_eq!(after("{}\n", &set("headline", "Neu")), "{ headline: Neu }\n");
}

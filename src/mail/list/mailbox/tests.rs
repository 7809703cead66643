//! Addresses as people write them.

use super::*;

/// The recipients of a cell; `!` where there is none.
fn all(text: &str) -> Vec<String> {
    let shown = |piece: Piece| match piece.mailbox {
        Ok(Mailbox { address, name: Some(name), .. }) => format!("{name} <{address}>"),
        Ok(Mailbox { address, .. }) => address.to_string(),
        Err(_) => format!("! {}", text[piece.place].trim()),
    };
    read(text).into_iter().map(shown).collect()
}

#[test]
fn one_address_is_read_however_it_is_written() {
    for text in [
        "a@b.example",
        " <a@b.example> ",
        "mailto:a@b.example",
        "MAILTO:a@b.example?subject=X%20Y",
        "mailto:a%40b.example",
        "<mailto:a@b.example>",
        "smtp:a@b.example",
        "a@b.example,",
        "a@b.example;",
        "a@b.example.",
        "'a@b.example'",
        "\"a@b.example\"",
        "„a@b.example“",
        "a@b.example (work)",
        "(work) a@b.example",
        "a@b.example [neu]",
        "a\u{200B}@b.example",
        "\u{FEFF}a@b.exam\u{AD}ple",
        "\u{202A}a@b.example\u{202C}",
        "a@b.example\u{A0}",
        "a＠b.example",
        "a@b．example",
        "'a@b.example' <a@b.example>",
        "a@b.example <A@b.example>",
        "E-Mail: a@b.example",
        "To: a@b.example",
        "<a@b.example>;",
        "[a@b.example]",
        "a@b.example <mailto:a@b.example>",
        "<a@b.example",
        "\u{200D}a@b.example",
    ] {
        let read = all(text);
        assert_eq!(read.len(), 1, "{text:?}: {read:?}");
        assert!(read[0].eq_ignore_ascii_case("a@b.example"), "{text:?}: {read:?}");
    }
}

#[test]
fn a_quote_before_an_address_is_its_letter_unless_one_stands_behind() {
    for text in ["'t.hooft@b.example", "Gerard <'t.hooft@b.example>", "\"'t.hooft@b.example\""] {
        let read = all(text);
        assert!(read.len() == 1 && read[0].contains("'t.hooft@b.example"), "{text:?}: {read:?}");
    }
    for text in
        ["'a@b.example'", "`a@b.example´", "`a@b.example'", "a@b.example'", "mailto:'a@b.example'"]
    {
        assert_eq!(all(text), ["a@b.example"], "{text:?}");
    }
    assert_eq!(all("'+carl@b.example"), ["+carl@b.example"]);
}

#[test]
fn names_stand_before_addresses() {
    for text in [
        "Muster, Mira <a@b.example>",
        "\"Muster, Mira\" <a@b.example>",
        "'Muster, Mira' <a@b.example>",
        "Muster, Mira <mailto:a@b.example>",
        "Muster, Mira [mailto:a@b.example]",
        "Muster, Mira (a@b.example)",
        "„Muster, Mira“ <a@b.example>",
        "An: Muster, Mira <a@b.example>;",
        "Muster,\u{A0}Mira\u{200B} <a@b.example>",
        "Muster, Mira <a@b.example> (work)",
    ] {
        assert_eq!(all(text), ["Muster, Mira <a@b.example>"], "{text:?}");
    }
}

#[test]
fn several_addresses_are_parted() {
    for text in [
        "a@x.example; c@x.example",
        "a@x.example, c@x.example",
        "a@x.example / c@x.example",
        "a@x.example\nc@x.example",
        "a@x.example⏎c@x.example",
        "a@x.example c@x.example",
        "a@x.example;c@x.example;",
        "a@x.example und c@x.example",
        "a@x.example/c@x.example",
        "<a@x.example>, <c@x.example>",
        "mailto:a@x.example,c@x.example",
        "a@x.example | c@x.example",
    ] {
        assert_eq!(all(text), ["a@x.example", "c@x.example"], "{text:?}");
    }
    let pasted = "Muster, Mira <a@x.example>; Max <c@x.example>, Beispiel, Änne <d@x.example>";
    let read = ["Muster, Mira <a@x.example>", "Max <c@x.example>", "Beispiel, Änne <d@x.example>"];
    assert_eq!(all(pasted), read);
    assert_eq!(all("a@x.example ::: b@x.example"), ["a@x.example", "b@x.example"]);
    assert_eq!(all("\"A; B\" <a@x.example>"), ["A; B <a@x.example>"]);
}

#[test]
fn nothing_is_guessed() {
    for text in [
        "a",
        "a(at)b.example",
        "a [at] b.example",
        "a @b.example",
        "mira muster@b.example",
        "a@b",
        "a@b .example",
        "Muster, a@b.example",
        "a@@b.example",
        "@b.example",
        "a,b@x.example",
        "müller@b.example",
        "a@b.example c",
        "#a@b.example",
        "a\" <c@x.example>, \"",
        "\"Mira <a@x.example>, Max\" <c@",
    ] {
        let read = all(text);
        assert_eq!(read, [format!("! {text}")], "{text:?}");
    }
    assert_eq!(all("\"Mira <a@x.example>\""), ["Mira <a@x.example>"]);
    assert_eq!(all("a@x.example; c"), ["a@x.example", "! c"]);
    assert_eq!(all(" ;, "), Vec::<String>::new());
}

proptest::proptest! {
    #[test]
    fn any_cell_is_read(text in "([ab@<>();,'\"/|\\\\:⏎\u{200B}＠ä]|\n|x\\.de|mailto:){0,24}") {
        for piece in read(&text) {
            proptest::prop_assert!(text.get(piece.place.clone()).is_some());
            if let Ok(mailbox) = piece.mailbox {
                proptest::prop_assert!(!mailbox.name.is_some_and(|name| name.contains('\n')));
            }
        }
    }
}

use super::*;
use crate::body::StyledLine;

fn line(text: &str) -> String {
    write_inlines(StyledLine::parse(text).0.inlines())
}

fn line_findings(text: &str) -> String {
    write_findings(text, &StyledLine::parse(text).1)
}

#[test]
fn emphasis_and_passages_are_read() {
    for (text, expected) in [
        ("Neu: *Moor* und _See_", r#""Neu: " (em "Moor") " und " (em "See")"#),
        ("[Open *Data*]{lang=en} im Land", r#"(in en "Open " (em "Data")) " im Land""#),
        ("*[Open Data]{lang=en-GB}*", r#"(em (in en-GB "Open Data"))"#),
        ("Das *[…]* Moor", r#""Das " (em "[…]") " Moor""#),
        ("a\n  *b*\n\nc ", r#""a " (em "b") " " "c""#),
    ] {
        assert_eq!(line(text), expected, "{text}");
        assert_eq!(line_findings(text), "", "{text}");
    }
}

#[test]
fn all_other_characters_are_text_as_typed() {
    for text in [
        "Bürger*innen und Schüler_innen",
        "Preis 5 €*, 2 * 3 * 4, (*1950), Haus***",
        "foto_01_neu.jpg, _DSC1.jpg und *.pdf",
        "geht`s und gibt`s, `code`, ``",
        "AT&T, B&ouml;hmen &amp; <b>fett</b> <https://a.example> a < b > c",
        "www.a.example und a@b.example, https://a.example/*b*/c",
        "[sic] und […] {x} a[i]{j} Neu! [Moor] ![Moor] ~~x~~ 1. Mai",
        "# x",
        "- x",
        "3. Tag",
        "> x",
        "C:\\Daten\\x \\ y",
    ] {
        assert_eq!(line(text), format!("{text:?}"));
        assert_eq!(line_findings(text), "", "{text}");
    }
}

#[test]
fn escaped_marks_are_characters() {
    assert_eq!(line(r"\*Moor\* \_x\_ \[a\](b) \`c\` \<b> \\"), r#""*Moor* _x_ [a](b) `c` <b> \\""#);
    assert_eq!(line_findings(r"\[a](b) \[x]\{lang=en}"), "");
}

#[test]
fn other_markup_is_refused() {
    for (text, expected) in [
        ("a **b** c", "error markup-refused «**b**»"),
        ("__b__", "error markup-refused «__b__»"),
        ("a [b](https://c.example)", "error markup-refused «[b](https://c.example)»"),
        ("a [b](c d)", "error markup-refused «](»"),
        ("a ![b](c.jpg)", "error picture-in-field «![b](c.jpg)»"),
        ("a\\![b](c)", "error markup-refused «[b](c)»"),
        ("a[^1]", "error footnote-undefined «[^1]»"),
        ("- a\n- b", "error markup-refused «-»"),
        ("a\n* b\n* c", "error markup-refused «*»"),
        ("[a]{lang=klingonisch}", "error passage-language «{lang=klingonisch}»"),
        ("a {lang=en}", "error passage-attribute «{lang=en}»"),
    ] {
        assert_eq!(line_findings(text), expected, "{text}");
    }
}

#[test]
fn captions_of_pictures_are_lines() {
    let picture = |title: &str| format!("(picture <b.jpg> \"a\" {title})");
    for (typed, expected) in [
        (r#"![a](b.jpg "Das *Moor* [now]{lang=en}")"#, r#""Das " (em "Moor") " " (in en "now")"#),
        (r#"![a](b.jpg '"Ja" \*x\* B&ouml; &amp;')"#, r#""\"Ja\" *x* Bö &""#),
        (r#"![a](b.jpg "Bürger*innen_x  y")"#, r#""Bürger*innen_x  y""#),
        ("![a](b.jpg (Das *Moor*))", r#""Das " (em "Moor")"#),
        ("> ![a](b.jpg \"Das\n> *Moor*\")", r#""Das " (em "Moor")"#),
        ("![a][b]\n\n[b]: b.jpg \"Das *Moor*\"", r#""Das " (em "Moor")"#),
    ] {
        let tree = write_blocks(&parse(typed).0.blocks, "\n");
        assert!(tree.contains(&picture(expected)), "{typed}: {tree}");
        assert_eq!(findings(typed), "", "{typed}");
    }
    let refused = r#"Text ![a](b.jpg "Ein [x](y) und **z**")"#;
    let expected = "error markup-refused «[x](y)»\nerror markup-refused «**z**»";
    assert_eq!(findings(refused), expected);
    let (text, _) = parse(r#"Text ![a](b.jpg "Das *Moor*")"#);
    let pictures = text.pictures();
    let caption = pictures[0].0.caption.as_ref().map(StyledLine::inlines).unwrap_or_default();
    assert_eq!(caption[1].span.0, 21..27);
}

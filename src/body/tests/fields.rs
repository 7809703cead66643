use super::*;

fn field(text: &str) -> String {
    write_inlines(&parse_inline(text).0)
}

fn field_findings(text: &str) -> String {
    write_findings(text, &parse_inline(text).1)
}

#[test]
fn inline_markup_is_read() {
    assert_eq!(
        field("*Neu:* [mehr](https://a.de) `x`, www.b.de"),
        r#"(em "Neu:") " " (link <https://a.de> "mehr") " " (code "`x`") ", " (bare <https://www.b.de> "www.b.de")"#
    );
}

#[test]
fn block_markup_is_text_as_typed() {
    for text in [
        "# x",
        "- x",
        "> x",
        "1. x",
        "---",
        "| a | b |",
        "```",
        "<div",
        "* * *",
        "[a]: b",
        "[^a]:b",
        "===",
        "2) x",
        "+ x",
        "~~~ x",
        "\\# x",
    ] {
        let plain = text.trim_start_matches('\\');
        let expected = format!("{plain:?}");
        assert_eq!(field(text), expected, "{text}");
        assert_eq!(field(&format!("    {text}")), expected, "indented {text}");
        assert_eq!(field(&format!("a\n{text}")), format!("\"a\" _ {expected}"), "second {text}");
        assert_eq!(field(&format!("a\r\n\r\n{text}")), format!("\"a\" br {expected}"), "{text}");
    }
    assert_eq!(field("a | b\n--|--\nc | d"), r#""a | b" _ "--|--" _ "c | d""#);
}

#[test]
fn line_ends_are_breaks() {
    assert_eq!(field("a\nb\r\nc\rd"), r#""a" _ "b" _ "c" _ "d""#);
    assert_eq!(field("a  \nb\\\nc \nd\\"), r#""a" br "b" br "c" _ "d\\""#);
    assert_eq!(field("\n a\n\n\n b \n"), r#""a" br "b""#);
    assert_eq!(field("*a\nb* `c\n  d`"), r#"(em "a" _ "b") " " (code "`c d`")"#);
    assert_eq!(field("[a](b\n\"c\")"), r#"(link <b> "a")"#);
    assert_eq!(field("  \n\t\n"), "");
}

#[test]
fn places_count_in_the_field() {
    let text = "ä *ö\r\n  ü*\n\nx &amp; y\\\n[z](www)";
    let (inlines, _) = parse_inline(text);
    let mut places = Vec::new();
    let mut rest: Vec<&Inline> = inlines.iter().rev().collect();
    while let Some(inline) = rest.pop() {
        places.push(text.get(inline.span.0.clone()).unwrap_or("<outside>"));
        if let InlineKind::Emphasis(content) | InlineKind::Link { content, .. } = &inline.kind {
            rest.extend(content.iter().rev());
        }
    }
    let expected =
        ["ä ", "*ö\r\n  ü*", "ö", "\r\n  ", "ü", "\n\n", "x &amp; y", "\\\n", "[z](www)", "z"];
    assert_eq!(places, expected);
}

#[test]
fn what_a_field_cannot_carry_is_refused() {
    assert_eq!(field_findings("a <br>\nb"), "error raw-html «<br>»");
    assert_eq!(field_findings("a\n<div>\nb"), "error raw-html «<div>»");
    assert_eq!(field_findings("a [^1]"), "error footnote-undefined «[^1]»");
    assert_eq!(field_findings("![a](b.jpg)"), "error picture-in-field «![a](b.jpg)»");
    assert_eq!(field("![a](b.jpg)"), r#""a""#);
    assert_eq!(field_findings("**Es gilt das gesprochene Wort**"), "");
}

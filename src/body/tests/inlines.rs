use super::*;

#[test]
fn emphasis_and_text() {
    assert_tree("*a* **b** ***c***", r#"(p (em "a") " " (strong "b") " " (em (strong "c")))"#);
    assert_tree(r"1\*2 &amp; 3 &nbsp;[x] a_b_c", "(p \"1*2 & 3 \\u{a0}[x] a_b_c\")");
    assert_tree("a\tb", r#"(p "a b")"#);
    assert_tree("a\u{0}b\u{FEFF}c", "(p \"a\\0b\\u{feff}c\")");
}

#[test]
fn the_place_of_text_covers_escapes_and_entities() {
    let text = "a\\*b &amp; *c*";
    let (body, _) = parse(text);
    let Some(BlockKind::Paragraph(content)) = body.blocks.first().map(|block| &block.kind) else {
        unreachable!("a paragraph")
    };
    let places: Vec<&str> =
        content.iter().filter_map(|inline| text.get(inline.span.0.clone())).collect();
    assert_eq!(places, ["a\\*b &amp; ", "*c*"]);
}

#[test]
fn code_is_set_as_typed() {
    assert_tree("Feld `a` ``b`c``", r#"(p "Feld " (code "`a`") " " (code "``b`c``"))"#);
    assert_tree("> `a\n> b`", r#"(quote (p (code "`a b`")))"#);
    assert_tree("`a\r\nb`", r#"(p (code "`a b`"))"#);
    assert_tree("|a|\n|-|\n|`b\\|c`|", r#"(table Auto (head ["a"]) (row [(code "`b|c`")]))"#);
}

#[test]
fn links_have_text_and_target() {
    assert_tree("[Mehr *dazu*](https://a.de)", r#"(p (link <https://a.de> "Mehr " (em "dazu")))"#);
    assert_tree("[Mehr][m]\n\n[m]: https://a.de\n", r#"(p (link <https://a.de> "Mehr"))"#);
    assert_tree("[m]\n\n[M]: https://a.de\n", r#"(p (link <https://a.de> "m"))"#);
    assert_refused(
        "[](https://a.de)",
        r#"(p "[](https://a.de)")"#,
        "error empty-link «[](https://a.de)»",
    );
    assert_refused("a [b *c*]() d", r#"(p "a b " (em "c") " d")"#, "error empty-link «[b *c*]()»");
}

#[test]
fn a_link_that_is_none_is_refused() {
    assert_refused("[a](b c)", r#"(p "[a](b c)")"#, "error link-not-read «](»");
    assert_eq!(findings("![a](Foto Saal.jpg)"), "error link-not-read «](»");
    assert_tree("![a](<Foto Saal.jpg>)", r#"(picture <Foto Saal.jpg> "a")"#);
    assert_tree(r"[a\](b c) [a]\(b)", r#"(p "[a](b c) [a](b)")"#);
}

#[test]
fn addresses_in_angle_brackets_are_links() {
    assert_tree("<https://a.de>", r#"(p (bare <https://a.de> "https://a.de"))"#);
    assert_tree("<a@b.de>", r#"(p (bare <mailto:a@b.de> "a@b.de"))"#);
    assert_tree("[a <https://b.de>](c)", r#"(p (link <c> "a https://b.de"))"#);
}

#[test]
fn bare_addresses_become_links() {
    let link = |text: &str| {
        let (body, _) = parse(text);
        let Some(BlockKind::Paragraph(content)) = body.blocks.first().map(|b| &b.kind) else {
            return Vec::new();
        };
        let links = content.iter().filter_map(|inline| match &inline.kind {
            InlineKind::Link { url, .. } => {
                let typed = text.get(inline.span.0.clone()).unwrap_or_default();
                Some(if *url == typed { url.clone() } else { format!("{typed} -> {url}") })
            }
            _ => None,
        });
        links.collect::<Vec<_>>()
    };
    assert_eq!(link("Siehe https://ki.sachsen.de."), ["https://ki.sachsen.de"]);
    assert_eq!(link("(http://a.de/b_(c)), ja"), ["http://a.de/b_(c)"]);
    assert_eq!(
        link("https://a.de/b_c_d?e=1&amp;f"),
        ["https://a.de/b_c_d?e=1&amp;f -> https://a.de/b_c_d?e=1&f"]
    );
    assert_eq!(
        link("www.a.de und ki.sachsen.de/x"),
        ["www.a.de -> https://www.a.de", "ki.sachsen.de/x -> https://ki.sachsen.de/x"]
    );
    assert_eq!(
        link("Post: poststelle@smwk.sachsen.de!"),
        ["poststelle@smwk.sachsen.de -> mailto:poststelle@smwk.sachsen.de"]
    );
    assert_eq!(
        link("„https://a.de“ ›www.b.de‹ https://c.de–https://d.de…"),
        ["https://a.de", "www.b.de -> https://www.b.de", "https://c.de", "https://d.de"]
    );
    assert_eq!(
        link("https://a.de\u{a0}und https://b.de\u{202f}x"),
        ["https://a.de", "https://b.de"]
    );
    for text in [
        "z.B.",
        "u.a.beim Amt",
        "GmbH.Der",
        "Nr.5",
        "1.000.de",
        "e.V.info",
        "foto.jpg",
        "Sachsen.de-Portal",
        "www.sachsen.de-Portal",
        "ftp://a.de",
        "Ende.Die",
        "mu\u{308}ller.de",
        "Bei\u{ad}spiel.de",
        "`https://a.de`",
        "a.de",
    ] {
        assert_eq!(link(text), [""; 0], "{text}");
    }
}

#[test]
fn a_bare_address_parts_its_text() {
    assert_tree(
        "*Mehr: www.a.de!*",
        r#"(p (em "Mehr: " (bare <https://www.a.de> "www.a.de") "!"))"#,
    );
    assert_tree("[www.a.de](https://b.de)", r#"(p (link <https://b.de> "www.a.de"))"#);
}

#[test]
fn raw_html_is_refused_and_stands_as_text() {
    assert_refused(
        "a <br> <b>c</b> <Name>",
        r#"(p "a <br> <b>c</b> <Name>")"#,
        "error raw-html «<br>»\nerror raw-html «<b>»\nerror raw-html «<Name>»",
    );
    assert_refused("a</i>", r#"(p "a</i>")"#, "error raw-html «</i>»");
    assert_tree(r"\<label> 3 < 4 > 2", r#"(p "<label> 3 < 4 > 2")"#);
    let hint = |text: &str| {
        let (_, found) = parse(text);
        found.first().and_then(|finding| finding.diagnostic.hints.first().cloned())
    };
    assert_eq!(
        hint("a <label>").as_deref(),
        Some(r"write `\<label>` to show the angle brackets, or remove it")
    );
    assert_eq!(hint("a<br/>b").as_deref(), Some("end the line with a backslash for a line break"));
}

#[test]
fn text_that_markdown_hides_is_found() {
    assert_refused(
        "[Foto]: HZDR\n\nText",
        r#"(p "Text")"#,
        "error link-definition-unused «[Foto]: HZDR»",
    );
    assert_refused(
        "[a]\n\n[a]: b\n[a]: c\n",
        r#"(p (link <b> "a"))"#,
        "error link-definition-repeated «[a]: c»",
    );
    assert_refused(
        "[a](b 'c') [d]\n\n[d]: e \"f\"",
        r#"(p (link <b> "a") " " (link <e> "d"))"#,
        "warning link-title «'c'»\nwarning link-title «\"f\"»",
    );
    assert_tree("![a][b]\n\n[b]: c.jpg \"Titel\"", r#"(picture <c.jpg> "a" "Titel")"#);
}

use super::*;

#[test]
fn words_in_another_language_are_a_passage() {
    assert_tree(
        "Ein [save the date]{lang=en}, bitte.",
        r#"(p "Ein " (in en "save the date") ", bitte.")"#,
    );
    assert_tree(
        "[*On* [y va](https://a.de) `x`]{ lang = \"fr-ca\" }",
        r#"(p (in fr-CA (em "On") " " (link <https://a.de> "y va") " " (code "`x`")))"#,
    );
    assert_tree(
        "**fett [an [exposé]{lang=fr} on]{lang=en}**, *ja*",
        r#"(p (strong "fett " (in en "an " (in fr "exposé") " on")) ", " (em "ja"))"#,
    );
    assert_tree("[a[b]c]{lang=en}{x}", r#"(p (in en "a[b]c") "{x}")"#);
    assert_tree("[a]{lang=en}[b]{lang=cs}", r#"(p (in en "a") (in cs "b"))"#);
    assert_tree("[a\nb]{lang=hsb}", r#"(p (in hsb "a" _ "b"))"#);
    assert_tree(
        "| [a]{lang=en} |\n| - |\n| b |",
        r#"(table Auto (head [(in en "a")]) (row ["b"]))"#,
    );
    assert_tree("- [a]{lang=en}\n- b", r#"(ul (li (p (in en "a"))) (li (p "b")))"#);
    assert_tree("## [A]{lang=en} b", r#"(h2 (in en "A") " b")"#);
    assert_tree("> Ja.\n> — [Jane]{lang=en}", r#"(quote (p "Ja.") (speaker (in en "Jane")))"#);
    assert_tree(
        "[mit www.a.de und Note[^n]]{lang=en}\n\n[^n]: Note.",
        "(p (in en \"mit \" (bare <https://www.a.de> \"www.a.de\") \" und Note\" (mark 0)))\n\
         (note (p \"Note.\"))",
    );
}

#[test]
fn brackets_and_braces_as_people_write_them_are_text() {
    for text in [
        "[sic]",
        "[…]",
        "{…}",
        "[sic]{…}",
        "[a] {b}",
        "[a]{}",
        "[a]{b c}",
        "M = {1, 2} und f[x]{y}",
        "a ::: b",
        "::::::::::",
        ":::",
        "::: Achtung :::",
        "::: {…}",
        "a ]{b",
        "{language=en}",
        "[A]{B}",
    ] {
        assert_tree(text, &format!("(p {text:?})"));
    }
    assert_tree(r"\[a]{b}", r#"(p "[a]{b}")"#);
    assert_tree(r"[a]\{lang=en}", r#"(p "[a]{lang=en}")"#);
    assert_tree(r"\::: \{lang=en}", r#"(p "::: {lang=en}")"#);
    assert_tree("`[a]{lang=en}`", r#"(p (code "`[a]{lang=en}`"))"#);
}

#[test]
fn what_is_meant_as_a_passage_and_is_none_is_refused() {
    for (text, findings) in [
        ("[a]{lang=klingonisch}", "error passage-language «{lang=klingonisch}»"),
        ("[a]{lang=en_GB}", "error passage-language «{lang=en_GB}»"),
        ("[a]{lang=cz}", "error passage-language «{lang=cz}»"),
        ("[a]{lang=}", "error passage-language «{lang=}»"),
        ("[a]{en}", "error passage-attribute «{en}»"),
        ("[a]{.klein}", "error passage-attribute «{.klein}»"),
        ("[a]{dir=rtl}", "error passage-attribute «{dir=rtl}»"),
        ("[a]{lang=en .klein}", "error passage-attribute «{lang=en .klein}»"),
        ("[a]{lang=en", "error passage-attribute «{lang=en»"),
        ("a]{lang=en} b", "error passage-attribute «{lang=en}»"),
        ("[a] {lang=en} b", "error passage-attribute «{lang=en}»"),
        ("[a](https://b.de){lang=en}", "error passage-attribute «{lang=en}»"),
        ("*a*{lang=en}", "error passage-attribute «{lang=en}»"),
        ("[a *b]{lang=en} c*", "error passage-attribute «{lang=en}»"),
        ("[]{lang=en}", "error passage-empty «[]{lang=en}»"),
        ("a ::: {lang=en}", "error passage-misplaced «{lang=en}»"),
        ("- a\n\n      ::: {lang=en}", "error code-block «::: {lang=en}»"),
        ("> ::: {lang=en}\n> a\n> :::", "error passage-misplaced «{lang=en}»"),
    ] {
        assert_eq!(super::findings(text), findings, "{text}");
    }
}

#[test]
fn blocks_between_fences_are_a_passage() {
    assert_tree(
        "a\n\n::: {lang=en}\nb\n\n- c\n:::\nd",
        "(p \"a\")\n(passage en (p \"b\") (ul (li (p \"c\"))))\n(p \"d\")",
    );
    assert_tree(
        "- a\n::: {lang=en}\n- b\n:::\n- c",
        "(ul (li (p \"a\")))\n(passage en (ul (li (p \"b\"))))\n(ul (li (p \"c\")))",
    );
    assert_tree(
        "## A\r\n:::: {lang=\"en-GB\"} ::::\r\n### B\r\n> c\r\n> — D\r\n\r\n---\r\n:::::\r\n### E",
        "(h2 \"A\")\n(passage en-GB (h3 \"B\") (quote (p \"c\") (speaker \"D\")) (rule))\n(h3 \"E\")",
    );
    assert_tree(
        "::: {lang=en}\na[^n]\n\n[^n]: B.\n:::\n::: {lang=cs}\nc\n:::",
        "(passage en (p \"a\" (mark 0)))\n(passage cs (p \"c\"))\n(note (passage en (p \"B.\")))",
    );
    assert_tree("a[^n]\n:::\n\n[^n]: B.", "(p \"a\" (mark 0) _ \":::\")\n(note (p \"B.\"))");
}

#[test]
fn fences_that_do_not_fit_are_refused() {
    for (text, findings) in [
        ("::: {lang=en}\na", "error passage-unclosed «::: {lang=en}»"),
        ("::: {lang=en}\na\n:::\n:::", "error passage-unclosed «:::»"),
        ("::: {lang=en}\n:::", "error passage-empty «::: {lang=en}»"),
        ("::: {lang=klingonisch}\na\n:::", "error passage-language «::: {lang=klingonisch}»"),
        ("::: en\na\n:::", "error passage-attribute «::: en»"),
        ("::: {.kasten}\na\n:::", "error passage-attribute «::: {.kasten}»"),
        ("::: {lang=en\na\n:::", "error passage-attribute «::: {lang=en»"),
        ("::: {lang=en} a\nb\n:::", "error passage-attribute «::: {lang=en} a»"),
        ("::: {lang=en}\na\n::: {lang=cs}\nb\n:::\n:::", "error passage-misplaced «::: {lang=cs}»"),
        ("::: {lang=en}\na\n::: {lang=cs}\nb\n:::", "error passage-misplaced «::: {lang=cs}»"),
        ("- a\n  ::: {lang=en}\n  b\n  :::", "error passage-misplaced «::: {lang=en}»"),
        ("::: {lang=en}\n- a\n  :::\n", "error passage-misplaced «:::»"),
        (
            "::: {lang=en}\n- a\n  ::: {lang=cs}\n  b\n  :::\n:::",
            "error passage-misplaced «::: {lang=cs}»",
        ),
    ] {
        assert_eq!(super::findings(text), findings, "{text}");
    }
}

#[test]
fn the_event_stands_where_a_line_says() {
    assert_tree("a\n::: event\nb", "(p \"a\")\n(event)\n(p \"b\")");
    assert_tree("- a\n::: event  \r\n- b", "(ul (li (p \"a\")))\n(event)\n(ul (li (p \"b\")))");
    assert_tree("a ::: event", "(p \"a ::: event\")");
    for (text, findings) in [
        ("a\n\n::: event\n\n::: event", "error event-line «::: event»"),
        ("a\n\n:::event", "error event-line «:::event»"),
        ("a\n\n::: Termin", "error event-line «::: Termin»"),
        ("a\n\n::: event\nb\n:::", "error passage-unclosed «:::»"),
        ("- a\n  ::: event", "error event-line «::: event»"),
        ("- ::: event", "error event-line «::: event»"),
        ("> a\n> ::: event", "error event-line «::: event»"),
        ("::: {lang=en}\na\n::: event\n:::", "error event-line «::: event»"),
        ("a\n\n::: hinweis", ""),
    ] {
        assert_eq!(super::findings(text), findings, "{text}");
    }
}

#[test]
fn fields_hold_passages_of_words_only() {
    let field = |text: &str| {
        let (inlines, findings) = parse_inline(text);
        (write_inlines(&inlines), write_findings(text, &findings))
    };
    let (tree, findings) = field("Das\n*[save\nthe date]{lang=en}* gilt.");
    assert_eq!(tree, r#""Das" _ (em (in en "save" _ "the date")) " gilt.""#);
    assert_eq!(findings, "");
    assert_eq!(field("::: {lang=en}\na\n:::").1, "error passage-misplaced «{lang=en}»");
    assert_eq!(field("[a]{lang=xxxx} ::: b").1, "error passage-language «{lang=xxxx}»");
    assert_eq!(field("::: b :::").1, "");
}

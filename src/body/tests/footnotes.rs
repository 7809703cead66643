use super::*;

#[test]
fn footnotes_come_in_the_order_of_their_marks() {
    assert_tree(
        "a[^x] b[^1] c[^X]\n\n[^1]: Eins\n[^x]: *Zwei*\n\n    Absatz\n",
        r#"(p "a" (mark 0) " b" (mark 1) " c" (mark 0))
(note (p (em "Zwei")) (p "Absatz"))
(note (p "Eins"))"#,
    );
}

#[test]
fn a_mark_without_its_footnote_is_refused() {
    assert_refused("a[^x] b", r#"(p "a[^x] b")"#, "error footnote-undefined «[^x]»");
    assert_eq!(findings("ä&amp;[^Fuß note]"), "error footnote-undefined «[^Fuß note]»");
    assert_eq!(findings(r"a\[^x] `[^y]` [^] [^z"), "");
    assert_eq!(findings(r"a\\[^x]"), "error footnote-undefined «[^x]»");
}

#[test]
fn a_footnote_without_its_mark_is_refused() {
    assert_refused("a\n\n[^x]: Verloren", r#"(p "a")"#, "error footnote-unused «[^x]»");
}

#[test]
fn a_label_is_defined_once() {
    assert_refused(
        "a[^x]\n\n[^x]: Eins\n\n[^x]: Zwei",
        "(p \"a\" (mark 0))\n(note (p \"Eins\"))",
        "error footnote-repeated «[^x]»",
    );
}

#[test]
fn footnotes_do_not_nest() {
    assert_refused(
        "a[^x]\n\n[^x]: b[^y]\n[^y]: c",
        "(p \"a\" (mark 0))\n(note (p \"b[^y]\"))",
        "error footnote-nested «[^y]»",
    );
    assert_eq!(findings("[a[^x]](b)\n\n[^x]: c"), "error link-not-read «](»");
}

#[test]
fn an_empty_footnote_is_refused() {
    assert_eq!(findings("a[^x]\n\n[^x]:\n"), "error footnote-empty «[^x]»");
}

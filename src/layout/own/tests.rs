use super::*;

#[test]
fn names_are_resolved_within_the_folder() {
    assert_eq!(resolved(SHEET, "a.svg").as_deref(), Some("/layout/a.svg"));
    assert_eq!(resolved("/layout/b/c.typ", "../a.svg").as_deref(), Some("/layout/a.svg"));
    assert_eq!(resolved("/layout/b/c.typ", "./a.svg").as_deref(), Some("/layout/b/a.svg"));
    assert_eq!(resolved(SHEET, "../a.svg"), None);
    assert_eq!(resolved(SHEET, "/etc/passwd.txt"), None);
    assert_eq!(resolved(SHEET, "../../a.svg"), None);
}

#[test]
fn strings_with_an_ending_may_be_files() {
    assert!(may_be_file("bilder/unser logo.svg") && may_be_file("helper.typ"));
    assert!(!may_be_file("left") && !may_be_file("@preview/cetz:0.3.1"));
    assert!(!may_be_file("https://example.org/a.svg") && !may_be_file("Ein Satz."));
}

#[test]
fn what_a_layout_leaves_out_is_read() {
    let of = |text: &str| {
        let source = Source::from_text("a.typ", Format::Markdown, text.to_owned());
        OwnLayout::of_one_file(&source)
    };
    let layout = of("#let leaves-out = (\"transit\", \"parking\",)\n#let sheet(a, b) = []\n");
    assert!(layout.leaves_out("transit") && layout.leaves_out("parking"));
    assert!(!layout.leaves_out("alerts") && layout.faults().is_empty());
    assert_eq!(of("#let leaves-out = (\"transitt\",)").faults().len(), 1);
    assert_eq!(of("#let leaves-out = range(3)").faults().len(), 1);
}

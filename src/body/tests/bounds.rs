use super::*;

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).1.iter().map(|finding| finding.diagnostic.code.name()).collect()
}

#[test]
fn a_long_word_is_refused_by_its_beginning() {
    let text = format!("Wort {}", "ä".repeat(limits::WORD + 1));
    let expected = format!("error release-too-large «{}»", "ä".repeat(20));
    assert_eq!(findings(&text), expected);
    assert_eq!(codes(&format!("Wort {}", "ä".repeat(limits::WORD))), [""; 0]);
}

#[test]
fn nesting_is_bounded_and_the_text_is_kept() {
    let nested = |levels: usize| format!("{}Wort", "> ".repeat(levels));
    assert_eq!(codes(&nested(limits::NESTING)), [""; 0]);
    for levels in [limits::NESTING + 1, 60, 70, 10_000] {
        let text = nested(levels);
        assert_eq!(codes(&text), ["release-too-large"], "{levels} levels");
        assert!(tree(&text).contains("Wort"), "{levels} levels");
    }
    let mut stairs: String = (0..40).map(|i| format!("{}- w{i}\n", "  ".repeat(i))).collect();
    stairs.push_str("\nEnde");
    assert_eq!(codes(&stairs), ["release-too-large"]);
    assert!((0..40).all(|i| tree(&stairs).contains(&format!("w{i}\""))), "{}", tree(&stairs));
}

#[test]
fn a_long_rule_is_not_nesting() {
    assert_tree(&"- ".repeat(200), "(rule)");
    assert_tree(&"* ".repeat(200), "(rule)");
}

#[test]
fn nested_emphasis_is_bounded_and_the_text_is_kept() {
    let nested = |levels: usize| format!("{}Wort{}", "*a ".repeat(levels), " b*".repeat(levels));
    assert_eq!(codes(&nested(limits::INLINE_NESTING)), [""; 0]);
    assert_eq!(codes(&nested(5_000)), ["release-too-large"]);
    assert!(tree(&nested(5_000)).contains("Wort"));
}

#[test]
fn blocks_are_counted() {
    let paragraphs = "a\n\n".repeat(TextLimits::default().blocks);
    assert_eq!(codes(&paragraphs), [""; 0]);
    assert_eq!(findings(&format!("{paragraphs}b\n\nc")), "error release-too-large «b»");
    // An item counts, and so does the paragraph in it.
    assert_eq!(codes(&"- a\n".repeat(TextLimits::default().blocks / 2)), ["release-too-large"]);
    assert_eq!(
        codes(&format!("|a|\n|-|\n{}", "|b|\n".repeat(TextLimits::default().blocks))),
        ["release-too-large"]
    );
}

#[test]
fn cells_are_counted() {
    let table = |rows: usize| {
        let row = format!("{}\n", "|b".repeat(500));
        format!("{}\n{}\n{}", "|a".repeat(500), "|-".repeat(500), row.repeat(rows))
    };
    assert_eq!(codes(&table(TextLimits::default().cells / 500 - 1)), [""; 0]);
    assert_eq!(codes(&table(TextLimits::default().cells / 500)), ["release-too-large"]);
    assert_eq!(codes(&table(2_000)), ["release-too-large"]);
}

#[test]
fn findings_are_bounded() {
    let found = codes(&"a <br> ".repeat(5_000));
    assert_eq!(found.len(), 1_001);
    assert_eq!(found.last(), Some(&"too-many-findings"));
}

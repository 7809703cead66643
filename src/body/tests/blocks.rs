use super::*;

#[test]
fn paragraphs_keep_their_line_ends_as_breaks() {
    assert_tree(
        "Ein Satz\ngeht weiter.\n\nNoch einer.",
        r#"(p "Ein Satz" _ "geht weiter.")
(p "Noch einer.")"#,
    );
    assert_tree("Zeile\\\nzwei  \ndrei\\", r#"(p "Zeile" br "zwei" br "drei\\")"#);
    assert_tree(
        "Wort\r\nWort\r\n\r\nWort\r\n",
        r#"(p "Wort" _ "Wort")
(p "Wort")"#,
    );
    assert_tree("", "");
}

#[test]
fn headings_run_from_level_2_to_4() {
    assert_tree(
        "## Fazit ##\n### Ziele\n#### *Erstens*\n## Schluss",
        r#"(h2 "Fazit")
(h3 "Ziele")
(h4 (em "Erstens"))
(h2 "Schluss")"#,
    );
}

#[test]
fn heading_levels_outside_are_refused() {
    assert_refused("# Titel", r#"(p "Titel")"#, "error heading-level «#»");
    assert_refused(
        "## A\n### B\n#### C\n##### D\n#### E",
        "(h2 \"A\")\n(h3 \"B\")\n(h4 \"C\")\n(p \"D\")\n(h4 \"E\")",
        "error heading-level «#####»",
    );
}

#[test]
fn underlined_headings_are_refused() {
    assert_refused("Titel\n=====\n", r#"(p "Titel")"#, "error heading-level «=====»");
    assert_refused(
        "Ende der ersten Meldung.\nNoch im Absatz.\n---\n\nZweite",
        "(p \"Ende der ersten Meldung.\" _ \"Noch im Absatz.\")\n(p \"Zweite\")",
        "error heading-level «---»",
    );
    assert_refused("> a\n> ===", r#"(quote (p "a"))"#, "error heading-level «===»");
    assert_refused("#a\n===", r##"(p "#a")"##, "error heading-level «===»");
    let (_, found) = parse("a\n---");
    let hints = found.first().map(|finding| finding.diagnostic.hints.len());
    assert_eq!(hints, Some(2), "a rule may have been meant");
}

#[test]
fn a_skipped_heading_level_is_refused_once() {
    assert_refused(
        "## A\n#### B\n#### C",
        "(h2 \"A\")\n(h4 \"B\")\n(h4 \"C\")",
        "error heading-level-skipped «####»",
    );
    let (_, found) = parse("### A");
    let message = found.first().map(|finding| finding.diagnostic.message.as_str());
    assert_eq!(message, Some("heading level 3 follows level 1 (the headline)"));
}

#[test]
fn a_heading_stands_at_the_top_only() {
    assert_refused(
        "- ## A\n\n> ### B",
        "(ul (li (p \"A\")))\n(quote (p \"B\"))",
        "error heading-inside-block «##»\nerror heading-inside-block «###»",
    );
}

#[test]
fn an_empty_heading_is_refused() {
    assert_refused("##\n\nText", r#"(p "Text")"#, "error heading-empty «##»");
    assert_refused("## ##", "", "error heading-empty «##»");
}

#[test]
fn what_looks_like_a_heading_is_pointed_out() {
    assert_refused(
        "**Zum Hintergrund**\n\nText",
        "(p (strong \"Zum Hintergrund\"))\n(p \"Text\")",
        "warning bold-as-heading «**Zum Hintergrund**»",
    );
    assert_eq!(findings("**Fett** und mehr"), "");
    assert_eq!(findings("**zwei\nZeilen**"), "");
    assert_eq!(findings("- **Fett**"), "");
    assert_eq!(findings("##Fazit"), "warning heading-without-space «##»");
    assert_eq!(findings("#Sachsen"), "");
}

#[test]
fn a_quote_ends_with_its_speaker() {
    let (quote, speaker) = (r#"(p "Wort")"#, r#"(speaker "Name, " (em "Rolle"))"#);
    let expected = format!("(quote {quote} {speaker})");
    assert_tree("> Wort\n> — Name, *Rolle*", &expected);
    assert_tree("> Wort\n>\n> – Name, *Rolle*", &expected);
    assert_tree("> Wort  \n> -- Name, *Rolle*", &expected);
    assert_tree("> Wort\n> &mdash; Name, *Rolle*", &expected);
    assert_tree("> Wort", r#"(quote (p "Wort"))"#);
    assert_tree("> — Name", r#"(quote (p "— Name"))"#);
    assert_tree("> Wort\n> —Name", r#"(quote (p "Wort" _ "—Name"))"#);
    assert_tree(
        "> - Wort\n>\n> — Name,\n> Rolle",
        r#"(quote (ul (li (p "Wort"))) (speaker "Name," _ "Rolle"))"#,
    );
}

#[test]
fn a_speaker_keeps_its_place() {
    let text = "> Wort\n> — Name";
    let (body, _) = parse(text);
    let Some(BlockKind::Quote { speaker: Some(speaker), .. }) =
        body.blocks.first().map(|block| &block.kind)
    else {
        unreachable!("a quote with a speaker")
    };
    let span = speaker.first().map(|inline| inline.span.0.clone()).unwrap_or_default();
    assert_eq!(text.get(span), Some("Name"));
}

#[test]
fn an_empty_quote_is_left_out_with_a_warning() {
    assert_refused(">\n\nText", r#"(p "Text")"#, "warning quote-empty «>»");
    assert_eq!(findings("> > >"), "warning quote-empty «>»");
}

#[test]
fn a_quote_that_begins_with_a_figure_is_warned_of_unless_somebody_says_it() {
    for text in ["> 1.000 Einwohner", "Es sind\n>= 5 %.", ">5 Hektar", "- a\n\n  > 5 Hektar"] {
        assert_eq!(findings(text), "warning quote-of-number «>»", "{text}");
    }
    for text in ["> 2022 war gut.\n> — Name", "> 5 Jahre Moor.\n>\n> Es bleibt.", "> Moor", "\\> 5"]
    {
        assert_eq!(findings(text), "", "{text}");
    }
}

#[test]
fn tables_have_a_header_and_aligned_columns() {
    assert_tree(
        "| Jahr | Zahl |\n|:-----|-----:|\n| 2022 | *1* |\n| 2023 | |\n",
        r#"(table Left Right (head ["Jahr"] ["Zahl"]) (row ["2022"] [(em "1")]) (row ["2023"] []))"#,
    );
}

#[test]
fn a_row_without_all_cells_is_warned_of() {
    let table = "|a|b|c|\n|-|-|-|\n";
    for row in ["| 1 | 2 |", "|1|2|", "1 | 2", "| 1 |"] {
        let expected = format!("warning table-row-too-short «{row}»");
        assert_eq!(findings(&format!("{table}{row}\n")), expected, "{row}");
    }
    for row in ["| 1 | 2 | |", "|1||3|", "|1|2||", "| | | |", "1 | 2 | 3"] {
        assert_eq!(findings(&format!("{table}{row}\n|4|5|6|\n")), "", "{row}");
    }
}

#[test]
fn a_speaker_who_is_not_the_last_line_is_warned_of() {
    for text in
        ["> Gut.\n> -- Name\n> für alles", "> Gut.\n> — Name\n>\n> Mehr.", "> Gut.\n> -Name"]
    {
        assert_eq!(findings(text), "warning speaker-lost «»", "{text}");
    }
    assert_eq!(findings("> Gut.\n>\n> - Name, Rolle"), "warning list-of-one «-»");
    for text in ["> Gut.\n> — Name", "> – Wer da?\n> – Ich.", "> - a\n> - b", "> Gut.\n> -5 Grad"]
    {
        assert_eq!(findings(text), "", "{text}");
    }
}

#[test]
fn a_cell_that_would_be_lost_is_refused() {
    assert_refused(
        "|a|b|\n|-|-|\n|1|2| drei | 4 |\n|5|6| |\n",
        r#"(table Auto Auto (head ["a"] ["b"]) (row ["1"] ["2"]) (row ["5"] ["6"]))"#,
        "error table-row-too-long «drei | 4»",
    );
}

#[test]
fn a_table_that_is_none_is_pointed_out() {
    assert_refused(
        "| a | b |\n|---|\n| 1 | 2 |",
        r#"(p "| a | b |" _ "|---|" _ "| 1 | 2 |")"#,
        "error table-header-mismatch «|---|»",
    );
}

#[test]
fn rules_part_the_items_of_a_bulletin() {
    assert_tree("a\n\n---\n\n***\nb", "(p \"a\")\n(rule)\n(rule)\n(p \"b\")");
}

#[test]
fn a_picture_alone_is_a_block() {
    assert_tree(
        "![Blick in den *Saal*](fotos/h%C3%B6r%20saal.jpg \"Hörsaal &amp; Foyer\")",
        r#"(picture <fotos/hör saal.jpg> "Blick in den Saal" "Hörsaal & Foyer")"#,
    );
    assert_tree("Text ![a](100%.jpg) Text", r#"(p "Text " (picture <100%.jpg> "a") " Text")"#);
    assert_tree(
        "[![a](b.jpg)](https://c.de)",
        r#"(p (link <https://c.de> (picture <b.jpg> "a")))"#,
    );
    assert_tree("![](b.jpg)", r#"(picture <b.jpg> "")"#);
}

#[test]
fn pictures_hold_plain_text_and_a_file() {
    assert_refused("![a]()", r#"(p "![a]()")"#, "error picture-without-file «![a]()»");
    assert_refused(
        "![a ![b](c.jpg) [d](e)](f.jpg)",
        r#"(picture <f.jpg> "a b d")"#,
        "error alt-not-plain «![b](c.jpg)»\nerror alt-not-plain «[d](e)»",
    );
}

#[test]
fn code_blocks_are_refused_and_stand_as_text() {
    assert_refused(
        "```rust\nlet a;\nlet b;\n```\n",
        r#"(p "rust" _ "let a;" _ "let b;")"#,
        "error code-block «```rust»",
    );
    assert_refused(
        "Text\n\n    Einzug\n    Zeile\n",
        "(p \"Text\")\n(p \"Einzug\" _ \"Zeile\")",
        "error code-block «Einzug»",
    );
}

#[test]
fn blocks_of_html_are_refused_and_stand_as_text() {
    assert_refused(
        "<div class=\"a\">\n*Text*\n</div>\n\nweiter",
        "(p \"<div class=\\\"a\\\">\" _ \"*Text*\" _ \"</div>\")\n(p \"weiter\")",
        r#"error raw-html «<div class="a">»"#,
    );
    assert_refused(
        "<!-- Entwurf -->",
        r#"(p "<!-- Entwurf -->")"#,
        "error raw-html «<!-- Entwurf -->»",
    );
}

#[test]
fn spans_of_blocks_have_no_white_space_around_them() {
    let text = "  Ein Absatz \r\n\r\n> Zitat\r\n> weiter\r\n\r\n- a\r\n\r\n\r\n## B ##\r\n";
    let (body, _) = parse(text);
    let spans: Vec<&str> =
        body.blocks.iter().filter_map(|block| text.get(block.span.0.clone())).collect();
    assert_eq!(spans, ["Ein Absatz", "> Zitat\r\n> weiter", "- a", "## B ##"]);
}

#[test]
fn no_break_spaces_behind_marks_are_spaces() {
    assert_tree("##\u{A0}Ziele", r#"(h2 "Ziele")"#);
    assert_tree("-\u{A0}a\n-\u{A0}b", r#"(ul (li (p "a")) (li (p "b")))"#);
    assert_tree("1.\u{A0}Mai ist frei", "(p \"1.\\u{a0}Mai ist frei\")");
    assert_tree("am\n3.\u{A0}Oktober", "(p \"am\" _ \"3.\\u{a0}Oktober\")");
    assert_tree(">\u{A0}a", r#"(quote (p "a"))"#);
    assert_tree("**a:\u{A0}** b", r#"(p (strong "a:") " b")"#);
    assert_tree(
        "**a:\u{A0}**b, ** c:** d",
        "(p (strong \"a:\\u{a0}\") \"b, \" (strong \"c:\") \" d\")",
    );
    assert_tree("a\u{A0}b", "(p \"a\\u{a0}b\")");
}

#[test]
fn a_cell_can_break_its_line() {
    assert_tree(
        "|a<br>b|\n|-|\n|c<BR/>d|",
        r#"(table Auto (head ["a" br "b"]) (row ["c" br "d"]))"#,
    );
    assert_eq!(findings("a<br>b"), "error raw-html «<br>»");
    assert_eq!(findings("CO<sub>2</sub>"), "error raw-html «<sub>2</sub>»");
}

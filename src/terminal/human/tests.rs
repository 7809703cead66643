use std::path::Path;

use letterpress::diagnostic::codes;
use letterpress::source::{Format, Source};

use super::*;
use crate::terminal::{FileFormat, FileState};

fn shown(text: &str, marked: &str, diagnostic: Diagnostic) -> String {
    let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    let start = text.find(marked).unwrap_or_default();
    super::diagnostic(&diagnostic.at(&source, start..start + marked.len(), "here"), None, false)
}

fn error() -> Diagnostic {
    Diagnostic::new(codes::WRONG_TYPE, "this is a number, but text belongs here")
}

#[test]
fn the_place_is_underlined_and_the_way_out_is_named() {
    let text = "---\ncontacts:\n  - phone: 0351 564\n---\n";
    let diagnostic = error().in_field("contacts[0].phone").hint("write \"0351 564\"");
    assert_eq!(
        shown(text, "0351 564", diagnostic),
        "\
error[wrong-type]: this is a number, but text belongs here
 --> release.md:3:12
  |
3 |   - phone: 0351 564
  |            ^^^^^^^^ here
  |
  = field: contacts[0].phone
  = help: write \"0351 564\"

"
    );
}

#[test]
fn umlauts_emoji_and_tabs_keep_the_mark_in_its_place() {
    // The fox and each ideograph are two columns wide, a tab is shown as four.
    assert_eq!(
        shown("Größe 🦊日本\tXY ä\n", "XY", error()),
        "\
error[wrong-type]: this is a number, but text belongs here
 --> release.md:1:11
  |
1 | Größe 🦊日本    XY ä
  |                 ^^ here

"
    );
}

#[test]
fn the_mark_stands_under_a_wide_letter_as_a_whole() {
    let text = shown("ab🦊c\n", "🦊", error());
    assert!(text.contains("1 | ab🦊c\n  |   ^^ here\n"), "{text}");
}

#[test]
fn nothing_from_the_text_acts_on_the_terminal() {
    let text = shown(
        "a\u{1B}]0;x\u{7}b\rc\u{202E}d\u{9B}2Je XY\n",
        "XY",
        Diagnostic::new(codes::USAGE, "bad \u{1B}[31m name").hint("\u{9B}2J").in_field("a\u{1B}\n"),
    );
    assert!(!text.chars().any(|letter| letter != '\n' && letter.is_control()), "{text:?}");
    assert!(!text.contains('\u{202E}'), "{text}");
    assert!(text.contains("1 | a␛]0;x␇b␍c�d�2Je XY\n  |                  ^^ here\n"), "{text}");
    assert!(text.contains("error[usage]: bad ␛[31m name\n"), "{text}");
    assert!(text.contains("= field: a␛␊\n"), "{text}");
}

#[test]
fn a_name_cannot_act_on_the_terminal_either() {
    let source = Source::from_text("a\u{1B}[2J\n.md", Format::Markdown, "x".into());
    let text = super::diagnostic(&error().at(&source, 0..1, ""), None, false);
    assert!(text.contains(" --> a␛[2J␊.md:1:1\n"), "{text}");
}

#[test]
fn the_place_inside_a_field_follows_the_place_in_the_file() {
    let source = Source::from_text("a.json", Format::Json, "{\"body\": \"a\\n# Titel\"}".into());
    let body = Source::from_text("body", Format::Markdown, "a\n# Titel".into());
    let mut diagnostic = Diagnostic::new(codes::HEADING_LEVEL, "the headline is level 1")
        .at(&source, 9..21, "a heading of level 1")
        .in_field("body")
        .hint("begin with `##`");
    diagnostic.inside = Some(Label::new(&body, 2..9, ""));
    assert_eq!(
        super::diagnostic(&diagnostic, None, false),
        "\
error[heading-level]: the headline is level 1
 --> a.json:1:10
  |
1 | {\"body\": \"a\\n# Titel\"}
  |          ^^^^^^^^^^^^
  |
note: in the text of `body`, line 2, column 1
  |
2 | # Titel
  | ^^^^^^^ a heading of level 1
  |
  = field: body
  = help: begin with `##`

"
    );
}

#[test]
fn a_second_place_is_shown_beside_the_first_or_on_its_own() {
    let source =
        Source::from_text("a.md", Format::Markdown, "place: A\ndate: B\nplace: C\n".into());
    let other = Source::from_text("house.toml", Format::Toml, "id = 1\n".into());
    let diagnostic = Diagnostic::new(codes::REPEATED_FIELD, "`place` stands here twice")
        .at(&source, 17..22, "again")
        .at(&source, 0..5, "first")
        .at(&other, 0..2, "and here")
        .hint("keep one");
    assert_eq!(
        super::diagnostic(&diagnostic, None, false),
        "\
error[repeated-field]: `place` stands here twice
 --> a.md:3:1
  |
1 | place: A
  | ----- first
2 | date: B
3 | place: C
  | ^^^^^ again
  |
note: and here (house.toml:1:1)
  |
1 | id = 1
  | ^^
  |
  = help: keep one

"
    );
}

#[test]
fn a_very_long_line_keeps_its_true_column() {
    let text = format!("{{\"body\": \"{}XY {}\"}}", "wort ".repeat(400), "ende ".repeat(400));
    let text = shown(&text, "XY", error());
    assert!(text.contains(" --> release.md:1:2011\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    let mark = text.lines().find(|line| line.contains("^^ here")).unwrap_or_default();
    let line = text.lines().find(|line| line.contains("XY")).unwrap_or_default();
    assert_eq!(mark.find('^'), line.find("XY"), "{text}");
}

#[test]
fn a_fault_without_a_place_is_still_advised_upon() {
    let error = Diagnostic::new(codes::USAGE, "no such thing").hint("do that");
    let shown = |name| super::diagnostic(&error, name, false);
    assert_eq!(shown(None), "error[usage]: no such thing\n |\n = help: do that\n\n");
    let placed = "error[usage]: no such thing\n--> a.md\n |\n = help: do that\n\n";
    assert_eq!(shown(Some("a.md")), placed);
}

#[test]
fn outcomes_are_said_in_a_line() {
    let said = |ending, errors, warnings, notes, failure| {
        let counts = Counts { errors, warnings, notes };
        let judgement = Judgement { outcome: ending, counts, failure };
        outcome("a.md", &judgement)
    };
    assert_eq!(said(Ending::Fine, 0, 0, 0, ""), "a.md: fine\n");
    assert_eq!(said(Ending::Fine, 0, 1, 2, ""), "a.md: 1 warning, 2 notes\n");
    assert_eq!(said(Ending::Refused, 1, 0, 0, ""), "a.md: 1 error\n");
    let refused = "a.md: 2 errors, 1 warning; not issued\n";
    assert_eq!(said(Ending::Refused, 2, 1, 0, "not issued"), refused);
    assert_eq!(said(Ending::Issued, 0, 1, 0, "not issued"), "");
    let file = Written {
        release: "a.md",
        file: Path::new("a.pdf"),
        format: FileFormat::Pdf,
        target: None,
        pages: Some(2),
        bytes: 4711,
        sha256: None,
        standards: &[],
        state: FileState::New,
        is_unchanged: false,
        is_one_of_many: false,
    };
    assert_eq!(written(&file), "wrote a.pdf (2 pages)\n");
    let file = Written { is_unchanged: true, ..file };
    assert_eq!(event(&UiEvent::Written(file), false), "unchanged a.pdf (2 pages)\n");
}

#[test]
fn several_releases_are_summed_up() {
    let counts = Counts::default();
    let words = Words { what: "releases", fine: "issued", failed: "not issued" };
    let all = Summary {
        total: 3,
        fine: 2,
        refused: 1,
        counts,
        verdicts: None,
        words,
        ..Summary::default()
    };
    assert_eq!(summary(&all), "3 releases: 2 issued, 1 refused\n");
    assert_eq!(summary(&Summary { total: 1, fine: 1, refused: 0, ..all }), "");
}

#[test]
fn of_many_changed_files_some_are_named() {
    let files: Vec<_> = (1..=5).map(|number| format!("{number}.md")).collect();
    let said = |files: &[String], gone: &[String]| {
        event(&UiEvent::Changed(Changed { files, gone }), false)
    };
    assert_eq!(said(&files, &[]), "1.md, 2.md, 3.md and 2 more changed\n");
    assert_eq!(said(&files[..1], &files[..2]), "1.md changed\n1.md, 2.md are gone\n");
    let watching = |releases, files| event(&UiEvent::Watching(Watching { releases, files }), false);
    assert_eq!(watching(1, 2), "watching 1 release, 2 files; Ctrl-C ends\n");
    assert_eq!(watching(0, 0), "watching no release yet; Ctrl-C ends\n");
}

#[test]
fn no_text_and_no_place_bring_the_emitter_down() {
    let pieces =
        ["\n", "\r\n", "\r", "\t", "ä", "🦊", "e\u{301}", "\u{200D}", "\u{9B}", " ", "日", "x"];
    let mut seed = 7_usize;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below.max(1)
    };
    for _ in 0..2000 {
        let pieces: Vec<_> = (0..next(200)).map(|_| pieces[next(pieces.len())]).collect();
        let source = Source::from_text("a.md", Format::Markdown, pieces.concat());
        let mut error = error().hint("h");
        for at in 0..next(4) {
            let start = next(source.text().len() + 1);
            let label = if at == 1 { "" } else { "label" };
            error = error.at(&source, start..start + next(80), label);
        }
        let text = super::diagnostic(&error, None, next(2) == 0);
        assert!(text.contains("= help: h") || text.contains("help"), "{text}");
    }
}

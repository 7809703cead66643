use super::{list_words, page};
use crate::body;
use crate::content::{Document, ListWords, Unsubscribe};
use crate::letterhead::Letterhead;
use crate::output::text;
use crate::read;
use crate::release::{Language, Release};
use crate::source::{Format, Source};

const HOUSE: &str = include_str!("../../../fixtures/mail/haus.toml");
const EVERY_ELEMENT: &str = include_str!("../../../fixtures/mail/every-element.md");
const CORRECTION: &str = include_str!("../../../fixtures/mail/embargoed-correction-version-2.md");
const INVITATION: &str = include_str!("../../../fixtures/mail/invitation-in-english.md");

fn letterhead() -> Letterhead {
    let source = Source::from_text("haus.toml", Format::Toml, HOUSE.to_owned());
    read::letterhead(&source).expect("the letterhead can be read").0
}

fn release(text: &str) -> Release {
    let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    let reading = read::release(&source).expect("the release can be read");
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    reading.release
}

fn document(text: &str) -> String {
    let page = page(&Document::new(&release(text), &letterhead()), "Titel");
    format!("{}{}", page.before, page.after)
}

/// A body alone, without the styles.
fn body(markdown: &str) -> String {
    let text = format!("---\nletterhead: lmo\ndate: 2022-11-25\nheadline: H\n---\n{markdown}");
    let whole = document(&text);
    let (_, rest) = whole.split_once("</h1>\n").expect("a headline");
    let (body, _) = rest
        .split_once("<p class=\"text\" style=\"margin:0 0 16px;color:#000000\">Das Landesamt ")
        .expect("a boilerplate");
    let mut plain = String::new();
    for (at, piece) in body.split(" style=\"").enumerate() {
        plain.push_str(if at == 0 {
            piece
        } else {
            piece.split_once('"').map_or("", |(_, rest)| rest)
        });
    }
    for class in ["text", "muted", "rule", "link"] {
        plain = plain.replace(&format!(" class=\"{class}\""), "");
    }
    plain
}

/// What a reader sees: elements gone, escapes resolved, words parted by one space.
fn seen(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut text = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let is_inline = [
            "a", "/a", "em", "/em", "strong", "/strong", "sup", "/sup", "span", "/span", "code",
            "/code",
        ];
        let name = tag.split([' ', '>']).next().unwrap_or(tag);
        if !is_inline.contains(&name) {
            text.push(' ');
        }
        text.push_str(words);
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_document_holds_all_that_the_plain_text_holds() {
    for release_text in [EVERY_ELEMENT, CORRECTION, INVITATION] {
        let release = release(release_text);
        let html = seen(&document(release_text));
        // The signs that stand for structure in plain text are elements here.
        let is_word =
            |word: &&str| word.chars().any(char::is_alphanumeric) && !word.starts_with('<');
        let number =
            |word: &str| word.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit());
        let text = text::plain(&Document::new(&release, &letterhead()))
            .replace("[1]", "1")
            .replace("[2]", "2");
        for word in text.split_whitespace().filter(is_word).filter(|word| !number(word)) {
            let word = word.trim_start_matches('[').trim_end_matches(':');
            assert!(html.contains(word), "{word} is not in:\n{html}");
        }
    }
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    for release in [EVERY_ELEMENT, CORRECTION, INVITATION] {
        let html = document(release).to_lowercase();
        for forbidden in
            ["<img", "<script", "<link", "<iframe", "url(", "@import", "src=", "javascript:"]
        {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn what_is_typed_stays_text() {
    let markdown = "Ein `<script>` & \\<b>, \"a\" und [x](https://example.org/?a=1&b=%22>).\n";
    assert_eq!(
        body(markdown),
        "<p>Ein <code>`&lt;script&gt;`</code> &amp; &lt;b&gt;, »a« und \
         <a href=\"https://example.org/?a=1&amp;b=%22&gt;\">x</a>.</p>\n"
    );
    let mut evil = release(CORRECTION);
    evil.headline = "</title><script>alert(1)</script>".into();
    evil.place = Some("\" onclick=\"x".to_owned());
    let page = page(&Document::new(&evil, &letterhead()), &evil.headline.plain_text());
    assert!(!page.before.contains("<script"), "{}", page.before);
    assert!(!page.before.contains("onclick=\"x\""), "{}", page.before);
}

#[test]
fn links_lead_by_known_ways_only() {
    let mut release = release(EVERY_ELEMENT);
    for link in &mut release.links {
        link.url = "javascript:alert(1)".to_owned();
    }
    let page = page(&Document::new(&release, &letterhead()), "T");
    assert!(page.before.contains("<li>Zum Verzeichnis</li>"), "{}", page.before);
    assert!(page.before.contains("href=\"tel:+493023125001\""));
    assert!(!page.before.contains("href=\"tel:+493023125009\""), "a fax is no telephone");
}

#[test]
fn a_decorative_picture_is_passed_over() {
    let silent = body("Oben.\n\n![](a.jpg){decorative}\n\nMit ![](b.png){decorative} im Text.\n");
    assert!(silent.contains("Oben.") && !silent.contains("Bild"), "{silent}");
}

#[test]
fn lists_have_their_typed_numbers() {
    assert_eq!(
        body("7. sieben\n8. acht\n"),
        "<ol start=\"7\">\n<li>sieben</li>\n<li>acht</li>\n</ol>\n"
    );
    assert_eq!(
        body("1. eins\n2. zwei\n   - innen\n"),
        "<ol>\n<li>eins</li>\n<li>zwei\n<ul>\n<li>innen</li>\n</ul>\n</li>\n</ol>\n"
    );
    assert_eq!(
        body("- eins\n\n  weiter\n\n- zwei\n"),
        "<ul>\n<li><p>eins</p>\n<p>weiter</p>\n</li>\n<li>zwei</li>\n</ul>\n"
    );
}

#[test]
fn quotes_have_their_speaker() {
    assert_eq!(
        body("> \"Ja.\"\n>\n> — Mira Muster\n"),
        "<figure>\n<blockquote>\n<p>»Ja.«</p>\n</blockquote>\n<figcaption>\n\
         <p>– Mira Muster</p>\n</figcaption>\n</figure>\n"
    );
}

#[test]
fn tables_have_heads_and_a_name() {
    assert_eq!(
        body("| Ort | Zahl |\n| :-- | --: |\n| A | 1 |\n"),
        "<table aria-label=\"Ort, Zahl\">\n<thead><tr><th scope=\"col\">Ort</th>\
         <th scope=\"col\">Zahl</th></tr></thead>\n<tbody>\n<tr><td>A</td><td>1</td></tr>\n\
         </tbody>\n</table>\n"
    );
    let bare = body("| | |\n| - | - |\n| A | 1 |\n");
    assert!(bare.starts_with("<table>\n<tbody>\n<tr><td>A</td>"), "{bare}");
}

#[test]
fn footnotes_lead_there_and_back() {
    let html = body("Eins[^a] und noch einmal[^a].\n\n[^a]: Die Note.\n");
    assert_eq!(html.matches("href=\"#note-1\"").count(), 2);
    assert_eq!(html.matches("id=\"mark-1\"").count(), 1);
    assert!(html.contains("<li id=\"note-1\">Die Note. <a href=\"#mark-1\""), "{html}");
}

#[test]
fn passages_name_their_language() {
    assert_eq!(
        body("Ein [\"start\"]{lang=en} und [שלום]{lang=he}.\n"),
        "<p>Ein <span lang=\"en\">“start”</span> und <span lang=\"he\" dir=\"rtl\">שלום</span>.</p>\n"
    );
}

#[test]
fn alerts_stand_before_everything() {
    let html = document(CORRECTION).replace('\u{A0}', " ");
    let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}: {html}"));
    assert!(place("Sperrfrist: 25. November 2022") < place(">Fassung 2<"), "{html}");
    assert!(place(">Fassung 2<") < place(">Korrektur<"), "{html}");
    assert!(place(">Korrektur<") < place("<h1"), "{html}");
}

#[test]
fn the_words_about_the_list_are_in_the_recipients_language() {
    let (release, letterhead) = (release(CORRECTION), letterhead());
    let page = page(&Document::new(&release, &letterhead), "T");
    let phrases = ListWords::new(&letterhead);
    let words =
        |leaving, language| list_words(&phrases.lines(leaving, language), language, &page.look);
    let url = "https://example.org/?a=1&b=2";
    let english = words(Unsubscribe::At(url), Language::English);
    assert!(english.contains(" lang=\"en\""), "{english}");
    assert!(english.contains("href=\"https://example.org/?a=1&amp;b=2\""), "{english}");
    assert!(english.contains(">Unsubscribe from this list</a>"), "{english}");
    assert!(words(Unsubscribe::ByAnswer, Language::German).contains("genügt eine Antwort"));
    assert_eq!(words(Unsubscribe::Unsaid, Language::German).matches("<p").count(), 1);
    assert!(
        body::plain_text(&phrases.lines(Unsubscribe::Unsaid, Language::Polish)[0])
            .starts_with("Otrzymują")
    );
}

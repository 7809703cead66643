use super::{WIDTH, plain, wrap};
use crate::content::Document;
use crate::letterhead::Letterhead;
use crate::read;
use crate::source::{Format, Source};

const LETTERHEAD: &str = r#"
id = "lmo"
name = "Landesamt für Musterwesen und öffentliche Ordnungsliebe des Freistaates Musterland"
boilerplate = "Das Landesamt prüft die Muster des Landes."

[footnote]
mark = "*"
text = "Kein Zugang für verschlüsselte elektronische Dokumente. Hinweise stehen unter www.musterwesen.example/datenschutz."

[labels.de]
mobile = "Mobiltelefon:"

[[contacts]]
name = "Mira Muster"
email = "presse@musterwesen.example"
"#;

fn letterhead() -> Letterhead {
    let source = Source::from_text("lmo.toml", Format::Toml, LETTERHEAD.to_owned());
    read::letterhead(&source).expect("the letterhead can be read").0
}

fn text(release: &str) -> String {
    let source = Source::from_text("release.md", Format::Markdown, release.to_owned());
    let reading = read::release(&source).expect("the release can be read");
    assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
    plain(&Document::new(&reading.release, &letterhead()))
}

/// The text of a body alone.
fn body(markdown: &str) -> String {
    let whole =
        text(&format!("---\nletterhead: lmo\ndate: 2022-11-25\nheadline: H\n---\n{markdown}"));
    let from = whole.find("25.11.2022\n\n").expect("the text has its date") + 12;
    let until = whole.find("\n\nDas Landesamt prüft").expect("the text has its boilerplate");
    whole[from..until].to_owned()
}

#[test]
fn a_whole_release_is_set() {
    let release = r#"---
letterhead: lmo
kind: correction
number: "123/2022"
date: 2022-11-25
place: Dresden
embargo: 2022-11-25T14:00+01:00
status: withheld
refers_to:
  number: "122/2022"
  date: 2022-11-24
  headline: Grünes Band wächst
  url: https://medien.example/122
headline: Größere Äcker, kürzere Wege – das Förderprogramm für öffentliche Straßen
subheadline: Rund 100 Fachleute
notices:
  - Es gilt das *gesprochene* Wort.
lead: Künstliche Intelligenz ist ein **Schlüssel** für den Fortschritt, z. B. am 3. Oktober 2022 in Görlitz.
event:
  start: 2022-11-26T10:00+01:00
  end: 2022-11-26T12:30+01:00
  venue: Helmholtz-Zentrum
  address: Bautzner Landstraße 400, 01328 Dresden
  agenda:
    - time: 10.00 Uhr
      text: Begrüßung durch den Direktor, anschließend Gang durch alle Labore und Werkstätten
      place: Foyer
    - text: Imbiss
  accreditation:
    deadline: 2022-11-25
    email: termin@musterwesen.example
    note: mit Presseausweis
signatories:
  - name: Prof. Dr. Ada Muster
    role: Präsidentin
media:
  - type: video
    caption: Rundgang
    url: https://medien.example/rundgang
    credit: LMO
  - file: photos/hoersaal.jpg
    caption: Hörsaal des HZDR
    alt: Blick in den voll besetzten Hörsaal
    credit: HZDR / A. Muster
    usage: Honorarfrei
links:
  - label: Mehr unter ki.sachsen.de
    url: https://ki.sachsen.de
  - url: https://www.sachsen.de
contacts:
  - name: Falk Lange
    label: Ihr Ansprechpartner
    role: Pressesprecher
    phone: "+49 351 564 60200"
    mobile: "+49 170 5550199"
    email: falk.lange@smwk.sachsen.de
    availability: Mo–Fr 9–16 Uhr
  - name: Mira Muster
    label: Ihr Ansprechpartner
    organisation: LMO
    fax: "+49 351 564 60201"
---
Erster "Absatz" mit [Verweis](https://ki.sachsen.de/lang) und Fußnote[^a], bare https://example.org/a-b.

[^a]: Eine Anmerkung, die so lang ist, dass sie in eine zweite Zeile hinüberläuft.

## Aus Sicht des Ministers

> »Forschung und Lehre werden bei der Umsetzung eine ganz zentrale Rolle spielen.«
>
> Zweiter Absatz.
> – Sebastian Gemkow, Minister

### Fazit

***

Schluss[^a].
"#;
    let expected = "\
Zurückgestellt – nicht veröffentlichen
Sperrfrist: 25. November 2022, 14.00 Uhr (MEZ)

Korrektur 123/2022
Landesamt für Musterwesen und öffentliche Ordnungsliebe des Freistaates
Musterland

Korrektur zu: Nr. 122/2022, 24. November 2022, »Grünes Band wächst«
<https://medien.example/122>

Größere Äcker, kürzere Wege – das Förderprogramm für öffentliche Straßen
========================================================================

Rund 100 Fachleute

Dresden, 25. November 2022

Es gilt das gesprochene Wort.

Künstliche Intelligenz ist ein Schlüssel für den Fortschritt, z. B. am
3. Oktober 2022 in Görlitz.

Wann: Samstag, 26. November 2022, 10.00 bis 12.30 Uhr
Wo: Helmholtz-Zentrum
  Bautzner Landstraße 400, 01328 Dresden
Ablauf:
  10.00 Uhr Begrüßung durch den Direktor, anschließend Gang durch alle
    Labore und Werkstätten (Foyer)
  Imbiss
Akkreditierung: bis Freitag, 25. November 2022,
  termin@musterwesen.example
  mit Presseausweis

Erster »Absatz« mit Verweis <https://ki.sachsen.de/lang> und Fußnote[1],
bare https://example.org/a-b.

Aus Sicht des Ministers
-----------------------

> »Forschung und Lehre werden bei der Umsetzung eine ganz zentrale Rolle
> spielen.«
>
> Zweiter Absatz.
>
> – Sebastian Gemkow, Minister

Fazit

* * *

Schluss[1].

Prof. Dr. Ada Muster
Präsidentin

[1] Eine Anmerkung, die so lang ist, dass sie in eine zweite Zeile
    hinüberläuft.

Das Landesamt prüft die Muster des Landes.

Medien:
Video: Rundgang <https://medien.example/rundgang> (LMO)

[Bild: Blick in den voll besetzten Hörsaal] Hörsaal des HZDR. Foto: HZDR
/ A. Muster. Honorarfrei

Links:
Mehr unter ki.sachsen.de <https://ki.sachsen.de>
https://www.sachsen.de

Ihr Ansprechpartner:
Falk Lange
Pressesprecher
Telefon: +49 351 564 60200
Mobiltelefon: +49 170 5550199
E-Mail: falk.lange@smwk.sachsen.de *
Erreichbar: Mo–Fr 9–16 Uhr

Mira Muster
LMO
Telefax: +49 351 564 60201

* Kein Zugang für verschlüsselte elektronische Dokumente. Hinweise
  stehen unter www.musterwesen.example/datenschutz.
";
    assert_eq!(text(release), expected);
}

#[test]
fn lists_keep_their_numbers_and_indents() {
    let lists = "\
9. Forschung und Innovationen fördern, und zwar überall im Land und ohne Ansehen der Person
10. Vernetzung
    - Kooperation
      - Industrie
        1) Kammern
        2) Verbände
    - Handel

* lose

  Zweiter Absatz.
* Punkt
";
    let expected = "\
9.  Forschung und Innovationen fördern, und zwar überall im Land und
    ohne Ansehen der Person
10. Vernetzung
    - Kooperation
      * Industrie
        1) Kammern
        2) Verbände
    - Handel

- lose

  Zweiter Absatz.

- Punkt";
    assert_eq!(body(lists), expected);
}

#[test]
fn tables_stand_in_columns() {
    let table = "\
| Größe | Anzahl | *Wo* |
|:---|---:|:---:|
| klein | 7 | Görlitz |
| außergewöhnlich groß | 1 200 | 東京 |
| ohne | | |
";
    let expected = "\
Größe                 Anzahl    Wo
--------------------  ------  -------
klein                      7  Görlitz
außergewöhnlich groß   1 200   東京
ohne";
    assert_eq!(body(table), expected);
    assert_eq!(body("> | a | b |\n> |--|--|\n> | 1 | 2 |\n"), "> a  b\n> -  -\n> 1  2");
}

#[test]
fn wide_tables_become_labelled_lines() {
    let table = "\
| Maßnahme | Träger: | |
|---|---|---|
| Ausbau der Forschungsstrukturen in allen Teilen des Landes | Hochschule für Technik | sofort |
| Zugang zu Daten | | |
";
    let expected = "\
Maßnahme: Ausbau der Forschungsstrukturen in allen Teilen des Landes
Träger: Hochschule für Technik
sofort

Maßnahme: Zugang zu Daten";
    assert_eq!(body(table), expected);
}

#[test]
fn links_show_their_target_once() {
    let links = "\
[ki.sachsen.de](https://ki.sachsen.de/), [Post](mailto:a@b.example), presse@b.example,
<https://c.example>, [https://d.example](https://d.example)  \nund [*Seite*](https://e.example/mit%20Leerzeichen).
";
    let expected = "\
ki.sachsen.de, Post <mailto:a@b.example>, presse@b.example,
https://c.example, https://d.example
und Seite <https://e.example/mit%20Leerzeichen>.";
    assert_eq!(body(links), expected);
}

#[test]
fn spaces_that_bind_never_end_a_line() {
    let long = "Wort ".repeat(13);
    let expected = format!("{}\n25. November 2022 und 10 Mio. Euro", long.trim_end());
    assert_eq!(body(&format!("{long}25. November 2022 und 10 Mio. Euro\n")), expected);
}

#[test]
fn pictures_are_described() {
    let pictures = "![Blick in den Saal](a.jpg \"Der Saal\")\n\nMit ![Logo](b.png) im Text.\n";
    assert_eq!(body(pictures), "[Bild: Blick in den Saal] Der Saal\n\nMit [Bild: Logo] im Text.");
    let silent = "Oben.\n\n![](a.jpg){decorative}\n\nMit ![](b.png){decorative} im Text.\n";
    assert_eq!(body(silent), "Oben.\n\nMit im Text.");
}

#[test]
fn a_long_word_has_a_line_of_its_own() {
    let address = format!("https://example.org/{}", "a-b/".repeat(30));
    let set = body(&format!("Siehe {address} und weiter.\n"));
    assert_eq!(set, format!("Siehe\n{address}\nund weiter."));
}

#[test]
fn width_counts_columns() {
    let wide = wrap::wrap(&"東京 ".repeat(20), 9);
    assert_eq!(wide.first().map(String::as_str), Some("東京 東京"));
    assert_eq!(wrap::width("Gro\u{308}ße"), 5);
}

#[test]
fn no_line_is_too_long_and_none_ends_in_a_space() {
    let deep = (0..12).fold(String::new(), |text, level| {
        text + &format!(
            "{}- Eine Zeile auf der Ebene {level}, die recht lang ist\n",
            "  ".repeat(level)
        )
    });
    let deep = text(&format!("---\nletterhead: lmo\ndate: 2022-11-25\nheadline: H\n---\n{deep}"));
    for line in deep.lines() {
        assert!(wrap::width(line) <= WIDTH, "{line}");
        assert_eq!(line, line.trim_end());
    }
    assert!(deep.ends_with("datenschutz.\n") && !deep.ends_with("\n\n") && !deep.contains('\r'));
}

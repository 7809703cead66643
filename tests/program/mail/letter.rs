//! The message: what a stranger's library reads in it, and what its readers see and hear.

use std::fs;

use sha2::{Digest, Sha256};

use super::browser::{Scheme, picture, violations};
use super::office::{Ended, LETTERHEAD, Office, RELEASE};
use super::parsed::Parsed;

/// A release with everything that a body can hold.
fn rich(headline: &str) -> String {
    let head = RELEASE.replace("Grüße aus dem Moor", headline);
    let body = "\
Ein Satz mit **Nachdruck**, *Betonung* und https://www.example.org/moor.

## Drei Dinge

1. Torf
2. Wollgras
   - schmalblättrig
   - scheidig
3. Sonnentau

> Das Moor ist weit.
>
> — Änne Muster, Moorvögtin

| Moor | Hektar |
| --- | ---: |
| Großes Moor | 1.200 |
| Kleines Moor | 30 |
";
    head.replace("Ein Satz steht hier.\n", body)
}

fn composed(release: &str, options: &str) -> Vec<u8> {
    let office = Office::of(0);
    office.write("release.md", release);
    let ended =
        Ended::of(&mut office.program(&format!("mail compose release.md -o a.eml {options}")));
    ended.expect(0, "");
    fs::read(office.path("a.eml")).expect("the message is written")
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_message_is_read_as_it_was_meant() {
    // 300 characters with umlauts, and an emoji.
    let long = format!("{}🌿 {}Ende", "Grüße über Flüsse. ".repeat(12), "Größenwahn ".repeat(6));
    let long: String = long.chars().take(300).collect();
    for headline in ["Sachsen verbindet", "„Grüße“ aus dem Moor 🌿", long.trim()] {
        let message = composed(&rich(headline), "");
        let parsed = Parsed::new(&message);
        assert_eq!(
            parsed.structure(),
            "multipart/mixed(multipart/alternative(text/plain text/html) application/pdf)"
        );
        assert!(parsed.header("subject").is_some_and(|subject| subject.contains(headline)));
        assert!(parsed.html().contains(headline), "{}", parsed.html());
        let unwrapped = parsed.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let words = headline.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unwrapped.contains(&words), "{}", parsed.text());
        for word in ["Nachdruck", "Wollgras", "1.200", "Moorvögtin", "Änne Muster"] {
            assert!(parsed.text().contains(word) && parsed.html().contains(word), "{word}");
        }
        assert!(parsed.value()["longest_line"].as_u64() <= Some(998));
        assert_eq!(parsed.value()["ascii"], true, "no relay has to offer 8BITMIME");
        let once = ["From", "Date", "Message-ID", "Subject", "MIME-Version"];
        for name in once {
            assert_eq!(parsed.names().iter().filter(|found| **found == name).count(), 1, "{name}");
        }
    }
}

#[test]
fn the_attachment_is_the_file_for_mail_byte_by_byte() {
    let office = Office::of(0);
    let ended = Ended::of(&mut office.program("render release.md --target mail -o a.pdf"));
    ended.expect(0, "");
    let pdf = fs::read(office.path("a.pdf")).expect("the PDF is written");
    let message = composed(RELEASE, "");
    let parsed = Parsed::new(&message);
    let [(file, kind, sha256)] = parsed.attachments()[..] else { panic!("one attachment") };
    assert_eq!((kind, sha256), ("application/pdf", &*hex(&pdf)));
    assert!(file.is_ascii() && file.ends_with(".pdf"), "{file}");
    // Twice the same.
    assert_eq!(composed(RELEASE, ""), message);
}

#[test]
fn html_is_accessible_and_looks_right() {
    let parsed = Parsed::new(&composed(&rich("Grüße aus dem Moor"), ""));
    let html = parsed.html();
    let found: Vec<_> = violations(html).into_iter().map(|found| found.text).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    for width in [800, 400] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let picture = picture(html, width, 900, scheme);
            let total: u64 = picture.pixels().map(|pixel| u64::from(pixel.0[1])).sum();
            let mean = total / u64::from(width * 900);
            // Paper is bright, and a reader's dark choice is either heeded or cannot do harm.
            assert!(scheme == Scheme::Dark || mean > 200, "{width} {scheme:?}: {mean}");
            let (dark, bright) = (|value: u8| value < 110, |value: u8| value > 190);
            let of = |is: &dyn Fn(u8) -> bool| picture.pixels().any(|pixel| is(pixel.0[1]));
            assert!(of(&dark) && of(&bright), "{width} {scheme:?}: nothing can be read");
            // Nothing is cut off at the right: its last dots are those of the ground.
            let edge: Vec<_> = (0..900).map(|y| *picture.get_pixel(width - 1, y)).collect();
            assert!(
                edge.iter().all(|pixel| *pixel == edge[0]),
                "{width} {scheme:?}: it is cut off"
            );
            if let Some(folder) = std::env::var_os("PICTURES") {
                let name = format!("mail-{width}-{scheme:?}.png").to_lowercase();
                picture.save(std::path::Path::new(&folder).join(name)).expect("it is kept");
            }
        }
    }
}

#[test]
fn a_way_to_unsubscribe_that_is_too_long_for_a_line_is_left_out() {
    let local = "a".repeat(60);
    let office = Office::new([&local]);
    let pattern = "{email}".repeat(50);
    let way = format!("unsubscribe = \"https://www.example.org/?{pattern}\"\n");
    office.write("haus.toml", format!("{LETTERHEAD}{way}"));
    let compose = "mail compose --to list.txt -o out/ release.md";
    Ended::of(&mut office.program(compose)).expect(0, "");
    let message = fs::read(office.path("out").join(format!("{local}@example.org.eml")));
    let message = message.expect("a message");
    assert!(message.split(|byte| *byte == b'\n').all(|line| line.len() <= 998 + 1));
    let parsed = Parsed::new(&message);
    assert_eq!(parsed.header("List-Unsubscribe"), None);
}

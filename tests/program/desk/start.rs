//! What a page finds: the folder, its releases, new ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::json;

use super::{Desk, DeskAnswered, event};
use crate::test::{FAULTY, RELEASE};

#[test]
fn a_page_learns_what_it_needs_to_know() {
    let desk = Desk::open(&[("a.md", RELEASE), ("list.csv", "email\na@example.org\n")]);
    let start = desk.get("/api/start").of_status(200);
    assert_eq!(start["version"], env!("CARGO_PKG_VERSION"));
    let ids: Vec<_> = start["letterheads"].as_array().expect("a list").iter().collect();
    assert!(ids.iter().any(|one| one["id"] == "neutral"), "{ids:?}");
    assert!(ids.iter().all(|one| one["name"].is_string() && one["contacts"].is_array()));
    assert!(start["schema"]["properties"]["headline"].is_object());
    assert!(start["kinds"].as_array().is_some_and(|kinds| kinds.contains(&json!("invitation"))));
}

#[test]
fn lists_are_named_and_added() {
    let list = "email\na@example.org\n";
    let desk = Desk::open(&[("a.md", RELEASE), ("list.csv", list)]);
    let add = |name: &str, bytes: &str| {
        desk.ask(&format!("POST /api/lists?name={name}"), &desk.token_line(), bytes.as_bytes())
    };
    // The same list is not there twice, another one of this name is beside it.
    assert_eq!(add("list.csv", list).of_status(200)["name"], "list.csv");
    assert_eq!(add("list.csv", "email\nb@example.org\n").of_status(200)["name"], "list-2.csv");
    assert_eq!(add("Gr%C3%B6%C3%9Fe.XLSX", "x").of_status(200)["name"], "Größe.XLSX");
    for wrong in ["..%2Fa.csv", ".a.csv", "below%2Fa.csv", "a.md", "csv", ""] {
        assert_eq!(add(wrong, list).status, 400, "{wrong}");
    }
    let named = desk.get("/api/lists").of_status(200);
    assert_eq!(named["lists"], json!(["Größe.XLSX", "list-2.csv", "list.csv"]));
    // It holds addresses.
    let mode = fs::metadata(desk.path("list-2.csv")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn releases_are_listed_with_their_state() {
    let desk =
        Desk::open(&[("2022/a.md", RELEASE), ("b.md", FAULTY), ("README.md", "# Read me\n")]);
    let events = desk.events();
    let first = desk.get("/api/folder").of_status(200);
    assert_eq!(first["releases"].as_array().map(Vec::len), Some(2), "{first}");
    event(&events, "folder", Duration::from_secs(60));
    let listed = desk.get("/api/folder").of_status(200);
    let state = |path: &str| {
        let all = listed["releases"].as_array().expect("a list");
        let one = all.iter().find(|one| one["path"] == path).expect("it is listed");
        (one["state"].clone(), one["title"].clone())
    };
    assert_eq!(state("2022/a.md").0, "fine");
    assert_ne!(state("2022/a.md").1, "a.md");
    assert_eq!(state("b.md").0, "refused");
}

#[test]
fn a_release_that_is_not_utf8_is_listed_and_says_so() {
    let desk = Desk::open(&[]);
    let text = RELEASE.replace("headline: ", "headline: Grüße ");
    let of_windows: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
    let utf16: Vec<u16> = format!("\u{feff}{text}").encode_utf16().collect();
    let low: Vec<u8> = utf16.iter().copied().flat_map(u16::to_le_bytes).collect();
    let high: Vec<u8> = utf16.iter().copied().flat_map(u16::to_be_bytes).collect();
    let other = b"Gr\xFC\xDFe\n".to_vec();
    for (name, bytes) in [("a.md", of_windows), ("b.md", low), ("c.md", high), ("notes.md", other)]
    {
        fs::write(desk.path(name), bytes).expect("it is written");
    }
    let listed = desk.get("/api/folder").of_status(200);
    let all = listed["releases"].as_array().expect("a list").iter();
    let mut paths: Vec<_> = all.filter_map(|one| one["path"].as_str()).collect();
    paths.sort_unstable();
    assert_eq!(paths, ["a.md", "b.md", "c.md"]);
    for path in paths {
        let refused = desk.get(&format!("/api/release?path={path}")).of_status(422);
        assert_eq!(refused["code"], "not-utf8", "{refused}");
    }
}

#[test]
fn a_release_is_begun_and_copied() {
    let desk = Desk::open(&[]);
    let begun = desk.post("/api/new", &json!({ "kind": "invitation" })).of_status(200);
    assert_eq!(begun["path"], "invitation.md");
    let text = fs::read_to_string(desk.path("invitation.md")).expect("it is there");
    assert!(text.contains("kind: invitation"), "{text}");
    let second = desk.post("/api/new", &json!({ "kind": "invitation" })).of_status(200);
    assert_eq!(second["path"], "invitation-2.md");
    let named =
        json!({ "kind": "release", "name": "Größe", "letterhead": "smwk", "language": "en" });
    let named = desk.post("/api/new", &named).of_status(200);
    assert_eq!(named["path"], "Größe.md");
    let text = fs::read_to_string(desk.path("Größe.md")).expect("it is there");
    assert!(text.contains("letterhead: smwk\nlanguage: en\n"), "{text}");
    let copy = desk.post("/api/duplicate", &json!({ "path": "invitation.md" })).of_status(200);
    assert_eq!(copy["path"], "invitation-3.md");
    // What belongs to one release only is not in its copy, all else is, as it was typed.
    let first = "---\r\nletterhead: smwk # ours\r\ndate: 2022-11-25\r\nid: smwk-2022-1\r\nnumber: 1\r\nversion: 2\r\nembargo: 2022-11-26T10:00+01:00\r\nheadline: A\r\n---\r\nB\r\n";
    fs::write(desk.path("first.md"), first).expect("it is written");
    let copy = desk.post("/api/duplicate", &json!({ "path": "first.md" })).of_status(200);
    let text =
        fs::read_to_string(desk.path(copy["path"].as_str().expect("a path"))).expect("it is there");
    let date = text.lines().find_map(|line| line.strip_prefix("date: ")).expect("a date");
    assert_ne!(date, "2022-11-25");
    let expected =
        format!("---\r\nletterhead: smwk # ours\r\ndate: {date}\r\nheadline: A\r\n---\r\nB\r\n");
    assert_eq!(text, expected);
    fs::write(desk.path("broken.md"), "---\na: [\n---\n").expect("it is written");
    let copy = desk.post("/api/duplicate", &json!({ "path": "broken.md" })).of_status(200);
    let text =
        fs::read_to_string(desk.path(copy["path"].as_str().expect("a path"))).expect("it is there");
    assert_eq!(text, "---\na: [\n---\n");
    for wrong in [
        json!({ "kind": "nonsense" }),
        json!({ "name": "../a" }),
        json!({ "letterhead": "x" }),
        json!({ "language": "xx" }),
    ] {
        let answered = desk.post("/api/new", &wrong);
        assert!([400, 422].contains(&answered.status), "{wrong}: {}", answered.text());
    }
    assert_eq!(fs::read_dir(desk.folder()).expect("a folder").count(), 8);
}

#[test]
fn a_desk_for_one_release_shows_no_other() {
    let desk = Desk::open_with(&[("a.md", RELEASE), ("b.md", RELEASE)], "a.md", |command| command);
    assert_eq!(desk.get("/api/start").of_status(200)["file"], "a.md");
    let listed = desk.get("/api/folder").of_status(200);
    assert_eq!(listed["releases"].as_array().map(Vec::len), Some(1), "{listed}");
    assert_eq!(desk.get("/api/release?path=b.md").status, 404);
    assert_eq!(desk.post("/api/new", &json!({})).status, 400);
}

#[test]
fn an_upgrade_of_the_program_does_not_end_an_open_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("letterpress");
    fs::copy(env!("CARGO_BIN_EXE_letterpress"), &program).expect("it is copied");
    let of_copy = |command: Command| {
        let mut copy = Command::new(&program);
        copy.args(command.get_args()).stderr(Stdio::piped());
        copy.current_dir(command.get_current_dir().expect("it has one"));
        copy
    };
    let desk = Desk::open_with(&[("a.md", RELEASE)], "", of_copy);
    fs::remove_file(&program).expect("it is there");
    assert_eq!(desk.set("a.md", RELEASE)["outcome"], "fine");
    assert_eq!(desk.get("/api/send/status?path=a.md").status, 200);
}

#[test]
fn it_ends_in_good_order_while_pages_listen() {
    for signal in ["-TERM", "-INT"] {
        let desk = Desk::open(&[("a.md", RELEASE)]);
        let _events = desk.events();
        desk.set("a.md", RELEASE);
        assert_eq!(desk.end(signal), Some(0));
    }
}

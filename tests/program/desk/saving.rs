//! Saving: whole, as the file was spelled, and never over what somebody else has saved.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Desk, DeskAnswered, event};
use crate::test::RELEASE;

fn save(desk: &Desk, text: &str, base: &Value) -> crate::serve::server::Answered {
    desk.post("/api/save", &json!({ "path": "a.md", "text": text, "base": base }))
}

#[test]
fn what_somebody_else_has_saved_stays() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    let release = desk.release("a.md");
    assert_eq!(release["text"], RELEASE);
    let mine = format!("{RELEASE}Mine.\n");
    let saved = save(&desk, &mine, &release["version"]).of_status(200);
    assert_eq!(fs::read_to_string(desk.path("a.md")).expect("it is there"), mine);
    let theirs = format!("{RELEASE}Theirs.\n");
    fs::write(desk.path("a.md"), &theirs).expect("it is written");
    let conflict = save(&desk, &format!("{mine}More.\n"), &saved["version"]).of_status(409);
    assert_eq!(conflict["text"], theirs);
    assert_eq!(fs::read_to_string(desk.path("a.md")).expect("it is there"), theirs);
    save(&desk, &mine, &conflict["version"]).of_status(200);
    fs::remove_file(desk.path("a.md")).expect("it is there");
    let gone = save(&desk, &mine, &conflict["version"]).of_status(409);
    assert_eq!(gone["version"], Value::Null);
    save(&desk, &mine, &Value::Null).of_status(200);
    assert_eq!(fs::read_to_string(desk.path("a.md")).expect("it is there"), mine);
}

#[test]
fn line_ends_mark_and_rights_of_a_file_stay() {
    let typed = format!("\u{feff}{}", RELEASE.replace('\n', "\r\n"));
    let desk = Desk::open(&[("a.md", &typed)]);
    fs::set_permissions(desk.path("a.md"), fs::Permissions::from_mode(0o640)).expect("it is mine");
    let release = desk.release("a.md");
    assert_eq!(release["text"], RELEASE);
    save(&desk, &format!("{RELEASE}Neu.\n"), &release["version"]).of_status(200);
    let kept = fs::read_to_string(desk.path("a.md")).expect("it is there");
    assert_eq!(kept, format!("{typed}Neu.\r\n"));
    let mode = fs::metadata(desk.path("a.md")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn of_line_ends_that_are_mixed_most_count() {
    for (typed, pasted) in [("\n", "\r\n"), ("\r\n", "\n")] {
        let text = format!("{}Ein Satz.{pasted}", RELEASE.replace('\n', typed));
        let desk = Desk::open(&[("a.md", &text)]);
        let release = desk.release("a.md");
        save(&desk, &format!("{RELEASE}Ein Satz.\nNeu.\n"), &release["version"]).of_status(200);
        let kept = fs::read_to_string(desk.path("a.md")).expect("it is there");
        let expected = format!("{RELEASE}Ein Satz.\nNeu.\n").replace('\n', typed);
        assert_eq!(kept, expected, "{typed:?}");
    }
}

#[test]
fn of_pages_that_save_at_once_one_is_heard() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    for round in 0..10 {
        let base = desk.release("a.md")["version"].clone();
        let text = |number: usize| format!("{RELEASE}Satz {round}, {number}.\n");
        let statuses = at_once(8, |number| save(&desk, &text(number), &base).status);
        let saved = statuses.iter().filter(|status| **status == 200).count();
        assert_eq!(saved, 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    }
}

#[test]
fn files_that_are_made_at_once_have_names_of_their_own() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    let names = at_once(8, |_| {
        let made = desk.post("/api/duplicate", &json!({ "path": "a.md" })).of_status(200);
        made["path"].as_str().map(ToOwned::to_owned)
    });
    let pictures = at_once(8, |number| {
        let request = "POST /api/picture?path=a.md&name=foto.jpg";
        let made = desk.ask(request, &desk.token_line(), number.to_string().as_bytes());
        made.of_status(200)["name"].as_str().map(ToOwned::to_owned)
    });
    let all: BTreeSet<_> = names.iter().chain(&pictures).flatten().collect();
    assert_eq!(all.len(), 16, "{names:?} {pictures:?}");
}

/// What comes of as many requests that are made together.
fn at_once<T: Send>(count: usize, ask: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(count);
    thread::scope(|scope| {
        let asked = (0..count).map(|number| {
            let (start, ask) = (&start, &ask);
            scope.spawn(move || {
                start.wait();
                ask(number)
            })
        });
        let asked: Vec<_> = asked.collect();
        asked.into_iter().map(|one| one.join().expect("it is answered")).collect()
    })
}

#[test]
fn another_editor_is_noticed() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    desk.release("a.md");
    let events = desk.events();
    let theirs = format!("{RELEASE}Theirs.\n");
    // As editors save: another file takes the name.
    fs::write(desk.path("a.md~"), &theirs).expect("it is written");
    fs::rename(desk.path("a.md~"), desk.path("a.md")).expect("it is renamed");
    let told = event(&events, "file", Duration::from_secs(20));
    assert_eq!(told["path"], "a.md");
    let release = desk.release("a.md");
    assert_eq!((&release["version"], &release["text"]), (&told["version"], &json!(theirs)));
    fs::remove_file(desk.path("a.md")).expect("it is there");
    assert_eq!(event(&events, "file", Duration::from_secs(20))["version"], Value::Null);
}

#[test]
fn a_full_disk_loses_nothing() {
    let limited = |command: Command| {
        // No file may have more than 2 KiB: what has no room looks like this.
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -f 4; exec \"$0\" \"$@\""]).arg(command.get_program());
        shell.args(command.get_args());
        shell.current_dir(command.get_current_dir().expect("it has one"));
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.stderr(std::process::Stdio::piped());
        shell
    };
    let desk = Desk::open_with(&[("a.md", RELEASE)], "", limited);
    let release = desk.release("a.md");
    let long = format!("{RELEASE}{}", "Ein langer Satz. ".repeat(1000));
    let refused = save(&desk, &long, &release["version"]).of_status(422);
    assert!(refused["message"].as_str().is_some_and(|said| said.contains("a.md")), "{refused}");
    assert_eq!(fs::read_to_string(desk.path("a.md")).expect("it is there"), RELEASE);
    let names: Vec<_> = fs::read_dir(desk.folder()).expect("a folder").collect();
    assert_eq!(names.len(), 1, "{names:?}");
    // When there is room again, it is saved.
    save(&desk, &format!("{RELEASE}Kurz.\n"), &release["version"]).of_status(200);
}

#[test]
fn what_was_saved_outlives_a_kill() {
    let mut desk = Desk::open(&[("a.md", RELEASE)]);
    let mut version = desk.release("a.md")["version"].clone();
    for number in 0..20 {
        let text = format!("{RELEASE}Satz {number}.\n");
        version = save(&desk, &text, &version).of_status(200)["version"].clone();
    }
    desk.kill();
    let kept = fs::read_to_string(desk.path("a.md")).expect("it is there");
    assert_eq!(kept, format!("{RELEASE}Satz 19.\n"));
    assert_eq!(fs::read_dir(desk.folder()).expect("a folder").count(), 1);
}

#[test]
fn a_picture_is_put_beside_the_release() {
    let desk = Desk::open(&[("2022/a.md", RELEASE)]);
    let add = |name: &str, bytes: &[u8]| {
        let request = format!("POST /api/picture?path=2022/a.md&name={name}");
        desk.ask(&request, &desk.token_line(), bytes)
    };
    assert_eq!(add("foto.jpg", b"one").of_status(200)["name"], "foto.jpg");
    assert_eq!(add("foto.jpg", b"one").of_status(200)["name"], "foto.jpg");
    assert_eq!(add("foto.jpg", b"two").of_status(200)["name"], "foto-2.jpg");
    assert_eq!(fs::read(desk.path("2022/foto-2.jpg")).expect("it is there"), b"two");
    assert_eq!(add("foto.exe", b"x").status, 400);
    let shown = desk.get("/api/picture?path=2022/a.md&name=foto.jpg");
    assert!(shown.header.contains("content-type: image/jpeg"), "{}", shown.header);
    assert_eq!(shown.body, b"one");
    // A drawing may hold a browser up for hours.
    assert_eq!(add("karte.svg", b"<svg/>").of_status(200)["name"], "karte.svg");
    assert_eq!(desk.get("/api/picture?path=2022/a.md&name=karte.svg").status, 404);
}

//! What nobody should send: refused or bounded, and the next request is fine.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::life::harmful;
use super::server::{Server, read_answer};
use super::{TASKS, markdown};
use crate::test::RELEASE;

/// Bodies of JSON that make no sense, and what is said of them.
const BROKEN: &[(&str, &str)] = &[
    ("", "EOF"),
    ("{", "EOF"),
    (r#"{"text": "a", "input_format": "md""#, "EOF"),
    ("[]", "no object"),
    (" [\"text\"]", "no object"),
    ("null", "expected struct"),
    ("\u{0}", "expected value"),
    (r#"{"text": 3, "input_format": "md"}"#, "expected a string"),
    (r#"{"text": "a"}"#, "input_format"),
    (r#"{"text": "a", "input_format": "docx"}"#, "unknown variant"),
    (r#"{"text": "a", "text": "b", "input_format": "md"}"#, "duplicate field"),
    (r#"{"text": "a", "release": {}, "input_format": "md"}"#, "both"),
    (r#"{"release": {}, "input_format": "md"}"#, "json"),
    (r#"{"release": []}"#, "is an object"),
    (r#"{"file": "/etc/passwd"}"#, "unknown field"),
    (r#"{"input_format": "md"}"#, "no `text`"),
    (r#"{"text": "a", "input_format": "md", "deadline": 0}"#, "deadline"),
    (r#"{"text": "a", "input_format": "md", "deadline": -1}"#, "deadline"),
    (r#"{"text": "a", "input_format": "md", "deadline": "x"}"#, "expected a number"),
    (r#"{"text": "a", "input_format": "md", "pictures": {}}"#, "expected a sequence"),
    (
        r#"{"text": "a", "input_format": "md", "pictures": [{"name": "a.jpg", "data": "?"}]}"#,
        "Base64",
    ),
    (r#"{"text": "a", "input_format": "md", "options": {"out": "/tmp/a"}}"#, "unknown field"),
];

#[test]
fn what_makes_no_sense_is_said() {
    let server = Server::start("");
    let kind = "Content-Type: application/json\r\n";
    for path in TASKS {
        let request = format!("POST {path}");
        for (body, reason) in BROKEN {
            let answered = server.ask(&request, kind, body.as_bytes());
            assert_eq!(answered.status, 400, "{path} {body}: {}", answered.text());
            assert_eq!(answered.codes(), ["error[request-broken]"], "{path} {body}");
            assert!(answered.text().contains(reason), "{path} {body}: {}", answered.text());
        }
        // What stands twice in the release is its own fault.
        let twice = br#"{"release": {"headline": "Neu", "headline": "Alt"}}"#;
        let refused = server.ask(&request, kind, twice);
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.codes().contains(&"error[repeated-field]".to_owned()));
        let deep = "[".repeat(100_000);
        assert_eq!(server.ask(&request, kind, deep.as_bytes()).status, 400);
        assert_eq!(server.ask(&request, kind, b"{\"text\": \"\xFF\"}").status, 400);
        for lines in ["", "Content-Type: text/plain\r\n", "Content-Type: application/json5\r\n"] {
            assert_eq!(server.ask(&request, lines, b"{}").status, 415, "{path} {lines}");
        }
        for (lines, body) in [
            ("Content-Type: multipart/form-data\r\n", "--X--\r\n"),
            ("Content-Type: multipart/form-data; boundary=X\r\n", ""),
            ("Content-Type: multipart/form-data; boundary=X\r\n", "--X\r\n\r\n"),
            ("Content-Type: multipart/form-data; boundary=X\r\n", "--X--\r\n"),
        ] {
            let answered = server.ask(&request, lines, body.as_bytes());
            assert_eq!(answered.status, 400, "{path} {lines} {body}");
        }
    }
    let release = ("release", "a.md", RELEASE.as_bytes());
    for parts in [
        vec![release, release],
        vec![release, ("picture", "", b"x")],
        vec![release, ("other", "", b"x")],
        vec![release, ("dpi", "", b"many")],
        vec![release, ("gray", "", b"perhaps")],
        vec![release, ("name", "", b"\xFF")],
        vec![("release", "", RELEASE.as_bytes())],
        vec![release; 600],
    ] {
        let answered = server.post_form("/v1/render", &parts);
        assert_eq!(answered.status, 400, "{}", answered.text());
    }
    let options = [
        ("/v1/render", json!({ "format": "docx" })),
        ("/v1/render", json!({ "format": "png", "target": "print" })),
        ("/v1/render", json!({ "date": "2022-11-25T14:00+01:00" })),
        ("/v1/render", json!({ "pages": "9-1", "format": "png" })),
        ("/v1/render", json!({ "standard": "a-9" })),
        ("/v1/compose", json!({ "format": "pdf" })),
        ("/v1/compose", json!({ "date": "gestern" })),
        ("/v1/check", json!({ "format": "pdf" })),
    ];
    for (path, options) in options {
        let mut request = markdown(RELEASE);
        request["options"] = options.clone();
        let answered = server.post(path, &request);
        assert_eq!(answered.status, 400, "{path} {options}: {}", answered.text());
    }
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    assert_eq!(server.leftovers().len(), 2, "{:?}", server.leftovers());
}

#[test]
fn names_of_files_lead_nowhere() {
    let server = Server::start("");
    let with = |names: &[&str]| {
        let file = |name: &&str| json!({ "name": name, "data": "eA==" });
        let mut request = markdown(RELEASE);
        request["pictures"] = names.iter().map(file).collect::<Value>();
        request
    };
    for name in [
        "../a.jpg",
        "/tmp/a.jpg",
        "a/../../a.jpg",
        "..\\a.jpg",
        "C:\\a.jpg",
        "",
        ".",
        "a.jpg/",
        "./a.jpg",
        "a\u{0}.jpg",
        "a.md",
        "a.toml",
        "letterpress.toml",
        "a.typ",
        "a.jpg.exe",
        "jpg",
        ".jpg",
    ] {
        let answered = server.post("/v1/render", &with(&[name]));
        assert_eq!(answered.status, 400, "{name}: {}", answered.text());
        let form = [("release", "a.md", RELEASE.as_bytes()), ("picture", name, b"x")];
        // In a form a null character ends the header line.
        assert_eq!(server.post_form("/v1/render", &form).status, 400, "{name}");
    }
    for twice in [["a.jpg", "a.jpg"], ["a.jpg", "a.jpg/b.jpg"]] {
        let answered = server.post("/v1/render", &with(&twice));
        assert_eq!(answered.status, 400, "{}", answered.text());
    }
    assert_eq!(server.leftovers().len(), 2, "{:?}", server.leftovers());
}

#[test]
fn no_file_is_read_but_those_of_the_request() {
    let server = Server::start_with("", |folder| {
        fs::write(folder.join("secret.jpg"), "secret").expect("it is written");
        fs::write(folder.join("house.toml"), "id = \"house\"\n").expect("it is written");
        fs::write(folder.join("tmp/letterpress.toml"), "nonsense").expect("it is written");
        fs::write(folder.join("letterpress.toml"), "nonsense").expect("it is written");
    });
    let secret = server.path("secret.jpg").display().to_string();
    for name in [secret.as_str(), "secret.jpg", "../secret.jpg", "../../secret.jpg", "../lock"] {
        let text = format!("{RELEASE}\n![Ein Bild]({name})\n");
        for path in TASKS {
            let refused = server.post(path, &markdown(&text));
            assert_eq!(refused.status, 422, "{name}: {}", refused.text());
            assert!(!refused.text().contains("letterpress-serve"), "{}", refused.text());
        }
    }
    for name in ["house.toml", "../../house.toml", "/etc/passwd.toml"] {
        let text = RELEASE.replace("letterhead: neutral", &format!("letterhead: {name}"));
        let refused = server.post("/v1/check", &markdown(&text));
        assert_eq!(refused.status, 422, "{name}: {}", refused.text());
        assert!(!refused.text().contains("letterpress-serve"), "{}", refused.text());
    }
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
}

#[test]
fn bodies_are_bounded() {
    let server = Server::start("--max-body 1MiB --body-seconds 1");
    let head = |length: &str| {
        format!(
            "POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n"
        )
    };
    // One that says how long it is is not read at all.
    let stated = server.send(&head("Content-Length: 104857600"), b"");
    assert_eq!((stated.status, stated.codes()), (413, vec!["error[request-broken]".to_owned()]));
    // Another is read so far.
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    let mut reader = stream.try_clone().expect("it can be read");
    let answered = thread::spawn(move || read_answer(&mut reader));
    stream.write_all(head("Transfer-Encoding: chunked\r\n").as_bytes()).expect("it reads");
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 65536], b"\r\n"].concat();
    for _ in 0..1600 {
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    assert_eq!(answered.join().expect("an answer").status, 413);
    // One that does not come is not waited for.
    let slow = server.send(&head("Content-Length: 1000"), b"{");
    assert_eq!(slow.status, 408);
    // One that breaks off is nobody's.
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    stream.write_all(head("Content-Length: 1000\r\n").as_bytes()).expect("it reads");
    drop(stream);
    thread::sleep(Duration::from_millis(100));
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    assert_eq!(server.leftovers().len(), 2, "{:?}", server.leftovers());
}

#[test]
fn a_layout_without_end_or_measure_ends() {
    let hasty = Server::start("--allow-letterhead -j1 --max-seconds 1");
    let endless = hasty.post("/v1/render", &harmful("Ohne Ende"));
    assert_eq!((endless.status, endless.codes()), (504, vec!["error[took-too-long]".to_owned()]));
    let server = Server::start("--allow-letterhead -j1 --max-memory 300MiB");
    let greedy = server.post("/v1/render", &harmful("Ohne Maß"));
    assert_eq!((greedy.status, greedy.codes()), (422, vec!["error[takes-too-much]".to_owned()]));
    let mut hurried = harmful("Ohne Ende");
    hurried["deadline"] = 0.3.into();
    let hurried = server.post("/v1/render", &hurried);
    assert_eq!((hurried.status, hurried.codes()), (504, vec!["error[took-too-long]".to_owned()]));
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    assert_eq!(server.leftovers().len(), 2, "{:?}", server.leftovers());
}

//! `letterpress serve`: what it answers, whom, and that nothing of it stays.

mod access;
mod examples;
mod hostile;
mod life;
pub mod server;

use std::fs;
use std::thread;

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::{Value, json};

use self::server::Server;
use crate::json::validated;
use crate::repository::root;
use crate::test::{FAULTY, RELEASE, Test, is_pdf};

/// The routes that take releases.
pub const TASKS: [&str; 3] = ["/v1/render", "/v1/check", "/v1/compose"];

/// Those that take nothing.
pub const OTHERS: [&str; 6] =
    ["/health", "/metrics", "/v1/schema", "/v1/schema/messages", "/v1/openapi.json", "/nothing"];

/// A request for a text of Markdown.
pub fn markdown(text: &str) -> Value {
    json!({ "text": text, "input_format": "md", "name": "a.md" })
}

/// The same with options.
fn with_options(text: &str, options: Value) -> Value {
    let mut request = markdown(text);
    request["options"] = options;
    request
}

/// What the command line writes to standard output.
fn typed(options: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let test = Test::new(options).any_stdout().any_stderr();
    files.iter().fold(test, |test, (name, bytes)| test.file(name, bytes)).run().stdout
}

fn of_release(options: &str) -> Vec<u8> {
    typed(options, &[("a.md", RELEASE.as_bytes())])
}

#[test]
fn answers_are_the_bytes_of_the_command_line() {
    let server = Server::start("");
    let pdf = of_release("render -o - a.md");
    assert!(is_pdf(&pdf));
    let answered = server.post("/v1/render", &markdown(RELEASE));
    assert!(answered.header.contains("\r\ncontent-type: application/pdf\r\n"));
    assert!(answered.header.contains("\r\nletterpress-pages: 1\r\n"), "{}", answered.header);
    assert!(answered.header.contains("\r\nletterpress-warnings: 0\r\n"));
    assert!(answered.header.contains("\r\nx-content-type-options: nosniff\r\n"));
    assert!(answered.file() == pdf);
    let form = server.post_form("/v1/render", &[("release", "a.md", RELEASE.as_bytes())]);
    assert!(form.file() == pdf);
    for (format, options, media_type) in [
        ("txt", "", "text/plain"),
        ("html", "", "text/html"),
        ("heard", "", "text/plain"),
        ("png", "--pages 1 --dpi 72", "image/png"),
        ("svg", "--pages 1", "image/svg+xml"),
    ] {
        let expected = of_release(&format!("render --format {format} {options} -o - a.md"));
        let mut asked = json!({ "format": format });
        if options.contains("dpi") {
            asked["dpi"] = 72.into();
        }
        if options.contains("pages") {
            asked["pages"] = "1".into();
        }
        let answered = server.post("/v1/render", &with_options(RELEASE, asked));
        let kind = format!("\r\ncontent-type: {media_type}");
        assert!(answered.header.contains(&kind), "{format}: {}", answered.header);
        assert!(answered.file() == expected, "{format}");
        // It shares its media type with plain text, which comes first.
        if format != "heard" {
            let lines = format!("Accept: {media_type}, */*;q=0.1\r\n");
            let accepted = server.post_accepting("/v1/render", &lines, &markdown(RELEASE));
            assert_eq!(accepted.status, 200);
            assert!(accepted.header.contains(&kind), "{format}: {}", accepted.header);
        }
    }
    let print =
        with_options(RELEASE, json!({ "target": "print", "crop_marks": true, "gray": true }));
    let expected = of_release("render --target print --crop-marks --gray -o - a.md");
    assert!(server.post("/v1/render", &print).file() == expected);
    let message = of_release("mail compose -o - a.md");
    let answered = server.post("/v1/compose", &markdown(RELEASE));
    assert!(answered.header.contains("\r\ncontent-type: message/rfc822\r\n"));
    assert!(answered.file() == message);
    let dated =
        with_options(RELEASE, json!({ "date": "2022-11-25T14:00+01:00", "unattended": true }));
    let expected = of_release("mail compose --date 2022-11-25T14:00+01:00 --unattended -o - a.md");
    assert!(server.post("/v1/compose", &dated).file() == expected);
}

#[test]
fn a_release_may_be_an_object_and_bring_pictures() {
    let server = Server::start("");
    let fields = json!({ "letterhead": "neutral", "date": "2022-11-25", "headline": "Neu", "body": "Text." });
    let expected = typed("render -o - a.json", &[("a.json", fields.to_string().as_bytes())]);
    let answered = server.post("/v1/render", &json!({ "release": fields, "name": "a.json" }));
    assert!(answered.file() == expected);

    let photo = fs::read(root().join("fixtures/photos/querformat.jpg")).expect("it is there");
    let text = format!("{RELEASE}\n![Ein Feld](fotos/1.jpg)\n");
    let files = [("a.md", text.as_bytes()), ("fotos/1.jpg", &photo)];
    let expected = typed("render -o - a.md", &files);
    let parts = [("release", "a.md", text.as_bytes()), ("picture", "fotos/1.jpg", &photo)];
    assert!(server.post_form("/v1/render", &parts).file() == expected);
    let mut request = markdown(&text);
    request["pictures"] = json!([{ "name": "fotos/1.jpg", "data": BASE64.encode(&photo) }]);
    assert!(server.post("/v1/render", &request).file() == expected);
    // Without it the next request does not see that of the one before.
    let refused = server.post("/v1/render", &markdown(&text));
    assert_eq!(
        (refused.status, refused.codes().as_slice()),
        (422, &["error[media-missing]".to_owned()][..])
    );
}

#[test]
fn what_became_of_a_release_is_the_line_of_every_run() {
    let server = Server::start("");
    let mut lines = String::new();
    let mut take = |answered: &server::Answered| {
        lines.push_str(&answered.text());
        answered.json()
    };
    let fine = take(&server.post("/v1/check", &markdown(RELEASE)));
    assert_eq!((fine["type"].as_str(), fine["outcome"].as_str()), (Some("result"), Some("fine")));
    let accept = "Accept: application/json\r\n";
    let set = take(&server.post_accepting("/v1/render", accept, &markdown(RELEASE)));
    assert_eq!(set["outcome"], "issued");
    let data = set["outputs"][0]["data"].as_str().expect("its bytes");
    assert!(BASE64.decode(data).expect("Base64") == of_release("render -o - a.md"));
    // Several files are JSON, whatever is accepted.
    let both = with_options(RELEASE, json!({ "format": "pdf,txt" }));
    let both = take(&server.post("/v1/render", &both));
    assert_eq!(both["outputs"].as_array().map(Vec::len), Some(2));
    let composed = take(&server.post_accepting("/v1/compose", accept, &markdown(RELEASE)));
    assert_eq!(composed["outputs"][0]["format"], "eml");
    for path in TASKS {
        let refused = server.post(path, &markdown(FAULTY));
        assert_eq!(refused.status, 422, "{path}");
        assert_eq!(take(&refused)["outcome"], "refused", "{path}");
        assert_eq!(refused.codes(), ["error[missing-field]"], "{path}");
        let named = RELEASE.replace("neutral", "gibt-es-nicht");
        let refused = server.post(path, &markdown(&named));
        assert_eq!(refused.status, 422, "{path}: {}", refused.text());
        take(&refused);
    }
    take(&server.get("/nothing"));
    let (is_valid, said) = validated(&lines);
    assert!(is_valid, "{said}");
}

#[test]
fn a_letterhead_comes_with_the_request_or_from_a_folder() {
    let house = "id = \"haus\"\nname = \"Haus Eins\"\n";
    let text = RELEASE.replace("letterhead: neutral", "letterhead: haus.toml");
    let files: [(&str, &[u8]); 2] = [("a.md", text.as_bytes()), ("haus.toml", house.as_bytes())];
    let expected = typed("render -o - a.md", &files);
    let server = Server::start("--allow-letterhead");
    let mut request = markdown(&text);
    request["letterhead"] = json!({ "name": "haus.toml", "text": house });
    assert!(server.post("/v1/render", &request).file() == expected);
    let parts =
        [("release", "a.md", text.as_bytes()), ("letterhead", "haus.toml", house.as_bytes())];
    assert!(server.post_form("/v1/render", &parts).file() == expected);

    let server = Server::start_with("--letterheads houses", |folder| {
        fs::create_dir(folder.join("houses")).expect("the folder is made");
        fs::write(folder.join("houses/haus.toml"), house).expect("it is written");
    });
    let named = RELEASE.replace("letterhead: neutral", "letterhead: haus");
    assert_eq!(server.post("/v1/render", &markdown(&named)).status, 200);
    let refused = server.post("/v1/render", &request);
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("--allow-letterhead"), "{}", refused.text());
    let smuggled =
        [("release", "a.md", text.as_bytes()), ("picture", "haus.toml", house.as_bytes())];
    assert_eq!(server.post_form("/v1/render", &smuggled).status, 400);
}

#[test]
fn schemas_and_the_description_are_served() {
    let server = Server::start("");
    for (path, subject) in [
        ("/v1/schema", "release"),
        ("/v1/schema/letterhead", "letterhead"),
        ("/v1/schema/messages", "messages"),
        ("/v1/schema/requests", "requests"),
    ] {
        assert!(server.get(path).file() == of_release(&format!("schema {subject}")), "{path}");
    }
    let description: Value =
        serde_json::from_slice(&server.get("/v1/openapi.json").file()).expect("it is JSON");
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().expect("paths");
    for path in TASKS.iter().chain(&["/health", "/metrics", "/v1/schema", "/v1/openapi.json"]) {
        assert!(paths.contains_key(*path), "{path}");
    }
    assert_eq!(paths.len(), 7);
    // Every definition that is referred to is there.
    let text = description.to_string();
    for (_, rest) in
        text.match_indices("#/components/schemas/").map(|(at, _)| text.split_at(at + 21))
    {
        let name = rest.split('"').next().expect("a name");
        assert!(description["components"]["schemas"].get(name).is_some(), "{name}");
    }
    assert_eq!(server.get("/health").text(), "{\"status\":\"ok\"}\n");
    assert_eq!(server.get("/nothing").status, 404);
    assert_eq!(server.get("/v1/schema/nothing").status, 404);
    let other = server.get("/v1/render");
    assert_eq!(other.status, 405);
    assert!(other.header.contains("\r\nallow: post\r\n"), "{}", other.header);
    let long = format!("X: {}\r\n", "a".repeat(80_000));
    assert_eq!(server.ask("GET /health", &long, b"").status, 431);
    assert_eq!(server.post("/health", &json!({})).status, 405);
    server.post("/v1/check", &markdown(FAULTY));
    let counters = String::from_utf8(server.get("/metrics").file()).expect("a text");
    for line in [
        "letterpress_requests_total{route=\"/v1/check\",status=\"422\"} 1\n",
        "letterpress_requests_total{route=\"/health\",status=\"405\"} 1\n",
        "letterpress_places_taken 0\n",
        "letterpress_request_seconds_count{route=\"/v1/check\"} 1\n",
    ] {
        assert!(counters.contains(line), "{counters}");
    }
}

#[test]
fn many_clients_get_the_same_bytes() {
    let server = Server::start("-j2 --queue 64");
    let expected = of_release("render -o - a.md");
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert!(server.post("/v1/render", &markdown(RELEASE)).file() == expected);
                }
            });
        }
    });
}

#[test]
fn a_mark_before_a_request_is_no_part_of_it() {
    let server = Server::start("");
    let body = format!("\u{feff}{}", markdown(RELEASE));
    let lines = "Content-Type: application/json\r\n";
    let answered = server.ask("POST /v1/render", lines, body.as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
}

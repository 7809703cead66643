//! Who is let in: nobody without the token, and no page of another site.

use super::{Desk, DeskAnswered};
use crate::test::RELEASE;

/// Every route, and one that does not exist.
const ROUTES: [&str; 21] = [
    "GET /",
    "GET /page/main.js",
    "GET /api/start",
    "GET /api/folder",
    "GET /api/release?path=a.md",
    "POST /api/save",
    "POST /api/new",
    "POST /api/duplicate",
    "POST /api/set",
    "GET /api/picture?path=a.md&name=a.jpg",
    "POST /api/picture?path=a.md&name=a.jpg",
    "GET /api/lists",
    "POST /api/lists?name=a.csv",
    "POST /api/view",
    "GET /api/mail.html?key=a",
    "POST /api/export",
    "POST /api/send/plan",
    "POST /api/send/go",
    "GET /api/send/status?path=a.md",
    "GET /api/events",
    "GET /nothing",
];

#[test]
fn no_route_answers_without_the_token() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    let wrong = "0".repeat(desk.token.len());
    for route in ROUTES {
        for lines in [
            String::new(),
            format!("Authorization: Bearer {wrong}\r\n"),
            format!("Cookie: letterpress-desk={}\r\n", desk.token),
        ] {
            let answered = desk.ask(route, &lines, b"{}");
            assert_eq!(answered.status, 403, "{route} {lines}: {}", answered.text());
            assert!(!answered.text().contains(&desk.token));
        }
    }
    // What is let in gets something else.
    assert_eq!(desk.get("/api/start").status, 200);
}

#[test]
fn no_page_of_another_site_is_let_in_with_the_token() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    let token = desk.token_line();
    for route in ROUTES {
        for lines in [
            "Host: example.org\r\n",
            "Origin: http://example.org\r\n",
            "Origin: null\r\n",
            "Sec-Fetch-Site: cross-site\r\n",
            "Sec-Fetch-Site: same-site\r\n",
        ] {
            let answered = desk.ask(route, &format!("{token}{lines}"), b"{}");
            assert_eq!(answered.status, 403, "{route} {lines}");
            assert!(!answered.header.contains("access-control"), "{}", answered.header);
        }
    }
}

#[test]
fn the_address_is_exchanged_for_a_cookie() {
    let desk = Desk::open(&[("a.md", RELEASE)]);
    let answered = desk.ask(&format!("GET /?token={}", desk.token), "", b"");
    assert_eq!(answered.status, 303, "{}", answered.text());
    assert!(answered.header.contains("\r\nlocation: /\r\n"), "{}", answered.header);
    let cookie = answered.header.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.expect("a cookie");
    assert!(cookie.contains("httponly") && cookie.contains("samesite=strict"), "{cookie}");
    let pair = cookie.split(';').next().expect("a pair");
    let page = desk.ask("GET /", &format!("Cookie: {pair}\r\n"), b"");
    assert_eq!(page.status, 200);
    let policy = page.header.lines().find(|line| line.starts_with("content-security-policy"));
    let policy = policy.expect("a policy");
    assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(desk.ask("GET /?token=0", "", b"").status, 403);
}

#[test]
fn every_file_that_the_page_names_is_there() {
    let desk = Desk::open(&[]);
    let page = desk.get("/").text();
    let mut names: Vec<String> = quoted(&page, "/page/");
    assert!(names.len() > 2, "{names:?}");
    let mut at = 0;
    while at < names.len() {
        let name = names[at].clone();
        let answered = desk.get(&format!("/page/{name}"));
        assert_eq!(answered.status, 200, "{name}");
        if name.ends_with(".js") {
            let text = answered.text();
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            for import in quoted(&text, "./") {
                let path = if folder.is_empty() { import } else { format!("{folder}/{import}") };
                if !names.contains(&path) {
                    names.push(path);
                }
            }
        }
        at += 1;
    }
    assert!(names.len() > 20, "{names:?}");
}

/// What stands in quotes behind a prefix.
fn quoted(text: &str, prefix: &str) -> Vec<String> {
    let quotes = ['"', '\''];
    let parts = text.split(quotes).filter_map(|part| part.strip_prefix(prefix));
    let is_name = |part: &&str| !part.is_empty() && !part.contains([' ', '\n', '$']);
    parts.filter(is_name).map(ToOwned::to_owned).collect()
}

#[test]
fn nothing_beyond_the_folder_is_read_or_written() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("b.md"), RELEASE).expect("it is written");
    let desk = Desk::open(&[("a.md", RELEASE), (".hidden/a.md", RELEASE)]);
    std::os::unix::fs::symlink(outside.path(), desk.path("link")).expect("a link");
    std::os::unix::fs::symlink(outside.path().join("b.md"), desk.path("c.md")).expect("a link");
    let b = outside.path().join("b.md").display().to_string();
    for path in ["../a.md", "link/b.md", "c.md", ".hidden/a.md", "a.md/../../b.md", "", "/a.md", &b]
    {
        let answered = desk.get(&format!("/api/release?path={path}"));
        assert!([400, 404, 422].contains(&answered.status), "{path}: {}", answered.text());
        let request = serde_json::json!({ "path": path, "text": "x", "base": null });
        let answered = desk.post("/api/save", &request);
        assert!([400, 404, 409, 422].contains(&answered.status), "{path}: {}", answered.text());
        let picture = format!("/api/picture?path=a.md&name={path}");
        assert!([400, 404].contains(&desk.get(&picture).status), "{path}");
    }
    let kept = std::fs::read_to_string(outside.path().join("b.md")).expect("it is there");
    assert_eq!(kept, RELEASE);
    assert_eq!(std::fs::read_dir(outside.path()).expect("it is a folder").count(), 1);
    let listed = desk.get("/api/folder").of_status(200);
    assert_eq!(listed["releases"].as_array().map(Vec::len), Some(1), "{listed}");
}

//! Who is let in: each check, on every route.

use std::fs::{self, Permissions};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::server::{Server, command, send_over};
use super::{OTHERS, TASKS};
use crate::test::Test;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn with_token(folder: &std::path::Path) {
    let file = folder.join("token");
    fs::write(&file, format!("{TOKEN}\n")).expect("it is written");
    fs::set_permissions(file, Permissions::from_mode(0o600)).expect("it is for its owner");
}

/// Every route with its method, and those that nobody serves.
fn requests() -> Vec<String> {
    let posts = TASKS.iter().map(|path| format!("POST {path}"));
    let gets = OTHERS.iter().chain(&TASKS).map(|path| format!("GET {path}"));
    posts
        .chain(gets)
        .chain(["OPTIONS /v1/render".to_owned(), "DELETE /health".to_owned()])
        .collect()
}

#[test]
fn strangers_are_let_in_nowhere() {
    let server = Server::start("--host presse.example.org");
    let own = server.address.clone();
    let port = own.rsplit(':').next().expect("a port");
    let foreign = [
        "Host: example.org\r\n".to_owned(),
        "Host: \r\n".to_owned(),
        "Host: localhost.example.org\r\n".to_owned(),
        format!("Host: {own}\r\nOrigin: http://example.org\r\n"),
        format!("Host: {own}\r\nOrigin: null\r\n"),
        format!("Host: {own}\r\nOrigin: http://localhost:1\r\n"),
        format!("Host: {own}\r\nSec-Fetch-Site: cross-site\r\n"),
        format!("Host: {own}\r\nSec-Fetch-Site: same-site\r\n"),
        format!("Host: {own}\r\nHost: example.org\r\n"),
        format!("Host: {own}\r\nOrigin: http://{own}\r\nOrigin: http://example.org\r\n"),
    ];
    for request in requests() {
        for lines in &foreign {
            let answered = server.ask(&request, lines, b"");
            assert_eq!(answered.status, 403, "{request} {lines}");
            assert_eq!(answered.codes(), ["error[request-denied]"], "{request} {lines}");
            assert!(!answered.header.contains("access-control"), "{}", answered.header);
        }
        let whole = request.replace(" /", " http://example.org/");
        assert_eq!(server.ask(&whole, "", b"").status, 403, "{whole}");
        // No host at all.
        let bare = format!("{request} HTTP/1.0\r\n");
        assert_eq!(server.send(&bare, b"").status, 403, "{bare}");
    }
    for lines in [
        format!("Host: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"),
        format!("Host: {own}\r\nSec-Fetch-Site: same-origin\r\n"),
        "Host: presse.example.org\r\nOrigin: https://presse.example.org\r\n".to_owned(),
        "Host: [::1]\r\nSec-Fetch-Site: none\r\n".to_owned(),
    ] {
        assert_eq!(server.ask("GET /health", &lines, b"").status, 200, "{lines}");
    }
}

#[test]
fn the_token_is_asked_for_everywhere() {
    let server = Server::start_with("--token-file token", with_token);
    let wrong = [
        String::new(),
        "Authorization: Bearer\r\n".to_owned(),
        "Authorization: Bearer \r\n".to_owned(),
        format!("Authorization: Bearer {}\r\n", &TOKEN[1..]),
        format!("Authorization: Bearer {TOKEN}0\r\n"),
        format!("Authorization: Basic {TOKEN}\r\n"),
        format!("Authorization: {TOKEN}\r\n"),
        format!("Authorization: Bearer {TOKEN}\r\nAuthorization: Bearer x\r\n"),
    ];
    for request in requests() {
        for lines in &wrong {
            let answered = server.ask(&request, lines, b"");
            assert_eq!(answered.status, 403, "{request} {lines}");
            assert!(!answered.text().contains(TOKEN));
        }
        let right = format!("Authorization: Bearer {TOKEN}\r\n");
        assert_ne!(server.ask(&request, &right, b"").status, 403, "{request}");
    }
}

#[test]
fn nobody_serves_beyond_this_machine_without_a_token() {
    for address in ["0.0.0.0:0", "[::]:0", "10.255.255.1:0"] {
        let test = Test::new(&format!("serve --listen {address}"));
        test.stderr(format!(
            "error[usage]: {address} is beyond loopback, and needs a token\n |\n = help: \
             `openssl rand -hex 32` makes one for `--token-file FILE`\n\n"
        ))
        .exit(2)
        .run();
    }
    let short = Test::new("serve --listen 127.0.0.1:0 --token-file token").file("token", "short");
    fs::set_permissions(short.path("token"), Permissions::from_mode(0o600)).expect("it is set");
    let ran = short.any_stderr().exit(2).run();
    assert!(ran.stderr.contains("fewer than 16 bytes"), "{}", ran.stderr);
    let open = Test::new("serve --listen 127.0.0.1:0 --token-file token").file("token", TOKEN);
    fs::set_permissions(open.path("token"), Permissions::from_mode(0o644)).expect("it is set");
    let ran = open.any_stderr().exit(2).run();
    assert!(ran.stderr.contains("others may read"), "{}", ran.stderr);
    let server = Server::start("");
    let taken = Test::new(&format!("serve --listen {}", server.address));
    let ran = taken.any_stderr().exit(2).run();
    assert!(ran.stderr.contains("error[input-output]: cannot listen there"), "{}", ran.stderr);
}

#[test]
fn a_socket_in_the_file_system_is_for_its_owner_and_group() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("tmp")).expect("the folder is made");
    let socket = folder.path().join("s");
    let start = || {
        let mut command = command(folder.path(), "--listen unix:s");
        let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
        for _ in 0..500 {
            if UnixStream::connect(&socket).is_ok() {
                return child;
            }
            thread::sleep(Duration::from_millis(10));
        }
        child.kill().expect("it runs");
        panic!("it does not listen, and ended with {:?}", child.wait());
    };
    let mut killed = start();
    let about = fs::symlink_metadata(&socket).expect("it is there");
    assert!(about.file_type().is_socket());
    assert_eq!(about.permissions().mode() & 0o777, 0o660);
    killed.kill().expect("it runs");
    killed.wait().expect("it has ended");
    // What one that was killed has left is replaced.
    let mut child = start();
    let mut stream = UnixStream::connect(&socket).expect("it listens");
    let header = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
    assert_eq!(send_over(&mut stream, header, b"").status, 200);
    let mut second = command(folder.path(), "--listen unix:s");
    let second = second.stderr(Stdio::null()).status().expect("it ends");
    assert_eq!(second.code(), Some(2));
    drop(stream);
    super::life::end(&mut child);
    assert!(!socket.exists());
    fs::write(&socket, "a file of somebody").expect("it is written");
    let mut third = command(folder.path(), "--listen unix:s");
    let third = third.stderr(Stdio::null()).status().expect("it ends");
    assert_eq!(third.code(), Some(2));
    assert_eq!(fs::read(&socket).expect("it is there"), b"a file of somebody");
}

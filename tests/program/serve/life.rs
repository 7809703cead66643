//! From the first request to the last: a full queue, the end, and what is left behind.

use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::markdown;
use super::server::Server;
use crate::test::{HARMFUL_LAYOUT, RELEASE};
use crate::workers::{kill, workers};

/// A request whose letterhead brings a layout that does what the headline says.
pub fn harmful(headline: &str) -> Value {
    let text = RELEASE.replace("letterhead: neutral", "letterhead: haus.toml");
    let mut request = markdown(&text.replace("Sachsen verbindet", headline));
    let house = "id = \"haus\"\nname = \"Haus\"\nlayout = \"own.typ\"\n";
    request["letterhead"] = json!({ "name": "haus.toml", "text": house });
    let layout = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, HARMFUL_LAYOUT);
    request["pictures"] = json!([{ "name": "own.typ", "data": layout }]);
    request
}

/// The same, for so many seconds.
fn endless(seconds: f64) -> Value {
    let mut request = harmful("Ohne Ende");
    request["deadline"] = seconds.into();
    request
}

/// Ends a server by a signal, and waits until it has.
pub fn end(child: &mut Child) {
    let status = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(status.expect("kill is there").success());
    assert_eq!(child.wait().expect("it has ended").code(), Some(0));
}

/// Waits until something is so.
#[track_caller]
fn becomes(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn taken(server: &Server) -> u32 {
    let counters = String::from_utf8(server.get("/metrics").file()).expect("a text");
    let line = counters.lines().find_map(|line| line.strip_prefix("letterpress_places_taken "));
    line.and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn a_full_queue_is_said_at_once() {
    let server = Server::start("--allow-letterhead -j1 --queue 1 --max-seconds 5");
    thread::scope(|scope| {
        let both = [4.0, 5.0].map(|seconds| {
            let server = &server;
            scope.spawn(move || server.post("/v1/render", &endless(seconds)).status)
        });
        becomes("both are in hand", || taken(&server) == 2);
        let began = Instant::now();
        let busy = server.post("/v1/render", &markdown(RELEASE));
        assert_eq!((busy.status, busy.codes()), (503, vec!["error[service-busy]".to_owned()]));
        assert!(busy.header.contains("\r\nretry-after: 1\r\n"), "{}", busy.header);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        assert_eq!(server.get("/health").status, 200);
        for one in both {
            assert_eq!(one.join().expect("it is answered"), 504);
        }
    });
    becomes("the places are free", || taken(&server) == 0);
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
}

#[test]
fn who_has_gone_is_not_worked_for() {
    let server = Server::start("--allow-letterhead -j1 --queue 8");
    let began = Instant::now();
    let slow = thread::scope(|scope| {
        let slow = scope.spawn(|| server.post("/v1/render", &endless(2.0)).status);
        becomes("its files are there", || server.leftovers().len() > 4);
        // Now it comes into the queue, and from there to the worker.
        thread::sleep(Duration::from_millis(300));
        for _ in 0..8 {
            let mut stream = TcpStream::connect(&server.address).expect("it listens");
            let body = endless(20.0).to_string();
            let header = format!(
                "POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            );
            std::io::Write::write_all(&mut stream, header.as_bytes()).expect("it reads");
        }
        slow.join().expect("it is answered")
    });
    assert_eq!(slow, 504);
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    // Each of them would have taken 20 seconds.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn sigterm_lets_what_is_in_hand_be_done() {
    let mut server = Server::start("--allow-letterhead -j2");
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    assert_eq!(server.leftovers().len(), 2, "its folder and its lock: {:?}", server.leftovers());
    let idle = TcpStream::connect(&server.address).expect("it listens");
    let answered = thread::scope(|scope| {
        let slow = scope.spawn(|| server.post("/v1/render", &endless(2.0)));
        becomes("it is in hand", || taken(&server) == 1);
        becomes("its files are there", || server.leftovers().len() > 4);
        server.signal("-TERM");
        becomes("no other is taken", || TcpStream::connect(&server.address).is_err());
        slow.join().expect("it is answered")
    });
    assert_eq!((answered.status, answered.codes()), (504, vec!["error[took-too-long]".to_owned()]));
    assert_eq!(server.ended(), Some(0));
    assert_eq!(server.leftovers(), Vec::<std::path::PathBuf>::new());
    drop(idle);
}

#[test]
fn a_server_that_was_killed_leaves_nothing_for_long() {
    let mut server = Server::start("--allow-letterhead -j1");
    thread::scope(|scope| {
        // Nobody answers it.
        let slow = scope.spawn(|| {
            let mut stream = TcpStream::connect(&server.address).expect("it listens");
            let body = harmful("Ohne Ende").to_string();
            let header = format!(
                "POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            );
            std::io::Write::write_all(&mut stream, header.as_bytes()).expect("it reads");
            stream
        });
        let stream = slow.join().expect("it is sent");
        becomes("its files are there", || server.leftovers().len() > 4);
        server.signal("-KILL");
        drop(stream);
    });
    assert_eq!(server.ended(), None);
    let left = fs::read_dir(server.path("tmp")).expect("it is there").flatten();
    let left: Vec<_> = left.map(|entry| entry.path()).collect();
    assert_eq!(left.len(), 1);
    let server = server.again("");
    assert!(!left[0].exists());
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    // Another server's folder stays.
    let own = server.leftovers();
    let other = Server::start("");
    assert_eq!(own, server.leftovers());
    drop(other);
}

#[test]
fn a_worker_that_comes_down_costs_its_one_request() {
    let server = Server::start("-j1");
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    workers(&server.child).into_iter().for_each(kill);
    assert_eq!(server.post("/v1/render", &markdown(RELEASE)).status, 200);
    assert_eq!(server.leftovers().len(), 2);
}

#[test]
fn whoever_reads_nothing_is_cut_off() {
    let server = Server::start("--body-seconds 1");
    // Drawings of many pages: more than the system takes off the server's hands.
    let paragraph =
        format!("{}\n\n", "Ein Satz über das Moor am Musterberg steht hier. ".repeat(20));
    let mut request = markdown(&format!("{RELEASE}\n{}", paragraph.repeat(150)));
    request["options"] = json!({ "format": "svg" });
    let body = request.to_string();
    let header = format!(
        "POST /v1/render HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    std::io::Write::write_all(&mut stream, header.as_bytes()).expect("it reads");
    becomes("it is in hand", || taken(&server) == 1);
    becomes("it is done", || taken(&server) == 0 && server.get("/health").status == 200);
    // Far longer than it waits for a reader; what the system holds can still be read.
    thread::sleep(Duration::from_secs(3));
    let mut rest = Vec::new();
    let read = std::io::Read::read_to_end(&mut stream, &mut rest);
    let text = String::from_utf8_lossy(&rest).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
    assert!(length > 10_000_000, "{text}");
    assert!(rest.len() < length, "{} of {length} bytes came, {read:?}", rest.len());
}

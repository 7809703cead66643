//! The name by which the office's machine introduces itself.

use super::certificates::{Certificate, authority};
use super::office::{Ended, LETTERHEAD, Office};
use super::relay::Relay;

/// The names that a relay was told, each once.
fn names(relay: &Relay) -> Vec<String> {
    let events = relay.events();
    let hellos = events.iter().filter(|each| each["event"] == "hello");
    let mut names: Vec<_> =
        hellos.filter_map(|each| each["name"].as_str().map(ToOwned::to_owned)).collect();
    names.dedup();
    names
}

/// The names that are said by an office whose letterhead has this line.
fn said(line: &str, options: &str) -> Vec<String> {
    let relay = Relay::certified("--starttls", Certificate::Good, "");
    let office = Office::of(1);
    office.write("haus.toml", format!("{LETTERHEAD}{line}\n"));
    let ca = authority();
    office.send(&relay.url("smtp"), &format!("--ca {ca} {options}")).expect(0, "");
    names(&relay)
}

#[test]
fn a_name_is_said_instead_of_the_address() {
    assert_eq!(said("", ""), ["[127.0.0.1]"]);
    assert_eq!(said("", "--helo presse.example.org"), ["presse.example.org"]);
    assert_eq!(said("", "--helo Büro.müller.example"), ["xn--bro-hoa.xn--mller-kva.example"]);
    assert_eq!(said("", "--helo [192.0.2.1]"), ["[192.0.2.1]"]);
    assert_eq!(said("", "--helo [IPv6:2001:db8::1]"), ["[IPv6:2001:db8::1]"]);
}

#[test]
fn the_name_of_a_letterhead_counts_where_its_relay_would() {
    let line = "helo = \"haus.example.org\"";
    assert_eq!(said(line, "--letterhead haus.toml"), ["haus.example.org"]);
    assert_eq!(said(line, "--letterhead haus.toml --helo a.example.org"), ["a.example.org"]);
    // The release brings it.
    assert_eq!(said(line, ""), ["[127.0.0.1]"]);
}

#[test]
fn what_is_no_name_is_refused_before_anything_is_sent() {
    let (relay, office) = (Relay::new(""), Office::of(1));
    for name in ["localhost", "a_b.example", "192.0.2.1", "a.example.", "[]", "a.example:25"] {
        let ended = office.send(&relay.url("smtp"), &format!("--helo {name}"));
        ended.expect(2, "error[helo-impossible]");
        let mut preview = office.program("mail send release.md --to list.txt");
        let relay = format!("smtp://localhost:{}", relay.port());
        Ended::of(preview.args(["--helo", name, "--relay", &relay]))
            .expect(2, "error[helo-impossible]");
    }
    let mut command = office.sending(&relay.url("smtp"), "");
    Ended::of(command.arg("--helo").arg("a.example\r\nMAIL FROM:<x@example.org>"))
        .expect(2, "error[helo-impossible]");
    assert_eq!(relay.count("connected"), 0);
    office.write("haus.toml", format!("{LETTERHEAD}helo = \"moor\"\n"));
    Ended::of(&mut office.program("letterhead check haus.toml"))
        .expect(1, "error[helo-impossible]: `moor` is not the name of a host: it names no domain");
}

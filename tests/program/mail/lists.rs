//! Lists as offices have them, and those who want no mail.

use std::io::Write;
use std::process::Stdio;

use super::office::{Ended, Office};
use super::relay::Relay;

const SEND: &str = "mail send release.md --relay smtp://127.0.0.1:9";

#[test]
fn what_was_read_is_said() {
    let office = Office::new(["anna"]);
    office.write("list.csv", b"sep=;\r\nE-Mail;Name\r\nmailto:j@zeitung.example;J\xFCrgen\r\n");
    let ended = Ended::of(&mut office.program(&format!("{SEND} --to list.csv")));
    ended.expect(0, "note[list-read]: list.csv is read as Windows-1252: Jürgen …");
    ended.expect(
        0,
        "note[recipient-cleaned]: `mailto:j@zeitung.example` is read as j@zeitung.example\n --> list.csv:3:1",
    );
    ended.expect(0, "");
}

#[test]
fn several_lists_are_one() {
    let office = Office::new(["anna", "bert"]);
    office.write("more.txt", "Bert@example.org\nclara@example.org\n");
    let ended = Ended::of(&mut office.program(&format!("{SEND} --to list.txt --to more.txt")));
    ended.expect(0, "note[recipient-duplicate]: Bert@example.org is on list.txt already");
    assert!(ended.stdout.contains("on the list  3"), "{ended}");
}

#[test]
fn a_list_comes_from_standard_input() {
    let office = Office::new(["anna"]);
    let mut command = office.program(&format!("{SEND} --to -"));
    let mut run = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    let mut input = run.stdin.take().expect("standard input");
    input.write_all(b"bert@example.org\n").expect("it is taken");
    drop(input);
    let ended = Ended::wait(run);
    ended.expect(0, "");
    assert!(ended.stdout.contains("bert@example.org"), "{ended}");
    let twice = "mail send - --input-format md --relay smtp://127.0.0.1:9 --to -";
    Ended::of(&mut office.program(twice)).expect(2, "standard input is one");
    let several = "mail compose release.md list.txt --to - -o out/";
    Ended::of(&mut office.program(several))
        .expect(2, "a list on standard input is for one release");
}

#[test]
fn a_line_of_those_who_want_no_mail_that_cannot_be_read_stops_everything() {
    let (office, relay) = (Office::new(["anna", "bert"]), Relay::new(""));
    let send = format!("mail send release.md --yes --to list.txt --relay {}", relay.url("smtp"));
    office.write("not.txt", "anna(at)example.org\n");
    let ended = Ended::of(&mut office.program(&format!("{send} --suppress not.txt")));
    ended.expect(2, "error[suppression-broken]");
    ended.expect(2, " --> not.txt:1:1");
    assert_eq!(relay.count("accepted"), 0);
    office.write("not.txt", "Bitte abmelden: Anna <anna@example.org>\n");
    Ended::of(&mut office.program(&format!("{send} --suppress not.txt"))).expect(0, "");
    let accepted = relay.accepted();
    let to: Vec<_> = accepted.iter().map(|each| &*each.recipient).collect();
    assert_eq!(to, ["bert@example.org"]);
}

#[test]
fn nobody_is_left_out_without_a_word() {
    let office = Office::new(["anna"]);
    let send = format!("{SEND} --to list.csv");
    office.write("list.csv", "E-Mail;Name\nanna@example.org;#NV\n#NV;Bert\n");
    let relay = Relay::new("");
    let really = format!("mail send release.md --yes --to list.csv --relay {}", relay.url("smtp"));
    Ended::of(&mut office.program(&really)).expect(
        3,
        "warning[recipient-broken]: nothing can be sent to this line: the cell shows `#NV`",
    );
    office.write("list.csv", "bert@example.org,Bert\nemail,name\nanna@example.org,Anna\n");
    Ended::of(&mut office.program(&send)).expect(2, "error[list-broken]");
    office.write("list.csv", "<table>\n<tr><td>anna@example.org</td></tr>\n</table>\n");
    Ended::of(&mut office.program(&send)).expect(2, "list.csv is a web page");
}

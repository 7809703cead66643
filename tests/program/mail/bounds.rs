//! Lists of absurd size, and processes that come down while releases are composed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::thread;
use std::time::Duration;

use super::office::{Ended, Office, RELEASE};
use super::relay::Relay;
use crate::workers::{kill, workers};

/// Shows what would be sent to a list, and what is said of it.
fn previewed(list: &str, options: &str) -> Ended {
    let office = Office::new(["anna"]);
    office.write("list.csv", list);
    let send = "mail send release.md --to list.csv --relay smtp://127.0.0.1:9";
    Ended::of(&mut office.program(&format!("{send} {options}")))
}

#[test]
fn the_lines_of_a_list_are_bounded() {
    let list: String = (0..3).map(|at| format!("anna-{at}@example.org\n")).collect();
    previewed(&list, "--limit lists.lines=3").expect(0, "");
    previewed(&list, "--limit lists.lines=2").expect(2, "2 lines");
    let table = format!("email\n{list}");
    previewed(&table, "--limit lists.lines=3").expect(0, "");
    previewed(&table, "--limit lists.lines=2").expect(2, "2 lines");
}

#[test]
fn the_columns_of_a_list_are_bounded() {
    let list = |columns: usize| {
        let (mut header, mut line) = ("email".to_owned(), "anna@example.org".to_owned());
        for at in 1..columns {
            write!(header, ",spalte{at}").expect("a text takes all");
            line.push_str(",x");
        }
        format!("{header}\n{line}\n")
    };
    previewed(&list(100), "").expect(0, "");
    previewed(&list(101), "").expect(2, "the header has 101 columns; at most 100 are read");
}

#[test]
fn the_names_of_a_list_are_bounded() {
    let list = |letters: usize| format!("email,name\nanna@example.org,{}\n", "a".repeat(letters));
    previewed(&list(500), "").expect(0, "");
    previewed(&list(501), "").expect(2, "its name has 501 characters");
}

#[test]
#[cfg(target_os = "linux")]
fn killed_workers_send_nothing_twice() {
    const RELEASES: usize = 24;
    let (office, relay) = (Office::new(["anna", "bert"]), Relay::new(""));
    let mut names = Vec::new();
    for at in 0..RELEASES {
        let name = format!("r{at}.md");
        office.write(&name, RELEASE.replace("muster-2026-17", &format!("muster-{at}")));
        names.push(name);
    }
    let send =
        format!("mail send {} --to list.txt --yes --relay {}", names.join(" "), relay.url("smtp"));
    let mut run = office.program(&send).spawn().expect("the program starts");
    let (mut moment, mut killed) = (7, 0);
    while run.try_wait().expect("it can be asked").is_none() {
        moment = (moment * 31 + 11) % 97;
        thread::sleep(Duration::from_millis(20 + moment));
        if let Some(worker) = workers(&run).first() {
            kill(*worker);
            killed += 1;
        }
    }
    assert!(killed > 0, "no worker was seen");
    let ended = Ended::wait(run);
    // One that was hit twice is given up, and the others go out.
    let crashed = ended.stderr.matches("error[crashed]").count();
    ended.expect(if crashed == 0 { 0 } else { 2 }, "");
    assert_eq!(relay.count("accepted"), 2 * (RELEASES - crashed), "{ended}");
    // What the next run sends is what is missing.
    Ended::of(&mut office.program(&send)).expect(0, "");
    let accepted = relay.accepted();
    let ids: BTreeSet<_> =
        accepted.iter().map(|each| (&each.recipient, &each.message_id)).collect();
    assert_eq!((accepted.len(), ids.len()), (2 * RELEASES, 2 * RELEASES));
}

//! Passwords appear nowhere: not in what is said, not in the journal, not in the process list.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::certificates::{Certificate, authority};
use super::office::{Ended, Office, bytes_beside};
use super::relay::{PASSWORD, Relay, USER};

/// A gateway that keeps what it can see of itself and of all processes, and passes the message on.
const HOOK: &str = "#!/bin/sh\n\
    here=$(dirname \"$0\")\n\
    { env; cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat /proc/self/environ; } >>\"$here/seen\" 2>/dev/null\n\
    ls -l /proc/self/fd >>\"$here/seen\"\n\
    exec cat\n";

/// Whether bytes hold the password, plain or as a login writes it.
fn holds_password(bytes: &[u8]) -> bool {
    let login = base64(format!("\0{USER}\0{PASSWORD}").as_bytes());
    let forms = [PASSWORD.to_owned(), base64(PASSWORD.as_bytes()), login];
    forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0;
        for at in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

/// All command lines of this machine.
fn command_lines() -> Vec<u8> {
    let processes = fs::read_dir("/proc").expect("/proc is there").flatten();
    processes.flat_map(|each| fs::read(each.path().join("cmdline")).into_iter().flatten()).collect()
}

#[test]
fn passwords_are_found_where_they_are() {
    assert_eq!(base64(b"\0a\0bc"), "AGEAYmM=");
    assert!(holds_password(format!("a{PASSWORD}b").as_bytes()));
    assert!(holds_password(base64(PASSWORD.as_bytes()).as_bytes()));
    assert!(!holds_password(b"presse"));
    assert!(String::from_utf8_lossy(&command_lines()).contains("program"));
}

fn hook(folder: &Path) -> String {
    let path = folder.join("hook");
    fs::write(&path, HOOK).expect("the hook is written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    path.display().to_string()
}

/// Held by whoever looks at the list of processes, or puts a password there.
static PROCESSES: Mutex<()> = Mutex::new(());

#[test]
fn passwords_appear_nowhere() {
    let _alone = PROCESSES.lock().unwrap_or_else(PoisonError::into_inner);
    let ca = authority();
    for from_file in [false, true] {
        let relay = Relay::certified("--starttls", Certificate::Good, "--require-auth --latency 5");
        let office = Office::new(["anna", "refuse-berta", "drop-after-carl", "defer-dora", "emil"]);
        let hook = hook(&office.path(""));
        let (url, options) =
            (relay.url("smtp"), format!("--attempts 2 --pause 1 --ca {ca} --pre-send {hook}"));
        let mut command = if from_file {
            let file = office.credentials(&format!("{USER}\n{PASSWORD}\nrelay = {url}\n"));
            let mut command = office.sending(&url, &options);
            command.arg("--credentials").arg(file);
            command
        } else {
            office.logging_in(&url, &options)
        };
        let mut child = command.spawn().expect("it starts");
        while matches!(child.try_wait(), Ok(None)) {
            assert!(!holds_password(&command_lines()), "in the process list");
            thread::sleep(Duration::from_millis(20));
        }
        let ended = Ended::wait(child);
        ended.expect(3, "refuse-berta@");
        assert!(relay.count("login") > 0 && relay.accepted().iter().all(|each| each.tls));
        assert!(!holds_password(ended.stdout.as_bytes()), "on standard output");
        assert!(!holds_password(ended.stderr.as_bytes()), "on standard error");
        let journal = bytes_beside(&office.path("journal.sqlite"));
        assert!(!journal.is_empty() && !holds_password(&journal), "in the journal");
        let seen = fs::read(office.path("seen")).expect("the hook has run");
        assert!(String::from_utf8_lossy(&seen).contains("mail send"), "a list of processes");
        assert!(!holds_password(&seen), "within the reach of the hook");
        if from_file {
            assert!(!String::from_utf8_lossy(&seen).contains("-> login"), "an open file");
        }
    }
}

#[test]
fn passwords_on_the_command_line_are_refused_and_not_repeated() {
    let _alone = PROCESSES.lock().unwrap_or_else(PoisonError::into_inner);
    let (relay, office) = (Relay::new(""), Office::of(2));
    let port = relay.port();
    for url in [
        format!("smtp://{USER}:{PASSWORD}@localhost:{port}"),
        format!("smtps://{USER}:{}@localhost:{port}", PASSWORD.replace('/', "%2F")),
        format!("smtp://:{}@localhost:{port}", PASSWORD.replace('/', "%2F")),
        format!("smtp://{USER}@localhost:{port}"),
    ] {
        let ended = office.send(&url, "");
        ended.expect(2, "error[");
        let part = PASSWORD.split('/').next().expect("a part");
        assert!(!ended.stderr.contains(part) && !ended.stdout.contains(part), "{ended}");
        // The environment is no better a place for it within an address.
        let mut command = office.program("mail send release.md --to list.txt --yes");
        let ended = Ended::of(command.env("LETTERPRESS_RELAY", &url));
        ended.expect(2, "error[");
        assert!(!ended.stderr.contains(part), "{ended}");
    }
    assert_eq!(relay.count("connected"), 0);
}

#[test]
fn a_file_with_a_password_that_others_may_read_is_refused() {
    let relay = Relay::certified("--starttls", Certificate::Good, "--require-auth");
    let office = Office::of(2);
    let url = relay.url("smtp");
    let file = office.write("login", format!("{USER}\n{PASSWORD}\nrelay = {url}\n"));
    for mode in [0o644, 0o640, 0o604, 0o660] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("it is ours");
        let options = format!("--ca {} --credentials {}", authority(), file.display());
        let ended = office.send(&url, &options);
        ended.expect(2, "login");
        assert!(!holds_password(ended.stderr.as_bytes()), "{ended}");
    }
    assert_eq!(relay.count("login"), 0);
}

//! Test mails, and the preview: nothing of either counts.

use std::fs;

use serde_json::Value;

use super::office::{Ended, Office, RELEASE};
use super::parsed::Parsed;
use super::relay::Relay;

/// Sends a test of the office's release to these addresses.
fn test(office: &Office, relay: &Relay, addresses: &str) -> Ended {
    let relay = relay.url("smtp");
    Ended::of(
        &mut office.program(&format!("mail send release.md --relay {relay} --test {addresses}")),
    )
}

#[test]
fn a_test_does_not_count() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let ended = test(&office, &relay, "chef@example.org anna-1@example.org chef@example.org");
    ended.expect(0, "test of muster-2026-17, version 1: 2 accepted of 2");
    assert!(!office.path("journal.sqlite").exists(), "a test made a journal");
    // The releases may stand behind the addresses, too.
    let behind =
        format!("mail send --relay {} --test chef@example.org release.md", relay.url("smtp"));
    Ended::of(&mut office.program(&behind)).expect(0, "1 accepted of 1");
    // A word is mended, and version 1 goes out, once to each.
    office.write("release.md", RELEASE.replace("Ein Satz", "Ein guter Satz"));
    office.send(&relay.url("smtp"), "").expect(0, "version 1: 3 accepted of 3");
    office.send(&relay.url("smtp"), "").expect(0, "");
    test(&office, &relay, "anna-1@example.org").expect(0, "1 accepted");
    let accepted = relay.accepted();
    assert_eq!(accepted.len(), 3 + 3 + 1);
    let mut ids: Vec<_> = accepted.iter().map(|one| &one.message_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 7, "a mail program would show two of them as one");
    for (at, one) in accepted.iter().enumerate() {
        let parsed = Parsed::new(&relay.message(one));
        let subject = parsed.header("Subject").expect("a subject");
        let is_test = !(3..6).contains(&at);
        assert_eq!(subject.starts_with("[Test] Medieninformation HDM: "), is_test, "{subject}");
        assert_eq!(parsed.header("In-Reply-To"), None);
    }
    assert_eq!(office.counts(), [("accepted".to_owned(), 3)].into());
}

#[test]
fn a_test_goes_out_at_any_time_but_not_of_everything() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let with = |line: &str| RELEASE.replace("headline:", &format!("{line}\nheadline:"));
    office.write("release.md", with("not_before: 2999-01-01T00:00+01:00"));
    test(&office, &relay, "chef@example.org").expect(0, "1 accepted of 1");
    office.write("release.md", with("status: withheld"));
    test(&office, &relay, "chef@example.org").expect(1, "error[mail-withheld]");
    office.write("release.md", RELEASE);
    test(&office, &relay, "chef@").expect(2, "`chef@` is no address");
    let ended = test(&office, &relay, "refuse-chef@example.org chef@example.org");
    ended.expect(3, "refused: refuse-chef@example.org");
    let usage = test(&office, &relay, "chef@example.org --yes --to list.txt");
    usage.expect(2, "cannot be used with");
    assert_eq!(relay.accepted().len(), 2);
    assert!(!office.path("journal.sqlite").exists());
}

/// The line of JSON that a preview with these options prints.
fn preview(office: &Office, relay: &Relay, options: &str) -> (Ended, Value) {
    let relay = relay.url("smtp");
    let line = format!("mail send release.md --relay {relay} --message-format json {options}");
    let ended = Ended::of(&mut office.program(&line));
    let value = serde_json::from_str(&ended.stdout).expect("a line of JSON");
    (ended, value)
}

#[test]
fn the_preview_judges_all_that_sending_judges() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let (ended, line) = preview(&office, &relay, "--to list.txt");
    assert_eq!(ended.code, Some(0), "{ended}");
    assert_eq!(line["from"], "Haus der Moore <presse@example.org>");
    assert_eq!(
        (&line["reply_to"], &line["envelope_from"]),
        (&Value::Null, &"presse@example.org".into())
    );
    assert_eq!((&line["due"], &line["probed"]), (&3.into(), &false.into()));
    let (ended, line) = preview(&office, &relay, "--to list.txt --max-message 9000");
    ended.expect(1, "message-too-large");
    assert_eq!(line["due"], 3);
    // Another text under the same version, of which the preview knows by the journal alone.
    office.send(&relay.url("smtp"), "").expect(0, "");
    let (_, line) = preview(&office, &relay, "--to list.txt");
    assert_eq!(line["due"], 0);
    office.write("release.md", RELEASE.replace("Ein Satz", "Ein guter Satz"));
    preview(&office, &relay, "--to list.txt").0.expect(1, "release-changed");
    assert_eq!(relay.accepted().len(), 3);
}

#[test]
fn the_preview_can_try_the_relay() {
    let (relay, office) = (Relay::new(""), Office::of(3));
    let (ended, line) = preview(&office, &relay, "--to list.txt --probe");
    assert_eq!((ended.code, &line["probed"]), (Some(0), &true.into()), "{ended}");
    assert_eq!((relay.count("recipient"), relay.accepted().len()), (0, 0));
    let closed = Relay::new("--greeting refuse");
    let (ended, line) = preview(&office, &closed, "--to list.txt --probe");
    ended.expect(2, "relay-refused");
    assert_eq!(line["probed"], false);
    let ended = office.send(&relay.url("smtp"), "--probe");
    ended.expect(2, "cannot be used with");
}

#[test]
fn the_preview_names_who_would_get_it_and_who_would_not() {
    let (relay, office) = (Relay::new(""), Office::of(8));
    office.send(&relay.url("smtp"), "").expect(0, "");
    office.write("release.md", RELEASE.replace("date:", "version: 2\ndate:"));
    office.write(
        "list.txt",
        "anna-1@example.org\nNeu Muster <neu@example.org>\nkeine Adresse\nanna-1@example.org\n",
    );
    let (ended, line) = preview(&office, &relay, "--to list.txt --recipients-out out.csv");
    ended.expect(3, "earlier-recipients");
    let relay_url = relay.url("smtp");
    let shown = format!("mail send release.md --relay {relay_url} --to list.txt");
    let shown = Ended::of(&mut office.program(&shown));
    shown.expect(3, "note[earlier-recipients]: 7 who have an earlier version");
    assert_eq!(line["left_behind"].as_array().map(Vec::len), Some(7));
    assert_eq!(line["left_out"], serde_json::json!({"broken": 1, "duplicate": 1, "suppressed": 0}));
    let out = fs::read_to_string(office.path("out.csv")).expect("it was written");
    assert_eq!(
        out,
        "email,name,language,format,tags\nanna-1@example.org,,,html,\nneu@example.org,Neu Muster,,html,\n"
    );
    // It is a list, and nobody else's business.
    let (ended, line) = preview(&office, &relay, "--to out.csv");
    assert_eq!((ended.code, &line["due"]), (Some(0), &2.into()), "{ended}");
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(office.path("out.csv")).expect("it is there").permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(relay.accepted().len(), 8);
}

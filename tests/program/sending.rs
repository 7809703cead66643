//! What `mail send` and `mail status` say before a relay is ever spoken to.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use crate::test::{Ran, Test};

const HOUSE: &str = "\
id = \"lmw\"
name = \"Landesamt für Musterwesen\"
short = \"LMW\"
[[contacts]]
name = \"Mira Muster\"
email = \"mira@musterwesen.example\"
[mail]
from = \"presse@musterwesen.example\"
";

/// A release with these further fields.
fn release(fields: &str) -> String {
    format!(
        "---\nletterhead: house.toml\nid: lmw-1\ndate: 2026-11-25\nheadline: Neue Muster\n{fields}---\nEin Satz.\n"
    )
}

/// A run of `mail` with these arguments, in a folder with a release, a letterhead, a list.
fn mail(arguments: &str) -> Test {
    Test::new(&format!("mail {arguments}"))
        .file("release.md", release(""))
        .file("house.toml", HOUSE)
        .file(
            "list.csv",
            "email,name,tags\na@zeitung.example,Anna,politik\nb@zeitung.example,,kultur\n",
        )
        .any_stderr()
}

const SEND: &str = "send release.md --to list.csv --relay smtp://127.0.0.1:9 --journal j";

#[track_caller]
fn says(ran: &Ran, text: &str) {
    assert!(ran.stderr.contains(text), "{text}\n--- is not in ---\n{}", ran.stderr);
}

#[test]
fn without_yes_it_is_shown_what_would_be_sent() {
    let ran = mail(SEND).any_stdout().run();
    let shown = String::from_utf8_lossy(&ran.stdout).into_owned();
    let (before, after) = shown.split_once("  size        ").expect("the size");
    let (size, after) = after.split_once('\n').expect("a line");
    assert!(size.ends_with(" bytes"), "{size}");
    assert_eq!(
        before,
        "lmw-1, version 1\n\nmessage\n  subject     Medieninformation LMW: Neue Muster\n  \
         from        Landesamt für Musterwesen <presse@musterwesen.example>\n  \
         replies to  mira@musterwesen.example\n  bounces to  presse@musterwesen.example\n  \
         attachment  2026-11-25_MI_LMW_neue-muster.pdf\n"
    );
    assert_eq!(
        after,
        "\nrecipients\n  on the list  2\n  to be sent   2\n  first        a@zeitung.example\n               \
         b@zeitung.example\n\nway\n  relay    127.0.0.1:9\n  journal  j\n\n"
    );
    assert_eq!(ran.stderr, "nothing was sent; add --yes to send it\n");
    assert_eq!(ran.names(), ["house.toml", "list.csv", "release.md"], "no journal was made");

    let ran = mail(&format!("{SEND} --tag KULTUR --message-format json -q")).any_stdout().run();
    let line: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("an object");
    assert_eq!((&line["type"], &line["due"]), (&"preview".into(), &1.into()));
    assert_eq!(line["first"][0], "b@zeitung.example");
}

#[test]
fn lines_that_nothing_can_be_sent_to_are_told_before() {
    let list = "email;name;format;handy\na@zeitung.example;\u{1};;\nb@zeitung;;;\nc@zeitung.example;;pdf;\n\
                C@zeitung.example;;;\nd@zeitung.example;;;\n";
    let ran = mail(&format!("{SEND} --suppress not.txt"))
        .file("list.csv", list)
        .file("not.txt", "# abgemeldet\nD@Zeitung.example\n")
        .any_stdout()
        .exit(3)
        .run();
    says(
        &ran,
        "warning[list-column]: the column `handy` says nothing to letterpress\n --> list.csv:1:19\n",
    );
    says(
        &ran,
        "warning[recipient-broken]: nothing can be sent to this line: its name holds a control character\n --> list.csv:2:19\n",
    );
    says(
        &ran,
        "warning[recipient-broken]: nothing can be sent to this line: the part behind the `@` is no domain\n --> list.csv:3:1\n",
    );
    says(&ran, "warning[recipient-value]: `pdf` is no format\n --> list.csv:4:20\n");
    says(
        &ran,
        "warning[recipient-duplicate]: C@zeitung.example is on the list already\n --> list.csv:5:1\n",
    );
    says(
        &ran,
        "note[recipient-suppressed]: d@zeitung.example wants no mail and gets none\n --> list.csv:6:1\n",
    );
    says(&ran, "= help: it stands on line 2 of not.txt\n");
    // Where warnings are denied, nothing goes on.
    mail(&format!("{SEND} --deny-warnings")).file("list.csv", list).exit(1).run();
}

#[test]
fn a_list_that_cannot_be_read_stops_everything() {
    let ran = mail(SEND)
        .file("list.csv", "email,name\na@zeitung.example,\"Anna\nb@zeitung.example,\n")
        .exit(2)
        .run();
    says(
        &ran,
        "error[list-broken]: list.csv is no list that can be read: a quote is opened here that does not end where a cell can\n --> list.csv:2:19\n",
    );
    let ran = mail(SEND).file("list.csv", "handy,name\n0351 17,Anna\n").exit(2).run();
    says(&ran, "error[list-column]: list.csv has no column `email`\n --> list.csv:1:1\n");
    let ran = mail(&format!("{SEND} --tag kultr")).exit(2).run();
    says(&ran, "error[unknown-tag]: nobody in list.csv bears the tag `kultr`\n");
    says(&ran, "= help: did you mean `kultur`?\n = help: its tags are kultur, politik\n");
    let ran = mail(&SEND.replace("list.csv", "none.csv")).exit(2).run();
    says(&ran, "error[input-output]: none.csv does not exist\n");
    let large = "name@zeitung.example\n".repeat(200_000);
    let ran = mail(SEND).file("list.csv", large).exit(2).run();
    says(&ran, "error[list-too-large]: list.csv has 4200000 bytes; at most 4194304 are read\n");
    let ran = mail(SEND).file("list.csv", "email\n").exit(2).run();
    says(&ran, "no recipients left in list.csv\n");
}

#[test]
fn what_must_not_go_out_never_does() {
    let refused = |text: &str| {
        let yes = format!("{SEND} --yes");
        let ran = mail(&yes).file("release.md", text).exit(1).run();
        assert_eq!(ran.names(), ["house.toml", "list.csv", "release.md"], "no journal was made");
        ran
    };
    let ran = refused(&release("status: withheld\n"));
    says(
        &ran,
        "error[mail-withheld]: a release that is withheld is never sent\n --> release.md:6:9\n",
    );
    let ran = refused(&release("status: canceled\n"));
    says(
        &ran,
        "error[mail-canceled]: nobody on the list has an earlier version of `lmw-1`, so there is nothing to recall\n",
    );
    let ran = refused(&release("not_before: 2999-01-01T00:00+01:00\n"));
    says(
        &ran,
        "error[mail-too-early]: it is too early to send this release\n --> release.md:6:13\n",
    );
    says(&ran, " = help: it may go out in ");
    let ran = refused(&release("").replace("id: lmw-1\n", ""));
    says(
        &ran,
        "error[mail-without-id]: a release that is sent needs an `id`: by it the journal knows who has it\n --> release.md:1:1\n",
    );
    // An embargo is what the message says first, and keeps nothing back.
    let ran = mail(SEND)
        .file("release.md", release("embargo: 2999-01-01T00:00+01:00\n"))
        .any_stdout()
        .run();
    let shown = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(shown.contains("  subject     Sperrfrist: 1. Januar 2999, 0.00 Uhr (MEZ)"), "{shown}");
}

#[test]
fn a_message_that_is_too_large_is_never_sent() {
    let ran = mail(&format!("{SEND} --yes --max-message 10000")).exit(1).run();
    says(&ran, "error[message-too-large]: the message has ");
    says(&ran, " bytes, 10000 at most are allowed\n");
    assert_eq!(ran.names(), ["house.toml", "list.csv", "release.md"], "no journal was made");
    let ran = mail(&format!("{SEND} --max-message 10000")).any_stdout().exit(1).run();
    let shown = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(shown.contains(" bytes; 10000 at most are sent"), "{shown}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let ran = mail(SEND)
        .file("release.md", release("status: withheld\n"))
        .file("list.csv", "handy\n0351 17\n")
        .exit(2)
        .run();
    says(&ran, "error[list-column]: ");
    says(&ran, "error[mail-withheld]: ");
}

#[test]
fn the_relay_and_its_login_are_named_without_being_told() {
    let send = |relay: &str, further: &str| {
        mail(&format!("send release.md --to list.csv --journal j --relay {relay} {further}"))
            .any_stdout()
            .exit(2)
    };
    let ran = send("smtp://presse:geheim@mail.example", "").run();
    says(
        &ran,
        "error[relay-address]: the relay's address holds a user or a password, where others can read it\n",
    );
    assert!(!ran.stderr.contains("geheim") && !ran.stdout.windows(6).any(|six| six == b"geheim"));
    let ran = send("http://mail.example", "").run();
    says(
        &ran,
        "error[relay-address]: the relay's address begins neither with smtp:// nor with smtps://\n",
    );
    let ran = mail("send release.md --to list.csv --journal j").any_stdout().exit(2).run();
    says(&ran, "error[usage]: no relay is named\n");
    let ran = send("smtp://127.0.0.1:9", "--ca house.toml").run();
    says(
        &ran,
        "error[relay-certificates]: the file of certificate authorities holds no certificate\n",
    );

    let open = send("smtp://127.0.0.1:9", "--credentials login").file("login", "presse\ngeheim\n");
    let ran = open.run();
    says(&ran, "others may read login, which holds a secret");
    let test = send("smtp://127.0.0.1:9", "--credentials login").file("login", "presse\n");
    std::fs::set_permissions(test.path("login"), Permissions::from_mode(0o600)).expect("a mode");
    says(&test.run(), "error[usage]: login holds no login\n");
}

#[test]
fn a_journal_that_cannot_be_used_is_told() {
    let yes = format!("{SEND} --yes");
    let ran = mail(&yes.replace("--journal j", "--journal no/j")).exit(2).run();
    says(&ran, "error[journal-failed]: cannot use the journal no/j (");
    let ran = mail(&yes.replace("--journal j", "--journal list.csv")).exit(2).run();
    says(
        &ran,
        "error[journal-foreign]: list.csv is no journal of letterpress, and is left as it is\n",
    );
    let ran = mail("status --journal j").exit(2).run();
    says(&ran, "error[journal-failed]: cannot use the journal j (it does not exist)\n");
    // A relay that is not there leaves everybody queued, and the journal tells so.
    let ran = mail(&format!("{yes} --attempts 1")).exit(2).run();
    says(
        &ran,
        "error[relay-unreachable]: the relay 127.0.0.1:9 cannot be used (connection refused)\n",
    );
    says(&ran, "lmw-1, version 1: 2 queued of 2 (");
    let ran =
        Test::after(ran, "mail status --journal j --format json release.md").any_stdout().run();
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&ran.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["recipient"], &lines[0]["state"]),
        (&"a@zeitung.example".into(), &"queued".into())
    );
    let ran = Test::after(ran, "mail status --journal j other").any_stderr().exit(2).run();
    says(&ran, "error[usage]: the journal j knows no release `other`\n");
    let ran =
        Test::after(ran, "mail status --journal j --export - --state accepted").any_stdout().run();
    let header = "release,version,email,name,language,format,state,attempts,first,updated,\
                  message_id,reply\n";
    assert_eq!(String::from_utf8_lossy(&ran.stdout), header);
}

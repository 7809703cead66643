//! Files with addresses are nobody else's business, whatever the umask.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::office::{Ended, Office};
use super::relay::Relay;

/// Runs the program in an office under a umask.
fn under(umask: &str, office: &Office, arguments: &str) -> Ended {
    let program = office.program(arguments);
    let mut command = Command::new("bash");
    command.args(["-c", &format!("umask {umask}; exec \"$@\""), "bash"]);
    command.arg(program.get_program()).args(program.get_args());
    office.at_home(&mut command);
    // Where nothing is said, the journal has its usual place.
    Ended::of(command.env_remove("LETTERPRESS_JOURNAL"))
}

fn mode(path: &Path) -> u32 {
    let about = fs::metadata(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    about.permissions().mode() & 0o7777
}

fn set(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

/// The files in a folder, with their modes.
fn modes(folder: &Path) -> Vec<(String, u32)> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let mut modes: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), mode(&entry.path())))
        .collect();
    modes.sort();
    modes
}

#[test]
fn others_can_read_nothing() {
    let relay = Relay::new("");
    for umask in ["000", "002", "022", "077"] {
        let office = Office::new(["anna", "bert"]);
        let send =
            format!("mail send release.md --to list.txt --yes --relay {}", relay.url("smtp"));
        under(umask, &office, &send).expect(0, "");
        for folder in [".local", ".local/state", ".local/state/letterpress"] {
            assert_eq!(mode(&office.path(folder)), 0o700, "{umask}: {folder}");
        }
        let files = modes(&office.path(".local/state/letterpress"));
        assert!(files.len() >= 2, "{files:?}");
        assert!(files.iter().all(|(_, mode)| *mode == 0o600), "{umask}: {files:?}");
        under(umask, &office, "mail status --export out.csv").expect(0, "");
        under(umask, &office, "mail compose -o one.eml release.md").expect(0, "");
        under(umask, &office, "mail compose -o a/b/ --to list.txt release.md").expect(0, "");
        for file in ["out.csv", "one.eml", "a/b/anna@example.org.eml", "a/b/bert@example.org.eml"] {
            assert_eq!(mode(&office.path(file)), 0o600, "{umask}: {file}");
        }
        assert_eq!([mode(&office.path("a")), mode(&office.path("a/b"))], [0o700; 2], "{umask}");
        // A sheet is for everybody.
        under(umask, &office, "render release.md").expect(0, "");
        let umask = u32::from_str_radix(umask, 8).expect("a number");
        assert_eq!(mode(&office.path("release.pdf")), 0o666 & !umask);
    }
}

#[test]
fn what_others_could_read_is_taken_from_them() {
    let relay = Relay::new("");
    let office = Office::new(["anna", "bert"]);
    let send = format!(
        "mail send release.md --to list.txt --yes --relay {} --journal journal.sqlite",
        relay.url("smtp")
    );
    under("022", &office, &send).expect(0, "");
    let journal = office.path("journal.sqlite");
    for name in ["journal.sqlite", "journal.sqlite.lock"] {
        set(&office.path(name), 0o644);
    }
    let status = "mail status --journal journal.sqlite";
    under("022", &office, status).expect(0, "warning[journal-exposed]: other users can read the ");
    under("022", &office, &format!("{status} --deny-warnings")).expect(1, "warning[journal-");
    let show = send.replace("--yes ", "");
    under("022", &office, &show).expect(0, "warning[journal-exposed]");
    assert_eq!(mode(&journal), 0o644, "who only looks changes nothing");
    let ended = under("022", &office, &send);
    ended.expect(0, "");
    assert!(!ended.stderr.contains("warning"), "{ended}");
    assert_eq!(mode(&journal), 0o600);
    assert_eq!(mode(&office.path("journal.sqlite.lock")), 0o600);
    // A table and a message that are written anew.
    for (name, command) in [
        ("out.csv", "mail status --journal journal.sqlite --export out.csv"),
        ("one.eml", "mail compose --force -o one.eml release.md"),
        ("one.eml", "mail compose -o one.eml release.md"),
    ] {
        if !command.ends_with("-o one.eml release.md") || command.contains("--force") {
            office.write(name, "");
        }
        set(&office.path(name), 0o644);
        under("022", &office, command).expect(0, "");
        assert_eq!(mode(&office.path(name)), 0o600, "{name}");
    }
}

#[test]
fn a_group_shares_what_lies_in_its_folder() {
    let relay = Relay::new("");
    for umask in ["000", "022", "077"] {
        let office = Office::new(["anna", "bert"]);
        let shared = office.path("shared");
        fs::create_dir(&shared).expect("a folder is made");
        set(&shared, 0o2770);
        let relay = relay.url("smtp");
        let send = "mail send release.md --to list.txt --yes --journal shared/journal.sqlite";
        under(umask, &office, &format!("{send} --relay {relay}")).expect(0, "");
        let compose = "mail compose -o shared/out/ --to list.txt release.md";
        under(umask, &office, compose).expect(0, "");
        let status = "mail status --journal shared/journal.sqlite --export shared/out.csv";
        under(umask, &office, status).expect(0, "");
        for (name, mode) in modes(&shared) {
            let expected = if name == "out" { 0o2770 } else { 0o660 };
            assert_eq!(mode, expected, "{umask}: {name}");
        }
        assert_eq!(mode(&shared.join("out/anna@example.org.eml")), 0o660, "{umask}");
        // A journal that was shared by hand stays so.
        let send = send.replace("shared/", "");
        set(&office.write("journal.sqlite", ""), 0o660);
        under(umask, &office, &format!("{send} --relay {relay}")).expect(0, "");
        for name in ["journal.sqlite", "journal.sqlite.lock"] {
            assert_eq!(mode(&office.path(name)), 0o660, "{umask}: {name}");
        }
    }
}

//! What is overwritten, and what is left as it is.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::test::{RELEASE, Ran, Test, is_pdf};

/// A release of three pages, whose pages differ from those of `RELEASE`.
fn long() -> String {
    RELEASE.to_owned() + &"\nNoch ein Satz, der etwas länger ist als der vorige.\n".repeat(120)
}

fn changed() -> String {
    RELEASE.replace("Ein Satz", "Ein anderer Satz")
}

/// Sets the time of a file's last change back, and returns it.
fn age(path: &Path) -> SystemTime {
    let time = SystemTime::now() - Duration::from_secs(3600);
    File::options()
        .write(true)
        .open(path)
        .and_then(|file| file.set_modified(time))
        .expect("a time");
    fs::metadata(path).and_then(|about| about.modified()).expect("a time")
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|about| about.modified()).expect("a time")
}

#[track_caller]
fn refused(ran: Ran, arguments: &str, message: &str) -> Ran {
    let ran = Test::after(ran, arguments).any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with(message), "{arguments}\n{}", ran.stderr);
    ran
}

/// A shell runs the program, as `$0`, in the folder of a test.
#[track_caller]
fn shell(test: &Test, script: &str) -> std::process::Output {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_letterpress")]).current_dir(test.path(""));
    command.output().expect("a shell")
}

#[test]
fn only_what_letterpress_wrote_is_overwritten() {
    for (format, name) in [("pdf", "a.pdf"), ("png", "a-1.png"), ("svg", "a-1.svg")] {
        let render = format!("render -q a.md --format {format}");
        let ran = Test::new(&render).file("a.md", RELEASE).run();
        let first = ran.bytes(name);
        let ran = Test::after(ran, &render).file("a.md", changed()).run();
        assert_ne!(ran.bytes(name), first, "{name}");
        fs::write(ran.path(name), "another's").expect("it is written");
        let message =
            format!("error[output-exists]: {name} exists already, and is left as it is\n");
        let ran = refused(ran, &render, &message);
        assert_eq!(ran.bytes(name), b"another's");
        let ran = Test::after(ran, &format!("{render} --force")).run();
        assert_ne!(ran.bytes(name), b"another's");
    }
}

#[test]
fn every_standard_bears_the_mark() {
    for standard in ["a-1b", "a-2a,ua-1", "a-3a,ua-1", "a-4", "1.4", "1.7", "2.0"] {
        let render = format!("render -q a.md --standard {standard}");
        let ran = Test::new(&render).file("a.md", RELEASE).run();
        Test::after(ran, &render).file("a.md", changed()).run();
    }
    let print = "render -q a.md --target print --crop-marks";
    let ran = Test::new(print).file("a.md", RELEASE).run();
    Test::after(ran, print).file("a.md", changed()).run();
}

#[test]
fn text_has_no_mark() {
    let render = "render a.md --format txt";
    let ran = Test::new(render).file("a.md", RELEASE).stderr("wrote a.txt (1 page)\n").run();
    let ran = Test::after(ran, render).stderr("unchanged a.txt (1 page)\n").run();
    fs::write(ran.path("a.md"), changed()).expect("it is written");
    let ran = refused(ran, render, "error[output-exists]: a.txt exists already");
    Test::after(ran, &format!("{render} --force")).stderr("wrote a.txt (1 page)\n").run();
}

#[test]
fn equal_bytes_are_not_written_again() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let time = age(&ran.path("a.pdf"));
    for options in ["", " --force", " --no-clobber"] {
        let render = Test::new(&format!("render a.md{options}")).file("a.md", RELEASE);
        fs::copy(ran.path("a.pdf"), render.path("a.pdf")).expect("it is copied");
        age(&render.path("a.pdf"));
        render.stderr("unchanged a.pdf (1 page)\n").run();
    }
    let ran = Test::after(ran, "render --message-format json a.md").any_stderr().run();
    assert_eq!(ran.objects()[0]["unchanged"], true, "{}", ran.stderr);
    assert_eq!(modified(&ran.path("a.pdf")), time);
}

#[test]
fn no_clobber_overwrites_nothing() {
    let render = "render --no-clobber a.md";
    let ran = Test::new(render).file("a.md", RELEASE).stderr("wrote a.pdf (1 page)\n").run();
    let first = ran.bytes("a.pdf");
    fs::write(ran.path("a.md"), changed()).expect("it is written");
    let ran = refused(ran, render, "error[output-exists]: a.pdf exists already");
    assert_eq!(ran.bytes("a.pdf"), first);
    Test::new("render --no-clobber --force a.md").any_stderr().exit(2).run();
    Test::new("new --no-clobber a.md").file("a.md", "").any_stderr().exit(2).run();
    Test::new("new --no-clobber a.md").any_stderr().run();
}

#[test]
fn a_signed_pdf_is_never_overwritten() {
    let signed = "%PDF-1.7\n1 0 obj\n<</Type/Sig/ByteRange[0 9 9 9]>>\nendobj\n%%EOF\n";
    for options in ["", " --force", " --no-clobber"] {
        let test = Test::new(&format!("render a.md{options}")).file("a.md", RELEASE);
        let ran = test.file("a.pdf", signed).any_stderr().exit(2).run();
        let code = if options == " --no-clobber" { "output-exists" } else { "output-signed" };
        assert!(ran.stderr.starts_with(&format!("error[{code}]: a.pdf ")), "{}", ran.stderr);
        assert_eq!(ran.bytes("a.pdf"), signed.as_bytes());
    }
    // What another program has added to it, such as a note, would be lost as well.
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let update = b"1 0 obj\n<<>>\nendobj\nxref\n1 1\n0000000009 00000 n \ntrailer\n<</Size 2>>\n\
                   startxref\n9\n%%EOF\n";
    let updated = [ran.bytes("a.pdf"), update.to_vec()].concat();
    fs::write(ran.path("a.pdf"), &updated).expect("it is written");
    fs::write(ran.path("a.md"), changed()).expect("it is written");
    let message = "error[output-signed]: a.pdf was added to by another program";
    let ran = refused(ran, "render a.md --force", message);
    assert_eq!(ran.bytes("a.pdf"), updated);
}

#[test]
fn messages_are_overwritten_by_the_same_rules() {
    let compose = "mail compose -q house.md -o a.eml";
    let house = include_str!("../../fixtures/mail/haus.toml").replace("&marke={token}", "");
    let release = "---\nletterhead: haus.toml\ndate: 2022-11-25\nheadline: Neu\nid: a-1\n\
                   contacts:\n  - name: A\n    email: a@b.example\n---\nEin Satz.\n";
    let test = Test::new(compose).file("haus.toml", house).file("house.md", release);
    let ran = test.any_stderr().run();
    let first = ran.bytes("a.eml");
    let time = age(&ran.path("a.eml"));
    let ran = Test::after(ran, compose).any_stderr().run();
    assert_eq!(modified(&ran.path("a.eml")), time);
    fs::write(ran.path("house.md"), release.replace("Ein Satz", "Kein Satz")).expect("written");
    let ran = refused(ran, &format!("{compose} --no-clobber"), "error[output-exists]: a.eml ");
    let ran = Test::after(ran, compose).any_stderr().run();
    assert_ne!(ran.bytes("a.eml"), first);
    fs::write(ran.path("a.eml"), "From: another\r\n\r\n").expect("written");
    let ran = refused(ran, compose, "error[output-exists]: a.eml exists already");
    Test::after(ran, &format!("{compose} --force")).any_stderr().run();
}

#[test]
fn surplus_pages_of_a_longer_run_go() {
    let render = "render -q a.md --format png -o out/";
    let ran = Test::new(render).file("a.md", long()).run();
    let pages = fs::read_dir(ran.path("out")).expect("the folder").count();
    assert!(pages >= 3, "{pages}");
    for (name, bytes) in [("a-99.png", "another's"), ("a-02.png", "x"), ("a-1-7.png", "x")] {
        fs::write(ran.path("out").join(name), bytes).expect("it is written");
    }
    fs::copy(ran.path("out/a-1.png"), ran.path("out/b-9.png")).expect("it is copied");
    let test = Test::after(ran, "render a.md --format png -o out/").file("a.md", RELEASE);
    let ran = test.any_stderr().run();
    assert!(ran.stderr.ends_with("removed out/a-2.png\nremoved out/a-3.png\n") || pages > 3);
    let entries = fs::read_dir(ran.path("out")).expect("the folder").flatten();
    let mut names: Vec<_> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["a-02.png", "a-1-7.png", "a-1.png", "a-99.png", "b-9.png"]);
}

#[test]
fn targets_are_written_together_or_not_at_all() {
    let render = "render a.md --target archive,print,mail";
    let test = Test::new(render).file("a.md", RELEASE).file("a-mail.pdf", "another's");
    let ran = test.any_stderr().exit(2).run();
    assert_eq!(ran.names(), ["a-mail.pdf", "a.md"]);
    let ran = Test::after(ran, &format!("{render} --force")).any_stderr().run();
    assert_eq!(ran.names(), ["a-archive.pdf", "a-mail.pdf", "a-print.pdf", "a.md"]);
}

#[test]
fn what_is_no_plain_file_is_written_through() {
    let test = Test::new("").file("a.md", RELEASE).file("f", "before\n");
    for output in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        fs::write(test.path("f"), "before\n").expect("it is written");
        let script = format!("{{ \"$0\" render -q a.md -o {output}; echo behind; }} >> f");
        assert!(shell(&test, &script).status.success());
        let bytes = fs::read(test.path("f")).expect("the file");
        let pdf = bytes.strip_prefix(b"before\n").and_then(|rest| rest.strip_suffix(b"behind\n"));
        assert!(pdf.is_some_and(is_pdf), "{output}");
    }
    fs::write(test.path("f"), "before\n").expect("it is written");
    assert!(shell(&test, "\"$0\" render -q a.md -o /dev/fd/3 3>> f").status.success());
    let bytes = fs::read(test.path("f")).expect("the file");
    assert!(bytes.strip_prefix(b"before\n").is_some_and(is_pdf));
    symlink("/dev/stdout", test.path("link.pdf")).expect("a link");
    let out = shell(&test, "\"$0\" render -q a.md -o link.pdf");
    assert!(is_pdf(&out.stdout) && test.path("link.pdf").is_symlink());
    let out =
        shell(&test, "mkfifo pipe.pdf; cat pipe.pdf & \"$0\" render -q a.md -o pipe.pdf; wait");
    assert!(is_pdf(&out.stdout));
    let about = fs::symlink_metadata(test.path("pipe.pdf")).expect("the pipe");
    assert!(about.file_type().is_fifo());
}

#[test]
fn nothing_is_left_where_the_disk_was_full() {
    // 8 blocks of 512 bytes: less than any sheet has.
    let test = Test::new("").file("a.md", RELEASE);
    for render in ["-o out/", "-o new/er/ --target archive,print", "--format svg -o out/"] {
        let script = format!("ulimit -f 8; \"$0\" render a.md {render}");
        let output = shell(&test, &script);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("(it would be larger than files may be)"), "{stderr}");
        let left: Vec<_> = fs::read_dir(test.path("")).expect("the folder").flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let test = Test::new("render -q a.md").file("a.md", RELEASE);
    let left = ".letterpress-Ab12Cd34";
    let test = test.file(&format!("{left}/lock"), "").file(&format!("{left}/1"), "%PDF");
    // A run that lives holds its lock.
    let lock = File::open(test.path(left).join("lock")).expect("the lock");
    lock.lock().expect("it is held");
    let ran = test.run();
    assert_eq!(ran.names(), [left, "a.md", "a.pdf"]);
    drop(lock);
    let ran = Test::after(ran, "render -q a.md --force").file("a.md", changed()).run();
    assert_eq!(ran.names(), ["a.md", "a.pdf"]);
}

#[test]
fn the_owner_and_the_mode_stay() {
    let ran = Test::new("render -q a.md").file("a.md", RELEASE).run();
    let path = ran.path("a.pdf");
    // Only root may give a file away.
    let _ = std::os::unix::fs::chown(&path, Some(65534), Some(65534));
    fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("a mode");
    let before = fs::metadata(&path).expect("the file");
    let ran = Test::after(ran, "render -q a.md").file("a.md", changed()).run();
    let behind = fs::metadata(ran.path("a.pdf")).expect("the file");
    assert_ne!(before.ino(), behind.ino());
    let owner = |about: &fs::Metadata| (about.uid(), about.gid(), about.mode());
    assert_eq!(owner(&before), owner(&behind));
}

#[test]
fn every_pdf_ends_with_a_line_end() {
    for options in ["", "--target print --crop-marks", "--target mail", "--standard 2.0"] {
        let render = format!("render -q a.md -o - {options}");
        let ran = Test::new(&render).file("a.md", RELEASE).any_stdout().run();
        assert!(ran.stdout.ends_with(b"\n%%EOF\n"), "{options}");
    }
}

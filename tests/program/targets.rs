//! One release for archive, print and mail.

use crate::programs::output_of;
use crate::test::{RELEASE, Ran, Test};

const PHOTO: &[u8] = include_bytes!("../../fixtures/photos/querformat.jpg");

/// A release with one picture, of 115 mm.
const WITH_PHOTO: &str = "\
---
letterhead: neutral
date: 2026-11-23
headline: Ein Bild
media:
  - file: a.jpg
    caption: Moor
    alt: Baumreihe vor Hügeln
---
Ein Satz.
";

fn look(ran: &Ran, program: &str, arguments: &[&str], file: &str) -> String {
    let file = ran.path(file).display().to_string();
    output_of(program, &[arguments, &[&file]].concat()).expect(program)
}

/// Width, height and dpi of the first picture.
fn picture(ran: &Ran, file: &str) -> (u32, u32, u32) {
    let list = look(ran, "pdfimages", &["-list"], file);
    let row: Vec<_> = list.lines().nth(2).expect("a picture").split_whitespace().collect();
    let number = |at: usize| row[at].parse().expect("a number");
    (number(3), number(4), number(12))
}

/// A box of the first page, in pt.
fn edges(ran: &Ran, name: &str, file: &str) -> String {
    let boxes = look(ran, "pdfinfo", &["-box"], file);
    let line = boxes.lines().find(|line| line.starts_with(name)).expect("the box");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

#[test]
fn several_targets_become_several_files_in_one_call() {
    let ran = Test::new("render a.md --target archive,print,mail -o out/")
        .file("a.md", WITH_PHOTO)
        .file("a.jpg", PHOTO)
        .any_stderr()
        .run();
    let wrote: Vec<_> = ran.stderr.lines().filter(|line| line.starts_with("wrote")).collect();
    assert_eq!(
        wrote,
        [
            "wrote out/a-archive.pdf (1 page)",
            "wrote out/a-print.pdf (1 page)",
            "wrote out/a-mail.pdf (1 page)",
        ]
    );
    let (archive, print, mail) = ("out/a-archive.pdf", "out/a-print.pdf", "out/a-mail.pdf");
    // A4 is 595.28 x 841.89 pt, 3 mm are 8.50 pt.
    assert_eq!(edges(&ran, "MediaBox", archive), "0.00 0.00 595.28 841.89");
    assert_eq!(edges(&ran, "MediaBox", print), "0.00 0.00 612.28 858.90");
    assert_eq!(edges(&ran, "TrimBox", print), "8.50 8.50 603.78 850.39");
    assert_eq!(edges(&ran, "MediaBox", mail), "0.00 0.00 595.28 841.89");
    // 115 mm at 150 dpi.
    let (width, _, dpi) = picture(&ran, mail);
    assert!((675..=680).contains(&width) && (148..=151).contains(&dpi), "{width} at {dpi} dpi");
    // No picture gets more pixels than it has.
    assert_eq!(picture(&ran, archive).0, picture(&ran, print).0.min(1359));
    // The text is the same in all of them.
    let text = |file: &str| {
        let file = ran.path(file).display().to_string();
        output_of("pdftotext", &[&file, "-"]).expect("pdftotext")
    };
    assert!(text(archive).contains("Ein Satz."));
    assert_eq!((text(print), text(mail)), (text(archive), text(archive)));
    // One alone bears no addition to its name.
    let ran = Test::new("render a.md --target print").file("a.md", RELEASE).any_stderr().run();
    assert_eq!(ran.names(), ["a.md", "a.pdf"]);
}

#[test]
fn print_warns_of_pictures_below_300_dpi() {
    let ran = Test::new("render a.md --target print --deny-warnings")
        .file("a.md", WITH_PHOTO)
        .file("a.jpg", PHOTO)
        .any_stderr()
        .exit(1)
        .run();
    let said = "warning[photo-resolution-low]: `a.jpg` has ";
    assert!(ran.stderr.starts_with(said), "{}", ran.stderr);
    assert!(ran.stderr.contains("= field: media[0].file"), "{}", ran.stderr);
    // An archive keeps what there is.
    Test::new("check -q a.md").file("a.md", WITH_PHOTO).file("a.jpg", PHOTO).run();
}

#[test]
fn black_text_is_pure_black_and_the_mark_of_a_cut_stands_off_the_sheet() {
    let ran = Test::new("render a.md --target print --crop-marks --gray")
        .file("a.md", RELEASE)
        .any_stderr()
        .run();
    assert_eq!(edges(&ran, "TrimBox", "a.pdf"), "28.35 28.35 623.62 870.24");
    // The sheet and 3 mm around it; the marks stand outside.
    assert_eq!(edges(&ran, "BleedBox", "a.pdf"), "19.84 19.84 632.13 878.74");
    let root = ran.path("page").display().to_string();
    let pdf = ran.path("a.pdf").display().to_string();
    output_of("pdftoppm", &["-gray", "-png", "-r", "100", &pdf, &root]).expect("pdftoppm");
    let page = image::open(ran.path("page-1.png")).expect("a picture").into_luma8();
    // Within the first lines of the sheet, 46 mm below its upper edge: 56 mm of 100 dpi.
    let text = page.enumerate_pixels().filter(|(_, y, _)| (215..260).contains(y));
    assert_eq!(text.map(|(_, _, light)| light.0[0]).min(), Some(0));
    // 10 mm are 39 dots; the mark of the upper left corner lies in the first 28 of them.
    let mark = page.enumerate_pixels().filter(|(x, y, _)| *x < 28 && (38..=41).contains(y));
    assert!(mark.map(|(_, _, light)| light.0[0]).min() < Some(160));
    let sheet =
        page.enumerate_pixels().filter(|(x, y, _)| (45..100).contains(x) && (45..90).contains(y));
    assert_eq!(sheet.map(|(_, _, light)| light.0[0]).min(), Some(255));
}

#[test]
fn the_bleed_is_told_in_every_standard_and_the_file_stays_sound() {
    for standard in ["1.4", "1.7", "2.0", "a-1b", "a-2a,ua-1", "a-3a", "a-4", "a-4f"] {
        let command = format!("render -q a.md --target print --crop-marks --standard {standard}");
        let ran = Test::new(&command).file("a.md", RELEASE).any_stderr().run();
        assert_eq!(edges(&ran, "BleedBox", "a.pdf"), "19.84 19.84 632.13 878.74", "{standard}");
        look(&ran, "qpdf", &["--check"], "a.pdf");
        let again = Test::new(&command).file("a.md", RELEASE).any_stderr().run();
        assert!(ran.bytes("a.pdf") == again.bytes("a.pdf"), "{standard}");
    }
}

#[test]
fn a_file_for_mail_keeps_within_its_size_or_says_what_would() {
    let render = |size: u64| {
        Test::new(&format!("render a.md --target mail --max-size {size}"))
            .file("a.md", WITH_PHOTO)
            .file("a.jpg", PHOTO)
            .any_stderr()
    };
    let whole = render(2_000_000).run();
    assert_eq!(whole.stderr, "wrote a.pdf (1 page)\n");
    let size = whole.bytes("a.pdf").len() as u64;
    let ran = render(size - 4000).run();
    let note = "note[mail-pictures-reduced]: the pictures were reduced to ";
    assert!(ran.stderr.starts_with(note), "{}", ran.stderr);
    assert!((ran.bytes("a.pdf").len() as u64) <= size - 4000);
    let ran = render(20_000).exit(1).run();
    assert!(
        ran.stderr.starts_with("error[mail-too-large]: the file for mail has "),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("its text and fonts alone take about "), "{}", ran.stderr);
    assert_eq!(ran.names(), ["a.jpg", "a.md"]);
}

#[test]
fn options_that_no_target_heeds_are_refused() {
    for (options, message) in [
        (
            "--crop-marks",
            "error[usage]: --crop-marks are for print\n |\n = help: add `--target print`",
        ),
        ("--max-size 9", "error[usage]: --max-size is for mail\n |\n = help: add `--target mail`"),
        ("--target print --format png", "error[usage]: --target is for PDF; png is to be written"),
        ("--target archive,mail -o x.pdf", "error[usage]: x.pdf is not a folder"),
        ("--target archive,mail -o -", "error[usage]: only one file can go to standard output"),
    ] {
        let ran = Test::new(&format!("render a.md {options}"))
            .file("a.md", RELEASE)
            .any_stderr()
            .exit(2)
            .run();
        assert!(ran.stderr.starts_with(message), "{options}: {}", ran.stderr);
        assert_eq!(ran.names(), ["a.md"], "{options}");
    }
}

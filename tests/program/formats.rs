//! Several formats in one go: all of a release or none of it, and each as if it were wanted alone.

use std::fs;

use sha2::{Digest, Sha256};

use crate::mail::browser::violations;
use crate::test::{FAULT, FAULTY, RELEASE, Ran, Test, is_pdf};

const PHOTO: &[u8] = include_bytes!("../../fixtures/photos/querformat.jpg");
const HOUSE: &str = include_str!("../../fixtures/mail/haus.toml");
const INVITATION: &str = include_str!("../../fixtures/mail/invitation-in-english.md");

/// A release of three pages.
fn long() -> String {
    RELEASE.to_owned() + &"\nNoch ein Satz, der etwas länger ist als der vorige.\n".repeat(90)
}

/// Width and height of a PNG (PNG, 11.2.2).
fn size(png: &[u8]) -> [u32; 2] {
    let side = |at: usize| png.get(at..at + 4).and_then(|side| side.try_into().ok());
    [16, 20].map(|at| u32::from_be_bytes(side(at).expect("a PNG has a header")))
}

#[track_caller]
fn refused(arguments: &str, message: &str) -> Ran {
    let ran = Test::new(arguments).file("a.md", RELEASE).any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with(message), "{arguments}\n{}", ran.stderr);
    assert_eq!(ran.names(), ["a.md"], "{arguments}");
    ran
}

#[test]
fn each_format_has_the_bytes_that_it_has_alone() {
    let all = Test::new("render a.md --format pdf,png,txt,html,svg,heard,pdf")
        .file("a.md", long())
        .any_stderr()
        .run();
    let first = all.stderr.lines().next();
    assert_eq!(first, Some("wrote a.pdf (3 pages)"), "{}", all.stderr);
    assert_eq!(all.stderr.lines().count(), 1 + 3 + 1 + 1 + 3 + 1, "{}", all.stderr);
    let formats = ["pdf", "png", "txt", "html", "svg", "heard"];
    let mut names = vec!["a.md".to_owned()];
    for format in formats {
        let render = format!("render -q a.md --format {format}");
        let alone = Test::new(&render).file("a.md", long()).run();
        for name in alone.names().into_iter().filter(|name| name != "a.md") {
            assert!(alone.bytes(&name) == all.bytes(&name), "{name}");
            names.push(name);
        }
    }
    names.sort();
    assert_eq!(all.names(), names);
    assert!(is_pdf(&all.bytes("a.pdf")));
}

#[test]
fn options_of_the_pdf_leave_the_other_formats_alone() {
    let render = "render -q a.md --format txt,html,png,heard";
    let alone = Test::new(render).file("a.md", RELEASE).run();
    let options = "render -q a.md --target print,mail --crop-marks --max-size 900000 \
                   --standard a-3a,ua-1 --embed-source --format pdf,txt,html,png,heard";
    let together = Test::new(options).file("a.md", RELEASE).run();
    for name in ["a.txt", "a.html", "a-1.png", "a.heard.txt"] {
        assert!(alone.bytes(name) == together.bytes(name), "{name}");
    }
    assert!(is_pdf(&together.bytes("a-print.pdf")) && is_pdf(&together.bytes("a-mail.pdf")));
    assert_eq!(together.names().len(), 7);
}

#[test]
fn the_files_of_a_release_are_all_written_or_none() {
    let ran = Test::new("render a.md b.md --format pdf,png,txt -o out/")
        .file("a.md", RELEASE)
        .file("b.md", RELEASE)
        .file("out/a.txt", "another's")
        .any_stderr()
        .exit(2)
        .run();
    assert!(ran.stderr.contains("error[output-exists]: out/a.txt exists"), "{}", ran.stderr);
    let entries = fs::read_dir(ran.path("out")).expect("the folder").flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "b-1.png", "b.pdf", "b.txt"]);
    let ran = Test::new("render faulty.md --format pdf,html -o new/")
        .file("faulty.md", FAULTY)
        .stderr(format!("{FAULT}faulty.md: 1 error; not issued\n"))
        .exit(1)
        .run();
    assert_eq!(ran.names(), ["faulty.md"]);
    // What fails last takes back what was made first, the folder too.
    let options = "--format pdf,png --dpi 2400 -o new/er/";
    refused(&format!("render a.md {options}"), "error[image-too-large]: page 1 has ");
}

#[test]
fn several_files_need_a_folder() {
    for (to, message) in [
        ("x.pdf", "error[usage]: x.pdf is not a folder\n"),
        ("a.md", "error[usage]: a.md is not a folder\n"),
        ("-", "error[usage]: only one file can go to standard output\n"),
    ] {
        let ran = refused(&format!("render a.md --format pdf,txt -o {to}"), message);
        assert!(ran.stderr.contains("`-o DIR/`"), "{}", ran.stderr);
    }
    let ran = Test::new("render -q a.md --format pdf,txt -o out").file("a.md", RELEASE).run();
    assert!(is_pdf(&ran.bytes("out/a.pdf")) && !ran.bytes("out/a.txt").is_empty());
}

#[test]
fn options_that_no_format_heeds_are_refused() {
    for (options, message) in [
        ("--format png,txt --target print", "--target is for PDF; png, txt is to be written"),
        ("--format html --embed-source", "--embed-source is for PDF; html is to be written"),
        ("--dpi 300", "--dpi is for PNG; pdf is to be written"),
        ("--format pdf,txt --pages 1", "--pages is for PNG and SVG; pdf, txt is to be written"),
    ] {
        refused(&format!("render a.md {options}"), &format!("error[usage]: {message}\n"));
    }
    refused("render a.md --format png --dpi 0", "error: invalid value '0' for '--dpi <N>'");
    refused("render a.md --format pdf,docx", "error: invalid value 'docx'");
    refused("render a.md --format png --pages 3-2", "error: invalid value '3-2'");
}

#[test]
fn an_entry_of_a_calendar_is_for_releases_with_an_event() {
    let render = "render -q a.md b.md --format pdf,ics";
    let test = Test::new(render).file("a.md", RELEASE).file("b.md", INVITATION);
    let ran = test.file("haus.toml", HOUSE).run();
    assert_eq!(ran.names(), ["a.md", "a.pdf", "b.ics", "b.md", "b.pdf", "haus.toml"]);
    // A release that has lost its event takes its entry back.
    let test = Test::after(ran, "render b.md --format pdf,ics").file("b.md", RELEASE);
    let ran = test.stderr("wrote b.pdf (1 page)\nremoved b.ics\n").run();
    assert_eq!(ran.names(), ["a.md", "a.pdf", "b.md", "b.pdf", "haus.toml"]);
    let alone = Test::new("render a.md --format ics").file("a.md", RELEASE);
    let ran = alone.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[calendar-impossible]: "), "{}", ran.stderr);
}

#[test]
fn a_page_is_drawn_as_finely_as_wanted() {
    for (options, expected) in [("", [1191, 1684]), (" --dpi 300", [2480, 3508])] {
        let render = format!("render -q a.md --format png{options}");
        let ran = Test::new(&render).file("a.md", RELEASE).run();
        assert_eq!(size(&ran.bytes("a-1.png")), expected, "{options}");
    }
    let ran = refused("render a.md --format png --dpi 1200", "error[image-too-large]: page 1 has ");
    assert!(ran.stderr.contains("9921 × 14031 pixels at 1200 dpi"), "{}", ran.stderr);
    let fitting = ran.stderr.split("help: ").nth(1).and_then(|hint| hint.split(' ').next());
    let fitting = fitting.expect("a hint names a resolution");
    let render =
        format!("render -q a.md --format png --limit images.pixels=1000000 --dpi {fitting}");
    refused(&render, "error[image-too-large]: page 1 has ");
    let render = format!("render -q a.md --format png --dpi {fitting}");
    let ran = Test::new(&render).file("a.md", RELEASE).run();
    let [width, height] = size(&ran.bytes("a-1.png"));
    assert!((70_000_000..=80_000_000).contains(&(width * height)), "{width} {height}");
}

#[test]
fn pages_that_are_chosen_keep_their_numbers() {
    let all = Test::new("render -q a.md --format png,svg").file("a.md", long()).run();
    let some = "render a.md --format png,svg --pages 2,9-";
    let written = "wrote a-2.png (1 page)\nwrote a-2.svg (1 page)\n";
    let ran = Test::new(some).file("a.md", long()).stderr(written).run();
    assert_eq!(ran.names(), ["a-2.png", "a-2.svg", "a.md"]);
    assert!(ran.bytes("a-2.png") == all.bytes("a-2.png"));
    assert!(ran.bytes("a-2.svg") == all.bytes("a-2.svg"));
    // Those that are not chosen stay, those that are no more go.
    let test = Test::after(all, "render a.md --format png --pages 1").file("a.md", RELEASE);
    let ran = test.stderr("wrote a-1.png (1 page)\nremoved a-2.png\nremoved a-3.png\n").run();
    let test = Test::after(ran, "render a.md --format pdf,png --pages 2-3,7");
    let ran = test.any_stderr().exit(2).run();
    let message = "error[usage]: none of the pages 2-3,7 is there: the last page is 1\n";
    assert!(ran.stderr.starts_with(message), "{}", ran.stderr);
    assert!(!ran.names().contains(&"a.pdf".to_owned()));
    let ran = Test::new("render a.md --format png --pages 2 -o -").file("a.md", long());
    assert_eq!(size(&ran.any_stdout().run().stdout), [1191, 1684]);
}

#[test]
fn a_web_page_stands_by_itself() {
    let release = RELEASE.replace("Sachsen verbindet", "Sachsen & <b>Böhmen</b>")
        + "\n![Ein Blick](a.jpg \"Der Saal\")\n\n![](a.jpg){decorative}\n";
    let render = "render -q a.md --format html";
    let ran = Test::new(render).file("a.md", &release).file("a.jpg", PHOTO).run();
    let page = String::from_utf8(ran.bytes("a.html")).expect("a page is UTF-8");
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"de\">\n"), "{page}");
    assert!(page.contains("<title>Sachsen &amp; &lt;b&gt;Böhmen&lt;/b&gt;</title>"), "{page}");
    assert_eq!(page.matches("<img src=\"data:image/jpeg;base64,").count(), 2);
    assert!(page.contains("alt=\"Ein Blick\"") && page.contains("alt=\"\""));
    assert!(page.contains("Der Saal"));
    // Nothing is loaded, and nothing is there for mail programs.
    for outside in ["src=\"http", "url(", "<link", "<script", "@import", "mso", "<!--"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let ran = Test::after(ran, render).file("a.md", release.replace("Satz", "Spruch")).run();
    assert_ne!(ran.bytes("a.html"), page.as_bytes());
    let another = page.replace("content=\"letterpress ", "content=\"pandoc ");
    let test = Test::after(ran, render).file("a.html", &another);
    let ran = test.any_stderr().exit(2).run();
    assert!(ran.stderr.starts_with("error[output-exists]: a.html"), "{}", ran.stderr);
    assert_eq!(ran.bytes("a.html"), another.as_bytes());
    let ran = Test::new("render a.md --format html -o -").file("a.md", RELEASE).any_stdout().run();
    assert!(ran.stdout.starts_with(b"<!DOCTYPE html>"));
}

#[test]
fn a_web_page_is_accessible() {
    let release = RELEASE.to_owned()
        + "\n## Zahlen\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n![Ein Blick](a.jpg \"Der Saal\")\n";
    let test = Test::new("render -q a.md --format html").file("a.md", release);
    let ran = test.file("a.jpg", PHOTO).run();
    let page = String::from_utf8(ran.bytes("a.html")).expect("a page is UTF-8");
    let violations = violations(&page);
    let rules: Vec<_> = violations.iter().map(|found| (&found.rule, &found.text)).collect();
    assert!(rules.is_empty(), "{rules:?}");
}

#[test]
fn a_tree_of_results_mirrors_that_of_the_releases() {
    let ran = Test::new("render 2004/05/a.md 2005/a.md ./b.md --out-tree out --format pdf,txt -q")
        .file("2004/05/a.md", RELEASE)
        .file("2005/a.md", RELEASE)
        .file("b.md", RELEASE)
        .run();
    for name in ["out/2004/05/a", "out/2005/a", "out/b"] {
        assert!(is_pdf(&ran.bytes(&format!("{name}.pdf"))), "{name}");
        assert!(!ran.bytes(&format!("{name}.txt")).is_empty(), "{name}");
    }
    assert!(!ran.path("2004/05/a.pdf").exists());
    let away = Test::new("render a.md ../b.md --out-tree out")
        .file("b.md", RELEASE)
        .file("in/a.md", RELEASE)
        .below("in");
    let ran = away.any_stderr().exit(2).run();
    let message = "error[usage]: ../b.md lies outside the working directory, so --out-tree has no";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
    assert!(is_pdf(&ran.bytes("in/out/a.pdf")));
    refused("render a.md --out-tree out -o out/", "error: the argument '--out-tree <DIR>'");
    refused("render a.md --out-tree a.md", "error[usage]: a.md is not a folder\n");
}

#[test]
fn what_is_known_of_a_file_is_reported() {
    let render = "render --message-format json a.md --format pdf,txt --target print,mail";
    let told = |ran: &Ran| ran.objects().into_iter().filter(|told| told["type"] == "written");
    let ran = Test::new(render).file("a.md", RELEASE).any_stderr().run();
    let written: Vec<_> = told(&ran).collect();
    assert_eq!(written.len(), 3);
    for (told, (format, target)) in
        written.iter().zip([("pdf", Some("print")), ("pdf", Some("mail")), ("txt", None)])
    {
        let bytes = ran.bytes(told["file"].as_str().expect("a name"));
        let digest: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told["sha256"], digest);
        assert_eq!(told["bytes"], bytes.len());
        assert_eq!((&told["file_format"], told["target"].as_str()), (&format.into(), target));
        assert_eq!(told["standards"].as_array().map(Vec::len), target.map(|_| 2));
        assert_eq!((&told["state"], &told["pages"]), (&"new".into(), &1.into()));
    }
    let ran = Test::after(ran, render).any_stderr().run();
    assert!(told(&ran).all(|told| told["state"] == "unchanged" && told["unchanged"] == true));
    let changed = RELEASE.replace("Satz", "Spruch");
    let test = Test::after(ran, &format!("{render} --force")).file("a.md", changed);
    let ran = test.any_stderr().run();
    assert!(told(&ran).all(|told| told["state"] == "replaced"), "{}", ran.stderr);
}

#[test]
fn an_svg_is_xml_whatever_its_links_hold() {
    let release = RELEASE.to_owned() + "\n[Mehr](https://example.org/?d=1&e=2)\n";
    let ran = Test::new("render -q a.md --format svg").file("a.md", release).any_stderr().run();
    let svg = String::from_utf8(ran.bytes("a-1.svg")).expect("text");
    let drawing = roxmltree::Document::parse(&svg).expect("well-formed XML");
    let links = drawing.descendants().filter_map(|node| node.attribute("href"));
    let links: Vec<_> = links.filter(|link| link.contains('?')).collect();
    assert_eq!(links, ["https://example.org/?d=1&e=2"], "{svg}");
}

//! `letterpress inspect`: what it tells, what it refuses, what it writes.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::pdf::{Pdf, one_page, packed};
use crate::programs::output_of;
use crate::test::{RELEASE, Ran, Test};

/// A file of one small page with an attachment of this name, whose MD5 sum is that of `a`.
fn attached(name: &str, content: &str) -> Vec<u8> {
    Pdf::default()
        .object("<</Type/Catalog/Pages 2 0 R/AF[4 0 R]>>")
        .object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 144]>>")
        .object(format!(
            "<</Type/Filespec/F({name})/Desc(Notes)/AFRelationship/Data/EF<</F 5 0 R>>>>"
        ))
        .stream(
            "/Type/EmbeddedFile/Subtype/text#2Fplain/Filter/FlateDecode\
             /Params<</CheckSum<0cc175b9c0f1b6a831c399e269772661>>>",
            packed(content.as_bytes()),
        )
        .bytes()
}

/// The objects that `--format json` has written.
fn told(ran: &Ran) -> Vec<Value> {
    let text = String::from_utf8_lossy(&ran.stdout);
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn people_read_sections_of_eighty_columns() {
    let expected = "\
a.pdf

File
  Size     616 bytes
  Version  PDF 1.7
  Pages    1
  Claims   no standard

Pages
  1  no named size
     MediaBox 25.4 × 50.8 mm  (0 0 72 144 pt)

Document
  Missing  title, language
  XMP      none

Tags
  Tagged  no: assistive software has to guess

Attachments
  a.txt  Data, text/plain, 1 byte, checksum right
         Notes

Bytes
  Fonts           0    0.0 %
  Pictures        0    0.0 %
  Page content    0    0.0 %
  Tags            0    0.0 %
  Attachments   255   41.4 %
  Metadata        0    0.0 %
  Rest          361   58.6 %

";
    let pdf = attached("a.txt", "a");
    Test::new("inspect a.pdf").file("a.pdf", &pdf).stdout(expected).run();
    let named = expected.replacen("a.pdf", "<stdin>", 1);
    Test::new("inspect -").stdin(pdf).stdout(named).run();
    let ran = Test::new("render a.md").file("a.md", RELEASE).any_stderr().run();
    let ran = Test::after(ran, "inspect a.pdf").any_stdout().run();
    let text = String::from_utf8_lossy(&ran.stdout);
    for words in ["Claims         PDF/A-2a", "a claim is no proof", "Tagged  yes", "A4 portrait"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn programs_read_one_object_a_file() {
    let test = Test::new("inspect --format json a.pdf b.pdf").file("a.pdf", attached("a.txt", "b"));
    let ran = test.file("b.pdf", "x").any_stdout().any_stderr().exit(1).run();
    let told = told(&ran);
    let [first, second] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(first["type"], "inspection");
    assert_eq!(first["file"], "a.pdf");
    assert_eq!(first["page_groups"][0]["media_box"], json!([0.0, 0.0, 72.0, 144.0]));
    assert_eq!(first["page_groups"][0]["pages"], json!([[1, 1]]));
    let attachment = json!({"name": "a.txt", "description": "Notes", "relationship": "Data",
        "mime": "text/plain", "bytes": 1, "modified": null, "checksum": false});
    assert_eq!(first["attachments"], json!([attachment]));
    let shares = first["parts"].as_array().expect("a list").iter();
    let sum: u64 = shares.filter_map(|share| share["bytes"].as_u64()).sum();
    assert_eq!(json!(sum), first["bytes"]);
    assert_eq!((&second["type"], &second["file"]), (&json!("refusal"), &json!("b.pdf")));
    let finding = &second["findings"][0];
    assert_eq!(finding["code"], "not-pdf");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["message"], "b.pdf is not a PDF");
    assert_eq!(finding["hints"], json!(["a PDF begins with `%PDF-`"]));
    let summary = ran.objects().pop().expect("a summary");
    assert_eq!(
        (&summary["total"], &summary["fine"], &summary["refused"]),
        (&json!(2), &json!(1), &json!(1))
    );
    // `--format json` is another name of `--message-format json`.
    let test = Test::new("inspect --message-format json a.pdf b.pdf");
    let test = test.file("a.pdf", attached("a.txt", "b")).file("b.pdf", "x");
    let again = test.any_stdout().any_stderr().exit(1).run();
    assert_eq!((again.stdout, again.stderr), (ran.stdout, ran.stderr));
}

#[test]
fn what_is_no_readable_pdf_is_refused() {
    let refused = |bytes: &[u8], message: &str| {
        let said =
            Test::new("inspect a.pdf").file("a.pdf", bytes).any_stderr().exit(1).run().stderr;
        assert!(said.starts_with(message), "{said}");
    };
    refused(b"", "error[not-pdf]: a.pdf is empty\n");
    refused(b"Dear Sir,", "error[not-pdf]: a.pdf is not a PDF\n");
    refused(b"%PDF-1.7\n%%EOF", "error[pdf-broken]: no pages can be found in a.pdf\n");
    let sparse = Test::new("inspect a.pdf").any_stderr().exit(1);
    let file = fs::File::create(sparse.path("a.pdf")).expect("the file is made");
    file.set_len(300 * 1024 * 1024).expect("it takes no room");
    let said = sparse.run().stderr;
    assert!(said.starts_with("error[pdf-too-large]: a.pdf has 314572800 bytes\n"), "{said}");
    let missing = Test::new("inspect a.pdf").any_stderr().exit(2).run().stderr;
    assert!(missing.starts_with("error[input-output]: cannot read a.pdf"), "{missing}");
    let folder = Test::new("inspect .").any_stderr().exit(2).run().stderr;
    assert!(folder.starts_with("error[input-output]: there is no PDF in .\n"), "{folder}");
    Test::new("inspect - -").any_stderr().exit(2).run();
}

#[test]
fn damage_is_told_and_stops_nothing() {
    let whole = attached("a.txt", "a");
    let text = String::from_utf8_lossy(&whole).replace("startxref", "startzref");
    let ran = Test::new("inspect a.pdf").file("a.pdf", text).any_stdout().any_stderr().run();
    assert!(ran.stderr.starts_with("warning[pdf-damaged]: a.pdf is damaged: its table of"));
    let kids = "3 0 R ".repeat(100_001);
    let many = Pdf::default()
        .object("<</Type/Catalog/Pages 2 0 R>>")
        .object(format!("<</Type/Pages/Kids[{kids}]/MediaBox[0 0 9 9]>>"))
        .object("<</Type/Page>>");
    let ran =
        Test::new("inspect a.pdf").file("a.pdf", many.bytes()).any_stdout().any_stderr().run();
    assert!(ran.stderr.starts_with("warning[pdf-out-of-bounds]: not all of a.pdf was looked at"));
}

#[test]
fn a_document_that_other_readers_do_not_show_is_told() {
    // As LibreOffice writes a hybrid file.
    let pdf = one_page("", "")
        .stream("", "PK-of-the-document")
        .trailer("/AdditionalStreams[/application#2Fvnd.oasis.opendocument.text 5 0 R]")
        .bytes();
    let ran = Test::new("inspect --format json a.pdf").file("a.pdf", &pdf);
    let ran = ran.any_stdout().any_stderr().run();
    let found = &told(&ran)[0];
    assert_eq!(found["attachments"][0]["name"], "hybrid-1.odt");
    assert_eq!(found["attachments"][0]["mime"], "application/vnd.oasis.opendocument.text");
    assert_eq!(found["attachments"][0]["bytes"], 18);
    let parts = found["parts"].as_array().expect("parts");
    let part = parts.iter().find(|part| part["part"] == "attachments").expect("attachments");
    assert!(part["bytes"].as_u64() > Some(18), "{part}");
    let test = Test::new("inspect --extract out a.pdf").file("a.pdf", &pdf);
    let ran =
        test.any_stdout().stderr("wrote out/hybrid-1.odt (18 bytes, attached to a.pdf)\n").run();
    assert_eq!(ran.bytes("out/hybrid-1.odt"), b"PK-of-the-document");
}

#[test]
fn attachments_are_written_and_nothing_is_overwritten() {
    let test = Test::new("inspect --extract out a.pdf").file("a.pdf", attached("a.txt", "a"));
    let said = "wrote out/a.txt (1 byte, attached to a.pdf)\n";
    let ran = test.any_stdout().stderr(said).run();
    assert_eq!(ran.bytes("out/a.txt"), b"a");
    // Once more: the same bytes are there already.
    let ran = Test::after(ran, "inspect --extract out a.pdf").any_stdout().stderr(said).run();
    fs::write(ran.path("out/a.txt"), "mine").expect("it is changed");
    let again = Test::after(ran, "inspect --extract out a.pdf").any_stdout().any_stderr();
    let ran = again.exit(2).run();
    let fault = "error[input-output]: out/a.txt exists already, and is left as it is\n";
    assert!(ran.stderr.starts_with(fault), "{}", ran.stderr);
    assert_eq!(ran.bytes("out/a.txt"), b"mine");

    // A folder's name need not be text.
    let test = Test::new("inspect --format json").file("a.pdf", attached("a.txt", "a"));
    let mut command = test.command();
    command.args([OsStr::new("--extract"), OsStr::from_bytes(b"d\xff"), OsStr::new("a.pdf")]);
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).expect("an object");
    assert_eq!(line["extracted"][0], "d\u{FFFD}/a.txt");

    let outside = Test::new("inspect --extract out a.pdf").file("a.pdf", attached("../a.txt", "a"));
    let ran = outside.any_stdout().any_stderr().exit(1).run();
    let fault = "error[attachment-name]: an attachment of a.pdf is called `../a.txt`";
    assert!(ran.stderr.starts_with(fault), "{}", ran.stderr);
    assert_eq!(ran.names(), ["a.pdf"]);

    let none = Test::new("inspect --extract out a.pdf").file("a.pdf", one_page("", "").bytes());
    let ran = none.any_stdout().any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[nothing-attached]: a.pdf has no attachments\n"));

    let closed =
        String::from_utf8_lossy(&attached("a.txt", "a")).replace("/FlateDecode", "/DCTDecode ");
    let closed = Test::new("inspect --extract out a.pdf").file("a.pdf", closed);
    let ran = closed.any_stdout().any_stderr().exit(1).run();
    assert!(ran.stderr.contains("error[attachment-unreadable]: "), "{}", ran.stderr);
}

#[test]
fn attachments_of_several_files_lie_in_folders_of_their_own() {
    let test = Test::new("inspect --extract out x/a.pdf Thumbs.db b.pdf A.pdf")
        .file("x/a.pdf", attached("a.txt", "1"))
        .file("Thumbs.db", "x")
        .file("b.pdf", attached("a.txt", "2"))
        .file("A.pdf", attached("a.txt", "3"));
    let ran = test.any_stdout().any_stderr().exit(1).run();
    assert_eq!(ran.bytes("out/a/a.txt"), b"1");
    assert_eq!(ran.bytes("out/b/a.txt"), b"2");
    assert_eq!(ran.bytes("out/A-2/a.txt"), b"3");
    assert!(ran.stderr.contains("error[not-pdf]: Thumbs.db is not a PDF\n"), "{}", ran.stderr);
}

#[test]
fn one_attachment_goes_to_standard_output() {
    let pdf = attached("a.txt", "Notes");
    Test::new("inspect --extract - a.pdf").file("a.pdf", &pdf).stdout("Notes").run();
    let test = Test::new("inspect --format json --extract - a.pdf").file("a.pdf", &pdf);
    let ran = test.stdout("Notes").any_stderr().run();
    assert_eq!(ran.objects()[0]["outcome"], "inspected");
    // A name that no file can have is no hindrance.
    let strange = attached("../a.txt", "Notes");
    Test::new("inspect --extract - -").stdin(strange).stdout("Notes").run();
    let none = Test::new("inspect --extract - a.pdf").file("a.pdf", one_page("", "").bytes());
    let ran = none.any_stderr().exit(1).run();
    assert!(ran.stderr.starts_with("error[nothing-attached]: "), "{}", ran.stderr);
    let two = Test::new("inspect --extract - a.pdf b.pdf").any_stderr().exit(2).run();
    assert!(two.stderr.starts_with("error[usage]: the attachments of one PDF"), "{}", two.stderr);
}

#[test]
fn the_release_comes_back_out_of_its_pdf() {
    let ran = Test::new("render -q --embed-source a.md").file("a.md", RELEASE).run();
    let ran = Test::after(ran, "inspect --extract . a.pdf").any_stdout().any_stderr().run();
    assert_eq!(ran.bytes("release.md"), RELEASE.as_bytes());
}

/// Runs qpdf, which some versions let warn with another code than 0.
fn qpdf(ran: &Ran, arguments: &str) {
    let mut command = Command::new("qpdf");
    command.args(arguments.split(' ').map(|word| if word == "none" { "" } else { word }));
    let folder = ran.path("");
    command.current_dir(folder).output().expect("tests/install installs qpdf");
}

#[test]
fn enciphered_files_open_as_far_as_they_do_without_a_password() {
    let ran = Test::new("render -q --embed-source a.md").file("a.md", RELEASE).run();
    let weak = "--allow-weak-crypto";
    qpdf(&ran, &format!("{weak} --encrypt none o 40 -- a.pdf rc40.pdf"));
    qpdf(&ran, &format!("{weak} --encrypt none o 128 --use-aes=n --print=none -- a.pdf rc128.pdf"));
    qpdf(&ran, &format!("{weak} --encrypt none o 128 --use-aes=y -- a.pdf aes128.pdf"));
    qpdf(&ran, "--object-streams=generate --encrypt none o 256 -- a.pdf aes256.pdf");
    qpdf(&ran, "--encrypt u o 256 -- a.pdf locked.pdf");
    let names = "rc40.pdf rc128.pdf aes128.pdf aes256.pdf locked.pdf";
    let arguments = format!("inspect --format json {names}");
    let ran = Test::after(ran, &arguments).any_stdout().any_stderr().exit(1).run();
    let told = told(&ran);
    for (one, method) in told.iter().zip(["RC4, 40", "RC4, 128", "AES, 128", "AES, 256"]) {
        assert_eq!(one["encryption"]["method"], format!("{method} bits"));
        assert_eq!(one["metadata"]["title"], "Sachsen verbindet");
        assert_eq!(one["attachments"][0]["bytes"], RELEASE.len());
        assert_eq!(one["findings"], json!([]));
    }
    assert_eq!(told[1]["encryption"]["permissions"]["copy"], true);
    let locked = ran.objects().into_iter().find(|object| object["code"] == "pdf-locked");
    let message = locked.expect("the locked one is refused")["message"].clone();
    let message = message.as_str().expect("a text");
    assert!(message.starts_with("locked.pdf opens with a password only (AES"), "{message}");
    let ran = Test::after(ran, "inspect locked.pdf").any_stdout().any_stderr().exit(1).run();
    assert!(
        ran.stderr.starts_with("error[pdf-locked]: locked.pdf opens with a password only (AES")
    );
}

#[test]
fn a_title_that_turns_the_direction_of_writing_is_escaped() {
    let title = "/Info 5 0 R";
    let pdf = one_page("", "").object("<</Title<FEFF0061202E00620063>>>").trailer(title).bytes();
    let ran = Test::new("inspect --message-format json a.pdf").file("a.pdf", &pdf);
    let ran = ran.any_stdout().any_stderr().run();
    let line = String::from_utf8(ran.stdout.clone()).expect("it is UTF-8");
    assert!(line.contains(r"\u202e") && !line.contains('\u{202E}'), "{line}");
    assert_eq!(told(&ran)[0]["metadata"]["title"], "a\u{202E}bc");
}

/// Fonts as `pdffonts` lists them: name, embedded, subset, ToUnicode, object.
fn fonts_by_poppler(file: &str) -> Vec<Value> {
    let text = output_of("pdffonts", &[file]).expect("the fonts are listed");
    let font = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let [name, .., embedded, subset, unicode, object, _] = words.as_slice() else {
            panic!("{line}")
        };
        let name = name.split_once('+').map_or(*name, |(_, name)| name);
        let object: u32 = object.parse().expect("a number");
        json!([name, *embedded == "yes", *subset == "yes", *unicode == "yes", object])
    };
    text.lines().skip(2).map(font).collect()
}

/// Pictures as `pdfimages` lists them: object, page, width, height, dots an inch.
fn pictures_by_poppler(file: &str) -> Vec<Value> {
    let text = output_of("pdfimages", &["-list", file]).expect("the pictures are listed");
    let picture = |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        let at = |at: usize| words[at].parse::<u32>().expect("a number");
        (words[2] == "image").then(|| json!([at(10), at(0), at(3), at(4), at(12), at(13)]))
    };
    text.lines().skip(2).filter_map(picture).collect()
}

fn sorted(mut list: Vec<Value>) -> Vec<String> {
    list.sort_by_key(Value::to_string);
    list.iter().map(Value::to_string).collect()
}

#[test]
fn poppler_sees_the_same_in_our_own_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let releases = ["photos-in-media-and-body", "letterhead-with-png-logo", "forty-signatories"];
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for release in releases {
        let pdf = folder.path().join(format!("{release}.pdf"));
        let source = fixtures.join(format!("releases/accepted/{release}.md"));
        let letterpress = |arguments: &[&std::ffi::OsStr]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_letterpress"));
            command.args(arguments).output().expect("the program ends").stdout
        };
        letterpress(&[
            "render".as_ref(),
            "-q".as_ref(),
            "--root".as_ref(),
            fixtures.as_ref(),
            "-o".as_ref(),
            pdf.as_ref(),
            source.as_ref(),
        ]);
        let told = letterpress(&["inspect".as_ref(), "--format=json".as_ref(), pdf.as_ref()]);
        let told: Value = serde_json::from_slice(&told).expect("an object");
        let pdf = pdf.to_str().expect("a plain name");
        let info = output_of("pdfinfo", &["-box", "-l", "-1", pdf]).expect("it is read");
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).map(str::trim);
        assert_eq!(told["pages"].to_string(), pages.unwrap_or_default(), "{release}");
        let media = info.lines().filter(|line| line.contains("MediaBox:"));
        let same = media.filter(|line| line.ends_with("595.28   841.89")).count();
        assert_eq!(told["pages"], same, "{info}");
        let bounds = told["page_groups"][0]["media_box"].as_array().expect("a rectangle").iter();
        let bounds: Vec<_> = bounds.filter_map(Value::as_f64).map(|b| format!("{b:.2}")).collect();
        assert_eq!(bounds, ["0.00", "0.00", "595.28", "841.89"]);
        let fonts = told["fonts"].as_array().expect("a list").iter();
        let fonts = fonts
            .map(|f| json!([f["name"], f["embedded"], f["subset"], f["to_unicode"], f["object"]]));
        assert_eq!(sorted(fonts.collect()), sorted(fonts_by_poppler(pdf)), "{release}");
        let mut pictures = Vec::new();
        for picture in told["pictures"].as_array().expect("a list") {
            for place in picture["places"].as_array().expect("a list") {
                let dpi = |at: usize| place["dpi"][at].as_f64().unwrap_or_default().round() as u32;
                let [width, height] = [0, 1].map(|at| picture["pixels"][at].clone());
                let object = picture["object"].clone();
                pictures.push(json!([object, place["page"], width, height, dpi(0), dpi(1)]));
            }
        }
        assert_eq!(sorted(pictures), sorted(pictures_by_poppler(pdf)), "{release}");
    }
}

#[test]
fn pictures_are_measured_through_all_that_turns_and_shrinks_them() {
    let pdf = one_page(
        "q 2 0 0 2 0 0 cm 0 1 -1 0 0 0 cm /F Do Q q 36 0 0 72 0 0 cm /I Do Q \
         q 72 0 0 72 0 0 cm BI/W 8/H 4/BPC 1/IM true ID aaaa EI Q /C cs 1 scn (a) Tj",
        "/XObject<</F 5 0 R/I 6 0 R>>/ColorSpace<</C[/Separation/HKS#2013/DeviceCMYK 7 0 R]>>",
    )
    .stream(
        "/Subtype/Form/Matrix[.5 0 0 .5 9 9]/Resources<</XObject<</I 6 0 R>>>>",
        "q 72 0 0 36 0 0 cm /I Do Q",
    )
    .stream("/Subtype/Image/Width 100/Height 50/BitsPerComponent 8/ColorSpace/DeviceCMYK", "a")
    .object("<</FunctionType 2>>");
    let found = letterpress::inspect::inspect("a.pdf", &pdf.bytes()).expect("it is a PDF");
    let dpi: Vec<_> =
        found.pictures.iter().flat_map(|p| p.places.iter().map(|place| place.dpi)).collect();
    let expected = [[100.0, 100.0], [200.0, 50.0], [8.0, 4.0]].map(Some);
    assert_eq!(dpi, expected);
    assert!(found.pictures.last().is_some_and(|picture| picture.stencil && picture.bytes == 4));
    assert_eq!(found.text_colours.first().map(|c| c.space.as_str()), Some("Separation (HKS 13)"));
}

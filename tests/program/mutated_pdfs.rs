//! Damaged copies of PDF files: each is looked at as far as can be, or refused, and soon.
//!
//! `VARIANTS=20000 cargo test --release --test program -- mutated_pdfs --nocapture` tries
//! more of them, and says how many were readable and which took longest.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::hostile::look;
use crate::mutated_files::variants;
use crate::mutation::{Numbers, PDF_PIECES, mutated};
use crate::pdf::{Pdf, one_page};
use crate::test::{RELEASE, Test};

/// How many damaged files every run tries.
const VARIANTS: u64 = 200;

/// What one page draws in every way.
fn drawn() -> Vec<u8> {
    let drawn = one_page(
        "q 10 0 0 10 0 0 cm /A Do Q BI/W 1/H 1/CS/G/BPC 8 ID a EI /C cs (a)Tj /B Do",
        "/XObject<</A 5 0 R/B 6 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/A>>>>\
         /ColorSpace<</C[/Indexed/DeviceRGB 1 <000000>]>>",
    );
    drawn
        .stream("/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray", "a")
        .stream("/Subtype/Form/Resources<</XObject<</A 5 0 R>>>>", "/A Do /A Do")
        .bytes()
}

/// All trees that a file has, in plain text.
fn trees() -> Vec<u8> {
    Pdf::default()
        .object(
            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/Outlines<</First 6 0 R>>\
             /Names<</EmbeddedFiles 7 0 R/JavaScript 7 0 R>>/AcroForm<</Fields 8 0 R>>\
             /OpenAction 9 0 R/Metadata 12 0 R/AF[10 0 R]>>",
        )
        .object("<</Type/Pages/Kids[3 0 R<</Kids[3 0 R]>>]/Count 2/MediaBox[0 0 9 9]>>")
        .object("<</Type/Page/Parent 2 0 R/Annots[<</Subtype/Link/A 9 0 R>>13 0 R]>>")
        .object("<</Type/StructTreeRoot/K[5 0 R 5 0 R]/RoleMap<</A/Figure>>>>")
        .object("<</S/A/Alt(a)/K[<</S/A/K 1>>2 3]>>")
        .object("<</Title(a)/Next<</Title(b)/First<</Title(c)>>>>>>")
        .object("<</Names[(a)10 0 R]/Kids[<</Names[(b)9 0 R]>>]>>")
        .object("[<</T(a)/Kids[<</T(b)/FT/Sig/V 1>>]>>]")
        .object("<</S/Launch/Next<</S/JavaScript>>>>")
        .object("<</Type/Filespec/F(a.txt)/EF<</F 11 0 R>>>>")
        .stream("/Type/EmbeddedFile/Filter/ASCIIHexDecode", "4142>")
        .stream(
            "/Type/Metadata/Subtype/XML",
            "<x xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:RDF><r:Description \
             xmlns:p='http://ns.adobe.com/pdf/1.3/' p:Producer='a'/></r:RDF></x>",
        )
        .object("<</Subtype/Widget/AP<</N<</A 11 0 R>>>>>>")
        .bytes()
}

/// The same file with and without streams that hold objects.
fn written() -> Vec<Vec<u8>> {
    let ran = Test::new("render -q --embed-source a.md").file("a.md", RELEASE).run();
    for (objects, name) in [("disable", "plain.pdf"), ("generate", "packed.pdf")] {
        let objects = format!("--object-streams={objects}");
        let mut command = Command::new("qpdf");
        command.args(["--qdf", &objects, "a.pdf", name]).current_dir(ran.path(""));
        command.output().expect("tests/install installs qpdf");
    }
    ["a.pdf", "plain.pdf", "packed.pdf"].map(|name| ran.bytes(name)).into()
}

#[test]
fn damaged_files_are_looked_at_as_far_as_can_be() {
    let mut files = written();
    files.extend([drawn(), trees()]);
    let variants = variants(VARIANTS);
    let (mut readable, mut slowest) = (0, (Duration::ZERO, 0));
    for (variant, file) in (0..variants).zip(files.iter().cycle()) {
        let damaged = mutated(file, PDF_PIECES, &mut Numbers::of_variant(variant));
        let begun = Instant::now();
        readable += u64::from(look(&damaged).is_ok());
        slowest = slowest.max((begun.elapsed(), variant));
    }
    let (time, variant) = slowest;
    let report = format!("{readable} of {variants} were readable; {variant} took {time:?}\n");
    std::io::stderr().write_all(report.as_bytes()).expect("standard error is open");
    assert!(readable > variants / 3, "{report}");
}

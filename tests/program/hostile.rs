//! PDF files that are broken or made to do harm: an answer, soon, and never a crash.

use std::time::{Duration, Instant};

use letterpress::diagnostic::Diagnostic;
use letterpress::inspect::{Inspection, inspect};

use crate::pdf::{Pdf, one_page, packed};

/// What a machine may take for any of these, however slow it is.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

#[track_caller]
pub fn look(bytes: &[u8]) -> Result<Inspection, Diagnostic> {
    let begun = Instant::now();
    let found = inspect("a.pdf", bytes);
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
    found
}

/// What is said of a file besides what it is.
#[track_caller]
fn said(pdf: &Pdf) -> Vec<String> {
    let warnings = look(&pdf.bytes()).expect("it can be inspected").warnings;
    warnings.into_iter().map(|warning| warning.message).collect()
}

#[track_caller]
fn says(pdf: &Pdf, what: &str) {
    let said = said(pdf);
    assert!(said.iter().any(|message| message.contains(what)), "{said:?}");
}

#[test]
fn circles_are_walked_once() {
    let pages = Pdf::default()
        .object("<</Type/Catalog/Pages 2 0 R>>")
        .object("<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 1/MediaBox[0 0 9 9]>>")
        .object("<</Type/Page/Parent 2 0 R>>");
    says(&pages, "the tree of pages leads round in a circle");

    let form = "/Type/XObject/Subtype/Form/Resources<</XObject<</A 5 0 R/B 6 0 R>>>>";
    let forms = one_page("/A Do", "/XObject<</A 5 0 R>>");
    says(&forms.stream(form, "/B Do").stream(form, "/A Do"), "call one another in a circle");

    let lists = Pdf::default()
        .object(
            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/Outlines<</First 6 0 R>>\
             /Names<</EmbeddedFiles 7 0 R/JavaScript 7 0 R>>/AcroForm<</Fields[8 0 R]>>\
             /OpenAction 9 0 R/Lang 10 0 R>>",
        )
        .object("<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>")
        .object("<</Type/Page/Parent 2 0 R>>")
        .object("<</Type/StructTreeRoot/K[5 0 R]/RoleMap<</A/B/B/A>>>>")
        .object("<</S/A/K[5 0 R 4 0 R 5 0 R]>>")
        .object("<</Title(a)/First 6 0 R/Next 6 0 R>>")
        .object("<</Kids[7 0 R 7 0 R]>>")
        .object("<</T(a)/Kids[8 0 R]>>")
        .object("<</S/Launch/Next 9 0 R>>")
        .object("10 0 R");
    let found = look(&lists.bytes()).expect("it can be inspected");
    assert_eq!((found.pages, found.tags.elements, found.actions.outlines), (1, 1, 1));
}

#[test]
fn what_doubles_again_and_again_comes_to_an_end() {
    let mut forms = one_page("/A Do", "/XObject<</A 5 0 R>>");
    for next in 6..40 {
        let names = format!("/Subtype/Form/Resources<</XObject<</A {next} 0 R>>>>");
        forms = forms.stream(&names, "/A Do /A Do /A Do /A Do");
    }
    says(&forms.stream("/Subtype/Form", "q Q"), "was looked at");

    let mut pages = Pdf::default().object("<</Type/Catalog/Pages 2 0 R>>");
    for next in 3..40 {
        pages = pages.object(format!("<</Type/Pages/Kids[{next} 0 R {next} 0 R]>>"));
    }
    let pages = pages.object("<</Type/Page/MediaBox[0 0 9 9]>>");
    assert!(look(&pages.bytes()).is_ok_and(|found| found.pages <= 2));
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = packed(&packed(&vec![b' '; 400_000_000]));
    assert!(zeros.len() < 10_000, "{}", zeros.len());
    let filters = "/Filter[/FlateDecode/FlateDecode]";
    let content = Pdf::default()
        .object("<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>")
        .object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .object("<</Type/Page/MediaBox[0 0 9 9]/Contents[4 0 R 4 0 R 4 0 R 4 0 R]>>")
        .stream(filters, zeros);
    says(&content, "object 4 unpacks to very many bytes");
    let names = "/FlateDecode ".repeat(100);
    let chain = one_page("", "").stream(&format!("/Filter[{names}]"), packed(b"a"));
    assert_eq!(look(&chain.bytes()).map(|found| found.pages).ok(), Some(1));

    // A table of four thousand million objects of no bytes each.
    let table = "1 0 obj<</Type/XRef/W[0 0 0]/Size 4294967295/Root 2 0 R/Length 0>>stream\n\n\
                 endstream endobj startxref 9 %%EOF";
    assert!(look(format!("%PDF-1.7\n{table}").as_bytes()).is_err());
    let table = "xref\n0 4294967295\ntrailer<</Root 1 0 R/Prev 9>>startxref 9 %%EOF";
    assert!(look(format!("%PDF-1.7\n{table}").as_bytes()).is_err());
}

#[test]
fn depth_and_number_have_bounds() {
    for nested in ["[".repeat(1_000_000), "<</A".repeat(1_000_000), "(".repeat(1_000_000)] {
        assert!(look(&one_page("", "").object(&nested).bytes()).is_ok());
        assert!(look(format!("%PDF-1.7 1 0 obj{nested}").as_bytes()).is_err());
        assert!(look(&one_page(&nested, "").bytes()).is_ok());
    }
    let xmp = one_page("", "").stream("/Type/Metadata", "<a>".repeat(100_000)).bytes();
    let xmp = String::from_utf8_lossy(&xmp).replace("2 0 R>>", "2 0 R/Metadata 5 0 R>>");
    assert!(look(xmp.as_bytes()).is_ok());
    assert!(look(&one_page(&"q ".repeat(1_000_000), "").bytes()).is_ok());
    assert!(look(&one_page(&"BI ".repeat(300_000), "").bytes()).is_ok());
    // Each of these looks for its end in all that follows.
    let open = "1 0 obj<</Length 9>>stream\n".repeat(100_000);
    assert!(look(format!("%PDF-1.7 {open}").as_bytes()).is_err());
    let ids = "BI /W 1 ID EI".repeat(50_000);
    assert!(look(&one_page(&ids, "").bytes()).is_ok());
}

#[test]
fn lengths_that_stand_in_further_streams_are_no_ladder() {
    // The length of each stream is said to be the next stream.
    let mut pdf = one_page("", "");
    for next in 6..20_006 {
        pdf = pdf.object(format!("<</Length {next} 0 R>>stream\n\nendstream"));
    }
    assert_eq!(look(&pdf.object("0").bytes()).map(|found| found.pages).ok(), Some(1));
}

#[test]
fn one_place_under_many_numbers_is_not_read_for_each() {
    let large = format!("[{}]", "0 ".repeat(500_000));
    let whole = one_page("", "").object(large).bytes();
    let text = String::from_utf8_lossy(&whole);
    let row =
        text.rsplit_once("trailer").and_then(|(table, _)| table.lines().last()).expect("a row");
    let rows = format!("{row}\n").repeat(20_000);
    let text =
        text.replace("xref\n0 6\n", "xref\n0 20006\n").replacen("trailer", &(rows + "trailer"), 1);
    assert_eq!(look(text.as_bytes()).map(|found| found.pages).ok(), Some(1));
}

#[test]
fn very_many_pages_are_counted_to_a_hundred_thousand() {
    let kids = "3 0 R ".repeat(150_000);
    let pages = |kids: &str| {
        Pdf::default()
            .object("<</Type/Catalog/Pages 2 0 R>>")
            .object(format!("<</Type/Pages/Kids[{kids}]/MediaBox[0 0 595.28 841.89]>>"))
            .object("<</Type/Page/Parent 2 0 R/Contents 4 0 R>>")
            .stream("", "q 1 0 0 1 0 0 cm Q")
    };
    let found = look(&pages(&kids).bytes()).expect("it can be inspected");
    assert_eq!((found.pages, found.page_groups.len()), (100_000, 1));
    assert!(found.warnings.iter().any(|w| w.code == "pdf-out-of-bounds"));
    let found = look(&pages(&"3 0 R ".repeat(30_000)).bytes()).expect("it can be inspected");
    assert_eq!((found.pages, found.warnings.len()), (30_000, 0));
}

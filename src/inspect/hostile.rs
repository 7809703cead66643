//! Files that are made to take long, or much memory: each kind ends in an answer or in a
//! refusal, by the budget or within a known part of it.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::budget::Budget;
use super::inspect_on;
use crate::diagnostic::codes;
use crate::limits::PdfLimits;

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R>>";

pub fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{entries}/Length {}>>stream\n", bytes.len()).into_bytes();
    object.extend_from_slice(bytes);
    object.extend_from_slice(b"\nendstream");
    object
}

#[allow(clippy::expect_used)] // Memory takes all that is written.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A stream that unpacks to many bytes.
pub fn packed_stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    stream(&format!("/Filter/FlateDecode{entries}"), &packed(bytes))
}

/// A file of these objects, found by searching for them.
pub fn file(objects: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend_from_slice(object.as_ref());
        bytes.extend_from_slice(b"\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer<</Root 1 0 R>>");
    bytes
}

/// What an inspection comes to.
#[derive(Debug, PartialEq)]
struct Trial {
    /// None where the file is refused.
    pages: Option<usize>,
    /// Whether something was left out.
    is_cut: bool,
    /// In units of work.
    charged: u64,
}

/// Inspects a file; all memory has to have come back, but for what is in the answer.
#[track_caller]
fn outcome(bytes: &[u8]) -> Trial {
    let budget = Budget::of_file(bytes.len(), &PdfLimits::default());
    let whole = budget.left();
    match inspect_on("a.pdf", bytes, budget) {
        Ok((found, budget)) => {
            assert!(budget.held_bytes() < PdfLimits::default().held_bytes);
            let is_cut = found.warnings.iter().any(|w| w.code == codes::PDF_OUT_OF_BOUNDS);
            assert!(is_cut || !budget.is_used_up(), "it has to say so");
            Trial { pages: Some(found.pages), is_cut, charged: whole - budget.left() }
        }
        Err(error) => {
            assert_eq!(error.code, codes::PDF_BROKEN);
            Trial { pages: None, is_cut: error.message.contains("too much work"), charged: 0 }
        }
    }
}

/// An answer that took no more than a part of the budget.
#[track_caller]
fn answer_within(part: u64, bytes: &[u8]) -> Trial {
    let found = outcome(bytes);
    assert!(found.pages.is_some() && found.charged < PdfLimits::default().work / part, "{found:?}");
    found
}

#[test]
fn objects_without_numbers_that_lead_back_are_visited_once() {
    let kids = "<</Type/Pages/Kids 4 0 R/Count 1>>";
    let page = "<</Type/Page/MediaBox[0 0 9 9]>>";
    let circle = "[<</Kids 4 0 R>><</Kids 4 0 R>>3 0 R]";
    answer_within(1000, &file(&[CATALOG, kids, page, circle]));
    let none = outcome(&file(&[CATALOG, kids, page, "[<</Kids 4 0 R>><</Kids 4 0 R>>]"]));
    assert_eq!((none.pages, none.is_cut), (None, false));

    let page = "<</Type/Page/MediaBox[0 0 9 9]/Resources<</XObject 4 0 R/Pattern 4 0 R\
                /Font 5 0 R/ExtGState 6 0 R>>>>";
    let drawing = "<</Resources<</XObject 4 0 R/Pattern 4 0 R/Font 5 0 R>>>>";
    let drawings = format!("<</A{drawing}/B{drawing}/C{drawing}>>");
    let font = "<</Subtype/Type3/Resources<</Font 5 0 R/XObject 4 0 R>>>>";
    let fonts = format!("<</A{font}/B{font}/C{font}>>");
    let state = "<</Font[<</Subtype/Type3/Resources<</ExtGState 6 0 R>>>>1]>>";
    let states = format!("<</A{state}/B{state}>>");
    answer_within(1000, &file(&[CATALOG, PAGES, page, &drawings, &fonts, &states]));

    let catalog = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot<</K 4 0 R>>/AcroForm<</Fields 5 0 R>>\
                   /Outlines<</First 6 0 R>>/Names<</EmbeddedFiles 5 0 R/JavaScript 5 0 R>>>>";
    let [elements, fields, entries] = [
        "<</S/P/K 4 0 R>>".repeat(9),
        "<</T(a)/Kids 5 0 R/Names 5 0 R>>".repeat(9),
        "<</First 6 0 R/Next 6 0 R>>".repeat(9),
    ]
    .map(|list| format!("[{list}]"));
    answer_within(1000, &file(&[catalog, PAGES, PAGE, &elements, &fields, &entries]));
}

#[test]
fn tables_of_zeros_take_no_more_memory_than_their_limit() {
    let objects = file(&[CATALOG, PAGES, PAGE]);
    let table = packed_stream("/Type/XRef/W[0 0 1]/Size 16777216/Root 1 0 R", &[0; 4_000_000]);
    let mut bytes = objects.clone();
    bytes.extend_from_slice(b"\n9 0 obj");
    bytes.extend(table);
    bytes.extend(format!("endobj startxref {} %%EOF", objects.len() + 1).bytes());
    let found = outcome(&bytes);
    assert_eq!((found.pages, found.is_cut), (Some(1), true));
}

#[test]
fn what_is_never_closed_is_read_once() {
    for open in ["BI ", "BI /W 1 ID EIBI ID ", "BI /A (", "BI /A [[", "(", "<", "[", "/", "1 "] {
        let content = packed_stream("", open.repeat(200_000).as_bytes());
        answer_within(4, &file(&[CATALOG.as_bytes(), PAGES.as_bytes(), PAGE.as_bytes(), &content]));
    }
    for open in ["<</A", "[", "(", "<41", "<</A 1 /B", "4 0 obj<</Length 9>>stream "] {
        let objects = [CATALOG, PAGES, PAGE, &open.repeat(20_000)];
        let found = outcome(&file(&objects));
        assert!(found.pages.is_some() || found.is_cut, "{open}: {found:?}");
    }
}

#[test]
fn what_multiplies_ends_with_the_budget() {
    let annotation = "<</Subtype/Link/A<</S/URI>>/AA<</E<</S/JavaScript>>>>>>";
    let shared = "<</Type/Page/MediaBox[0 0 9 9]/Annots 4 0 R>>";
    let kids = format!("<</Kids[{}]>>", "3 0 R ".repeat(10_000));
    let annotations = format!("[{}]", annotation.repeat(1000));
    let found = outcome(&file(&[CATALOG, &kids, shared, &annotations]));
    assert!(found.pages > Some(100) && found.is_cut, "{found:?}");

    let page = "<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>";
    let mut objects = [CATALOG, PAGES, page].map(|text| text.as_bytes().to_vec()).to_vec();
    objects.push(stream("", b"/A Do"));
    for next in 6..26 {
        let names = format!("/Subtype/Form/Resources<</XObject<</A {next} 0 R>>>>");
        objects.push(stream(&names, &b"/A Do ".repeat(10)));
    }
    let found = outcome(&file(&objects));
    assert_eq!((found.pages, found.is_cut), (Some(1), true));

    let page = format!("<</MediaBox[0 0 9 9]/Contents[{}]>>", "4 0 R ".repeat(100));
    let bomb = packed_stream("", &vec![b' '; 40_000_000]);
    let found = outcome(&file(&[CATALOG.as_bytes(), PAGES.as_bytes(), page.as_bytes(), &bomb]));
    assert_eq!((found.pages, found.is_cut), (Some(1), true));
}

#[test]
fn packets_of_xmp_that_take_long_are_not_parsed() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>";
    let nested: String = (0..30_000).map(|at| format!("<a{at} xmlns:a{at}='{at}'>")).collect();
    let beside: String = (0..60_000).map(|at| format!(" a{at}=''")).collect();
    for xmp in [nested, format!("<a{beside}/>")] {
        let metadata = packed_stream("/Type/Metadata", xmp.as_bytes());
        let objects = [catalog.as_bytes(), PAGES.as_bytes(), PAGE.as_bytes(), &metadata];
        assert!(answer_within(4, &file(&objects)).is_cut);
    }
    let deep = "<rdf:RDF><rdf:Description><a>".repeat(10_000)
        + &"</a></rdf:Description></rdf:RDF>".repeat(10_000);
    let deep = format!("<x xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{deep}</x>");
    let metadata = packed_stream("/Type/Metadata", deep.as_bytes());
    let objects = [catalog.as_bytes(), PAGES.as_bytes(), PAGE.as_bytes(), &metadata];
    answer_within(4, &file(&objects));
}

#[test]
fn memory_that_is_not_there_is_not_taken() {
    for many in ["1 ", "[]", "<</A 1>>", "/a", "(a)"] {
        let objects = [CATALOG, PAGES, PAGE, &format!("[{}]", many.repeat(200_000))];
        let bytes = file(&objects);
        let found = inspect_on("a.pdf", &bytes, Budget::new(PdfLimits::default().work, 4_000_000));
        assert!(found.is_err() || found.is_ok_and(|(_, budget)| budget.is_used_up()), "{many}");
    }
}

#[test]
fn any_budget_gives_an_answer_or_a_refusal() {
    let metadata = packed_stream("/Type/Metadata", b"<a>a</a>");
    let content = packed_stream("", b"q 1 0 0 1 0 0 cm BI /W 1 /H 1 ID a EI (a) Tj Q");
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R/Lang(de)>>";
    let objects = [catalog.as_bytes(), PAGES.as_bytes(), PAGE.as_bytes(), &content, &metadata];
    let bytes = file(&objects);
    let mut answers = 0;
    for units in (0..200).map(|step| step * 200) {
        let Ok((found, budget)) = inspect_on("a.pdf", &bytes, Budget::new(units, 10_000_000))
        else {
            continue;
        };
        answers += 1;
        let is_cut = found.warnings.iter().any(|w| w.code == codes::PDF_OUT_OF_BOUNDS);
        assert_eq!((found.pages, is_cut), (1, budget.is_used_up()), "{units}: {found:?}");
    }
    assert!(answers > 50, "{answers}");
}

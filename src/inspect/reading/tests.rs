//! Reading orders of small files, and of files that are made to do harm.

use super::{ReadingOrder, read, read_on};
use crate::diagnostic::codes;
use crate::inspect::budget::Budget;
use crate::inspect::hostile::{file, packed_stream, stream};
use crate::limits::PdfLimits;

const CATALOG: &str =
    "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/Lang(de)/MarkInfo<</Marked true>>>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 6 0 R>>";
const RESOURCES: &str =
    "<</Font<</F 7 0 R>>/XObject<</X 8 0 R>>/Properties<</P<</ActualText(ersetzt)>>>>>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</BaseEncoding/WinAnsiEncoding\
     /Differences[1/adieresis/f_f/g99]>>>>";

/// A file of one page with this content and structure; a drawing is object 8.
fn page(content: &str, root: &str, more: &[&str]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = [CATALOG, PAGES, PAGE].map(|o| o.as_bytes().to_vec()).into();
    objects.push(stream("", content.as_bytes()));
    objects.extend([root, RESOURCES, FONT].map(|o| o.as_bytes().to_vec()));
    objects.push(stream("/Subtype/Form", b"/Span<</MCID 0>>BDC(in einer Zeichnung)Tj EMC"));
    objects.extend(more.iter().map(|object| object.as_bytes().to_vec()));
    file(&objects)
}

/// What is heard, and whether it was cut, with the work charged.
#[track_caller]
fn heard(bytes: &[u8]) -> (ReadingOrder, Vec<String>, u64) {
    let budget = Budget::of_file(bytes.len(), &PdfLimits::default());
    let whole = budget.left();
    let (reading, warnings, budget) = read_on("a.pdf", bytes, budget).expect("it can be read");
    let is_cut = warnings.iter().any(|warning| warning.code == codes::PDF_OUT_OF_BOUNDS);
    assert!(is_cut || !budget.is_used_up(), "it has to say so");
    // The objects of these files are found by searching, which is reported.
    let warnings = warnings.into_iter().map(|warning| warning.message);
    let warnings = warnings.filter(|message| !message.contains("its table of objects")).collect();
    (reading, warnings, whole - budget.left())
}

#[track_caller]
fn lines(bytes: &[u8]) -> String {
    heard(bytes).0.lines()
}

#[test]
fn words_come_from_the_marks_of_pages_and_drawings() {
    let content = "/F 9 Tf BT /Artifact BMC(nie)Tj EMC /P<</MCID 1>>BDC(Zweitens f\\001hig)Tj EMC\
                   /P<</MCID 0>>BDC[(Ers)20(ten)]TJ(s\\002)' EMC (frei)Tj\
                   /P<</MCID 2>>BDC(A)Tj/Span/P BDC(x)Tj(y)Tj EMC(B)Tj EMC ET /X Do \
                   /P<</MCID 3>>BDC BI /W 1 /H 1 ID (EI EI (z)Tj EMC";
    let root = "<</K[<</S/P/Pg 3 0 R/K[0]>><</S/Absatz/Pg 3 0 R/K 1>><</S/P/Pg 3 0 R/K[2 3]>>\
                <</S/P/K<</Type/MCR/Pg 3 0 R/Stm 8 0 R/MCID 0>>>>]/RoleMap<</Absatz/P>>>>";
    let (reading, warnings, _) = heard(&page(content, root, &[]));
    let expected = "\
page 1, de
  paragraph          Erstensff
  paragraph          Zweitens fähig
  paragraph          AersetztBz
  paragraph          in einer Zeichnung
";
    assert_eq!((reading.lines().as_str(), warnings), (expected, vec![]));
    assert_eq!(reading.entries[2].own_role.as_deref(), Some("Absatz"));
    assert_eq!((reading.entries[1].depth, reading.entries[1].page), (1, Some(1)));
}

#[test]
fn lists_tables_links_and_pictures_are_told() {
    let words = ["•", "eins", "Kopf", "Zahl", "7", "hier", "und so weiter", "Now", "x"];
    let marks = words.iter().enumerate().map(|(at, words)| {
        let words = words.replace('•', "\\225");
        format!("/P<</MCID {at}>>BDC({words})Tj EMC ")
    });
    let content = format!("/F 9 Tf {}", marks.collect::<String>());
    let root = "<</K<</S/Document/Pg 3 0 R/K[\
        <</S/L/K<</S/LI/K[<</S/Lbl/K 0>><</S/LBody/K[1<</S/L/K<</S/LI/K<</S/Lbl>>>>>>]>>]>>>>\
        <</S/Table/K[<</S/TR/K[<</S/TH/A<</O/Table/Scope/Column>>/K<</S/P/K 2>>>>\
        <</S/TH/A[<</O/Table/Scope/Row>>0]/K 3>>]>><</S/TR/K[<</S/TD/K 4>><</S/TD>>]>>]>>\
        <</S/P/K[<</S/Link/K[5<</Type/OBJR/Obj 9 0 R>>]>>6]>>\
        <</S/P/K<</S/Link/K<</Type/OBJR/Obj 10 0 R>>>>>>\
        <</S/Figure/Alt(Ein Moor)/K[8<</S/Caption/K[]>>]>><</S/Figure>>\
        <</S/P/Lang(en)/K 7>><</S/P>><</S/Form/K<</Type/OBJR/Obj 11 0 R>>>>]>>>>";
    let more = [
        "<</Subtype/Link/Contents(zur Seite)/A<</S/URI/URI(https://a.de)>>>>",
        "<</Subtype/Link/Dest[3 0 R/Fit]>>",
        "<</Subtype/Widget/TU(Ihr Name)/V(Anna)>>",
    ];
    let expected = "\
page 1, de
  list
    item •           eins
      list
        label        (empty)
  table
    row              Kopf (column head) | Zahl (row head)
    row              7 | (empty)
  paragraph          [link: hier (zur Seite) → https://a.de]und so weiter
  link               (empty) → page 1
  picture            Ein Moor
    caption          (empty)
  picture            (no alternative text)
page 1, en
  paragraph          Now
page 1, de
  paragraph          (empty)
  form field         Ihr Name: Anna
";
    assert_eq!(lines(&page(&content, root, &more)), expected);
}

#[test]
fn words_of_several_lines_are_whole() {
    let content = "/F 9 Tf BT /P<</MCID 0>>BDC 9 TL 1 0 0 1 5 90 Tm(Der)Tj T*(Moor\\255)Tj T*(wald)Tj EMC\
                   /P<</MCID 1>>BDC T*(ruht)Tj 3 2 Td(2)Tj EMC ET";
    let root = "<</K<</S/P/Pg 3 0 R/K[0<</S/Span/K 1>>]>>>>";
    assert_eq!(
        lines(&page(content, root, &[])),
        "page 1, de\n  paragraph          Der Moorwald ruht2\n"
    );
}

#[test]
fn files_without_tags_are_refused() {
    let limits = PdfLimits::default();
    let refused = |bytes: &[u8]| read("a.pdf", bytes, &limits).map(|_| ()).unwrap_err().code;
    let pages = ["<</Type/Catalog/Pages 2 0 R>>", PAGES, "<</Type/Page>>"];
    assert_eq!(
        [refused(b"x"), refused(&file(&pages)), refused(&page("", "<</K[]>>", &[]))],
        [codes::NOT_PDF, codes::PDF_NOT_TAGGED, codes::PDF_NOT_TAGGED]
    );
}

#[test]
fn what_is_not_there_is_reported() {
    let root = "<</K[<</S/P/Pg 3 0 R/K[7 7 -1 1000000000]>><</S/P/Pg 99 0 R/K[0<</Type/MCR/MCID 1>>\
                <</Type/OBJR/Obj 99 0 R>>]>>99 0 R null<</K 0>>]>>";
    let (reading, warnings, _) = heard(&page("/None 9 Tf /P<</MCID 0>>BDC(a)Tj EMC", root, &[]));
    assert_eq!(reading.entries.len(), 2);
    assert!(warnings.iter().any(|warning| warning.contains("content that is not there")));
    let unknown = "/F 9 Tf /P<</MCID 0>>BDC(a\\003)Tj EMC";
    let root = "<</K<</S/P/Pg 3 0 R/K 0>>>>";
    let (reading, warnings, _) = heard(&page(unknown, root, &[]));
    assert!(reading.lines().ends_with("a\u{FFFD}\n"));
    assert!(warnings.iter().any(|warning| warning.contains("the font A")), "{warnings:?}");
}

#[test]
fn circles_are_heard_once() {
    let root = "<</K[9 0 R 9 0 R 10 0 R]/RoleMap<</A/B/B/A>>>>";
    let more = ["<</S/A/Pg 3 0 R/K[9 0 R 10 0 R 0 0 0]>>", "[9 0 R 10 0 R 9 0 R]"];
    let (reading, _, charged) = heard(&page("/F 9 Tf/P<</MCID 0>>BDC(a)Tj EMC", root, &more));
    assert_eq!(reading.entries.len(), 2);
    assert!(charged < 1_000_000, "{charged}");
    let own = stream("/Subtype/Form/Resources 6 0 R", &b"/X Do ".repeat(100));
    let mut objects: Vec<Vec<u8>> = [CATALOG, PAGES, PAGE].map(|o| o.as_bytes().to_vec()).into();
    objects.push(stream("", b"/P<</MCID 0>>BDC /X Do EMC"));
    objects.extend(["<</K<</S/P>>>>", RESOURCES, FONT].map(|o| o.as_bytes().to_vec()));
    objects.push(own);
    assert!(heard(&file(&objects)).2 < 1_000_000);
    let names = "<</Names 9 0 R/Kids[9 0 R 10 0 R]>>";
    let link = "<</S/Link/K<</Type/OBJR/Obj<</Subtype/Link/Dest(x)>>>>>>";
    let root = format!("<</K[{}]>>", link.repeat(2000));
    let bytes = page("", &root, &["[(a)[3 0 R]]", names]);
    let text = String::from_utf8_lossy(&bytes).replacen("/Lang(de)", "/Names<</Dests 10 0 R>>", 1);
    assert_eq!(heard(text.as_bytes()).0.entries.len(), 2000);
}

#[test]
fn deep_and_huge_structures_end_with_their_limits() {
    let chain: Vec<_> = (10..30_010).map(|next| format!("<</S/Span/K {next} 0 R>>")).collect();
    let chain: Vec<_> = chain.iter().map(String::as_str).collect();
    let (reading, _, _) = heard(&page("", "<</K 9 0 R>>", &chain));
    assert_eq!(reading.entries.len(), 30_000);
    reading.lines();
    let links: Vec<_> = (10..20_010).map(|next| format!("<</S/Link/K[0 {next} 0 R]>>")).collect();
    let links: Vec<_> = links.iter().map(String::as_str).collect();
    assert!(heard(&page("", "<</K 9 0 R>>", &links)).0.lines().len() < 10_000);
    let deep = "<</S/P/K".repeat(50_000);
    assert!(read("a.pdf", &page("", &deep, &[]), &PdfLimits::default()).is_err());
    for (one, many) in [("0 ", 1_000_000), ("<</S/P>>", 200_000), ("[<</S/L/K[0]>>]", 100_000)] {
        let root = format!("<</K[{}]>>", one.repeat(many));
        let bytes = page("", &root, &[]);
        let _ = read("a.pdf", &bytes, &PdfLimits::default()).map(|(found, _)| found.lines());
    }
}

#[test]
fn content_that_multiplies_ends_with_the_budget() {
    let root = "<</K<</S/P/Pg 3 0 R/K 0>>>>";
    let open = "/Span<</ActualText(a)>>BDC ".repeat(100_000);
    let (_, warnings, _) = heard(&page(&format!("/P<</MCID 0>>BDC {open}"), root, &[]));
    assert!(warnings.iter().any(|warning| warning.contains("marks stand in more")));
    for open in
        ["BI ", "BI /W 1 ID EIBI ID ", "[(", "<<", "(", "/P<</MCID 0>>BDC/Span/P BDC ", "q "]
    {
        heard(&page(&open.repeat(50_000), root, &[]));
    }
    let long: String = "<0041>".repeat(60_000).replace("><", "");
    let map = format!("<00> <FF> {long} endbfrange");
    let font = "<</Subtype/Type1/ToUnicode 9 0 R>>";
    let shown =
        format!("/F 9 Tf/P<</MCID 0>>BDC{} EMC", format!("({})Tj ", "x".repeat(1000)).repeat(5000));
    let mut objects: Vec<Vec<u8>> = [CATALOG, PAGES, PAGE].map(|o| o.as_bytes().to_vec()).into();
    objects.push(packed_stream("", shown.as_bytes()));
    objects.extend([root, RESOURCES, font, "null"].map(|o| o.as_bytes().to_vec()));
    objects.push(packed_stream("", map.as_bytes()));
    let (_, warnings, _) = heard(&file(&objects));
    assert!(warnings.iter().any(|warning| warning.contains("too much work")), "{warnings:?}");
}

#[test]
fn any_budget_gives_an_answer_or_a_refusal() {
    let root = "<</K[<</S/P/Pg 3 0 R/K 0>><</S/H1/Pg 3 0 R/K[1<</Type/OBJR/Obj 9 0 R>>]>>]>>";
    let content = "/F 9 Tf/P<</MCID 0>>BDC(a)Tj EMC/P<</MCID 1>>BDC/X Do EMC";
    let bytes = page(content, root, &["<</Subtype/Link/Dest(x)>>"]);
    let mut answers = 0;
    for units in (0..400).map(|step| step * 100) {
        let Ok((_, warnings, budget)) = read_on("a.pdf", &bytes, Budget::new(units, 10_000_000))
        else {
            continue;
        };
        answers += 1;
        let is_cut = warnings.iter().any(|warning| warning.code == codes::PDF_OUT_OF_BOUNDS);
        assert_eq!(is_cut, budget.is_used_up(), "{units}");
    }
    assert!(answers > 20, "{answers}");
}

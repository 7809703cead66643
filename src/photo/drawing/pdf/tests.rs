use super::copy::{file_of, stream};
use super::*;

/// A file of these objects, the first being the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    file_of(objects)
}

fn page(resources: &str, contents: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 90 40]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>").into_bytes(),
        stream(b"", contents),
    ];
    objects.extend_from_slice(others);
    pdf(&objects)
}

fn refused(file: &[u8]) -> bool {
    counted(file, &DrawingLimits::default()).is_err()
}

#[test]
fn a_plain_page_is_drawn() {
    let form = stream(b"<</Type/XObject/Subtype/Form/BBox[0 0 90 40]>>", b"0 0 1 rg 1 1 9 9 re f");
    let file = page("/XObject<</A 5 0 R>>", b"q 1 0 0 rg 0 0 9 9 re f Q /A Do", &[form]);
    let svg = to_svg(&file, &DrawingLimits::default()).expect("SVG");
    let svg = String::from_utf8(svg).expect("UTF-8");
    assert!(svg.contains("#ff0000") && svg.contains("#0000ff"), "{svg}");
}

#[test]
fn forms_of_forms_are_counted() {
    let form = |next: usize| {
        let head =
            format!("<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A {next} 0 R>>>>>>");
        stream(head.as_bytes(), &b"/A Do ".repeat(10))
    };
    let others: Vec<_> = (6..16).map(form).collect();
    assert!(refused(&page("/XObject<</A 5 0 R>>", b"/A Do", &others)));
    // Forms that call themselves.
    assert!(refused(&page("/XObject<</A 5 0 R>>", b"/A Do", &[form(5)])));
}

#[test]
fn letters_that_write_letters_are_counted() {
    let font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97\
        /LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>\
        /Resources<</Font<</F 5 0 R>>>>>>";
    let glyph = stream(b"", b"9 0 d0 BT /F 9 Tf (aa) Tj ET");
    let file = page("/Font<</F 5 0 R>>", b"BT /F 9 Tf (a) Tj ET", &[font.to_vec(), glyph]);
    assert!(refused(&file));
}

#[test]
fn nesting_is_counted() {
    let arrays = |depth: usize| [b"[".repeat(depth), b"]".repeat(depth)].concat();
    assert!(refused(&page("", &[arrays(4_000), b" 0 d".to_vec()].concat(), &[])));
    let deep = String::from_utf8(arrays(4_000)).expect("text");
    assert!(refused(&page(&format!("/ExtGState<</G {deep}>>"), b"/G gs", &[])));
}

#[test]
fn unpacked_bytes_are_counted() {
    use std::io::Write;
    let packed = |bytes: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    };
    let file = |contents: &[u8]| {
        let head = b"<</Filter[/FlateDecode/FlateDecode]>>";
        let mut objects = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 90 40]>>".to_vec(),
            b"<</Type/Page/Contents 4 0 R>>".to_vec(),
        ];
        objects.push(stream(head, &packed(&packed(contents))));
        pdf(&objects)
    };
    assert!(!refused(&file(b"0 0 9 9 re f")));
    assert!(refused(&file(&vec![b' '; 80 << 20])));
}

#[test]
fn gradients_are_counted_by_their_area() {
    let gradient =
        b"<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]\
        /Function<</FunctionType 2/Domain[0 1]/N 1>>>>>>"
            .to_vec();
    let file =
        |contents: &[u8]| page("/Pattern<</P 5 0 R>>", contents, std::slice::from_ref(&gradient));
    assert!(!refused(&file(b"/Pattern cs /P scn 0 0 90 40 re f")));
    assert!(refused(&file(b"9000 0 0 9000 0 0 cm /Pattern cs /P scn 0 0 90 40 re f")));
}

#[test]
fn parts_that_refer_to_themselves_are_refused() {
    let function = b"<</FunctionType 3/Functions[5 0 R 5 0 R]/Domain[0 1]>>".to_vec();
    let resources = "/Shading<</S<</ShadingType 2/Function 5 0 R>>>>";
    assert!(refused(&page(resources, b"/S sh", &[function])));
}

#[test]
fn pictures_in_the_stream_are_written_anew() {
    let contents = b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x01 EI\xFF EI /A Do";
    let file = page("", contents, &[]);
    let counted = counted(&file, &DrawingLimits::default()).expect("a page");
    assert!(file::position(&counted, b"ID 01204549ff").is_some());
}

#[test]
fn damaged_files_end() {
    for file in [
        &b"%PDF-1.7"[..],
        b"%PDF-1.7 1 0 obj",
        b"%PDF-1.7 1 0 obj<</A(((",
        b"%PDF-1.7 trailer<</Root 1 0 R>>",
    ] {
        assert!(refused(file));
    }
    let open = b"1 0 obj (".repeat(20_000);
    assert!(refused(&[b"%PDF-1.7 ".to_vec(), open].concat()));
}

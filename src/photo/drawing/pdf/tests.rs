use super::copy::{file_of, stream};
use super::filters;
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
fn parts_that_are_missing_are_not_looked_for_elsewhere() {
    // A reader finds the form itself on the page, and draws it within itself.
    let form =
        stream(b"<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 99 0 R>>>>>>", b"/A Do");
    assert!(refused(&page("/XObject<</A 5 0 R>>", b"/A Do", &[form])));
}

#[test]
fn a_stream_restores_what_it_saved() {
    let form = stream(b"<</Subtype/Form/BBox[0 0 9 9]>>", b"Q Q q Q 0 0 9 9 re f");
    let file = page("/XObject<</A 5 0 R>>", b"q 0.1 0 0 0.1 0 0 cm /A Do", &[form]);
    let counted = counted(&file, &DrawingLimits::default()).expect("a page");
    assert!(file::position(&counted, b"stream\nq\nQ\n0 0 9 9 re").is_some());
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
fn parts_may_have_any_name() {
    let form = stream(b"<</Subtype/Form/BBox[0 0 90 40]>>", b"0 0 1 rg 1 1 9 9 re f");
    for name in ["F", "P", "Ref", "AF"] {
        let resources = format!("/XObject<</{name} 5 0 R>>");
        let file = page(&resources, format!("/{name} Do").as_bytes(), std::slice::from_ref(&form));
        let svg = to_svg(&file, &DrawingLimits::default()).expect("SVG");
        assert!(String::from_utf8(svg).expect("UTF-8").contains("#0000ff"), "{name}");
    }
}

#[test]
fn numbers_are_understood_in_one_way() {
    let file = page("", b"--5 1.2.3 m 5-3 +7 99999999999999999999 4 re f", &[]);
    let counted = counted(&file, &DrawingLimits::default()).expect("a page");
    let written = b"5.000000 +7 1000000000.000000 4 re";
    assert!(file::position(&counted, b"-5.000000 1.200000 m").is_some());
    assert!(file::position(&counted, written).is_some());
}

#[test]
fn pictures_count_each_time_and_by_their_data() {
    let picture = |side: usize| {
        let head = format!(
            "<</Subtype/Image/Width {side}/Height {side}/BitsPerComponent 8/ColorSpace/DeviceGray>>"
        );
        stream(head.as_bytes(), &vec![0; side * side])
    };
    let file =
        |times: usize| page("/XObject<</A 5 0 R>>", &b"/A Do ".repeat(times), &[picture(1_000)]);
    assert!(!refused(&file(10)));
    assert!(refused(&file(17)));
    // A fax says by itself how large it is.
    let head = b"<</Subtype/Image/Width 1/Height 1/BitsPerComponent 1/Filter/CCITTFaxDecode\
        /DecodeParms<</K -1/Columns 60000/Rows 60000>>>>";
    assert!(refused(&page("/XObject<</A 5 0 R>>", b"/A Do", &[stream(head, &[0xFF; 99])])));
}

#[test]
fn meshes_are_counted_by_what_they_cover() {
    let mesh = |kind: usize, side: usize, rows: &str, data: &[u8]| {
        let head = format!(
            "<</ShadingType {kind}/ColorSpace/DeviceGray/BitsPerCoordinate 8/BitsPerComponent 8\
             /BitsPerFlag 8/Decode[0 {side} 0 {side} 0 1]{rows}>>"
        );
        page("/Shading<</S 5 0 R>>", b"/S sh", &[stream(head.as_bytes(), data)])
    };
    let triangles = [0, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9].repeat(50);
    assert!(!refused(&mesh(4, 90, "", &triangles)));
    assert!(refused(&mesh(4, 60_000, "", &triangles)));
    let rows = [0, 0, 9, 255, 0, 9, 0, 255, 9, 255, 255, 9];
    assert!(!refused(&mesh(5, 90, "/VerticesPerRow 2", &rows)));
    // Readers would go on for ever.
    assert!(refused(&mesh(5, 90, "/VerticesPerRow 0", &rows)));
    let patch: Vec<u8> = (0..29).map(|at| at * 8).collect();
    let patch = [&[0], patch.get(1..).expect("a patch")].concat();
    assert!(!refused(&mesh(6, 90, "", &patch)));
    assert!(refused(&mesh(6, 60_000, "", &patch)));
}

#[test]
fn functions_that_grow_are_refused() {
    let gradient = |function: &str| {
        format!(
            "/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]/Function {function}>>>>"
        )
    };
    // Each of two of two of two: a million at the end.
    let pair = |next: usize| {
        format!("<</FunctionType 3/Domain[0 1]/Bounds[0.5]/Encode[0 1 0 1]/Functions[{next} 0 R {next} 0 R]>>")
            .into_bytes()
    };
    let mut others: Vec<_> = (6..26).map(pair).collect();
    others.push(b"<</FunctionType 2/Domain[0 1]/N 1>>".to_vec());
    assert!(refused(&page(&gradient("5 0 R"), b"/S sh", &others)));
    // The same within what a form draws with.
    let head = format!("<</Subtype/Form/BBox[0 0 9 9]/Resources<<{}>>>>", gradient("6 0 R"));
    let mut inner = vec![stream(head.as_bytes(), b"/S sh")];
    inner.extend((7..27).map(pair));
    inner.push(b"<</FunctionType 2/Domain[0 1]/N 1>>".to_vec());
    assert!(refused(&page("/XObject<</A 5 0 R>>", b"/A Do", &inner)));
    let table = b"<</FunctionType 0/Domain[0 1]/Range[0 1]/Size[800000]/BitsPerSample 1>>";
    assert!(refused(&page(&gradient("5 0 R"), b"/S sh", &[stream(table, &[0; 100_000])])));
}

#[test]
fn widths_of_fonts_are_counted() {
    let file = |entries: &str| {
        let font = format!(
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<<\
             /Subtype/CIDFontType2/BaseFont/A{entries}>>]>>"
        );
        let resources = "/Font<</F 5 0 R>>";
        page(resources, b"BT /F 9 Tf ( ) Tj ET", &[font.into_bytes()])
    };
    assert!(!refused(&file("/W[0 999 500 1000[1 2 3]]")));
    assert!(refused(&file("/W[0 4000000000 500]")));
    assert!(refused(&file("/W2[0 4000000000 500 1 1]")));
}

#[test]
fn what_is_kept_with_each_state_is_counted() {
    assert!(!refused(&page("", &b"0 0 9 9 re W n ".repeat(200), &[])));
    assert!(refused(&page("", &b"0 0 9 9 re W n ".repeat(300), &[])));
    let dashes = [&b"["[..], &b"1 ".repeat(99), b"] 0 d 0 0 m 9 9 l S"].concat();
    assert!(refused(&page("", &dashes, &[])));
}

#[test]
fn kinds_are_found_by_reference() {
    let picture = stream(b"<</Subtype 6 0 R/Width 9000/Height 9000/ColorSpace/DeviceGray>>", b"");
    let file = page("/XObject<</A 5 0 R>>", b"/A Do", &[picture, b"/Image".to_vec()]);
    assert!(refused(&file));
}

#[test]
fn text_needs_its_font() {
    let font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec();
    let file = |contents: &[u8]| page("/Font<</F 5 0 R>>", contents, std::slice::from_ref(&font));
    assert!(refused(&file(b"BT /F 9 Tf (a) Tj ET")));
    assert!(!refused(&file(b"BT /F 9 Tf ( ) Tj ET")));
    // As text recognition puts it behind a picture.
    assert!(!refused(&file(b"BT 3 Tr /F 9 Tf (a) Tj ET")));
}

#[test]
fn lzw_and_differences_of_tiff_are_undone() {
    // 45 45 45 45 45 65 45 45 45 66: the example of ISO 32000-1, 7.4.4.2.
    let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
    let plain = filters::unpacked(b"LZWDecode", &packed, 99, true).expect("it is read");
    assert_eq!(plain.as_deref(), Some(&b"-----A---B"[..]));
    let mut rows = [1, 2, 3, 1, 1, 1, 9, 9, 9, 0, 0, 1];
    filters::unpredicted_tiff(&mut rows, 6, 3, false);
    assert_eq!(rows, [1, 2, 3, 2, 3, 4, 9, 9, 9, 9, 9, 10]);
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

use super::*;

/// Whether a sheet with this cell has an open formula: for recipients, and read strictly.
fn is_open(cell: &str) -> (bool, bool) {
    let sheet = format!("<worksheet><sheetData><row>{cell}</row></sheetData></worksheet>");
    let read = |is_strict| has_open(sheet.as_bytes(), is_strict).unwrap();
    (read(false), read(true))
}

#[test]
fn a_formula_is_open_until_its_result_stands_there() {
    let (open, closed) = ((true, true), (false, false));
    // An empty text is what a formula comes to, and may still be an address that is not there.
    let empty = (false, true);
    for (cell, expected) in [
        ("<c r='A3'><f>LOWER(B3)</f></c>", open),
        ("<c r='A3'><f>LOWER(B3)</f><v></v></c>", open),
        ("<c r='A3'><f>LOWER(B3)</f><v/></c>", open),
        ("<c r='A3'><f>LOWER(B3)</f><v> </v></c>", open),
        ("<c><f si=\"0\" t=\"shared\"/><v/></c>", open),
        ("<c t=\"str\"><f>B3</f></c>", open),
        ("<c t=\"inlineStr\"><f>B3</f><v>a@b.example</v></c>", open),
        ("<x:c><x:f>B3</x:f></x:c>", open),
        ("<x:c\n><x:f\n/><x:v\n/></x:c >", open),
        ("<c><v>a@b.example</v><f>B3</f></c>", open),
        ("<c><f>B3</f><!-- <v>a@b.example</v> --></c>", open),
        ("<c><f>B3</f><v><![CDATA[a@b.example]]></v></c>", open),
        ("<c><f>B3</f></c><c><v>1</v></c>", open),
        ("<c a='</c><v>1</v>'><f>B3</f></c>", open),
        ("<c t=\"str\"><f>B3</f><v></v></c>", empty),
        ("<c t='str'><f>B3</f><v/></c>", empty),
        ("<c t=\"inlineStr\"><f>B3</f><is><t>a@b.example</t></is></c>", empty),
        ("<c t=\"str\"><f>B3</f><v>a@b.example</v></c>", closed),
        ("<x:c t=\"str\"><x:f>B3</x:f><x:v>&#97;@b.example</x:v></x:c>", closed),
        ("<c t=\"s\"><f>B3</f><v>0</v></c>", closed),
        ("<c t=\"e\"><f>B3</f><v>#N/A</v></c>", closed),
        ("<c><f>\"&lt;f>\"</f><v>1</v></c>", closed),
        ("<!-- <c><f>B3</f></c> --><c><v>1</v></c>", closed),
        ("<c t=\"inlineStr\"><is><t><![CDATA[<c><f/></c>]]></t></is></c>", closed),
        ("<c/><fx/><x:first/>", closed),
    ] {
        assert_eq!(is_open(cell), expected, "{cell}");
    }
}

#[test]
fn what_stands_outside_the_cells_is_no_formula() {
    let sheet = "<worksheet><sheetData/><conditionalFormatting><c><f>A1</f></c></conditionalFormatting></worksheet>";
    assert!(!has_open(sheet.as_bytes(), true).unwrap());
}

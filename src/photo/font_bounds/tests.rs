use super::*;

/// A font with these tables.
fn font(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = vec![0, 1, 0, 0, 0, tables.len() as u8, 0, 0, 0, 0, 0, 0];
    let mut at = 12 + 16 * tables.len();
    for (name, data) in tables {
        file.extend_from_slice(&name[..]);
        file.extend_from_slice(&[0; 4]);
        file.extend_from_slice(&(at as u32).to_be_bytes());
        file.extend_from_slice(&(data.len() as u32).to_be_bytes());
        at += data.len();
    }
    for (_, data) in tables {
        file.extend_from_slice(data);
    }
    file
}

fn numbers(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_be_bytes()).collect()
}

/// A font whose glyphs consist of others, each of `times` the one behind it.
fn composite(levels: u16, times: u16) -> Vec<u8> {
    let mut glyf = Vec::new();
    let mut loca = vec![0_u32];
    for level in 0..levels {
        glyf.extend(numbers(&[0xFFFF, 0, 0, 0, 0]));
        for time in 0..times {
            let more = if time + 1 < times { 0x20 } else { 0 };
            glyf.extend(numbers(&[0x2 | more, level + 1, 0]));
        }
        loca.push(glyf.len() as u32);
    }
    // A triangle.
    glyf.extend(numbers(&[1, 0, 0, 10, 10, 2, 0]));
    glyf.extend_from_slice(&[1, 1, 1, 0, 0, 0, 5, 0, 5, 0, 5, 0, 5, 0, 0]);
    loca.push(glyf.len() as u32);
    let mut head = vec![0; 54];
    head[51] = 1;
    let mut maxp = vec![0, 0, 0x50, 0];
    maxp.extend(numbers(&[levels + 1]));
    let loca = loca.iter().flat_map(|at| at.to_be_bytes()).collect();
    font(&[(b"glyf", glyf), (b"head", head), (b"loca", loca), (b"maxp", maxp)])
}

/// A font with a coloured glyph, each of whose layers consists of `times` the next.
fn coloured(levels: u32, times: u8) -> Vec<u8> {
    let mut table = numbers(&[1, 0, 0, 0, 0, 0, 0]);
    let list = 34 + 10_u32;
    table.extend_from_slice(&34_u32.to_be_bytes());
    table.extend_from_slice(&list.to_be_bytes());
    table.extend_from_slice(&[0; 12]);
    // One glyph, whose paint stands behind the list of layers.
    let layers = levels * u32::from(times);
    let paints = list + 4 + 4 * layers;
    table.extend_from_slice(&1_u32.to_be_bytes());
    table.extend(numbers(&[1]));
    table.extend_from_slice(&(paints - 34).to_be_bytes());
    table.extend_from_slice(&layers.to_be_bytes());
    for level in 0..levels {
        for _ in 0..times {
            table.extend_from_slice(&(paints - list + 6 * (level + 1)).to_be_bytes());
        }
    }
    for level in 0..levels {
        table.extend_from_slice(&[1, times]);
        table.extend_from_slice(&(level * u32::from(times)).to_be_bytes());
    }
    table.extend_from_slice(&[2, 0, 0, 0x40, 0, 0]);
    font(&[(b"COLR", table)])
}

fn checked(file: &[u8]) -> Result<(), FontRefusal> {
    check(file, &FontLimits::default())
}

fn refused(file: &[u8]) -> bool {
    matches!(checked(file), Err(FontRefusal::TooMuch(_)))
}

#[test]
fn glyphs_of_glyphs_are_counted() {
    assert_eq!(checked(&composite(3, 4)), Ok(()));
    for (levels, times) in [(30, 2), (8, 3), (9, 1), (1, 600)] {
        assert!(refused(&composite(levels, times)), "{levels} levels of {times}");
    }
}

#[test]
fn layers_of_layers_are_counted() {
    assert_eq!(checked(&coloured(3, 8)), Ok(()));
    for (levels, times) in [(8, 8), (33, 1), (2, 100)] {
        assert!(refused(&coloured(levels, times)), "{levels} levels of {times}");
    }
}

#[test]
fn a_layer_of_itself_is_refused() {
    let mut file = coloured(1, 1);
    let length = file.len();
    // The last paint becomes the glyph itself.
    file[length - 6..length - 3].copy_from_slice(&[11, 0, 1]);
    assert!(refused(&file));
}

#[test]
fn characters_are_counted_by_their_mentions() {
    let group = [0_u32, 0x10_FFFF, 1].iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let cmap = |groups: usize| {
        let mut cmap = numbers(&[0, 1, 3, 10, 0, 12, 12, 0]);
        cmap.extend_from_slice(&(16 + 12 * groups as u32).to_be_bytes());
        cmap.extend_from_slice(&[0; 4]);
        cmap.extend_from_slice(&(groups as u32).to_be_bytes());
        cmap.extend(group.repeat(groups));
        font(&[(b"cmap", cmap)])
    };
    assert_eq!(checked(&cmap(1)), Ok(()));
    assert!(refused(&cmap(4)));
}

#[test]
fn pictures_and_drawings_of_glyphs_are_judged() {
    let png = |side: u32| {
        let mut table = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        table.extend_from_slice(&side.to_be_bytes());
        table.extend_from_slice(&side.to_be_bytes());
        font(&[(b"sbix", table)])
    };
    assert_eq!(checked(&png(128)), Ok(()));
    assert!(refused(&png(30_000)));
    let drawing = |svg: &str| {
        let mut table = numbers(&[0, 0, 10, 0, 0, 1, 1, 1, 0, 14, 0]);
        table.extend(numbers(&[svg.len() as u16]));
        table.extend_from_slice(svg.as_bytes());
        font(&[(b"SVG ", table)])
    };
    let plain = "<svg xmlns='http://www.w3.org/2000/svg'><path id='glyph1' d='M0 0h9'/></svg>";
    assert_eq!(checked(&drawing(plain)), Ok(()));
    assert!(refused(&drawing(&plain.replace("h9", &"z".repeat(2_000)))));
}

fn sizes_of(file: &[u8], count: usize) -> Result<(), (usize, FontRefusal)> {
    FontLimits::default().check_sizes(std::iter::repeat_n(file, count))
}

#[test]
fn folders_are_bounded() {
    let limits = FontLimits::default();
    let small = composite(1, 1);
    assert_eq!(sizes_of(&small, 64), Ok(()));
    assert!(matches!(sizes_of(&small, 65), Err((64, _))));
    assert!(matches!(sizes_of(&vec![0; limits.bytes + 1], 1), Err((0, _))));
    assert!(matches!(sizes_of(&vec![0; limits.bytes], 5), Err((4, _))));
    assert_eq!(checked(b"no font"), Err(FontRefusal::NoFont));
}

#[test]
fn programs_that_call_programs_are_counted() {
    let plain = include_bytes!("../../../fixtures/letterheads/schriften/bogen.otf");
    assert_eq!(checked(plain), Ok(()));
    let calls = include_bytes!("../../../fixtures/letterheads/refused/files/aufrufe/bogen.otf");
    assert!(refused(calls));
}

/// Encrypted as fonts of PostScript are, with four bytes before.
fn encrypted(bytes: &[u8], key: u16) -> Vec<u8> {
    let mut key = key;
    let all = [&[0; 4], bytes].concat();
    let encrypted = all.iter().map(|byte| {
        let byte = byte ^ (key >> 8) as u8;
        key = u16::from(byte).wrapping_add(key).wrapping_mul(52_845).wrapping_add(22_719);
        byte
    });
    encrypted.collect()
}

/// A font of PostScript alone, whose glyph calls programs that call the next so many times.
fn type_1(levels: u8, times: usize) -> Vec<u8> {
    let call = |number: u8| [number + 139, 10].repeat(times);
    let mut private = format!("dup /Private 8 dict dup begin /Subrs {levels} array\n").into_bytes();
    for level in 0..levels {
        let inner = if level + 1 < levels { call(level + 1) } else { vec![140, 140, 5] };
        let program = encrypted(&[inner, vec![11]].concat(), 4_330);
        private.extend(format!("dup {level} {} RD ", program.len()).into_bytes());
        private.extend(program);
        private.extend_from_slice(b" NP\n");
    }
    private.extend_from_slice(b"ND /CharStrings 2 dict dup begin\n");
    let glyph = [vec![139, 139, 13], call(0), vec![14]].concat();
    for name in [".notdef", "A"] {
        let glyph = encrypted(&glyph, 4_330);
        private.extend(format!("/{name} {} RD ", glyph.len()).into_bytes());
        private.extend(glyph);
        private.extend_from_slice(b" ND\n");
    }
    private.extend_from_slice(b"end end mark currentfile closefile\n");
    let head = b"%!PS-AdobeFont-1.0: A\n/FontMatrix [0.001 0 0 0.001 0 0] def\n\
        /Encoding StandardEncoding def currentfile eexec\n";
    [&head[..], &encrypted(&private, 55_665), b"\ncleartomark\n"].concat()
}

#[test]
fn programs_of_fonts_in_pdf_are_counted() {
    let limits = FontLimits::default();
    let steps = check_embedded(&type_1(3, 2), &limits).expect("a font");
    assert!((20..2_000).contains(&steps), "{steps}");
    let refused = check_embedded(&type_1(9, 30), &limits);
    assert!(matches!(refused, Err(FontRefusal::TooMuch(_))), "{refused:?}");
    assert_eq!(check_embedded(b"%!PS-AdobeFont", &limits), Err(FontRefusal::NoFont));
}

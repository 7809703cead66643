//! Pictures that somebody made to do harm: refused or set, soon, and never a crash.

use std::sync::Arc;
use std::time::{Duration, Instant};

use letterpress::limits::Limits;
use letterpress::photo::{
    DrawingFont, DrawingFonts, Photo, PhotoError, PictureLimits, Rendered, Rendition,
};

use crate::photos::kinds;
use crate::repository::root;

/// What a busy machine may take for one file; alone it is below a second.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

fn set(bytes: Vec<u8>) -> Result<Rendered, PhotoError> {
    let begun = Instant::now();
    let rendition = Rendition::within(200, u32::MAX);
    let rendered =
        Photo::open(bytes, &PictureLimits::default()).and_then(|photo| photo.render(&rendition));
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
    rendered
}

/// As the program does, with a face for texts in drawings.
fn set_with_text(bytes: Vec<u8>) -> Result<Rendered, PhotoError> {
    let begun = Instant::now();
    let file = std::fs::read(root().join("fonts/LiberationSans-Regular.ttf")).expect("a face");
    let family = "Liberation Sans".to_owned();
    let face =
        DrawingFont { bytes: Arc::new(file), index: 0, family, weight: 400, is_italic: false };
    let faces = DrawingFonts::new(vec![face], "Liberation Sans");
    let rendition = Rendition::within(200, u32::MAX);
    let rendered = Photo::open_with(bytes, &Limits::default(), &faces)
        .and_then(|photo| photo.render(&rendition));
    assert!(begun.elapsed() < BUSY_TIMEOUT, "it took {:?}", begun.elapsed());
    rendered
}

/// Has a file refused as too large, with a figure.
#[track_caller]
fn too_large(bytes: Vec<u8>, figure: &str) {
    match set(bytes) {
        Err(PhotoError::TooLarge(why)) => assert!(why.contains(figure), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn broken(bytes: Vec<u8>) {
    let outcome = set(bytes);
    assert!(matches!(outcome, Err(PhotoError::Broken(_))), "{outcome:?}");
}

#[track_caller]
fn unfit(svg: &str) {
    let outcome = set(svg.as_bytes().to_vec());
    assert!(matches!(outcome, Err(PhotoError::Unfit(_))), "{outcome:?}");
}

/// A PNG file of chunks; the checksums of what is not data are not looked at first.
fn png(width: u32, height: u32, kind: [u8; 2], data: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8; 4], content: &[u8]| {
        file.extend((content.len() as u32).to_be_bytes());
        let checked = [&name[..], content].concat();
        file.extend(&checked);
        file.extend(checksum(&checked).to_be_bytes());
    };
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([kind[0], kind[1], 0, 0, 0]);
    chunk(b"IHDR", &head);
    chunk(b"IDAT", data);
    chunk(b"IEND", b"");
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

#[test]
fn a_picture_of_one_colour_and_any_size() {
    too_large(png(50_000, 50_000, [8, 2], &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]), "30000");
    too_large(png(20_000, 20_000, [8, 2], &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]), "100000000");
    // Allowed by its size, but its few bytes cannot hold so many pixels.
    broken(png(9_000, 9_000, [8, 2], &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]));
    // 90 million pixels of four channels of 16 bits.
    too_large(png(9_500, 9_500, [16, 6], &vec![0; 1_200_000]), "480");
}

#[test]
fn a_million_frames() {
    let head = b"GIF89a\x02\0\x02\0\x80\0\0\xFF\0\0\0\0\xFF";
    let frame = b"\x2C\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0";
    let mut gif = head.to_vec();
    for _ in 0..1_000_000 {
        gif.extend(frame);
    }
    too_large(gif, "1000");
    let mut few = head.to_vec();
    few.extend(frame.repeat(900));
    assert!(set(few).is_ok());
}

#[test]
fn a_thousand_scans() {
    let (_, jpeg) =
        kinds().into_iter().find(|(name, _)| name == "rgb-progressive.jpg").expect("it");
    let at = |marker: u8| jpeg.windows(2).position(|two| two == [0xFF, marker]).expect("a marker");
    // The same scan again and again, of a picture that says that it is large.
    let mut file = jpeg[..at(0xDA)].to_vec();
    let frame = file.windows(2).position(|two| two == [0xFF, 0xC2]).expect("a frame");
    file[frame + 5..frame + 9].copy_from_slice(&[0x20, 0x00, 0x20, 0x00]);
    for _ in 0..500 {
        file.extend(b"\xFF\xDA\0\x0C\x03\x01\0\x02\0\x03\0\0\0\0\xFE");
    }
    file.extend([0xFF, 0xD9]);
    too_large(file, "scans");
}

#[test]
fn a_strip_too_many() {
    let (_, tiff) = kinds().into_iter().find(|(name, _)| name == "rgb.tif").expect("a picture");
    let directory = u32::from_le_bytes(tiff[4..8].try_into().expect("four bytes")) as usize;
    let entries = usize::from(u16::from_le_bytes([tiff[directory], tiff[directory + 1]]));
    for entry in 0..entries {
        let at = directory + 2 + 12 * entry;
        // The number of values of every tag in turn.
        for count in [0_u32, 3, 0x00FF_FFFF, u32::MAX] {
            let mut file = tiff.clone();
            file[at + 4..at + 8].copy_from_slice(&count.to_le_bytes());
            let _ = set(file);
        }
        let mut file = tiff.clone();
        file[at + 8..at + 12].copy_from_slice(&[0xFF; 4]);
        let _ = set(file);
    }
}

#[test]
fn a_directory_that_follows_itself() {
    let (_, mut tiff) = kinds().into_iter().find(|(name, _)| name == "rgb.tif").expect("a picture");
    let directory = u32::from_le_bytes(tiff[4..8].try_into().expect("four bytes")) as usize;
    let entries = usize::from(u16::from_le_bytes([tiff[directory], tiff[directory + 1]]));
    let next = directory + 2 + 12 * entries;
    tiff[next..next + 4].copy_from_slice(&(directory as u32).to_le_bytes());
    too_large(tiff, "1000");
}

fn svg(content: &str) -> Vec<u8> {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
         viewBox='0 0 90 60'>{content}</svg>"
    )
    .into_bytes()
}

#[test]
fn a_drawing_that_repeats_itself() {
    let link = |at: usize| format!("<use href='#g{}'/>", at - 1).repeat(10);
    let groups: String = (1..10).map(|at| format!("<g id='g{at}'>{}</g>", link(at))).collect();
    too_large(
        svg(&format!("<defs><rect id='g0' width='1' height='1'/>{groups}</defs><use href='#g9'/>")),
        "250000",
    );
    let circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
    broken(svg(circle));
    let patterns: String = (1..30)
        .map(|at| {
            let inner = format!("<rect width='1' height='1' fill='url(#p{})'/>", at - 1).repeat(5);
            format!("<pattern id='p{at}' width='1' height='1'>{inner}</pattern>")
        })
        .collect();
    too_large(
        svg(&format!("<pattern id='p0'/>{patterns}<rect width='9' height='9' fill='url(#p29)'/>")),
        "250000",
    );
    let line = "M0 0".to_owned() + &"l1 1".repeat(40_000);
    let marker = "<rect width='1' height='1'/>".repeat(100);
    too_large(
        svg(&format!("<marker id='m'>{marker}</marker><path marker-mid='url(#m)' d='{line}'/>")),
        "250000",
    );
}

#[test]
fn a_drawing_of_a_million_levels() {
    too_large(svg(&format!("{}{}", "<g>".repeat(150_000), "</g>".repeat(150_000))), "200");
    too_large(svg(&format!("{}{}", "<g>".repeat(1_000_000), "</g>".repeat(1_000_000))), "200");
}

#[test]
fn entities_that_multiply() {
    let mut entities = "<!ENTITY e0 '<rect width=\"1\" height=\"1\"/>'>".to_owned();
    for at in 1..12 {
        let inner = format!("&e{};", at - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY e{at} '{inner}'>"));
    }
    let file = format!(
        "<!DOCTYPE svg [{entities}]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>&e11;</svg>"
    );
    let outcome = set(file.into_bytes());
    assert!(outcome.is_err(), "{outcome:?}");
}

#[test]
fn a_drawing_of_a_million_letters() {
    let refused = |content: &str, figure: &str| match set_with_text(svg(content)) {
        Err(PhotoError::TooLarge(why)) => assert!(why.contains(figure), "{why}"),
        other => panic!("{other:?}"),
    };
    refused(&format!("<text>{}</text>", "Muster ".repeat(150_000)), "2000");
    let text = format!("<text id='t'>{}</text>", "Muster ".repeat(285));
    refused(&format!("{text}{}", "<use href='#t'/>".repeat(20)), "250000");
    let pieces = "<tspan dx='1' rotate='5'>Muster</tspan>".repeat(300);
    refused(&format!("<text>{pieces}</text>").repeat(2), "250000");
    refused(&"<text>Muster</text>".repeat(10_000), "250000");
    unfit(&String::from_utf8_lossy(&svg(&format!("{text}<text><tref href='#t'/></text>"))));
    // As many as are read, in one line and along a path.
    let letters = "Muster ".repeat(285);
    assert!(
        set_with_text(svg(&format!("<text font-size='9'>{letters}</text>").repeat(10))).is_ok()
    );
    let curve = "M0 0".to_owned() + &"q5 9 9 0t9 0".repeat(5_000);
    let file = format!(
        "<path id='p' d='{curve}'/><text font-size='1'><textPath href='#p'>{letters}</textPath></text>"
    );
    assert!(set_with_text(svg(&file)).is_ok());
}

#[test]
fn a_drawing_that_is_none_alone() {
    let file = |content: &str| String::from_utf8(svg(content)).expect("text");
    unfit(&file("<script>alert(1)</script>"));
    unfit(&file("<image href='foto.jpg' width='9' height='9'/>"));
    unfit(&file("<image xlink:href='https://musterwesen.example/x.png' width='9' height='9'/>"));
    unfit(&file("<use href='andere.svg#a'/>"));
    unfit(&file("<rect width='9' height='9' fill='url(andere.svg#a)'/>"));
    unfit(&file("<style>@import 'x.css';</style>"));
    unfit(&file("<text y='9'>Musterwesen</text>"));
    unfit(&file("<foreignObject width='9' height='9'><p>x</p></foreignObject>"));
    unfit(&file(
        "<filter id='f'><feGaussianBlur stdDeviation='2'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    ));
    unfit(&file(
        "<linearGradient id='g' x2='0.1' spreadMethod='repeat'><stop/><stop offset='1' stop-color='red'/></linearGradient><rect width='9' height='9' fill='url(#g)'/>",
    ));
    unfit(&file("<rect width='9' height='9' style='filter: blur(3px)'/>"));
}

#[test]
fn a_drawing_whose_colours_and_places_are_not_known() {
    let file = |content: &str| String::from_utf8(svg(content)).expect("text");
    let rect = |rest: &str| file(&format!("<rect width='9' height='9' {rest}/>"));
    unfit(&rect("fill='var(--akzent)'"));
    unfit(&rect("style='fill: light-dark(red, blue)'"));
    unfit(&rect("fill='oklch(60% 0.2 30)'"));
    unfit(&rect("fill='#CD853F icc-color(acme, 0.1, 0.2)'"));
    unfit(&rect("stroke='rgb(0 160 0 / 50%)'"));
    unfit(&rect("style='transform: rotate(45deg)'"));
    unfit(&file("<rect style='x: 3px; width: 9px; height: 9px'/>"));
    unfit(&file("<style>.a { fill: var(--b) }</style><rect class='a' width='9' height='9'/>"));
    unfit(&file("<flowRoot><flowPara>Musterwesen</flowPara></flowRoot>"));
    for fine in ["fill='rgb(0 160 0)'", "fill='hsl(80, 90%, 40%)'", "style='transform: scale(2)'"] {
        assert!(set(rect(fine).into_bytes()).is_ok(), "{fine}");
    }
}

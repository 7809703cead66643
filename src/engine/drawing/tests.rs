use roxmltree::{Document, Node};
use typst::visualize::FixedStroke;

use super::*;
use crate::engine::Sheet;
use crate::source::{Format, Source};
use crate::{Job, Typesetter};

const SEED: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/releases/accepted/ki-vernetzungstreffen.md"
));
const XLINK: &str = "http://www.w3.org/1999/xlink";
const SVG: &str = "http://www.w3.org/2000/svg";

fn seed() -> Sheet {
    let source = Source::from_text("seed.md", Format::Markdown, SEED.to_owned());
    Typesetter::new().typeset(&Job::new(&source)).unwrap()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

/// A letter: the move and turn of its group, its paint, its outline, x and y.
#[derive(Debug, PartialEq)]
struct DrawnLetter {
    transform: String,
    fill: String,
    outline: String,
    x: f64,
    y: f64,
}

/// The letters in the engine's SVG.
fn letters_of_svg(svg: &str) -> Vec<DrawnLetter> {
    let document = Document::parse(svg).unwrap();
    let outlines: HashMap<_, _> = document
        .descendants()
        .filter(|node| node.has_tag_name((SVG, "symbol")))
        .map(|symbol| {
            let path = symbol.first_element_child().unwrap().attribute("d").unwrap();
            (symbol.attribute("id").unwrap(), rounded(path.strip_prefix(START).unwrap()))
        })
        .collect();
    let letters = document.descendants().filter(|node| node.has_tag_name((SVG, "use")));
    let said = |node: Node<'_, '_>, name| node.attribute(name).unwrap().to_owned();
    let letters = letters.map(|letter| {
        let id = letter.attribute((XLINK, "href")).unwrap().trim_start_matches('#');
        DrawnLetter {
            transform: said(letter.parent().unwrap(), "transform"),
            fill: said(letter, "fill"),
            outline: outlines[id].clone(),
            x: number(letter.attribute("x").unwrap()),
            y: number(letter.attribute("y").unwrap()),
        }
    });
    letters.collect()
}

/// The letters in a drawing.
fn letters_of_drawing(drawing: &PageDrawing) -> Vec<DrawnLetter> {
    let document = Document::parse(&drawing.svg).unwrap();
    let runs = document.descendants().filter(|node| node.has_attribute("data-glyphs"));
    let mut letters = Vec::new();
    for run in runs {
        assert!(!run.has_attribute("d"), "the letters are the path");
        let numbers: Vec<_> =
            run.attribute("data-glyphs").unwrap().split(' ').map(number).collect();
        letters.extend(numbers.chunks(3).map(|glyph| DrawnLetter {
            transform: run.attribute("transform").unwrap().to_owned(),
            fill: run.attribute("fill").unwrap().to_owned(),
            outline: drawing.outlines[glyph[0] as usize].to_string(),
            x: glyph[1],
            y: glyph[2],
        }));
    }
    letters
}

#[test]
fn a_drawing_has_the_letters_of_the_svg() {
    let sheet = seed();
    let mut outlines = GlyphOutlines::default();
    for page in 1..=sheet.page_count() {
        let drawn = letters_of_drawing(&sheet.page_drawing(page, &mut outlines).unwrap());
        let expected = letters_of_svg(&sheet.page_svg(page).unwrap());
        assert!(expected.len() > 500, "page {page} has {} letters", expected.len());
        assert_eq!(drawn.len(), expected.len(), "page {page}");
        for (drawn, expected) in drawn.iter().zip(&expected) {
            assert_eq!(
                (&drawn.transform, &drawn.fill, &drawn.outline),
                (&expected.transform, &expected.fill, &expected.outline)
            );
            let far = (drawn.x - expected.x).abs().max((drawn.y - expected.y).abs());
            assert!(far < 0.001, "{drawn:?} is not {expected:?}");
        }
    }
}

#[test]
fn what_was_drawn_before_changes_nothing() {
    let sheet = seed();
    let mut known = GlyphOutlines::default();
    let first = sheet.page_drawing(2, &mut known);
    assert!(sheet.page_drawing(1, &mut known).is_some());
    assert_eq!(sheet.page_drawing(2, &mut known), first);
    // As after very many letters.
    known.outlines.resize(MAX_OUTLINES + 1, Arc::from(""));
    assert_eq!(sheet.page_drawing(2, &mut known), first);
    assert!(known.outlines.len() < MAX_OUTLINES);
    assert_eq!(sheet.page_drawing(3, &mut known), None);
}

#[test]
fn what_is_no_plain_run_is_drawn_by_the_engine() {
    let sheet = seed();
    let page = &sheet.document.pages()[0];
    let outlined = with_strokes(&page.frame);
    let page = Page { frame: outlined, ..page.clone() };
    let drawing = GlyphOutlines::default().drawing(&page);
    assert!(!drawing.svg.contains("data-glyphs"));
    assert_eq!(letters_of_svg(&drawing.svg), letters_of_svg(&svg_of(&page)));
}

/// The frame with strokes around its letters.
fn with_strokes(frame: &Frame) -> Frame {
    let items = frame.items().map(|(at, item)| {
        let item = match item.clone() {
            FrameItem::Text(run) => {
                FrameItem::Text(TextItem { stroke: Some(FixedStroke::default()), ..run })
            }
            FrameItem::Group(group) => {
                FrameItem::Group(GroupItem { frame: with_strokes(&group.frame), ..group })
            }
            item => item,
        };
        (*at, item)
    });
    with_items(frame, items.collect())
}

#[test]
fn a_letter_that_is_a_picture_has_no_outline() {
    let symbol = |inner| {
        format!(r#"<svg><defs><symbol id="g1" overflow="visible">{inner}</symbol></defs></svg>"#)
    };
    assert_eq!(outline(&symbol(r#"<path d="M 0 0m 1 2Z "/>"#)), Some("m 1 2Z "));
    for inner in [
        r#"<image href="data:,"/>"#,
        r##"<path fill="#ff0000" d="M 0 0h 1Z "/>"##,
        r#"<path d="M 0 0h 1Z "/><path d="M 0 0h 1Z "/>"#,
    ] {
        assert_eq!(outline(&symbol(inner)), None, "{inner}");
    }
}

#[test]
fn numbers_are_no_longer_than_they_need_to_be() {
    assert_eq!(rounded("l 0.0004 -0.0004l 10 20.10l 0.9996 -12.3456"), "l0 0l10 20.1l1-12.346");
    assert_eq!(rounded("q 1e-7 2.5e-2 3 4Z "), "q0 .025 3 4Z");
}

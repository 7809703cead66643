//! With `--gray` no colour at all is on the page.

use std::fs;

use base64::Engine;
use image::RgbImage;

use crate::programs::output_of;
use crate::repository::root;
use crate::test::{RELEASE, Ran, Test};

/// A logo in every way that a drawing program has for colours: attributes, styles,
/// gradients, patterns, text, pictures, drawings in it; `PNG` and `SVG` stand for data.
const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">
<style>.a { fill: rgb(200, 30, 30) } text { font-family: "Liberation Sans" }</style>
<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="hsl(120, 90%, 40%)"/></linearGradient>
<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="4" height="8" fill="#0a0"/></pattern>
<rect class="a" width="30" height="30"/>
<rect x="32" width="30" height="30" fill="url(#g)" stroke="#00f"/>
<rect x="64" width="20" height="30" fill="url(#p)"/>
<text x="2" y="50" font-size="18" fill="teal">Amt</text>
<image x="40" y="35" width="30" height="30" href="data:image/png;base64,PNG"/>
<image x="80" y="35" width="30" height="30" href="data:image/svg+xml;base64,SVG"/>
EXTRA</svg>"##;

/// Filters that make colour, even out of grey.
const FILTERS: &str = r##"<filter id="f"><feFlood flood-color="#f0f"/><feComposite in2="SourceGraphic" operator="in"/></filter>
<filter id="m"><feColorMatrix values="1 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0"/></filter>
<circle cx="100" cy="15" r="12" filter="url(#f)"/><rect y="60" width="30" height="20" fill="#999" filter="url(#m)"/>"##;

const INNER: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="orange"/></svg>"##;

fn drawing(extra: &str) -> Vec<u8> {
    let coded = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let drawing = DRAWING.replace("EXTRA", extra).replace("SVG", &coded(INNER.as_bytes()));
    drawing.replace("PNG", &coded(&logo("kampagne.png"))).into_bytes()
}

fn logo(name: &str) -> Vec<u8> {
    fs::read(root().join("fixtures/letterheads/logos").join(name)).expect(name)
}

fn page(ran: &Ran) -> RgbImage {
    let (pdf, out) = (ran.path("a.pdf"), ran.path("page"));
    let (pdf, out) = (pdf.display().to_string(), out.display().to_string());
    output_of("pdftoppm", &["-singlefile", "-png", "-r", "100", &pdf, &out]).expect("pdftoppm");
    image::open(ran.path("page.png")).expect("a page").into_rgb8()
}

/// How many pixels have colour, and how many are neither white nor black.
fn pixels(page: &RgbImage) -> (usize, usize) {
    let coloured = page.pixels().filter(|p| p.0[0] != p.0[1] || p.0[1] != p.0[2]);
    let toned = page.pixels().filter(|p| (40..215).contains(&p.0[1]));
    (coloured.count(), toned.count())
}

#[test]
fn logos_lose_their_colour() {
    let release = RELEASE.replace("letterhead: neutral", "letterhead: house.toml");
    for (name, bytes) in [
        ("mark.svg", drawing("")),
        ("filters.svg", drawing(FILTERS)),
        ("mark.png", logo("kampagne.png")),
        ("mark.pdf", logo("zeichen.pdf")),
    ] {
        // Once as the mark, once among the certificates.
        let house = format!(
            "id = \"h\"\nname = \"Amt\"\n[logo]\nfile = \"{name}\"\nalt = \"Zeichen\"\n\
             [[logos]]\nfile = \"{name}\"\nalt = \"Siegel\"\nwidth = 40\n"
        );
        let render = |options: &str| {
            Test::new(&format!("render -q a.md{options}"))
                .file("a.md", &release)
                .file("house.toml", &house)
                .file(name, &bytes)
                .run()
        };
        let (coloured, toned) = pixels(&page(&render("")));
        assert!(coloured > 400, "{name} has colour: {coloured}");
        let (left, greys) = pixels(&page(&render(" --gray")));
        assert_eq!(left, 0, "{name} keeps its colour");
        assert!(greys * 2 > toned, "{name} is still drawn: {greys} of {toned}");
    }
}

//! Drawings in lines and areas: checked, and read as shapes.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use roxmltree::{Document, Node, ParsingOptions};
use usvg::{Group, ImageHrefResolver, ImageKind, Options, SpreadMethod, Tree};

use super::{DrawingFonts, PhotoError, broken, svg_cost};

/// The maximum size of a drawing: 16 MiB.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The maximum number of nodes of a drawing.
pub(super) const MAX_NODES: u32 = 200_000;
/// The longer side of a drawing, of which the proportions alone count.
const LONGER_SIDE: f64 = 10_000.0;

/// What a drawing says of itself.
pub(super) struct DrawingSummary {
    /// Width and height, the longer side being 10,000.
    pub size: (u32, u32),
    /// The families that its texts want and that are not there.
    pub absent_families: Vec<String>,
}

/// Checks a drawing and finds its proportions.
pub(super) fn summary(bytes: &[u8], fonts: &DrawingFonts) -> Result<DrawingSummary, PhotoError> {
    let has_text = check(bytes, fonts)?;
    let absent = Mutex::default();
    let tree = tree(bytes, fonts, &absent, |_| None)?;
    if has_text {
        refuse_missing_glyphs(tree.root())?;
    }
    let size = tree.size();
    let (width, height) = (f64::from(size.width()), f64::from(size.height()));
    let scale = LONGER_SIDE / width.max(height);
    let absent: BTreeSet<String> = absent.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(DrawingSummary {
        size: (side(width * scale), side(height * scale)),
        absent_families: absent.into_iter().collect(),
    })
}

fn side(length: f64) -> u32 {
    length.round().clamp(1.0, LONGER_SIDE) as u32
}

/// Refuses characters for which no font has a glyph: boxes in their place mislead.
fn refuse_missing_glyphs(group: &Group) -> Result<(), PhotoError> {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => refuse_missing_glyphs(group)?,
            usvg::Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                let mut lacking = glyphs.filter(|glyph| glyph.id.0 == 0);
                if let Some(glyph) = lacking.next() {
                    return Err(unfit(&format!(
                        "no font has a glyph for `{}`, a character of its text",
                        glyph.text.trim()
                    )));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The drawing as shapes; `picture` makes what stands for a picture in it, and
/// `absent` gets the families that are not there.
pub(super) fn tree<'a>(
    bytes: &[u8],
    fonts: &'a DrawingFonts,
    absent: &'a Mutex<BTreeSet<String>>,
    picture: impl Fn(&[u8]) -> Option<ImageKind> + Send + Sync + 'a,
) -> Result<Tree, PhotoError> {
    let options = Options {
        // Nothing beside the file itself is read.
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| picture(&data)),
            resolve_string: Box::new(|_, _| None),
        },
        font_family: fonts.default_family().to_owned(),
        font_resolver: fonts.resolver(absent),
        fontdb: if may_have_text(bytes) { fonts.database() } else { Arc::default() },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(broken)?;
    if !tree.filters().is_empty() {
        return Err(unfit("it has filters (shadows, blur), which are no lines and areas"));
    }
    let linear = tree.linear_gradients().iter().map(|gradient| gradient.spread_method());
    let radial = tree.radial_gradients().iter().map(|gradient| gradient.spread_method());
    // They would take PostScript, which PDF/A forbids.
    if linear.chain(radial).any(|spread| spread != SpreadMethod::Pad) {
        return Err(unfit("it has gradients that repeat (spreadMethod)"));
    }
    Ok(tree)
}

/// Whether fonts may be needed, which take some time to look through.
fn may_have_text(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|window| window == b"text")
}

fn unfit(why: &str) -> PhotoError {
    PhotoError::Unfit(why.to_owned())
}

/// Refuses what a sheet cannot carry. Says whether there is text in it.
fn check(bytes: &[u8], fonts: &DrawingFonts) -> Result<bool, PhotoError> {
    if bytes.len() > MAX_BYTES {
        let why =
            format!("it has {} bytes; at most {MAX_BYTES} of a drawing are read", bytes.len());
        return Err(PhotoError::TooLarge(why));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8"))?;
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => {
            PhotoError::TooLarge(format!("it has more than {MAX_NODES} nodes"))
        }
        error => broken(error),
    })?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(PhotoError::NotAPicture);
    }
    // First, since it bounds the depth on which the time of what follows depends.
    svg_cost::check(&document)?;
    document.descendants().try_for_each(check_node)?;
    let has_text = document.descendants().any(has_text);
    if has_text && fonts.is_empty() {
        Err(unfit("it has text; turn its text into paths and save it once more"))
    } else {
        Ok(has_text)
    }
}

fn has_text(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "text" && node.descendants().any(is_visible_text)
}

fn is_visible_text(node: Node<'_, '_>) -> bool {
    node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty())
}

fn check_node(node: Node<'_, '_>) -> Result<(), PhotoError> {
    if node.pi().is_some_and(|instruction| instruction.target.ends_with("stylesheet")) {
        return Err(unfit("its styles are in another file"));
    }
    match node.tag_name().name() {
        "script" => return Err(unfit("it has scripts, which a sheet cannot run")),
        "tref" => return Err(unfit("it repeats texts (tref), which no SVG does any more")),
        "foreignObject" => return Err(unfit("it holds a part that is no drawing (foreignObject)")),
        "style" => {
            let style = node.text().unwrap_or_default();
            if style.contains("@import") || reaches_out(style) {
                return Err(unfit("its styles are in another file"));
            }
        }
        name => {
            let links = matches!(name, "use" | "image" | "feImage" | "pattern");
            for attribute in node.attributes() {
                let value = attribute.value().trim();
                let is_inside = value.starts_with('#') || value.starts_with("data:");
                let links = links && attribute.name() == "href" && !is_inside && !value.is_empty();
                if links || reaches_out(value) {
                    return Err(unfit("it needs another file; embed what it links to"));
                }
            }
        }
    }
    Ok(())
}

/// Whether a style or value points to something outside the file.
fn reaches_out(text: &str) -> bool {
    text.match_indices("url(").any(|(at, found)| {
        let target = text[at + found.len()..]
            .trim_start_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
        !target.starts_with('#') && !target.starts_with("data:")
    })
}

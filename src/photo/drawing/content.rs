//! What a drawing must not hold, whether as a picture or as a logo.

use roxmltree::Node;

use super::PhotoError;
use super::limits::{DrawingLimits, at_most};

/// The greatest number in a shape, in its units: from a curve of such a size readers make
/// dozens of pieces, from larger ones millions.
const MAX_NUMBER: f64 = 1e7;
/// Attributes with the measures of shapes.
const MEASURES: &[&str] =
    &["d", "points", "r", "rx", "ry", "width", "height", "viewBox", "x1", "x2", "y1", "y2"];
/// Attributes of filters that say how much is done for each pixel, and the greatest of each.
const FILTER_EFFORT: &[(&str, f64)] =
    &[("numOctaves", 16.0), ("radius", 100.0), ("order", 16.0), ("stdDeviation", 1000.0)];

/// Refuses what a sheet cannot carry.
pub(super) fn check(node: Node<'_, '_>, limits: &DrawingLimits) -> Result<(), PhotoError> {
    if node.pi().is_some_and(|instruction| instruction.target.ends_with("stylesheet")) {
        return Err(unfit("its styles are in another file"));
    }
    match node.tag_name().name() {
        "script" => return Err(unfit("it has scripts, which a sheet cannot run")),
        "tref" => return Err(unfit("it repeats texts (tref), which no SVG does any more")),
        "foreignObject" => return Err(unfit("it holds a part that is no drawing (foreignObject)")),
        "flowRoot" if node.descendants().any(is_visible_text) => {
            return Err(unfit("it has text in a frame (flowRoot); convert it to text or to paths"));
        }
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
                check_effort(name, attribute.name(), value, limits)?;
            }
        }
    }
    Ok(())
}

/// Refuses shapes and filters with figures of which a reader makes more than they show.
fn check_effort(
    element: &str,
    name: &str,
    value: &str,
    limits: &DrawingLimits,
) -> Result<(), PhotoError> {
    if MEASURES.contains(&name) {
        check_numbers(value, MAX_NUMBER)?;
    }
    if name == "d" {
        check_path(value, limits)?;
    }
    let effort = FILTER_EFFORT.iter().find(|(effort, _)| *effort == name);
    if let (true, Some((_, max))) = (element.starts_with("fe"), effort) {
        check_numbers(value, *max)?;
    }
    Ok(())
}

/// Refuses numbers beyond `max`.
fn check_numbers(value: &str, max: f64) -> Result<(), PhotoError> {
    let mut rest = value;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = rest.get(at..).unwrap_or_default();
        let length = number_length(rest.as_bytes());
        let (number, behind) = rest.split_at(length);
        at_most(number.parse().unwrap_or(f64::INFINITY), max, "as a measure")?;
        rest = behind;
    }
    Ok(())
}

/// The length of the number that stands at the beginning, with its exponent.
fn number_length(bytes: &[u8]) -> usize {
    let mut end = digits(bytes, 0);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(bytes, end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(bytes, end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// How many digits stand there.
fn digits(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn check_path(path: &str, limits: &DrawingLimits) -> Result<(), PhotoError> {
    let mut closings = 0_usize;
    for byte in path.bytes() {
        match byte {
            b'z' | b'Z' => {
                closings += 1;
                at_most(closings, limits.closings, "closing commands in a row")?;
            }
            _ if byte.is_ascii_alphabetic() => closings = 0,
            _ => {}
        }
    }
    at_most(arcs(path), limits.arcs, "arcs of a path")
}

/// The maximum number of arcs in a path: a command may hold many, and one takes ten
/// characters at least.
pub(super) fn arcs(path: &str) -> usize {
    let mut arcs = 0;
    let mut rest = path;
    while let Some(at) = rest.find(['a', 'A']) {
        rest = rest.get(at + 1..).unwrap_or_default();
        let length = rest.find(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E'));
        arcs += 1 + length.unwrap_or(rest.len()) / 10;
    }
    arcs
}

/// Whether a style or value points to something outside the file.
fn reaches_out(text: &str) -> bool {
    text.match_indices("url(").any(|(at, found)| {
        let target = text[at + found.len()..]
            .trim_start_matches(|c: char| c == '"' || c == '\'' || c.is_whitespace());
        !target.starts_with('#') && !target.starts_with("data:")
    })
}

pub(super) fn unfit(why: &str) -> PhotoError {
    PhotoError::Unfit(why.to_owned())
}

/// Whether an element holds text that is seen.
pub(super) fn has_text(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "text" && node.descendants().any(is_visible_text)
}

fn is_visible_text(node: Node<'_, '_>) -> bool {
    node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty())
}

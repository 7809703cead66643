//! Colours and styles that the reader of drawings does not know. It would draw black, or leave
//! the shape where it is, without a word.

use roxmltree::Node;

use super::PhotoError;
use super::content::unfit;

/// Attributes and properties that are colours.
const COLOURS: &[&str] = &["fill", "stroke", "stop-color", "flood-color", "lighting-color"];
/// What may be called in a colour.
const KNOWN_COLOURS: &[&str] = &["rgb", "rgba", "hsl", "hsla", "hwb", "url"];
/// What may be called in a transformation.
const KNOWN_TRANSFORMS: &[&str] = &["matrix", "translate", "scale", "rotate", "skewx", "skewy"];
/// Elements with measures, which CSS can state as well.
const MEASURED: &[&str] = &["rect", "circle", "ellipse", "image", "use", "path"];
/// Those measures; they are read as attributes only.
const MEASURES: &[&str] = &["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d"];
/// Characters of a value that a message shows.
const SHOWN: usize = 40;

/// Refuses colours and styles of an element that are not known.
pub(super) fn check(node: Node<'_, '_>) -> Result<(), PhotoError> {
    let name = node.tag_name().name();
    if name == "style" {
        return node.children().filter_map(|child| child.text()).try_for_each(check_sheet);
    }
    for attribute in node.attributes().filter(|attribute| attribute.namespace().is_none()) {
        let value = attribute.value();
        if attribute.name() == "style" {
            for (property, value) in declarations(value) {
                check_declaration(property, value)?;
                // The size of the whole is that of its view, whatever a page is told.
                if MEASURED.contains(&name) && MEASURES.contains(&property) && value != "auto" {
                    return Err(unfit(&format!(
                        "its style has the measure `{property}`, which is read as an attribute only"
                    )));
                }
            }
        } else if COLOURS.contains(&attribute.name()) {
            check_colour(value)?;
        }
    }
    Ok(())
}

/// The declarations of a style.
fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    pairs.map(|(property, value)| (property.trim(), value.trim()))
}

fn check_declaration(property: &str, value: &str) -> Result<(), PhotoError> {
    if COLOURS.contains(&property) {
        check_colour(value)?;
    }
    if property == "transform" && !is_known_transform(value) {
        return Err(unfit(&format!(
            "its style has the transformation `{}`, which is read as an attribute only",
            shown(value)
        )));
    }
    Ok(())
}

/// Looks through the rules of a style sheet. What stands under a condition (`@media`) is not read.
fn check_sheet(sheet: &str) -> Result<(), PhotoError> {
    let mut rest = sheet;
    while let Some((before, block)) = rest.split_once('{') {
        let selector = before.rsplit([';', '}']).next().unwrap_or_default();
        let selector = selector.rsplit("*/").next().unwrap_or_default();
        let end = end_of_block(block);
        let (block, behind) = block.split_at(end);
        if !selector.trim_start().starts_with('@') {
            declarations(block).try_for_each(|(property, value)| {
                check_declaration(property.rsplit("*/").next().unwrap_or_default().trim(), value)
            })?;
        }
        rest = behind.get(1..).unwrap_or_default();
    }
    Ok(())
}

/// Where the brace stands that closes a block, or the end.
fn end_of_block(block: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in block.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    block.len()
}

fn check_colour(value: &str) -> Result<(), PhotoError> {
    let value = value.trim().trim_end_matches("!important").trim_end();
    let is_known = calls(value).all(|(name, content)| match name.as_str() {
        "rgb" | "rgba" => is_known_rgb(in_brackets(content)),
        name => KNOWN_COLOURS.contains(&name),
    });
    if is_known {
        return Ok(());
    }
    Err(unfit(&format!(
        "it has the colour `{}`, which is not known; save it with colours such as #0050a0",
        shown(value)
    )))
}

/// Whether what stands in `rgb(…)` is read: opacity must not be a percentage beside figures.
fn is_known_rgb(content: &str) -> bool {
    let parts = content.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.trim_end_matches('%').parse::<f64>().is_ok();
    parts.iter().all(is_number) && parts.get(3).is_none_or(|opacity| !opacity.ends_with('%'))
}

/// Whether a transformation in a style says the same as in an attribute: no units.
fn is_known_transform(value: &str) -> bool {
    value == "none"
        || calls(value).all(|(name, content)| {
            KNOWN_TRANSFORMS.contains(&name.as_str()) && is_plain_list(in_brackets(content))
        })
}

/// Whether figures stand there and no units.
fn is_plain_list(content: &str) -> bool {
    content.chars().all(|c| c.is_ascii_digit() || " ,.-+eE\t\r\n".contains(c))
}

/// What a value calls, with all that stands behind its bracket.
fn calls(value: &str) -> impl Iterator<Item = (String, &str)> {
    value.match_indices('(').map(|(at, _)| {
        let before = value.get(..at).unwrap_or_default();
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let start = before.trim_end_matches(is_of_name).len();
        let name = before.get(start..).unwrap_or_default().to_ascii_lowercase();
        (name, value.get(at + 1..).unwrap_or_default())
    })
}

/// What stands before the bracket that closes.
fn in_brackets(behind: &str) -> &str {
    behind.split(')').next().unwrap_or_default()
}

/// The beginning of a value.
fn shown(value: &str) -> String {
    value.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_are_read() {
        for value in [
            "red",
            "none",
            "#0050a0",
            "rgb(0, 0, 0)",
            "rgba(0,0,0,.5)",
            "rgb(0 160 0 / 0.5)",
            "rgb(10%, 20%, 30%)",
            "hsl(80, 100%, 96%)",
            "url(#g) red",
            "currentColor",
            "red !important",
        ] {
            assert!(check_colour(value).is_ok(), "{value}");
        }
    }

    #[test]
    fn colours_that_would_be_black() {
        for value in [
            "var(--akzent)",
            "light-dark(red, blue)",
            "oklch(60% 0.2 30)",
            "color(display-p3 1 0 0)",
            "lab(50% 40 30)",
            "#CD853F icc-color(acme, 0.1)",
            "rgb(0 160 0 / 50%)",
            "url(#g) var(--a)",
        ] {
            assert!(check_colour(value).is_err(), "{value}");
        }
    }

    #[test]
    fn rules_under_a_condition_are_not_read() {
        assert!(check_sheet("@media (x) { .a { fill: var(--b) } } .c { fill: red }").is_ok());
        assert!(check_sheet("@media (x) { .a { fill: red } } .c { fill: var(--b) }").is_err());
        assert!(check_sheet("/* @ */ .c { /* x */ fill: var(--b) }").is_err());
        assert!(check_sheet(".c { transform: rotate(45deg) }").is_err());
        assert!(check_sheet(".c { transform: scale(2) }").is_ok());
    }
}

//! Style sheets of a drawing, as far as they name parts of it. What a selector may match is
//! taken widely: of `g > .a:hover` the last part counts, and of that the names alone.

use roxmltree::Node;

/// The rules of the style sheets that name a part of the drawing.
#[derive(Default)]
pub(super) struct StyleSheet<'a> {
    rules: Vec<StyleRule<'a>>,
    /// The number of all rules and selectors.
    pub selectors: usize,
}

/// A selector and what its declarations say.
struct StyleRule<'a> {
    classes: Vec<&'a str>,
    id: Option<&'a str>,
    /// The name of the elements; empty for any.
    element: &'a str,
    declarations: &'a str,
}

impl<'a> StyleSheet<'a> {
    /// Adds the rules of a sheet.
    pub fn add(&mut self, sheet: &'a str) {
        let mut end_of_last = 0;
        for (open, _) in sheet.match_indices('{') {
            let before = sheet.get(end_of_last.min(open)..open).unwrap_or_default();
            let selectors = before.rsplit(['}', ';', '{']).next().unwrap_or_default();
            let rest = sheet.get(open + 1..).unwrap_or_default();
            let length = rest.find(['}', '{']).unwrap_or(rest.len());
            let declarations = rest.get(..length).unwrap_or_default();
            end_of_last = open + 1;
            for selector in selectors.split(',') {
                self.selectors += 1;
                if declarations.contains('#') {
                    self.rules.push(StyleRule::new(selector, declarations));
                }
            }
        }
    }

    /// The declarations that may hold for an element and name a part of the drawing.
    pub fn of(&self, node: Node<'_, '_>) -> impl Iterator<Item = &'a str> {
        let rules = self.rules.iter().filter(move |rule| rule.may_match(node));
        rules.map(|rule| rule.declarations)
    }
}

impl<'a> StyleRule<'a> {
    fn new(selector: &'a str, declarations: &'a str) -> Self {
        let without_comment = selector.rsplit("*/").next().unwrap_or_default().trim();
        let last = without_comment
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'))
            .next()
            .unwrap_or_default();
        // What these hold is not tried: such a selector may match anything.
        if last.contains(['[', ']', '(', ')', '\\', '*', '"', '\'', '/', ':']) {
            return Self { classes: Vec::new(), id: None, element: "", declarations };
        }
        let classes = last.split('.').skip(1).map(first_name).collect();
        let id = last.split_once('#').map(|(_, id)| first_name(id));
        Self { classes, id, element: first_name(last), declarations }
    }

    fn may_match(&self, node: Node<'_, '_>) -> bool {
        (self.element.is_empty() || self.element == node.tag_name().name())
            && self.id.is_none_or(|id| node.attribute("id") == Some(id))
            && self.classes.iter().all(|class| has_class(node, class))
    }
}

/// The name at the beginning of what is left of a selector.
fn first_name(text: &str) -> &str {
    text.split(['.', '#']).next().unwrap_or_default()
}

fn has_class(node: Node<'_, '_>, wanted: &str) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    classes.split_whitespace().any(|class| class == wanted)
}

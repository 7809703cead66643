//! How much a drawing becomes once every repetition in it is spelt out. A few lines
//! can name a billion shapes; they are counted, not drawn.
//!
//! What names a part of the drawing is taken widely: every `#name` in any attribute or style,
//! wherever it stands, counts for a reference if a part has that name. So nothing hangs on
//! how a reader of SVG understands spaces, quotes or namespaces around it.

use std::collections::HashMap;
use std::rc::Rc;

use roxmltree::{Document, Node, NodeId};

use super::content;
use super::css::StyleSheet;
use super::limits::{DrawingLimits, at_most};
use super::{PhotoError, broken};

/// What a letter costs, in shapes.
const LETTER_COST: u64 = 8;
/// The vertices of a shape that is no path, and those of an arc in a path.
const ROUND_VERTICES: u64 = 100;
const ARC_VERTICES: u64 = 64;
/// The maximum length of a part's name in bytes, and of the parts that one shape inherits
/// from the groups around it.
const MAX_NAME_BYTES: usize = 256;
const MAX_INHERITED: usize = 64;

/// What a node becomes, with all in it and all it refers to.
#[derive(Clone, Copy)]
struct Cost {
    nodes: u64,
    depth: usize,
    /// Its elements and the vertices of its shapes: what it is painted with is drawn for each.
    shapes: u64,
    vertices: u64,
}

struct CostCounter<'a, 'input> {
    limits: &'a DrawingLimits,
    /// The first and the last part of each name: readers take either.
    parts: HashMap<&'a str, [Node<'a, 'input>; 2]>,
    styles: StyleSheet<'a>,
    /// None while it is being counted.
    known: HashMap<NodeId, Option<Cost>>,
    /// What the shapes in a node are painted with.
    paints: HashMap<NodeId, Rc<Vec<Node<'a, 'input>>>>,
}

/// Counts the shapes. Refuses drawings that are too much, too deep or refer to themselves.
pub(super) fn count(document: &Document<'_>, limits: &DrawingLimits) -> Result<u64, PhotoError> {
    let mut counter = CostCounter {
        limits,
        parts: HashMap::new(),
        styles: StyleSheet::default(),
        known: HashMap::new(),
        paints: HashMap::new(),
    };
    let mut elements = 0_usize;
    for node in document.descendants().filter(Node::is_element) {
        elements += 1;
        if let Some(name) = node.attribute("id") {
            at_most(name.len(), MAX_NAME_BYTES, "bytes in the name of a part")?;
            counter.parts.entry(name).or_insert([node, node])[1] = node;
        }
        if node.tag_name().name() == "style" {
            for text in node.children().filter_map(|child| child.text()) {
                counter.styles.add(text);
            }
        }
    }
    let matches = counter.styles.selectors.saturating_mul(elements);
    at_most(matches, limits.style_matches, "elements times rules of style")?;
    let cost = counter.cost(document.root_element(), 0)?;
    if cost.nodes <= limits.shapes { Ok(cost.nodes) } else { Err(counter.too_much()) }
}

impl<'a, 'input> CostCounter<'a, 'input> {
    fn too_much(&self) -> PhotoError {
        let max = self.limits.shapes;
        PhotoError::TooLarge(format!("it draws more than {max} shapes, repetitions counted"))
    }

    fn too_deep(&self) -> PhotoError {
        PhotoError::TooLarge(format!("it nests more than {} levels deep", self.limits.depth))
    }

    /// The cost of a node at a depth.
    fn cost(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Cost, PhotoError> {
        let max = self.limits.depth;
        match self.known.get(&node.id()) {
            Some(Some(cost)) if depth + cost.depth > max => return Err(self.too_deep()),
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(broken("a part of it refers to itself")),
            None if depth > max => return Err(self.too_deep()),
            None => self.known.insert(node.id(), None),
        };
        let mut cost = Cost { nodes: 1, depth: 1, shapes: 0, vertices: 0 };
        for child in node.children().filter(Node::is_element) {
            let inner = self.cost(child, depth + 1)?;
            cost.add(inner, 1);
            cost.shapes = cost.shapes.saturating_add(inner.shapes);
            cost.vertices = cost.vertices.saturating_add(inner.vertices);
        }
        if node.tag_name().name() == "text" {
            cost.nodes = cost.nodes.saturating_add(of_text(node, self.limits)?);
        }
        let mut own = (1_u64, if is_shape(node) { vertices(node) } else { 0 });
        for target in self.linked(node) {
            let inner = self.cost(target, depth + 1)?;
            cost.add(inner, 1);
            own.0 = own.0.saturating_add(inner.shapes);
            own.1 = own.1.saturating_add(inner.vertices);
        }
        cost.shapes = cost.shapes.saturating_add(own.0);
        cost.vertices = cost.vertices.saturating_add(own.1);
        for paint in self.paints(node)?.iter() {
            // A part is not painted with itself.
            if is_inside_unnamed(node, *paint) {
                continue;
            }
            let is_marker = paint.tag_name().name() == "marker";
            let times = if is_marker { own.1 } else { own.0 };
            if times > 0 {
                let inner = self.cost(*paint, depth + 1)?;
                cost.add(inner, times);
            }
        }
        if cost.nodes > self.limits.shapes {
            return Err(self.too_much());
        }
        self.known.insert(node.id(), Some(cost));
        Ok(cost)
    }

    /// The parts that stand once where a node stands: what it repeats, its masks and filters.
    fn linked(&self, node: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let mut found = Vec::new();
        let is_anchor = node.tag_name().name() == "a";
        for attribute in node.attributes() {
            let is_link = attribute.name() == "href" && is_anchor;
            if !is_paint(attribute.name()) && !is_link {
                self.name_parts(attribute.value(), &mut found);
            }
        }
        found
    }

    /// The parts that stand for each shape in a node: patterns, markers and all that a style
    /// names. Shapes inherit them from the groups around them.
    fn paints(&mut self, node: Node<'a, 'input>) -> Result<Rc<Vec<Node<'a, 'input>>>, PhotoError> {
        if let Some(known) = self.paints.get(&node.id()) {
            return Ok(Rc::clone(known));
        }
        // The depth of the tree is bounded before it is counted.
        let around = match node.parent_element() {
            Some(parent) => self.paints(parent)?,
            None => Rc::default(),
        };
        let mut own = Vec::new();
        for attribute in node.attributes().filter(|attribute| is_paint(attribute.name())) {
            self.name_parts(attribute.value(), &mut own);
        }
        for declarations in self.styles.of(node) {
            self.name_parts(declarations, &mut own);
        }
        own.retain(|part| !around.contains(part));
        let paints = if own.is_empty() {
            around
        } else {
            own.extend(around.iter());
            at_most(own.len(), MAX_INHERITED, "paints of one shape")?;
            Rc::new(own)
        };
        self.paints.insert(node.id(), Rc::clone(&paints));
        Ok(paints)
    }

    /// Adds the parts that a value or a style names, each once.
    fn name_parts(&self, value: &str, found: &mut Vec<Node<'a, 'input>>) {
        if value.trim_start().starts_with("data:") {
            return;
        }
        for (at, _) in value.match_indices('#') {
            let rest = value.get(at + 1..).unwrap_or_default();
            let mut end = rest.len().min(MAX_NAME_BYTES);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            let rest = rest.get(..end).unwrap_or_default();
            let ends = rest.match_indices(|c: char| c.is_whitespace() || ")'\";,".contains(c));
            for end in ends.map(|(end, _)| end).chain([rest.len()]) {
                let name = rest.get(..end).unwrap_or_default();
                for part in self.parts.get(name).into_iter().flatten() {
                    // A gradient draws no shapes.
                    let is_gradient = part.tag_name().name().ends_with("Gradient");
                    if !is_gradient && !found.contains(part) {
                        found.push(*part);
                    }
                }
            }
        }
    }
}

impl Cost {
    fn add(&mut self, inner: Self, times: u64) {
        self.nodes = self.nodes.saturating_add(inner.nodes.saturating_mul(times));
        self.depth = self.depth.max(inner.depth + 1);
    }
}

/// Attributes whose value holds for the shapes in an element too.
fn is_paint(name: &str) -> bool {
    matches!(name, "fill" | "stroke" | "style") || name.starts_with("marker")
}

fn is_shape(node: Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "text" | "tspan"
    )
}

/// The vertices of a shape, at each of which a marker may stand.
fn vertices(node: Node<'_, '_>) -> u64 {
    let line = node.attribute("d").or_else(|| node.attribute("points")).unwrap_or_default();
    if line.is_empty() {
        return ROUND_VERTICES;
    }
    // A vertex takes two characters at least.
    line.len() as u64 / 2 + 2 + content::arcs(line) as u64 * ARC_VERTICES
}

/// Whether a node is part of `part`, and cannot be repeated anywhere else.
fn is_inside_unnamed(node: Node<'_, '_>, part: Node<'_, '_>) -> bool {
    for around in node.ancestors() {
        if around == part {
            return true;
        }
        if around.has_attribute("id") {
            return false;
        }
    }
    false
}

/// What the letters of a text cost: each becomes an outline, and to place them takes
/// the longer the more of them and the more pieces a text has.
fn of_text(text: Node<'_, '_>, limits: &DrawingLimits) -> Result<u64, PhotoError> {
    let letters = text.descendants().filter(Node::is_text).filter_map(|piece| piece.text());
    let letters: u64 = letters.map(|piece| piece.chars().count() as u64).sum();
    if letters > limits.letters {
        let max = limits.letters;
        let why = format!("one of its texts has {letters} letters; at most {max} are read");
        return Err(PhotoError::TooLarge(why));
    }
    let pieces = text.descendants().filter(Node::is_element).count() as u64;
    Ok(letters * LETTER_COST + letters * pieces / 4)
}

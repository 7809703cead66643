//! The standard roles of tags, and how each is told in a line.

/// How an element of a role stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// It holds other elements and says nothing itself.
    Group,
    /// It begins a line with a name.
    Block(&'static str),
    /// A heading of a level, where it has one.
    Heading(Option<u8>),
    /// A paragraph, which goes on with the line of what it is alone in.
    Paragraph,
    /// An item of a list, with its label and its text.
    Item,
    Label,
    Body,
    Row,
    Cell,
    ColumnOrRowHead,
    /// What is seen: told by its alternative text.
    Picture(&'static str),
    /// It stands in the line, with a name where that is heard.
    Inline(Option<&'static str>),
    Link,
    /// A note: in the line where it is called, or a line of its own.
    Note,
    /// Nobody hears it.
    Silent,
    /// No role of the standard.
    Unknown,
}

impl RoleKind {
    /// The kind of a standard role.
    pub fn of(role: &str) -> Self {
        match role {
            "Document" | "DocumentFragment" | "Part" | "Art" | "Sect" | "Div" | "NonStruct"
            | "THead" | "TBody" | "TFoot" => Self::Group,
            "P" => Self::Paragraph,
            "H" => Self::Heading(None),
            "Title" => Self::Block("title"),
            "BlockQuote" => Self::Block("quote"),
            "Caption" => Self::Block("caption"),
            "TOC" => Self::Block("contents"),
            "TOCI" => Self::Block("entry"),
            "Index" => Self::Block("index"),
            "Aside" => Self::Block("aside"),
            "BibEntry" => Self::Block("source"),
            "L" => Self::Block("list"),
            "LI" => Self::Item,
            "Lbl" => Self::Label,
            "LBody" => Self::Body,
            "Table" => Self::Block("table"),
            "TR" => Self::Row,
            "TD" => Self::Cell,
            "TH" => Self::ColumnOrRowHead,
            "Figure" => Self::Picture("picture"),
            "Formula" => Self::Picture("formula"),
            "Form" => Self::Picture("form field"),
            "Link" => Self::Link,
            "Note" | "FENote" => Self::Note,
            "Quote" => Self::Inline(Some("quote")),
            "Code" => Self::Inline(Some("code")),
            "Em" => Self::Inline(Some("emphasis")),
            "Strong" => Self::Inline(Some("strong")),
            "Annot" => Self::Inline(Some("annotation")),
            "Span" | "Reference" | "Sub" | "Ruby" | "RB" | "RT" | "RP" | "Warichu" | "WT"
            | "WP" => Self::Inline(None),
            "Artifact" | "Private" => Self::Silent,
            _ => match heading_level(role) {
                Some(level) => Self::Heading(Some(level)),
                None => Self::Unknown,
            },
        }
    }

    /// The kind of an element: of its standard role, and of its own where that says more.
    pub fn of_element(role: &str, own: Option<&str>) -> Self {
        match (Self::of(role), own) {
            (Self::Inline(None), Some(own @ ("Em" | "Strong" | "Quote" | "Code"))) => Self::of(own),
            (kind, _) => kind,
        }
    }

    /// Whether an element in an item of a list has lines below that of the item's text.
    pub fn is_below_item(self) -> bool {
        !self.is_in_line() && !matches!(self, Self::Group | Self::Label | Self::Body)
    }

    /// Whether words of the element go on with the line in which it stands.
    pub fn is_in_line(self) -> bool {
        matches!(self, Self::Inline(_) | Self::Link)
    }
}

/// Whether a label is a number or a bullet, which stands before the text of its item.
pub fn is_short_label(label: &str) -> bool {
    let letters = label.chars().filter(|letter| letter.is_alphabetic());
    let is_roman =
        label.trim_end_matches(['.', ')']).chars().all(|letter| "ivxlcdmIVXLCDM".contains(letter));
    let is_term = label.ends_with(':');
    let is_sign = is_roman || letters.count() <= 2;
    label.chars().count() <= 8 && !label.contains(' ') && is_sign && !is_term
}

/// The level of `H1` and the like.
pub fn heading_level(role: &str) -> Option<u8> {
    role.strip_prefix('H').and_then(|digits| digits.parse().ok()).filter(|level| *level > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_roles_say_more_than_a_span() {
        assert_eq!(RoleKind::of_element("Span", Some("Strong")), RoleKind::of("Strong"));
        assert_eq!(RoleKind::of_element("Span", Some("Datetime")), RoleKind::Inline(None));
        assert_eq!(RoleKind::of_element("P", Some("Title")), RoleKind::Paragraph);
        assert_eq!(
            [heading_level("H2"), heading_level("H0"), heading_level("H")],
            [Some(2), None, None]
        );
        assert!(["", "•", "12.", "a)", "xviii."].into_iter().all(is_short_label));
        assert!(
            !["Wann:", "Wo:", "10.00 Uhr", "Ort", "1. Dezember"].into_iter().any(is_short_label)
        );
        assert_eq!(RoleKind::of("Kapitel"), RoleKind::Unknown);
    }
}

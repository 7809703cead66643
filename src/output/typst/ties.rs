//! No line breaks beside what stays whole, unless the text has a break there.
//!
//! What stays whole is a box to the engine, and beside a box a line may break. So a tie stands
//! between the box and what it touches: "§" and "3–5", "E-Mail" and the mark of a footnote.

use super::pieces::{InlineData, MarkedData};

/// What a piece begins or ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceEdge {
    /// A character of running text.
    Character(char),
    /// A sign of a number: "+3", "-3". Behind a hyphen a line may end, behind a sign it does not.
    Sign,
    /// A box with its outermost character; a picture has none.
    Boxed(Option<char>),
    /// The mark of a footnote.
    Raised,
}

/// The pieces with a tie wherever the engine would break a line and the text has no break.
pub(super) fn tied(pieces: Vec<InlineData>) -> Vec<InlineData> {
    let mut set: Vec<InlineData> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let (Some(left), Some(right)) = (set.last().and_then(last_edge), first_edge(&piece))
            && is_tied(left, right)
        {
            set.push(InlineData::Marked(MarkedData::Tie));
        }
        set.push(piece);
    }
    set
}

/// Whether two pieces that touch are tied. Between two texts the engine knows the breaks.
fn is_tied(left: PieceEdge, right: PieceEdge) -> bool {
    use PieceEdge::{Boxed, Character, Raised, Sign};
    match (left, right) {
        (Character(left), _) | (_, Character(left)) if left.is_whitespace() => false,
        // A mark behind a letter is of one word with it; behind "!" a line may end.
        (Character(left), Raised) => !left.is_alphanumeric(),
        (_, Raised) => true,
        (Boxed(Some(left)) | Character(left), Character(_) | Boxed(_)) if may_end_line(left) => {
            false
        }
        (Boxed(_), _) | (Character(_) | Sign | Raised, Boxed(_)) => true,
        (Character(_) | Sign | Raised, Character(_) | Sign) => false,
    }
}

/// Whether a line may end behind a character within a word.
fn may_end_line(character: char) -> bool {
    matches!(character, '-' | '‐' | '–' | '—' | '/' | '\u{AD}' | '\u{200B}')
}

fn first_edge(piece: &InlineData) -> Option<PieceEdge> {
    let marked = match piece {
        InlineData::Text(text) | InlineData::Unbroken([text]) => {
            return text.chars().next().map(PieceEdge::Character);
        }
        InlineData::Marked(marked) => marked,
    };
    match marked {
        MarkedData::Code { text } => text.chars().next().map(PieceEdge::Character),
        MarkedData::Address { parts } => {
            Some(PieceEdge::Boxed(parts.first().and_then(|part| part.chars().next())))
        }
        MarkedData::Picture { .. } => Some(PieceEdge::Boxed(None)),
        MarkedData::Footnote { .. } => Some(PieceEdge::Raised),
        _ => content(marked)?.first().and_then(first_edge),
    }
}

fn last_edge(piece: &InlineData) -> Option<PieceEdge> {
    let marked = match piece {
        InlineData::Text(text) | InlineData::Unbroken([text]) => return last_of_text(text),
        InlineData::Marked(marked) => marked,
    };
    match marked {
        MarkedData::Code { text } => last_of_text(text),
        MarkedData::Address { parts } => {
            Some(PieceEdge::Boxed(parts.last().and_then(|part| part.chars().next_back())))
        }
        MarkedData::Picture { .. } => Some(PieceEdge::Boxed(None)),
        MarkedData::Footnote { .. } => Some(PieceEdge::Raised),
        _ => content(marked)?.last().and_then(last_edge),
    }
}

fn last_of_text(text: &str) -> Option<PieceEdge> {
    let mut backwards = text.chars().rev();
    let last = backwards.next()?;
    // "bei -3–5 Grad"
    let is_apart = backwards.next().is_some_and(|before| before.is_whitespace() || before == '(');
    let is_sign = is_apart && matches!(last, '-' | '–');
    Some(if is_sign { PieceEdge::Sign } else { PieceEdge::Character(last) })
}

/// The pieces that a piece holds.
fn content(piece: &MarkedData) -> Option<&[InlineData]> {
    match piece {
        MarkedData::Strong { content }
        | MarkedData::Emphasis { content }
        | MarkedData::Underlined { content }
        | MarkedData::Link { content, .. }
        | MarkedData::Passage { content, .. }
        | MarkedData::Breakable { content } => Some(content),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> InlineData {
        InlineData::Text(text.to_owned())
    }

    fn whole(text: &str) -> InlineData {
        InlineData::Marked(MarkedData::Address { parts: vec![text.to_owned()] })
    }

    fn note() -> InlineData {
        InlineData::Marked(MarkedData::Footnote { note: 0, blocks: None })
    }

    fn strong(content: Vec<InlineData>) -> InlineData {
        InlineData::Marked(MarkedData::Strong { content })
    }

    /// Whether the second of two pieces is tied to the first.
    fn are_tied(left: InlineData, right: InlineData) -> bool {
        tied(vec![left, right]).len() == 3
    }

    #[test]
    fn what_touches_a_box_is_tied_to_it() {
        for sign in ["gilt §", "um +", "bei -", "für €"] {
            assert!(are_tied(text(sign), whole("3–5")), "{sign}");
        }
        assert!(are_tied(whole("10–12"), text("jährige")));
        assert!(are_tied(whole("3–5"), text("% mehr")));
        assert!(are_tied(strong(vec![text("per "), whole("E-Mail")]), text("s")));
    }

    #[test]
    fn the_mark_of_a_footnote_stays_behind_its_word() {
        assert!(are_tied(whole("E-Mail"), note()));
        assert!(are_tied(strong(vec![whole("S-Bahn")]), note()));
        assert!(are_tied(whole("5,–"), note()));
        assert!(are_tied(text("Wirklich?"), note()));
        assert!(!are_tied(text("Wort"), note()));
        assert!(!are_tied(text("Wort "), note()));
    }

    #[test]
    fn breaks_of_the_text_are_left() {
        assert!(!are_tied(text("per "), whole("E-Mail")));
        assert!(!are_tied(whole("E-Mail"), text(" oder")));
        assert!(!are_tied(whole("E-Mail-"), text("Adresse")));
        assert!(!are_tied(text("Brief-/"), whole("E-Mail")));
        assert!(!are_tied(text("gilt"), strong(vec![text("mehr")])));
    }
}

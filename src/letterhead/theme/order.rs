//! The order in which the parts of a text stand, and are heard.

use crate::diagnostic::codes;
use crate::field::spelled;

spelled! {
    /// A part of the text whose place a letterhead may choose.
    SheetPart, codes::UNKNOWN_SETTING, {
        /// The pictures of the media.
        #[default]
        Pictures = "pictures",
        /// Lines such as "Es gilt das gesprochene Wort".
        Notices = "notices",
        /// The paragraph before the body.
        Lead = "lead",
        /// When, where and what an invitation invites to, unless a line of the body says where
        /// that stands.
        Event = "event",
        /// The author's text.
        Body = "body",
        /// Who signs.
        Signatories = "signatories",
        /// The closing text about the house.
        Boilerplate = "boilerplate",
        /// Contacts, and what belongs to the house, where they stand behind the text.
        Contacts = "contacts",
        /// The list of media.
        Media = "media",
        /// The list of links.
        Links = "links",
    }
}

/// The order where a letterhead wishes none.
pub(super) const USUAL: [SheetPart; 10] = [
    SheetPart::Notices,
    SheetPart::Lead,
    SheetPart::Event,
    SheetPart::Body,
    SheetPart::Signatories,
    SheetPart::Boilerplate,
    SheetPart::Contacts,
    SheetPart::Media,
    SheetPart::Pictures,
    SheetPart::Links,
];

/// All parts in the order that some of them are wished in; each of these stands once. As few and
/// small parts as possible leave their usual place: those stand behind the wished part before
/// them, or before the one behind them.
pub(super) fn resolved(wished: &[SheetPart]) -> Vec<SheetPart> {
    let stays = longest_in_usual_order(wished);
    let moved = |part: &SheetPart| wished.contains(part) && !stays.contains(part);
    let mut order: Vec<_> = USUAL.into_iter().filter(|part| !moved(part)).collect();
    let mut at = 0;
    for part in wished {
        if stays.contains(part) {
            at = place_of(&order, *part) + 1;
            continue;
        }
        // The first ones stand right before the part that stays.
        if at == 0 {
            let next = wished.iter().find(|part| stays.contains(part));
            at = next.map_or(0, |next| place_of(&order, *next));
        }
        order.insert(at, *part);
        at += 1;
    }
    order
}

fn place_of(order: &[SheetPart], part: SheetPart) -> usize {
    order.iter().position(|other| *other == part).unwrap_or(order.len())
}

/// What a part weighs that should not move: the text stays, others stand before or behind it. Of
/// two behind it, the contacts stay, so that whoever signs still stands right below the text.
fn weight(part: SheetPart) -> usize {
    match part {
        SheetPart::Body => 2 * USUAL.len(),
        SheetPart::Contacts => 2,
        _ => 1,
    }
}

/// The wished parts of the most weight that already stand in their usual order.
fn longest_in_usual_order(wished: &[SheetPart]) -> Vec<SheetPart> {
    let mut best: Vec<(usize, Vec<SheetPart>)> = Vec::new();
    for part in wished {
        let before = best.iter().filter(|(_, kept)| {
            kept.last().is_some_and(|last| place_of(&USUAL, *last) < place_of(&USUAL, *part))
        });
        let (sum, mut kept) = before.max_by_key(|(sum, _)| *sum).cloned().unwrap_or_default();
        kept.push(*part);
        best.push((sum + weight(*part), kept));
    }
    best.into_iter().max_by_key(|(sum, _)| *sum).map(|(_, kept)| kept).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(wished: &[&str]) -> String {
        let wished: Vec<_> =
            wished.iter().filter_map(|name| SheetPart::from_spelling(name)).collect();
        let order: Vec<_> = resolved(&wished).into_iter().map(SheetPart::as_str).collect();
        order.join(" ")
    }

    #[test]
    fn what_is_not_wished_stands_as_usual() {
        let usual = "notices lead event body signatories boilerplate contacts media pictures links";
        assert_eq!(order(&[]), usual);
        assert_eq!(order(&["lead", "body", "links"]), usual);
        assert_eq!(
            order(&["pictures", "body"]),
            "notices lead event pictures body signatories boilerplate contacts media links"
        );
        assert_eq!(
            order(&["pictures", "notices"]),
            "pictures notices lead event body signatories boilerplate contacts media links"
        );
        assert_eq!(
            order(&["body", "contacts", "boilerplate"]),
            "notices lead event body signatories contacts boilerplate media pictures links"
        );
        let names = "links media contacts boilerplate signatories body event lead notices pictures";
        let turned: Vec<_> = names.split(' ').collect();
        assert_eq!(order(&turned), names);
    }
}

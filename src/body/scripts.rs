//! Raised and lowered characters, which need no markup.

/// What each character is when it is lowered.
const LOWERED: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎";
/// What each character is when it is raised.
const RAISED: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ";

/// A text in lowered characters, if there is one for each of its own: `2` is `₂`.
pub(crate) fn lowered(text: &str) -> Option<String> {
    in_script(text, LOWERED)
}

/// A text in raised characters, if there is one for each of its own: `2` is `²`.
pub(crate) fn raised(text: &str) -> Option<String> {
    in_script(text, RAISED)
}

fn in_script(text: &str, script: &str) -> Option<String> {
    let text = text.trim();
    let characters = text.chars().map(|c| {
        let mut pairs = script.chars();
        while let (Some(plain), Some(other)) = (pairs.next(), pairs.next()) {
            if plain == c {
                return Some(other);
            }
        }
        None
    });
    characters.collect::<Option<String>>().filter(|script| !script.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_signs_have_raised_and_lowered_forms() {
        assert_eq!(lowered("2").as_deref(), Some("₂"));
        assert_eq!(lowered(" 10 ").as_deref(), Some("₁₀"));
        assert_eq!(raised("-3").as_deref(), Some("⁻³"));
        assert_eq!(raised("n+1").as_deref(), Some("ⁿ⁺¹"));
        assert_eq!(raised("te"), None);
        assert_eq!(lowered(""), None);
    }
}

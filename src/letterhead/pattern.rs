//! Patterns such as `{kind} {house}: {headline}`: text with placeholders.

use std::ops::Range;

/// A pattern that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<PatternPiece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum PatternPiece {
    Text(String),
    /// A placeholder by its name.
    Value(&'static str),
}

/// Why a pattern cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PatternError {
    /// The bytes that are meant.
    pub range: Range<usize>,
    /// The placeholder that there is not; none where a brace stands alone.
    pub unknown: Option<String>,
}

impl PatternError {
    fn lone_brace(at: usize) -> Self {
        Self { range: at..at + 1, unknown: None }
    }
}

/// What is known of a release and stands in a subject or a file's name.
pub(crate) const OF_RELEASE: &[&str] = &[
    "kind",
    "code",
    "house",
    "name",
    "number",
    "headline",
    "subheadline",
    "date",
    "place",
    "version",
    "language",
    "id",
];

/// What is known of a release and its house and stands in a running head.
pub(crate) const OF_HEAD: &[&str] = &[
    "kind",
    "number",
    "date",
    "name",
    "short",
    "house",
    "headline",
    "subheadline",
    "place",
    "version",
];

/// What is known of a recipient and stands in the address at which to unsubscribe.
pub(crate) const OF_RECIPIENT: &[&str] = &["email", "token"];

/// Signs that open and close.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('<', '>')];

impl Pattern {
    /// Reads a pattern whose placeholders are among `known`.
    pub fn parse(text: &str, known: &[&'static str]) -> Result<Self, PatternError> {
        let mut pieces = Vec::new();
        let mut rest = 0..text.len();
        while let Some(tail) = text.get(rest.clone()).filter(|tail| !tail.is_empty()) {
            let open = tail.find(['{', '}']).unwrap_or(tail.len());
            if let Some(plain) = tail.get(..open).filter(|plain| !plain.is_empty()) {
                pieces.push(PatternPiece::Text(plain.to_owned()));
            }
            let start = rest.start + open;
            let Some(inside) = tail.get(open..).filter(|inside| !inside.is_empty()) else { break };
            let inside = inside.strip_prefix('{').ok_or_else(|| PatternError::lone_brace(start))?;
            let end = inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}'));
            let end = end.ok_or_else(|| PatternError::lone_brace(start))?;
            let (name, range) = (&inside[..end], start..start + end + 2);
            let Some(found) = known.iter().find(|known| **known == name) else {
                return Err(PatternError { range, unknown: Some(name.to_owned()) });
            };
            pieces.push(PatternPiece::Value(found));
            rest.start = range.end;
        }
        Ok(Self(pieces))
    }

    /// Whether it has a placeholder of that name.
    #[cfg(feature = "mail")]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|piece| matches!(piece, PatternPiece::Value(value) if *value == name))
    }

    /// Puts values in; `None` where one of them is missing.
    pub fn exactly(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                PatternPiece::Text(plain) => text.push_str(plain),
                PatternPiece::Value(name) => text.push_str(&value(name)?),
            }
        }
        Some(text)
    }

    /// Puts values in. A value that is missing takes along the signs that would have
    /// joined it to its neighbours: of `{kind} ({number}): {headline}` without a number
    /// `{kind}: {headline}` is left.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut text = String::new();
        // What stands between the last value that was there and the next.
        let mut joint = String::new();
        // Nothing was there yet, or a bracket was opened behind which nothing is.
        let mut is_first = true;
        let mut is_missing = false;
        for piece in &self.0 {
            match piece {
                PatternPiece::Text(plain) if is_missing => {
                    joint = without_value(&joint, plain, is_first);
                    is_missing = false;
                }
                PatternPiece::Text(plain) => joint.push_str(plain),
                PatternPiece::Value(name) => {
                    match value(name).filter(|value| !value.trim().is_empty()) {
                        Some(value) => {
                            text.push_str(&std::mem::take(&mut joint));
                            text.push_str(&value);
                            (is_first, is_missing) = (false, false);
                        }
                        None => is_missing = true,
                    }
                }
            }
        }
        if is_missing {
            joint = without_value(&joint, "", is_first);
        }
        text.push_str(&joint);
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    }
}

/// What stays of the text before and behind a missing value.
fn without_value(before: &str, behind: &str, is_first: bool) -> String {
    let pair = BRACKETS.iter().find(|(open, close)| {
        before.trim_end().ends_with(*open) && behind.trim_start().starts_with(*close)
    });
    if let Some((open, close)) = pair {
        // Around nothing the brackets go, too.
        let before = before.trim_end().trim_end_matches(*open);
        let behind = behind.trim_start().trim_start_matches(*close);
        return if is_first {
            before.trim_end().to_owned() + behind.trim_start()
        } else {
            behind.to_owned()
        };
    }
    let opens = BRACKETS.iter().any(|(open, _)| before.trim_end().ends_with(*open));
    let closes = BRACKETS.iter().any(|(_, close)| behind.trim_start().starts_with(*close));
    match (is_first || opens, closes) {
        (true, _) => before.to_owned(),
        (false, true) => behind.to_owned(),
        // Words that only lead to the value go with it, the signs behind it stay.
        (false, false) if behind.is_empty() => String::new(),
        (false, false) => behind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str) -> String {
        let pattern = Pattern::parse(pattern, OF_RELEASE);
        let value = |name: &str| match name {
            "kind" => Some("Medieninformation".to_owned()),
            "house" => Some("LMO".to_owned()),
            "headline" => Some("Neu".to_owned()),
            _ => None,
        };
        pattern.map_or_else(|error| format!("{error:?}"), |pattern| pattern.fill(value))
    }

    #[test]
    fn missing_values_leave_no_stray_signs() {
        for (pattern, expected) in [
            ("{kind} {house}: {headline}", "Medieninformation LMO: Neu"),
            ("{kind} {number}: {headline}", "Medieninformation: Neu"),
            ("{kind} {number} {house}: {headline}", "Medieninformation LMO: Neu"),
            ("{kind} ({number}): {headline}", "Medieninformation: Neu"),
            ("{kind} ({number}, {place}): {headline}", "Medieninformation: Neu"),
            ("{kind} ({house}, {place}): {headline}", "Medieninformation (LMO): Neu"),
            ("{kind} ({place}, {house}): {headline}", "Medieninformation (LMO): Neu"),
            ("{kind} Nr. {number}: {headline}", "Medieninformation: Neu"),
            ("[{number}] {headline}", "Neu"),
            ("{number} – {headline}", "Neu"),
            ("{headline} – {place}", "Neu"),
            ("{headline}, {place}, {number}", "Neu"),
            ("{headline}  –  {house}", "Neu – LMO"),
            ("{number}", ""),
            ("Nur Text", "Nur Text"),
        ] {
            assert_eq!(filled(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn unknown_placeholders_and_lone_braces_are_placed() {
        let error = |text| Pattern::parse(text, OF_RELEASE).err();
        let unknown =
            |range, name: &str| Some(PatternError { range, unknown: Some(name.to_owned()) });
        assert_eq!(error("{kind} {hose}: x"), unknown(7..13, "hose"));
        assert_eq!(error("ä{}"), unknown(2..4, ""));
        for (text, at) in [("{kind", 0), ("a } b", 2), ("{ki{nd}}", 0), ("{kind}}", 6)] {
            assert_eq!(
                error(text),
                Some(PatternError { range: at..at + 1, unknown: None }),
                "{text}"
            );
        }
    }
}

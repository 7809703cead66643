//! Content lines of iCalendar (RFC 5545, 3.1).
//!
//! Own code, because it is these few lines: the crates that write calendars bring a clock and
//! random identifiers with them, and do not escape what a quoted parameter cannot hold.

/// The most bytes of a line without its line end (RFC 5545, 3.1).
const MAX_LINE_BYTES: usize = 75;

/// Lines of a calendar.
#[derive(Default)]
pub(super) struct CalendarLines(String);

impl CalendarLines {
    /// A line of a name, with its parameters, and a value in the form that its type wants. A long
    /// one goes on in lines that begin with a space.
    pub fn add(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let (mut rest, mut room) = (line.as_str(), MAX_LINE_BYTES);
        while rest.len() > room {
            let (head, tail) = rest.split_at(rest.floor_char_boundary(room));
            self.0.push_str(head);
            self.0.push_str("\r\n ");
            (rest, room) = (tail, MAX_LINE_BYTES - 1);
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }

    /// A line with a text as its value.
    pub fn text(&mut self, name: &str, text: &str) {
        self.add(name, &escaped(text));
    }

    /// All of them.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// A text as a value (RFC 5545, 3.3.11). Other control characters than line ends can stand in
/// none.
fn escaped(text: &str) -> String {
    let mut value = String::new();
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => value.extend(['\\', character]),
            '\n' => value.push_str("\\n"),
            character if character.is_control() => value.push(' '),
            character => value.push(character),
        }
    }
    value
}

/// A text as the value of a parameter, in quotes; what cannot stand there is written with a caret
/// (RFC 6868, 3).
pub(super) fn quoted(text: &str) -> String {
    let mut value = String::from("\"");
    for character in text.chars() {
        match character {
            '^' => value.push_str("^^"),
            '"' => value.push_str("^'"),
            '\n' => value.push_str("^n"),
            character if character.is_control() => value.push(' '),
            character => value.push(character),
        }
    }
    value.push('"');
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as a reader gets it: unfolded and unescaped.
    fn read_back(lines: &str) -> String {
        let unfolded = lines.replace("\r\n ", "");
        let value =
            unfolded.trim_end_matches("\r\n").split_once(':').expect("a value").1.to_owned();
        let mut text = String::new();
        let mut characters = value.chars();
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, true) => match characters.next() {
                    Some('n') => text.push('\n'),
                    Some(escaped) => text.push(escaped),
                    None => panic!("a lone backslash"),
                },
                (plain, false) => text.push(plain),
            }
        }
        text
    }

    #[test]
    fn any_text_is_read_back() {
        for text in [
            "",
            "a,b;c:d\\n\\e\nf",
            &"Ä".repeat(300),
            &"🦊 Füchse, ".repeat(60),
            &"x".repeat(75 - "SUMMARY:".len()),
            &"x".repeat(76 - "SUMMARY:".len()),
        ] {
            let mut lines = CalendarLines::default();
            lines.text("SUMMARY", text);
            let lines = lines.into_string();
            assert_eq!(read_back(&lines), text);
            assert!(lines.ends_with("\r\n") && !lines.replace("\r\n", "").contains(['\r', '\n']));
            assert!(lines.split("\r\n").all(|line| line.len() <= 75), "{lines}");
        }
    }

    #[test]
    fn no_value_begins_a_line() {
        let mut lines = CalendarLines::default();
        lines.text("SUMMARY", "a\r\nATTACH:b\u{85}\u{0}c");
        assert_eq!(lines.into_string(), "SUMMARY:a \\nATTACH:b  c\r\n");
        assert_eq!(quoted("a \"b\" ^ c\r\n; d"), "\"a ^'b^' ^^ c ^n; d\"");
    }
}

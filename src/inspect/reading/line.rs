//! One line of what is heard.

/// How wide the names of elements are, with their indentation.
const NAME_COLUMNS: usize = 19;

/// The longest name of an element, in characters.
const MAX_NAME: usize = 40;

/// The maximum number of steps by which lines are indented.
const MAX_INDENT: usize = 12;

/// A line that is being written.
#[derive(Debug, Default)]
pub struct HeardLine {
    /// Steps of two spaces.
    pub indent: usize,
    /// What the element is called.
    pub name: String,
    pub text: String,
    pub language: Option<String>,
    pub page: Option<usize>,
    /// Whether a paragraph that comes next goes on with the line.
    pub takes_paragraph: bool,
    /// Whether it can be without text: what is in its element has lines of its own.
    pub may_be_empty: bool,
    /// How many brackets are open, and where the first one of all was closed.
    brackets: usize,
    first_close: Option<usize>,
}

impl HeardLine {
    pub fn new(indent: usize, name: &str) -> Self {
        // A role that the file makes up can be anything.
        let name = name.chars().filter(|letter| !is_invisible(*letter)).take(MAX_NAME).collect();
        Self { indent, name, ..Self::default() }
    }

    /// Adds words as they are heard: blanks are alike, and what cannot be seen is left out.
    pub fn push(&mut self, words: &str) {
        for letter in words.chars() {
            if letter.is_whitespace() {
                self.space();
            } else if !is_invisible(letter) {
                self.text.push(letter);
            }
        }
    }

    /// A space, unless there is one.
    pub fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Whether a bracket was opened just now.
    pub fn ends_with_bracket(&self) -> bool {
        self.brackets > 0 && self.text.ends_with(": ")
    }

    /// Opens a bracket with a name: `[link: `.
    pub fn open(&mut self, name: &str) {
        self.text.push('[');
        self.text.push_str(name);
        self.text.push_str(": ");
        self.brackets += 1;
    }

    /// Closes the last bracket.
    pub fn close(&mut self) {
        if self.text.ends_with(' ') && !self.text.ends_with(": ") {
            self.text.pop();
            self.text.push_str("] ");
        } else {
            self.text.push(']');
        }
        self.brackets = self.brackets.saturating_sub(1);
        if self.brackets == 0 && self.first_close.is_none() {
            self.first_close = Some(self.text.trim_end().len());
        }
    }

    /// How many brackets are open.
    pub fn brackets(&self) -> usize {
        self.brackets
    }

    /// Whether it stands in an open bracket.
    pub fn is_in_bracket(&self) -> bool {
        self.brackets > 0
    }

    /// The words of the one bracket that all of the line is, if it has this name.
    fn inner(&self, name: &str) -> Option<&str> {
        let text = self.text.trim_end();
        let inner = text.strip_prefix('[')?.strip_prefix(name)?.strip_prefix(": ")?;
        inner.strip_suffix(']').filter(|_| self.first_close == Some(text.len()))
    }

    /// Takes the bracket off that all of the line is.
    pub fn unwrap_bracket(&mut self, name: &str) -> bool {
        let Some(inner) = self.inner(name).map(ToOwned::to_owned) else { return false };
        self.text = inner;
        // A bracket within may be all of the rest.
        self.first_close = self.text.starts_with('[').then(|| first_close(&self.text)).flatten();
        true
    }

    /// The line as it is printed.
    pub fn printed(&self) -> String {
        let indent = "  ".repeat(self.indent.min(MAX_INDENT));
        let name = format!("{indent}{}", self.name);
        let text = self.text.trim();
        let line = if text.is_empty() { name } else { format!("{name:<NAME_COLUMNS$}  {text}") };
        line + "\n"
    }
}

/// Where the bracket ends with which a text begins.
fn first_close(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Characters that say nothing and would change how a line is shown: controls, marks of
/// direction, joiners without width.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(letter, '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

//! Fenced blocks of the documents.

use std::fs;

use crate::repository::{name_of, root};
use crate::rust::files_below;

/// A fenced block.
#[derive(Debug, Clone)]
pub struct Block {
    /// The document and line in which it begins.
    pub place: String,
    /// The language behind the fence.
    pub language: String,
    /// The word behind the language: the name of the file that it shows.
    pub file: Option<String>,
    /// Whether it shows lines of that file alone, to be changed there; `changed` stands behind the
    /// name.
    pub is_change: bool,
    /// What it holds.
    pub text: String,
}

/// The fenced blocks of `README.md` and of each document, by document. There has to be a README.
pub fn documents() -> Vec<(String, Vec<Block>)> {
    let mut files = vec![root().join("README.md")];
    files.extend(files_below(&root().join("docs"), "md"));
    let read = |file| fs::read_to_string(file).ok();
    let texts = files.iter().filter_map(|file| Some((name_of(file), read(file)?)));
    texts.map(|(name, text)| (name.clone(), blocks(&name, &text))).collect()
}

/// The fenced blocks of a text.
pub fn blocks(document: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Block)> = None;
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim_start();
        if let Some((fence, block)) = &mut open {
            if bare.trim_end() == *fence {
                blocks.extend(open.take().map(|(_, block)| block));
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if bare.starts_with("```") {
            let marks = bare.len() - bare.trim_start_matches('`').len();
            let mut words = bare[marks..].split_whitespace().map(ToOwned::to_owned);
            let language = words.next().unwrap_or_default();
            let place = format!("{document}:{}", at + 1);
            let file = words.next();
            let is_change = words.next().is_some_and(|word| word == "changed");
            let block = Block { place, language, file, is_change, text: String::new() };
            open = Some(("`".repeat(marks), block));
        }
    }
    blocks
}

#[test]
fn blocks_are_found() {
    let text = "Text\n\n```console\n$ a\n```\n````markdown a.md\n---\n```\nx\n```\n````\n";
    let found = blocks("a", text);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].place.as_str(), found[0].text.as_str()), ("a:3", "$ a\n"));
    assert_eq!(
        (found[1].file.as_deref(), found[1].text.as_str()),
        (Some("a.md"), "---\n```\nx\n```\n")
    );
    assert!(blocks("a", "```toml a.toml changed\n```\n")[0].is_change && !found[1].is_change);
}

//! Whether a text is in the language that its release names.

use whatlang::Lang;

use super::texts::running_text;
use crate::body::{self, Block, BlockKind, Inline, InlineKind};
use crate::diagnostic::{Diagnostic, codes};
use crate::read::FieldMap;
use crate::release::{Language, Release};

/// Words from which on a text says what language it is in.
const MIN_WORDS: usize = 30;
/// How sure the detection has to be, from 0 to 1.
const MIN_CONFIDENCE: f64 = 0.9;
/// The most bytes of a text that are looked at: some 250 words are enough, and more take time.
const MAX_BYTES: usize = 2_000;
/// One of so many words of a text is a function word where it is plainly in its language: in
/// German and English prose one of three to five is among those that are listed here.
const FUNCTION_WORD_SHARE: usize = 10;

/// `language-doubtful`: the words are plainly of another language than `language` says.
pub(super) fn doubtful(release: &Release, fields: &FieldMap) -> Option<Diagnostic> {
    // It is too close to Czech and Polish, and the detection does not know it.
    if release.language == Language::UpperSorbian {
        return None;
    }
    let text = own_words(release);
    let words =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    if words < MIN_WORDS || function_words(&text, release.language) * FUNCTION_WORD_SHARE >= words {
        return None;
    }
    let named = languages(release.language);
    let detected = whatlang::detect(&text)?;
    if named.contains(&detected.lang())
        || !detected.is_reliable()
        || detected.confidence() < MIN_CONFIDENCE
    {
        return None;
    }
    let message = message!(
        "the text reads as {detected}, and the release is said to be in {language}",
        detected = detected.lang().eng_name(),
        language = named.first().map_or("", |language| language.eng_name())
    );
    let warning = Diagnostic::new(codes::LANGUAGE_DOUBTFUL, message);
    let warning = match code(detected.lang()) {
        Some(code) => warning.hint(format!("write `language: {code}`")).hint(format!(
            "if a part of it alone is in that language, write `::: {{lang={code}}}` before and `:::` after it"
        )),
        None => warning
            .hint("write `::: {lang=…}` before what is in another language, and `:::` after it"),
    };
    let path = if fields.has("language") { "language" } else { "headline" };
    Some(fields.mark(path, warning))
}

/// The function words of a language in a text. Counting them costs a hundredth of a detection, so
/// a sound text needs none. None of them is common in another language that is detected.
fn function_words(text: &str, language: Language) -> usize {
    let is_one: fn(&str) -> bool = match language {
        Language::German => |word| {
            matches!(
                word,
                "und"
                    | "der"
                    | "die"
                    | "das"
                    | "des"
                    | "dem"
                    | "für"
                    | "mit"
                    | "von"
                    | "zu"
                    | "auf"
                    | "eine"
                    | "im"
                    | "zur"
                    | "zum"
                    | "ist"
                    | "wird"
                    | "werden"
                    | "sich"
                    | "nicht"
            )
        },
        Language::English | Language::AmericanEnglish => |word| {
            matches!(
                word,
                "the" | "of" | "and" | "to" | "with" | "that" | "is" | "will" | "by" | "which"
            )
        },
        _ => return 0,
    };
    text.split_whitespace().filter(|word| is_one(word)).count()
}

/// What the detection takes a language for.
fn languages(language: Language) -> &'static [Lang] {
    match language {
        Language::German => &[Lang::Deu],
        Language::English | Language::AmericanEnglish => &[Lang::Eng],
        Language::UpperSorbian => &[],
        // Slovak is too close for a short text.
        Language::Czech => &[Lang::Ces, Lang::Slk],
        Language::Polish => &[Lang::Pol],
    }
}

fn code(language: Lang) -> Option<&'static str> {
    let known = [Language::German, Language::English, Language::Czech, Language::Polish];
    let known = known.into_iter().find(|known| languages(*known).first() == Some(&language));
    known.map(Language::as_str)
}

/// The words of a release outside of addresses and of passages in another language.
fn own_words(release: &Release) -> String {
    let mut words = String::new();
    add_inlines(release.headline.inlines(), &mut words);
    for (_, inlines) in running_text(release) {
        add_inlines(inlines, &mut words);
    }
    add_blocks(&release.body.blocks, &mut words);
    let end = words.floor_char_boundary(MAX_BYTES.min(words.len()));
    words.truncate(end);
    words
}

fn add_blocks(blocks: &[Block], words: &mut String) {
    for block in blocks {
        if words.len() > MAX_BYTES {
            return;
        }
        for inlines in body::own_inlines(block) {
            add_inlines(inlines, words);
        }
        match &block.kind {
            BlockKind::Quote { blocks, .. } => add_blocks(blocks, words),
            BlockKind::List(list) => {
                for item in &list.items {
                    add_blocks(&item.blocks, words);
                }
            }
            _ => {}
        }
    }
}

fn add_inlines(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) => words.push_str(text),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Link { content, bare: false, .. } => add_inlines(content, words),
            _ => words.push(' '),
        }
    }
    words.push(' ');
}

//! The words about a distribution list, which every message bears.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::set::{Typographer, inline, text};
use super::wording::label_in;
use crate::body::{Inline, InlineKind};
use crate::letterhead::{Letterhead, QuoteStyle};
use crate::release::Language;

/// How a recipient leaves the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsubscribe<'a> {
    /// At an address.
    At(&'a str),
    /// By an answer to the message.
    ByAnswer,
    /// Somebody else will say.
    Unsaid,
}

/// The words of a letterhead about its list, in every language that a recipient may want.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ListWords {
    labels: BTreeMap<Language, ListLabels>,
    quotes: QuoteStyle,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct ListLabels {
    subscribed: String,
    unsubscribe: String,
    unsubscribe_by_answer: String,
}

impl ListLabels {
    fn new(letterhead: &Letterhead, language: Language) -> Self {
        let [subscribed, unsubscribe, unsubscribe_by_answer] =
            ["subscribed", "unsubscribe", "unsubscribe_by_answer"]
                .map(|name| label_in(letterhead, name, language).to_owned());
        Self { subscribed, unsubscribe, unsubscribe_by_answer }
    }
}

impl ListWords {
    pub fn new(letterhead: &Letterhead) -> Self {
        let languages = Language::SPELLINGS.iter().copied().filter_map(Language::from_spelling);
        let labels = languages.map(|language| (language, ListLabels::new(letterhead, language)));
        Self { labels: labels.collect(), quotes: letterhead.typography.quotes }
    }

    /// Why a recipient got the message, and how to get no more of them, in the
    /// recipient's language.
    pub fn lines(&self, leaving: Unsubscribe<'_>, language: Language) -> Vec<Vec<Inline>> {
        let Some(labels) = self.labels.get(&language) else { return Vec::new() };
        let way = match leaving {
            Unsubscribe::At(url) => {
                let content = vec![text(&labels.unsubscribe)];
                Some(inline(InlineKind::Link { url: url.to_owned(), content, bare: false }))
            }
            Unsubscribe::ByAnswer => Some(text(&labels.unsubscribe_by_answer)),
            Unsubscribe::Unsaid => None,
        };
        let lines: Vec<_> = [Some(text(&labels.subscribed)), way]
            .into_iter()
            .flatten()
            .map(|line| vec![line])
            .collect();
        Typographer::new(language, self.quotes).lines(&lines)
    }
}

//! A letterhead in one of its languages.

use std::collections::{BTreeMap, BTreeSet};

use super::super::languages::is_by_language;
use super::super::{dates, letterhead_toml};
use super::period::{LetterheadPeriod, ReadLetterhead};
use crate::diagnostic::{Diagnostic, codes};
use crate::field::{
    Field, FieldGroup, FieldMap, Node, NodeEntry, NodeValue, Shape, ValueReader, join,
};
use crate::letterhead::Letterhead;
use crate::release::Language;

impl LetterheadPeriod {
    /// Where the values stand.
    pub fn fields(&self) -> &FieldMap {
        &self.fields
    }

    /// The language of releases that name none.
    pub fn language(&self) -> Language {
        let language = self.entries.iter().find(|entry| entry.key == "language");
        let language = language.and_then(|entry| entry.node.text());
        language.and_then(|text| Language::from_spelling(text.trim())).unwrap_or_default()
    }

    /// The languages that the letterhead names anywhere, its own first.
    pub fn languages(&self) -> Vec<Language> {
        let mut named = BTreeSet::new();
        named_languages(&self.entries, &mut named);
        named.remove(&self.language());
        [self.language()].into_iter().chain(named).collect()
    }

    /// The letterhead as it is for releases in a language.
    pub fn in_language(&self, language: Language) -> ReadLetterhead {
        let (entries, fields, stand_ins) = self.values_in(language);
        let mut diagnostics = Vec::new();
        let mut reader = ValueReader::new(&fields, &mut diagnostics, &self.limits);
        let mut letterhead = Letterhead::from_entries(&entries, "", &mut reader);
        letterhead.typography.hyphenation.splice(0..0, reader.wishes);
        letterhead.stand_ins = stand_ins;
        let wanted = &letterhead.warnings.on;
        letterhead.warnings.off.retain(|code| !wanted.contains(code));
        if let (Some(from), Some(until)) = (letterhead.valid_from, letterhead.valid_until)
            && until < from
        {
            let error =
                Diagnostic::new(codes::IMPOSSIBLE_DATE, "`valid_until` lies before `valid_from`")
                    .with("reason", "ends-before-start")
                    .with("start", from)
                    .with("end", until);
            diagnostics.push(fields.mark("valid_until", error));
        }
        letterhead.valid_from = self.from.or(letterhead.valid_from);
        letterhead.valid_until = match (self.until, letterhead.valid_until) {
            (Some(until), Some(stated)) => Some(until.min(stated)),
            (until, stated) => until.or(stated),
        };
        ReadLetterhead { letterhead, fields, diagnostics }
    }

    /// The letterhead of this period as a file of its own: in one language if that is given, with
    /// its labels; with all defaults, if that is wanted.
    pub fn to_toml(&self, language: Option<Language>, has_all_fields: bool) -> String {
        let mut entries = match language {
            Some(language) => self.values_in(language).0,
            None => self.entries.clone(),
        };
        entries.retain(|entry| entry.key != "extends");
        let days = [("valid_from", self.from), ("valid_until", self.until)];
        for (key, day) in days {
            let Some(day) = day else { continue };
            let stated = entries.iter().position(|entry| entry.key == key);
            let stated_day = stated.and_then(|at| dates::day_of(&entries[at].node));
            if key == "valid_until" && stated_day.is_some_and(|stated| stated < day) {
                continue;
            }
            let node = Node { value: NodeValue::Date(day.to_string()), range: 0..0 };
            let entry = NodeEntry { key: key.to_owned(), key_range: 0..0, node };
            match stated {
                Some(at) => entries[at] = entry,
                None => entries.push(entry),
            }
        }
        letterhead_toml(entries, language, has_all_fields)
    }

    /// Whether it is a file as it was written.
    pub fn is_plain(&self) -> bool {
        let extends = self.entries.iter().any(|entry| entry.key == "extends");
        self.from.is_none() && self.until.is_none() && !extends
    }

    /// The values for releases in a language, and which texts are in another one.
    pub fn values_in(
        &self,
        language: Language,
    ) -> (Vec<NodeEntry>, FieldMap, BTreeMap<String, Language>) {
        let mut choice = Choice {
            wanted: [language, language.plain(), self.language(), self.language().plain()],
            fields: self.fields.clone(),
            stand_ins: BTreeMap::new(),
        };
        let entries = choice.group(&self.entries, Letterhead::FIELDS, "");
        (entries, choice.fields, choice.stand_ins)
    }
}

/// The languages that stand as keys anywhere.
fn named_languages(entries: &[NodeEntry], named: &mut BTreeSet<Language>) {
    for entry in entries {
        named.extend(Language::from_spelling(&entry.key));
        match &entry.node.value {
            NodeValue::Map(entries) => named_languages(entries, named),
            NodeValue::List(nodes) => {
                nodes.iter().for_each(|node| named_languages(node.entries(), named));
            }
            _ => {}
        }
    }
}

/// Takes one of the texts that stand there by language.
struct Choice {
    /// The languages that will do, the best first.
    wanted: [Language; 4],
    fields: FieldMap,
    stand_ins: BTreeMap<String, Language>,
}

impl Choice {
    fn group(&mut self, entries: &[NodeEntry], table: &[Field], path: &str) -> Vec<NodeEntry> {
        let chosen = entries.iter().map(|entry| {
            let field = table.iter().find(|field| field.name == entry.key);
            let path = join(path, &entry.key);
            match field {
                Some(field) => {
                    let node = self.value(&entry.node, field.shape, &path);
                    NodeEntry { node, ..entry.clone() }
                }
                None => entry.clone(),
            }
        });
        chosen.collect()
    }

    fn value(&mut self, node: &Node, shape: Shape, path: &str) -> Node {
        match (&node.value, shape) {
            (NodeValue::Map(entries), Shape::ByLanguage(shape, languages))
                if is_by_language(entries, *shape, languages) =>
            {
                let Some(entry) = self.chosen(entries) else { return node.clone() };
                self.fields.choose(path, &join(path, &entry.key));
                let language = Language::from_spelling(&entry.key);
                let other = language.filter(|language| language.plain() != self.wanted[1]);
                self.stand_ins.extend(other.map(|language| (path.to_owned(), language)));
                self.value(&entry.node, *shape, path)
            }
            (_, Shape::ByLanguage(shape, _)) => self.value(node, *shape, path),
            (NodeValue::Map(entries), Shape::Group(table)) => {
                let value = NodeValue::Map(self.group(entries, table, path));
                Node { value, range: node.range.clone() }
            }
            (NodeValue::List(nodes), Shape::List(shape)) => {
                let nodes = nodes.iter().enumerate();
                let nodes =
                    nodes.map(|(at, node)| self.value(node, *shape, &format!("{path}[{at}]")));
                Node { value: NodeValue::List(nodes.collect()), range: node.range.clone() }
            }
            _ => node.clone(),
        }
    }

    fn chosen<'n>(&self, entries: &'n [NodeEntry]) -> Option<&'n NodeEntry> {
        let known = self
            .wanted
            .iter()
            .find_map(|language| entries.iter().find(|entry| entry.key == language.as_str()));
        // "en-US" will do for "en" rather than the language of the house.
        let is_exact = known.is_some_and(|entry| self.is_wanted(entry));
        let same = entries.iter().find(|entry| self.is_wanted(entry)).filter(|_| !is_exact);
        same.or(known).or(entries.first())
    }

    /// Whether an entry is in the language of the release, of whatever country.
    fn is_wanted(&self, entry: &NodeEntry) -> bool {
        Language::from_spelling(&entry.key)
            .is_some_and(|language| language.plain() == self.wanted[1])
    }
}

//! What of the data is not on the sheet.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use typst::syntax::Span;
use typst::visualize::Image;

use super::words::SheetWords;
use crate::diagnostic::{Diagnostic, codes};
use crate::engine::letters::letters;
use crate::engine::world::{LETTERHEAD, RELEASE, SheetWorld};
use crate::layout::PARTS;

/// A text that has to be on the sheet: a paragraph, a line, a cell of a table.
struct HeldText {
    part: &'static str,
    text: String,
}

/// A picture that has to be on the sheet.
struct HeldPicture {
    part: &'static str,
    path: String,
    /// Whether it counts where it is not heard.
    is_silent: bool,
}

/// All that has to be on the sheet.
#[derive(Default)]
struct HeldData {
    texts: Vec<HeldText>,
    pictures: Vec<HeldPicture>,
}

/// What stands on the sheet as pictures.
#[derive(Default)]
pub(super) struct SeenPictures {
    /// The bytes of those that are heard.
    pub heard: Vec<typst::foundations::Bytes>,
    /// Those of all.
    pub all: Vec<typst::foundations::Bytes>,
    /// All, with the places that set them.
    pub set: Vec<(Span, Image)>,
}

/// The longest text that a message shows, in letters.
const MAX_SHOWN: usize = 60;

/// The error of what is lost, if something is.
pub(super) fn lost(world: &SheetWorld, words: &SheetWords, seen: &SeenPictures) -> Vec<Diagnostic> {
    let Some(own) = world.own() else { return Vec::new() };
    let (Some(release), Some(letterhead)) = (data(world, RELEASE), data(world, LETTERHEAD)) else {
        return Vec::new();
    };
    let mut held = HeldData::default();
    held.release(&release);
    held.letterhead(&letterhead, &release);
    held.texts.retain(|text| !own.leaves_out(text.part) && !text.text.trim().is_empty());
    held.pictures.retain(|picture| !own.leaves_out(picture.part));
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    for (part, shown) in lost_texts(&held.texts, words) {
        found.entry(place(part)).or_insert(shown);
    }
    for picture in &held.pictures {
        let bytes = world.bytes(&picture.path);
        let among = if picture.is_silent { &seen.all } else { &seen.heard };
        if bytes.is_some_and(|bytes| !among.contains(bytes)) {
            found.entry(place(picture.part)).or_insert_with(|| format!("`{}`", picture.path));
        }
    }
    if found.is_empty() { Vec::new() } else { vec![error(&found)] }
}

/// What a virtual file of data holds.
fn data(world: &SheetWorld, path: &str) -> Option<Value> {
    serde_json::from_slice(world.bytes(path)?).ok()
}

/// Where a part stands among all parts.
fn place(part: &str) -> usize {
    PARTS.iter().position(|(name, _)| *name == part).unwrap_or_default()
}

/// The texts that are not found, with their parts, as messages show them.
fn lost_texts(texts: &[HeldText], words: &SheetWords) -> Vec<(&'static str, String)> {
    let mut words = words.clone();
    // What stands in one piece is taken first, the longest before all others, so that a short
    // text does not take words of a long one.
    let mut order: Vec<_> = texts.iter().collect();
    order.sort_by_key(|held| std::cmp::Reverse(held.text.len()));
    order.retain(|held| !words.take_whole(&held.text));
    let mut apart: Vec<_> = order
        .into_iter()
        .filter_map(|held| Some((held, words.take_apart(held.text.trim()).err()?)))
        .collect();
    if apart.is_empty() {
        return Vec::new();
    }
    // A text may have taken the words of another one that looks like it. Something is lost only
    // where the sheet has a word less often than all texts together.
    let mut scarce = ScarceWords::of(texts, &words);
    apart.retain(|(held, _)| scarce.are_in(&held.text));
    let lost = apart.into_iter().map(|(held, word)| {
        let text = held.text.trim();
        let shown = match word {
            Some(word) => format!("`{}`, from `{}` on", cut(text), cut(&word)),
            None => format!("`{}`", cut(text)),
        };
        (held.part, shown)
    });
    lost.collect()
}

/// Which words the sheet has less often than the texts that have to be on it.
struct ScarceWords<'a> {
    wanted: HashMap<String, usize>,
    sheet: &'a SheetWords,
    known: HashMap<String, bool>,
}

impl<'a> ScarceWords<'a> {
    fn of(texts: &[HeldText], sheet: &'a SheetWords) -> Self {
        let mut wanted = HashMap::new();
        for word in texts.iter().flat_map(|held| held.text.split_whitespace()) {
            *wanted.entry(letters(word)).or_default() += 1;
        }
        Self { wanted, sheet, known: HashMap::new() }
    }

    /// Whether one of them is in a text; of one without letters, whether it is nowhere.
    fn are_in(&mut self, text: &str) -> bool {
        let words: Vec<_> = text.split_whitespace().map(letters).collect();
        if words.iter().all(String::is_empty) {
            return !self.sheet.contain(text);
        }
        words.into_iter().filter(|word| !word.is_empty()).any(|word| self.is_scarce(word))
    }

    fn is_scarce(&mut self, word: String) -> bool {
        if let Some(known) = self.known.get(&word) {
            return *known;
        }
        let wanted = self.wanted.get(&word).copied().unwrap_or_default();
        let is_scarce = self.sheet.count(&word) < wanted && !self.sheet.have_parted(&word);
        self.known.insert(word, is_scarce);
        is_scarce
    }
}

/// One error for all that is lost.
fn error(found: &BTreeMap<usize, String>) -> Diagnostic {
    let parts: Vec<_> =
        found.iter().filter_map(|(at, shown)| Some((PARTS.get(*at)?, shown))).collect();
    let lost: Vec<_> =
        parts.iter().map(|((_, words), shown)| format!("{words}: {shown}")).collect();
    let names: Vec<_> = parts.iter().map(|((name, _), _)| *name).collect();
    let message = message!("the layout leaves out {lost}", lost = lost.join("; "));
    let set: Vec<_> = names.iter().map(|name| field(name)).collect();
    let listed: String = names.iter().map(|name| format!("\"{name}\",")).collect();
    Diagnostic::new(codes::PART_LOST, message)
        .with("parts", names.as_slice())
        .hint(format!("set {}", set.join(", ")))
        .hint("what stands only in the head, the foot or the background of pages is not heard, and does not count")
        .hint(format!(
            "what is left out on purpose the layout says itself: `#let leaves-out = ({})`",
            listed.replace(",\"", ", \"")
        ))
}

/// What a layout sets a part with.
fn field(part: &str) -> String {
    match part {
        "notes" => "the notes of `inlines`".to_owned(),
        "name" | "logo" | "logos" | "address" | "postal" | "offices" | "website" | "transit"
        | "parking" | "footnote" => format!("`letterhead.{part}`"),
        part => format!("`release.{part}`"),
    }
}

/// A text as messages show it.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl HeldData {
    fn text(&mut self, part: &'static str, text: impl Into<String>) {
        self.texts.push(HeldText { part, text: text.into() });
    }

    fn string(&mut self, part: &'static str, value: &Value) {
        if let Some(text) = value.as_str() {
            self.text(part, text);
        }
    }

    /// All strings in an array or a dictionary's `lines`.
    fn strings(&mut self, part: &'static str, value: &Value) {
        each(value, |value| self.string(part, value));
    }

    fn release(&mut self, data: &Value) {
        self.strings("alerts", &data["alerts"]);
        for part in ["kind", "dateline", "version", "end_mark"] {
            self.string(part, &data[part]);
        }
        for part in ["reference", "kicker", "headline", "subheadline", "lead", "boilerplate"] {
            self.inlines(part, &data[part]);
        }
        each(&data["notices"], |notice| self.inlines("notices", notice));
        each(&data["event"]["rows"], |row| {
            each(&row["lines"], |line| self.inlines("event", line));
            each(&row["entries"], |entry| {
                self.string("event", &entry[0]);
                self.inlines("event", &entry[1]);
            });
        });
        self.blocks("blocks", &data["blocks"]);
        each(&data["signatories"], |person| {
            self.string("signatories", &person["name"]);
            self.strings("signatories", &person["lines"]);
        });
        for part in ["media", "links"] {
            each(&data[part]["lines"], |line| self.inlines(part, line));
        }
        each(&data["pictures"], |picture| {
            self.picture("pictures", picture);
            self.inlines("pictures", &picture["caption"]);
            self.inlines("pictures", &picture["credit"]);
        });
        each(&data["contacts"], |person| {
            for key in ["name", "role", "organisation", "email", "availability"] {
                self.string("contacts", &person[key]);
            }
            each(&person["rows"], |row| self.string("contacts", &row[1]));
        });
    }

    fn letterhead(&mut self, data: &Value, release: &Value) {
        self.string("name", &data["name"]);
        if let Some(path) = data["logo"]["path"].as_str() {
            let (part, path) = ("logo", path.to_owned());
            self.pictures.push(HeldPicture { part, path, is_silent: true });
        }
        each(&data["logos"], |logo| {
            if let Some(path) = logo["path"].as_str() {
                let (part, path) = ("logos", path.to_owned());
                self.pictures.push(HeldPicture { part, path, is_silent: true });
            }
        });
        if release["has_email_note"] == Value::Bool(true) {
            let pieces = data["footnote"]["pieces"].as_array().into_iter().flatten();
            let text: String = pieces.filter_map(|piece| piece["text"].as_str()).collect();
            self.text("footnote", text);
        }
        // A letterhead may itself do without its information.
        if data["theme"]["information"] == "none" {
            return;
        }
        self.strings("address", &data["address"]["lines"]);
        self.strings("postal", &data["postal"]["lines"]);
        each(&data["offices"], |office| {
            self.string("offices", &office["name"]);
            self.strings("offices", &office["lines"]);
        });
        self.string("website", &data["website"]["text"]);
        self.string("transit", &data["transit"]);
        self.string("parking", &data["parking"]);
    }

    fn picture(&mut self, part: &'static str, picture: &Value) {
        if let Some(path) = picture["path"].as_str() {
            let is_silent = picture["decorative"] == Value::Bool(true);
            self.pictures.push(HeldPicture { part, path: path.to_owned(), is_silent });
        }
    }

    /// A text of inlines.
    fn inlines(&mut self, part: &'static str, value: &Value) {
        let mut text = String::new();
        self.inline(part, value, &mut text);
        self.text(part, text);
    }

    fn inline(&mut self, part: &'static str, value: &Value, text: &mut String) {
        match value {
            Value::String(piece) => text.push_str(piece),
            Value::Array(pieces) => {
                pieces.iter().for_each(|piece| self.inline(part, piece, text));
            }
            Value::Object(_) => match value["kind"].as_str() {
                Some("break" | "joint") => text.push(' '),
                Some("footnote") => self.blocks("notes", &value["blocks"]),
                Some("picture") => self.picture(part, value),
                _ => {
                    for key in ["content", "text", "parts"] {
                        self.inline(part, &value[key], text);
                    }
                }
            },
            _ => {}
        }
    }

    fn blocks(&mut self, part: &'static str, value: &Value) {
        each(value, |block| {
            match block["kind"].as_str() {
                Some("picture") => {
                    self.picture(part, block);
                    self.inlines(part, &block["caption"]);
                    return;
                }
                Some("list") => {
                    each(&block["items"], |item| self.blocks(part, item));
                    return;
                }
                Some("table") => {
                    each(&block["header"], |cell| self.inlines(part, cell));
                    each(&block["rows"], |row| each(row, |cell| self.inlines(part, cell)));
                    return;
                }
                _ => {}
            }
            self.inlines(part, &block["content"]);
            self.blocks(part, &block["blocks"]);
            self.inlines(part, &block["speaker"]);
        });
    }
}

/// Visits each entry of an array.
fn each(value: &Value, visit: impl FnMut(&Value)) {
    value.as_array().into_iter().flatten().for_each(visit);
}

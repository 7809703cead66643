//! Who answers questions, who signs, and the disclaimer at the e-mail addresses.

use std::collections::BTreeMap;

use super::parts::{ContactCard, ContactNumber, Disclaimer, SignatoryLines};
use super::set::Typographer;
use super::wording::Wording;
use crate::body::{self, Block, BlockKind};
use crate::release::{Contact, Release, telephone};
use crate::typography::PersonNames;

impl Wording<'_> {
    /// The names of those who answer questions, sign or are quoted.
    pub fn person_names(&self) -> PersonNames {
        let mut names = PersonNames::default();
        self.contacts().iter().for_each(|contact| names.add_person(&contact.name));
        self.release().signatories.iter().for_each(|person| names.add_person(&person.name));
        add_speakers(&self.release().body.blocks, &mut names);
        names
    }
}

fn add_speakers(blocks: &[Block], names: &mut PersonNames) {
    for block in blocks {
        match &block.kind {
            BlockKind::Quote { blocks, speaker } => {
                if let Some(speaker) = speaker {
                    names.add_speaker(&body::plain_text(speaker));
                }
                add_speakers(blocks, names);
            }
            BlockKind::List(list) => {
                list.items.iter().for_each(|item| add_speakers(&item.blocks, names));
            }
            BlockKind::Passage { blocks, .. } => add_speakers(blocks, names),
            _ => {}
        }
    }
}

/// The contacts, each in turn.
pub(super) fn contact_cards(wording: &Wording<'_>, set: &Typographer) -> Vec<ContactCard> {
    let contacts = wording.contacts().iter().enumerate();
    let cards = contacts.map(|(at, contact)| ContactCard {
        languages: wording.contact_languages(at),
        ..contact_card(contact, wording, set)
    });
    cards.collect()
}

fn contact_card(contact: &Contact, wording: &Wording<'_>, set: &Typographer) -> ContactCard {
    let by_count = if wording.contacts().len() == 1 { "contact" } else { "contacts" };
    let label = contact.label.as_deref().unwrap_or_else(|| wording.label(by_count));
    let numbers = [("phone", &contact.phone), ("mobile", &contact.mobile), ("fax", &contact.fax)];
    let numbers = numbers.into_iter().filter_map(|(name, number)| {
        let value = number.as_deref()?;
        Some(ContactNumber {
            label: wording.label(name).to_owned(),
            value: set.text(value),
            url: telephone::target(value).filter(|_| name != "fax"),
        })
    });
    ContactCard {
        label: label.to_owned(),
        name: set.text(&contact.name),
        role: contact.role.as_deref().map(|role| set.text(role)),
        organisation: contact.organisation.as_deref().map(|name| set.text(name)),
        numbers: numbers.collect(),
        email: contact.email.clone(),
        availability: contact.availability.as_deref().map(|times| set.text(times)),
        languages: BTreeMap::new(),
    }
}

/// The signatories.
pub(super) fn signatories(release: &Release, set: &Typographer) -> Vec<SignatoryLines> {
    let people = release.signatories.iter().map(|person| {
        let lines = [&person.role, &person.organisation].into_iter().flatten();
        SignatoryLines {
            name: set.text(&person.name),
            lines: lines.map(|line| set.text(line)).collect(),
        }
    });
    people.collect()
}

/// The disclaimer, where an e-mail address bears its mark.
pub(super) fn disclaimer(wording: &Wording<'_>, set: &Typographer) -> Option<Disclaimer> {
    let footnote = wording.letterhead().footnote.as_ref()?;
    wording.contacts().iter().find(|contact| contact.email.is_some())?;
    let pieces = footnote.pieces().map(|(text, url)| match url {
        // What is shown of an address stays as it is.
        Some(url) => (text.to_owned(), Some(url)),
        None => (set.text(text), None),
    });
    Some(Disclaimer { mark: footnote.mark.clone(), pieces: pieces.collect() })
}

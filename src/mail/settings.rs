//! What a letterhead says of mail, read.

use super::recipient::Address;
use crate::content::Wording;
use crate::diagnostic::{Diagnostic, codes};
use crate::letterhead::{Letterhead, OF_RECIPIENT, Pattern};
use crate::release::Release;
use crate::rules;

/// The addresses of `[mail]` in a letterhead.
pub(super) struct MailSettings {
    pub from: Address,
    pub reply_to: Option<Address>,
    pub return_path: Address,
    /// The patterns of the addresses to unsubscribe at, as they are typed: that of the web
    /// first.
    pub unsubscribe: Vec<String>,
}

impl MailSettings {
    /// Reads them, and adds what is wrong with them to `errors`.
    pub fn read(
        release: &Release,
        letterhead: &Letterhead,
        key: Option<&[u8]>,
        errors: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mail = &letterhead.mail;
        let from = address("mail.from", mail.from.as_deref(), errors);
        // Who answers is meant to reach a person, and not the mailbox of the sender.
        let contacts = Wording::new(release, letterhead).contacts();
        let contact = contacts.iter().find_map(|contact| contact.email.as_deref());
        let reply_to = match &mail.reply_to {
            Some(typed) => address("mail.reply_to", Some(typed), errors),
            None => contact.and_then(|typed| Address::parse(typed).ok()),
        };
        let return_path = address("mail.return_path", mail.return_path.as_deref(), errors);
        let patterns: Vec<_> = mail
            .unsubscribe
            .iter()
            .filter_map(|typed| {
                let read = Pattern::parse(typed, OF_RECIPIENT)
                    .map_err(|error| rules::pattern_error(&error, OF_RECIPIENT));
                kept(read.map_err(|error| error.in_field("mail.unsubscribe")), errors)
            })
            .collect();
        if patterns.iter().any(|pattern| pattern.has("token")) && key.is_none() {
            errors.push(missing_key());
        }
        if mail.from.is_none() {
            errors.push(missing_sender(letterhead));
        }
        let from = from?;
        let reply_to = reply_to.filter(|address| address.key() != from.key());
        let return_path = return_path.unwrap_or_else(|| from.clone());
        let mut unsubscribe = mail.unsubscribe.to_vec();
        unsubscribe.sort_by_key(|typed| !typed.to_ascii_lowercase().starts_with("https:"));
        Some(Self { from, reply_to, return_path, unsubscribe })
    }
}

/// The address in a field; `email-impossible` where nothing can be sent with it.
fn address(field: &str, typed: Option<&str>, errors: &mut Vec<Diagnostic>) -> Option<Address> {
    let typed = typed?;
    let read = Address::parse(typed).map_err(|why| {
        let message =
            message!("nothing can be sent with `{value}`: {reason}", value = typed, reason = why);
        let error = Diagnostic::new(codes::EMAIL_IMPOSSIBLE, message).in_field(field);
        error.hint("an address is written name@example.org")
    });
    kept(read, errors)
}

/// `mail-key-missing`.
fn missing_key() -> Diagnostic {
    let message = "the letterhead wants tokens to unsubscribe with, and there is no key";
    Diagnostic::new(codes::MAIL_KEY_MISSING, message)
        .in_field("mail.unsubscribe")
        .hint("name the key, or take {token} out of the address")
}

/// `mail-from-missing`.
fn missing_sender(letterhead: &Letterhead) -> Diagnostic {
    let message = message!(
        "the letterhead `{letterhead}` has no sender address (`mail.from`)",
        letterhead = letterhead.id
    );
    Diagnostic::new(codes::MAIL_FROM_MISSING, message)
        .in_field("mail.from")
        .hint("add to the letterhead: [mail] and below it from = \"presse@example.org\"")
}

/// A value; where it could not be read, the error goes to the others.
pub(super) fn kept<T>(read: Result<T, Diagnostic>, errors: &mut Vec<Diagnostic>) -> Option<T> {
    read.map_err(|error| errors.push(error)).ok()
}

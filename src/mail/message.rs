//! The message of a release, before it has a recipient.

use lettre::message::SinglePart;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use url::Url;

use super::headers::HeaderFields;
use super::heading::Heading;
use super::html_size;
use super::identity::{self, IssueId};
use super::naming;
use super::parts::{CALENDAR, PDF, attachment, base64, quoted_printable, text_part};
use super::recipient::{Address, MailFormat, Recipient};
use super::references::{self, MessageIds, Predecessor};
use super::settings::{MailSettings, kept};
use crate::body::Inline;
use crate::content::{Document, ListWords, Unsubscribe};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::letterhead::{Letterhead, OF_RECIPIENT, Pattern};
use crate::output::html::{self, Look};
use crate::output::{calendar, text};
use crate::release::{Language, Release};

/// What has to be escaped in an address: all but the unreserved (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The most bytes of an address at which to unsubscribe: with the blank, the brackets and the comma
/// around it, it stands on one line of the header (RFC 5322, 2.1.1: 998).
const MAX_URL_BYTES: usize = 994;

/// The automatic answers that Exchange leaves out ([MS-OXCMAIL], 2.1.3.2.20): notices of absence and
/// what rules answer. Reports of what cannot be delivered (`NDR`) are wanted.
const SUPPRESSED_ANSWERS: &str = "OOF, AutoReply";

/// A message but for its recipient: what takes time is done once.
///
/// It can be handed to another process, but for the key, which has to be given to it there
/// ([`with_key`](Self::with_key)).
#[derive(Serialize, Deserialize)]
pub struct Message {
    /// The language of the release.
    language: Language,
    issue_id: IssueId,
    /// What it refers to, the oldest first.
    earlier: Vec<IssueId>,
    predecessors: Vec<Predecessor>,
    from: Address,
    from_name: String,
    reply_to: Option<Address>,
    return_path: Address,
    /// The name of the list in words, and its List-Id.
    list: Option<[String; 2]>,
    list_words: ListWords,
    /// The patterns of the addresses to unsubscribe at, that of the web first.
    unsubscribe: Vec<String>,
    #[serde(skip)]
    key: Option<Vec<u8>>,
    subject: String,
    file_name: String,
    /// The plain text, quoted-printable.
    text: String,
    /// What stands before and behind the words about the list, quoted-printable.
    html: [String; 2],
    look: Look,
    /// The PDF in base64.
    attachment: String,
    /// The entry of a calendar in base64, where there is an event.
    calendar: Option<String>,
    fingerprint: String,
    /// What was done to it. A worker reports it itself.
    #[serde(skip)]
    notes: Vec<Diagnostic>,
}

impl_debug!(Message { issue: this.issue_id, subject: this.subject } for this);

impl Message {
    /// Composes what is the same for all recipients. `pdf` is what is attached; `key` is
    /// the secret of which the `{token}` of `[mail] unsubscribe` is made.
    ///
    /// `mail-from-missing` where the letterhead has no address to send from,
    /// `mail-key-missing` where it wants tokens and there is no key, `email-impossible`
    /// and `mail-pattern` for settings that `letterhead check` would refuse.
    pub fn new(
        release: &Release,
        letterhead: &Letterhead,
        pdf: Vec<u8>,
        key: Option<&[u8]>,
    ) -> Result<Self, Diagnostics> {
        let mut errors = Vec::new();
        let settings = MailSettings::read(release, letterhead, key, &mut errors);
        let issue_id =
            IssueId { identifier: release.identifier(&letterhead.id), version: release.version };
        let subject = kept(naming::subject(release, letterhead, &issue_id), &mut errors);
        let file_name = kept(naming::file_name(release, letterhead, &issue_id), &mut errors);
        Diagnostics::check(errors)?;
        let (Some(settings), Some(subject), Some(file_name)) = (settings, subject, file_name)
        else {
            return Err(Diagnostic::internal("a message without settings, and no error").into());
        };
        let mail = &letterhead.mail;
        let document = Document::new(release, letterhead);
        let page = html::page(&document, &subject);
        let text = text::plain(&document);
        let earlier = references::earlier(release, &letterhead.id, &issue_id);
        let predecessors = references::predecessors(release, &letterhead.id, &issue_id);
        // An entry of a calendar says nothing that the text does not say. It is left out, so that
        // a run which an earlier version of letterpress has begun can go on.
        let fingerprint = identity::hash([
            issue_id.identifier.as_bytes(),
            &issue_id.version.to_be_bytes(),
            references::in_fingerprint(&earlier).as_bytes(),
            settings.from.as_str().as_bytes(),
            settings.reply_to.as_ref().map_or("", Address::as_str).as_bytes(),
            mail.from_name.as_deref().unwrap_or_default().as_bytes(),
            mail.list_id.as_deref().unwrap_or_default().as_bytes(),
            mail.unsubscribe.join("\n").as_bytes(),
            subject.as_bytes(),
            file_name.as_bytes(),
            text.as_bytes(),
            page.before.as_bytes(),
            page.after.as_bytes(),
            &pdf,
        ]);
        // A journal goes on with the whole text, whatever is shown of it.
        let (page, note) = html_size::fitted(&document, &subject, page);
        Ok(Self {
            notes: note.into_iter().collect(),
            text: quoted_printable(text),
            html: [page.before, page.after].map(quoted_printable),
            look: page.look,
            attachment: base64(pdf),
            calendar: calendar::entry(&document).map(|entry| base64(entry.into_bytes())),
            language: release.language,
            issue_id,
            earlier,
            predecessors,
            from: settings.from,
            from_name: mail.from_name.as_ref().unwrap_or(&letterhead.name).clone(),
            reply_to: settings.reply_to,
            return_path: settings.return_path,
            list: mail.list_id.clone().map(|id| [document.label("list").to_owned(), id]),
            list_words: ListWords::new(letterhead),
            unsubscribe: settings.unsubscribe,
            key: key.map(<[u8]>::to_vec),
            subject,
            file_name,
            fingerprint,
        })
    }

    /// The same, with the key that it was composed with.
    #[must_use]
    pub fn with_key(self, key: Option<Vec<u8>>) -> Self {
        Self { key, ..self }
    }

    /// The subject, in plain words.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What was done to it that its sender may want to know.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// The name of the attachment.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The same with a mark before its subject, such as `[Test]`. It is no part of the
    /// fingerprint.
    pub fn mark_subject(&mut self, mark: &str) {
        self.subject = format!("{mark} {}", self.subject);
    }

    /// The sender as recipients see it: `Name <address>`.
    pub fn from(&self) -> String {
        format!("{} <{}>", self.from_name, self.from)
    }

    /// Where answers go, if not to the sender.
    pub fn reply_to(&self) -> Option<&Address> {
        self.reply_to.as_ref()
    }

    /// To whom relays report what cannot be delivered (RFC 5321, 4.4: the reverse-path).
    pub fn sender(&self) -> &Address {
        &self.return_path
    }

    /// The release's identifier and version, by which a journal knows it.
    pub fn issue(&self) -> (&str, u32) {
        (&self.issue_id.identifier, self.issue_id.version)
    }

    /// SHA-256 of all that is the same for all recipients, in hexadecimal digits: another
    /// one under the same version means that the release was changed.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The domain of its Message-IDs: that of the sender.
    pub fn domain(&self) -> &str {
        self.from.domain()
    }

    /// The releases of which a recipient may have got earlier messages that it refers to.
    pub fn predecessors(&self) -> &[Predecessor] {
        &self.predecessors
    }

    /// The whole message for a recipient, or without one. Its lines end in
    /// CRLF and are ASCII, of at most 998 bytes (RFC 5322, 2.1.1).
    pub fn to_bytes(&self, recipient: Option<&Recipient>, heading: &Heading) -> Vec<u8> {
        let [mixed, alternative] =
            ["mixed", "alternative"].map(|what| self.issue_id.boundary(what, recipient));
        let mut fields = self.fields(recipient, heading);
        fields.ascii("Content-Type", &format!("multipart/mixed; boundary=\"{mixed}\""));
        let (whole, text) = (fields.into_multipart(), self.plain_part(recipient));
        let whole = if recipient.is_some_and(|recipient| recipient.format == MailFormat::Text) {
            whole.singlepart(text)
        } else {
            let kind = format!("multipart/alternative; boundary=\"{alternative}\"");
            let mut fields = HeaderFields::default();
            fields.ascii("Content-Type", &kind);
            let html = self.html_part(recipient);
            whole.multipart(fields.into_multipart().singlepart(text).singlepart(html))
        };
        let pdf = attachment(PDF, self.attachment.clone(), &self.file_name, self.language);
        let whole = whole.singlepart(pdf);
        // Behind the PDF, and no alternative of the text: Outlook makes a meeting of a message that
        // has an entry in its first part, and takes one elsewhere as the file that it is
        // (Microsoft's notes on RFC 6047, 2.4).
        let Some(calendar) = self.calendar.clone() else { return whole.formatted() };
        let name = format!("{}.ics", self.file_name.trim_end_matches(".pdf"));
        whole.singlepart(attachment(CALENDAR, calendar, &name, self.language)).formatted()
    }

    fn fields(&self, recipient: Option<&Recipient>, heading: &Heading) -> HeaderFields {
        let mut fields = HeaderFields::default();
        fields.ascii("Date", &heading.date);
        fields.mailbox("From", Some(&self.from_name), &self.from);
        if let Some(address) = &self.reply_to {
            fields.mailbox("Reply-To", None, address);
        }
        match recipient {
            Some(recipient) => {
                fields.mailbox("To", recipient.name.as_deref(), &recipient.address);
            }
            // Whoever completes a draft need not first take out what stands there for nobody.
            None if heading.is_draft => {}
            None => fields.ascii("To", "undisclosed-recipients:;"),
        }
        fields.text("Subject", &self.subject);
        let ids = heading.ids.clone().unwrap_or_else(|| self.public_ids(recipient));
        fields.ascii("Message-ID", &ids.own);
        if let Some(last) = ids.earlier.last() {
            fields.ascii("In-Reply-To", last);
            fields.ascii("References", &ids.earlier.join(" "));
        }
        if let Some([name, id]) = &self.list {
            fields.named("List-Id", name, id);
        }
        let ways = self.unsubscribe_at(recipient);
        if !ways.is_empty() {
            let bracketed: Vec<_> = ways.iter().map(|url| format!("<{url}>")).collect();
            fields.ascii("List-Unsubscribe", &bracketed.join(", "));
            if ways.iter().any(|url| url.starts_with("https:")) {
                fields.ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        if recipient.is_some() {
            fields.ascii("X-Auto-Response-Suppress", SUPPRESSED_ANSWERS);
        }
        if heading.unattended {
            fields.ascii("Auto-Submitted", "auto-generated");
        }
        if heading.is_draft {
            fields.ascii("X-Unsent", "1");
        }
        fields.ascii("Content-Language", self.language.as_str());
        fields.ascii("MIME-Version", "1.0");
        fields
    }

    /// The Message-IDs of a message that no journal knows.
    fn public_ids(&self, recipient: Option<&Recipient>) -> MessageIds {
        let issues = self.earlier.iter().chain([&self.issue_id]);
        let mut ids: Vec<_> =
            issues.map(|issue_id| issue_id.message_id(recipient, self.domain())).collect();
        let own = ids.pop().unwrap_or_default();
        MessageIds { own, earlier: ids }
    }

    fn plain_part(&self, recipient: Option<&Recipient>) -> SinglePart {
        let words = text::list_words(&self.list_lines(recipient).0);
        let body = [self.text.as_str(), &quoted_printable(words)].concat();
        text_part("text/plain; charset=utf-8", self.language, body)
    }

    fn html_part(&self, recipient: Option<&Recipient>) -> SinglePart {
        let (words, language) = self.list_lines(recipient);
        let words = quoted_printable(html::list_words(&words, language, &self.look));
        let [before, after] = &self.html;
        let body = [before.as_str(), &words, after].concat();
        text_part("text/html; charset=utf-8", self.language, body)
    }

    /// How to get no more messages, in the recipient's language.
    fn list_lines(&self, recipient: Option<&Recipient>) -> (Vec<Vec<Inline>>, Language) {
        let wanted = recipient.and_then(|recipient| recipient.language);
        let language = wanted.unwrap_or(self.language);
        let ways = self.unsubscribe_at(recipient);
        let leaving = match ways.first() {
            Some(url) => Unsubscribe::At(url),
            None if self.unsubscribe.is_empty() || recipient.is_some() => Unsubscribe::ByAnswer,
            // Without a recipient, the sender of the message will say.
            None => Unsubscribe::Unsaid,
        };
        (self.list_words.lines(leaving, language), language)
    }

    /// Where a recipient unsubscribes, in ASCII, on the web first.
    fn unsubscribe_at(&self, recipient: Option<&Recipient>) -> Vec<String> {
        let ways = self.unsubscribe.iter();
        ways.filter_map(|pattern| self.filled(pattern, recipient)).collect()
    }

    /// The address of a pattern for a recipient.
    fn filled(&self, pattern: &str, recipient: Option<&Recipient>) -> Option<String> {
        let pattern = Pattern::parse(pattern, OF_RECIPIENT).ok()?;
        let url = pattern.exactly(|name| match name {
            "email" => {
                let address = recipient?.address.as_str();
                Some(utf8_percent_encode(address, RESERVED).to_string())
            }
            "token" => identity::token(self.key.as_deref()?, recipient?),
            _ => None,
        })?;
        let url = Url::parse(&url).ok()?.to_string();
        if url.len() > MAX_URL_BYTES {
            return None;
        }
        let is_safe = |byte: u8| byte.is_ascii_graphic() && !b"<>".contains(&byte);
        Some(url).filter(|url| url.bytes().all(is_safe))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use crate::source::{Format, Source};

    const HOUSE: &str = include_str!("../../fixtures/mail/haus.toml");
    const EVERY_ELEMENT: &str = include_str!("../../fixtures/mail/every-element.md");
    const INVITATION: &str = include_str!("../../fixtures/mail/invitation-in-english.md");

    /// Journals keep fingerprints: with others, no run that an earlier version has begun could go
    /// on. These are those of version 0.1.0, but for the first: "a. d." in it is bound since.
    #[test]
    fn fingerprints_are_those_of_earlier_versions() {
        let source = Source::from_text("haus.toml", Format::Toml, HOUSE.to_owned());
        let house = read::letterhead(&source).expect("a letterhead").0;
        let rows = "| Ort | 1 |\n".repeat(900);
        let table =
            format!("---\ndate: 2022-11-25\nid: a\nheadline: H\n---\n| A | B |\n| - | - |\n{rows}");
        for (text, fingerprint) in [
            (EVERY_ELEMENT, "7fe695a6d470f90e1b55ab1f0ba644b15a00f5178c6b68e8617f25a3b694c6aa"),
            (INVITATION, "465cb0241bf42de71e53f180ce59753a465ac704cce66ab7235e0a47b9756567"),
            (table.as_str(), "e4e8b6f0b5598e578257ac3e0eac7a4fa3e966b0959539b4486f2e6e70b6b10a"),
        ] {
            let source = Source::from_text("a.md", Format::Markdown, text.to_owned());
            let release = read::release(&source).expect("a release").release;
            let message = Message::new(&release, &house, b"PDF".to_vec(), Some(b"key"));
            assert_eq!(message.expect("a message").fingerprint(), fingerprint);
        }
    }
}

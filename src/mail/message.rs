//! The message of a release, before it has a recipient.

use lettre::message::header::ContentTransferEncoding as Encoding;
use lettre::message::{Body, SinglePart};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::headers::{self, ContentDisposition, ContentLanguage, ContentType, Fields};
use super::identity::{self, Issue};
use super::naming;
use super::recipient::{Address, Form, Recipient};
use crate::content::{Document, Unsubscribe, Wording};
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::letterhead::{Letterhead, OF_RECIPIENT, Pattern};
use crate::output::html::{self, MailHtml};
use crate::output::text;
use crate::release::{Language, Release, ReleaseDate};
use crate::rules;

/// Earlier messages that a message refers to. Of a release of more versions the first
/// and the latest are named (RFC 5322, 3.6.4, bounds nothing, but mail programs do).
const REFERENCES: usize = 20;

/// What has to be escaped in an address: all but the unreserved (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A message but for its recipient: what takes time is done once.
pub struct Message {
    release: Release,
    letterhead: Letterhead,
    issue: Issue,
    /// What it refers to, the oldest first.
    earlier: Vec<Issue>,
    from: Address,
    reply_to: Option<Address>,
    return_path: Address,
    unsubscribe: Option<Pattern>,
    key: Option<Vec<u8>>,
    subject: String,
    file_name: String,
    page: MailHtml,
    /// The plain text, quoted-printable.
    text: Vec<u8>,
    /// What stands before and behind the words about the list, quoted-printable.
    html: [Vec<u8>; 2],
    /// The whole part that holds the PDF.
    attachment: SinglePart,
    fingerprint: String,
}

impl_debug!(Message { issue: this.issue, subject: this.subject } for this);

/// What differs from one sending to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The Date header's value.
    date: String,
    /// Whether nobody looks on: adds `Auto-Submitted: auto-generated` (RFC 3834, 5).
    unattended: bool,
}

impl Heading {
    /// The time of a release; of a mere day its beginning in UTC. `None` as for
    /// [`at`](Self::at).
    pub fn of(date: ReleaseDate, unattended: bool) -> Option<Self> {
        let (seconds, offset_minutes) = match date {
            ReleaseDate::Day(day) => (day.unix_seconds(), 0),
            ReleaseDate::Moment(moment) => (moment.unix_seconds(), moment.offset_minutes()),
        };
        Some(Self { date: headers::date(seconds, offset_minutes)?, unattended })
    }

    /// A time in seconds since 1970-01-01T00:00Z, stated in UTC; `None` for one beyond the
    /// years 0 to 9999, which no message can state (RFC 5322, 3.3).
    pub fn at(seconds: i64, unattended: bool) -> Option<Self> {
        Some(Self { date: headers::date(seconds, 0)?, unattended })
    }
}

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
        let mut faults = Vec::new();
        let settings = Settings::read(release, letterhead, key, &mut faults);
        let issue =
            Issue { identifier: release.identifier(&letterhead.id), version: release.version };
        let subject = kept(naming::subject(release, letterhead, &issue), &mut faults);
        let file_name = kept(naming::file_name(release, letterhead, &issue), &mut faults);
        Diagnostics::check(faults)?;
        let (Some(settings), Some(subject), Some(file_name)) = (settings, subject, file_name)
        else {
            return Err(Diagnostic::internal("a message without settings, and no error").into());
        };
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        let mail = &letterhead.mail;
        let document = Document::new(release, letterhead);
        let page = html::page(&document, &subject);
        let text = text::plain(&document);
        let earlier = earlier(release, &letterhead.id, &issue);
        let fingerprint = fingerprint(&[
            issue.identifier.as_bytes(),
            &issue.version.to_be_bytes(),
            format!("{earlier:?}").as_bytes(),
            settings.from.as_str().as_bytes(),
            settings.reply_to.as_ref().map_or("", Address::as_str).as_bytes(),
            own(&mail.from_name).as_bytes(),
            own(&mail.list_id).as_bytes(),
            own(&mail.unsubscribe).as_bytes(),
            subject.as_bytes(),
            file_name.as_bytes(),
            text.as_bytes(),
            page.before.as_bytes(),
            page.after.as_bytes(),
            &pdf,
        ]);
        Ok(Self {
            text: quoted(text),
            html: [quoted(page.before.clone()), quoted(page.after.clone())],
            attachment: attachment(pdf, &file_name, release.language),
            release: release.clone(),
            letterhead: letterhead.clone(),
            issue,
            earlier,
            from: settings.from,
            reply_to: settings.reply_to,
            return_path: settings.return_path,
            unsubscribe: settings.unsubscribe,
            key: key.map(<[u8]>::to_vec),
            subject,
            file_name,
            page,
            fingerprint,
        })
    }

    /// The subject, in plain words.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The name of the attachment.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// To whom relays report what cannot be delivered (RFC 5321, 4.4: the reverse-path).
    pub fn sender(&self) -> &Address {
        &self.return_path
    }

    /// The release's identifier and version, by which a journal knows it.
    pub fn issue(&self) -> (&str, u32) {
        (&self.issue.identifier, self.issue.version)
    }

    /// SHA-256 of all that is the same for all recipients, in hexadecimal digits: another
    /// one under the same version means that the release was changed.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The Message-ID of what a recipient gets, with its angle brackets. It hangs on the
    /// release's identifier, its version and the recipient's address alone.
    pub fn message_id(&self, recipient: &Recipient) -> String {
        self.issue.message_id(Some(recipient), self.from.domain())
    }

    /// The whole message for a recipient, or for nobody in particular. Its lines end in
    /// CRLF and are ASCII, of at most 998 bytes (RFC 5322, 2.1.1).
    pub fn message(&self, recipient: Option<&Recipient>, heading: &Heading) -> Vec<u8> {
        let [mixed, alternative] =
            ["mixed", "alternative"].map(|what| self.issue.boundary(what, recipient));
        let mut fields = self.fields(recipient, heading);
        fields.ascii("Content-Type", &format!("multipart/mixed; boundary=\"{mixed}\""));
        let (whole, text) = (fields.into_multipart(), self.text_part(recipient));
        let whole = if recipient.is_some_and(|recipient| recipient.form == Form::Text) {
            whole.singlepart(text)
        } else {
            let kind = format!("multipart/alternative; boundary=\"{alternative}\"");
            let mut fields = Fields::default();
            fields.ascii("Content-Type", &kind);
            let html = self.html_part(recipient);
            whole.multipart(fields.into_multipart().singlepart(text).singlepart(html))
        };
        whole.singlepart(self.attachment.clone()).formatted()
    }

    fn fields(&self, recipient: Option<&Recipient>, heading: &Heading) -> Fields {
        let mail = &self.letterhead.mail;
        let name = mail.from_name.as_deref().unwrap_or(&self.letterhead.name);
        let domain = self.from.domain();
        let mut fields = Fields::default();
        fields.ascii("Date", &heading.date);
        fields.mailbox("From", Some(name), &self.from);
        if let Some(address) = &self.reply_to {
            fields.mailbox("Reply-To", None, address);
        }
        match recipient {
            Some(recipient) => {
                fields.mailbox("To", recipient.name.as_deref(), &recipient.address);
            }
            None => fields.ascii("To", "undisclosed-recipients:;"),
        }
        fields.text("Subject", &self.subject);
        fields.ascii("Message-ID", &self.issue.message_id(recipient, domain));
        let earlier: Vec<String> =
            self.earlier.iter().map(|issue| issue.message_id(recipient, domain)).collect();
        if let Some(last) = earlier.last() {
            fields.ascii("In-Reply-To", last);
            fields.ascii("References", &earlier.join(" "));
        }
        if let Some(id) = &mail.list_id {
            let phrases = Wording::new(&self.release, &self.letterhead);
            fields.named("List-Id", phrases.label("list"), id);
        }
        if let Some(url) = self.unsubscribe_at(recipient) {
            fields.ascii("List-Unsubscribe", &format!("<{url}>"));
            if url.starts_with("https:") {
                fields.ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
        }
        if heading.unattended {
            fields.ascii("Auto-Submitted", "auto-generated");
        }
        fields.ascii("Content-Language", self.release.language.as_str());
        fields.ascii("MIME-Version", "1.0");
        fields
    }

    fn text_part(&self, recipient: Option<&Recipient>) -> SinglePart {
        let words = text::list_words(&self.list_words(recipient).0);
        let body = [self.text.as_slice(), &quoted(words)].concat();
        part("text/plain; charset=utf-8", self.release.language, body)
    }

    fn html_part(&self, recipient: Option<&Recipient>) -> SinglePart {
        let (words, language) = self.list_words(recipient);
        let words = quoted(self.page.list_words(&words, language));
        let [before, after] = &self.html;
        let body = [before.as_slice(), &words, after].concat();
        part("text/html; charset=utf-8", self.release.language, body)
    }

    /// How to get no more messages, in the recipient's language.
    fn list_words(
        &self,
        recipient: Option<&Recipient>,
    ) -> (Vec<Vec<crate::body::Inline>>, Language) {
        let wanted = recipient.and_then(|recipient| recipient.language);
        let language = wanted.unwrap_or(self.release.language);
        let url = self.unsubscribe_at(recipient);
        let leaving = match (&url, &self.unsubscribe) {
            (Some(url), _) => Unsubscribe::At(url),
            // Where no recipient is known, whoever sends the message will say.
            (None, Some(_)) => Unsubscribe::Unsaid,
            (None, None) => Unsubscribe::ByAnswer,
        };
        let phrases = Wording::new(&self.release, &self.letterhead);
        (phrases.list_words(leaving, language), language)
    }

    /// Where a recipient unsubscribes, in ASCII.
    fn unsubscribe_at(&self, recipient: Option<&Recipient>) -> Option<String> {
        let url = self.unsubscribe.as_ref()?.exactly(|name| match name {
            "email" => {
                let address = recipient?.address.as_str();
                Some(utf8_percent_encode(address, RESERVED).to_string())
            }
            "token" => identity::token(self.key.as_deref()?, recipient?),
            _ => None,
        })?;
        let url = Url::parse(&url).ok()?.to_string();
        let is_safe = |byte: u8| byte.is_ascii_graphic() && !b"<>".contains(&byte);
        Some(url).filter(|url| url.bytes().all(is_safe))
    }
}

/// What a letterhead says of mail, read.
struct Settings {
    from: Address,
    reply_to: Option<Address>,
    return_path: Address,
    unsubscribe: Option<Pattern>,
}

impl Settings {
    fn read(
        release: &Release,
        letterhead: &Letterhead,
        key: Option<&[u8]>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mail = &letterhead.mail;
        let mut address = |field: &str, typed: Option<&str>| {
            let read = Address::parse(typed?).map_err(|why| {
                let message = message!(
                    "nothing can be sent with `{value}`: {reason}",
                    value = typed.unwrap_or_default(),
                    reason = why
                );
                let fault = Diagnostic::new(codes::EMAIL_IMPOSSIBLE, message).in_field(field);
                fault.hint("an address is written name@example.org")
            });
            kept(read, faults)
        };
        let from = address("mail.from", mail.from.as_deref());
        // Who answers is meant to reach a person, and not the mailbox of the sender.
        let contacts = Wording::new(release, letterhead).contacts();
        let contact = contacts.iter().find_map(|contact| contact.email.as_deref());
        let reply_to = match &mail.reply_to {
            Some(typed) => address("mail.reply_to", Some(typed)),
            None => contact.and_then(|typed| Address::parse(typed).ok()),
        };
        let return_path = address("mail.return_path", mail.return_path.as_deref());
        let unsubscribe = mail.unsubscribe.as_deref().and_then(|typed| {
            let read = Pattern::parse(typed, OF_RECIPIENT)
                .map_err(|fault| rules::pattern_fault(&fault, OF_RECIPIENT));
            kept(read.map_err(|fault| fault.in_field("mail.unsubscribe")), faults)
        });
        if unsubscribe.as_ref().is_some_and(|pattern| pattern.has("token")) && key.is_none() {
            let message = "the letterhead wants tokens to unsubscribe with, and there is no key";
            let fault = Diagnostic::new(codes::MAIL_KEY_MISSING, message)
                .in_field("mail.unsubscribe")
                .hint("name the key, or take {token} out of the address");
            faults.push(fault);
        }
        if mail.from.is_none() {
            let message = message!(
                "the letterhead `{letterhead}` has no sender address (`mail.from`)",
                letterhead = letterhead.id
            );
            let fault = Diagnostic::new(codes::MAIL_FROM_MISSING, message)
                .in_field("mail.from")
                .hint("add to the letterhead: [mail] and below it from = \"presse@example.org\"");
            faults.push(fault);
        }
        let from = from?;
        let reply_to = reply_to.filter(|address| address.key() != from.key());
        let return_path = return_path.unwrap_or_else(|| from.clone());
        Some(Self { from, reply_to, return_path, unsubscribe })
    }
}

/// A value, or its fault among the others.
fn kept<T>(read: Result<T, Diagnostic>, faults: &mut Vec<Diagnostic>) -> Option<T> {
    read.map_err(|fault| faults.push(fault)).ok()
}

/// What a message refers to: the versions of the other release up to the one meant,
/// and this release's own earlier versions.
fn earlier(release: &Release, letterhead_id: &str, issue: &Issue) -> Vec<Issue> {
    let up_to = |identifier: &str, last: u32| -> Vec<Issue> {
        let first = last.saturating_sub(REFERENCES as u32 - 1).max(2);
        let versions = std::iter::once(1).chain(first..=last).filter(|version| *version <= last);
        versions.map(|version| Issue { identifier: identifier.to_owned(), version }).collect()
    };
    let other = release.refers_to.as_ref().and_then(|other| {
        let identifier = other.identifier(letterhead_id)?;
        (identifier != issue.identifier).then(|| up_to(&identifier, other.version.unwrap_or(1)))
    });
    let mut earlier = other.unwrap_or_default();
    earlier.extend(up_to(&issue.identifier, issue.version.saturating_sub(1)));
    earlier
}

fn fingerprint(parts: &[&[u8]]) -> String {
    identity::hash(parts.iter().copied())
}

/// A text in quoted-printable (RFC 2045, 6.7). One that ends in a line end can stand
/// before another.
fn quoted(text: String) -> Vec<u8> {
    // This encoding takes any text.
    Body::new_with_encoding(text, Encoding::QuotedPrintable)
        .map_or_else(|text| text, Body::into_vec)
}

fn attachment(pdf: Vec<u8>, file_name: &str, language: Language) -> SinglePart {
    // So does this one, any bytes.
    let body = Body::new_with_encoding(pdf, Encoding::Base64)
        .unwrap_or_else(|bytes| Body::dangerous_pre_encoded(bytes, Encoding::Base64));
    // The name stands in both places: some programs look into the one, some into the other.
    SinglePart::builder()
        .header(ContentType(format!("application/pdf; name=\"{file_name}\"")))
        .header(ContentDisposition(format!("attachment; filename=\"{file_name}\"")))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(body)
}

/// A part of text, which is quoted-printable already.
fn part(kind: &str, language: Language, body: Vec<u8>) -> SinglePart {
    SinglePart::builder()
        .header(ContentType(kind.to_owned()))
        .header(ContentLanguage(language.as_str().to_owned()))
        .body(Body::dangerous_pre_encoded(body, Encoding::QuotedPrintable))
}

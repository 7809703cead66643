//! The message that carries a release.

use std::path::PathBuf;

use super::Manuscript;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::mail::{self, Message};

impl Manuscript<'_> {
    /// The relay that its letterhead names, if the letterhead is built in or was chosen by the
    /// caller. A letterhead that the release brings with it never says where messages go.
    pub fn relay(&self) -> Option<&str> {
        if self.brings_letterhead { None } else { self.named_relay() }
    }

    /// The name for EHLO that its letterhead gives this machine; it counts where
    /// [`Manuscript::relay`] would. A letterhead that the release brings with it never says as
    /// whom the office introduces itself.
    pub fn helo(&self) -> Option<&str> {
        let helo = self.stationery.letterhead().mail.helo.as_deref();
        helo.filter(|_| !self.brings_letterhead)
    }

    /// Whether a relay is named only by the letterhead that the release brings with it, and
    /// does not count.
    pub fn brings_relay(&self) -> bool {
        self.brings_letterhead && self.named_relay().is_some()
    }

    fn named_relay(&self) -> Option<&str> {
        self.stationery.letterhead().mail.relay.as_deref()
    }

    /// The journal that its letterhead names, if the letterhead is built in or was chosen by the
    /// caller. A letterhead that the release brings with it never says which journal counts.
    pub fn journal(&self) -> Option<PathBuf> {
        if self.brings_letterhead { None } else { self.stationery.journal() }
    }

    /// Whether a journal is named only by the letterhead that the release brings with it, and
    /// does not count.
    pub fn brings_journal(&self) -> bool {
        self.brings_letterhead && self.stationery.journal().is_some()
    }

    /// Everything that keeps it from being sent at a moment, in seconds since 1970; empty
    /// where it may go out. See [`mail::sending_errors`].
    pub fn sending_errors(&self, now: Option<i64>) -> Vec<Diagnostic> {
        mail::sending_errors(&self.release, &self.fields, now)
    }

    /// The release as mail, with a PDF of it attached; `key` makes the `{token}` of the
    /// letterhead's `[mail] unsubscribe`. The errors are those of [`Message::new`], marked in
    /// the letterhead.
    ///
    /// ```
    /// use letterpress::files::NoFiles;
    /// use letterpress::mail::{Address, Heading, Recipient};
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Edition, Job, Standards, Stationery, Target, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let house = "\
    /// id = \"lmo\"
    /// name = \"Landesamt für Musterwesen\"
    /// short = \"LMO\"
    /// [mail]
    /// from = \"presse@musterwesen.example\"
    /// ";
    /// let house = Source::from_text("house.toml", Format::Toml, house.to_owned());
    /// let house = Stationery::load(&house, &NoFiles)?;
    /// let text = "---\nid: lmo-1\ndate: 2022-11-25\nheadline: Neue Muster\n---\nEin Satz.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    ///
    /// let edition = Edition::of(Target::Mail);
    /// let typesetter = Typesetter::new();
    /// let job = Job::new(&source).with_letterheads(&house);
    /// let manuscript = typesetter.read(&job, &[edition])?;
    /// let pdf = manuscript.pdf(&edition, &Standards::default())?;
    /// let message = manuscript.message(pdf.bytes, None)?;
    /// assert_eq!(message.subject(), "Medieninformation LMO: Neue Muster");
    /// assert_eq!(message.file_name(), "2022-11-25_MI_LMO_neue-muster.pdf");
    ///
    /// let heading = Heading::of(manuscript.release().date, false).expect("2022 can be stated");
    /// let recipient = Address::parse("mira@zeitung.example").map(Recipient::new);
    /// let bytes = message.to_bytes(recipient.as_ref().ok(), &heading);
    /// assert!(bytes.starts_with(b"Date: Fri, 25 Nov 2022 00:00:00 +0000\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn message(&self, pdf: Vec<u8>, key: Option<&[u8]>) -> Result<Message, Diagnostics> {
        let letterhead = self.stationery.letterhead();
        Message::new(&self.release, letterhead, pdf, key).map_err(|errors| {
            errors.map(|error| match error.field.clone() {
                Some(field) => self.stationery.mark(&field, error),
                None => error,
            })
        })
    }
}

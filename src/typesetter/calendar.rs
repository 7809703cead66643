//! The event of a release as an entry of a calendar.

use super::Manuscript;
use crate::content::Document;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::output::calendar;

impl Manuscript<'_> {
    /// The event as an entry of a calendar (RFC 5545), the same as in its mail: lines that end in
    /// CRLF. A canceled release takes its event back.
    ///
    /// `calendar-impossible` where the release has no event, or one beyond the years 1 to 9999.
    ///
    /// ```
    /// use letterpress::source::{Format, Source};
    /// use letterpress::{Edition, Job, Typesetter};
    ///
    /// # fn main() -> Result<(), letterpress::diagnostic::Diagnostics> {
    /// let text = "---\nletterhead: neutral\nid: lmo-1\nkind: invitation\ndate: 2022-11-25\n\
    ///             headline: Neue Muster\nevent: { start: 2022-12-01T10:00+01:00 }\n---\nText.\n";
    /// let source = Source::from_text("release.md", Format::Markdown, text.to_owned());
    /// let typesetter = Typesetter::new();
    /// let entry = typesetter.read(&Job::new(&source), &[Edition::default()])?.calendar()?;
    /// assert!(entry.contains("\r\nDTSTART:20221201T090000Z\r\n"));
    /// assert!(entry.contains("\r\nSUMMARY:Neue Muster\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn calendar(&self) -> Result<String, Diagnostics> {
        let document = Document::new(&self.release, self.stationery.letterhead());
        calendar::entry(&document).ok_or_else(|| {
            let error = if self.release.event.is_none() {
                let message = "a calendar entry is wanted of a release that has no event";
                let error = Diagnostic::new(codes::CALENDAR_IMPOSSIBLE, message);
                let error = error.with("reason", "no-event").in_field("event");
                let hint = "add `event` with start, venue and address";
                self.fields.mark_first_line(error).hint(hint)
            } else {
                let message = "a calendar entry cannot state when this event is";
                let error = Diagnostic::new(codes::CALENDAR_IMPOSSIBLE, message);
                let error = error.with("reason", "out-of-range");
                self.fields.mark("event", error.hint("check the years of `start` and `end`"))
            };
            error.into()
        })
    }
}

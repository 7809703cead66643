//! What must not go out: judged before the first message, and never overruled.

use crate::diagnostic::{Diagnostic, codes};
use crate::read::FieldMap;
use crate::release::{Release, Status};

/// Everything that keeps a release from being sent at a moment (seconds since 1970),
/// each marked in the author's text. `None` stands for a moment that is not known yet, or
/// that does not matter, as for a test. An embargo is no such thing: it is what the
/// message says first. Nor is the status `canceled`: such a release goes to those who have
/// it, as a recall, and who that is stands in the journal.
///
/// `mail-withheld` for its status, `mail-too-early` before its `not_before`,
/// `mail-without-id` where no `id` identifies the release.
pub fn sending_errors(release: &Release, fields: &FieldMap, now: Option<i64>) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    if release.id.is_none() {
        let message = "a release that is sent needs an `id`: by it the journal knows who has it";
        let error = Diagnostic::new(codes::MAIL_WITHOUT_ID, message).in_field("id");
        let id = release.identifier(release.letterhead.as_deref().unwrap_or_default());
        errors.push(
            fields
                .mark_first_line(error)
                .hint(format!("add `id`, and never change it: \"{id}\""))
                .hint("a corrected text keeps its id and has the next `version`"),
        );
    }
    if release.status == Status::Withheld {
        let message = "a release that is withheld is never sent";
        let error = Diagnostic::new(codes::MAIL_WITHHELD, message)
            .hint("set `status: usable` when it may go out");
        errors.push(fields.mark("status", error));
    }
    if let (Some(moment), Some(now)) = (release.not_before, now)
        && now < moment.unix_seconds()
    {
        let wait = wait(moment.unix_seconds() - now);
        let error = Diagnostic::new(codes::MAIL_TOO_EARLY, "it is too early to send this release");
        errors.push(
            fields
                .mark("not_before", error.hint(format!("it may go out in {wait}")))
                .hint("`--wait` waits until then; `--test ADDRESS` sends a test at any time"),
        );
    }
    errors
}

/// "3 days", "2 hours and 5 minutes", "1 minute".
fn wait(seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => count(minutes, "minute"),
        (hours @ 48.., _) => count(hours / 24, "day"),
        (hours, 0) => count(hours, "hour"),
        (hours, minutes) => format!("{} and {}", count(hours, "hour"), count(minutes, "minute")),
    }
}

fn count(number: i64, unit: &str) -> String {
    if number == 1 { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_said_in_words() {
        let said = [1, 60, 61, 3600, 7500, 86_400, 200_000].map(wait);
        let words = [
            "1 minute",
            "1 minute",
            "2 minutes",
            "1 hour",
            "2 hours and 5 minutes",
            "24 hours",
            "2 days",
        ];
        assert_eq!(said, words);
    }
}

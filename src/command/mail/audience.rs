//! Whom a run sends to.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use letterpress::diagnostic::{Diagnostic, Diagnostics, codes};
use letterpress::limits::ListLimits;
use letterpress::mail::journal::Journal;
use letterpress::mail::{Recipient, RecipientList, SuppressionList};
use letterpress::message;

use super::mailing::Mailing;
use super::recipients::{self, Asked};
use super::suppressed::suppressed;
use crate::cli;
use crate::command::{Exit, usage};
use crate::terminal::{LeftOutCounts, Terminal};

/// The most addresses that a note lists.
const MAX_ADDRESSES: usize = 5;

/// Who is on the lists that were named, but for those who want no mail.
pub struct Audience<'a> {
    typed: &'a cli::SendArgs,
    limits: &'a ListLimits,
    terminal: &'a Terminal,
    /// Whether lists were named.
    is_named: bool,
    /// Nobody, where no list was named or one cannot be read.
    listed: Arc<[Recipient]>,
    left_out: LeftOutCounts,
    pub exit: Exit,
}

impl<'a> Audience<'a> {
    /// Reads the lists, and reports at once what is wrong with them.
    pub fn read(
        typed: &'a cli::SendArgs,
        kept: Option<&Journal>,
        limits: &'a ListLimits,
        terminal: &'a Terminal,
    ) -> Self {
        let is_named = !typed.to.is_empty() || !typed.run.to_recipients_of.is_empty();
        let mut audience = Self {
            typed,
            limits,
            terminal,
            is_named,
            listed: Arc::default(),
            left_out: LeftOutCounts::default(),
            exit: Exit::Fine,
        };
        if is_named {
            let lists = typed.run.to_recipients_of.iter().map(|one| of_release(one, kept));
            let found = lists
                .collect::<Result<Vec<_>, _>>()
                .and_then(|further| Ok((further, suppressed(kept)?)))
                .map(|(further, suppressed)| audience.select(&typed.to, further, suppressed));
            match found {
                Ok((list, exit)) => {
                    audience.exit = exit;
                    audience.left_out = list.as_ref().map(RecipientList::left_out).into();
                    audience.listed = of_list(list.as_ref());
                }
                Err(errors) => {
                    terminal.emit_all(&errors);
                    audience.exit = Exit::Failed;
                }
            }
        }
        audience
    }

    fn select(
        &self,
        files: &[PathBuf],
        further: Vec<RecipientList>,
        suppressed: Option<SuppressionList>,
    ) -> (Option<RecipientList>, Exit) {
        let asked = Asked { files, further, suppressed, selection: &self.typed.selection };
        recipients::read(asked, self.limits, self.terminal)
    }

    /// Who is to get a release: everybody on the lists; of a recall those who have the release.
    pub fn of(
        &self,
        mailing: &Mailing<'_>,
        kept: Option<&Journal>,
    ) -> Result<(Arc<[Recipient]>, LeftOutCounts), Diagnostics> {
        let issue = mailing.issue();
        if !mailing.is_recall() {
            if !self.is_named {
                return Err(usage("no recipients are named")
                    .hint("name a list with --to, or --to-recipients-of ID for those who have another release")
                    .into());
            }
            return Ok((self.listed.clone(), self.left_out));
        }
        let holders = kept.map(|kept| kept.holders(&issue.release, issue.version)).transpose()?;
        let holders = holders.unwrap_or_default();
        if self.is_named {
            let keys: BTreeSet<String> = holders.iter().map(|one| one.address.key()).collect();
            let listed = self.listed.iter().filter(|one| keys.contains(&one.address.key()));
            let recipients: Arc<[Recipient]> = listed.cloned().collect();
            return if recipients.is_empty() && self.exit <= Exit::Incomplete {
                Err(nothing_to_recall(mailing, "nobody on the list has").into())
            } else {
                Ok((recipients, self.left_out))
            };
        }
        if holders.is_empty() {
            return Err(nothing_to_recall(mailing, "nobody has").into());
        }
        let name = format!("recipients of {}", issue.release);
        let further = vec![RecipientList::of(&name, holders)];
        let (list, exit) = self.select(&[], further, suppressed(kept)?);
        match list {
            Some(list) if exit <= Exit::Incomplete => {
                Ok((of_list(Some(&list)), Some(list.left_out()).into()))
            }
            // What is wrong with it was reported.
            _ => Err(usage("the recipients of the recall cannot be found out").into()),
        }
    }
}

fn of_list(list: Option<&RecipientList>) -> Arc<[Recipient]> {
    list.iter().flat_map(|list| list.recipients()).cloned().collect()
}

/// Those who have a release by the journal: of any version, or of the one behind `@`.
fn of_release(typed: &str, kept: Option<&Journal>) -> Result<RecipientList, Diagnostics> {
    let (id, version) = match typed.rsplit_once('@') {
        Some((id, version)) => match version.parse() {
            Ok(version) => (id, Some(version)),
            Err(_) => (typed, None),
        },
        None => (typed, None),
    };
    let recipients = kept.map(|kept| kept.recipients_of(id, version)).transpose()?;
    let recipients = recipients.unwrap_or_default();
    let name = match version {
        Some(version) => format!("recipients of {id}, version {version}"),
        None => format!("recipients of {id}"),
    };
    if recipients.is_empty() {
        let message = message!("the journal knows nobody who has `{release}`", release = typed);
        let hint = "`letterpress mail status` lists the releases that were sent";
        return Err(usage(message).hint(hint).into());
    }
    Ok(RecipientList::of(&name, recipients))
}

/// `mail-canceled`: a recall goes to those who have what is recalled, and to nobody else.
fn nothing_to_recall(mailing: &Mailing<'_>, who: &str) -> Diagnostic {
    let issue = mailing.issue();
    let message = message!(
        "{who} an earlier version of `{id}`, so there is nothing to recall",
        who,
        id = issue.release
    );
    let error = Diagnostic::new(codes::MAIL_CANCELED, message).in_field("status");
    if issue.version == 1 {
        error.hint("a recall has the next version: set `version: 2`")
    } else {
        error.hint("a recall goes to those who have the release by the journal, and to nobody else")
    }
}

/// `earlier-recipients`: some have an earlier version and would not learn of this one.
pub fn left_behind(
    mailing: &Mailing<'_>,
    kept: Option<&Journal>,
) -> Result<Option<Diagnostic>, Diagnostics> {
    let left = mailing.left_behind(kept)?;
    if left.is_empty() {
        return Ok(None);
    }
    let shown = left.iter().take(MAX_ADDRESSES).map(|one| one.address.to_string());
    let more = if left.len() > MAX_ADDRESSES { " …" } else { "" };
    let shown = shown.collect::<Vec<_>>().join(", ") + more;
    let issue = mailing.issue();
    let message = message!(
        "{count} who have an earlier version of `{id}` are not among the recipients: {addresses}",
        count = left.len(),
        id = issue.release,
        addresses = shown
    );
    let hint = format!("--to-recipients-of {} sends to them, too", issue.release);
    Ok(Some(Diagnostic::new(codes::EARLIER_RECIPIENTS, message).hint(hint)))
}

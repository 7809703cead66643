//! Letterheads: a file, the base that it extends, and its changes from a day on, as one tree of
//! values for each period.

mod choice;
mod merge;
mod period;

use self::merge::{laid_over, merge, missing};
pub(crate) use self::period::{LetterheadPeriod, ReadLetterhead};
use super::check::Checker;
use super::period_fields::{FROM, IDENTITY};
use super::{dates, forms, no_fields};
use crate::diagnostic::{self, Diagnostic, Diagnostics, MessageText, codes};
use crate::field::{FieldGroup, FieldMap, Node, NodeEntry, NodeValue};
use crate::letterhead::Letterhead;
use crate::limits::{LetterheadLimits, TextLimits};
use crate::release::Day;
use crate::source::Source;

/// The most bases in a chain; two are common.
const MAX_BASES: usize = 8;
/// Opens a base by its name.
pub(crate) type OpenBase<'a> = &'a mut dyn FnMut(&str) -> Result<Source, Diagnostic>;

/// Reads a letterhead: its periods, oldest first.
pub(crate) fn periods(
    source: &Source,
    open: OpenBase<'_>,
    limits: &LetterheadLimits,
) -> Result<Vec<LetterheadPeriod>, Diagnostics> {
    let mut reader = PeriodReader { open, limits, found: Vec::new(), chain: Vec::new() };
    let mut periods = reader.file(source, false)?;
    let is_changed = periods.len() > 1;
    for period in &periods {
        // A file that stands by itself was judged as a whole.
        if !is_changed && !period.entries.iter().any(|entry| entry.key == "extends") {
            continue;
        }
        missing(&period.entries, Letterhead::FIELDS, "", &period.fields, &mut reader.found);
    }
    let mut found = Vec::new();
    for error in reader.found {
        if !found.contains(&error) {
            found.push(error);
        }
    }
    diagnostic::sort(&mut found);
    Diagnostics::unless_error(found)?;
    let ends: Vec<_> = periods.iter().skip(1).map(|next| next.from?.yesterday()).collect();
    for (period, until) in periods.iter_mut().zip(ends) {
        period.until = until;
    }
    Ok(periods)
}

struct PeriodReader<'a> {
    open: OpenBase<'a>,
    limits: &'a LetterheadLimits,
    found: Vec<Diagnostic>,
    /// The names of the files that are being read.
    chain: Vec<String>,
}

impl PeriodReader<'_> {
    /// The periods of a file. `is_base`: another one completes it.
    fn file(
        &mut self,
        source: &Source,
        is_base: bool,
    ) -> Result<Vec<LetterheadPeriod>, Diagnostics> {
        let tree = forms::parse(source, 0..source.text().len())?;
        let NodeValue::Map(entries) = &tree.value else {
            return Err(Diagnostics::from(no_fields(source, &tree)));
        };
        let extends = entries.iter().find(|entry| entry.key == "extends");
        let checker = Checker::new(source, self.limits.entries).of_letterhead();
        let mut checker = if is_base || extends.is_some() { checker.part() } else { checker };
        checker.group(&tree, entries, Letterhead::FIELDS, "");
        let Checker { fields, diagnostics, .. } = checker;
        self.found.extend(diagnostics);
        if extends.is_some() && !is_base && !fields.has("id") {
            let error = Diagnostic::new(codes::MISSING_FIELD, "`id` is missing")
                .in_field("id")
                .hint("add `id`: a base gives its name to none of those that extend it");
            self.found.push(fields.mark_first_line(error));
        }
        let own = self.own_periods(entries, &fields);
        let Some(base) = extends.and_then(|entry| entry.node.text()) else { return Ok(own) };
        let mut bases = self.base(base, &fields)?;
        for base in &mut bases {
            base.entries.retain(|entry| !IDENTITY.contains(&entry.key.as_str()));
            IDENTITY.iter().for_each(|name| base.fields.forget(name));
        }
        Ok(laid_over(&bases, &own))
    }

    /// The periods of the base with a name, read from the folder of the file that names it.
    fn base(
        &mut self,
        name: &str,
        fields: &FieldMap,
    ) -> Result<Vec<LetterheadPeriod>, Diagnostics> {
        if self.chain.iter().any(|other| other == name) {
            let chain = self.chain.join("` extends `");
            let message = message!("`{chain}` extends `{name}` again", chain, name);
            return Err(refused(
                fields,
                message,
                "end the circle: one of them has to stand by itself",
            ));
        }
        if self.chain.len() >= MAX_BASES {
            let message =
                message!("`{name}` is one base too many; a chain has {max}", name, max = MAX_BASES);
            return Err(refused(fields, message, "put what several bases say into one"));
        }
        let base = (self.open)(name).map_err(|error| fields.mark("extends", error))?;
        self.chain.push(name.to_owned());
        let periods = self.file(&base, true)?;
        self.chain.pop();
        Ok(periods)
    }

    /// What a file says by itself, period by period.
    fn own_periods(&mut self, entries: &[NodeEntry], fields: &FieldMap) -> Vec<LetterheadPeriod> {
        let limits = TextLimits { entries: self.limits.entries, ..TextLimits::default() };
        let mut first = fields.clone();
        first.forget("period");
        let lasting = entries.iter().filter(|entry| entry.key != "period").cloned().collect();
        let mut next =
            LetterheadPeriod { from: None, until: None, entries: lasting, fields: first, limits };
        let mut periods = vec![next.clone()];
        for (from, path, changed) in self.changes(entries, fields) {
            next.from = Some(from);
            let changed: Vec<_> =
                changed.iter().filter(|entry| entry.key != FROM).cloned().collect();
            merge(&mut next.entries, &mut next.fields, &changed, "");
            next.fields.overlay(fields, &path);
            next.fields.forget(FROM);
            periods.push(next.clone());
        }
        periods
    }

    /// The changes of a file, by their days.
    fn changes<'n>(
        &mut self,
        entries: &'n [NodeEntry],
        fields: &FieldMap,
    ) -> Vec<(Day, String, &'n [NodeEntry])> {
        let Some(NodeValue::List(nodes)) =
            entries.iter().find(|entry| entry.key == "period").map(|entry| &entry.node.value)
        else {
            return Vec::new();
        };
        let mut changes: Vec<_> = nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| {
                Some((beginning(node)?, format!("period[{at}]"), node.entries()))
            })
            .collect();
        changes.sort_by_key(|(day, ..)| *day);
        for pair in changes.windows(2) {
            let [(day, ..), (next, path, _)] = pair else { continue };
            if day == next {
                let message = message!("two periods begin on {day}", day = day.to_string());
                let error = Diagnostic::new(codes::PERIODS_OVERLAP, message)
                    .hint("put their fields into one");
                self.found.push(fields.mark(&format!("{path}.{FROM}"), error));
            }
        }
        let start = entries.iter().find(|entry| entry.key == "valid_from");
        let start = start.and_then(|entry| dates::day_of(&entry.node));
        if let (Some(start), Some((day, path, _))) = (start, changes.first())
            && *day <= start
        {
            let message = message!(
                "the period begins on {day}, not behind `valid_from` ({start})",
                day = day.to_string(),
                start = start.to_string()
            );
            let error = Diagnostic::new(codes::PERIODS_OVERLAP, message)
                .hint("the fields above hold from `valid_from` on, a period from a later day on");
            self.found.push(fields.mark(&format!("{path}.{FROM}"), error));
        }
        changes
    }
}

/// The day from which on a change holds.
fn beginning(change: &Node) -> Option<Day> {
    let from = change.entries().iter().find(|entry| entry.key == FROM)?;
    dates::day_of(&from.node)
}

/// `base-unusable`, at the name of the base.
fn refused(fields: &FieldMap, message: MessageText, hint: &str) -> Diagnostics {
    let error = Diagnostic::new(codes::BASE_UNUSABLE, message).hint(hint);
    fields.mark("extends", error).into()
}

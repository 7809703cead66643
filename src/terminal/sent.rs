//! A run of `mail send`, while it goes on and at its end.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use letterpress::mail::journal::State;

use super::excerpt::visible_line;
use crate::command::{Sent, Settled};

/// The bar of a run, where people look on.
#[derive(Default)]
pub struct Progress(Mutex<Option<ProgressBar>>);

impl Progress {
    /// Moves on, and shows a line above the bar if there is one to be shown.
    /// Returns the line where there is no bar.
    pub fn step<'a>(&self, settled: &Settled, line: &'a str, is_wanted: bool) -> Option<&'a str> {
        let mut bar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_wanted || !io::stderr().is_terminal() {
            return Some(line);
        }
        let bar = bar.get_or_insert_with(|| new_bar(settled.total));
        bar.set_position(settled.done as u64);
        if !line.is_empty() {
            bar.println(line.trim_end());
        }
        None
    }

    /// Takes the bar away.
    pub fn end(&self) {
        let mut bar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn new_bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len}, {per_sec:.0}, {eta} left");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What has become of one message, where it is not as it should be.
pub fn settled(settled: &Settled) -> String {
    let Settled { address, state, reply, again_in, .. } = settled;
    let (address, reply) = (visible_line(address), visible_line(reply));
    let then = match (state, again_in) {
        (State::Accepted, _) => return String::new(),
        (_, Some(pause)) => format!("; tried again in {} s", pause.as_secs_f64().ceil()),
        (State::Deferred, None) => "; not tried again in this run".to_owned(),
        (State::Unknown, None) => "; whether it arrived, nobody knows".to_owned(),
        _ => String::new(),
    };
    format!("{state}: {address} ({reply}){then}\n")
}

/// How all deliveries stand, and how to go on.
pub fn sent(sent: &Sent) -> String {
    let release = visible_line(&sent.release);
    let states = State::ALL.into_iter().map(|state| (state, sent.count(state)));
    let states = states.filter(|(_, count)| *count > 0);
    let states: Vec<_> = states.map(|(state, count)| format!("{count} {state}")).collect();
    let mut text = match sent.is_stopped {
        true => "stopped; ".to_owned(),
        false => String::new(),
    };
    text += &format!(
        "{release}, version {}: {} of {} ({:.1} s)\n",
        sent.version,
        states.join(", "),
        sent.recipients,
        sent.seconds,
    );
    if sent.count(State::Queued) + sent.count(State::Deferred) + sent.count(State::Sending) > 0 {
        text += "the same command again goes on with those who are left\n";
    }
    if sent.count(State::Unknown) > 0 {
        text += "what is unknown is sent once more only with --retry-unknown\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_what_is_not_as_it_should_be_is_told() {
        let told = |state, again_in| {
            let (address, reply) = ("a@example.org".to_owned(), "4 \u{1B}x".to_owned());
            settled(&Settled { address, state, reply, again_in, done: 1, total: 2 })
        };
        assert_eq!(told(State::Accepted, None), "");
        assert_eq!(told(State::Refused, None), "refused: a@example.org (4 ␛x)\n");
        let again = told(State::Deferred, Some(Duration::from_secs(30)));
        assert_eq!(again, "deferred: a@example.org (4 ␛x); tried again in 30 s\n");
    }

    #[test]
    fn the_end_says_how_to_go_on() {
        let mut all = Sent { release: "x".into(), version: 1, recipients: 3, ..Sent::default() };
        all.add(State::Accepted);
        all.add(State::Accepted);
        all.add(State::Unknown);
        assert_eq!(
            sent(&all),
            "x, version 1: 2 accepted, 1 unknown of 3 (0.0 s)\n\
             what is unknown is sent once more only with --retry-unknown\n"
        );
    }
}

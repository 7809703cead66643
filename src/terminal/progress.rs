//! The bar that shows how far a run is, where people look on.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::event::DeliveryUpdate;

/// What a bar of known length shows.
const WITH_LENGTH: &str = "{bar:30} {pos} of {len}, {rate}, {eta} left";

/// What one shows whose length nobody knows.
const WITHOUT_LENGTH: &str = "{spinner} {pos}, {rate}";

/// The bar of a run.
#[derive(Default)]
pub struct Progress(Mutex<Option<ProgressBar>>);

impl Progress {
    /// Shows a bar of so many steps, if a person looks on.
    pub fn begin(&self, total: Option<usize>) {
        if io::stderr().is_terminal() && total != Some(1) {
            *self.bar() = Some(new_bar(total));
        }
    }

    /// So many steps are done.
    pub fn set(&self, done: u64) {
        if let Some(bar) = &*self.bar() {
            bar.set_position(done);
        }
    }

    /// Prints something while the bar is away.
    pub fn above(&self, print: impl FnOnce()) {
        match &*self.bar() {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Moves on, and shows a line above the bar if there is one to be shown.
    /// Returns the line where there is no bar.
    pub fn step<'a>(
        &self,
        delivery: &DeliveryUpdate<'_>,
        line: &'a str,
        is_shown: bool,
    ) -> Option<&'a str> {
        let mut bar = self.bar();
        if !is_shown || !io::stderr().is_terminal() {
            return Some(line);
        }
        let bar = bar.get_or_insert_with(|| new_bar(Some(delivery.total)));
        bar.set_position(delivery.done as u64);
        if !line.is_empty() {
            bar.println(line.trim_end());
        }
        None
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = self.bar().take() {
            bar.finish_and_clear();
        }
    }

    fn bar(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many steps a second: a digit behind the point where there are few.
fn rate(state: &ProgressState, text: &mut dyn Write) {
    let rate = state.per_sec();
    let digits = if rate < 10.0 { 1 } else { 0 };
    // A bar that cannot be drawn harms nobody.
    let _ = write!(text, "{rate:.digits$}/s");
}

fn new_bar(total: Option<usize>) -> ProgressBar {
    let target = ProgressDrawTarget::stderr();
    let bar = ProgressBar::with_draw_target(total.map(|total| total as u64), target);
    let template = if total.is_some() { WITH_LENGTH } else { WITHOUT_LENGTH };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.with_key("rate", rate)),
        Err(_) => bar,
    }
}

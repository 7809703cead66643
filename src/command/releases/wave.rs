//! Releases that are set again and again by the same workers: `watch`.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};

use letterpress::diagnostic::Diagnostics;
use letterpress::pool::ResultOrder;

use super::plan::Plan;
use super::{MAX_AHEAD, Planned, ReleaseRecord, ReleaseRun};
use crate::command::batch::Batch;
use crate::command::workers::WorkerPool;

impl ReleaseRun<'_> {
    /// The releases that there are now.
    pub fn found(&self) -> Result<Vec<Planned>, Diagnostics> {
        match Plan::of(self)? {
            Plan::List(list) => Ok(list.into_iter().map(Planned::from).collect()),
            Plan::Lines(_) => Ok(Vec::new()),
        }
    }

    /// Has some releases worked on, reports what came of each, and sums up. What has not begun
    /// before `stop` is set is left.
    pub fn wave(
        &self,
        pool: &WorkerPool,
        planned: Vec<Planned>,
        stop: &AtomicBool,
        mut done: impl FnMut(&Planned, ReleaseRecord),
    ) {
        let mut batch = Batch::new(self.task, self.terminal);
        let (mut rest, mut count) = (VecDeque::from(planned), 0);
        let total = rest.len();
        let max_bytes = self.session.limits().text.bytes;
        let in_order = ResultOrder::AsTaken { max_ahead: MAX_AHEAD };
        pool.each(
            if self.args.many.unordered { ResultOrder::AsDone } else { in_order },
            || if stop.load(Ordering::Relaxed) { None } else { rest.pop_front() },
            |planned| self.assignment(planned, max_bytes),
            |_, planned, outcome, time| {
                let record = self.record(&planned, outcome, time);
                batch.count(record.outcome, record.counts);
                count += 1;
                done(&planned, record);
            },
        );
        batch.leave(total - count);
        batch.end();
    }
}

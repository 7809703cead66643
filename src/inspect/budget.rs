//! The budget of a file: the work that its inspection may still take, and the memory that
//! it may still hold.
//!
//! Work is charged before it is done. Once something cannot be paid the budget is used
//! up, and stays so: nothing more is read, and each walk ends where it is.

use std::cell::Cell;
use std::rc::Rc;

use super::limits::{MIN_HELD_BYTES, WORK_FOR_EACH_BYTE, Work};
use crate::limits::PdfLimits;

/// The one account of all work and memory that a file takes.
#[derive(Debug)]
pub struct Budget {
    /// In units of [`Work::cost`].
    left: Cell<u64>,
    is_used_up: Cell<bool>,
    memory: Rc<HeldMemory>,
}

/// How many bytes are held, and how many may be.
#[derive(Debug)]
struct HeldMemory {
    bytes: Cell<usize>,
    max: usize,
}

impl Budget {
    /// The budget of a file of so many bytes.
    pub fn of_file(bytes: usize, limits: &PdfLimits) -> Self {
        let max = limits.held_bytes.saturating_sub(bytes).max(MIN_HELD_BYTES);
        Self::new(limits.work.saturating_add(WORK_FOR_EACH_BYTE * bytes as u64), max)
    }

    /// So many units of work, and so many bytes.
    pub fn new(work: u64, max_held_bytes: usize) -> Self {
        let memory = HeldMemory { bytes: Cell::new(0), max: max_held_bytes };
        let is_used_up = Cell::new(false);
        Self { left: Cell::new(work), is_used_up, memory: Rc::new(memory) }
    }

    /// Takes work off the budget; `false` where it cannot be paid, and from then on.
    pub fn charge(&self, work: Work, amount: usize) -> bool {
        self.charge_units(work.cost().saturating_mul(amount as u64))
    }

    /// The same for work that was reckoned already.
    pub fn charge_units(&self, units: u64) -> bool {
        match self.left().checked_sub(units) {
            Some(rest) if !self.is_used_up.get() => {
                self.left.set(rest);
                true
            }
            _ => {
                self.use_up();
                false
            }
        }
    }

    /// How much of a kind of work can still be paid. Where it is nothing, the budget is
    /// used up.
    pub fn affordable(&self, work: Work) -> usize {
        let amount = self.left() / work.cost();
        if amount == 0 {
            self.use_up();
        }
        usize::try_from(amount).unwrap_or(usize::MAX)
    }

    /// Whether something could not be paid.
    pub fn is_used_up(&self) -> bool {
        self.is_used_up.get()
    }

    fn use_up(&self) {
        self.left.set(0);
        self.is_used_up.set(true);
    }

    /// The work that can still be paid, in units of [`Work::cost`].
    pub fn left(&self) -> u64 {
        self.left.get()
    }

    /// How many bytes are held.
    pub fn held_bytes(&self) -> usize {
        self.memory.bytes.get()
    }

    /// Holds bytes until the result is dropped. Where there is no room the budget is used
    /// up.
    pub fn hold(&self, bytes: usize) -> Option<Held> {
        let held = self.try_hold(bytes);
        if held.is_none() {
            self.use_up();
        }
        held
    }

    /// Holds bytes until the result is dropped, if there is room for them.
    pub fn try_hold(&self, bytes: usize) -> Option<Held> {
        let mut held = Held { memory: Some(Rc::clone(&self.memory)), bytes: 0 };
        held.grow(bytes).then_some(held)
    }

    /// Holds further bytes together with others; where there is no room the budget is
    /// used up.
    pub fn hold_more(&self, held: &mut Held, bytes: usize) -> bool {
        let has_room = held.grow(bytes);
        if !has_room {
            self.use_up();
        }
        has_room
    }

    /// Holds bytes to the end of the inspection; where there is no room the budget is used
    /// up.
    pub fn retain(&self, bytes: usize) -> bool {
        let has_room = self.try_retain(bytes);
        if !has_room {
            self.use_up();
        }
        has_room
    }

    /// Holds bytes to the end of the inspection, if there is room for them.
    pub fn try_retain(&self, bytes: usize) -> bool {
        self.memory.add(bytes)
    }
}

impl HeldMemory {
    fn add(&self, bytes: usize) -> bool {
        let sum = self.bytes.get().saturating_add(bytes);
        let has_room = sum <= self.max;
        if has_room {
            self.bytes.set(sum);
        }
        has_room
    }
}

/// Bytes that are held as long as this value is.
#[derive(Debug, Default)]
pub struct Held {
    memory: Option<Rc<HeldMemory>>,
    bytes: usize,
}

impl Held {
    /// Both together.
    pub fn with(mut self, mut other: Self) -> Self {
        self.memory = self.memory.take().or_else(|| other.memory.take());
        self.bytes += std::mem::take(&mut other.bytes);
        self
    }

    fn grow(&mut self, bytes: usize) -> bool {
        let has_room = self.memory.as_ref().is_none_or(|memory| memory.add(bytes));
        if has_room {
            self.bytes += bytes;
        }
        has_room
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(memory) = &self.memory {
            memory.bytes.set(memory.bytes.get().saturating_sub(self.bytes));
        }
    }
}

/// What values are worth does not depend on the bytes that they take.
impl PartialEq for Held {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_that_is_used_up_stays_so() {
        let budget = Budget::new(100, 100);
        assert!(budget.charge(Work::ReadByte, 10));
        assert_eq!(budget.affordable(Work::ReadByte), 40);
        assert!(!budget.charge(Work::Value, 2));
        assert!(budget.is_used_up() && !budget.charge(Work::SearchByte, 1));
        assert_eq!((budget.left(), budget.affordable(Work::SearchByte)), (0, 0));
    }

    #[test]
    fn memory_comes_back_when_values_are_dropped() {
        let budget = Budget::new(100, 100);
        let mut held = budget.hold(60).unwrap();
        assert!(budget.try_hold(60).is_none() && budget.hold_more(&mut held, 30));
        assert!(budget.try_retain(10) && !budget.try_retain(1));
        drop(held);
        assert_eq!((budget.held_bytes(), budget.is_used_up()), (10, false));
        assert!(budget.hold(91).is_none() && budget.is_used_up());
    }
}

//! The weight of a part: what it takes to read it, and to work out a pixel.

/// How many values, and how many bytes of streams, cost as much as an operator.
const VALUES: u64 = 8;
const BYTES: u64 = 256;
/// How many steps of functions cost as much as a pixel.
const STEPS: f64 = 32.0;

/// What a part takes with all that it refers to, each time that it is named.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct PartWeight {
    pub values: u64,
    pub bytes: u64,
    /// Steps of functions for one pixel.
    pub steps: u64,
    /// How deep references stand in one another.
    pub depth: usize,
}

impl PartWeight {
    pub fn add(&mut self, other: Self) {
        self.values = self.values.saturating_add(other.values);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.steps = self.steps.saturating_add(other.steps);
        self.depth = self.depth.max(other.depth + 1);
    }

    /// What it costs to read it, in operations.
    pub fn operations(&self) -> u64 {
        self.values / VALUES + self.bytes / BYTES
    }

    /// What it costs to work out a pixel, in pixels without functions.
    pub fn per_pixel(&self) -> f64 {
        1.0 + self.steps as f64 / STEPS
    }
}

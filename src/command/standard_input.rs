//! Standard input, which can be read once: by a run, or for a worker by its run.

use std::io;
use std::sync::Mutex;

use letterpress::read;

use super::input::at_most;

/// What standard input held, in a worker: its own brings requests.
static HELD: Mutex<Option<Vec<u8>>> = Mutex::new(None);

/// Has [`read_standard_input`] give this.
pub fn hold_standard_input(bytes: Option<Vec<u8>>) {
    if let (Ok(mut held), Some(bytes)) = (HELD.lock(), bytes) {
        *held = Some(bytes);
    }
}

/// All of standard input, or one byte more than is read.
pub fn read_standard_input() -> io::Result<Vec<u8>> {
    let held = HELD.lock().ok().and_then(|mut held| held.take());
    held.map_or_else(|| at_most(io::stdin().lock(), read::MAX_BYTES), Ok)
}

//! Standard input, which can be read once: by a run, or for a worker by its run.

use std::io::{self, Read};
use std::sync::Mutex;

/// What standard input held, in a worker: its own brings requests. Or why it could not be read.
static HELD: Mutex<Option<io::Result<Vec<u8>>>> = Mutex::new(None);

/// Has [`read_standard_input`] give this.
pub fn hold_standard_input(bytes: Option<Vec<u8>>) {
    if let Some(bytes) = bytes {
        hold(Ok(bytes));
    }
}

fn hold(read: io::Result<Vec<u8>>) {
    if let Ok(mut held) = HELD.lock() {
        *held = Some(read);
    }
}

/// All of standard input, or one byte more than is read.
pub fn read_standard_input(max_bytes: u64) -> io::Result<Vec<u8>> {
    let held = HELD.lock().ok().and_then(|mut held| held.take());
    held.unwrap_or_else(|| at_most(io::stdin().lock(), max_bytes))
}

/// Looks at what standard input holds; it can be read once more after that.
pub fn looked_into<T>(max_bytes: u64, look: impl FnOnce() -> T) -> T {
    let read = read_standard_input(max_bytes);
    // An error is reported when it is read for good; what came before it would be half a text.
    let copied = read.as_ref().map(Vec::clone);
    hold(copied.map_err(|error| io::Error::new(error.kind(), error.to_string())));
    let seen = look();
    hold(read);
    seen
}

/// All bytes, or one more than `max_bytes`.
pub fn at_most(from: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_is_taken() {
        assert_eq!(at_most(io::repeat(0), 10).map(|bytes| bytes.len()).ok(), Some(11));
    }
}

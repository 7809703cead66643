//! How fast messages are handed in, and how often they are tried.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

/// How fast messages are handed in, and how often they are tried.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Lines to the relay at a time.
    pub connections: NonZeroUsize,
    /// The most messages a minute; as fast as the relay takes them where none is given.
    pub per_minute: Option<NonZeroU32>,
    /// How often a message is tried in one run, and the relay in a row.
    pub attempts: NonZeroU32,
    /// The pause before the second try. It doubles with each further one, up to
    /// [`RetryPolicy::MAX_PAUSE`].
    pub pause: Duration,
}

impl RetryPolicy {
    /// Two lines, no bound on the rate, five tries, the second after 30 seconds.
    const USUAL: Self = Self {
        connections: NonZeroUsize::MIN.saturating_add(1),
        per_minute: None,
        attempts: NonZeroU32::MIN.saturating_add(4),
        pause: Duration::from_secs(30),
    };

    /// The default, for as long as anybody wants it.
    pub(super) fn usual() -> &'static Self {
        &Self::USUAL
    }

    /// Opens so many lines to the relay at a time.
    #[must_use]
    pub fn with_connections(self, connections: NonZeroUsize) -> Self {
        Self { connections, ..self }
    }

    /// Sends so many messages a minute at most; as fast as the relay takes them with `None`.
    #[must_use]
    pub fn with_rate(self, per_minute: Option<NonZeroU32>) -> Self {
        Self { per_minute, ..self }
    }

    /// Tries a message so often in one run, and the relay in a row.
    #[must_use]
    pub fn with_attempts(self, attempts: NonZeroU32) -> Self {
        Self { attempts, ..self }
    }

    /// Pauses so long before the second try.
    #[must_use]
    pub fn with_pause(self, pause: Duration) -> Self {
        Self { pause, ..self }
    }

    /// The longest pause between two tries.
    pub const MAX_PAUSE: Duration = Duration::from_secs(900);

    pub(super) fn pause_after(&self, tried: u32) -> Duration {
        let doubled = 1u32.checked_shl(tried.saturating_sub(1)).unwrap_or(u32::MAX);
        self.pause.saturating_mul(doubled).min(Self::MAX_PAUSE.max(self.pause))
    }

    /// How long all attempts at one message take with their pauses.
    pub(super) fn patience(&self) -> Duration {
        // Behind so many attempts there is nothing but the longest pause.
        let long = self.attempts.get().saturating_sub(1).saturating_sub(64);
        let short = (1..self.attempts.get().min(65)).map(|tried| self.pause_after(tried));
        short.sum::<Duration>() + self.pause_after(65).saturating_mul(long)
    }

    /// The first pause of a relay that is busy, and of a message that it turned away for that.
    pub(super) fn first_pause(&self) -> Duration {
        self.pause.clamp(Duration::from_millis(10), Duration::from_secs(1))
    }

    /// The pause before a message is tried again that was turned away so often for a relay that
    /// is busy.
    pub(super) fn pause_of_busy(&self, times: u32) -> Duration {
        let doubled = 1u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first_pause().saturating_mul(doubled).min(Self::MAX_PAUSE)
    }
}

impl Default for RetryPolicy {
    /// Two lines, no bound on the rate, five tries, the second after 30 seconds.
    fn default() -> Self {
        Self::USUAL
    }
}

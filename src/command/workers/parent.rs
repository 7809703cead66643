//! The run that has started a worker, as the worker sees it.

/// The process that has started this one.
#[derive(Debug, Clone, Copy)]
pub struct Parent(#[cfg(unix)] Option<rustix::process::Pid>);

#[cfg(unix)]
impl Parent {
    /// The one that there is now.
    pub fn now() -> Self {
        Self(rustix::process::getppid())
    }

    /// Whether it has ended: then another process has taken its place.
    pub fn is_gone(self) -> bool {
        rustix::process::getppid() != self.0
    }
}

#[cfg(not(unix))]
impl Parent {
    pub fn now() -> Self {
        Self()
    }

    /// Not known here: the end of standard input tells.
    pub fn is_gone(self) -> bool {
        false
    }
}

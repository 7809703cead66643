//! A command in a process group of its own, which ends with all that it has started.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

/// How often it is looked whether the command has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Where this very program can be started once more. After an upgrade, its file is gone while a
/// server goes on: Linux still has it then, under a name for the process itself.
pub fn own_program() -> io::Result<PathBuf> {
    let file = env::current_exe()?;
    let kept = Path::new("/proc/self/exe");
    Ok(if !file.exists() && kept.exists() { kept.to_owned() } else { file })
}

/// A running command. When this value goes, the command and what it has started are killed, but
/// for a service that began a session of its own.
pub struct ProcessGroup {
    child: Child,
}

impl ProcessGroup {
    /// Starts a command.
    pub fn spawn(command: &mut Command) -> io::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        Ok(Self { child: command.spawn()? })
    }

    /// The command itself, for its streams.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How the command ended; `None` where it has not done so by `end`. What it has started
    /// ends then as well.
    pub fn wait_until(mut self, end: Instant) -> Option<ExitStatus> {
        while !self.has_ended() {
            if Instant::now() >= end {
                return None;
            }
            thread::sleep(POLL_INTERVAL);
        }
        // The group keeps its number for as long as the command is not waited for.
        self.kill();
        self.child.wait().ok()
    }

    #[cfg(unix)]
    fn has_ended(&mut self) -> bool {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::Pid(self.id()), options).is_ok_and(|status| status.is_some())
    }

    #[cfg(unix)]
    fn kill(&mut self) {
        use rustix::process::{Signal, kill_process_group};
        // Where it has ended, there is nobody left to kill.
        let _ = kill_process_group(self.id(), Signal::KILL);
    }

    #[cfg(unix)]
    fn id(&self) -> rustix::process::Pid {
        rustix::process::Pid::from_child(&self.child)
    }

    #[cfg(not(unix))]
    fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    #[cfg(not(unix))]
    fn kill(&mut self) {
        let _ = self.child.kill();
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        // Once it was waited for, its number may be another's.
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
            let _ = self.child.wait();
        }
    }
}

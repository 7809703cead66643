//! Why a journal cannot be used, in words.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

use crate::diagnostic::{Diagnostic, codes};

/// What another journal means, wherever this one cannot be used.
const ANEW: &str =
    "with another journal nobody is known to have had the release: all would get it again";

/// `journal-failed`, `journal-damaged` or `journal-foreign`, by what SQLite says.
pub(super) fn explain(path: &Path, error: &Error) -> Diagnostic {
    match error.sqlite_error_code() {
        _ if path.is_dir() => failed(path, "it is a folder").hint("name a file: --journal FILE"),
        Some(ErrorCode::DiskFull) => {
            failed(path, "the disk is full").hint("make room, then run the same command again")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            failed(path, "another program holds it")
                .hint("end that program, then run the same command again")
        }
        Some(ErrorCode::CannotOpen) => {
            let is_missing = !path.exists();
            let why = if is_missing { "it does not exist" } else { "it cannot be opened" };
            failed(path, why).hint("look at its path, and at who may read and write it").hint(ANEW)
        }
        Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
            failed(path, "it cannot be written")
                .hint("let this user write it, and in its folder, then run the same command again")
                .hint(ANEW)
        }
        // SQLite writes files beside the journal, and says no more of a disk without room.
        Some(ErrorCode::SystemIoFailure) => failed(path, &error.to_string())
            .hint("look whether its disk is full or broken, then run the same command again")
            .hint(ANEW),
        Some(ErrorCode::DatabaseCorrupt) => damaged(path, &error.to_string()),
        Some(ErrorCode::NotADatabase) => foreign(path),
        _ => failed(path, &error.to_string()),
    }
}

/// `journal-failed`: the file itself is not to blame.
pub(super) fn failed(path: &Path, why: &str) -> Diagnostic {
    Diagnostic::new(
        codes::JOURNAL_FAILED,
        message!("cannot use the journal {file} ({reason})", file = path.display(), reason = why),
    )
}

/// `journal-on-network`: other machines, or other mounts, may have it as well.
pub(super) fn on_network(path: &Path, file_system: &str) -> Diagnostic {
    let message = message!(
        "the journal {file} is on a network file system or one of a user's programs ({kind})",
        file = path.display(),
        kind = file_system
    );
    Diagnostic::new(codes::JOURNAL_ON_NETWORK, message)
        .hint(
            "runs on two machines do not see each other there: both would send to the same people",
        )
        .hint("keep it on a disk of the one machine that sends: --journal FILE")
        .hint("if no other machine and no other mount ever uses it, say so: --journal-on-network")
}

/// `journal-moved`: it is not at its place any more.
pub(super) fn moved(path: &Path) -> Diagnostic {
    let message = message!(
        "{file} was moved, deleted or replaced while the run was sending",
        file = path.display()
    );
    Diagnostic::new(codes::JOURNAL_MOVED, message)
        .hint("bring the file back, with those beside it: it knows who has the release")
        .hint("then run the same command again; without it, everybody would get the release again")
}

/// `journal-upgraded`: it has the tables of this version now.
pub(super) fn upgraded(path: &Path, backup: &Path) -> Diagnostic {
    let message = message!(
        "the journal {file} was brought up to date; {backup} is the journal as it was",
        file = path.display(),
        backup = backup.display()
    );
    Diagnostic::new(codes::JOURNAL_UPGRADED, message)
        .hint("an older letterpress does not open it any more")
}

/// `journal-failed`: an old journal is upgraded only once there is a copy of it.
pub(super) fn no_backup(path: &Path, why: &str) -> Diagnostic {
    failed(path, &format!("it comes from an older letterpress, and no backup can be made: {why}"))
        .hint("make room and let this user write in its folder, then run the same command again")
}

/// `journal-busy`: another run has it.
pub(super) fn busy(path: &Path) -> Diagnostic {
    let message = message!("another run is sending by the journal {file}", file = path.display());
    Diagnostic::new(codes::JOURNAL_BUSY, message)
        .hint("wait until it has ended: two runs at once could send a message twice")
}

/// `journal-exposed`: addresses are nobody else's business.
pub(super) fn exposed(path: &Path) -> Diagnostic {
    let message = message!("other users can read the journal {file}", file = path.display());
    Diagnostic::new(codes::JOURNAL_EXPOSED, message)
        .hint("its owner takes that from them with chmod 600, or 660 for a group that shares it")
}

/// `journal-damaged`: its pages contradict each other.
pub(super) fn damaged(path: &Path, found: &str) -> Diagnostic {
    let found = found.lines().next().unwrap_or_default();
    let message = message!("the journal {file} is damaged ({found})", file = path.display(), found);
    Diagnostic::new(codes::JOURNAL_DAMAGED, message)
        .hint("bring a backup back, or repair it with `sqlite3 FILE .recover`")
        .hint(ANEW)
}

/// `journal-foreign`: it is something else.
pub(super) fn foreign(path: &Path) -> Diagnostic {
    let message = message!(
        "{file} is no journal of letterpress, and is left as it is",
        file = path.display()
    );
    Diagnostic::new(codes::JOURNAL_FOREIGN, message)
        .hint("bring the journal back if it was one; else name another file: --journal FILE")
        .hint(ANEW)
}

/// `journal-foreign`: somebody put a trigger, a view or the like into it.
pub(super) fn with_code(path: &Path, found: &str) -> Diagnostic {
    let message = message!(
        "the journal {file} holds the {found}, which letterpress never makes",
        file = path.display(),
        found
    );
    Diagnostic::new(codes::JOURNAL_FOREIGN, message)
        .hint("whoever put it there can remove it with DROP, in `sqlite3 FILE`")
        .hint(ANEW)
}

/// `journal-foreign`: a later letterpress made it.
pub(super) fn newer(path: &Path) -> Diagnostic {
    let message =
        message!("the journal {file} was made by a later letterpress", file = path.display());
    Diagnostic::new(codes::JOURNAL_FOREIGN, message).hint("use that one")
}

//! A release, set once more, and compared with a PDF.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use letterpress::diagnostic::{Blame, Code, Diagnostic, Diagnostics, codes};
use letterpress::inspect::{Inspection, difference};
use letterpress::message;
use letterpress::{Manuscript, Pdf};

use super::item::VerifiedFile;
use super::opened::{OpenedPdf, edition_of, standards_of, version_of};
use super::origin::{FoundSource, sources};
use super::seal::{self, Unsealed};
use super::verdict::{Verification, VerifyVerdict};
use crate::command::session::Session;

/// Codes of what is not there any more.
const MISSING: [Code; 5] = [
    codes::LETTERHEAD_FILE_MISSING,
    codes::LETTERHEAD_NOT_VALID,
    codes::LETTERHEAD_OUTSIDE_ROOT,
    codes::MEDIA_MISSING,
    codes::UNKNOWN_LETTERHEAD,
];

/// Verifies files.
pub struct Verifier {
    session: Session,
    /// The file that was opened last, to know who sets it.
    opened: Mutex<Option<(PathBuf, OpenedPdf)>>,
}

impl Verifier {
    pub fn new(session: Session) -> Self {
        Self { session, opened: Mutex::default() }
    }

    /// Whether a layout of one's own is to set the release of a file. Nothing is said of a file
    /// that cannot be read.
    pub fn sets_with_own_layout(&self, file: &VerifiedFile) -> bool {
        let Ok(opened) = self.opened(file) else { return false };
        let has_layout = self.has_own_layout(file, &opened);
        let mut last = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some((file.path().to_owned(), opened));
        has_layout
    }

    fn has_own_layout(&self, file: &VerifiedFile, opened: &OpenedPdf) -> bool {
        let Ok(inspection) = &opened.inspection else { return false };
        sources(file, inspection).iter().any(|found| {
            let Ok(source) = found.read(&self.session) else { return false };
            let Ok(surroundings) = self.session.surroundings(&found.input) else { return false };
            let job = self.session.job(&source, &surroundings);
            self.session.typesetter().has_own_layout(&job)
        })
    }

    /// A file, opened.
    fn opened(&self, file: &VerifiedFile) -> Result<OpenedPdf, Diagnostics> {
        let mut last = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        match last.take() {
            Some((path, opened)) if path == file.path() => Ok(opened),
            _ => OpenedPdf::open(file, &self.session.limits().pdfs),
        }
    }

    /// The verdict on a file. `Err` where there is none: the file cannot be read, or setting its
    /// release fails for a reason that is not in it.
    pub fn verify(&self, file: &VerifiedFile) -> Result<Verification, Diagnostics> {
        let opened = self.opened(file)?;
        let inspection = match &opened.inspection {
            Ok(inspection) => inspection,
            Err(error) => return Ok(Verification::unreadable(&error.message)),
        };
        let runs = env!("CARGO_PKG_VERSION");
        let written = version_of(inspection);
        if let Some(version) = written.filter(|version| *version != runs) {
            let reason = format!("letterpress {version} wrote it, and this is {runs}");
            let hint = format!("verify it with letterpress {version}");
            return Ok(Verification::new(VerifyVerdict::OtherVersion, reason).hint(hint));
        }
        let mut first = None;
        for found in sources(file, inspection) {
            let verification = self.compare(file, &opened, inspection, &found)?;
            let verification = verification.of(found.name(), found.origin);
            if verification.is_same() {
                return Ok(verification);
            }
            first.get_or_insert(verification);
        }
        Ok(first.unwrap_or_else(|| match written {
            Some(_) => Verification::new(VerifyVerdict::NoSource, "")
                .hint("put its release beside it under the same name, or say `--manifest FILE`"),
            None => Verification::new(VerifyVerdict::NoSource, "it was not written by letterpress"),
        }))
    }

    /// Sets a release again, and compares.
    fn compare(
        &self,
        file: &VerifiedFile,
        opened: &OpenedPdf,
        inspection: &Inspection,
        found: &FoundSource<'_>,
    ) -> Result<Verification, Diagnostics> {
        if found.is_missing() {
            let reason = format!("{} does not exist", found.name());
            return Ok(Verification::new(VerifyVerdict::InputsMissing, reason));
        }
        let source = match found.read(&self.session) {
            Ok(source) => source,
            Err(errors) => return refused(errors, found),
        };
        let surroundings = self.session.surroundings(&found.input)?;
        let job = self.session.job(&source, &surroundings).embedding_source(found.is_attached());
        let edition = edition_of(inspection);
        let Some(standards) = standards_of(inspection, &opened.bytes) else {
            let reason = "it claims standards that letterpress does not write";
            return Ok(Verification::new(VerifyVerdict::Differs, reason));
        };
        if found.is_attached() && !standards.allow_attachments() {
            let reason = "it has an attachment that its standards do not allow";
            return Ok(Verification::new(VerifyVerdict::Differs, reason));
        }
        let manuscript = match self.session.typesetter().read(&job, &[edition]) {
            Ok(manuscript) => manuscript,
            Err(errors) => return refused(errors, found),
        };
        let own = match manuscript.pdf(&edition, &standards) {
            Ok(own) => own,
            Err(errors) => return refused(errors, found),
        };
        self.judge(file, opened, inspection, &manuscript, &own)
    }

    /// Compares the bytes of a file with those that its release becomes.
    fn judge(
        &self,
        file: &VerifiedFile,
        opened: &OpenedPdf,
        inspection: &Inspection,
        manuscript: &Manuscript<'_>,
        own: &Pdf,
    ) -> Result<Verification, Diagnostics> {
        let limits = &self.session.limits().pdfs;
        if opened.bytes == own.bytes {
            return Ok(Verification::new(VerifyVerdict::Same, ""));
        }
        if opened.bytes.starts_with(&own.bytes) {
            let name = file.shown();
            return match seal::check(&name, &own.bytes, &opened.bytes, limits)? {
                Ok(seals) => Ok(Verification::sealed(seals)),
                Err(Unsealed::Wrong(reason)) => {
                    Ok(Verification::new(VerifyVerdict::Differs, reason))
                }
                Err(Unsealed::Unknown(algorithm)) => Err(unknown_seal(&name, &algorithm).into()),
            };
        }
        if let Some(changed) = self.changed(inspection, manuscript) {
            return Ok(changed);
        }
        let difference = difference::first(&opened.bytes, &own.bytes, limits);
        Ok(difference.map_or_else(
            || Verification::new(VerifyVerdict::Differs, "in its bytes"),
            Verification::differs,
        ))
    }

    /// What a file was made with, and is another thing now.
    fn changed(
        &self,
        inspection: &Inspection,
        manuscript: &Manuscript<'_>,
    ) -> Option<Verification> {
        let mark = inspection.metadata.release.as_ref()?;
        let stationery = manuscript.stationery();
        let id = stationery.id();
        if mark.letterhead.as_deref() != Some(id) {
            return None;
        }
        if mark.letterhead_hash.as_deref()? != stationery.digest() {
            let reason = format!("the letterhead {id} is not the one that it was set on");
            let hint = "take the letterhead of that day: `--letterheads DIR`";
            return Some(Verification::new(VerifyVerdict::InputsMissing, reason).hint(hint));
        }
        if mark.layout_hash.as_deref()? != self.session.typesetter().layout_digest(stationery) {
            let reason = "the layout is not the one that it was set with, or added fonts are not";
            let hint = "take the same as then: `--layout FILE.typ`, `--font-dir DIR`";
            return Some(Verification::new(VerifyVerdict::InputsMissing, reason).hint(hint));
        }
        None
    }
}

/// The verdict where a release is not set today. Errors that are neither its own nor in what it
/// was set with give none.
fn refused(errors: Diagnostics, found: &FoundSource<'_>) -> Result<Verification, Diagnostics> {
    let is_missing = |one: &&Diagnostic| one.is_error() && MISSING.contains(&one.code);
    let wrong: Vec<_> = errors.iter().filter(|one| one.is_error()).collect();
    let verification = if let Some(missing) = errors.iter().find(is_missing) {
        Verification::new(VerifyVerdict::InputsMissing, missing.message.clone())
    } else if wrong.iter().all(|one| one.blame() == Blame::Release) {
        let reason = format!("{} is refused today", found.name());
        Verification::new(VerifyVerdict::Differs, reason)
    } else if wrong.iter().all(|one| matches!(one.blame(), Blame::Letterhead | Blame::Layout)) {
        let first = wrong.first().map_or("", |one| one.message.as_str());
        let reason = format!("what it was set with is refused today: {first}");
        Verification::new(VerifyVerdict::InputsMissing, reason)
    } else {
        return Err(errors);
    };
    let hints = wrong.iter().take(3).map(|one| format!("{}: {}", one.code, one.message));
    let verification = hints.fold(verification, Verification::hint);
    Ok(verification.with(errors.into_vec()))
}

fn unknown_seal(name: &str, algorithm: &str) -> Diagnostic {
    let message = message!(
        "the seal of {file} needs an algorithm that is not known here: {algorithm}",
        file = name,
        algorithm
    );
    Diagnostic::new(codes::PDF_SEAL_UNKNOWN, message)
        .hint("verify the seal with another program; the file begins with what its release becomes")
}

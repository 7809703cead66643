//! Certificates for a day, made once for all tests.

use std::path::PathBuf;
use std::sync::OnceLock;

use tempfile::TempDir;

use super::scripts::{script, succeed};

/// A certificate with its key; `tests/mail/certificates` tells them apart.
#[derive(Clone, Copy, Debug)]
pub enum Certificate {
    /// For this machine, by the tests' authority.
    Good,
    /// For another name.
    Name,
    /// Run out.
    Expired,
    /// Signed by itself.
    Alone,
    /// By an authority that nobody knows.
    Strange,
}

impl Certificate {
    fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Name => "name",
            Self::Expired => "expired",
            Self::Alone => "alone",
            Self::Strange => "strange",
        }
    }

    /// The paths of the certificate and of its key.
    pub fn files(self) -> [String; 2] {
        ["pem", "key"].map(|ending| path(&format!("{}.{ending}", self.name())))
    }
}

/// The authority that has signed [`Certificate::Good`].
pub fn authority() -> String {
    path("ca.pem")
}

fn path(name: &str) -> String {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        succeed(script("certificates").arg(folder.path()));
        folder
    });
    let path: PathBuf = folder.path().join(name);
    path.display().to_string()
}

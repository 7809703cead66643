//! Outputs that would overwrite a release or one another.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{self, Path, PathBuf};

use letterpress::diagnostic::Diagnostic;
use letterpress::message;

use super::{Destination, OutputRule, RulePlace};
use crate::command::input::Input;
use crate::command::sha256::NameKey;
use crate::command::usage;

const IN_A_TREE: &str = "name the folder that holds both, whose tree is mirrored then; or give each folder a run and an `--out-tree` of its own";
const IN_ONE_FOLDER: &str =
    "rename one of the two; or take them one at a time, each with its own `-o`";
const IN_A_FOLDER: &str = "`--out-tree DIR` keeps their folders apart; or take them one at a time, each with its own `-o`";

/// The files that the releases of a run are, and will be.
#[derive(Debug, Default)]
pub struct FileClaims {
    releases: HashSet<NameKey>,
    /// Who writes a file.
    writers: HashMap<NameKey, String>,
    /// Whether the folders of releases are mirrored already.
    is_tree: bool,
}

impl FileClaims {
    /// Of a run that writes by this rule.
    pub fn of_rule(rule: &OutputRule<'_>) -> Self {
        Self { is_tree: matches!(rule.place, RulePlace::Tree(_)), ..Self::default() }
    }

    /// Learns of a release, whose file no other may become.
    pub fn add_release(&mut self, input: &Input) {
        self.releases.extend(input.file().map(key));
    }

    /// Takes the files of a release, unless one of them is a release or another's.
    pub fn take(&mut self, input: &Input, destination: &Destination) -> Result<(), Diagnostic> {
        let Destination::Files { paths, .. } = destination else { return Ok(()) };
        for (_, path) in paths {
            let key = key(path);
            if self.releases.contains(&key) {
                let file = path.display();
                return Err(usage(message!("{file} would overwrite a release", file)));
            }
            if let Some(first) = self.writers.insert(key, input.name()) {
                let second = input.name();
                let is_one_folder = Path::new(&first).parent() == Path::new(&second).parent();
                let hint = match self.is_tree {
                    _ if is_one_folder => IN_ONE_FOLDER,
                    true => IN_A_TREE,
                    false => IN_A_FOLDER,
                };
                return Err(clash(&first, &second, path, hint));
            }
        }
        Ok(())
    }
}

fn key(file: &Path) -> NameKey {
    NameKey::of(identity(file).as_os_str().as_encoded_bytes())
}

/// The refusal of two releases that would be one file, with what keeps them apart.
pub fn clash(first: &str, second: &str, file: &Path, hint: &'static str) -> Diagnostic {
    if first == second {
        return usage(message!("{first} is named twice", first));
    }
    let file = file.display();
    usage(message!("{first} and {second} would both be {file}", file, first, second)).hint(hint)
}

/// One path for all the ways in which a file, there or not, can be named.
pub fn identity(file: &Path) -> PathBuf {
    let real = fs::canonicalize(file).ok().or_else(|| in_real_folder(file));
    let real = real.or_else(|| path::absolute(file).ok()).unwrap_or_else(|| file.to_owned());
    // There, names that differ in case alone are the same file.
    if cfg!(any(windows, target_os = "macos")) {
        real.to_string_lossy().to_lowercase().into()
    } else {
        real
    }
}

/// The path of a file that need not exist, in a folder that does.
fn in_real_folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|parent| *parent != Path::new(""));
    let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    Some(folder.join(file.file_name()?))
}

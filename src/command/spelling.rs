//! Paths that differ from those of files in capitals alone, as on machines where these do not
//! count.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The most names of a folder that are compared.
const MAX_NAMES: usize = 10_000;

/// The path of a file below `root` that is called like `path` but for capitals; both begin in
/// `base`.
pub fn other_case(root: &Path, base: &Path, path: &str) -> Option<String> {
    let mut folder = base.to_owned();
    let mut found = PathBuf::new();
    for component in Path::new(path).components() {
        let name = match component {
            Component::Normal(name) => name.to_str()?,
            Component::CurDir => continue,
            Component::ParentDir => {
                folder.pop();
                found.push("..");
                continue;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        };
        let real = if folder.join(name).exists() {
            name.to_owned()
        } else {
            let names = fs::read_dir(&folder).ok()?.take(MAX_NAMES).flatten();
            let mut names: Vec<_> =
                names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
            // The system lists in any order; equal input must give equal messages.
            names.sort();
            names.into_iter().find(|other| other.to_lowercase() == name.to_lowercase())?
        };
        folder.push(&real);
        found.push(&real);
    }
    // Nothing is said of what lies outside.
    let is_below = fs::canonicalize(&folder).is_ok_and(|real| real.starts_with(root));
    is_below.then(|| found.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_found_below_the_root_alone() {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap().join("root");
        fs::create_dir_all(root.join("Fotos")).unwrap();
        fs::write(root.join("Fotos/Saal.JPG"), "a").unwrap();
        fs::write(root.join("../Saal.JPG"), "a").unwrap();
        let found = |path| other_case(&root, &root, path);
        assert_eq!(found("fotos/saal.jpg").as_deref(), Some("Fotos/Saal.JPG"));
        assert_eq!(found("Fotos/Saal.jpg").as_deref(), Some("Fotos/Saal.JPG"));
        assert_eq!(found("fotos/other.jpg"), None);
        assert_eq!(found("../saal.jpg"), None);
    }
}

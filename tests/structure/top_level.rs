//! What lies at the top of the repository: a visitor reads the product off this list.

use std::process::Command;

use crate::repository::root;

/// All that may lie there.
const ALLOWED: &[&str] = &[
    "Cargo.toml",
    "src",
    "layouts",
    "fonts",
    "fixtures",
    "tests",
    "README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "CHANGELOG.md",
    "Cargo.lock",
    "rustfmt.toml",
    "clippy.toml",
    "deny.toml",
    ".gitignore",
    ".gitattributes",
    ".ci",
    "docs",
    "benches",
    "dist",
];

#[test]
fn the_top_level_holds_the_product_and_what_is_expected_beside_it() {
    // What git does not keep (`target`, a folder of an editor) is nobody's business.
    let kept = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(kept).current_dir(root()).output();
    let Ok(output) =
        output.map_err(|_| ()).and_then(|o| if o.status.success() { Ok(o) } else { Err(()) })
    else {
        // A packed copy of the source is no repository.
        return;
    };
    let files = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut names: Vec<_> = files.lines().filter_map(|file| file.split('/').next()).collect();
    names.dedup();
    let strange: Vec<_> = names.into_iter().filter(|name| !ALLOWED.contains(name)).collect();
    assert!(strange.is_empty(), "what is {} doing at the top level?", strange.join(", "));
}

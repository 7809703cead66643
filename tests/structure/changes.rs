//! Lines of TOML that a document asks a reader to change in a file.

/// The file with these lines: each replaces that of the same key in its group, also one behind a
/// `#`. A line that is not there is added to its group, and a group that is not there to the file.
pub fn changed(text: &str, change: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    // Where the group begins whose lines are read.
    let mut start = 0;
    for line in change.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.starts_with('[') {
            let at = lines.iter().position(|one| awake(one) == line);
            start = at.unwrap_or_else(|| {
                lines.extend([String::new(), line.to_owned()]);
                lines.len() - 1
            });
            lines[start] = line.to_owned();
            start += 1;
            continue;
        }
        let end = lines.iter().skip(start).position(|one| awake(one).starts_with('['));
        let end = end.map_or(lines.len(), |length| start + length);
        match (start..end).find(|at| key(awake(&lines[*at])) == key(line)) {
            Some(at) => lines[at] = line.to_owned(),
            None => lines.insert(start, line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

/// A line without the `#` that switches it off. An explanation has a space behind its own.
fn awake(line: &str) -> &str {
    line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)
}

/// The key of a line; none where it is an explanation.
fn key(line: &str) -> Option<&str> {
    line.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.starts_with('#'))
}

#[test]
fn lines_are_changed_in_their_groups() {
    let text = "# Its id = short.\nid = \"amt\"\n#short = \"A\"\n\n#[logo]\n#file = \"…\"\n\n[[logos]]\n#file = \"…\"\n";
    let change =
        "short = \"B\"\n\n[logo]\nplace = \"left\"\nfile = \"a.svg\"\n\n[foot]\nlines = [\"c\"]\n";
    assert_eq!(
        changed(text, change),
        "# Its id = short.\nid = \"amt\"\nshort = \"B\"\n\n[logo]\nplace = \"left\"\nfile = \"a.svg\"\n\n[[logos]]\n#file = \"…\"\n\n[foot]\nlines = [\"c\"]\n"
    );
}

//! `letterpress completions`: what a shell offers behind the tabulator key.
//!
//! Names of options and commands stand in the scripts. The ids of letterheads differ from folder
//! to folder, so the scripts for Bash, Zsh and Fish ask `letterpress letterhead list --ids`.

use clap::CommandFactory;
use clap_complete::Shell;
use letterpress::diagnostic::Diagnostics;

use super::Exit;
use crate::cli;
use crate::terminal::Terminal;

/// Prints the script for a shell.
pub fn run(typed: &cli::CompletionsArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let mut command = cli::Letterpress::command();
    let mut script = Vec::new();
    clap_complete::generate(typed.shell, &mut command, "letterpress", &mut script);
    let script = String::from_utf8_lossy(&script);
    terminal.write_stdout(&match typed.shell {
        Shell::Bash => bash(&script),
        Shell::Zsh => zsh(&script),
        Shell::Fish => fish(&script),
        _ => script.into_owned(),
    })?;
    Ok(Exit::Fine)
}

/// The first argument of the function is the command as it was typed.
fn bash(script: &str) -> String {
    const IDS: &str = "$(\"$1\" letterhead list --ids 2>/dev/null)";
    let (mut command, mut option, mut lines) = ("", "", Vec::new());
    for line in script.lines() {
        let label = line.trim();
        if let Some(label) = label.strip_suffix(')').filter(|label| !label.contains(['(', ' '])) {
            if label.starts_with('-') {
                option = label;
            } else {
                command = label;
            }
        }
        let takes_id = ["letterhead__subcmd__show", "letterhead__subcmd__check"]
            .iter()
            .any(|name| command == format!("letterpress__subcmd__{name}"));
        if takes_id && label.starts_with("opts=") {
            // What stands for the argument itself is nothing to be typed.
            let (words, _) = line.rsplit_once('"').unwrap_or((line, ""));
            let words: Vec<_> = words.split(' ').filter(|word| !is_placeholder(word)).collect();
            lines.push(format!("{} {IDS}\"", words.join(" ")));
        } else if option == "--letterhead" && label == "COMPREPLY=($(compgen -f \"${cur}\"))" {
            lines.push(line.replace("-f \"${cur}\"", &format!("-f -W \"{IDS}\" -- \"${{cur}}\"")));
            option = "";
        } else {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n") + "\n"
}

fn is_placeholder(word: &str) -> bool {
    word.starts_with(['<', '[']) || word.ends_with("...")
}

fn zsh(script: &str) -> String {
    const FUNCTION: &str = "\
_letterpress_letterheads() {
    local -a ids
    ids=(${(f)\"$(letterpress letterhead list --ids 2>/dev/null)\"})
    _alternative \"ids:letterhead:($ids)\" 'files:file:_files'
}
";
    let mut lines = Vec::new();
    for line in script.lines() {
        let line = line.trim_end();
        // Behind `ID` stands what completes it.
        let names = ["ID|FILE:", "':name -- ID", "'*::files -- Letterhead files"];
        let takes_id = names.iter().any(|name| line.contains(name));
        let completed = [":_files'", ":_default'"]
            .into_iter()
            .find(|end| takes_id && line.trim_end_matches(" \\").ends_with(end));
        lines.push(match completed {
            Some(end) => line.replace(end, ":_letterpress_letterheads'"),
            None => line.to_owned(),
        });
        if line == "autoload -U is-at-least" {
            lines.push(String::new());
            lines.push(FUNCTION.trim_end().to_owned());
        }
    }
    lines.join("\n") + "\n"
}

fn fish(script: &str) -> String {
    const IDS: &str = "-a \"(letterpress letterhead list --ids 2>/dev/null)\"";
    let mut lines: Vec<_> = script
        .lines()
        .map(|line| {
            if line.contains(" -l letterhead ") { format!("{line} {IDS}") } else { line.to_owned() }
        })
        .collect();
    lines.push(format!(
        "complete -c letterpress -n \"__fish_letterpress_using_subcommand letterhead; and \
         __fish_seen_subcommand_from show check\" {IDS}"
    ));
    lines.join("\n") + "\n"
}

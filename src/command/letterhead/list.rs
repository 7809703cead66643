//! `letterpress letterhead list`: the letterheads that can be named by their ids.

use letterpress::diagnostic::{Blame, Diagnostic, Diagnostics};
use letterpress::{Shelf, ShelfEntry, Stationery};

use crate::command::Exit;
use crate::command::result::{LetterheadLine, ResultLine};
use crate::terminal::Terminal;

/// Prints them, with what is wrong with those that cannot be used.
pub fn run(shelf: &Shelf, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let entries = shelf.entries();
    let lines: Vec<_> = entries.iter().flat_map(lines).collect();
    if terminal.is_json() {
        for line in lines {
            terminal.write_json(&ResultLine::Letterhead(line))?;
        }
    } else {
        let rows: Vec<_> = lines.iter().map(row).collect();
        terminal.write_stdout(&columns(&rows))?;
    }
    let errors = entries.iter().filter_map(|entry| entry.letterheads.as_ref().err());
    let errors: Vec<Diagnostic> = errors.flat_map(|errors| errors.iter().cloned()).collect();
    terminal.emit_all(&errors);
    Ok(Exit::of(&errors, Blame::Letterhead, terminal.denies_warnings()))
}

/// The lines of an id: one for each period; of what is broken one for each file.
fn lines(entry: &ShelfEntry) -> Vec<LetterheadLine<'_>> {
    let is_built_in = entry.files.is_empty();
    match &entry.letterheads {
        Ok(periods) => {
            periods.iter().map(|one| line(one, (!is_built_in).then(|| one.file()))).collect()
        }
        Err(errors) => {
            let error = errors.first().map(|error| error.message.as_str());
            let id = entry.id.as_deref();
            let broken = entry.files.iter().map(|file| LetterheadLine {
                id,
                name: None,
                valid_from: None,
                valid_until: None,
                file: Some(file),
                error,
            });
            broken.collect()
        }
    }
}

fn line<'a>(one: &'a Stationery, file: Option<&'a str>) -> LetterheadLine<'a> {
    LetterheadLine {
        id: Some(one.id()),
        name: Some(one.name()),
        valid_from: one.valid_from(),
        valid_until: one.valid_until(),
        file,
        error: None,
    }
}

/// Id, name, validity and origin, for people.
fn row(line: &LetterheadLine<'_>) -> [String; 4] {
    let validity = match line.error {
        Some(_) => "broken".to_owned(),
        None => validity(line.valid_from.as_deref(), line.valid_until.as_deref()),
    };
    let name = line.name.or(line.error).unwrap_or_default().to_owned();
    let origin = line.file.unwrap_or("built in").to_owned();
    [line.id.unwrap_or("?").to_owned(), name, validity, origin]
}

/// When a letterhead is used, in words.
pub fn validity(from: Option<&str>, until: Option<&str>) -> String {
    match (from, until) {
        (None, None) => "always valid".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("{from} to {until}"),
    }
}

fn columns(rows: &[[String; 4]]) -> String {
    let [ids, names, validities] = [0, 1, 2].map(|at| width(rows, at));
    let mut text = String::new();
    for [id, name, validity, origin] in rows {
        text += &format!("{id:<ids$}  {name:<names$}  {validity:<validities$}  {origin}\n");
    }
    text
}

/// The width of a column, in characters.
fn width(rows: &[[String; 4]], at: usize) -> usize {
    rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_letters() {
        let rows = [["smwk", "Sächsisch", "x", "1"], ["b", "Neutral", "yy", "2"]];
        let rows = rows.map(|row| row.map(str::to_owned));
        assert_eq!(columns(&rows), "smwk  Sächsisch  x   1\nb     Neutral    yy  2\n");
    }

    #[test]
    fn validity_is_said_in_words() {
        assert_eq!(validity(None, None), "always valid");
        assert_eq!(validity(Some("2019-12-20"), Some("2024-12-18")), "2019-12-20 to 2024-12-18");
        assert_eq!(validity(Some("2024-12-19"), None), "from 2024-12-19");
    }
}

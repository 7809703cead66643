//! `letterpress mail compose`: messages as files.

use std::path::{Path, PathBuf};

use letterpress::diagnostic::{self, Diagnostic};
use letterpress::mail::{Heading, Recipient};
use letterpress::release::{Release, ReleaseDate};
use letterpress::source::Source;

use super::hook::Hook;
use super::{Composed, composed, recipients};
use crate::cli;
use crate::command::input::Input;
use crate::command::outputs::ends_with_slash;
use crate::command::workshop::Workshop;
use crate::command::{Desk, Exit, Outcome, Task, Written, batch, judge, usage};

/// Composes what was typed.
pub fn run(typed: &cli::Compose, desk: &dyn Desk) -> Result<Exit, Vec<Diagnostic>> {
    let inputs = Input::plan(std::slice::from_ref(&typed.release), typed.setting.input_format)?;
    let date = typed.date.as_deref().map(date).transpose()?;
    let place = Place::plan(typed, &inputs)?;
    let hook = typed.composing.pre_send.as_deref().map(Hook::parse).transpose()?;
    let workshop = Workshop::set_up(&typed.setting)?;
    let compose = Compose { typed, date, place, hook, workshop, desk };
    Ok(batch::run(Task::Compose, &inputs, None, desk, |_, input| compose.outcome(input)))
}

/// The moment of the Date header.
fn date(typed: &str) -> Result<ReleaseDate, Vec<Diagnostic>> {
    match typed.parse() {
        Ok(date @ ReleaseDate::Moment(_)) => Ok(date),
        _ => {
            let fault = usage(format!("`{typed}` is no moment"));
            Err(vec![fault.hint("write day, hour and zone: 2022-11-25T14:00+01:00")])
        }
    }
}

/// Where messages go.
enum Place {
    StandardOutput,
    File(PathBuf),
    /// A folder in which a message is named as the attachment, or after its recipient.
    Folder(PathBuf),
    /// Beside the release: a message, or a folder of them.
    Beside(PathBuf),
}

impl Place {
    fn plan(typed: &cli::Compose, inputs: &[Input]) -> Result<Self, Vec<Diagnostic>> {
        let refuse = |message: String, hint: &str| Err(vec![usage(message).hint(hint)]);
        let is_many = typed.recipients.to.is_some();
        let Some(output) = typed.output.as_deref() else {
            return match inputs.iter().find(|input| input.file().is_some()) {
                Some(input) => Ok(Self::Beside(input.folder().to_owned())),
                None => refuse(
                    "the release has no place beside which to write".to_owned(),
                    "say where to with `-o FILE.eml`, or `-o -` for standard output",
                ),
            };
        };
        let name = output.display();
        match output {
            _ if output == Path::new("") => Err(vec![usage("-o is given without a name")]),
            _ if output == Path::new("-") && is_many => refuse(
                "messages to several recipients cannot go to standard output in a row".to_owned(),
                "`-o DIR/` writes each into a file of its own",
            ),
            _ if output == Path::new("-") => Ok(Self::StandardOutput),
            _ if output.is_dir() || ends_with_slash(output) => Ok(Self::Folder(output.to_owned())),
            _ if is_many && (output.exists() || output.extension().is_some()) => refuse(
                format!("{name} is not a folder"),
                "messages to the recipients of a list go into a folder: `-o DIR/`",
            ),
            _ if is_many => Ok(Self::Folder(output.to_owned())),
            _ if output.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("eml")) => {
                refuse(format!("{name} has not the ending of a message"), "name it .eml")
            }
            _ => Ok(Self::File(output.to_owned())),
        }
    }
}

struct Compose<'a> {
    typed: &'a cli::Compose,
    date: Option<ReleaseDate>,
    place: Place,
    hook: Option<Hook>,
    workshop: Workshop,
    desk: &'a dyn Desk,
}

impl Compose<'_> {
    fn outcome(&self, input: &Input) -> Outcome {
        let (mut diagnostics, mut written) = (Vec::new(), Vec::new());
        let source = input.read();
        let source = source.map_err(|faults| diagnostics.extend(faults)).ok();
        if let Some(source) = &source
            && let Err(faults) = self.one(input, source, &mut diagnostics, &mut written)
        {
            diagnostics.extend(faults);
        }
        diagnostic::sort(&mut diagnostics);
        let exit = judge(&diagnostics, source.as_ref(), self.typed.messages.deny_warnings);
        Outcome { task: Task::Compose, name: input.name(), exit, diagnostics, written }
    }

    fn one(
        &self,
        input: &Input,
        source: &Source,
        found: &mut Vec<Diagnostic>,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let files = self.workshop.files(input)?;
        let recipients = &self.typed.recipients;
        let list = recipients.to.as_deref();
        let list = list.map(|path| recipients::read(path, &recipients.selecting)).transpose()?;
        found.extend(list.iter().flat_map(|list| list.warnings.iter().cloned()));
        let composed = composed(source, &files, &self.workshop, &self.typed.composing, None)?;
        found.extend_from_slice(&composed.warnings);
        if self.typed.messages.deny_warnings && found.iter().any(Diagnostic::is_warning) {
            return Ok(());
        }
        match list {
            None => self.write(&composed, None, written),
            Some(list) => {
                list.recipients().try_for_each(|one| self.write(&composed, Some(one), written))
            }
        }
    }

    fn write(
        &self,
        composed: &Composed,
        recipient: Option<&Recipient>,
        written: &mut Vec<Written>,
    ) -> Result<(), Vec<Diagnostic>> {
        let Composed { release, letter, .. } = composed;
        let mut message = letter.message(recipient, &self.heading(release));
        if let Some(hook) = &self.hook {
            message = hook.apply(message).map_err(|fault| vec![fault])?;
        }
        let stem = letter.file_name().trim_end_matches(".pdf");
        let name = match recipient {
            Some(recipient) => format!("{}.eml", file_name(&recipient.address.key())),
            None => format!("{stem}.eml"),
        };
        let file = match (&self.place, recipient) {
            (Place::StandardOutput, _) => return self.desk.print_bytes(&message),
            (Place::File(file), _) => file.clone(),
            (Place::Beside(folder), None) if folder == Path::new(".") => PathBuf::from(name),
            (Place::Folder(folder), _) => folder.join(name),
            (Place::Beside(folder), None) => folder.join(name),
            (Place::Beside(folder), Some(_)) => folder.join(stem).join(name),
        };
        if written.is_empty() && !matches!(self.place, Place::File(_)) {
            file.parent().map_or(Ok(()), |folder| self.desk.make_folder(folder))?;
        }
        self.desk.write(&file, &message)?;
        written.push(Written { file, pages: None });
        Ok(())
    }

    fn heading(&self, release: &Release) -> Heading {
        Heading::of(self.date.unwrap_or(release.date), self.typed.composing.unattended)
    }
}

/// An address as the name of a file: what could mean something to a system is escaped.
fn file_name(address: &str) -> String {
    let mut name = String::new();
    for byte in address.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'@' | b'.' | b'_' | b'+' | b'-' => {
                name.push(char::from(byte));
            }
            _ => name.push_str(&format!("%{byte:02X}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file() {
        assert_eq!(file_name("a+b@example.org"), "a+b@example.org");
        assert_eq!(file_name("o'neill/x@example.org"), "o%27neill%2Fx@example.org");
    }

    #[test]
    fn a_date_is_a_moment() {
        assert!(date("2022-11-25T14:00+01:00").is_ok());
        for typed in ["2022-11-25", "2022-11-25T14:00", "jetzt"] {
            assert!(date(typed).is_err(), "{typed}");
        }
    }
}

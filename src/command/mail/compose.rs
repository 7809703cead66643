//! `letterpress mail compose`: messages as files.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use letterpress::diagnostic::{Diagnostic, Diagnostics, MessageText};
use letterpress::mail::{Heading, Message, Recipient, RecipientList};
use letterpress::message;
use letterpress::release::ReleaseDate;

use super::address_file::address_file;
use super::composed::{Composed, Purpose, composed};
use super::hook::Hook;
use super::places;
use super::recipients::{self, Asked};
use super::suppressed::suppressed;
use crate::cli;
use crate::command::batch::{Batch, Done, HeldFile, Labour, Task};
use crate::command::input::Input;
use crate::command::outputs::{clash, ends_with_slash, identity};
use crate::command::project::Projects;
use crate::command::session::Session;
use crate::command::write::{FileSet, FileWriter, Overwrite};
use crate::command::written::{Contents, WrittenFile};
use crate::command::{Exit, usage};
use crate::terminal::{Counts, Ending, FileFormat, Terminal};

/// How two messages of one name are kept apart.
const APART: &str = "their names come from `mail.file_name` of the letterhead, which can hold `{id}`; or compose them one at a time, each with its own `-o`";

/// Composes what was typed.
pub fn run(typed: &cli::ComposeArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let inputs = Input::plan(&typed.releases, typed.typesetting.input_format)?;
    let date = typed.date.as_deref().map(date).transpose()?;
    let projects = Projects::of(inputs.iter().map(Input::folder), terminal)?;
    let place = MessageDestination::plan(typed, &inputs, &projects)?;
    let hook = typed.message.pre_send.as_deref().map(Hook::parse).transpose()?;
    let session = Session::set_up(&typed.typesetting, projects, terminal)?;
    let (to, selection) = (&typed.recipients.to, &typed.recipients.selection);
    recipients::check_standard_input(to, selection, &inputs)?;
    let has_workers =
        inputs.len() > 1 || inputs.iter().any(|input| session.sets_with_own_layout(input));
    if has_workers && recipients::of_standard_input(to, selection) > 0 {
        return refuse(
            "a list on standard input is for one release, set by a built-in layout",
            "save the list in a file, and name that",
        );
    }
    let (list, exit) = if to.is_empty() {
        (None, Exit::Fine)
    } else {
        // Where there is no place for a journal there is none.
        let kept = match places::journal(&typed.journal, &[]) {
            Ok(path) => places::look_at_journal(&typed.journal, &path)?,
            Err(_) => None,
        };
        let suppressed = suppressed(kept.as_ref())?;
        let asked = Asked { files: to, further: Vec::new(), suppressed, selection };
        recipients::read(asked, &session.limits().lists, terminal)
    };
    if exit > Exit::Incomplete {
        let mut run = Batch::new(Task::Compose, terminal);
        let ending = exit.ending(Ending::Composed);
        inputs.iter().for_each(|input| run.close(&input.name(), ending, Counts::default()));
        run.end();
        return Ok(exit);
    }
    let is_one_of_several = inputs.len() > 1;
    let writer = FileWriter::new(Overwrite::from(typed.overwrite)).private();
    let writer = writer.taking_hashes(terminal.is_json());
    let compose = Composer {
        typed,
        date,
        place,
        is_one_of_several,
        hook,
        session,
        list,
        taken: Mutex::default(),
        writer,
        terminal,
    };
    // One after the other: which of two with the same name is refused must not be a matter
    // of chance.
    let max_bytes = compose.session.limits().text.bytes;
    let labour = Labour::new(Some(NonZeroUsize::MIN), &typed.typesetting.bounds, max_bytes);
    let has_layout = |input: &Input| compose.session.sets_with_own_layout(input);
    let of_releases = Batch::each(Task::Compose, &inputs, &labour, terminal, has_layout, |input| {
        let mut done = Done::default();
        if let Err(errors) = compose.one(input, &mut done) {
            done.diagnostics.extend(errors);
        }
        done
    });
    // A line of the list that cannot be used is a message that is not there.
    Ok(of_releases.max(exit))
}

/// Composes the message of a release, without a recipient, for somebody who asks for its bytes.
pub fn hold(
    typed: &cli::ComposeArgs,
    input: &Input,
    session: &Session,
    terminal: &Terminal,
) -> Done {
    let mut done = Done::default();
    let held = held(typed, input, session, terminal, &mut done);
    done.diagnostics.extend(held.err().into_iter().flatten());
    done
}

fn held(
    typed: &cli::ComposeArgs,
    input: &Input,
    session: &Session,
    terminal: &Terminal,
    done: &mut Done,
) -> Result<(), Diagnostics> {
    let moment = typed.date.as_deref().map(date).transpose()?;
    let source = session.read(input)?;
    let around = session.surroundings(input)?;
    let composed = composed(&source, &around, session, &typed.message, Purpose::File)?;
    done.diagnostics.extend_from_slice(&composed.warnings);
    if terminal.denies_warnings() && done.diagnostics.iter().any(Diagnostic::is_warning) {
        return Ok(());
    }
    let heading = heading(moment.unwrap_or(composed.date), typed)?;
    let bytes = composed.message.to_bytes(None, &heading);
    done.held.push(HeldFile { contents: Contents::plain(FileFormat::Eml, None), bytes });
    Ok(())
}

/// Refuses options that make no sense.
pub fn check_options(typed: &cli::ComposeArgs) -> Result<(), Diagnostics> {
    typed.date.as_deref().map(date).transpose().map(drop)
}

fn heading(date: ReleaseDate, typed: &cli::ComposeArgs) -> Result<Heading, Diagnostic> {
    let heading = Heading::of(date, typed.message.unattended);
    let heading = heading.ok_or_else(|| {
        usage("a message cannot state this date").hint("name another with --date")
    })?;
    Ok(if typed.draft { heading.draft() } else { heading })
}

/// The moment of the Date header.
fn date(typed: &str) -> Result<ReleaseDate, Diagnostics> {
    match typed.parse() {
        Ok(date @ ReleaseDate::Moment(_)) => Ok(date),
        _ => {
            let error =
                usage(message!("`{value}` is not a date-time with a time zone", value = typed));
            Err(Diagnostics::from(error.hint("write day, hour and zone: 2022-11-25T14:00+01:00")))
        }
    }
}

/// Where messages go.
enum MessageDestination {
    StandardOutput,
    File(PathBuf),
    /// A folder in which a message is named as the attachment, or after its recipient.
    Folder(PathBuf),
    /// Where `letterpress.toml` says, by the folder of the release, else beside the release: a
    /// message, or a folder of them.
    OfEach(HashMap<PathBuf, PathBuf>),
}

impl MessageDestination {
    fn plan(
        typed: &cli::ComposeArgs,
        inputs: &[Input],
        projects: &Projects,
    ) -> Result<Self, Diagnostics> {
        let is_many = !typed.recipients.to.is_empty() || inputs.len() > 1;
        let Some(output) = typed.output.as_deref() else {
            return match inputs.iter().find(|input| input.file().is_none()) {
                None => Ok(Self::of_each(inputs, projects)),
                Some(input) => refuse(
                    message!("cannot derive an output name from {file}", file = input.name()),
                    "use `-o FILE.eml`, or `-o -` for standard output",
                ),
            };
        };
        let name = output.display();
        match output {
            _ if output == Path::new("") => {
                Err(Diagnostics::from(usage("-o is given without a name")))
            }
            _ if output == Path::new("-") && is_many => refuse(
                "several messages cannot be written to standard output",
                "`-o DIR/` writes each into a file of its own",
            ),
            _ if output == Path::new("-") => Ok(Self::StandardOutput),
            _ if output.is_dir() || ends_with_slash(output) => Ok(Self::Folder(output.to_owned())),
            _ if is_many && (output.exists() || output.extension().is_some()) => refuse(
                message!("{file} is not a folder", file = name),
                "several messages go into a folder: `-o DIR/`",
            ),
            _ if is_many => Ok(Self::Folder(output.to_owned())),
            _ if output.extension().is_some_and(|ending| !ending.eq_ignore_ascii_case("eml")) => {
                refuse(
                    message!("{file} has not the ending of a message", file = name),
                    "name it .eml",
                )
            }
            _ => Ok(Self::File(output.to_owned())),
        }
    }

    fn of_each(inputs: &[Input], projects: &Projects) -> Self {
        let folders = inputs.iter().map(Input::folder);
        let folders =
            folders.filter_map(|folder| Some((folder.to_owned(), projects.output_of(folder)?)));
        Self::OfEach(folders.collect())
    }
}

struct Composer<'a> {
    typed: &'a cli::ComposeArgs,
    date: Option<ReleaseDate>,
    place: MessageDestination,
    is_one_of_several: bool,
    hook: Option<Hook>,
    session: Session,
    list: Option<RecipientList>,
    /// Where messages were put so far, and of which release.
    taken: Mutex<HashMap<PathBuf, String>>,
    writer: FileWriter,
    terminal: &'a Terminal,
}

impl Composer<'_> {
    fn one(&self, input: &Input, done: &mut Done) -> Result<(), Diagnostics> {
        let source = self.session.read(input)?;
        let around = self.session.surroundings(input)?;
        let composed =
            composed(&source, &around, &self.session, &self.typed.message, Purpose::File)?;
        done.diagnostics.extend_from_slice(&composed.warnings);
        if self.terminal.denies_warnings() && done.diagnostics.iter().any(Diagnostic::is_warning) {
            return Ok(());
        }
        let target = self.target(input, &composed.message);
        if let Some(target) = &target {
            self.take(input, target)?;
        }
        let mut files = self.writer.begin();
        match (target.as_deref(), &self.list) {
            (None, _) => self.terminal.write_stdout_bytes(&self.bytes(&composed, None)?)?,
            (Some(file), None) => {
                if let Some(folder) = file.parent().filter(|_| self.makes_folders()) {
                    files.make_folder(folder)?;
                }
                files.add(file, self.bytes(&composed, None)?)?;
            }
            (Some(folder), Some(list)) => self.add_all(&composed, list, folder, &mut files)?,
        }
        let written = files.finish()?.into_iter();
        done.written = written
            .map(|file| WrittenFile::new(file, Contents::plain(FileFormat::Eml, None)))
            .collect();
        Ok(())
    }

    /// Whether a folder that is not there yet is made.
    fn makes_folders(&self) -> bool {
        !matches!(self.place, MessageDestination::File(_))
    }

    /// The file of a release's message, or the folder of its messages; none for standard
    /// output.
    fn target(&self, input: &Input, message: &Message) -> Option<PathBuf> {
        let stem = message.file_name().trim_end_matches(".pdf");
        let has_folder = self.list.is_some();
        let name = if has_folder { stem.to_owned() } else { format!("{stem}.eml") };
        match &self.place {
            MessageDestination::StandardOutput => None,
            MessageDestination::File(file) => Some(file.clone()),
            // The same people may get several releases.
            MessageDestination::Folder(folder) if has_folder && !self.is_one_of_several => {
                Some(folder.clone())
            }
            MessageDestination::Folder(folder) => Some(folder.join(name)),
            MessageDestination::OfEach(folders) => match folders.get(input.folder()) {
                Some(folder) => Some(folder.join(name)),
                None if !has_folder && input.folder() == Path::new(".") => {
                    Some(PathBuf::from(name))
                }
                None => Some(input.folder().join(name)),
            },
        }
    }

    /// Takes a file or a folder for a release, unless another has it.
    fn take(&self, input: &Input, target: &Path) -> Result<(), Diagnostics> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.insert(identity(target), input.name()) {
            Some(first) => Err(clash(&first, &input.name(), target, APART).into()),
            None => Ok(()),
        }
    }

    /// Adds the message of everybody on a list.
    fn add_all(
        &self,
        composed: &Composed,
        list: &RecipientList,
        folder: &Path,
        files: &mut FileSet<'_>,
    ) -> Result<(), Diagnostics> {
        for (at, recipient) in list.recipients().enumerate() {
            let bytes = self.bytes(composed, Some(recipient))?;
            if at == 0 && self.makes_folders() {
                files.make_folder(folder)?;
            }
            let name = address_file(&recipient.address.key());
            files.add(&folder.join(name), bytes)?;
        }
        Ok(())
    }

    /// The message, as a gateway leaves it.
    fn bytes(
        &self,
        composed: &Composed,
        recipient: Option<&Recipient>,
    ) -> Result<Vec<u8>, Diagnostics> {
        let bytes = composed.message.to_bytes(recipient, &self.heading(composed.date)?);
        match &self.hook {
            Some(hook) => Ok(hook.apply(bytes)?),
            None => Ok(bytes),
        }
    }

    fn heading(&self, date: ReleaseDate) -> Result<Heading, Diagnostic> {
        heading(self.date.unwrap_or(date), self.typed)
    }
}

fn refuse<T>(message: impl Into<MessageText>, hint: &str) -> Result<T, Diagnostics> {
    Err(usage(message).hint(hint).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_moment() {
        assert!(date("2022-11-25T14:00+01:00").is_ok());
        for typed in ["2022-11-25", "2022-11-25T14:00", "jetzt"] {
            assert!(date(typed).is_err(), "{typed}");
        }
    }
}

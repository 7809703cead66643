//! What a worker of the desk is asked, and what it answers.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::read::{FieldEdit, edited, typed_fields};
use letterpress::release::{Kind, Language};
use letterpress::source::{Format, FrontMatter, Source};
use letterpress::{Edition, GlyphOutlines, Sheet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answers::{
    DeskAnswer, DeskOutcome, DeskReply, DrawnSheet, EditError, Judged, ReleaseDefaults, SetRelease,
};
use super::office::{self, OfficeView};
use super::offsets::Utf16Offsets;
use crate::cli::DeskArgs;
use crate::command::any_path::JsonPath;
use crate::command::bounds::Bounds;
use crate::command::input::Input;
use crate::command::mail::NamedJournal;
use crate::command::project::Projects;
use crate::command::releases::{TextFormat, milliseconds, report};
use crate::command::serve::{ServiceItem, ServiceTask};
use crate::command::session::Session;
use crate::command::workers::{self, WorkItem};
use crate::command::{Exit, usage};
use crate::terminal::Terminal;

/// A release as it is written at the moment, and what is wanted of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DeskItem {
    pub wanted: DeskWish,
    /// What messages call it.
    pub name: String,
    pub text: String,
    pub format: TextFormat,
    /// The folder in which it lies, and from which its pictures come.
    pub folder: JsonPath,
    /// Counts how often a file has changed that workers read once for all releases.
    pub generation: u64,
}

/// What is wanted of a release.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum DeskWish {
    /// What the rules say, without a sheet.
    Judgement,
    /// Its pages, with these edits made; those that are known need not be drawn once more.
    Pages { known: Vec<String>, edits: Vec<Value> },
    /// The letterheads that it may name.
    Office,
    /// The text of a new one.
    Scaffold { kind: String, letterhead: Option<String>, language: Option<String> },
    /// The text of another one that begins as its copy.
    Copy,
    /// A file, by the options of the command that makes it.
    File { task: ServiceTask, options: Vec<String> },
}

impl WorkItem for DeskItem {
    fn name(&self) -> String {
        self.name.clone()
    }
}

/// The letterheads and fonts of a worker: read anew when one of their files has changed.
pub struct DeskSession<'a> {
    typed: &'a DeskArgs,
    terminal: &'a Terminal,
    current: Mutex<Option<(u64, Arc<Session>)>>,
    /// Each key brings the same letters.
    outlines: Mutex<GlyphOutlines>,
}

impl<'a> DeskSession<'a> {
    pub fn new(typed: &'a DeskArgs, terminal: &'a Terminal) -> Self {
        Self { typed, terminal, current: Mutex::default(), outlines: Mutex::default() }
    }

    /// That of a generation.
    pub fn of(&self, generation: u64) -> Result<Arc<Session>, Diagnostics> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, session)) = &*current
            && *of == generation
        {
            return Ok(Arc::clone(session));
        }
        let typesetting = self.typed.typesetting();
        let session = Session::set_up(&typesetting, Projects::default(), self.terminal)?;
        let session = Arc::new(session);
        *current = Some((generation, Arc::clone(&session)));
        Ok(session)
    }

    fn outlines(&self) -> MutexGuard<'_, GlyphOutlines> {
        self.outlines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what the desk asks for, in a process of its own.
pub fn work(typed: &DeskArgs, bounds: &Bounds, terminal: &Terminal) -> Exit {
    let sessions = DeskSession::new(typed, terminal);
    workers::serve(
        bounds,
        terminal,
        |item: &DeskItem| {
            let session = sessions.of(item.generation);
            session.is_ok_and(|session| session.sets_with_own_layout(&item.input()))
        },
        |_, item: &DeskItem| DeskReply { answer: item.answer(&sessions, terminal) },
        |_, _, _| None,
    )
}

impl DeskItem {
    fn format(&self) -> Format {
        self.format.format()
    }

    /// Where it lies, or is to lie.
    fn place(&self) -> PathBuf {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        PathBuf::from(self.folder.clone()).join(name)
    }

    fn input(&self) -> Input {
        let input = Input::of_request(&self.name, self.text.clone(), self.format());
        input.beside(PathBuf::from(self.folder.clone()))
    }

    fn answer(&self, sessions: &DeskSession<'_>, terminal: &Terminal) -> DeskAnswer {
        let session = sessions.of(self.generation);
        match &self.wanted {
            DeskWish::Judgement => DeskAnswer::Judged(self.judged(session)),
            DeskWish::Pages { known, edits } => {
                let pages = self.edited(edits).pages(sessions, session, known);
                DeskAnswer::Pages(Box::new(pages))
            }
            DeskWish::Office => {
                let office = session
                    .and_then(|session| Ok(OfficeView::of(&session.surroundings(&self.input())?)));
                DeskAnswer::Office(office.map_err(|errors| self.lines(&errors.into_vec())))
            }
            DeskWish::Scaffold { kind, letterhead, language } => {
                let text = session.and_then(|session| {
                    let kind = Kind::from_spelling(kind);
                    let kind = kind.ok_or_else(|| usage("there is no such kind of release"))?;
                    let language = match language {
                        Some(named) => Language::from_spelling(named),
                        None => Some(Language::default()),
                    };
                    let language = language.ok_or_else(|| usage("there is no such language"))?;
                    let around = session.surroundings(&self.input())?;
                    let named = letterhead.as_deref();
                    office::scaffold(&self.place(), &around, kind, language, named)
                });
                DeskAnswer::Scaffold(text.map_err(|errors| self.lines(&errors.into_vec())))
            }
            DeskWish::Copy => DeskAnswer::Scaffold(Ok(office::copy(&self.source()))),
            DeskWish::File { task, options } => {
                let item = self.as_service(*task, options);
                DeskAnswer::File(Box::new(match session {
                    Ok(session) => item.judged(&session, terminal),
                    Err(errors) => item.failed(&errors),
                }))
            }
        }
    }

    fn as_service(&self, task: ServiceTask, options: &[String]) -> ServiceItem {
        ServiceItem {
            task,
            name: self.name.clone(),
            text: self.text.clone(),
            input_format: self.format,
            folder: self.folder.clone(),
            options: options.to_vec(),
        }
    }

    /// What the rules say, and what a list shows of the release.
    fn judged(&self, session: Result<Arc<Session>, Diagnostics>) -> Judged {
        let source = self.source();
        let mut judged = Judged::of(&source);
        let Ok(session) = session else { return judged };
        let Ok(around) = session.surroundings(&self.input()) else { return judged };
        let job = session.job(&source, &around);
        if let Ok(manuscript) = session.typesetter().read(&job, &[Edition::default()]) {
            judged.outcome = DeskOutcome::of(manuscript.warnings());
            judged.journal = NamedJournal::new(manuscript.journal(), manuscript.brings_journal());
        }
        judged
    }

    /// The same, with edits made in its fields.
    fn edited(&self, edits: &[Value]) -> EditedItem {
        let mut edited_item =
            EditedItem { item: self.clone(), is_edited: false, errors: Vec::new() };
        if edits.is_empty() {
            return edited_item;
        }
        let mut made = Vec::new();
        for edit in edits {
            match serde_json::from_value::<FieldEdit>(edit.clone()) {
                Ok(edit) => made.push(edit),
                Err(error) => edited_item
                    .errors
                    .push(EditError { field: String::new(), message: error.to_string() }),
            }
        }
        match edited(&self.source(), &made) {
            Ok(made) => {
                let errors = made.errors.into_iter();
                let errors =
                    errors.map(|error| EditError { field: error.field, message: error.message });
                edited_item.errors.extend(errors);
                edited_item.is_edited = made.text != self.text;
                edited_item.item.text = made.text;
            }
            // The fields cannot be read: their diagnostics say why.
            Err(errors) => edited_item
                .errors
                .push(EditError { field: String::new(), message: errors[0].message.clone() }),
        }
        edited_item
    }

    fn source(&self) -> Source {
        Source::from_text(&self.name, self.format(), self.text.clone())
    }

    fn pages(
        &self,
        sessions: &DeskSession<'_>,
        session: Result<Arc<Session>, Diagnostics>,
        known: &[String],
    ) -> SetRelease {
        let began = Instant::now();
        let source = self.source();
        let offsets = Utf16Offsets::of(&self.text);
        let mut set = SetRelease { head_length: head_length(&source), ..SetRelease::default() };
        if let Ok(typed) = typed_fields(&source) {
            set.fields = Some(typed.values);
            let places = typed.places.into_iter();
            let places =
                places.map(|(path, at)| (path, (offsets.at(at.start), offsets.at(at.end))));
            set.field_places = places.collect();
        }
        let sheet = session.and_then(|session| self.set(&session, &mut set));
        set.milliseconds.set = milliseconds(began.elapsed());
        let began = Instant::now();
        let drawn = sheet.and_then(|sheet| {
            let drawn = DrawnSheet::of(&sheet, known, &offsets, &mut sessions.outlines());
            Ok((drawn.json()?, sheet))
        });
        let diagnostics = match drawn {
            Ok((drawn, sheet)) => {
                set.outcome = DeskOutcome::of(&sheet.warnings);
                set.sheet = Some(drawn);
                sheet.warnings.clone()
            }
            Err(errors) => errors.into_vec(),
        };
        set.diagnostics = self.lines(&diagnostics);
        set.milliseconds.svg = milliseconds(began.elapsed());
        set
    }

    /// Its sheet; and what is known of it also if there is none.
    fn set(&self, session: &Session, set: &mut SetRelease) -> Result<Arc<Sheet>, Diagnostics> {
        let source = session.read(&self.input())?;
        let around = session.surroundings(&self.input())?;
        let job = session.job(&source, &around);
        let edition = Edition::default();
        let read = session.typesetter().read(&job, &[edition]);
        // A picture that is wrong is looked at as well: another one may be right.
        set.files = around.files_read().iter().map(|file| file.as_path().into()).collect();
        let manuscript = read?;
        set.defaults = Some(ReleaseDefaults::of(&manuscript));
        let sheet = manuscript.sheet(&edition);
        sheet.map_err(|errors| errors.after(manuscript.warnings().to_vec()))
    }

    /// Diagnostics as the lines of `--message-format json`.
    fn lines(&self, diagnostics: &[Diagnostic]) -> Vec<Value> {
        diagnostics.iter().map(|one| report(one, &self.name)).collect()
    }
}

/// Where the body of a release begins, in UTF-16 code units.
pub fn head_length(source: &Source) -> usize {
    match (source.format(), source.front_matter()) {
        (Format::Markdown, FrontMatter::Present { body, .. }) => {
            source.text()[..body.start].encode_utf16().count()
        }
        // Of the other formats all is fields.
        _ => source.text().encode_utf16().count(),
    }
}

/// An item with edits made.
struct EditedItem {
    item: DeskItem,
    is_edited: bool,
    errors: Vec<EditError>,
}

impl EditedItem {
    fn pages(
        self,
        sessions: &DeskSession<'_>,
        session: Result<Arc<Session>, Diagnostics>,
        known: &[String],
    ) -> SetRelease {
        let mut set = self.item.pages(sessions, session, known);
        set.edit_errors = self.errors;
        if self.is_edited {
            let units: Vec<_> = self.item.text.encode_utf16().take(set.head_length).collect();
            set.head = Some(String::from_utf16_lossy(&units));
        }
        set
    }
}

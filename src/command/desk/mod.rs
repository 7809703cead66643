//! `letterpress desk`: releases written, seen and sent in a browser.
//!
//! This process reads and saves files, and talks with the pages. Workers typeset, which are the
//! processes that every run has: whatever a release does to one costs one answer.

mod access;
mod answers;
mod events;
mod export;
mod folder;
mod item;
mod lanes;
mod mail_view;
mod mail_views;
mod office;
mod offsets;
mod open_releases;
mod own_program;
mod page;
mod pictures;
mod recipient_lists;
mod refusal;
mod releases;
mod routes;
mod sending;
mod sending_runs;
mod sent_releases;
mod setting;
mod start;
mod state;
mod views;
mod watching;

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;
use tokio::sync::watch;

use self::access::{DeskAccess, new_token};
use self::events::DeskEvents;
use self::folder::DeskFolder;
use self::lanes::DeskLanes;
use self::routes::routes;
use self::state::DeskState;
use super::bounds::Bounds;
use super::guard::HttpGuard;
use super::serve::{ConnectionTimes, ServiceListener, stopped, token_of_file};
use super::signals::Signals;
use super::{Exit, input_output};
use crate::cli::DeskArgs;
use crate::terminal::{Terminal, UiEvent, reason};

/// Pages read at once; what is saved is saved long before the end.
const TIMES: ConnectionTimes =
    ConnectionTimes { write: Duration::from_secs(60), drain: Duration::from_secs(10) };

/// Keeps a desk open until a signal comes.
pub fn run(typed: &DeskArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let bounds = Bounds::new(&typed.bounds);
    if terminal.is_of_worker() {
        return Ok(item::work(typed, &bounds, terminal));
    }
    let folder = DeskFolder::open(&typed.place)?;
    let token = match &typed.token_file {
        Some(file) => token_of_file(file)?,
        None => new_token()?,
    };
    let signals = Signals::install();
    let listener = ServiceListener::bind(&typed.listen).map_err(|error| {
        let message = message!("cannot listen there ({reason})", reason = reason(&error));
        input_output(message).hint("name another address with --listen")
    })?;
    let guard = HttpGuard::new(&typed.host);
    let guard = match listener.address() {
        Some(address) => guard.with_address(address.ip()),
        None => guard,
    };
    let place = listener.place();
    let access = DeskAccess::new(guard, token, &place, typed.token_file.is_some());
    let address = access.address(&place);
    terminal.emit(&UiEvent::Status(&format!("the desk is open at {address}")));
    thread::scope(|scope| {
        let lanes = DeskLanes::start(scope, typed.jobs, bounds)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Diagnostic::internal(format_args!("no runtime: {error}")))?;
        let (ends, ending) = watch::channel(false);
        let events = DeskEvents::new(new_token()?, ending.clone());
        let state = DeskState::new(typed.clone(), access, folder, lanes, events);
        let state = Arc::new(state);
        let served = runtime.block_on(async {
            tokio::spawn(watching::watch_files(Arc::clone(&state), ending));
            if !typed.no_open && listener.address().is_some() {
                open_in_browser(&address);
            }
            let until_signal = async {
                stopped(&signals).await;
                // Streams of events have no end of their own.
                ends.send_replace(true);
                std::future::pending::<()>().await;
            };
            tokio::select! {
                served = listener.serve(routes(state), &signals, TIMES) => served,
                () = until_signal => Ok(()),
            }
        });
        served.map_err(|error| {
            let message = message!("cannot listen any more ({reason})", reason = reason(&error));
            input_output(message)
        })?;
        // The runtime goes, and with it the ways to the workers: they end.
        Ok(Exit::Fine)
    })
}

/// Opens the page. Where there is no browser, the address is in the terminal.
fn open_in_browser(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut opener = Command::new(opener);
    opener.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = opener.spawn();
}

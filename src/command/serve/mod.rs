//! `letterpress serve`: releases checked, set and composed for other programs, over HTTP.
//!
//! This process reads requests and answers them. Workers typeset, which are the processes that
//! every run has: whatever a release does to one costs that one release.

mod answer;
mod item;
mod listen;
mod metrics;
mod openapi;
mod queue;
mod refusal;
mod request;
mod routes;
mod scratch;

use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use letterpress::diagnostic::{Diagnostic, Diagnostics};
use letterpress::message;

pub use self::answer::answer;
pub use self::item::{ServiceItem, ServiceTask};
pub use self::listen::{ConnectionTimes, ServiceListener, stopped};
use self::metrics::ServiceMetrics;
pub use self::routes::claims;
use self::routes::{ServiceState, routes};
use self::scratch::ScratchHome;
use super::bounds::Bounds;
use super::guard::{HttpGuard, MIN_TOKEN_BYTES};
use super::mail::secret_text;
use super::project::Projects;
use super::session::Session;
use super::signals::Signals;
use super::workers::WorkerPool;
use super::{Exit, input_output, usage};
use crate::cli::{ListenAddress, ServeArgs};
use crate::terminal::{Terminal, UiEvent, reason};

/// Serves until a signal comes.
pub fn run(typed: &ServeArgs, terminal: &Terminal) -> Result<Exit, Diagnostics> {
    let typesetting = typed.typesetting();
    let session = Session::set_up(&typesetting, Projects::none(), terminal)?;
    let bounds = Bounds::new(&typed.bounds);
    if terminal.is_of_worker() {
        return Ok(item::work(&session, &bounds, terminal));
    }
    let guard = guard(typed)?;
    let scratch = ScratchHome::open()?;
    let signals = Signals::install();
    let listener = ServiceListener::bind(&typed.listen).map_err(|error| {
        let message = message!("cannot listen there ({reason})", reason = reason(&error));
        input_output(message).hint("name another address with --listen")
    })?;
    let guard = match listener.address() {
        Some(address) => guard.with_address(address.ip()),
        None => guard,
    };
    terminal.emit(&UiEvent::Status(&format!("listening at {}", listener.place())));
    let workers = WorkerPool::new(typed.jobs, bounds, false);
    let hands = workers.workers().get();
    let waiting = usize::from(typed.queue);
    let (queue, end) = queue::queue(hands + waiting);
    let body_time = Duration::from_secs(typed.body_seconds.get());
    let rounds = u32::try_from(1 + waiting.div_ceil(hands)).unwrap_or(u32::MAX);
    let drain = body_time.saturating_add(bounds.time.saturating_mul(rounds));
    thread::scope(|scope| {
        let pool = thread::Builder::new().spawn_scoped(scope, || end.work_off(&workers));
        pool.map_err(|error| Diagnostic::internal(format_args!("no thread: {error}")))?;
        let (failures, failed) = mpsc::channel();
        let reporter = thread::Builder::new().spawn_scoped(scope, || {
            failed.into_iter().for_each(|error: Diagnostic| terminal.emit_all(&[error]));
        });
        reporter.map_err(|error| Diagnostic::internal(format_args!("no thread: {error}")))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Diagnostic::internal(format_args!("no runtime: {error}")))?;
        let state = ServiceState {
            guard,
            queue,
            scratch,
            metrics: ServiceMetrics::new(hands),
            max_body: usize::try_from(typed.max_body).unwrap_or(usize::MAX),
            body_time,
            allows_letterhead: typed.allow_letterhead,
            failures,
        };
        let times = ConnectionTimes { write: body_time, drain };
        let served = runtime.block_on(listener.serve(routes(Arc::new(state)), &signals, times));
        served.map_err(|error| {
            let message = message!("cannot listen any more ({reason})", reason = reason(&error));
            input_output(message)
        })?;
        // The runtime goes, and with it the queue: the workers end.
        Ok(Exit::Fine)
    })
}

/// Who is let in. Beyond this machine nobody is without a token.
fn guard(typed: &ServeArgs) -> Result<HttpGuard, Diagnostics> {
    let guard = HttpGuard::new(&typed.host);
    let Some(file) = &typed.token_file else {
        return match &typed.listen {
            ListenAddress::Network(address) if !address.ip().is_loopback() => {
                let message = message!(
                    "{address} is beyond loopback, and needs a token",
                    address = address.to_string()
                );
                let error = usage(message);
                Err(error.hint("`openssl rand -hex 32` makes one for `--token-file FILE`").into())
            }
            _ => Ok(guard),
        };
    };
    Ok(guard.with_token(token_of_file(file)?.as_bytes()))
}

/// The token in a file that is for its owner only.
pub fn token_of_file(file: &Path) -> Result<String, Diagnostics> {
    let token = secret_text(file)?;
    let token = token.trim();
    if token.len() < MIN_TOKEN_BYTES {
        let message = message!(
            "the token in {file} has fewer than {limit} bytes",
            file = file.display(),
            limit = MIN_TOKEN_BYTES
        );
        return Err(usage(message).hint("`openssl rand -hex 32` makes one").into());
    }
    Ok(token.to_owned())
}

//! Connections: taken, bounded, and ended in good order.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::cli::ListenAddress;
use crate::command::signals::Signals;

/// The most connections at a time; further ones wait until one ends.
const MAX_CONNECTIONS: usize = 512;

/// The longest that the header of a request may take to come, and a connection to lie idle.
const HEADER_TIME: Duration = Duration::from_secs(15);

/// The most bytes of the header of a request; hyper takes up to twice as many.
const MAX_HEADER: usize = 32 * 1024;

/// How often is looked whether a signal came.
const INTERVAL: Duration = Duration::from_millis(50);

/// After a connection could not be taken, for want of files for example.
const PAUSE: Duration = Duration::from_millis(100);

/// The longest that connections may take.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionTimes {
    /// Without taking a byte of an answer: whoever does not read holds its bytes in memory.
    pub write: Duration,
    /// In hand after a signal.
    pub drain: Duration,
}

/// A place at which is listened.
pub enum ServiceListener {
    /// With the address that it has: port 0 asks for any that is free.
    Network(std::net::TcpListener, SocketAddr),
    #[cfg(unix)]
    Socket(std::os::unix::net::UnixListener, PathBuf),
}

impl ServiceListener {
    /// Begins to listen.
    pub fn bind(address: &ListenAddress) -> io::Result<Self> {
        match address {
            ListenAddress::Network(address) => {
                let listener = std::net::TcpListener::bind(address)?;
                listener.set_nonblocking(true)?;
                let address = listener.local_addr()?;
                Ok(Self::Network(listener, address))
            }
            ListenAddress::Socket(path) => Self::bind_socket(path),
        }
    }

    /// For its owner and its group, whatever the umask; one that nobody listens at is replaced.
    #[cfg(unix)]
    fn bind_socket(path: &Path) -> io::Result<Self> {
        use std::fs;
        use std::os::unix::fs::FileTypeExt;
        use std::os::unix::net::{UnixListener, UnixStream};

        use rustix::fs::Mode;
        use rustix::process::umask;

        if let Ok(about) = fs::symlink_metadata(path) {
            if !about.file_type().is_socket() {
                let reason = "something that is no socket lies there";
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, reason));
            }
            match UnixStream::connect(path) {
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    fs::remove_file(path)?;
                }
                _ => return Err(io::ErrorKind::AddrInUse.into()),
            }
        }
        let earlier = umask(Mode::from_raw_mode(0o117));
        let bound = UnixListener::bind(path);
        umask(earlier);
        let listener = bound?;
        listener.set_nonblocking(true)?;
        Ok(Self::Socket(listener, path.to_owned()))
    }

    #[cfg(not(unix))]
    fn bind_socket(_path: &Path) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Where clients find it.
    pub fn place(&self) -> String {
        match self {
            Self::Network(_, address) => format!("http://{address}"),
            #[cfg(unix)]
            Self::Socket(_, path) => format!("unix:{}", path.display()),
        }
    }

    /// Its address, if it has one.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Network(_, address) => Some(*address),
            #[cfg(unix)]
            Self::Socket(..) => None,
        }
    }

    /// Answers requests until a signal comes, and then those that are in hand.
    pub async fn serve(
        self,
        app: Router,
        signals: &Signals,
        times: ConnectionTimes,
    ) -> io::Result<()> {
        let connections = Connections {
            app,
            write: times.write,
            places: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
            graceful: GracefulShutdown::new(),
        };
        match self {
            Self::Network(listener, _) => {
                let listener = TcpListener::from_std(listener)?;
                let take = async || {
                    let (stream, _) = listener.accept().await?;
                    // Answers are whole: nothing is gained by waiting for more.
                    stream.set_nodelay(true)?;
                    Ok(stream)
                };
                connections.take_all(take, signals).await;
                drop(listener);
                connections.end(times.drain).await;
            }
            #[cfg(unix)]
            Self::Socket(listener, path) => {
                let listener = tokio::net::UnixListener::from_std(listener)?;
                let take = async || listener.accept().await.map(|(stream, _)| stream);
                connections.take_all(take, signals).await;
                drop(listener);
                // Somebody may have removed it.
                let _ = std::fs::remove_file(path);
                connections.end(times.drain).await;
            }
        }
        Ok(())
    }
}

/// The connections of a server.
struct Connections {
    app: Router,
    write: Duration,
    places: Arc<Semaphore>,
    graceful: GracefulShutdown,
}

impl Connections {
    /// Takes connections until a signal comes.
    async fn take_all<S>(&self, take: impl AsyncFn() -> io::Result<S>, signals: &Signals)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut stopped = pin!(stopped(signals));
        loop {
            let place = tokio::select! {
                place = Arc::clone(&self.places).acquire_owned() => place,
                () = &mut stopped => return,
            };
            let stream = tokio::select! {
                stream = take() => stream,
                () = &mut stopped => return,
            };
            let (Ok(place), Ok(stream)) = (place, stream) else {
                sleep(PAUSE).await;
                continue;
            };
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(self.write));
            let service = TowerToHyperService::new(self.app.clone());
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME)
                .max_buf_size(MAX_HEADER)
                .serve_connection(TokioIo::new(Box::pin(stream)), service);
            let connection = self.graceful.watch(connection);
            tokio::spawn(async move {
                // Whoever goes away or talks nonsense is nobody's error.
                let _ = connection.await;
                drop(place);
            });
        }
    }

    /// Lets what is in hand be done.
    async fn end(self, drain: Duration) {
        // What is not done by then is stuck.
        let _ = timeout(drain, self.graceful.shutdown()).await;
    }
}

/// Waits for a signal.
pub async fn stopped(signals: &Signals) {
    while !signals.is_stopped() {
        sleep(INTERVAL).await;
    }
}

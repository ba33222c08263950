//! Connections that a fault can abort at any time, and that close if the client is idle for too long.

use std::future::{Ready, ready};
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Extension;
use axum::middleware::AddExtension;
use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};
use tower_layer::Layer as _;

use crate::state::Vcenter;

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const RESET: u8 = 2;

/// Aborts the connection of a request. Each request has it as an extension.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionAbort(Arc<AtomicU8>);

impl ConnectionAbort {
    /// Closes the connection at its next read or write. The server writes nothing more.
    pub(crate) fn close(&self) {
        self.0.store(CLOSED, Ordering::Release);
    }

    /// Closes the connection like [`ConnectionAbort::close`], but with a TCP reset.
    pub(crate) fn reset(&self) {
        self.0.store(RESET, Ordering::Release);
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }
}

/// Where the client of a connection is. Each request has it as an extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Loopback,
    Remote,
}

impl Peer {
    fn of(tcp: &TcpStream) -> Self {
        let address = tcp.peer_addr().map(|address| address.ip().to_canonical());
        if address.is_ok_and(|address| address.is_loopback()) { Self::Loopback } else { Self::Remote }
    }
}

/// The side that a connection waits for: the simulator or the client. Each request has it as an extension.
#[derive(Debug, Clone)]
pub(crate) struct Turn(Arc<Mutex<Turns>>);

#[derive(Debug)]
struct Turns {
    /// The number of requests that the simulator works on.
    requests: usize,
    /// The time when the simulator last stopped working on one.
    client_since: Instant,
}

impl Turn {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Turns { requests: 0, client_since: Instant::now() })))
    }

    /// Starts the turn of the simulator for a request. The turn lasts until the guard is dropped.
    pub(crate) fn of_simulator(&self) -> TurnGuard {
        self.begin();
        TurnGuard { turn: self.clone(), ends: Self::end }
    }

    /// Starts the turn of the client for the body of a request. The turn lasts until the guard is dropped.
    pub(crate) fn of_client(&self) -> TurnGuard {
        self.end();
        TurnGuard { turn: self.clone(), ends: Self::begin }
    }

    fn begin(&self) {
        self.turns().requests += 1;
    }

    fn end(&self) {
        let mut turns = self.turns();
        turns.requests -= 1;
        turns.client_since = Instant::now();
    }

    /// Returns the start of the client's turn, or `None` if it is the simulator's turn.
    fn client_since(&self) -> Option<Instant> {
        let turns = self.turns();
        (turns.requests == 0).then_some(turns.client_since)
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a turn when it is dropped, even if the connection of the request is closed.
#[derive(Debug)]
pub(crate) struct TurnGuard {
    turn: Turn,
    ends: fn(&Turn),
}

impl Drop for TurnGuard {
    fn drop(&mut self) {
        (self.ends)(&self.turn);
    }
}

/// A TCP connection that fails after an abort, or when its client is idle for too long.
///
/// hyper has such a limit only for the heads of HTTP/1.1. This one covers both versions of HTTP, request
/// bodies, and responses that the client does not read.
#[derive(Debug)]
pub(crate) struct Connection {
    tcp: TcpStream,
    abort: ConnectionAbort,
    turn: Turn,
    client_timeout: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Connection {
    fn new(tcp: TcpStream, client_timeout: Duration) -> Self {
        let timer = Box::pin(sleep_until(Instant::now()));
        Self { tcp, abort: ConnectionAbort::default(), turn: Turn::new(), client_timeout, timer }
    }

    /// Returns an error if the connection is aborted or its client is idle for too long. Otherwise, schedules
    /// the next check.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.abort.state() {
            OPEN => {}
            state => {
                if state == RESET {
                    // With this setting, closing discards the buffer and sends a reset.
                    self.tcp.set_zero_linger()?;
                }
                return Err(io::Error::new(
                    ErrorKind::ConnectionReset,
                    "an injected fault aborts this connection",
                ));
            }
        }
        // The timer also runs during the simulator's turn, because the end of that turn does not wake this
        // task.
        let since = self.turn.client_since().unwrap_or_else(Instant::now);
        // A deadline beyond the range of the clock means no limit.
        let Some(deadline) = since.checked_add(self.client_timeout) else { return Ok(()) };
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        match self.timer.as_mut().poll(context) {
            Poll::Pending => Ok(()),
            Poll::Ready(()) => Err(io::Error::new(ErrorKind::TimedOut, "the client was idle for too long")),
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.tcp).poll_write(context, buffer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(context)?;
        Pin::new(&mut self.tcp).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.tcp).poll_flush(context))?;
        Poll::Ready(self.check(context))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

/// Wraps each TCP connection in a [`Connection`], and adds its [`ConnectionAbort`], [`Turn`] and [`Peer`] to its
/// requests.
#[derive(Clone)]
pub(crate) struct Acceptor {
    pub(crate) vcenter: Arc<Vcenter>,
    pub(crate) client_timeout: Duration,
}

impl<S> Accept<TcpStream, S> for Acceptor {
    type Stream = Connection;
    type Service = AddExtension<AddExtension<AddExtension<S, ConnectionAbort>, Turn>, Peer>;
    type Future = Ready<io::Result<(Connection, Self::Service)>>;

    fn accept(&self, tcp: TcpStream, service: S) -> Self::Future {
        let peer = Peer::of(&tcp);
        ready(self.connection(tcp).map(|connection| {
            let service = Extension(connection.abort.clone()).layer(service);
            let service = Extension(connection.turn.clone()).layer(service);
            let service = Extension(peer).layer(service);
            (connection, service)
        }))
    }
}

impl Acceptor {
    fn connection(&self, tcp: TcpStream) -> io::Result<Connection> {
        if self.vcenter.faults().refuse_connection() {
            return Err(io::Error::new(
                ErrorKind::ConnectionRefused,
                "an injected fault refuses this connection",
            ));
        }
        tcp.set_nodelay(true)?;
        Ok(Connection::new(tcp, self.client_timeout))
    }
}

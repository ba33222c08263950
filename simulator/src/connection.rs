//! Connections that the simulator can end in the middle of whatever goes on, and that do not wait for a client for
//! ever.

use std::{
    future::{Ready, ready},
    io::{self, ErrorKind},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tower_layer::Layer as _;

use crate::vcenter::Vcenter;

const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const RESET: u8 = 2;

/// Ends the connection that a request came in by. Each request has it among its extensions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cut(Arc<AtomicU8>);

impl Cut {
    /// Nothing more is written; the connection is closed as soon as the server wants to write.
    pub(crate) fn close(&self) {
        self.0.store(CLOSED, Ordering::Release);
    }

    /// As [`Cut::close`], and the other side gets a TCP reset.
    pub(crate) fn reset(&self) {
        self.0.store(RESET, Ordering::Release);
    }

    fn state(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }
}

/// Whether a connection has to wait for its client. Each request has it among its extensions.
#[derive(Debug, Clone)]
pub(crate) struct Turn(Arc<Mutex<Turns>>);

#[derive(Debug)]
struct Turns {
    /// How many requests the simulator works on.
    requests: usize,
    /// When it last stopped to work on one.
    client_since: Instant,
}

impl Turn {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Turns { requests: 0, client_since: Instant::now() })))
    }

    /// Makes it the turn of the simulator, for a request, until the guard is dropped.
    pub(crate) fn of_simulator(&self) -> TurnGuard {
        self.begin();
        TurnGuard { turn: self.clone(), ends: Self::end }
    }

    /// Makes it the turn of the client, for the body of a request, until the guard is dropped.
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

    /// Since when it is the turn of the client.
    fn client_since(&self) -> Option<Instant> {
        let turns = self.turns();
        (turns.requests == 0).then_some(turns.client_since)
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a turn when it is dropped, also with a request whose connection is gone.
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

/// A TCP connection that fails once it is cut, or once its client has kept it waiting for too long.
///
/// The limit is here because hyper has one for the heads of HTTP/1.1 alone. Here it holds for both versions, for
/// bodies, and for answers that a client does not read.
#[derive(Debug)]
pub(crate) struct Connection {
    tcp: TcpStream,
    cut: Cut,
    turn: Turn,
    client_timeout: Duration,
    timer: Pin<Box<Sleep>>,
}

impl Connection {
    fn new(tcp: TcpStream, client_timeout: Duration) -> Self {
        let timer = Box::pin(sleep_until(Instant::now()));
        Self { tcp, cut: Cut::default(), turn: Turn::new(), client_timeout, timer }
    }

    /// Also has the task woken for the next check in time.
    fn check(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.cut.state() {
            OPEN => {}
            state => {
                if state == RESET {
                    // Closing sends a reset instead of what is still in the buffer.
                    self.tcp.set_zero_linger()?;
                }
                return Err(io::Error::new(ErrorKind::ConnectionReset, "a fault ends this connection"));
            }
        }
        // The turn of the simulator may end without a word to this task.
        let since = self.turn.client_since().unwrap_or_else(Instant::now);
        // A limit that no clock reaches is none.
        let Some(deadline) = since.checked_add(self.client_timeout) else { return Ok(()) };
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        match self.timer.as_mut().poll(context) {
            Poll::Pending => Ok(()),
            Poll::Ready(()) => {
                Err(io::Error::new(ErrorKind::TimedOut, "the client keeps this connection waiting"))
            }
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

/// Makes each TCP connection one that can be cut and has a limit, and hands its [`Cut`] and its [`Turn`] to the
/// requests on it.
#[derive(Clone)]
pub(crate) struct Acceptor {
    pub(crate) vcenter: Arc<Vcenter>,
    pub(crate) client_timeout: Duration,
}

impl<S> Accept<TcpStream, S> for Acceptor {
    type Stream = Connection;
    type Service = AddExtension<AddExtension<S, Cut>, Turn>;
    type Future = Ready<io::Result<(Connection, Self::Service)>>;

    fn accept(&self, tcp: TcpStream, service: S) -> Self::Future {
        ready(self.connection(tcp).map(|connection| {
            let service = Extension(connection.cut.clone()).layer(service);
            let service = Extension(connection.turn.clone()).layer(service);
            (connection, service)
        }))
    }
}

impl Acceptor {
    fn connection(&self, tcp: TcpStream) -> io::Result<Connection> {
        if self.vcenter.faults().refuse_connection() {
            return Err(io::Error::new(ErrorKind::ConnectionRefused, "a fault refuses this connection"));
        }
        tcp.set_nodelay(true)?;
        Ok(Connection::new(tcp, self.client_timeout))
    }
}

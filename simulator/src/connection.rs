//! Connections that the simulator can end in the middle of whatever goes on.

use std::{
    future::{Ready, ready},
    io::{self, ErrorKind},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
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

/// A TCP connection that fails once it is cut.
#[derive(Debug)]
pub(crate) struct Connection {
    tcp: TcpStream,
    cut: Cut,
}

impl Connection {
    fn check(&self) -> io::Result<()> {
        match self.cut.state() {
            OPEN => Ok(()),
            state => {
                if state == RESET {
                    // Closing sends a reset instead of what is still in the buffer.
                    self.tcp.set_zero_linger()?;
                }
                Err(io::Error::new(ErrorKind::ConnectionReset, "a fault ends this connection"))
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
        self.check()?;
        Pin::new(&mut self.tcp).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.tcp).poll_write(context, buffer)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.tcp).poll_write_vectored(context, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.tcp).poll_flush(context))?;
        Poll::Ready(self.check())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

/// Makes each TCP connection one that can be cut, and hands its [`Cut`] to the requests on it.
#[derive(Clone)]
pub(crate) struct Acceptor(pub(crate) Arc<Vcenter>);

impl<S> Accept<TcpStream, S> for Acceptor {
    type Stream = Connection;
    type Service = AddExtension<S, Cut>;
    type Future = Ready<io::Result<(Connection, Self::Service)>>;

    fn accept(&self, tcp: TcpStream, service: S) -> Self::Future {
        ready(self.connection(tcp).map(|connection| {
            let service = Extension(connection.cut.clone()).layer(service);
            (connection, service)
        }))
    }
}

impl Acceptor {
    fn connection(&self, tcp: TcpStream) -> io::Result<Connection> {
        if self.0.faults().refuse_connection() {
            return Err(io::Error::new(ErrorKind::ConnectionRefused, "a fault refuses this connection"));
        }
        tcp.set_nodelay(true)?;
        Ok(Connection { tcp, cut: Cut::default() })
    }
}

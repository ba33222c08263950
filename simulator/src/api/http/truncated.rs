use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};

/// A body that announces its full length, yields half of it, and then fails, so that the server closes the
/// connection.
pub(crate) struct Truncated {
    whole: u64,
    half: Option<Bytes>,
    /// Whether the body has been pending since it yielded the half. The server flushes the half only while
    /// the body is pending. An immediate failure would discard it.
    was_pending: bool,
}

impl Truncated {
    pub(crate) fn new(body: &Bytes) -> Self {
        Self { whole: body.len() as u64, half: Some(body.slice(..body.len() / 2)), was_pending: false }
    }
}

impl Body for Truncated {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if !self.was_pending {
            self.was_pending = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::new(ErrorKind::ConnectionAborted, "the body ends early"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}

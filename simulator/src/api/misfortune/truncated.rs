use std::{
    io::{self, ErrorKind},
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Bytes;
use http_body::{Body, Frame, SizeHint};

/// Promises a whole body, gives half of it, and fails: the server ends the connection over that.
pub(super) struct Truncated {
    whole: u64,
    half: Option<Bytes>,
    /// The server sends what it has while there is nothing to come; a failure at once would discard it.
    sent: bool,
}

impl Truncated {
    pub(super) fn new(body: &Bytes) -> Self {
        Self { whole: body.len() as u64, half: Some(body.slice(..body.len() / 2)), sent: false }
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
        if !self.sent {
            self.sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::new(ErrorKind::ConnectionAborted, "a fault ends this answer"))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.whole)
    }
}

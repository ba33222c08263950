//! Uploads in the session of a connection.

use std::io;

use bytes::Bytes;
use futures_core::Stream;

use crate::error::Error;
use crate::session::connection::Connection;
use crate::transport::upload::UploadAddress;

impl Connection {
    /// Uploads a file. The session goes along only to the host of the server.
    pub(crate) async fn upload(
        &self,
        address: UploadAddress,
        size: u64,
        content: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
    ) -> Result<(), Error> {
        let session = self.state.snapshot().session;
        let header = self.header(false, session.as_deref()).filter(|_| address.is_same_host);
        let redactor = self.redactor(session.as_deref());
        address.put(&self.endpoint, header, &redactor, size, content).await
    }
}

//! `PUT /cls/data/…`: the upload of a file of an update session. The content is hashed and discarded.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use http_body::Body as _;
use ring::digest;

use crate::api::http::error::Reason;
use crate::inventory::StorageBacking;
use crate::server::Turn;
use crate::state::{Checksum, ChecksumAlgorithm, TransferStatus, UPLOAD_PATH, UpdateState, Vcenter};

/// Returns whether a request is an upload.
pub(crate) fn serves(path: &str) -> bool {
    path.starts_with(UPLOAD_PATH)
}

/// Receives a file. As with vCenter, the address is all that an upload needs.
pub(crate) async fn receive(vcenter: &Arc<Vcenter>, request: Request) -> Response {
    let token = request.uri().path().strip_prefix(UPLOAD_PATH).unwrap_or_default();
    let token = token.split('/').next().unwrap_or_default().to_owned();
    if request.method() != Method::PUT {
        return refuse(StatusCode::METHOD_NOT_ALLOWED, "a file is uploaded with PUT");
    }
    let Some(mut transfer) = Transfer::begin(vcenter, token) else {
        return refuse(StatusCode::NOT_FOUND, "there is no such upload, or it is not possible any more");
    };
    let turn: Option<Turn> = request.extensions().get().cloned();
    let mut body = request.into_body();
    loop {
        // The client may take its time for each part, not for the whole.
        let of_client = turn.as_ref().map(Turn::of_client);
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
        drop(of_client);
        let part = match frame {
            None => break,
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            Some(Err(_)) => return transfer.fail(StatusCode::BAD_REQUEST, "Pipe closed"),
        };
        if !transfer.add(&part) {
            return transfer.fail(StatusCode::INSUFFICIENT_STORAGE, "No space left on the datastore");
        }
    }
    transfer.end()
}

/// A transfer. If it is dropped, for example because its client is gone, it has failed.
struct Transfer {
    vcenter: Arc<Vcenter>,
    token: String,
    size: Option<u64>,
    checksum: Option<Checksum>,
    free_space: Option<u64>,
    received: u64,
    sha1: digest::Context,
    /// The checksum that the client expects, if it is another one.
    other: Option<digest::Context>,
    is_over: bool,
}

impl Transfer {
    fn begin(vcenter: &Arc<Vcenter>, token: String) -> Option<Self> {
        let (item, size, checksum) = {
            let mut sessions = vcenter.update_sessions();
            let (session, name) = sessions.with_token(&token)?;
            let item = session.item.clone();
            let is_active = session.state == UpdateState::Active && !session.completing;
            let file = session.files.get_mut(&name).filter(|file| is_active && !file.is_pull)?;
            (file.status, file.received, file.sha1) = (TransferStatus::Transferring, 0, None);
            (item, file.size, file.checksum.clone())
        };
        let other = match checksum.as_ref().map(|checksum| checksum.algorithm) {
            None | Some(ChecksumAlgorithm::Sha1) => None,
            Some(ChecksumAlgorithm::Sha256) => Some(digest::Context::new(&digest::SHA256)),
            Some(ChecksumAlgorithm::Sha512) => Some(digest::Context::new(&digest::SHA512)),
        };
        Some(Self {
            vcenter: Arc::clone(vcenter),
            free_space: free_space(vcenter, &item),
            token,
            size,
            checksum,
            received: 0,
            sha1: digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY),
            other,
            is_over: false,
        })
    }

    /// Adds a part. Returns whether the datastore has space for it.
    fn add(&mut self, part: &[u8]) -> bool {
        self.received = self.received.saturating_add(part.len() as u64);
        self.sha1.update(part);
        if let Some(other) = &mut self.other {
            other.update(part);
        }
        let received = self.received;
        if let Some((session, name)) = self.vcenter.update_sessions().with_token(&self.token)
            && let Some(file) = session.files.get_mut(&name)
        {
            file.received = received;
        }
        self.free_space.is_none_or(|free| received <= free)
    }

    /// Compares the file with its size and its checksum. The response is a success either way: the state of the session
    /// shows the result.
    fn end(mut self) -> Response {
        let sha1 = hex(self.sha1.clone().finish().as_ref());
        let digits = self.other.take().map_or_else(|| sha1.clone(), |other| hex(other.finish().as_ref()));
        let result = if self.size.is_some_and(|size| size != self.received) {
            Err(format!("has {} bytes instead of {}", self.received, self.size.unwrap_or_default()))
        } else if self.checksum.as_ref().is_some_and(|checksum| checksum.digits != digits) {
            Err("does not have the expected checksum".to_owned())
        } else {
            Ok(sha1)
        };
        let result = result.map_err(|reason| format!("The file {reason}."));
        if self.vcenter.task_time.is_zero() {
            self.finish(result);
        } else {
            // The comparison takes a while, and the response does not wait for it.
            self.set_status(TransferStatus::Validating);
            tokio::spawn(async move {
                self.vcenter.clock.sleep(self.vcenter.task_time).await;
                self.finish(result);
            });
        }
        StatusCode::OK.into_response()
    }

    fn fail(mut self, status: StatusCode, reason: &str) -> Response {
        self.finish(Err(format!("Error transferring file: {reason}")));
        refuse(status, reason)
    }

    fn set_status(&self, status: TransferStatus) {
        if let Some((session, name)) = self.vcenter.update_sessions().with_token(&self.token)
            && let Some(file) = session.files.get_mut(&name)
        {
            file.status = status;
        }
    }

    fn finish(&mut self, result: Result<String, String>) {
        if std::mem::replace(&mut self.is_over, true) {
            return;
        }
        if let Some((session, name)) = self.vcenter.update_sessions().with_token(&self.token) {
            session.end_transfer(&name, result);
        }
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        self.finish(Err("Error transferring file: Pipe closed".to_owned()));
    }
}

fn refuse(status: StatusCode, reason: &str) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Reason(reason.to_owned()));
    response
}

/// Returns the free space on the datastore of an item, if it is limited.
fn free_space(vcenter: &Vcenter, item: &str) -> Option<u64> {
    let inventory = vcenter.inventory();
    let library = inventory.libraries.get(&inventory.items.get(item)?.library)?;
    let StorageBacking::Datastore(datastore) = &library.storage else { return None };
    inventory.datastores.get(datastore)?.free_space
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

//! `/content/library/item/update-session/{update_session_id}/file`: the files of an update session.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::handlers::new_id::new_id;
use crate::api::handlers::update_session::{active, apply, file_missing, not_found, transfer_error};
use crate::api::handlers::wire;
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, Message};
use crate::api::http::input::{Input, invalid_input};
use crate::api::http::path::Path;
use crate::state::{Checksum, ChecksumAlgorithm, NewFile, TransferStatus, UPLOAD_PATH, Vcenter};

/// The characters of a segment of a URL that are written as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The member `checksum_info` of `Content_Library_Item_Updatesession_File_AddSpec`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChecksumInfo {
    algorithm: Option<String>,
    checksum: String,
}

/// The member `source_endpoint`.
#[derive(Deserialize)]
struct Endpoint {
    uri: String,
}

/// Handles `Content.Library.Item.Updatesession.File_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    let session = vcenter.update_sessions().get(&id).ok_or_else(|| not_found(&id))?.clone();
    let mut files: BTreeMap<String, Value> = BTreeMap::new();
    if let Some(item) = vcenter.inventory().items.get(&session.item) {
        for file in &item.files {
            let unchanged = json!({
                "name": file.name,
                "source_type": "NONE",
                "bytes_transferred": file.size,
                "size": file.size,
                "status": "READY",
            });
            files.insert(file.name.clone(), unchanged);
        }
    }
    for (name, file) in &session.files {
        files.insert(name.clone(), info(&vcenter, &headers, name, file));
    }
    Ok(wire::response(vcenter.behavior, files.into_values().collect()))
}

/// Handles `Content.Library.Item.Updatesession.File_add`.
pub(crate) async fn add(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
    headers: HeaderMap,
    mut input: Input,
) -> Result<(StatusCode, Json<Value>), Error> {
    let name = input.identifier("name")?;
    let source_type = input.identifier("source_type")?;
    let size: Option<u64> = input.optional("size", "a size in bytes")?;
    let checksum: Option<ChecksumInfo> = input.optional("checksum_info", "a checksum")?;
    let source: Option<Endpoint> = input.optional("source_endpoint", "an address")?;
    input.end()?;
    if name.is_empty() || name.contains(['/', '\\']) || name == "." || name == ".." {
        return Err(invalid("name", "the name of a file"));
    }
    let is_pull = match (source_type.as_str(), &source) {
        ("PUSH", None) => false,
        ("PULL", Some(_)) => true,
        ("PULL", None) => return Err(invalid("source_endpoint", "the address of the source")),
        ("PUSH", Some(_)) => {
            return Err(invalid("source_endpoint", "no address, because the client uploads"));
        }
        _ => return Err(invalid("source_type", "PUSH or PULL")),
    };
    let checksum = checksum.as_ref().map(expected).transpose()?;
    let file = NewFile {
        token: new_id()?,
        is_pull,
        size,
        checksum,
        received: 0,
        status: TransferStatus::WaitingForTransfer,
        sha1: None,
        error: None,
    };
    active(vcenter.update_sessions().get_mut(&id), &id, "add")?.files.insert(name.clone(), file.clone());
    if let Some(Endpoint { uri }) = source {
        pull(&vcenter, id, name.clone(), uri);
    }
    Ok((StatusCode::CREATED, wire::response(vcenter.behavior, info(&vcenter, &headers, &name, &file))))
}

/// Handles `Content.Library.Item.Updatesession.File_validate`.
pub(crate) async fn validate(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    let mut sessions = vcenter.update_sessions();
    let session = active(sessions.get_mut(&id), &id, "validate")?;
    if let Some((name, file)) = session.missing() {
        return Err(file_missing(name, file.status));
    }
    Ok(Json(json!({ "has_errors": false, "missing_files": [], "invalid_files": [] })))
}

fn expected(info: &ChecksumInfo) -> Result<Checksum, Error> {
    let algorithm = match info.algorithm.as_deref() {
        None | Some("SHA1") => ChecksumAlgorithm::Sha1,
        Some("SHA256") => ChecksumAlgorithm::Sha256,
        Some("SHA512") => ChecksumAlgorithm::Sha512,
        // A checksum that nobody compares would be worse than an error.
        Some(_) => {
            return Err(invalid("checksum_info", "SHA1, SHA256 or SHA512; the simulator has no other"));
        }
    };
    if info.checksum.is_empty() || !info.checksum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(invalid("checksum_info", "a checksum in hexadecimal digits"));
    }
    Ok(Checksum { algorithm, digits: info.checksum.to_ascii_lowercase() })
}

fn invalid(member: &str, expected: &str) -> Error {
    invalid_input(Message::new(
        "vapi.data.structure.field.invalid",
        format!("The member '{member}' of the request body is not valid: expected is {expected}."),
        [member],
    ))
}

/// Fetches a file, after the time of a task, from the files that the inventory has for this.
fn pull(vcenter: &Arc<Vcenter>, session: String, name: String, uri: String) {
    let vcenter = Arc::clone(vcenter);
    let fetch = move |vcenter: &Vcenter| {
        let remote = vcenter.inventory().remote_files.get(&uri).cloned();
        if let Some(session) = vcenter.update_sessions().get_mut(&session)
            && let Some(file) = session.files.get_mut(&name)
        {
            let result = match remote {
                None => Err(format!("Error transferring file {name}: '{uri}' cannot be read.")),
                Some(remote) => {
                    file.received = remote.size;
                    let sha1 = remote.sha1.unwrap_or_default();
                    let differs = file.checksum.as_ref().is_some_and(|checksum| {
                        checksum.algorithm == ChecksumAlgorithm::Sha1 && checksum.digits != sha1
                    });
                    if differs || file.size.is_some_and(|size| size != remote.size) {
                        Err(format!("Error transferring file {name}: its size or checksum does not match."))
                    } else {
                        Ok(sha1)
                    }
                }
            };
            session.end_transfer(&name, result);
        }
        apply(vcenter, &session);
    };
    if vcenter.task_time.is_zero() {
        fetch(&vcenter);
    } else {
        tokio::spawn(async move {
            vcenter.clock.sleep(vcenter.task_time).await;
            fetch(&vcenter);
        });
    }
}

/// Returns the wire form of `Content_Library_Item_Updatesession_File_Info`.
fn info(vcenter: &Vcenter, headers: &HeaderMap, name: &str, file: &NewFile) -> Value {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let uri = || {
        let name = utf8_percent_encode(name, SEGMENT);
        format!("{}://{host}{}{}/{name}", vcenter.scheme, UPLOAD_PATH, file.token)
    };
    json!({
        "name": name,
        "source_type": if file.is_pull { "PULL" } else { "PUSH" },
        "bytes_transferred": file.received,
        "size": if file.status == TransferStatus::Ready { file.size } else { None },
        "status": file.status,
        "checksum_info": file.sha1.as_ref().filter(|sha1| !sha1.is_empty()).map(|sha1| {
            json!({ "algorithm": "SHA1", "checksum": sha1 })
        }),
        "upload_endpoint": (!file.is_pull).then(|| json!({ "uri": uri() })),
        "error_message": file.error.as_deref().map(transfer_error),
    })
}

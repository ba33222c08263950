//! `/content/library/item/update-session`: changes of the files of library items.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::handlers::library_item::{content_version, not_subscribed};
use crate::api::handlers::new_id::new_id;
use crate::api::handlers::{lookup, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::input::Input;
use crate::api::http::path::Path;
use crate::api::http::query::Query;
use crate::inventory::{Privilege, StorageBacking};
use crate::state::{TransferStatus, UpdateSession, UpdateState, Vcenter};

/// Handles `Content.Library.Item.UpdateSession_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let item = query.identifiers("library_item_id")?.into_iter().next();
    caller.needs(Privilege::SystemRead, item)?;
    caller.needs(Privilege::ContentLibraryUpdateSession, item)?;
    if let Some(item) = &item {
        lookup::item(&vcenter.inventory(), item)?;
    }
    let sessions = vcenter.update_sessions().of_user(caller.session.user.name(), item);
    Ok(Json(sessions.into()))
}

/// Handles `Content.Library.Item.UpdateSession_create`.
pub(crate) async fn create(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<(StatusCode, Json<Value>), Error> {
    let item_id = input.identifier("library_item_id")?;
    input.end()?;
    caller.needs(Privilege::SystemRead, Some(&item_id))?;
    caller.needs(Privilege::ContentLibraryUpdateSession, Some(&item_id))?;
    let name = {
        let inventory = vcenter.inventory();
        let (item, library) = lookup::item(&inventory, &item_id)?;
        not_subscribed(library)?;
        item.name.clone()
    };
    let id = format!("{}:{}", new_id()?, new_id()?);
    let user = caller.session.user.name().to_owned();
    if !vcenter.update_sessions().open(id.clone(), item_id, user) {
        let text = format!("The item '{name}' has another update session.");
        let message = Message::new("com.vmware.vdcs.cls-main.update_session_exists", text, [&name]);
        return Err(Error::new(ErrorType::ResourceBusy, message));
    }
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// Handles `Content.Library.Item.UpdateSession_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    let (session, expiration) = {
        let mut sessions = vcenter.update_sessions();
        let session = sessions.get(&id).ok_or_else(|| not_found(&id))?.clone();
        let expiration = sessions.expiration(&session);
        (session, expiration)
    };
    let version = vcenter.inventory().items.get(&session.item).map(content_version);
    let error = session.error.as_ref().map(|reason| transfer_error(reason));
    let model = json!({
        "library_item_id": session.item,
        "library_item_content_version": version,
        "client_progress": 0,
        "state": session.state,
        "expiration_time": expiration.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        "error_message": error,
    });
    Ok(wire::response(vcenter.behavior, model))
}

/// Handles `Content.Library.Item.UpdateSession_delete`.
pub(crate) async fn delete(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<StatusCode, Error> {
    let mut sessions = vcenter.update_sessions();
    let state = sessions.get(&id).ok_or_else(|| not_found(&id))?.state;
    if state == UpdateState::Active {
        return Err(wrong_state("delete", state));
    }
    sessions.remove(&id);
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `Content.Library.Item.UpdateSession_keepAlive`.
pub(crate) async fn keep_alive(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<StatusCode, Error> {
    active(vcenter.update_sessions().get_mut(&id), &id, "keep-alive")?;
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `Content.Library.Item.UpdateSession_cancel`.
pub(crate) async fn cancel(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<StatusCode, Error> {
    active(vcenter.update_sessions().get_mut(&id), &id, "cancel")?.state = UpdateState::Canceled;
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `Content.Library.Item.UpdateSession_complete`. Files that vCenter fetches itself may come later.
pub(crate) async fn complete(
    State(vcenter): State<Arc<Vcenter>>,
    _: Caller,
    Path([id]): Path<1>,
) -> Result<StatusCode, Error> {
    {
        let mut sessions = vcenter.update_sessions();
        let session = active(sessions.get_mut(&id), &id, "complete")?;
        if let Some((name, file)) = session.missing().filter(|(_, file)| !file.is_pull) {
            return Err(file_missing(name, file.status));
        }
        session.completing = true;
    }
    apply(&vcenter, &id);
    Ok(StatusCode::NO_CONTENT)
}

/// Applies a session that its client has completed, if all of its files are there.
pub(crate) fn apply(vcenter: &Vcenter, id: &str) {
    let session = {
        let mut sessions = vcenter.update_sessions();
        let Some(session) = sessions.get_mut(id) else { return };
        if session.state != UpdateState::Active || !session.completing || session.missing().is_some() {
            return;
        }
        session.state = UpdateState::Done;
        session.clone()
    };
    let mut inventory = vcenter.inventory();
    let inventory = Arc::make_mut(&mut inventory);
    let Some(item) = inventory.items.get_mut(&session.item) else { return };
    let before = item.size_of_files();
    item.files = session.applied_to(&item.files);
    item.cached = true;
    let added = item.size_of_files().saturating_sub(before);
    let library = inventory.libraries.get(&item.library);
    if let Some(StorageBacking::Datastore(datastore)) = library.map(|library| &library.storage)
        && let Some(free) =
            inventory.datastores.get_mut(datastore).and_then(|store| store.free_space.as_mut())
    {
        *free = free.saturating_sub(added);
    }
}

/// Returns the session of an operation that needs an active one.
pub(crate) fn active<'a>(
    session: Option<&'a mut UpdateSession>,
    id: &str,
    operation: &str,
) -> Result<&'a mut UpdateSession, Error> {
    let session = session.ok_or_else(|| not_found(id))?;
    if session.state == UpdateState::Active {
        Ok(session)
    } else {
        Err(wrong_state(operation, session.state))
    }
}

pub(crate) fn not_found(id: &str) -> Error {
    let text = format!("There is no update session '{id}'.");
    let message = Message::new("com.vmware.vdcs.cls-main.update_session_not_found", text, [id]);
    Error::new(ErrorType::NotFound, message)
}

pub(crate) fn file_missing(name: &str, status: TransferStatus) -> Error {
    let status = if status == TransferStatus::WaitingForTransfer { "WAITING" } else { "INCOMPLETE" };
    let text = format!("The file '{name}' has not been received ({status}).");
    let id = "com.vmware.vdcs.cls-main.update_session_file_not_received";
    Error::new(ErrorType::NotAllowedInCurrentState, Message::new(id, text, [name, status]))
}

/// Returns the wire form of the reason why a transfer has failed.
pub(crate) fn transfer_error(reason: &str) -> Value {
    json!({
        "id": "com.vmware.vdcs.cls-main.transfer_failed",
        "default_message": reason,
        "args": [reason],
    })
}

fn wrong_state(operation: &str, state: UpdateState) -> Error {
    let state = match state {
        UpdateState::Active => "ACTIVE",
        UpdateState::Done => "DONE",
        UpdateState::Error => "ERROR",
        UpdateState::Canceled => "CANCELED",
    };
    let text = format!("The operation '{operation}' is not possible in the state {state}.");
    let id = "com.vmware.vdcs.cls-main.update_session_state";
    Error::new(ErrorType::NotAllowedInCurrentState, Message::new(id, text, [operation, state]))
}

//! `/content/library`: the content libraries.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::handlers::list::visible;
use crate::api::handlers::{lookup, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::input::Input;
use crate::api::http::path::Path;
use crate::inventory::{Inventory, Library, LibraryType, Privilege, StorageBacking};
use crate::state::Vcenter;

/// Handles `Content.Library_list`.
pub(crate) async fn list(State(vcenter): State<Arc<Vcenter>>, caller: Caller) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, None)?;
    Ok(ids(&caller, &vcenter.inventory(), |_| true))
}

/// Handles `Content.Library_find`.
pub(crate) async fn find(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<Json<Value>, Error> {
    let name = input.optional_text("name")?.map(|name| name.to_lowercase());
    let library_type: Option<LibraryType> = input.optional("type", "LOCAL or SUBSCRIBED")?;
    let storage: Option<WantedStorage> = input.optional("storage_backing", "a storage backing")?;
    input.end()?;
    if name.is_none() && library_type.is_none() && storage.is_none() {
        return Err(empty_find_spec());
    }
    caller.needs(Privilege::SystemRead, None)?;
    Ok(ids(&caller, &vcenter.inventory(), |library| {
        name.as_ref().is_none_or(|name| library.name.to_lowercase() == *name)
            && library_type.is_none_or(|library_type| library.library_type == library_type)
            && storage.as_ref().is_none_or(|wanted| wanted.matches(&library.storage))
    }))
}

/// Handles `Content.Library_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    model(&vcenter, &caller, &id, None)
}

/// Lists the local libraries.
pub(crate) async fn list_local(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
) -> Result<Json<Value>, Error> {
    list_of_type(&vcenter, &caller, LibraryType::Local)
}

/// Returns a local library.
pub(crate) async fn get_local(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    model(&vcenter, &caller, &id, Some(LibraryType::Local))
}

/// Lists the subscribed libraries.
pub(crate) async fn list_subscribed(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
) -> Result<Json<Value>, Error> {
    list_of_type(&vcenter, &caller, LibraryType::Subscribed)
}

/// Returns a subscribed library.
pub(crate) async fn get_subscribed(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    model(&vcenter, &caller, &id, Some(LibraryType::Subscribed))
}

fn list_of_type(vcenter: &Vcenter, caller: &Caller, library_type: LibraryType) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, None)?;
    Ok(ids(caller, &vcenter.inventory(), |library| library.library_type == library_type))
}

/// Returns the wire form of a library, which must be of this type if there is one.
fn model(
    vcenter: &Vcenter,
    caller: &Caller,
    id: &str,
    library_type: Option<LibraryType>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(id))?;
    let inventory = vcenter.inventory();
    let library = lookup::library(&inventory, id)?;
    if library_type.is_some_and(|library_type| library.library_type != library_type) {
        let text = format!("The library '{id}' has another type.");
        return Err(Error::new(
            ErrorType::InvalidElementType,
            Message::new("com.vmware.vapi.std.errors.invalid_element_type", text, [id]),
        ));
    }
    let model = json!({
        "id": vcenter.behavior.model_ids.then_some(id),
        "name": library.name,
        "description": "",
        "type": library.library_type,
        "storage_backings": [wire::storage_backing(&library.storage)],
        "creation_time": wire::CREATED,
        "last_modified_time": wire::CREATED,
        "last_sync_time": (library.library_type == LibraryType::Subscribed).then_some(wire::CREATED),
        "version": "1",
        "server_guid": wire::SERVER,
    });
    Ok(wire::response(vcenter.behavior, model))
}

pub(crate) fn empty_find_spec() -> Error {
    let message =
        Message::new("com.vmware.vdcs.cls-main.empty_find_spec", "The search names no property.", []);
    Error::new(ErrorType::InvalidArgument, message)
}

/// The `Content_Library_StorageBacking` in the body of a `find` request.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedStorage {
    r#type: Option<WantedStorageType>,
    datastore_id: Option<String>,
    storage_uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum WantedStorageType {
    Datastore,
    Other,
}

impl WantedStorage {
    /// Returns whether every member that is set equals that of the storage.
    fn matches(&self, storage: &StorageBacking) -> bool {
        let same =
            |wanted: &Option<String>, known: &str| wanted.as_ref().is_none_or(|wanted| wanted == known);
        match (&self.r#type, storage) {
            (None | Some(WantedStorageType::Datastore), StorageBacking::Datastore(id)) => {
                same(&self.datastore_id, id) && self.storage_uri.is_none()
            }
            (None | Some(WantedStorageType::Other), StorageBacking::Other(uri)) => {
                same(&self.storage_uri, uri) && self.datastore_id.is_none()
            }
            (Some(WantedStorageType::Datastore), StorageBacking::Other(_))
            | (Some(WantedStorageType::Other), StorageBacking::Datastore(_)) => false,
        }
    }
}

fn ids(caller: &Caller, inventory: &Inventory, admits: impl Fn(&Library) -> bool) -> Json<Value> {
    Json(visible(caller, &inventory.libraries, |_, library| admits(library)).map(|(id, _)| id).collect())
}

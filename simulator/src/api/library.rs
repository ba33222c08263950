//! `/content/library`: the content libraries.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    authentication::Caller,
    error::{Error, ErrorType, Message},
    input::Input,
    path::Path,
    wire,
};
use crate::{
    inventory::{Inventory, Library, LibraryType, StorageBacking},
    user::Privilege,
    vcenter::Vcenter,
};

/// When everything in the simulated libraries was made.
pub(super) const CREATED: &str = "2026-01-10T09:00:00.000Z";
/// The identifier of the simulated vCenter.
pub(super) const SERVER: &str = "c186dc36-5f2a-4b0e-9d41-7e6a5b4c3d2f";

/// `Content.Library_list`.
pub(super) async fn list(State(vcenter): State<Arc<Vcenter>>, caller: Caller) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, None)?;
    Ok(Json(visible(&vcenter.inventory(), &caller, |_, _| true)))
}

/// `Content.Library_find`.
pub(super) async fn find(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<Json<Value>, Error> {
    let name = input.optional_text("name")?.map(|name| name.to_lowercase());
    let library_type: Option<LibraryType> = input.optional("type", "LOCAL or SUBSCRIBED")?;
    let storage: Option<WantedStorage> = input.optional("storage_backing", "where the library is stored")?;
    input.end()?;
    if name.is_none() && library_type.is_none() && storage.is_none() {
        return Err(empty_find_spec());
    }
    caller.needs(Privilege::SystemRead, None)?;
    Ok(Json(visible(&vcenter.inventory(), &caller, |_, library| {
        name.as_ref().is_none_or(|name| library.name.to_lowercase() == *name)
            && library_type.is_none_or(|library_type| library.library_type == library_type)
            && storage.as_ref().is_none_or(|wanted| wanted.is(&library.storage))
    })))
}

/// `Content.Library_get`.
pub(super) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let library = existing(&inventory, &id)?;
    let model = json!({
        "id": vcenter.choices.model_ids.then_some(&id),
        "name": library.name,
        "description": "",
        "type": library.library_type,
        "storage_backings": [storage_backing(&library.storage)],
        "creation_time": CREATED,
        "last_modified_time": CREATED,
        "last_sync_time": (library.library_type == LibraryType::Subscribed).then_some(CREATED),
        "version": "1",
        "server_guid": SERVER,
    });
    Ok(wire::answer(&vcenter, model))
}

pub(super) fn existing<'a>(inventory: &'a Inventory, id: &str) -> Result<&'a Library, Error> {
    inventory.libraries.get(id).ok_or_else(|| {
        let text = format!("There is no library '{id}'.");
        Error::new(
            ErrorType::NotFound,
            Message::new("com.vmware.vdcs.cls-main.library_not_found", text, [id]),
        )
    })
}

pub(super) fn empty_find_spec() -> Error {
    let message =
        Message::new("com.vmware.vdcs.cls-main.empty_find_spec", "The search names no property.", []);
    Error::new(ErrorType::InvalidArgument, message)
}

/// The wire form of `Content_Library_StorageBacking`.
pub(super) fn storage_backing(storage: &StorageBacking) -> Value {
    match storage {
        StorageBacking::Datastore(id) => {
            json!({ "type": "DATASTORE", "datastore_id": id, "storage_uri": null })
        }
        StorageBacking::Other(uri) => json!({ "type": "OTHER", "datastore_id": null, "storage_uri": uri }),
    }
}

/// `Content_Library_StorageBacking` as something to look for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedStorage {
    r#type: WantedStorageType,
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
    /// Whether each member that is set is the same.
    fn is(&self, storage: &StorageBacking) -> bool {
        let same =
            |wanted: &Option<String>, known: &str| wanted.as_ref().is_none_or(|wanted| wanted == known);
        match (&self.r#type, storage) {
            (WantedStorageType::Datastore, StorageBacking::Datastore(id)) => {
                same(&self.datastore_id, id) && self.storage_uri.is_none()
            }
            (WantedStorageType::Other, StorageBacking::Other(uri)) => {
                same(&self.storage_uri, uri) && self.datastore_id.is_none()
            }
            _ => false,
        }
    }
}

/// The identifiers of the libraries that the caller may see and that fit.
fn visible(inventory: &Inventory, caller: &Caller, fits: impl Fn(&str, &Library) -> bool) -> Value {
    let libraries = inventory.libraries.iter();
    libraries
        .filter(|(id, library)| caller.may(Privilege::SystemRead, id) && fits(id, library))
        .map(|(id, _)| id.as_str())
        .collect()
}

//! `/content/library/item`: the items of content libraries, and their files.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{
    authentication::Caller,
    error::{Error, ErrorType, Message},
    input::Input,
    library::{self, CREATED, SERVER},
    path::Path,
    query::Query,
    wire,
};
use crate::{
    inventory::{Inventory, Library, LibraryFile, LibraryItem, LibraryType, StorageBacking, file_path},
    user::Privilege,
    vcenter::Vcenter,
};

/// `Content.Library.Item_list`.
pub(super) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let library = query.required("library_id")?;
    caller.needs(Privilege::SystemRead, Some(library))?;
    let inventory = vcenter.inventory();
    library::existing(&inventory, library)?;
    Ok(Json(visible(&inventory, &caller, |item| item.library == library)))
}

/// `Content.Library.Item_find`.
pub(super) async fn find(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<Json<Value>, Error> {
    let name = input.optional_text("name")?.map(|name| name.to_lowercase());
    let library = input.optional_identifier("library_id")?;
    let source = input.optional_identifier("source_id")?;
    let item_type = input.optional_text("type")?.map(|item_type| item_type.to_lowercase());
    let cached: Option<bool> = input.optional("cached", "true or false")?;
    input.end()?;
    if name.is_none() && library.is_none() && source.is_none() && item_type.is_none() && cached.is_none() {
        return Err(library::empty_find_spec());
    }
    caller.needs(Privilege::SystemRead, library.as_deref())?;
    Ok(Json(visible(&vcenter.inventory(), &caller, |item| {
        let lower_type = item.item_type.as_ref().map(|item_type| item_type.to_lowercase());
        name.as_ref().is_none_or(|name| item.name.to_lowercase() == *name)
            && library.as_ref().is_none_or(|library| item.library == *library)
            && (source.is_none() || item.source == source)
            && (item_type.is_none() || lower_type == item_type)
            && cached.is_none_or(|cached| item.cached == cached)
    })))
}

/// `Content.Library.Item_get`.
pub(super) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, library) = existing(&inventory, &id)?;
    let model = json!({
        "id": vcenter.choices.model_ids.then_some(&id),
        "library_id": item.library,
        "name": item.name,
        "description": item.description,
        "type": item.item_type,
        "cached": item.cached,
        "size": item.size(),
        "content_version": "1",
        "metadata_version": "1",
        "version": "1",
        "creation_time": CREATED,
        "last_modified_time": CREATED,
        "last_sync_time": (library.library_type == LibraryType::Subscribed).then_some(CREATED),
        "source_id": item.source,
        "security_compliance": true,
    });
    Ok(wire::answer(&vcenter, model))
}

/// `Content.Library.Item.File_list`.
pub(super) async fn files(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, _) = existing(&inventory, &id)?;
    Ok(wire::answer(&vcenter, item.files.iter().map(|file| file_info(item, file)).collect()))
}

/// `Content.Library.Item.Storage_list`.
pub(super) async fn storage(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    caller.needs(Privilege::ContentLibraryReadStorage, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, library) = existing(&inventory, &id)?;
    let folder = folder(&vcenter, &item.library);
    let base = match &library.storage {
        StorageBacking::Datastore(datastore) => format!("ds:///vmfs/volumes/{datastore}"),
        StorageBacking::Other(uri) => uri.clone(),
    };
    let end = if vcenter.choices.server_id_in_uris { format!("?serverId={SERVER}") } else { String::new() };
    let files = item.files.iter().map(|file| {
        let mut info = file_info(item, file);
        info["storage_backing"] = library::storage_backing(&library.storage);
        info["storage_uris"] = if item.cached {
            json!([format!("{base}/{}{end}", file_path(&folder, &id, file))])
        } else {
            json!([])
        };
        info
    });
    Ok(wire::answer(&vcenter, files.collect()))
}

/// The item and its library.
pub(super) fn existing<'a>(
    inventory: &'a Inventory,
    id: &str,
) -> Result<(&'a LibraryItem, &'a Library), Error> {
    let item = inventory.items.get(id).ok_or_else(|| {
        let text = format!("There is no library item '{id}'.");
        Error::new(
            ErrorType::NotFound,
            Message::new("com.vmware.vdcs.cls-main.library_item_not_found", text, [id]),
        )
    })?;
    let library = inventory.libraries.get(&item.library);
    Ok((item, library.ok_or_else(|| Error::dangling("library", &item.library))?))
}

/// The folder of a library on its datastore.
pub(super) fn folder(vcenter: &Vcenter, library_id: &str) -> String {
    if !vcenter.choices.object_folder {
        return format!("contentlib-{library_id}");
    }
    // An object of vSAN has a UUID of its own, without a relation to that of the library: the same digits backwards.
    let digits = library_id.bytes().filter(u8::is_ascii_hexdigit).rev().map(char::from).collect::<String>();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("0");
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// The wire form of `Content_Library_Item_File_Info`.
fn file_info(item: &LibraryItem, file: &LibraryFile) -> Value {
    json!({
        "name": file.name,
        "size": if item.cached { file.size } else { 0 },
        "cached": item.cached,
        "version": "1",
        "checksum_info": null,
        "file_download_endpoint": null,
    })
}

/// The identifiers of the items that the caller may see and that fit.
fn visible(inventory: &Inventory, caller: &Caller, fits: impl Fn(&LibraryItem) -> bool) -> Value {
    let may_see = |id: &str, item: &LibraryItem| {
        caller.may(Privilege::SystemRead, id) && caller.may(Privilege::SystemRead, &item.library)
    };
    let items = inventory.items.iter();
    items.filter(|(id, item)| may_see(id, item) && fits(item)).map(|(id, _)| id.as_str()).collect()
}

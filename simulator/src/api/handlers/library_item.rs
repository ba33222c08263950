//! `/content/library/item`: the items of content libraries, and their files.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::api::handlers::list::visible;
use crate::api::handlers::{library, lookup, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::input::Input;
use crate::api::http::path::Path;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{
    Inventory, LibraryFile, LibraryItem, LibraryType, Privilege, StorageBacking, file_path,
};
use crate::state::Vcenter;

/// Handles `Content.Library.Item_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let library = query.required("library_id")?;
    caller.needs(Privilege::SystemRead, Some(library))?;
    let inventory = vcenter.inventory();
    lookup::library(&inventory, library)?;
    Ok(ids(&caller, &inventory, |item| item.library == library))
}

/// Handles `Content.Library.Item_find`.
pub(crate) async fn find(
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
    Ok(ids(&caller, &vcenter.inventory(), |item| {
        let lower_type = item.item_type.as_ref().map(|item_type| item_type.to_lowercase());
        name.as_ref().is_none_or(|name| item.name.to_lowercase() == *name)
            && library.as_ref().is_none_or(|library| item.library == *library)
            && (source.is_none() || item.source == source)
            && (item_type.is_none() || lower_type == item_type)
            && cached.is_none_or(|cached| item.cached == cached)
    }))
}

/// Handles `Content.Library.Item_get`.
pub(crate) async fn get(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, library) = lookup::item(&inventory, &id)?;
    let model = json!({
        "id": vcenter.behavior.model_ids.then_some(&id),
        "library_id": item.library,
        "name": item.name,
        "description": item.description,
        "type": item.item_type,
        "cached": item.cached,
        "size": item.size(),
        "content_version": "1",
        "metadata_version": "1",
        "version": "1",
        "creation_time": wire::CREATED,
        "last_modified_time": wire::CREATED,
        "last_sync_time": (library.library_type == LibraryType::Subscribed).then_some(wire::CREATED),
        "source_id": item.source,
        "security_compliance": true,
    });
    Ok(wire::response(vcenter.behavior, model))
}

/// Handles `Content.Library.Item.File_list`.
pub(crate) async fn files(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, _) = lookup::item(&inventory, &id)?;
    Ok(wire::response(vcenter.behavior, item.files.iter().map(|file| file_info(item, file)).collect()))
}

/// Handles `Content.Library.Item.Storage_list`.
pub(crate) async fn storage(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<Json<Value>, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    caller.needs(Privilege::ContentLibraryReadStorage, Some(&id))?;
    let inventory = vcenter.inventory();
    let (item, library) = lookup::item(&inventory, &id)?;
    let folder = folder(vcenter.behavior, &item.library);
    let base = match &library.storage {
        StorageBacking::Datastore(datastore) => format!("ds:///vmfs/volumes/{}", volume(datastore)),
        StorageBacking::Other(uri) => uri.clone(),
    };
    let query = if vcenter.behavior.server_id_in_uris {
        format!("?serverId={}", wire::SERVER)
    } else {
        String::new()
    };
    let files = item.files.iter().map(|file| {
        let mut info = file_info(item, file);
        info["storage_backing"] = wire::storage_backing(&library.storage);
        info["storage_uris"] = if item.cached {
            json!([format!("{base}/{}{query}", file_path(&folder, &id, file))])
        } else {
            json!([])
        };
        info
    });
    Ok(wire::response(vcenter.behavior, files.collect()))
}

/// Returns the UUID of a datastore's volume, in the form of VMFS. vCenter does not derive it from the identifier of the
/// datastore, and neither may a client.
fn volume(datastore: &str) -> String {
    // FNV-1a: each datastore keeps its volume.
    let hash = |seed: u64| {
        datastore
            .bytes()
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (first, second) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    format!(
        "{:08x}-{:08x}-{:04x}-{:012x}",
        first >> 32,
        first & 0xffff_ffff,
        second >> 48,
        second & 0xffff_ffff_ffff
    )
}

/// Returns the folder of a library on its datastore.
pub(crate) fn folder(behavior: Behavior, library_id: &str) -> String {
    if !behavior.vsan_object_folder {
        return format!("contentlib-{library_id}");
    }
    // A vSAN object has its own UUID, unrelated to the library's. The library's digits in reverse stand in
    // for it.
    let digits = library_id.bytes().filter(u8::is_ascii_hexdigit).rev().map(char::from).collect::<String>();
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("0");
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Returns the wire form of `Content_Library_Item_File_Info`.
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

fn ids(caller: &Caller, inventory: &Inventory, admits: impl Fn(&LibraryItem) -> bool) -> Json<Value> {
    let admits =
        |_: &str, item: &LibraryItem| caller.may(Privilege::SystemRead, &item.library) && admits(item);
    Json(visible(caller, &inventory.items, admits).map(|(id, _)| id).collect())
}

//! `/content/library/item`: the items of content libraries, and their files.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api::handlers::list::visible;
use crate::api::handlers::new_id::new_id;
use crate::api::handlers::{library, lookup, wire};
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::input::{Input, missing};
use crate::api::http::path::Path;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{
    Inventory, Library, LibraryFile, LibraryItem, LibraryType, Privilege, StorageBacking, file_path,
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
        "content_version": content_version(item),
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

/// Handles `Content.Library.Item_create`.
pub(crate) async fn create(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    mut input: Input,
) -> Result<(StatusCode, Json<Value>), Error> {
    let library_id = input.identifier("library_id")?;
    let name = input.identifier("name")?;
    let description = input.optional_text("description")?.unwrap_or_default();
    let item_type = input.optional_text("type")?;
    input.end()?;
    if name.is_empty() || name.chars().count() > 80 || description.chars().count() > 2000 {
        let text = "An item needs a name of 1 to 80 characters and a description of at most 2000.";
        let message = Message::new("com.vmware.vdcs.cls-main.invalid_item", text, []);
        return Err(Error::new(ErrorType::InvalidArgument, message));
    }
    caller.needs(Privilege::SystemRead, Some(&library_id))?;
    caller.needs(Privilege::ContentLibraryAddLibraryItem, Some(&library_id))?;
    let id = new_id()?;
    let mut inventory = vcenter.inventory();
    let library = lookup::library(&inventory, &library_id)?;
    not_subscribed(library)?;
    if inventory.items.values().any(|item| item.library == library_id && item.name == name) {
        let text = format!("The library '{}' has an item '{name}' already.", library.name);
        let message_id = "com.vmware.vdcs.cls-main.duplicate_item_name_unsupported_in_library";
        let message = Message::new(message_id, text, [&name, &library.name, &library_id]);
        return Err(Error::new(ErrorType::AlreadyExists, message));
    }
    let item = LibraryItem { item_type, description, ..LibraryItem::new(name, library_id) };
    Arc::make_mut(&mut inventory).items.insert(id.clone(), item);
    Ok((StatusCode::CREATED, Json(id.into())))
}

/// Handles `Content.Library.Item_delete`. CD-ROMs that have its image keep it.
pub(crate) async fn delete(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
) -> Result<StatusCode, Error> {
    caller.needs(Privilege::SystemRead, Some(&id))?;
    caller.needs(Privilege::ContentLibraryDeleteLibraryItem, Some(&id))?;
    {
        let mut inventory = vcenter.inventory();
        not_subscribed(lookup::item(&inventory, &id)?.1)?;
        Arc::make_mut(&mut inventory).items.remove(&id);
    }
    vcenter.update_sessions().remove_of_item(&id);
    Ok(StatusCode::NO_CONTENT)
}

/// Handles `Content.Library.SubscribedItem_sync`. The files are there after the time of a task, and the response does not
/// wait for them.
pub(crate) async fn sync(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    Path([id]): Path<1>,
    mut input: Input,
) -> Result<StatusCode, Error> {
    let with_files: Option<bool> = input.optional("force_sync_content", "true or false")?;
    input.optional::<bool>("sync_optional_files", "true or false")?;
    input.end()?;
    let Some(with_files) = with_files else { return Err(missing("force_sync_content")) };
    caller.needs(Privilege::SystemRead, Some(&id))?;
    caller.needs(Privilege::ContentLibrarySyncLibraryItem, Some(&id))?;
    {
        let inventory = vcenter.inventory();
        let (_, library) = lookup::item(&inventory, &id)?;
        if library.library_type == LibraryType::Local {
            let text = format!("The library '{}' does not subscribe to another one.", library.name);
            let message = Message::new("com.vmware.vdcs.cls-main.local_library", text, [&library.name]);
            return Err(Error::new(ErrorType::InvalidElementType, message));
        }
    }
    if !with_files {
        return Ok(StatusCode::NO_CONTENT);
    }
    let fetch = move |vcenter: &Vcenter| {
        if let Some(item) = Arc::make_mut(&mut vcenter.inventory()).items.get_mut(&id) {
            item.cached = true;
        }
    };
    if vcenter.task_time.is_zero() {
        fetch(&vcenter);
    } else {
        tokio::spawn(async move {
            vcenter.clock.sleep(vcenter.task_time).await;
            fetch(&vcenter);
        });
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Rejects a change of an item in a subscribed library.
pub(crate) fn not_subscribed(library: &Library) -> Result<(), Error> {
    if library.library_type == LibraryType::Local {
        return Ok(());
    }
    let text = format!("The items of the subscribed library '{}' cannot be changed.", library.name);
    let message = Message::new("com.vmware.vdcs.cls-main.subscribed_library", text, [&library.name]);
    Err(Error::new(ErrorType::InvalidElementType, message))
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

/// Returns the version of the list of files. It increases with each upload.
pub(crate) fn content_version(item: &LibraryItem) -> String {
    let uploads: u32 = item.files.iter().map(|file| file.version.saturating_sub(1)).sum();
    uploads.saturating_add(1).to_string()
}

/// Returns the wire form of `Content_Library_Item_File_Info`.
fn file_info(item: &LibraryItem, file: &LibraryFile) -> Value {
    json!({
        "name": file.name,
        "size": if item.cached { file.size } else { 0 },
        "cached": item.cached,
        "version": file.version.to_string(),
        "checksum_info": file.sha1.as_ref().map(|sha1| json!({ "algorithm": "SHA1", "checksum": sha1 })),
        "file_download_endpoint": null,
    })
}

fn ids(caller: &Caller, inventory: &Inventory, admits: impl Fn(&LibraryItem) -> bool) -> Json<Value> {
    let admits =
        |_: &str, item: &LibraryItem| caller.may(Privilege::SystemRead, &item.library) && admits(item);
    Json(visible(caller, &inventory.items, admits).map(|(id, _)| id).collect())
}

//! `/vcenter/folder`: the folders.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::api::handlers::list::{List, Names, one_of, parse_enum};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Folder, FolderType, Privilege, stored_name};
use crate::state::Vcenter;

/// Handles `Vcenter.Folder_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let behavior = vcenter.behavior;
    let filter = Filter::from_query(&query, behavior)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let row = |id: &str, folder: &Folder| {
        Ok(json!({ "folder": id, "name": stored_name(&folder.name), "type": folder.folder_type }))
    };
    let list = List { caller: &caller, behavior, limit: 1000, kind: "folders", too_many: None };
    list.respond(&inventory.folders, |id, folder| filter.admits(id, folder), row)
}

/// The filter from a query. An empty set admits every object.
struct Filter<'a> {
    folders: BTreeSet<&'a str>,
    names: Names,
    folder_type: Option<FolderType>,
    parents: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
}

impl<'a> Filter<'a> {
    fn from_query(query: &'a Query, behavior: Behavior) -> Result<Self, Error> {
        Ok(Self {
            folders: query.identifiers("folders")?,
            names: Names::from_query(query, behavior),
            folder_type: query.optional("type")?.map(|text| parse_enum("folder type", text)).transpose()?,
            parents: query.identifiers("parent_folders")?,
            datacenters: query.all("datacenters").collect(),
        })
    }

    fn admits(&self, id: &str, folder: &Folder) -> bool {
        one_of(&self.folders, Some(id))
            && self.names.admit(&folder.name)
            && self.folder_type.is_none_or(|wanted| wanted == folder.folder_type)
            && one_of(&self.parents, folder.parent.as_deref())
            && one_of(&self.datacenters, folder.datacenter.as_deref())
    }
}

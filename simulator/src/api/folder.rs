//! `/vcenter/folder`: the folders.

use std::{collections::BTreeSet, sync::Arc};

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{
    authentication::Caller,
    error::{Error, ErrorType, Message},
    filter::{Names, one_of, too_many},
    query::Query,
    wire,
};
use crate::{
    choices::Choices,
    inventory::{Folder, FolderType, stored_name},
    user::Privilege,
    vcenter::Vcenter,
};

const LIST_LIMIT: usize = 1000;

/// `Vcenter.Folder_list`.
pub(super) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let filter = Filter::read(&query, vcenter.choices)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let mut rows = Vec::new();
    for (id, folder) in &inventory.folders {
        if !caller.may(Privilege::SystemRead, id) || !filter.admits(id, folder) {
            continue;
        }
        if rows.len() == LIST_LIMIT {
            return Err(too_many(LIST_LIMIT, "folders"));
        }
        let name = stored_name(&folder.name);
        rows.push(json!({ "folder": id, "name": name, "type": folder.folder_type }));
    }
    Ok(wire::answer(&vcenter, Value::Array(rows)))
}

/// What the query restricts; an empty set restricts nothing.
struct Filter<'a> {
    folders: BTreeSet<&'a str>,
    names: Names,
    folder_type: Option<FolderType>,
    parents: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
}

impl<'a> Filter<'a> {
    fn read(query: &'a Query, choices: Choices) -> Result<Self, Error> {
        Ok(Self {
            folders: query.identifiers("folders")?,
            names: Names::read(query, choices),
            folder_type: query.optional("type")?.map(folder_type).transpose()?,
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

fn folder_type(text: &str) -> Result<FolderType, Error> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        let message = format!("The folder type '{text}' is not supported.");
        Error::new(ErrorType::InvalidArgument, Message::new("com.vmware.api.vcenter.error", message, [text]))
    })
}

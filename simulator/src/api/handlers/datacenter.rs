//! `/vcenter/datacenter`: the datacenters.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::api::handlers::list::{List, Names, one_of};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::query::Query;
use crate::inventory::{Datacenter, Privilege, stored_name};
use crate::state::Vcenter;

/// Handles `Vcenter.Datacenter_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let behavior = vcenter.behavior;
    let datacenters = query.identifiers("datacenters")?;
    let names = Names::from_query(&query, behavior);
    // The inventory has no folders of datacenters.
    let folders: BTreeSet<&str> = query.identifiers("folders")?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let admits = |id: &str, datacenter: &Datacenter| {
        one_of(&datacenters, Some(id)) && names.admit(&datacenter.name) && folders.is_empty()
    };
    let row = |id: &str, datacenter: &Datacenter| {
        Ok(json!({ "datacenter": id, "name": stored_name(&datacenter.name) }))
    };
    let list = List { caller: &caller, behavior, limit: 1000, kind: "datacenters", too_many: None };
    list.respond(&inventory.datacenters, admits, row)
}

//! `/vcenter/cluster`: the clusters.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::api::handlers::list::{List, Names, one_of};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Cluster, Inventory, Privilege, stored_name};
use crate::state::Vcenter;

/// Handles `Vcenter.Cluster_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let behavior = vcenter.behavior;
    let filter = Filter::from_query(&query, behavior)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let row = |id: &str, cluster: &Cluster| {
        Ok(json!({
            "cluster": id,
            "name": stored_name(&cluster.name),
            "ha_enabled": cluster.ha_enabled,
            "drs_enabled": cluster.drs_enabled,
        }))
    };
    let list = List { caller: &caller, behavior, limit: 1000, kind: "clusters", too_many: None };
    list.respond(&inventory.clusters, |id, cluster| filter.admits(&inventory, id, cluster), row)
}

/// The filter from a query. An empty set admits every object.
struct Filter<'a> {
    clusters: BTreeSet<&'a str>,
    names: Names,
    folders: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
}

impl<'a> Filter<'a> {
    fn from_query(query: &'a Query, behavior: Behavior) -> Result<Self, Error> {
        Ok(Self {
            clusters: query.identifiers("clusters")?,
            names: Names::from_query(query, behavior),
            folders: query.identifiers("folders")?,
            datacenters: query.all("datacenters").collect(),
        })
    }

    fn admits(&self, inventory: &Inventory, id: &str, cluster: &Cluster) -> bool {
        let datacenter = inventory.datacenter_of(cluster.folder.as_deref());
        one_of(&self.clusters, Some(id))
            && self.names.admit(&cluster.name)
            && one_of(&self.folders, cluster.folder.as_deref())
            && one_of(&self.datacenters, datacenter)
    }
}

//! `/vcenter/cluster`: the clusters of hosts.

use std::{collections::BTreeSet, sync::Arc};

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{
    authentication::Caller,
    error::Error,
    filter::{Names, one_of, too_many},
    query::Query,
    wire,
};
use crate::{
    choices::Choices,
    inventory::{Cluster, Inventory, stored_name},
    user::Privilege,
    vcenter::Vcenter,
};

const LIST_LIMIT: usize = 1000;

/// `Vcenter.Cluster_list`.
pub(super) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let filter = Filter::read(&query, vcenter.choices)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let mut rows = Vec::new();
    for (id, cluster) in &inventory.clusters {
        if !caller.may(Privilege::SystemRead, id) || !filter.admits(&inventory, id, cluster) {
            continue;
        }
        if rows.len() == LIST_LIMIT {
            return Err(too_many(LIST_LIMIT, "clusters"));
        }
        rows.push(json!({
            "cluster": id,
            "name": stored_name(&cluster.name),
            "ha_enabled": cluster.ha_enabled,
            "drs_enabled": cluster.drs_enabled,
        }));
    }
    Ok(wire::answer(&vcenter, Value::Array(rows)))
}

/// What the query restricts; an empty set restricts nothing.
struct Filter<'a> {
    clusters: BTreeSet<&'a str>,
    names: Names,
    folders: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
}

impl<'a> Filter<'a> {
    fn read(query: &'a Query, choices: Choices) -> Result<Self, Error> {
        Ok(Self {
            clusters: query.identifiers("clusters")?,
            names: Names::read(query, choices),
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

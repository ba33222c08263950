//! `/vcenter/host`: the hosts.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::handlers::list::{List, Names, one_of, parse_enum};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Host, Inventory, Privilege, stored_name};
use crate::state::Vcenter;

/// Handles `Vcenter.Host_list`.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, Error> {
    let behavior = vcenter.behavior;
    let filter = Filter::from_query(&query, behavior)?;
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let row = |id: &str, host: &Host| {
        let mut row = json!({
            "host": id,
            "name": stored_name(&host.name),
            "connection_state": ConnectionState::of(host),
        });
        // vCenter knows the power state of a host only while it is connected.
        if host.responding {
            row["power_state"] = "POWERED_ON".into();
        }
        Ok(row)
    };
    let list = List { caller: &caller, behavior, limit: 2500, kind: "hosts", too_many: None };
    list.respond(&inventory.hosts, |id, host| filter.admits(&inventory, id, host), row)
}

/// The states of the API. No host of an inventory is disconnected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ConnectionState {
    Connected,
    Disconnected,
    NotResponding,
}

impl ConnectionState {
    fn of(host: &Host) -> Self {
        if host.responding { Self::Connected } else { Self::NotResponding }
    }
}

/// The filter from a query. An empty set admits every object.
struct Filter<'a> {
    hosts: BTreeSet<&'a str>,
    names: Names,
    folders: BTreeSet<&'a str>,
    datacenters: BTreeSet<&'a str>,
    clusters: BTreeSet<&'a str>,
    states: BTreeSet<ConnectionState>,
}

impl<'a> Filter<'a> {
    fn from_query(query: &'a Query, behavior: Behavior) -> Result<Self, Error> {
        Ok(Self {
            hosts: query.identifiers("hosts")?,
            names: Names::from_query(query, behavior),
            folders: query.identifiers("folders")?,
            datacenters: query.identifiers("datacenters")?,
            clusters: query.identifiers("clusters")?,
            states: query
                .all("connection_states")
                .map(|text| parse_enum("connection state", text))
                .collect::<Result<_, _>>()?,
        })
    }

    fn admits(&self, inventory: &Inventory, id: &str, host: &Host) -> bool {
        let cluster = host.cluster.as_deref();
        let folder = cluster.and_then(|cluster| inventory.clusters.get(cluster)?.folder.as_deref());
        one_of(&self.hosts, Some(id))
            && self.names.admit(&host.name)
            // A host of a cluster is in no folder itself.
            && self.folders.is_empty()
            && one_of(&self.datacenters, inventory.datacenter_of(folder))
            && one_of(&self.clusters, cluster)
            && (self.states.is_empty() || self.states.contains(&ConnectionState::of(host)))
    }
}

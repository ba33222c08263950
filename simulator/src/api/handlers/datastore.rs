//! `/vcenter/datastore`: the datastores. The spec does not have this interface.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Value, json};

use crate::api::handlers::list::{List, Names, one_of};
use crate::api::http::authentication::Caller;
use crate::api::http::error::Error;
use crate::api::http::query::{self, Query};
use crate::inventory::Privilege;
use crate::state::Vcenter;

/// The type of every simulated datastore.
const TYPE: &str = "VMFS";
const TIB: u64 = 1 << 40;

/// Lists the datastores. Of vCenter's filters it has `datastores`, `names` and `types`, and rejects the others.
pub(crate) async fn list(
    State(vcenter): State<Arc<Vcenter>>,
    caller: Caller,
    uri: Uri,
    query: Query,
) -> Result<Json<Value>, Error> {
    query::reject_others(&["datastores", "names", "types"], &uri)?;
    let behavior = vcenter.behavior;
    let datastores = query.identifiers("datastores")?;
    let names = Names::from_query(&query, behavior);
    let types: BTreeSet<_> = query.all("types").collect();
    caller.needs(Privilege::SystemRead, None)?;
    let inventory = vcenter.inventory();
    let list = List { caller: &caller, behavior, limit: 2500, kind: "datastores", too_many: None };
    list.respond(
        &inventory.datastores,
        |id, datastore| {
            one_of(&datastores, Some(id)) && one_of(&types, Some(TYPE)) && names.admit(&datastore.name)
        },
        |id, datastore| {
            Ok(json!({
                "datastore": id,
                "name": datastore.name,
                "type": TYPE,
                "capacity": 4 * TIB,
                "free_space": datastore.free_space.unwrap_or(TIB),
            }))
        },
    )
}

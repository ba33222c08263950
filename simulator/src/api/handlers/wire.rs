//! The wire forms that several operations share.

use axum::Json;
use serde_json::{Value, json};

use crate::api::http::error::Error;
use crate::behavior::Behavior;
use crate::inventory::{Cdrom, CdromBacking, Slot, StorageBacking};

/// The time of every creation, change and synchronization in the simulated libraries.
pub(crate) const CREATED: &str = "2026-01-10T09:00:00.000Z";
/// The identifier of the simulated vCenter.
pub(crate) const SERVER: &str = "c186dc36-5f2a-4b0e-9d41-7e6a5b4c3d2f";

/// Returns the response body. Unset members are `null` or omitted, as configured.
pub(crate) fn response(behavior: Behavior, mut value: Value) -> Json<Value> {
    if !behavior.unset_as_null {
        remove_null(&mut value);
    }
    Json(value)
}

fn remove_null(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(remove_null),
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(remove_null);
        }
        _ => {}
    }
}

/// Returns the wire form of `Vm_Hardware_Cdrom_Info`, which has no identifier.
pub(crate) fn cdrom(id: &str, cdrom: &Cdrom) -> Result<Value, Error> {
    let (slot, number) = slot(id)?;
    let (kind, ide, sata) = match slot {
        Slot::Ide { primary, master } => ("IDE", Some(json!({ "primary": primary, "master": master })), None),
        Slot::Sata { bus, unit } => ("SATA", None, Some(json!({ "bus": bus, "unit": unit }))),
    };
    let mut backing = json!({
        "type": null,
        "iso_file": null,
        "host_device": null,
        "auto_detect": null,
        "device_access_type": null,
    });
    match &cdrom.backing {
        CdromBacking::IsoFile(path) => {
            backing["type"] = "ISO_FILE".into();
            backing["iso_file"] = path.as_str().into();
        }
        CdromBacking::HostDevice(name) => {
            backing["type"] = "HOST_DEVICE".into();
            backing["host_device"] = name.as_str().into();
            backing["auto_detect"] = false.into();
            backing["device_access_type"] = "EMULATION".into();
        }
        CdromBacking::ClientDevice => {
            backing["type"] = "CLIENT_DEVICE".into();
            backing["device_access_type"] = "PASSTHRU".into();
        }
    }
    Ok(json!({
        "type": kind,
        "label": format!("CD/DVD drive {number}"),
        "ide": ide,
        "sata": sata,
        "backing": backing,
        "state": cdrom.state,
        "start_connected": cdrom.start_connected,
        "allow_guest_control": true,
    }))
}

/// Returns the slot and the drive number of a CD-ROM.
pub(crate) fn slot(id: &str) -> Result<(Slot, u32), Error> {
    Slot::of(id).ok_or_else(|| Error::dangling("slot of a CD-ROM", id))
}

/// Returns the wire form of `Content_Library_StorageBacking`.
pub(crate) fn storage_backing(storage: &StorageBacking) -> Value {
    match storage {
        StorageBacking::Datastore(id) => {
            json!({ "type": "DATASTORE", "datastore_id": id, "storage_uri": null })
        }
        StorageBacking::Other(uri) => json!({ "type": "OTHER", "datastore_id": null, "storage_uri": uri }),
    }
}

//! Every operation except the mount matches VMware's documentation. [`crate::reference_page`] tests the
//! mount.
//!
//! The facts are from the pages of the vSphere Automation API under `vcenter`, `content` and `cis`:
//! <https://developer.broadcom.com/xapis/vsphere-automation-api/latest/>.

use std::collections::BTreeMap;

use serde_json::Value;
use vcenter_iso_codegen::Document;
use vcenter_iso_codegen::pointer::escape;
use xtask::report::{Finding, Rule};

use crate::reference_page;

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

const UNMOUNT: &str = "/vcenter/iso/image?action=unmount";

const PRIVILEGES_TO_UNMOUNT: [(&str, Option<&str>); 3] = [
    ("System.Read", None),
    ("VirtualMachine.Config.AddRemoveDevice", Some("vm")),
    ("System.Read", Some("cdrom")),
];

/// Each operation: the method, the path, the parameters and the status of its success. A parameter has its
/// location, its name, and `!` if it is required.
#[rustfmt::skip]
const OPERATIONS: [(&str, &str, &[&str], &str); 21] = [
    ("post", UNMOUNT, &[], "204"),
    ("get", "/vcenter/vm", &[
        "query clusters", "query datacenters", "query folders", "query hosts", "query names", "query power_states",
        "query resource_pools", "query vms",
    ], "200"),
    ("get", "/vcenter/vm/{vm}", &["path vm!"], "200"),
    ("get", "/vcenter/vm/{vm}/hardware/cdrom", &["path vm!"], "200"),
    ("get", "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}", &["path cdrom!", "path vm!"], "200"),
    ("delete", "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}", &["path cdrom!", "path vm!"], "204"),
    ("post", "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect", &["path cdrom!", "path vm!"], "204"),
    ("post", "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect", &["path cdrom!", "path vm!"], "204"),
    ("get", "/vcenter/folder", &[
        "query datacenters", "query folders", "query names", "query parent_folders", "query type",
    ], "200"),
    ("get", "/vcenter/cluster", &["query clusters", "query datacenters", "query folders", "query names"], "200"),
    ("get", "/content/library", &[], "200"),
    ("post", "/content/library?action=find", &[], "200"),
    ("get", "/content/library/{library_id}", &["path library_id!"], "200"),
    ("get", "/content/library/item", &["query library_id!"], "200"),
    ("post", "/content/library/item?action=find", &[], "200"),
    ("get", "/content/library/item/{library_item_id}", &["path library_item_id!"], "200"),
    ("get", "/content/library/item/{library_item_id}/file", &["path library_item_id!"], "200"),
    ("get", "/content/library/item/{library_item_id}/storage", &["path library_item_id!"], "200"),
    ("post", "/session", &[], "201"),
    ("get", "/session", &[], "200"),
    ("delete", "/session", &[], "204"),
];

#[test]
fn the_operations_match_the_documentation() {
    let found: Vec<_> = differences(SPEC).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "the spec differs from the documentation of VMware:\n{}", found.join("\n"));
}

/// Returns the differences between the document and the table.
pub(crate) fn differences(text: &str) -> Vec<Finding> {
    let document = Document::parse("spec/vcenter-iso.yaml", text).expect("the document is YAML");
    let mut findings = Vec::new();
    let mut differs = |pointer: &str, message: String| {
        findings.push(Finding::from_error(Rule::Operations, &document.error_at(pointer, message)));
    };
    let mut remaining = operations(&document);
    remaining.remove(&format!("/paths/{}/{}", escape(reference_page::PATH), reference_page::METHOD));
    for (method, path, parameters, success) in OPERATIONS {
        let pointer = format!("/paths/{}/{method}", escape(path));
        let Some(operation) = remaining.remove(&pointer) else {
            differs("/paths", format!("VMware documents `{method} {path}`: add it"));
            continue;
        };
        for (key, found, wanted) in [
            ("parameters", self::parameters(&document, &pointer, operation), parameters.join(", ")),
            ("responses", successes(operation), success.to_owned()),
        ] {
            if found != wanted {
                let message = format!("VMware documents the {key} `{wanted}`, not `{found}`");
                differs(&format!("{pointer}/{key}"), message);
            }
        }
        if path == UNMOUNT {
            let at = format!("{pointer}/x-privileges");
            let found = reference_page::privileges(document.value().pointer(&at));
            let wanted = reference_page::show_all(&PRIVILEGES_TO_UNMOUNT);
            if found != wanted {
                differs(&at, format!("VMware documents the privileges `{wanted}`, not `{found}`"));
            }
        }
    }
    for pointer in remaining.keys() {
        differs(
            pointer,
            "this operation is not in xtask/tests/it/operations.rs: correct it, or add it as VMware documents it"
                .to_owned(),
        );
    }
    findings
}

/// Returns every operation of the document by its JSON pointer.
fn operations(document: &Document) -> BTreeMap<String, &Value> {
    let paths = document.value().get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter_map(|(path, item)| Some((path, item.as_object()?)));
    items
        .flat_map(|(path, item)| {
            let operations = item.iter().filter(|(_, member)| member.get("responses").is_some());
            operations
                .map(move |(method, operation)| (format!("/paths/{}/{method}", escape(path)), operation))
        })
        .collect()
}

/// Returns the sorted parameters of the operation and of its path, in the notation of the table.
fn parameters(document: &Document, pointer: &str, operation: &Value) -> String {
    let item = pointer.rsplit_once('/').and_then(|(item, _)| document.value().pointer(item));
    let lists = [Some(operation), item].into_iter().flatten().filter_map(|around| around.get("parameters"));
    let mut parameters: Vec<_> = lists
        .flat_map(|list| list.as_array().into_iter().flatten())
        .map(|parameter| {
            let target =
                parameter.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            let parameter = target.map_or(Some(parameter), |target| document.value().pointer(target));
            let text = |key| parameter.and_then(|at| at.get(key)?.as_str()).unwrap_or("?");
            let required = parameter.and_then(|at| at.get("required")) == Some(&Value::Bool(true));
            format!("{} {}{}", text("in"), text("name"), if required { "!" } else { "" })
        })
        .collect();
    parameters.sort_unstable();
    parameters.join(", ")
}

/// Returns the statuses of the responses that are not errors.
fn successes(operation: &Value) -> String {
    let responses = operation.get("responses").and_then(Value::as_object);
    let statuses = responses.into_iter().flatten().map(|(status, _)| status.as_str());
    let successes: Vec<_> = statuses.filter(|status| status.starts_with(['1', '2', '3'])).collect();
    successes.join(", ")
}

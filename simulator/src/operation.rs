//! The operations of the spec, their routes, and their names.

use std::fmt;

use axum::http::{Method, Uri};
use percent_encoding::percent_decode_str;

/// Every operation, with its operationId, its method, and its path as in the spec.
static OPERATIONS: [(Operation, &str, Method, &str); 22] = [
    (Operation::Mount, "Vcenter.Iso.Image_mount", Method::POST, "/vcenter/iso/image?action=mount"),
    (Operation::Unmount, "Vcenter.Iso.Image_unmount", Method::POST, "/vcenter/iso/image?action=unmount"),
    (Operation::VmList, "Vcenter.VM_list", Method::GET, "/vcenter/vm"),
    (Operation::VmGet, "Vcenter.VM_get", Method::GET, "/vcenter/vm/{vm}"),
    (Operation::CdromList, "Vcenter.Vm.Hardware.Cdrom_list", Method::GET, "/vcenter/vm/{vm}/hardware/cdrom"),
    (
        Operation::CdromGet,
        "Vcenter.Vm.Hardware.Cdrom_get",
        Method::GET,
        "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}",
    ),
    (
        Operation::CdromDelete,
        "Vcenter.Vm.Hardware.Cdrom_delete",
        Method::DELETE,
        "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}",
    ),
    (
        Operation::CdromConnect,
        "Vcenter.Vm.Hardware.Cdrom_connect",
        Method::POST,
        "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect",
    ),
    (
        Operation::CdromDisconnect,
        "Vcenter.Vm.Hardware.Cdrom_disconnect",
        Method::POST,
        "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect",
    ),
    (Operation::FolderList, "Vcenter.Folder_list", Method::GET, "/vcenter/folder"),
    (Operation::ClusterList, "Vcenter.Cluster_list", Method::GET, "/vcenter/cluster"),
    (Operation::LibraryList, "Content.Library_list", Method::GET, "/content/library"),
    (Operation::LibraryFind, "Content.Library_find", Method::POST, "/content/library?action=find"),
    (Operation::LibraryGet, "Content.Library_get", Method::GET, "/content/library/{library_id}"),
    (Operation::ItemList, "Content.Library.Item_list", Method::GET, "/content/library/item"),
    (Operation::ItemFind, "Content.Library.Item_find", Method::POST, "/content/library/item?action=find"),
    (Operation::ItemGet, "Content.Library.Item_get", Method::GET, "/content/library/item/{library_item_id}"),
    (
        Operation::FileList,
        "Content.Library.Item.File_list",
        Method::GET,
        "/content/library/item/{library_item_id}/file",
    ),
    (
        Operation::StorageList,
        "Content.Library.Item.Storage_list",
        Method::GET,
        "/content/library/item/{library_item_id}/storage",
    ),
    (Operation::SessionCreate, "Cis.Session_create", Method::POST, "/session"),
    (Operation::SessionGet, "Cis.Session_get", Method::GET, "/session"),
    (Operation::SessionDelete, "Cis.Session_delete", Method::DELETE, "/session"),
];

/// An operation that the simulator serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Mount,
    Unmount,
    VmList,
    VmGet,
    CdromList,
    CdromGet,
    CdromDelete,
    CdromConnect,
    CdromDisconnect,
    FolderList,
    ClusterList,
    LibraryList,
    LibraryFind,
    LibraryGet,
    ItemList,
    ItemFind,
    ItemGet,
    FileList,
    StorageList,
    SessionCreate,
    SessionGet,
    SessionDelete,
}

/// The values of the path parameters, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct PathParameters(pub(crate) Vec<String>);

impl Operation {
    /// Returns the operation of a request, if any. A fixed path takes precedence over one with parameters.
    pub(crate) fn from_request(method: &Method, uri: &Uri) -> Option<(Self, PathParameters)> {
        let path = uri.path().strip_prefix("/api")?;
        let action = action(uri);
        OPERATIONS
            .iter()
            .filter(|(_, _, served, _)| served == method)
            .filter_map(|&(operation, _, _, template)| {
                let (template, verb) = match template.split_once("?action=") {
                    Some((template, verb)) => (template, Some(verb)),
                    None => (template, None),
                };
                if verb == action.as_deref() { Some((operation, parameters(template, path)?)) } else { None }
            })
            .min_by_key(|(_, PathParameters(values))| values.len())
    }

    /// Returns the operationId.
    pub(crate) fn id(self) -> &'static str {
        OPERATIONS.iter().find(|(operation, ..)| *operation == self).map_or("", |(_, id, ..)| id)
    }

    /// Returns the names of the query parameters, except `action`.
    pub(crate) fn query_parameters(self) -> &'static [&'static str] {
        match self {
            Self::VmList => &[
                "vms",
                "names",
                "folders",
                "datacenters",
                "hosts",
                "clusters",
                "resource_pools",
                "power_states",
            ],
            Self::FolderList => &["folders", "names", "type", "parent_folders", "datacenters"],
            Self::ClusterList => &["clusters", "names", "folders", "datacenters"],
            Self::ItemList => &["library_id"],
            Self::Mount
            | Self::Unmount
            | Self::VmGet
            | Self::CdromList
            | Self::CdromGet
            | Self::CdromDelete
            | Self::CdromConnect
            | Self::CdromDisconnect
            | Self::LibraryList
            | Self::LibraryFind
            | Self::LibraryGet
            | Self::ItemFind
            | Self::ItemGet
            | Self::FileList
            | Self::StorageList
            | Self::SessionCreate
            | Self::SessionGet
            | Self::SessionDelete => &[],
        }
    }

    /// Returns the operation whose operationId equals the name, or ends with it after a dot or an underscore.
    /// Ignores case.
    pub(crate) fn by_name(name: &str) -> Result<Self, UnknownOperation> {
        let name = name.trim();
        let has_name = |id: &str| {
            let Some(before) = id.len().checked_sub(name.len()) else { return false };
            let boundary = before == 0 || matches!(id.as_bytes()[before - 1], b'.' | b'_');
            !name.is_empty() && boundary && id.as_bytes()[before..].eq_ignore_ascii_case(name.as_bytes())
        };
        let matches: Vec<_> = OPERATIONS.iter().filter(|(_, id, ..)| has_name(id)).collect();
        match matches.as_slice() {
            [(operation, ..)] => Ok(*operation),
            matches => Err(UnknownOperation {
                name: name.to_owned(),
                matches: matches.iter().map(|(_, id, ..)| *id).collect(),
            }),
        }
    }
}

/// A name that matches no operation, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownOperation {
    name: String,
    matches: Vec<&'static str>,
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.matches.is_empty() {
            let all: Vec<&str> = OPERATIONS.iter().map(|(_, id, ..)| *id).collect();
            write!(f, "there is no operation '{}'; the operations are *, {}", self.name, all.join(", "))
        } else {
            write!(
                f,
                "the operation '{}' is ambiguous: it can be {}; write more of the name",
                self.name,
                self.matches.join(" or ")
            )
        }
    }
}

/// Returns the verb of `?action=verb`.
pub(crate) fn action(uri: &Uri) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes())
        .find(|(name, _)| name == "action")
        .map(|(_, verb)| verb.into_owned())
}

/// Returns the values of the path parameters, if the path matches the template.
fn parameters(template: &str, path: &str) -> Option<PathParameters> {
    let mut values = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            let value = percent_decode_str(segment).decode_utf8().ok()?;
            (!value.is_empty()).then(|| values.push(value.into_owned()))?;
        } else if segment != expected {
            return None;
        }
    }
    segments.next().is_none().then_some(PathParameters(values))
}

//! Reads and writes inventories as text.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;
use std::str::FromStr;

use crate::inventory::{Folder, FolderType, Inventory, Slot, StorageBacking};

/// The size limit of [`Inventory::read`], in MiB. A vCenter has up to 40,000 VMs; an inventory of 300,000
/// generated VMs has 63 MiB.
const MAX_FILE_MIB: u64 = 64;
/// The limit of the text that YAML aliases add, in bytes.
const MAX_ALIASED_BYTES: usize = 64 << 20;
/// The largest value of the `int64` of the API.
const MAX_SIZE: u64 = i64::MAX as u64;

/// The reason why an inventory cannot be read or written.
#[derive(Debug)]
pub struct InventoryError {
    file: Option<String>,
    what: String,
    source: Option<io::Error>,
}

impl InventoryError {
    fn new(what: impl Into<String>) -> Self {
        Self { file: None, what: what.into(), source: None }
    }
}

impl fmt::Display for InventoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "inventory {file}: {}", self.what),
            None => write!(f, "inventory: {}", self.what),
        }
    }
}

impl std::error::Error for InventoryError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Parses YAML or JSON, which is a subset of YAML. YAML aliases can add up to 64 MiB to the text.
impl FromStr for Inventory {
    type Err = InventoryError;

    fn from_str(text: &str) -> Result<Self, InventoryError> {
        let inventory: Self = serde_saphyr::from_str_with_options(text, limits(text))
            .map_err(|error| InventoryError::new(describe(&error)))?;
        inventory.check()?;
        Ok(inventory)
    }
}

impl Inventory {
    /// Reads an inventory from a YAML or JSON file of at most 64 MiB.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, is larger than 64 MiB, is not an inventory (with line and
    /// column), or refers to an object that does not exist.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, InventoryError> {
        let path = path.as_ref();
        let file = Some(path.display().to_string());
        let text = read_text(path).map_err(|source| InventoryError {
            file: file.clone(),
            what: "cannot read the file".to_owned(),
            source: Some(source),
        })?;
        text.parse().map_err(|error| InventoryError { file, ..error })
    }

    /// Returns the inventory in YAML, for editing. It includes the passwords of the users.
    ///
    /// # Errors
    /// Returns an error if the YAML library fails. No such case is known.
    pub fn to_yaml(&self) -> Result<String, InventoryError> {
        serde_saphyr::to_string(self).map_err(|error| InventoryError::new(error.to_string()))
    }

    /// Rejects references to objects that do not exist, and invalid values.
    fn check(&self) -> Result<(), InventoryError> {
        for (id, folder) in &self.folders {
            self.check_datacenter(id, folder)?;
            if let Some(parent) = &folder.parent {
                self.check_folder(&format!("folders.{id}.parent"), parent, folder.folder_type)?;
            }
        }
        for (id, cluster) in &self.clusters {
            if let Some(folder) = &cluster.folder {
                self.check_folder(&format!("clusters.{id}.folder"), folder, FolderType::Host)?;
            }
        }
        for (id, host) in &self.hosts {
            if let Some(cluster) = &host.cluster {
                check_reference(&format!("hosts.{id}.cluster"), cluster, "clusters", &self.clusters)?;
            }
            for datastore in &host.datastores {
                check_reference(
                    &format!("hosts.{id}.datastores"),
                    datastore,
                    "datastores",
                    &self.datastores,
                )?;
            }
        }
        for (id, vm) in &self.vms {
            check_reference(&format!("vms.{id}.host"), &vm.host, "hosts", &self.hosts)?;
            if let Some(folder) = &vm.folder {
                self.check_folder(&format!("vms.{id}.folder"), folder, FolderType::VirtualMachine)?;
            }
            if let Some(pool) = &vm.resource_pool {
                check_reference(
                    &format!("vms.{id}.resource_pool"),
                    pool,
                    "resource_pools",
                    &self.resource_pools,
                )?;
            }
            if vm.sata_adapters > 4 {
                return Err(InventoryError::new(format!(
                    "vms.{id}.sata_adapters: {} is more than the limit of 4; lower it",
                    vm.sata_adapters
                )));
            }
            if let Some(cdrom) = vm.cdroms.keys().find(|cdrom| Slot::of(cdrom).is_none()) {
                return Err(InventoryError::new(format!(
                    "vms.{id}.cdroms: '{cdrom}' is not a slot for a CD-ROM; write 16000 to 16119 in quotes \
                     for SATA, 3000 to 3003 for IDE"
                )));
            }
        }
        for (id, library) in &self.libraries {
            if let StorageBacking::Datastore(datastore) = &library.storage {
                check_reference(
                    &format!("libraries.{id}.storage.datastore"),
                    datastore,
                    "datastores",
                    &self.datastores,
                )?;
            }
        }
        for (id, item) in &self.items {
            check_reference(&format!("items.{id}.library"), &item.library, "libraries", &self.libraries)?;
            if item.size_of_files() > MAX_SIZE {
                return Err(InventoryError::new(format!(
                    "items.{id}.files: the sizes add up to more than {MAX_SIZE} bytes; lower them"
                )));
            }
        }
        for user in &self.users {
            let known = |id: &str| {
                self.vms.contains_key(id)
                    || self.folders.contains_key(id)
                    || self.clusters.contains_key(id)
                    || self.items.contains_key(id)
                    || self.libraries.contains_key(id)
            };
            if let Some(id) = user.restricted_on().find(|id| !known(id)) {
                return Err(InventoryError::new(format!(
                    "users, {}, without_on: '{id}' is not a VM, folder, cluster, library or library item of \
                     this inventory; add it, or name another one",
                    user.name()
                )));
            }
        }
        Ok(())
    }

    /// Rejects a folder with an unknown or missing datacenter, and a folder of datacenters that has one.
    fn check_datacenter(&self, id: &str, folder: &Folder) -> Result<(), InventoryError> {
        let path = format!("folders.{id}.datacenter");
        match folder.folder_type {
            FolderType::Datacenter => match &folder.datacenter {
                Some(_) => Err(InventoryError::new(format!(
                    "{path}: not allowed in a folder of datacenters; remove it"
                ))),
                None => Ok(()),
            },
            FolderType::Datastore | FolderType::Host | FolderType::Network | FolderType::VirtualMachine => {
                match &folder.datacenter {
                    Some(datacenter) => check_reference(&path, datacenter, "datacenters", &self.datacenters),
                    None => Err(InventoryError::new(format!(
                        "{path}: missing; name the datacenter of the folder"
                    ))),
                }
            }
        }
    }

    /// Rejects a reference to an unknown folder, or to a folder of another type.
    fn check_folder(&self, path: &str, id: &str, wanted: FolderType) -> Result<(), InventoryError> {
        check_reference(path, id, "folders", &self.folders)?;
        if self.folders.get(id).is_some_and(|Folder { folder_type, .. }| *folder_type != wanted) {
            let what = format!("{path}: '{id}' has another type; name a folder of the type {wanted}");
            return Err(InventoryError::new(what));
        }
        Ok(())
    }
}

fn check_reference<T>(
    path: &str,
    id: &str,
    kind: &str,
    known: &BTreeMap<String, T>,
) -> Result<(), InventoryError> {
    if known.contains_key(id) {
        return Ok(());
    }
    let examples: Vec<&str> = known.keys().take(5).map(String::as_str).collect();
    let hint = match examples.as_slice() {
        [] => format!("{kind} is empty"),
        examples => format!("for example {}", examples.join(", ")),
    };
    Err(InventoryError::new(format!(
        "{path}: '{id}' is not in {kind}; add it there, or name another one ({hint})"
    )))
}

/// Returns the location and the reason. Omits the excerpt of the file, because it can contain passwords.
fn describe(error: &serde_saphyr::Error) -> String {
    let text = if exceeds_limits(error) {
        "the aliases add too much to the text; use fewer".to_owned()
    } else {
        error.without_snippet().to_string()
    };
    match error.location() {
        Some(location) => {
            let location = format!("line {}, column {}", location.line(), location.column());
            format!("{location}: {}", text.replace(&format!(" at {location}"), ""))
        }
        None => text,
    }
}

/// Returns whether the text exceeds [`limits`]. The message of the library would name its own settings.
fn exceeds_limits(error: &serde_saphyr::Error) -> bool {
    use serde_saphyr::Error::{AliasError, AliasReplayLimitExceeded, Budget, WithSnippet};
    match error {
        AliasError { error, .. } | WithSnippet { error, .. } => exceeds_limits(error),
        error => matches!(error, AliasReplayLimitExceeded { .. } | Budget { .. }),
    }
}

/// Reads a file up to the size limit, because a device or a pipe can be endless.
fn read_text(path: &Path) -> io::Result<String> {
    let limit = MAX_FILE_MIB << 20;
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let what = format!("the file is larger than {MAX_FILE_MIB} MiB; use a smaller one");
        return Err(io::Error::new(ErrorKind::FileTooLarge, what));
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// Returns options that limit the text that aliases add: here in bytes, in nodes by the default of the
/// library. They do not limit the text itself.
fn limits(text: &str) -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_aliases: usize::MAX,
            enforce_alias_anchor_ratio: false,
            max_total_scalar_bytes: text.len().saturating_add(MAX_ALIASED_BYTES),
        },
    }
}

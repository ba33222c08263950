//! Turns the names and identifiers of the filters into a filter of VMs.

use vcenter_iso::{Error, ErrorKind, Vcenter, VmFilter};

use crate::arguments::FilterOptions;
use crate::config::environment;
use crate::failure::Failure;

/// Looks up the names of the filters. `datacenter` is a name that applies if no flag selects a datacenter.
pub(crate) async fn filter(
    vcenter: &Vcenter,
    filters: &FilterOptions,
    datacenter: Option<&str>,
) -> Result<VmFilter, Failure> {
    let mut unresolved = Unresolved::default();
    let by_id = VmFilter::default()
        .folders(filters.folder_ids.iter().cloned())
        .clusters(filters.cluster_ids.iter().cloned())
        .hosts(filters.host_ids.iter().cloned())
        .datacenters(filters.datacenter_ids.iter().cloned());
    // vCenter ignores them, so that fewer or no VMs would be selected without a message.
    unresolved.0.extend(vcenter.unknown_containers(&by_id).await?);
    let mut folders = filters.folder_ids.clone();
    for name in &filters.folders {
        folders.extend(unresolved.found(vcenter.find_folder(name).await)?.map(|folder| folder.id));
    }
    let mut clusters = filters.cluster_ids.clone();
    for name in &filters.clusters {
        clusters.extend(unresolved.found(vcenter.find_cluster(name).await)?.map(|cluster| cluster.id));
    }
    let mut hosts = filters.host_ids.clone();
    for name in &filters.hosts {
        hosts.extend(unresolved.found(vcenter.find_host(name).await)?.map(|host| host.id));
    }
    let mut datacenters = filters.datacenter_ids.clone();
    for name in &filters.datacenters {
        datacenters.extend(unresolved.found(vcenter.find_datacenter(name).await)?.map(|found| found.id));
    }
    if let Some(name) = datacenter.filter(|_| datacenters.is_empty() && unresolved.0.is_empty()) {
        match vcenter.find_datacenter(name).await {
            Ok(found) => datacenters.push(found.id),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                return Err(Failure::usage_caused_by(environment::GOVC_DATACENTER, error));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if !unresolved.0.is_empty() {
        return Err(Failure::Unresolved(unresolved.0, None));
    }
    Ok(VmFilter::default()
        .folders(folders)
        .clusters(clusters)
        .hosts(hosts)
        .datacenters(datacenters)
        .power_states(filters.power_states.iter().copied()))
}

/// The names that match nothing or are ambiguous.
#[derive(Debug, Default)]
struct Unresolved(Vec<Error>);

impl Unresolved {
    /// Returns what was found, or keeps the error about the name. Any other error is the result.
    fn found<T>(&mut self, found: Result<T, Error>) -> Result<Option<T>, Failure> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Ambiguous) => {
                self.0.push(error);
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }
}

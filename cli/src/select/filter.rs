//! Turns the names and identifiers of the filters into a filter of VMs.

use std::fmt;

use vcenter_iso::{Error, ErrorKind, Hint, Vcenter, VmFilter};

use crate::arguments::FilterOptions;
use crate::config::environment;
use crate::failure::Failure;
use crate::terminal::Excerpt;

/// Looks up the names of the filters. `datacenter` is a name that applies if no flag selects a datacenter.
pub(crate) async fn filter(
    vcenter: &Vcenter,
    filters: &FilterOptions,
    datacenter: Option<&str>,
) -> Result<VmFilter, Failure> {
    let mut unresolved = Unresolved::default();
    check_ids(vcenter, filters).await?;
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

/// Fails if an identifier of the filters names nothing: vCenter ignores it, so that fewer or no VMs would be selected
/// without a message.
async fn check_ids(vcenter: &Vcenter, filters: &FilterOptions) -> Result<(), Failure> {
    let FilterOptions { folder_ids, cluster_ids, host_ids, datacenter_ids, .. } = filters;
    if !folder_ids.is_empty() {
        let known = vcenter.folders().await.map(|all| all.into_iter().map(|folder| folder.id).collect());
        check("folder of virtual machines", folder_ids, known, Hint::UnknownFolder)?;
    }
    if !cluster_ids.is_empty() {
        let known = vcenter.clusters().await.map(|all| all.into_iter().map(|cluster| cluster.id).collect());
        check("cluster", cluster_ids, known, Hint::UnknownCluster)?;
    }
    if !host_ids.is_empty() {
        let known = vcenter.hosts().await.map(|all| all.into_iter().map(|host| host.id).collect());
        check("host", host_ids, known, Hint::UnknownHost)?;
    }
    if !datacenter_ids.is_empty() {
        let known = vcenter.datacenters().await.map(|all| all.into_iter().map(|found| found.id).collect());
        check("datacenter", datacenter_ids, known, Hint::UnknownDatacenter)?;
    }
    Ok(())
}

/// Fails if an identifier is unknown. A list that the server refuses proves nothing: it may have too many entries, which
/// is a reason to pass an identifier.
fn check<I: PartialEq + fmt::Display>(
    object: &str,
    ids: &[I],
    known: Result<Vec<I>, Error>,
    hint: Hint,
) -> Result<(), Failure> {
    let known = match known {
        Ok(known) => known,
        Err(error) if error.status().is_some() && error.kind() != ErrorKind::Unauthenticated => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    match ids.iter().find(|id| !known.contains(id)) {
        None => Ok(()),
        Some(id) => {
            let id = id.to_string();
            Err(Failure::NoMatch(format!("no {object} has the identifier `{}`", Excerpt(&id)), hint))
        }
    }
}

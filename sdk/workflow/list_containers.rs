//! Lists folders, clusters, datacenters and hosts, for use in a `VmFilter`.

use std::fmt;

use crate::error::{Error, ErrorKind, ObjectKind, Parts};
use crate::model::inventory::FolderType;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::vcenter::summary::{ClusterSummary, DatacenterSummary, FolderSummary, HostSummary};

impl Vcenter {
    /// Lists the folders of virtual machines that the user may see, ordered by name. Names are as vCenter stores them:
    /// see [`DisplayName::inventory`](crate::DisplayName::inventory).
    ///
    /// `GET /api/vcenter/folder`. vCenter documents no privilege for it; expect `System.Read`.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) if there are more than the 1,000 folders that vCenter lists. The list cannot
    /// be read, for example without a connection or a session.
    pub async fn folders(&self) -> Result<Vec<FolderSummary>, Error> {
        let list = || self.list_folders(&FolderType::VirtualMachine, &[], &[]);
        let mut folders = self.connection.series_budget().repeat(list).await?;
        // In case a server returns more.
        folders.retain(|folder| folder.folder_type == FolderType::VirtualMachine);
        Ok(sorted(folders, |folder| (&folder.name, folder.id.as_str())))
    }

    /// Lists the clusters that the user may see, ordered by name.
    ///
    /// `GET /api/vcenter/cluster`. vCenter documents no privilege for it; expect `System.Read`.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) if there are more than the 1,000 clusters that vCenter lists. The list cannot
    /// be read, for example without a connection or a session.
    pub async fn clusters(&self) -> Result<Vec<ClusterSummary>, Error> {
        let clusters = self.connection.series_budget().repeat(|| self.list_clusters(&[], &[])).await?;
        Ok(sorted(clusters, |cluster| (&cluster.name, cluster.id.as_str())))
    }

    /// Lists the datacenters that the user may see, ordered by name.
    ///
    /// `GET /api/vcenter/datacenter`. vCenter documents no privilege for it; expect `System.Read`.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) if there are more than the 1,000 datacenters that vCenter lists. The list
    /// cannot be read, for example without a connection or a session.
    pub async fn datacenters(&self) -> Result<Vec<DatacenterSummary>, Error> {
        let datacenters = self.connection.series_budget().repeat(|| self.list_datacenters(&[], &[])).await?;
        Ok(sorted(datacenters, |datacenter| (&datacenter.name, datacenter.id.as_str())))
    }

    /// Lists the hosts that the user may see, ordered by name.
    ///
    /// `GET /api/vcenter/host`. vCenter documents no privilege for it; expect `System.Read`.
    ///
    /// # Errors
    /// [`Server`](crate::ErrorKind::Server) if there are more than the 2,500 hosts that vCenter lists. The list cannot be
    /// read, for example without a connection or a session.
    pub async fn hosts(&self) -> Result<Vec<HostSummary>, Error> {
        let everywhere = VmFilter::default();
        let list = || self.list_hosts(&[], &everywhere);
        let hosts = self.connection.series_budget().repeat(list).await?;
        Ok(sorted(hosts, |host| (&host.name, host.id.as_str())))
    }

    /// Returns an error for each folder, cluster, datacenter and host of a filter that does not exist, or that the user
    /// may not see. vCenter ignores them, so that [`vms`](Self::vms) lists fewer or no VMs without an error.
    ///
    /// One list for each kind of identifier in the filter: `GET /api/vcenter/folder`, `/cluster`, `/datacenter` and
    /// `/host`, each with the identifiers. vCenter documents no privilege for them; expect `System.Read`. Resource pools
    /// are not checked.
    ///
    /// # Errors
    /// A list cannot be read, for example without a connection or a session.
    pub async fn unknown_containers(&self, filter: &VmFilter) -> Result<Vec<Error>, Error> {
        let budget = self.connection.series_budget();
        let VmFilter { folders, clusters, datacenters, hosts, .. } = filter;
        let mut errors = Vec::new();
        if !folders.is_empty() {
            let list = || self.list_folders(&FolderType::VirtualMachine, &[], folders);
            let known: Vec<_> = budget.repeat(list).await?.into_iter().map(|folder| folder.id).collect();
            errors.extend(self.unknown(ObjectKind::Folder, folders, &known));
        }
        if !clusters.is_empty() {
            let list = || self.list_clusters(&[], clusters);
            let known: Vec<_> = budget.repeat(list).await?.into_iter().map(|cluster| cluster.id).collect();
            errors.extend(self.unknown(ObjectKind::Cluster, clusters, &known));
        }
        if !datacenters.is_empty() {
            let list = || self.list_datacenters(&[], datacenters);
            let known: Vec<_> =
                budget.repeat(list).await?.into_iter().map(|datacenter| datacenter.id).collect();
            errors.extend(self.unknown(ObjectKind::Datacenter, datacenters, &known));
        }
        if !hosts.is_empty() {
            let only = VmFilter::default().hosts(hosts.clone());
            let list = || self.list_hosts(&[], &only);
            let known: Vec<_> = budget.repeat(list).await?.into_iter().map(|host| host.id).collect();
            errors.extend(self.unknown(ObjectKind::Host, hosts, &known));
        }
        Ok(errors)
    }

    fn unknown<I: PartialEq + fmt::Display>(&self, object: ObjectKind, ids: &[I], known: &[I]) -> Vec<Error> {
        let unknown = ids.iter().filter(|id| !known.contains(id));
        let error = |id| {
            let context = format!("no {} has the identifier `{id}`", object.singular());
            self.error(Parts { object: Some(object), ..Parts::new(ErrorKind::NotFound, context) })
        };
        unknown.map(error).collect()
    }
}

fn sorted<T>(mut objects: Vec<T>, key: impl Fn(&T) -> (&String, &str)) -> Vec<T> {
    objects.sort_by(|one, other| key(one).cmp(&key(other)));
    objects
}

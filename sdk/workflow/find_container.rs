//! Finds folders, clusters, datacenters and hosts by name, for use in a `VmFilter`.

use crate::error::{Candidate, Error, ObjectKind};
use crate::model::inventory::FolderType;
use crate::vcenter::Vcenter;
use crate::vcenter::operations::VmFilter;
use crate::workflow::lookup::{Lookup, name_variants};

use crate::vcenter::summary::{ClusterSummary, DatacenterSummary, FolderSummary, HostSummary};

impl Vcenter {
    /// Finds the folder of virtual machines with exactly this name, for use in
    /// [`VmFilter::folders`](crate::VmFilter::folders).
    ///
    /// `GET /api/vcenter/folder`. vCenter documents no privilege for it; expect `System.Read`. Folders of other types
    /// are ignored. vSphere stores `%`, `/` and `\` in names percent-escaped; the name matches in plain and in escaped
    /// form.
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), vcenter_iso::Error> {
    /// use vcenter_iso::VmFilter;
    ///
    /// let staging = vcenter.find_folder("staging").await?;
    /// let vms = vcenter.vms(&VmFilter::default().folders([staging.id])).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no folder of virtual machines that the user may see has the name.
    ///   [`candidates`](Error::candidates) lists folders with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several folders have the name, under different parents or in
    ///   different datacenters. `candidates` lists them.
    pub async fn find_folder(&self, name: &str) -> Result<FolderSummary, Error> {
        let budget = self.connection.retry.begin();
        let variants = name_variants(name);
        let mut found = budget.repeat(|| self.folders(&FolderType::VirtualMachine, &variants)).await?;
        found.retain(|folder| {
            folder.folder_type == FolderType::VirtualMachine && variants.contains(&folder.name)
        });
        let lookup = Lookup { object: ObjectKind::Folder, name, scope: "" };
        if found.is_empty() {
            // Ignores a failure, which only costs the suggestions.
            let all =
                budget.repeat(|| self.folders(&FolderType::VirtualMachine, &[])).await.unwrap_or_default();
            return Err(lookup.none(self, all.iter().map(folder).collect()));
        }
        let candidates = found.iter().map(folder).collect();
        lookup.one(self, found, candidates)
    }

    /// Finds the cluster with exactly this name, for use in [`VmFilter::clusters`](crate::VmFilter::clusters).
    ///
    /// `GET /api/vcenter/cluster`. vCenter documents no privilege for it; expect `System.Read`. vSphere stores `%`, `/`
    /// and `\` in names percent-escaped; the name matches in plain and in escaped form.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no cluster that the user may see has the name.
    ///   [`candidates`](Error::candidates) lists clusters with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several clusters have the name, in different folders or
    ///   datacenters. `candidates` lists them.
    pub async fn find_cluster(&self, name: &str) -> Result<ClusterSummary, Error> {
        let budget = self.connection.retry.begin();
        let variants = name_variants(name);
        let mut found = budget.repeat(|| self.clusters(&variants)).await?;
        found.retain(|cluster| variants.contains(&cluster.name));
        let lookup = Lookup { object: ObjectKind::Cluster, name, scope: "" };
        if found.is_empty() {
            // Ignores a failure, which only costs the suggestions.
            let all = budget.repeat(|| self.clusters(&[])).await.unwrap_or_default();
            return Err(lookup.none(self, all.iter().map(cluster).collect()));
        }
        let candidates = found.iter().map(cluster).collect();
        lookup.one(self, found, candidates)
    }

    /// Finds the datacenter with exactly this name, for use in
    /// [`VmFilter::datacenters`](crate::VmFilter::datacenters).
    ///
    /// `GET /api/vcenter/datacenter`. vCenter documents no privilege for it; expect `System.Read`. vSphere stores `%`,
    /// `/` and `\` in names percent-escaped; the name matches in plain and in escaped form.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no datacenter that the user may see has the name.
    ///   [`candidates`](Error::candidates) lists datacenters with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several datacenters have the name, in different folders.
    ///   `candidates` lists them.
    pub async fn find_datacenter(&self, name: &str) -> Result<DatacenterSummary, Error> {
        let budget = self.connection.retry.begin();
        let variants = name_variants(name);
        let mut found = budget.repeat(|| self.datacenters(&variants)).await?;
        found.retain(|datacenter| variants.contains(&datacenter.name));
        let lookup = Lookup { object: ObjectKind::Datacenter, name, scope: "" };
        if found.is_empty() {
            // Ignores a failure, which only costs the suggestions.
            let all = budget.repeat(|| self.datacenters(&[])).await.unwrap_or_default();
            return Err(lookup.none(self, all.iter().map(datacenter).collect()));
        }
        let candidates = found.iter().map(datacenter).collect();
        lookup.one(self, found, candidates)
    }

    /// Finds the host with exactly this name, for use in [`VmFilter::hosts`](crate::VmFilter::hosts).
    ///
    /// `GET /api/vcenter/host`. vCenter documents no privilege for it; expect `System.Read`.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no host that the user may see has the name.
    ///   [`candidates`](Error::candidates) lists hosts with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several hosts have the name. `candidates` lists them.
    pub async fn find_host(&self, name: &str) -> Result<HostSummary, Error> {
        let budget = self.connection.retry.begin();
        let (variants, everywhere) = (name_variants(name), VmFilter::default());
        let mut found = budget.repeat(|| self.hosts(&variants, &everywhere)).await?;
        found.retain(|host| variants.contains(&host.name));
        let lookup = Lookup { object: ObjectKind::Host, name, scope: "" };
        if found.is_empty() {
            // Ignores a failure, which only costs the suggestions.
            let all = budget.repeat(|| self.hosts(&[], &everywhere)).await.unwrap_or_default();
            return Err(lookup.none(self, all.iter().map(host).collect()));
        }
        let candidates = found.iter().map(host).collect();
        lookup.one(self, found, candidates)
    }
}

fn datacenter(datacenter: &DatacenterSummary) -> Candidate {
    Candidate {
        object: ObjectKind::Datacenter,
        id: datacenter.id.to_string(),
        name: datacenter.name.clone(),
        details: Vec::new(),
        exact: true,
    }
}

fn host(host: &HostSummary) -> Candidate {
    Candidate {
        object: ObjectKind::Host,
        id: host.id.to_string(),
        name: host.name.clone(),
        details: vec![host.connection_state.to_string()],
        exact: true,
    }
}

fn folder(folder: &FolderSummary) -> Candidate {
    Candidate {
        object: ObjectKind::Folder,
        id: folder.id.to_string(),
        name: folder.name.clone(),
        details: vec![folder.folder_type.to_string()],
        exact: true,
    }
}

fn cluster(cluster: &ClusterSummary) -> Candidate {
    let state = |enabled| if enabled { "on" } else { "off" };
    let details =
        vec![format!("HA {}", state(cluster.ha_enabled)), format!("DRS {}", state(cluster.drs_enabled))];
    Candidate {
        object: ObjectKind::Cluster,
        id: cluster.id.to_string(),
        name: cluster.name.clone(),
        details,
        exact: true,
    }
}

//! Finds folders, clusters, datacenters and hosts by name, for use in a `VmFilter`.

use crate::error::{Candidate, Error, ErrorKind, ObjectKind};
use crate::model::id::FolderId;
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
    ///   different datacenters. `candidates` lists them, with parent and datacenter where the API can tell.
    pub async fn find_folder(&self, name: &str) -> Result<FolderSummary, Error> {
        let list = |names: Vec<String>| async move {
            let mut folders = self.list_folders(&FolderType::VirtualMachine, &names, &[]).await?;
            // In case a server returns more.
            folders.retain(|folder| folder.folder_type == FolderType::VirtualMachine);
            Ok(folders)
        };
        match self.find_named(ObjectKind::Folder, name, list, folder).await {
            Err(error) if error.kind() == ErrorKind::Ambiguous => Err(self.with_places(error).await),
            found => found,
        }
    }

    /// Adds the parents and the datacenters of folders that share a name to the candidates of an error.
    async fn with_places(&self, error: Error) -> Error {
        let ids = error.candidates().iter().filter_map(|candidate| candidate.id().parse().ok());
        let ids: Vec<FolderId> = ids.collect();
        let places = self.places_of_folders(self.connection.series_budget(), &ids).await;
        error.with_details(|candidate| {
            let id = candidate.id.parse::<FolderId>().ok();
            id.and_then(|id| places.get(&id)).cloned().unwrap_or_default()
        })
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
        self.find_named(
            ObjectKind::Cluster,
            name,
            |names| async move { self.list_clusters(&names, &[]).await },
            cluster,
        )
        .await
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
        let list = |names: Vec<String>| async move { self.list_datacenters(&names, &[]).await };
        self.find_named(ObjectKind::Datacenter, name, list, datacenter).await
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
        let list = |names: Vec<String>| async move { self.list_hosts(&names, &VmFilter::default()).await };
        self.find_named(ObjectKind::Host, name, list, host).await
    }

    /// Finds the object with exactly this name. `list` lists the objects with one of the names, and without names all
    /// that the user may see.
    async fn find_named<T: Send, F>(
        &self,
        object: ObjectKind,
        name: &str,
        list: impl Fn(Vec<String>) -> F + Send + Sync,
        candidate: fn(&T) -> Candidate,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<Vec<T>, Error>> + Send,
    {
        let budget = self.connection.series_budget();
        let variants = name_variants(name);
        let mut found = budget.repeat(|| list(variants.clone())).await?;
        found.retain(|found| variants.contains(&candidate(found).name));
        let lookup = Lookup { object, name, scope: "" };
        if found.is_empty() {
            // Ignores a failure, which only costs the suggestions.
            let all = budget.repeat(|| list(Vec::new())).await.unwrap_or_default();
            return Err(lookup.none(self, all.iter().map(candidate).collect()));
        }
        let candidates = found.iter().map(candidate).collect();
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

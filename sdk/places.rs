//! Folders and clusters by their names: what a list of virtual machines is narrowed down by.

use crate::error::{Candidate, Error};
use crate::find::{forms, similar};
use crate::inventory::FolderType;
use crate::retry::Budget;
use crate::vcenter::Vcenter;

/// A cluster in a list.
pub use crate::api::types::ClusterSummary;
/// A folder in a list.
pub use crate::api::types::FolderSummary;

impl Vcenter {
    /// Finds the folder of virtual machines with exactly this name, as people see it; a folder of another type is not
    /// looked at. Its identifier is what [`VmFilter::folders`](crate::VmFilter::folders) takes.
    ///
    /// `GET /api/vcenter/folder`; needs `System.Read`. vSphere stores `%`, `/` and `\` in names percent-escaped: both
    /// ways to write them find it.
    ///
    /// ```no_run
    /// # async fn example(vcenter: vcenter_iso::Vcenter) -> Result<(), vcenter_iso::Error> {
    /// use vcenter_iso::VmFilter;
    ///
    /// let staging = vcenter.find_folder("staging").await?;
    /// let vms = vcenter.vms(&VmFilter::default().folders([staging.folder])).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no folder of virtual machines that the user may see has the name;
    ///   [`candidates`](Error::candidates) are those with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several have it, in different folders or datacenters;
    ///   `candidates` lists them.
    pub async fn find_folder(&self, name: &str) -> Result<FolderSummary, Error> {
        let budget = self.connection.retry.begin();
        let forms = forms(name);
        let mut found = budget.repeat(|| self.folders(&FolderType::VirtualMachine, &forms)).await?;
        found.retain(|folder| folder.type_ == FolderType::VirtualMachine && forms.contains(&folder.name));
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(self.no_match(
                format!("no folder of virtual machines is named `{name}`"),
                self.similar_folders(budget, name).await,
            )),
            count => Err(self.several_match(
                format!("{count} folders of virtual machines are named `{name}`"),
                found.iter().map(folder),
            )),
        }
    }

    /// Finds the cluster with exactly this name, as people see it. Its identifier is what
    /// [`VmFilter::clusters`](crate::VmFilter::clusters) takes.
    ///
    /// `GET /api/vcenter/cluster`; needs `System.Read`. vSphere stores `%`, `/` and `\` in names percent-escaped: both
    /// ways to write them find it.
    ///
    /// # Errors
    /// - [`NotFound`](crate::ErrorKind::NotFound): no cluster that the user may see has the name;
    ///   [`candidates`](Error::candidates) are those with similar names.
    /// - [`Ambiguous`](crate::ErrorKind::Ambiguous): several have it, in different folders or datacenters;
    ///   `candidates` lists them.
    pub async fn find_cluster(&self, name: &str) -> Result<ClusterSummary, Error> {
        let budget = self.connection.retry.begin();
        let forms = forms(name);
        let mut found = budget.repeat(|| self.clusters(&forms)).await?;
        found.retain(|cluster| forms.contains(&cluster.name));
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(self.no_match(
                format!("no cluster is named `{name}`"),
                self.similar_clusters(budget, name).await,
            )),
            count => {
                Err(self
                    .several_match(format!("{count} clusters are named `{name}`"), found.iter().map(cluster)))
            }
        }
    }

    /// Folders of virtual machines with similar names. Only a help: what fails on the way leaves it empty.
    async fn similar_folders(&self, budget: Budget<'_>, name: &str) -> Vec<Candidate> {
        let all = budget.repeat(|| self.folders(&FolderType::VirtualMachine, &[])).await.unwrap_or_default();
        similar(name, all.iter().map(folder))
    }

    /// Clusters with similar names. Only a help: what fails on the way leaves it empty.
    async fn similar_clusters(&self, budget: Budget<'_>, name: &str) -> Vec<Candidate> {
        let all = budget.repeat(|| self.clusters(&[])).await.unwrap_or_default();
        similar(name, all.iter().map(cluster))
    }
}

fn folder(folder: &FolderSummary) -> Candidate {
    Candidate {
        id: folder.folder.to_string(),
        name: folder.name.clone(),
        details: vec![folder.type_.to_string()],
        exact: true,
    }
}

fn cluster(cluster: &ClusterSummary) -> Candidate {
    let state = |enabled| if enabled { "on" } else { "off" };
    let details =
        vec![format!("HA {}", state(cluster.ha_enabled)), format!("DRS {}", state(cluster.drs_enabled))];
    Candidate { id: cluster.cluster.to_string(), name: cluster.name.clone(), details, exact: true }
}

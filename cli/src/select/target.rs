use std::fmt;

use vcenter_iso::{DisplayName, VmId, VmSummary};

use crate::terminal::Excerpt;

/// A selected VM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) vm: VmId,
    /// `None` if it was selected by its identifier, which is not looked up.
    pub(crate) name: Option<String>,
}

impl From<VmSummary> for Target {
    fn from(vm: VmSummary) -> Self {
        Self { vm: vm.id, name: Some(vm.name) }
    }
}

impl From<VmId> for Target {
    fn from(vm: VmId) -> Self {
        Self { vm, name: None }
    }
}

impl Target {
    /// Returns the name, or the identifier if there is no name.
    pub(crate) fn label(&self) -> String {
        match &self.name {
            Some(name) => Excerpt(&DisplayName::inventory(name).to_string()).to_string(),
            None => Excerpt(self.vm.as_str()).to_string(),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(_) => write!(f, "{} ({})", self.label(), Excerpt(self.vm.as_str())),
            None => f.write_str(&self.label()),
        }
    }
}

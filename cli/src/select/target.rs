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

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => {
                let name = DisplayName::inventory(name).to_string();
                write!(f, "{} ({})", Excerpt(&name), Excerpt(self.vm.as_str()))
            }
            None => write!(f, "{}", Excerpt(self.vm.as_str())),
        }
    }
}

use std::fmt;

use serde::Serialize;

use crate::text::display_name::DisplayName;
use crate::text::single_line::SingleLine;

/// The kind of object that a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Vm,
    LibraryItem,
    Library,
    Folder,
    Cluster,
    Datacenter,
    Host,
}

impl ObjectKind {
    /// Returns the noun for one object.
    pub(crate) const fn singular(self) -> &'static str {
        match self {
            Self::Vm => "virtual machine",
            Self::LibraryItem => "library item",
            Self::Library => "content library",
            Self::Folder => "folder of virtual machines",
            Self::Cluster => "cluster",
            Self::Datacenter => "datacenter",
            Self::Host => "host",
        }
    }

    /// Returns the noun for several objects.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Vm => "virtual machines",
            Self::LibraryItem => "library items",
            Self::Library => "content libraries",
            Self::Folder => "folders of virtual machines",
            Self::Cluster => "clusters",
            Self::Datacenter => "datacenters",
            Self::Host => "hosts",
        }
    }
}

/// An object that a name may refer to.
///
/// Displays as the identifier and its details on one line, such as `9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e (ubuntu-24.04,
/// library ISOs, type iso, 2733 MiB)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    #[serde(skip)]
    pub(crate) object: ObjectKind,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) details: Vec<String>,
    pub(crate) exact: bool,
}

impl Candidate {
    /// Returns the identifier, for calls that take one.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the name as it is stored.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name as people write it.
    #[must_use]
    pub fn display_name(&self) -> DisplayName<'_> {
        match self.object {
            ObjectKind::LibraryItem | ObjectKind::Library => DisplayName::library(&self.name),
            ObjectKind::Vm
            | ObjectKind::Folder
            | ObjectKind::Cluster
            | ObjectKind::Datacenter
            | ObjectKind::Host => DisplayName::inventory(&self.name),
        }
    }

    /// Returns whether it has exactly the requested name, rather than a similar one.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Returns details that distinguish it from the other candidates: the library, the type, the size, the power state.
    #[must_use]
    pub fn details(&self) -> &[String] {
        &self.details
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", SingleLine(&self.id), self.display_name())?;
        for detail in &self.details {
            write!(f, ", {}", SingleLine(detail))?;
        }
        f.write_str(")")
    }
}

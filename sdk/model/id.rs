use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The reason why a text is not an identifier.
///
/// vCenter's identifiers are opaque, but some texts cannot be identifiers and would do harm. In a URL path, an empty
/// text, `.` and `..` name another resource, and `\` separates segments. Control characters break log lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidId {
    resource: &'static str,
    reason: &'static str,
}

impl InvalidId {
    pub(crate) fn new(resource: &'static str, reason: &'static str) -> Self {
        Self { resource, reason }
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid identifier of a {}: {}", self.resource, self.reason)
    }
}

impl std::error::Error for InvalidId {}

/// In bytes; vCenter's have at most about 50.
const MAX_LENGTH: usize = 1024;

fn check(resource: &'static str, text: &str) -> Result<(), InvalidId> {
    let reason = if text.is_empty() {
        "it is empty"
    } else if text == "." || text == ".." {
        "`.` and `..` name no resource"
    } else if text.contains('\\') {
        "it contains a `\\`, which a URL reads as `/`"
    } else if text.len() > MAX_LENGTH {
        "it has more than 1,024 bytes"
    } else if text.chars().any(char::is_control) {
        "it contains a control character"
    } else {
        return Ok(());
    };
    Err(InvalidId { resource, reason })
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $resource:literal) => {
        $(#[$doc])*
        ///
        /// Create it with `parse`, `TryFrom` or serde. An empty text, `.`, `..`, `\`, control characters and more than
        /// 1,024 bytes are rejected.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema), schemars(!try_from, !into))]
        pub struct $name(#[cfg_attr(feature = "schemars", schemars(length(min = 1)))] String);

        impl $name {
            /// Returns the identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                check($resource, &text).map(|()| Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                text.to_owned().try_into()
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.try_into()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

identifier!(
    /// Identifies a virtual machine (resource type `VirtualMachine`), such as `vm-42`.
    VmId, "virtual machine"
);
identifier!(
    /// Identifies a folder of the inventory (resource type `Folder`), such as `group-v3`.
    FolderId, "folder"
);
identifier!(
    /// Identifies a cluster of hosts (resource type `ClusterComputeResource`), such as `domain-c8`.
    ClusterId, "cluster"
);
identifier!(
    /// Identifies a datacenter (resource type `Datacenter`), such as `datacenter-2`.
    DatacenterId, "datacenter"
);
identifier!(
    /// Identifies a host (resource type `HostSystem`), such as `host-21`.
    HostId, "host"
);
identifier!(
    /// Identifies a resource pool (resource type `ResourcePool`), such as `resgroup-9`.
    ResourcePoolId, "resource pool"
);
identifier!(
    /// Identifies a content library (resource type `com.vmware.content.Library`): a UUID.
    LibraryId, "library"
);
identifier!(
    /// Identifies an item of a content library (resource type `com.vmware.content.library.Item`): a UUID.
    LibraryItemId, "library item"
);
identifier!(
    /// Identifies an update session of a library item (resource type `com.vmware.content.library.item.UpdateSession`).
    UpdateSessionId, "update session"
);
identifier!(
    /// Identifies a virtual CD-ROM (resource type `com.vmware.vcenter.vm.hardware.Cdrom`) within its virtual
    /// machine: a device key such as `16000`.
    CdromId, "CD-ROM"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_no_identifier_is_refused() {
        for text in ["", ".", "..", "vm-\n42", "\0", "vm-\u{85}", "no-such\\..\\vm-42", "\\"] {
            assert!(text.parse::<VmId>().is_err(), "{text:?} was accepted");
            assert!(
                serde_json::from_value::<CdromId>(text.into()).is_err(),
                "{text:?} was accepted from JSON"
            );
        }
        for text in ["vm-42", "9c2b7d1e-4f60-4a53-8d0e-6f1a2b3c4d5e", "vm-42:c186dc36", "…", "a/b"] {
            assert_eq!(text.parse::<VmId>().expect("an identifier").as_str(), text);
        }
    }
}

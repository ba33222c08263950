//! The operations of the document, and requests beyond it.

pub(crate) use crate::api::wire::Operation;

/// The change that an operation makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Only reads; safe to retry.
    None,
    /// Opens a session. It is the one operation that sends credentials.
    Login,
    /// Ends the session. Without a session there is nothing to do.
    Logout,
    /// Changes the inventory. If its response is lost, it may have been carried out.
    Inventory,
}

/// A request, as errors and logs name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    Operation(Operation),
    /// A request of the caller's own, by method and path.
    Raw {
        /// Method and path, without the query.
        name: String,
        effect: Effect,
    },
}

impl From<Operation> for Request {
    fn from(operation: Operation) -> Self {
        Self::Operation(operation)
    }
}

impl Request {
    /// Returns the `operationId`, or method and path.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Operation(operation) => operation.id(),
            Self::Raw { name, .. } => name,
        }
    }

    /// Returns the name in messages, such as `mount`.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Operation(operation) => operation.name(),
            Self::Raw { name, .. } => name,
        }
    }

    pub(crate) fn effect(&self) -> Effect {
        match self {
            Self::Operation(operation) => operation.effect(),
            Self::Raw { effect, .. } => *effect,
        }
    }
}

impl Operation {
    /// Returns the name of the operation in messages, such as "mount failed".
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CisSessionCreate => "login",
            Self::CisSessionDelete => "logout",
            Self::CisSessionGet => "session",
            Self::ContentLibraryFind => "find libraries",
            Self::ContentLibraryGet => "get library",
            Self::ContentLibraryList => "list libraries",
            Self::ContentLibraryItemFileList => "list item files",
            Self::ContentLibraryItemFind => "find library items",
            Self::ContentLibraryItemGet => "get library item",
            Self::ContentLibraryItemList => "list library items",
            Self::ContentLibraryItemStorageList => "list item storage",
            Self::VcenterClusterList => "list clusters",
            Self::VcenterFolderList => "list folders",
            Self::VcenterIsoImageMount => "mount",
            Self::VcenterIsoImageUnmount => "unmount",
            Self::VcenterVmGet => "get VM",
            Self::VcenterVmList => "list VMs",
            Self::VcenterVmHardwareCdromConnect => "connect CD-ROM",
            Self::VcenterVmHardwareCdromDelete => "remove CD-ROM",
            Self::VcenterVmHardwareCdromDisconnect => "disconnect CD-ROM",
            Self::VcenterVmHardwareCdromGet => "get CD-ROM",
            Self::VcenterVmHardwareCdromList => "list CD-ROMs",
        }
    }

    pub(crate) const fn effect(self) -> Effect {
        match self {
            Self::CisSessionCreate => Effect::Login,
            Self::CisSessionDelete => Effect::Logout,
            Self::VcenterIsoImageMount
            | Self::VcenterIsoImageUnmount
            | Self::VcenterVmHardwareCdromConnect
            | Self::VcenterVmHardwareCdromDelete
            | Self::VcenterVmHardwareCdromDisconnect => Effect::Inventory,
            Self::CisSessionGet
            | Self::ContentLibraryFind
            | Self::ContentLibraryGet
            | Self::ContentLibraryList
            | Self::ContentLibraryItemFileList
            | Self::ContentLibraryItemFind
            | Self::ContentLibraryItemGet
            | Self::ContentLibraryItemList
            | Self::ContentLibraryItemStorageList
            | Self::VcenterClusterList
            | Self::VcenterFolderList
            | Self::VcenterVmGet
            | Self::VcenterVmList
            | Self::VcenterVmHardwareCdromGet
            | Self::VcenterVmHardwareCdromList => Effect::None,
        }
    }
}

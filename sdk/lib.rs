#![doc = include_str!("../README.md")]
//!
//! # The crate
//! - [`Vcenter`] is the connection: build it with [`Vcenter::builder`], call its operations, log out.
//! - [`Error`] has a [`kind`](Error::kind) for programs and a one-line `Display` for operators. Its chain of sources
//!   walks the server's messages.
//! - [`VmId`], [`CdromId`], [`LibraryId`], [`LibraryItemId`] and the other identifiers are types whose values are
//!   validated on construction.
//! - [`api`] is the escape hatch: the generated client itself.
//!
//! # Log
//! The crate logs with `tracing`, under the one target `vcenter_iso`, and never a secret:
//! - a span `vcenter` of the level INFO for each request, with `operation`, `request_id`, `status` and `elapsed_ms`;
//! - INFO in that span for the end of each request, with `method`, `path`, `elapsed_ms`, `status` if there is a response,
//!   and `error` if the call has failed;
//! - WARN for a repeated call, with `error`, `attempt` and `attempts`, for a session that stays open, and when no other
//!   session is opened;
//! - INFO for another session in place of a rejected one, and, with `reason`, for each further look at a VM whose change
//!   is not visible yet, such as a mount whose response was lost;
//! - DEBUG for the rest.
//!
//! # Features
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `codegen` | yes | generates the client from the OpenAPI document at build time; without it the build uses the committed copy of the same bytes and compiles no generator |
//! | `schemars` | no | derives `schemars::JsonSchema` for the types of the API, the items of lists and the checks of a preflight |

pub mod api;

mod cancellation;
mod circuit_breaker;
mod error;
mod model;
mod operation;
mod retry;
mod runtime;
mod session;
mod text;
mod transport;
mod vcenter;
mod workflow;

/// The method of a [request](Vcenter::request).
pub use http::Method;

pub use cancellation::unless_cancelled;
pub use error::{Candidate, Error, ErrorKind, Hint, Message, Messages};
pub use model::content_library::{
    ChecksumAlgorithm, FileSourceType, LibraryType, StorageBackingType, TransferStatus, UpdateSessionState,
};
pub use model::error_type::ErrorType;
pub use model::id::{
    CdromId, ClusterId, DatacenterId, FolderId, HostId, InvalidId, LibraryId, LibraryItemId, ResourcePoolId,
    UpdateSessionId, VmId,
};
pub use model::inventory::{
    BackingType, ConnectionState, DeviceAccessType, FolderType, HostBusAdapterType, HostConnectionState,
    PowerState,
};
pub use model::open_enum::DateTimeFormat;
pub use model::session_id::SessionId;
pub use retry::RetryPolicy;
pub use text::display_name::DisplayName;
pub use text::single_line::SingleLine;
pub use transport::proxy::Proxy;
pub use transport::thumbprint::{InvalidThumbprint, Thumbprint};
pub use transport::tls::root_certificates::{InvalidRootCertificates, RootCertificates};
pub use vcenter::Vcenter;
pub use vcenter::builder::VcenterBuilder;
pub use vcenter::operations::VmFilter;
pub use vcenter::server_certificate::ServerCertificate;
pub use vcenter::summary::{
    ClusterSummary, DatacenterSummary, FolderSummary, HostSummary, SessionInfo, VmSummary,
};
pub use vcenter::unmount::UnmountRequest;
pub use workflow::connect::ConnectOutcome;
pub use workflow::delete_item::{DeleteItemRequest, DeleteOutcome};
pub use workflow::ensure_mounted::{EnsureMountedRequest, MountOutcome};
pub use workflow::ensure_unmounted::UnmountOutcome;
pub use workflow::find_iso::FindIsoRequest;
pub use workflow::fleet::{Counts, Fleet, Progress, VmState};
pub use workflow::import::outcome::{ImportOutcome, ImportPreview};
pub use workflow::import::progress::{ImportPhase, ImportProgress};
pub use workflow::import::{ImportRequest, IsoSource};
pub use workflow::library::{Library, LibraryItem, StoredFile};
pub use workflow::mounted::MountedIso;
pub use workflow::power::PowerOutcome;
pub use workflow::preflight::{CheckOutcome, Preflight, Prerequisite, PrerequisiteCheck};
pub use workflow::sync_item::SyncOutcome;

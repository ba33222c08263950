#![doc = include_str!("../README.md")]
//!
//! # The crate
//! - [`Vcenter`] is the connection: build it with [`Vcenter::builder`], call its operations, log out.
//! - [`Error`] tells what went wrong: its [`kind`](Error::kind) for programs, its `Display` for operators, the
//!   server's messages as its chain of sources.
//! - [`VmId`], [`CdromId`], [`LibraryId`], [`LibraryItemId`], [`FolderId`], [`ClusterId`] name things; they are
//!   checked when they are made.
//! - [`api`] is the escape hatch: the generated client itself.
//!
//! # Features
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `codegen` | yes | generate the client from the OpenAPI document at build time; without it the build takes the committed copy of the same bytes and compiles no generator |
//! | `schemars` | no | derive `schemars::JsonSchema` for the types of the API |

pub mod api;

mod address;
mod builder;
mod call;
mod connection;
mod content_library;
mod ensure;
mod error;
mod exchange;
mod find;
mod find_iso;
mod fleet;
mod hooks;
mod id;
mod inventory;
mod library;
mod login;
mod mounted;
mod open_enum;
mod operation;
mod places;
mod preflight;
mod proxy;
mod reads;
mod redact;
mod retry;
mod runtime;
mod session;
mod thumbprint;
mod tls;
mod under_way;
mod unmount;
mod vcenter;

pub use builder::Builder;
pub use content_library::{ChecksumAlgorithm, LibraryType, StorageBackingType};
pub use ensure::Mount;
pub use error::{Candidate, Error, ErrorKind, ErrorType, Message, Messages, OneLine};
pub use find_iso::FindIso;
pub use fleet::{Counts, Fleet, Progress, VmState};
pub use id::{CdromId, ClusterId, FolderId, InvalidId, LibraryId, LibraryItemId, VmId};
pub use inventory::{
    BackingType, ConnectionState, DeviceAccessType, FolderType, HostBusAdapterType, PowerState,
};
pub use library::{Library, LibraryItem};
pub use mounted::MountedIso;
pub use open_enum::DateTimeFormat;
pub use places::{ClusterSummary, FolderSummary};
pub use preflight::{Check, Outcome, Preflight, Prerequisite};
pub use reads::{VmFilter, VmSummary};
pub use retry::RetryPolicy;
pub use session::{SessionId, SessionInfo};
pub use thumbprint::{InvalidThumbprint, Thumbprint};
pub use unmount::Unmount;
pub use vcenter::Vcenter;

//! The contents of a simulated vCenter. The key of every map is the identifier.

mod content_library;
pub mod example;
mod fleet;
mod folder;
mod infrastructure;
mod model;
mod name;
mod serde_default;
mod text;
mod user;
mod vm;

pub use self::content_library::{Library, LibraryFile, LibraryItem, LibraryType, RemoteFile, StorageBacking};
pub use self::folder::{Folder, FolderType};
pub use self::infrastructure::{Cluster, Datacenter, Datastore, Host, ResourcePool};
pub use self::model::Inventory;
pub use self::text::InventoryError;
pub use self::user::{Privilege, User};
pub use self::vm::{Cdrom, CdromBacking, CdromState, PowerState, Vm};

pub(crate) use self::content_library::file_path;
pub(crate) use self::name::stored_name;
pub(crate) use self::vm::Slot;

use heck::ToPascalCase as _;
use progenitor::{GenerationSettings, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

/// The generated types that the SDK replaces: the name from progenitor and the path of the replacement.
///
/// The SDK validates an identifier on construction and never prints the session id. Its enums are open: a new
/// value of a newer server must not fail the whole body.
pub const REPLACED_TYPES: &[(&str, &str)] = &[
    ("CdromId", "crate::CdromId"),
    ("ClusterId", "crate::ClusterId"),
    ("ContentLibraryItemFileChecksumAlgorithm", "crate::ChecksumAlgorithm"),
    ("ContentLibraryItemUpdateSessionModelState", "crate::UpdateSessionState"),
    ("ContentLibraryItemUpdatesessionFileSourceType", "crate::FileSourceType"),
    ("ContentLibraryItemUpdatesessionFileTransferStatus", "crate::TransferStatus"),
    ("ContentLibraryModelLibraryType", "crate::LibraryType"),
    ("ContentLibraryStorageBackingType", "crate::StorageBackingType"),
    ("DatacenterId", "crate::DatacenterId"),
    ("FolderId", "crate::FolderId"),
    ("FolderType", "crate::FolderType"),
    ("HostConnectionState", "crate::HostConnectionState"),
    ("HostId", "crate::HostId"),
    ("LibraryId", "crate::LibraryId"),
    ("LibraryItemId", "crate::LibraryItemId"),
    ("SessionId", "crate::SessionId"),
    ("StdErrorsErrorType", "crate::ErrorType"),
    ("StdLocalizationParamDateTimeFormat", "crate::DateTimeFormat"),
    ("UpdateSessionId", "crate::UpdateSessionId"),
    ("VmHardwareCdromBackingType", "crate::BackingType"),
    ("VmHardwareCdromDeviceAccessType", "crate::DeviceAccessType"),
    ("VmHardwareCdromHostBusAdapterType", "crate::HostBusAdapterType"),
    ("VmHardwareConnectionState", "crate::ConnectionState"),
    ("VmId", "crate::VmId"),
    ("VmPowerState", "crate::PowerState"),
];

/// Returns the settings of progenitor.
pub(crate) fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        // Without the hooks of the SDK the client must not compile: it would send no session and map no
        // error.
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::api::Inner))
        // Sorted by key, so that printed and sent text is deterministic.
        .with_map_type("::std::collections::BTreeMap");
    for (schema, replacement) in REPLACED_TYPES {
        settings.with_replacement(schema, replacement, std::iter::empty::<TypeImpl>());
    }
    settings
}

/// Returns the name that progenitor gives the type of a schema.
#[must_use]
pub fn type_name(schema: &str) -> String {
    // As in typify: `VM_Info` becomes `VmInfo`.
    schema.to_pascal_case()
}

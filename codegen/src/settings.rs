use heck::ToPascalCase as _;
use progenitor::{GenerationSettings, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

/// The types that the SDK writes by hand: the name that progenitor gives their schema, and the path of the type.
///
/// Identifiers are checked when they are made, the session id never prints, and the lists of values are open: a
/// value that a newer server sends must not fail the whole body.
pub const BY_HAND: [(&str, &str); 18] = [
    ("CdromId", "crate::CdromId"),
    ("ClusterId", "crate::ClusterId"),
    ("ContentLibraryItemFileChecksumAlgorithm", "crate::ChecksumAlgorithm"),
    ("ContentLibraryModelLibraryType", "crate::LibraryType"),
    ("ContentLibraryStorageBackingType", "crate::StorageBackingType"),
    ("FolderId", "crate::FolderId"),
    ("FolderType", "crate::FolderType"),
    ("LibraryId", "crate::LibraryId"),
    ("LibraryItemId", "crate::LibraryItemId"),
    ("SessionId", "crate::SessionId"),
    ("StdErrorsErrorType", "crate::ErrorType"),
    ("StdLocalizationParamDateTimeFormat", "crate::DateTimeFormat"),
    ("VmHardwareCdromBackingType", "crate::BackingType"),
    ("VmHardwareCdromDeviceAccessType", "crate::DeviceAccessType"),
    ("VmHardwareCdromHostBusAdapterType", "crate::HostBusAdapterType"),
    ("VmHardwareConnectionState", "crate::ConnectionState"),
    ("VmId", "crate::VmId"),
    ("VmPowerState", "crate::PowerState"),
];

/// How progenitor generates the client.
pub(crate) fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        // A client without our hooks would send no session and normalise no error: let it not compile.
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::api::Inner))
        // In the order of the keys: what is printed or sent is the same each time.
        .with_map_type("::std::collections::BTreeMap");
    for (schema, by_hand) in BY_HAND {
        settings.with_replacement(schema, by_hand, std::iter::empty::<TypeImpl>());
    }
    settings
}

/// The name that progenitor gives the type of a schema.
#[must_use]
pub fn type_name(schema: &str) -> String {
    // As typify does it: `VM_Info` is `VmInfo`.
    schema.to_pascal_case()
}

use progenitor::{GenerationSettings, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

/// The types that the SDK writes by hand, by the name of their schema.
///
/// The name is the same on both sides. Identifiers are checked when they are made, the session id never
/// prints, and the lists of values are open: a value that a newer server sends must not fail the whole body.
const BY_HAND: [(&str, &str); 6] = [
    ("CdromId", "crate::CdromId"),
    ("LibraryItemId", "crate::LibraryItemId"),
    ("SessionId", "crate::SessionId"),
    ("StdErrorsErrorType", "crate::ErrorType"),
    ("StdLocalizationParamDateTimeFormat", "crate::DateTimeFormat"),
    ("VmId", "crate::VmId"),
];

/// How progenitor generates the client.
pub(crate) fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        // A client without our hooks would send no session and normalise no error: let it not compile.
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::hooks::Inner));
    for (schema, by_hand) in BY_HAND {
        settings.with_replacement(schema, by_hand, std::iter::empty::<TypeImpl>());
    }
    settings
}

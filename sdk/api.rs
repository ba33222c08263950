//! The escape hatch: the client that is generated from the OpenAPI document.
//!
//! [`Vcenter::api`](crate::Vcenter::api) gives a [`Client`] that shares the session, the limits and the headers
//! of its `Vcenter`. Its types come from progenitor and reqwest, so they change when those do: everything here
//! is exempt from the stability of the rest of the crate.

// Why each lint is off: the generator decides the form of this code, and nobody edits it.
#[expect(
    clippy::allow_attributes_without_reason,
    clippy::pedantic,
    clippy::unwrap_used,
    missing_docs,
    unused_qualifications,
    reason = "generated code is judged by what it does on the wire, not by its style"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

pub use generated::*;

/// The HTTP client that requests are sent with.
pub use reqwest::Client as HttpClient;

#[cfg(all(test, feature = "codegen"))]
mod tests {
    /// Whoever builds without the feature `codegen` gets the committed copy: it has to be the same client.
    #[test]
    fn the_snapshot_is_what_the_generator_makes_now() {
        let fresh = include_str!(concat!(env!("OUT_DIR"), "/api.rs"));
        let snapshot = include_str!("generated/api.rs");
        assert!(fresh == snapshot, "sdk/generated/api.rs is out of date: run `cargo xtask generate`");
    }
}

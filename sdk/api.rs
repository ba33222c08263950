//! The escape hatch: the client that is generated from the OpenAPI document.
//!
//! [`Vcenter::api`](crate::Vcenter::api) returns a [`Client`] that uses the session, limits and headers of its
//! `Vcenter`. Its calls do not replace an expired session: they fail with a 401.
//! [`Vcenter::request`](crate::Vcenter::request) does, and covers every path below `/api`. The types here come from
//! progenitor and reqwest and change with them, so this module is exempt from the stability of the rest of the crate.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use progenitor_client::{ClientHooks, OperationInfo};

// The lints are off because the generator decides the form of this code.
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

use generated::wire::Operation;

/// The HTTP client that sends the requests.
pub use reqwest::Client as HttpClient;

/// Sends the requests of a generated client.
pub(crate) trait Hooks: fmt::Debug + Send + Sync {
    /// Completes a request, or returns the reason why it must not be sent.
    ///
    /// `operation` is `None` for a request of the caller's own.
    fn prepare(&self, request: &mut reqwest::Request, operation: Option<Operation>) -> Result<(), String>;

    fn send(&self, request: reqwest::Request, operation: Option<Operation>) -> Sending<'_>;
}

pub(crate) type Sending<'a> = Pin<Box<dyn Future<Output = reqwest::Result<reqwest::Response>> + Send + 'a>>;

/// The hooks of a generated client.
#[derive(Clone, Debug)]
pub struct Inner(pub(crate) Arc<dyn Hooks>);

impl ClientHooks<Inner> for Client {
    async fn pre<E>(&self, request: &mut reqwest::Request, info: &OperationInfo) -> Result<(), Error<E>> {
        self.inner().0.prepare(request, Operation::named(info.operation_id)).map_err(Error::Custom)
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        self.inner().0.send(request, Operation::named(info.operation_id)).await
    }
}

#[cfg(all(test, feature = "codegen"))]
mod tests {
    /// A build without the feature `codegen` uses the committed copy, which has to be the same client.
    #[test]
    fn the_snapshot_is_what_the_generator_makes_now() {
        let fresh = include_str!(concat!(env!("OUT_DIR"), "/api.rs"));
        let snapshot = include_str!("generated/api.rs");
        assert!(
            fresh == snapshot,
            "sdk/generated/api.rs is out of date: run `cargo xtask check`, then `cargo xtask generate`"
        );
    }
}

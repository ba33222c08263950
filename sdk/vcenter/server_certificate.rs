use std::fmt;

use rustls::pki_types::CertificateDer;

use crate::transport::thumbprint::{Thumbprint, sha1};

/// A certificate that a server presented, from [`VcenterBuilder::server_certificates`](crate::VcenterBuilder::server_certificates).
///
/// It is not verified: anyone on the network path may have presented it.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerCertificate(CertificateDer<'static>);

impl ServerCertificate {
    pub(super) fn new(der: CertificateDer<'static>) -> Self {
        Self(der)
    }

    /// Returns the certificate in DER (X.690).
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Returns the SHA-256 thumbprint.
    #[must_use]
    pub fn thumbprint(&self) -> Thumbprint {
        Thumbprint::of(&self.0)
    }

    /// Returns the SHA-1 thumbprint, in upper case with colons, for comparison with tools that show no other one.
    #[must_use]
    pub fn sha1_thumbprint(&self) -> String {
        sha1(&self.0)
    }
}

impl fmt::Debug for ServerCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerCertificate").field("thumbprint", &self.thumbprint()).finish_non_exhaustive()
    }
}

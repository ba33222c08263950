use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme,
};
use rustls_platform_verifier::Verifier;

use crate::thumbprint::Thumbprint;

/// Which certificates of a server are accepted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trust {
    /// Accepted as roots beside those of the operating system.
    pub(crate) extra_roots: Vec<CertificateDer<'static>>,
    /// If it is set, the one certificate with this thumbprint is accepted, and no other.
    pub(crate) thumbprint: Option<Thumbprint>,
    pub(crate) accept_invalid: bool,
}

impl Trust {
    /// Adds every certificate of a PEM text.
    pub(crate) fn add_pem(&mut self, text: &[u8]) -> Result<(), String> {
        let before = self.extra_roots.len();
        for (index, certificate) in CertificateDer::pem_slice_iter(text).enumerate() {
            let invalid = |reason: &str| format!("root certificate {} is not valid: {reason}", index + 1);
            let certificate = certificate.map_err(|error| match error {
                pem::Error::MissingSectionEnd { .. } => invalid("it has no end marker"),
                pem::Error::Base64Decode(_) => invalid("what it holds is no base64"),
                _ => invalid("it is no PEM"),
            })?;
            // What cannot be a root would be found out only when the first connection is made.
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|_| invalid("what it holds is no X.509 certificate"))?;
            self.extra_roots.push(certificate);
        }
        if self.extra_roots.len() == before {
            return Err("the root certificates hold no `BEGIN CERTIFICATE`; expected PEM".to_owned());
        }
        Ok(())
    }

    /// The configuration for reqwest.
    ///
    /// A server without TLS needs no roots, and a machine without any can still call it.
    pub(crate) fn config(self, with_tls: bool) -> Result<ClientConfig, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let signatures = Signatures(Arc::clone(&provider));
        let verifier: Arc<dyn ServerCertVerifier> = match self.thumbprint {
            Some(expected) => Arc::new(Pinned { expected, signatures }),
            None if self.accept_invalid || !with_tls => Arc::new(AcceptAny(signatures)),
            None => Arc::new(Rooted(Verifier::new_with_extra_roots(self.extra_roots, provider)?)),
        };
        Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
    }
}

/// What requires that a server holds the key of its certificate, whoever vouches for it.
#[derive(Debug)]
struct Signatures(Arc<CryptoProvider>);

/// The methods of a verifier that are not about the certificate, from the member that has them.
macro_rules! signatures {
    ($member:tt) => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.$member.verify_tls12_signature(message, certificate, signature)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            self.$member.verify_tls13_signature(message, certificate, signature)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.$member.supported_verify_schemes()
        }
    };
}

impl Signatures {
    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Accepts every certificate.
#[derive(Debug)]
struct AcceptAny(Signatures);

impl ServerCertVerifier for AcceptAny {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    signatures!(0);
}

/// Accepts the one certificate with the thumbprint, whatever its names, its dates and who vouches for it.
#[derive(Debug)]
struct Pinned {
    expected: Thumbprint,
    signatures: Signatures,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let presented = Thumbprint::of(certificate);
        if presented == self.expected {
            return Ok(ServerCertVerified::assertion());
        }
        let reason = format!("it has the SHA-256 thumbprint {presented}, expected {}", self.expected);
        Err(refused(reason))
    }

    signatures!(signatures);
}

/// Accepts what a root vouches for, and names the certificate that it refuses, so that it can be compared.
#[derive(Debug)]
struct Rooted(Verifier);

impl ServerCertVerifier for Rooted {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.0.verify_server_cert(certificate, intermediates, name, ocsp, now).map_err(|error| match error {
            rustls::Error::InvalidCertificate(reason) => {
                refused(format!("{} (SHA-256 thumbprint {})", in_words(&reason), Thumbprint::of(certificate)))
            }
            error => error,
        })
    }

    signatures!(0);
}

/// The usual reasons, of which rustls has only names.
fn in_words(reason: &CertificateError) -> String {
    match reason {
        CertificateError::UnknownIssuer => "nobody who is trusted vouches for it".to_owned(),
        CertificateError::Expired => "it has expired".to_owned(),
        CertificateError::NotValidYet => "it is not valid yet".to_owned(),
        CertificateError::NotValidForName => "it is for another name".to_owned(),
        reason => reason.to_string(),
    }
}

fn refused(reason: String) -> rustls::Error {
    let reason: Box<dyn std::error::Error + Send + Sync> = reason.into();
    rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::from(reason))))
}

/// Why the certificate of the server was refused, if that is what an error comes from.
pub(crate) fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    match find(error)? {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(reason))) => {
            Some(format!("the certificate of the server was refused: {reason}"))
        }
        _ => None,
    }
}

/// Whether an error comes from TLS, for example from a certificate that is not trusted.
pub(crate) fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    find(error).is_some()
}

/// The error of TLS below another one.
fn find<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        // `io::Error` hides what it wraps: its `source` is that of the wrapped error, not the error itself.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = error.downcast_ref::<rustls::Error>().or_else(|| find(wrapped?));
        if found.is_some() {
            return found;
        }
        next = error.source();
    }
    None
}

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
        let accepted = match self.thumbprint {
            Some(expected) => Accepted::One(expected),
            None if self.accept_invalid || !with_tls => Accepted::Any,
            None => {
                Accepted::Rooted(Verifier::new_with_extra_roots(self.extra_roots, Arc::clone(&provider))?)
            }
        };
        let verifier = Arc::new(ServerCertificate { accepted, provider });
        Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
    }
}

/// Accepts or refuses the certificate of a server; whichever it is, the server has to hold its key.
#[derive(Debug)]
struct ServerCertificate {
    accepted: Accepted,
    provider: Arc<CryptoProvider>,
}

#[derive(Debug)]
enum Accepted {
    Any,
    /// The one with the thumbprint, whatever its names, its dates and who vouches for it.
    One(Thumbprint),
    Rooted(Verifier),
}

impl ServerCertVerifier for ServerCertificate {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let presented = || Thumbprint::of(certificate);
        match &self.accepted {
            Accepted::Any => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) if presented() == *expected => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) => {
                Err(refused(format!("it has the SHA-256 thumbprint {}, expected {expected}", presented())))
            }
            Accepted::Rooted(verifier) => verifier
                .verify_server_cert(certificate, intermediates, name, ocsp, now)
                .map_err(|error| match error {
                    // Named, so that it can be compared.
                    rustls::Error::InvalidCertificate(reason) => {
                        refused(format!("{} (SHA-256 thumbprint {})", in_words(&reason), presented()))
                    }
                    error => error,
                }),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            certificate,
            signature,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
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

pub(crate) mod refusal;
pub(crate) mod root_certificates;

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;

use crate::error::TlsReason;
use crate::transport::thumbprint::Thumbprint;
use crate::transport::tls::refusal::Refusal;

/// The server certificates to accept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trust {
    /// Roots to accept in addition to those of the operating system.
    pub(crate) extra_roots: Vec<CertificateDer<'static>>,
    /// If set, only the certificate with this thumbprint is accepted.
    pub(crate) thumbprint: Option<Thumbprint>,
    pub(crate) accept_invalid: bool,
}

impl Trust {
    /// Returns the configuration for a connection that ends with the chain of the server: the verifier puts it into
    /// `presented` and rejects it, so that no request is sent. A proxy is verified.
    pub(crate) fn recording(
        self,
        server: ServerName<'static>,
        presented: Presented,
    ) -> Result<ClientConfig, rustls::Error> {
        let mut verifier = ServerCertificate::new(self, true)?;
        verifier.record = Some((server, presented));
        verifier.config()
    }

    /// Returns the configuration for reqwest.
    ///
    /// A server without TLS needs no roots, so a machine without any can call it. Roots are then loaded only for the
    /// certificate of an `https://` proxy.
    pub(crate) fn config(self, with_tls: bool) -> Result<ClientConfig, rustls::Error> {
        ServerCertificate::new(self, with_tls)?.config()
    }
}

/// The certificates that a server presented.
pub(crate) type Presented = Arc<Mutex<Vec<CertificateDer<'static>>>>;

/// Verifies the server certificate. Handshake signatures are always checked.
#[derive(Debug)]
struct ServerCertificate {
    accepted: Accepted,
    provider: Arc<CryptoProvider>,
    /// The server whose chain is recorded and not verified.
    record: Option<(ServerName<'static>, Presented)>,
}

#[derive(Debug)]
enum Accepted {
    Any,
    /// The certificate with the thumbprint, with any name, validity period and issuer.
    One(Thumbprint),
    Rooted(Verifier),
    /// As `Rooted`, but loads the roots when a certificate arrives.
    RootedLater(Vec<CertificateDer<'static>>),
}

impl ServerCertificate {
    fn new(trust: Trust, with_tls: bool) -> Result<Self, rustls::Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let accepted = match trust.thumbprint {
            Some(expected) => Accepted::One(expected),
            None if trust.accept_invalid => Accepted::Any,
            None if with_tls => {
                Accepted::Rooted(Verifier::new_with_extra_roots(trust.extra_roots, Arc::clone(&provider))?)
            }
            None => Accepted::RootedLater(trust.extra_roots),
        };
        Ok(Self { accepted, provider, record: None })
    }

    fn config(self) -> Result<ClientConfig, rustls::Error> {
        let builder = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?;
        Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(self)).with_no_client_auth())
    }
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
        if let Some((server, presented)) = &self.record
            && server == name
        {
            let chain = [certificate].into_iter().chain(intermediates);
            *presented.lock().unwrap_or_else(PoisonError::into_inner) =
                chain.map(|certificate| certificate.clone().into_owned()).collect();
            return Err(rustls::Error::General("the certificates of the server were recorded".to_owned()));
        }
        let presented = || Thumbprint::of(certificate);
        let verify = |verifier: &Verifier| {
            verifier.verify_server_cert(certificate, intermediates, name, ocsp, now).map_err(|error| {
                match error {
                    // Names the thumbprint so that the user can compare it.
                    rustls::Error::InvalidCertificate(reason) => {
                        let Refusal { reason, text } = refusal::certificate(&reason);
                        rejected(Refusal::new(reason, format!("{text} (SHA-256 thumbprint {})", presented())))
                    }
                    error => error,
                }
            })
        };
        match &self.accepted {
            Accepted::Any => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) if presented() == *expected => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) => Err(rejected(Refusal::new(
                TlsReason::OtherThumbprint,
                format!("it has the SHA-256 thumbprint {}, expected {expected}", presented()),
            ))),
            Accepted::Rooted(verifier) => verify(verifier),
            Accepted::RootedLater(extra_roots) => {
                verify(&Verifier::new_with_extra_roots(extra_roots.clone(), Arc::clone(&self.provider))?)
            }
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

fn rejected(refusal: Refusal) -> rustls::Error {
    rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustls::pki_types::pem::PemObject as _;

    use super::*;
    #[cfg(target_os = "linux")]
    use crate::transport::tls::root_certificates::RootCertificates;

    /// For `vc.example.com` and 192.0.2.1, from 2020 to 2120, self-signed.
    const SERVER: &str = "-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUUeVBApkoJBx5ct3thbwDpDpl8ycwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOdmMuZXhhbXBsZS5jb20wIBcNMjAwMTAxMDAwMDAwWhgPMjEy
MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDnZjLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEoe5aH0qL4R16FpAmKPqsyCeDjXf4XVz8loEhGTuz
2HtvI7WR/j/5dALp3lS6ojmaF+KwjY75oIzBdvfPDGaF3qNlMGMwHwYDVR0RBBgw
FoIOdmMuZXhhbXBsZS5jb22HBMAAAgEwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYD
VR0OBBYEFBbk+P5bzC0B+QPvc8JxCXTdTJjJMAwGA1UdEwEB/wQCMAAwCgYIKoZI
zj0EAwIDSAAwRQIhAMjFGC0PovhcOK4F49AWpKSQfUFALaQdgQ/p1KxCNCZGAiBD
sOdBWnK8BAnX5mAwLZogR+775DQKHTS9R8ehLw/Sgw==
-----END CERTIFICATE-----
";
    /// As `SERVER`, but for TLS clients.
    #[cfg(target_os = "linux")]
    const CLIENT: &str = "-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUHdhHPPKgohumOSshOUjU5VBPc40wCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOdmMuZXhhbXBsZS5jb20wIBcNMjAwMTAxMDAwMDAwWhgPMjEy
MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDnZjLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAECScqqKaysHN20JUlHzfXUueleUOkJWus7YD4eisP
iS+FU1kCwG3DOAMPQjKyQM4+t8PoB4nF/b2KAIjFF+pDD6NlMGMwHwYDVR0RBBgw
FoIOdmMuZXhhbXBsZS5jb22HBMAAAgEwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYD
VR0OBBYEFIdK2M0bQWGxHlZRSEg0eQpv5vdJMAwGA1UdEwEB/wQCMAAwCgYIKoZI
zj0EAwIDSAAwRQIhAPWP/sik/tNt7K3ZN+AmnmsTogBNGlmwV6r1QLw7SiBzAiAr
MQ0WvkrtjCEQm/nMJZpWMS+yjst9dlU16zrq6yT40g==
-----END CERTIFICATE-----
";
    /// As `SERVER`, but for an authority.
    #[cfg(target_os = "linux")]
    const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----
MIIBnTCCAUSgAwIBAgIUObsgMx/hqtrhonKrkGFo5q4U8LkwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOdmMuZXhhbXBsZS5jb20wIBcNMjAwMTAxMDAwMDAwWhgPMjEy
MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDnZjLmV4YW1wbGUuY29tMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAEtdvnK0BYSx9l0lpHXsYi1WFFMROh5FLgeaxpiReM
GsU0ULfZWvjI48TpftvGkvsVKNqy0QrMAaRiuW0/+LUATKNoMGYwHwYDVR0RBBgw
FoIOdmMuZXhhbXBsZS5jb22HBMAAAgEwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYD
VR0OBBYEFHXF0hMb9ZrmTksBOGKJFjPLaQteMA8GA1UdEwEB/wQFMAMBAf8wCgYI
KoZIzj0EAwIDRwAwRAIgVWjIk8LaxQIoyn5rqAdhSNZ62zHyCbpisk8vRzFgLvYC
IHXJwv2F5PghVEen4pNjgWTk10eati4xXXoUueGMeiZE
-----END CERTIFICATE-----
";
    /// 2026-01-01T00:00:00Z.
    const NOW: u64 = 1_767_225_600;

    #[cfg(target_os = "linux")]
    fn trusting(pem: &str) -> Trust {
        let roots = RootCertificates::parse(pem).expect("a certificate");
        Trust { extra_roots: roots.certificates().to_vec(), ..Trust::default() }
    }

    /// Presents a certificate and returns the reason for its rejection, without its thumbprint.
    fn verify(trust: Trust, with_tls: bool, pem: &str, name: &str, now: u64) -> Result<(), String> {
        let verifier = ServerCertificate::new(trust, with_tls).map_err(|error| error.to_string())?;
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
        let name = ServerName::try_from(name).expect("a name");
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        match verifier.verify_server_cert(&certificate, &[], &name, &[], now) {
            Ok(_) => Ok(()),
            Err(rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(reason)))) => {
                Err(reason.to_string().split(" (SHA-256 ").next().unwrap_or_default().to_owned())
            }
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_proxy_before_a_server_without_tls_is_verified() {
        for with_tls in [true, false] {
            let proxy = |trust| verify(trust, with_tls, SERVER, "vc.example.com", NOW);
            let refused = proxy(Trust::default()).expect_err("its issuer is not trusted");
            assert!(!refused.is_empty(), "the reason is lost");
            assert_eq!(proxy(Trust { accept_invalid: true, ..Trust::default() }), Ok(()));
            // On other systems a root has to be one of the operating system.
            #[cfg(target_os = "linux")]
            assert_eq!(proxy(trusting(SERVER)), Ok(()));
        }
    }
    // Other systems use their own verification, which does not name dates.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_refused_certificate_has_its_reason_in_plain_words() {
        const BEFORE: u64 = NOW - 10 * 365 * 24 * 60 * 60;
        const AFTER: u64 = NOW + 100 * 365 * 24 * 60 * 60;
        for (pem, name, now, reason) in [
            (SERVER, "vc.example.com", AFTER, "it expired on 2120-01-01T00:00:00Z"),
            (SERVER, "vc.example.com", BEFORE, "it is not valid before 2020-01-01T00:00:00Z"),
            (SERVER, "esx.example.com", NOW, "it is for vc.example.com, 192.0.2.1, not for esx.example.com"),
            (SERVER, "192.0.2.2", NOW, "it is for vc.example.com, 192.0.2.1, not for 192.0.2.2"),
            (CLIENT, "vc.example.com", NOW, "its extended key usage does not include server authentication"),
            (AUTHORITY, "vc.example.com", NOW, "it is the certificate of an authority, not of a server"),
        ] {
            assert_eq!(verify(trusting(pem), true, pem, name, now), Err(reason.to_owned()));
        }
        for (trust, reason) in [
            (Trust::default(), "its issuer is not trusted"),
            // The certificate names the trusted issuer but has another key.
            (
                trusting(CLIENT),
                "it is not signed with the key of the trusted issuer, or with an RSA key of fewer than 2,048 bits",
            ),
        ] {
            assert_eq!(verify(trust, true, SERVER, "vc.example.com", NOW), Err(reason.to_owned()));
        }
    }
}

use std::sync::Arc;

use chrono::DateTime;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme,
};
use rustls_platform_verifier::Verifier;

use crate::transport::thumbprint::Thumbprint;

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
    /// Adds every certificate of a PEM text.
    pub(crate) fn add_pem(&mut self, text: &[u8]) -> Result<(), String> {
        let before = self.extra_roots.len();
        for (index, certificate) in CertificateDer::pem_slice_iter(text).enumerate() {
            let invalid = |reason: &str| format!("root certificate {} is not valid: {reason}", index + 1);
            let certificate = certificate.map_err(|error| match error {
                pem::Error::MissingSectionEnd { .. } => invalid("it has no end marker"),
                pem::Error::Base64Decode(_) => invalid("its content is not base64"),
                _ => invalid("it is not PEM"),
            })?;
            // Validates the root now; otherwise an invalid one would fail only at the first connection.
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|_| invalid("its content is not an X.509 certificate"))?;
            self.extra_roots.push(certificate);
        }
        if self.extra_roots.len() == before {
            return Err("the root certificates contain no `BEGIN CERTIFICATE`; expected PEM".to_owned());
        }
        Ok(())
    }

    /// Returns the configuration for reqwest.
    ///
    /// A server without TLS needs no roots, so a machine without any can call it. Roots are then loaded only for the
    /// certificate of an `https://` proxy.
    pub(crate) fn config(self, with_tls: bool) -> Result<ClientConfig, rustls::Error> {
        let verifier = ServerCertificate::new(self, with_tls)?;
        let builder = ClientConfig::builder_with_provider(Arc::clone(&verifier.provider))
            .with_safe_default_protocol_versions()?;
        Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
    }
}

/// Verifies the server certificate. Handshake signatures are always checked.
#[derive(Debug)]
struct ServerCertificate {
    accepted: Accepted,
    provider: Arc<CryptoProvider>,
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
        Ok(Self { accepted, provider })
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
        let presented = || Thumbprint::of(certificate);
        let verify = |verifier: &Verifier| {
            verifier.verify_server_cert(certificate, intermediates, name, ocsp, now).map_err(|error| {
                match error {
                    // Names the thumbprint so that the user can compare it.
                    rustls::Error::InvalidCertificate(reason) => {
                        refused(format!("{} (SHA-256 thumbprint {})", in_words(&reason), presented()))
                    }
                    error => error,
                }
            })
        };
        match &self.accepted {
            Accepted::Any => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) if presented() == *expected => Ok(ServerCertVerified::assertion()),
            Accepted::One(expected) => {
                Err(refused(format!("it has the SHA-256 thumbprint {}, expected {expected}", presented())))
            }
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

/// Describes a reason in plain words, in place of the names and numbers of rustls.
fn in_words(reason: &CertificateError) -> String {
    match reason {
        CertificateError::UnknownIssuer => "its issuer is not trusted".to_owned(),
        // The issuer may have been recreated with a new key under its old name.
        CertificateError::BadSignature => "it is not signed with the key of the trusted issuer".to_owned(),
        CertificateError::ExpiredContext { not_after, .. } => format!("it expired on {}", date(*not_after)),
        CertificateError::Expired => "it has expired".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            format!("it is not valid before {}", date(*not_before))
        }
        CertificateError::NotValidYet => "it is not valid yet".to_owned(),
        CertificateError::NotValidForNameContext { expected, presented } => {
            format!("it is for another name: expected {}, it has {}", expected.to_str(), names(presented))
        }
        CertificateError::NotValidForName => "it is for another name".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            NOT_OF_A_SERVER.to_owned()
        }
        // These errors have types that are private, or of crates below rustls, so only their text identifies them.
        CertificateError::Other(OtherError(error)) => match error.to_string().as_str() {
            "certificate had invalid extensions" => NOT_OF_A_SERVER.to_owned(),
            "CaUsedAsEndEntity" => "it is the certificate of an authority, not of a server".to_owned(),
            text => text.to_owned(),
        },
        reason => reason.to_string(),
    }
}

const NOT_OF_A_SERVER: &str = "its extended key usage does not include server authentication";

/// Formats the time as RFC 3339.
fn date(time: UnixTime) -> String {
    let time = i64::try_from(time.as_secs()).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.map_or_else(|| "a date that is out of range".to_owned(), |time| format!("{time:?}"))
}

/// Formats the names of a certificate, which rustls writes as `DnsName("vc.example.com")` and `IpAddress(192.0.2.1)`.
fn names(presented: &[String]) -> String {
    // A certificate may have thousands of names.
    const SHOWN: usize = 10;
    let plain = |name: &String| {
        let inner = name.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
        inner.unwrap_or(name).trim_matches('"').to_owned()
    };
    let mut names: Vec<_> = presented.iter().take(SHOWN).map(plain).collect();
    match presented.len() {
        0 => names.push("none".to_owned()),
        count if count > SHOWN => names.push(format!("{} more", count - SHOWN)),
        _ => {}
    }
    names.join(", ")
}

fn refused(reason: String) -> rustls::Error {
    let reason: Box<dyn std::error::Error + Send + Sync> = reason.into();
    rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::from(reason))))
}

/// Returns the reason for which the server certificate was rejected, if that caused the error.
pub(crate) fn refusal(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    match find(error)? {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(reason))) => {
            Some(format!("the server certificate was rejected: {reason}"))
        }
        _ => None,
    }
}

/// Returns whether an error comes from TLS, for example from an untrusted certificate.
pub(crate) fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    find(error).is_some()
}

/// Returns the TLS error among the causes of another one.
fn find<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        // `io::Error` hides the error that it wraps: its `source` is that of the wrapped error.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = error.downcast_ref::<rustls::Error>().or_else(|| find(wrapped?));
        if found.is_some() {
            return found;
        }
        next = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

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
        let mut trust = Trust::default();
        trust.add_pem(pem.as_bytes()).expect("a certificate");
        trust
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
            (
                SERVER,
                "esx.example.com",
                NOW,
                "it is for another name: expected esx.example.com, it has vc.example.com, 192.0.2.1",
            ),
            (
                SERVER,
                "192.0.2.2",
                NOW,
                "it is for another name: expected 192.0.2.2, it has vc.example.com, 192.0.2.1",
            ),
            (CLIENT, "vc.example.com", NOW, "its extended key usage does not include server authentication"),
            (AUTHORITY, "vc.example.com", NOW, "it is the certificate of an authority, not of a server"),
        ] {
            assert_eq!(verify(trusting(pem), true, pem, name, now), Err(reason.to_owned()));
        }
        for (trust, reason) in [
            (Trust::default(), "its issuer is not trusted"),
            // The certificate names the trusted issuer but has another key.
            (trusting(CLIENT), "it is not signed with the key of the trusted issuer"),
        ] {
            assert_eq!(verify(trust, true, SERVER, "vc.example.com", NOW), Err(reason.to_owned()));
        }
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let expected = ServerName::try_from("vc.example.com").expect("a name");
        for (count, end) in [
            (0, ", it has none"),
            (1, ", it has n0.example.com"),
            (10, ", n9.example.com"),
            (2_000, ", n9.example.com, 1990 more"),
        ] {
            let presented = (0..count).map(|number| format!("DnsName(\"n{number}.example.com\")")).collect();
            let words =
                in_words(&CertificateError::NotValidForNameContext { expected: expected.clone(), presented });
            assert!(words.ends_with(end), "{count} names: {words}");
        }
    }
}

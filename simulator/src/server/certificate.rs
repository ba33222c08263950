use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A self-signed certificate, and a TLS configuration that uses it.
pub(crate) struct SelfSigned {
    pub(crate) pem: String,
    pub(crate) tls: Arc<ServerConfig>,
}

impl SelfSigned {
    /// Generates a key and a certificate for the loopback addresses, `localhost`, and one more address.
    pub(crate) fn generate(address: IpAddr) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut names = ["localhost", "127.0.0.1", "::1"].map(String::from).to_vec();
        let address = address.to_string();
        if !names.contains(&address) {
            names.push(address);
        }
        let mut parameters = CertificateParams::new(names)?;
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // The validity starts a day earlier, because clocks can differ. Some verifiers reject more than 398
        // days.
        let now = date_time_ymd(1970, 1, 1) + UNIX_EPOCH.elapsed()?;
        parameters.not_before = now - DAY;
        parameters.not_after = now + 365 * DAY;

        let key = KeyPair::generate()?;
        let certificate = parameters.self_signed(&key)?;
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        // A library must not install or require a process-wide provider.
        let mut tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)?;
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { pem: certificate.pem(), tls: Arc::new(tls) })
    }
}

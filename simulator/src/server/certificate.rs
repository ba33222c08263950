use std::error::Error;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rcgen::{KeyUsagePurpose, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The certificate of a simulator. All but [`Certificate::OtherName`] are for `127.0.0.1`, `::1`, `localhost` and the
/// address of the simulator, and all but two are valid for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Certificate {
    /// `self-signed`: its own issuer.
    #[default]
    SelfSigned,
    /// `self-signed-ca`: its own issuer, and marked as that of a certificate authority (CA), as `openssl req -x509`
    /// makes it. Some clients do not accept the certificate of a CA as that of a server, even if they trust it.
    SelfSignedCa,
    /// `expired`: self-signed, and valid until yesterday.
    Expired,
    /// `not-yet-valid`: self-signed, and valid from tomorrow.
    NotYetValid,
    /// `other-name`: self-signed, for `vcenter.example.com` only.
    OtherName,
    /// `chain`: issued by an intermediate CA, whose certificate the simulator sends as well. Clients trust the root.
    Chain,
    /// `chain-without-intermediate`: like `chain`, but without the certificate of the intermediate CA, a common mistake
    /// of administrators.
    ChainWithoutIntermediate,
}

/// The names of certificates in text.
const NAMES: [(&str, Certificate); 7] = [
    ("self-signed", Certificate::SelfSigned),
    ("self-signed-ca", Certificate::SelfSignedCa),
    ("expired", Certificate::Expired),
    ("not-yet-valid", Certificate::NotYetValid),
    ("other-name", Certificate::OtherName),
    ("chain", Certificate::Chain),
    ("chain-without-intermediate", Certificate::ChainWithoutIntermediate),
];

/// The reason why a text is no [`Certificate`] or [`TlsVersion`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateError(String);

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for CertificateError {}

/// Parses the names above.
impl FromStr for Certificate {
    type Err = CertificateError;

    fn from_str(text: &str) -> Result<Self, CertificateError> {
        let known = NAMES.into_iter().find(|(name, _)| *name == text);
        known.map(|(_, certificate)| certificate).ok_or_else(|| {
            let names = NAMES.map(|(name, _)| name).join(", ");
            CertificateError(format!("there is no certificate '{text}'; there are {names}"))
        })
    }
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2
    V1_2,
    /// TLS 1.3
    V1_3,
}

/// Parses `1.2` and `1.3`.
impl FromStr for TlsVersion {
    type Err = CertificateError;

    fn from_str(text: &str) -> Result<Self, CertificateError> {
        match text {
            "1.2" => Ok(Self::V1_2),
            "1.3" => Ok(Self::V1_3),
            _ => Err(CertificateError(format!("there is no TLS version '{text}' here; there are 1.2, 1.3"))),
        }
    }
}

/// A certificate for clients to trust, and a TLS configuration whose certificate follows from it.
pub(crate) struct ServerIdentity {
    pub(crate) pem: String,
    pub(crate) tls: Arc<ServerConfig>,
}

impl ServerIdentity {
    /// Generates keys and certificates for the loopback addresses, `localhost`, and one more address.
    pub(crate) fn generate(
        certificate: Certificate,
        address: IpAddr,
        version: Option<TlsVersion>,
    ) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let key = KeyPair::generate()?;
        let server = server_parameters(certificate, address)?;
        let (pem, chain) = match certificate {
            Certificate::SelfSigned
            | Certificate::SelfSignedCa
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::OtherName => {
                let certificate = server.self_signed(&key)?;
                (certificate.pem(), vec![certificate.der().clone()])
            }
            Certificate::Chain | Certificate::ChainWithoutIntermediate => {
                let (root_key, intermediate_key) = (KeyPair::generate()?, KeyPair::generate()?);
                let (root, intermediate) = (authority("Simulator Root CA")?, authority("Simulator CA")?);
                let root_pem = root.self_signed(&root_key)?.pem();
                let signed = intermediate.signed_by(&intermediate_key, &Issuer::new(root, root_key))?;
                let leaf = server.signed_by(&key, &Issuer::new(intermediate, intermediate_key))?;
                let mut chain = vec![leaf.der().clone()];
                if certificate == Certificate::Chain {
                    chain.push(signed.der().clone());
                }
                (root_pem, chain)
            }
        };
        Ok(Self { pem, tls: Arc::new(configuration(chain, &key, version)?) })
    }
}

fn configuration(
    chain: Vec<CertificateDer<'static>>,
    key: &KeyPair,
    version: Option<TlsVersion>,
) -> Result<ServerConfig, rustls::Error> {
    let versions = match version {
        None => vec![&TLS13, &TLS12],
        Some(TlsVersion::V1_2) => vec![&TLS12],
        Some(TlsVersion::V1_3) => vec![&TLS13],
    };
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    // A library must not install or require a process-wide provider.
    let mut tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&versions)?
        .with_no_client_auth()
        .with_single_cert(chain, private)?;
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(tls)
}

fn server_parameters(
    certificate: Certificate,
    address: IpAddr,
) -> Result<CertificateParams, Box<dyn Error + Send + Sync>> {
    let mut names = ["localhost", "127.0.0.1", "::1"].map(String::from).to_vec();
    let address = address.to_string();
    if !names.contains(&address) {
        names.push(address);
    }
    if certificate == Certificate::OtherName {
        names = vec!["vcenter.example.com".to_owned()];
    }
    let mut parameters = CertificateParams::new(names)?;
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    set_validity(&mut parameters, certificate)?;
    if certificate == Certificate::SelfSignedCa {
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    if matches!(certificate, Certificate::Chain | Certificate::ChainWithoutIntermediate) {
        parameters.use_authority_key_identifier_extension = true;
    }
    Ok(parameters)
}

fn authority(name: &str) -> Result<CertificateParams, Box<dyn Error + Send + Sync>> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, name);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters.use_authority_key_identifier_extension = true;
    set_validity(&mut parameters, Certificate::SelfSigned)?;
    Ok(parameters)
}

fn set_validity(
    parameters: &mut CertificateParams,
    certificate: Certificate,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let now = date_time_ymd(1970, 1, 1) + UNIX_EPOCH.elapsed()?;
    // The validity starts a day earlier, because clocks can differ. Some verifiers reject more than 398 days.
    (parameters.not_before, parameters.not_after) = match certificate {
        Certificate::Expired => (now - 365 * DAY, now - DAY),
        Certificate::NotYetValid => (now + DAY, now + 365 * DAY),
        _ => (now - DAY, now + 365 * DAY),
    };
    Ok(())
}

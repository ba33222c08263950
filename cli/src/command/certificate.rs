use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{ServerCertificate, SingleLine};
use x509_cert::der::Decode as _;
use x509_cert::der::pem::{LineEnding, encode_string};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::{Certificate, TbsCertificate};

use crate::arguments::CertificateArgs;
use crate::config::known_hosts::host_and_port;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::session::connection::{builder, server, settings};
use crate::terminal::{Interrupts, report, waiting};

/// A certificate of a server's chain
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CertificateRecord {
    /// The distinguished name (RFC 4514), null if the certificate cannot be decoded
    subject: Option<String>,
    /// The names and addresses that the certificate is for
    names: Vec<String>,
    /// The distinguished name of the issuer (RFC 4514), null if the certificate cannot be decoded
    issuer: Option<String>,
    /// The start of its validity (RFC 3339), null if the certificate cannot be decoded
    not_before: Option<String>,
    /// The end of its validity (RFC 3339), null if the certificate cannot be decoded
    not_after: Option<String>,
    /// The SHA-256 thumbprint
    sha256: String,
    /// The SHA-1 thumbprint
    sha1: String,
    /// The line of govc's file of known hosts, null for an issuer
    known_hosts: Option<String>,
    /// The certificate as PEM
    pem: Option<String>,
    #[serde(skip)]
    number: usize,
}

impl Record for CertificateRecord {
    const COLUMNS: &'static [Column] =
        &[Column::new("CERTIFICATE"), Column::new("FIELD"), Column::new("VALUE")];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let names = (!self.names.is_empty()).then(|| self.names.join(", "));
        let mut fields = vec![
            ("subject", self.subject.clone()),
            ("names", names),
            ("issuer", self.issuer.clone()),
            ("not before", self.not_before.clone()),
            ("not after", self.not_after.clone()),
            ("sha-256", Some(self.sha256.clone())),
            ("sha-1", Some(self.sha1.clone())),
        ];
        if let Some(line) = &self.known_hosts {
            fields.push(("known hosts", Some(line.clone())));
        }
        let row = |(field, value): (&str, Option<String>)| {
            vec![Cell::new(self.number.to_string()), Cell::new(field), Cell::or_none(value)]
        };
        fields.into_iter().map(row).collect()
    }

    fn name(&self) -> Cell {
        Cell::or_none(self.subject.as_ref())
    }
}

pub(crate) async fn run(arguments: CertificateArgs, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let CertificateArgs { output, connection } = arguments;
    let printer = Printer::new(&output)?;
    let settings = settings(&connection, &mut interrupts).await?;
    if settings.is_simulator() {
        return Err(Failure::usage(
            "the embedded simulator has no certificate: pass the address of a server",
        ));
    }
    let builder = builder(&settings, None, &mut interrupts).await?;
    let url = builder.url()?;
    let chain = interrupts
        .or_interrupt(waiting::shown(
            format!("connecting to {}", server(&url)),
            builder.server_certificates(),
        ))
        .await?;
    report::note(&format!(
        "not verified: compare a thumbprint with that of the certificate on {} before you trust it",
        server(&url)
    ));
    let records = chain.iter().enumerate().map(|(index, certificate)| {
        let known_hosts =
            (index == 0).then(|| format!("{} {}", host_and_port(&url), certificate.sha1_thumbprint()));
        CertificateRecord { number: index + 1, known_hosts, ..CertificateRecord::new(certificate) }
    });
    printer.print_all(records, &mut interrupts).await
}

impl CertificateRecord {
    fn new(certificate: &ServerCertificate) -> Self {
        // The thumbprints and the PEM of a certificate that cannot be decoded are still of use.
        let decoded = Certificate::from_der(certificate.der()).ok();
        let decoded = decoded.as_ref().map(Certificate::tbs_certificate);
        let validity = decoded.map(TbsCertificate::validity);
        let names = decoded.and_then(|decoded| decoded.get_extension::<SubjectAltName>().ok().flatten());
        Self {
            subject: decoded.map(|decoded| decoded.subject().to_string()),
            names: names.map(|(_, names)| names.0.iter().filter_map(name).collect()).unwrap_or_default(),
            issuer: decoded.map(|decoded| decoded.issuer().to_string()),
            not_before: validity.map(|validity| validity.not_before.to_string()),
            not_after: validity.map(|validity| validity.not_after.to_string()),
            sha256: certificate.thumbprint().to_string(),
            sha1: certificate.sha1_thumbprint(),
            known_hosts: None,
            pem: encode_string("CERTIFICATE", LineEnding::LF, certificate.der()).ok(),
            number: 0,
        }
    }
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.to_string()),
        GeneralName::Rfc822Name(mail) => Some(format!("email:{mail}")),
        GeneralName::UniformResourceIdentifier(uri) => Some(format!("URI:{uri}")),
        GeneralName::IpAddress(bytes) => {
            let bytes = bytes.as_bytes();
            let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
            four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
                .ok()
                .map(|address| address.to_string())
        }
        GeneralName::DirectoryName(name) => Some(SingleLine(&name.to_string()).to_string()),
        GeneralName::OtherName(_) | GeneralName::EdiPartyName(_) | GeneralName::RegisteredId(_) => None,
    }
}

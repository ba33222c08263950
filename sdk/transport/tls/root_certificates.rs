use std::fmt;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};

use crate::error::Error;

/// Certificates of authorities to trust in addition to those of the operating system.
#[derive(Debug, Clone)]
pub struct RootCertificates(Vec<CertificateDer<'static>>);

/// The reason why a file contains no usable root certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRootCertificates(String);

impl fmt::Display for InvalidRootCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid root certificates: {}", self.0)
    }
}

impl std::error::Error for InvalidRootCertificates {}

impl From<InvalidRootCertificates> for Error {
    fn from(error: InvalidRootCertificates) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl RootCertificates {
    /// Reads every certificate of a PEM text, or one certificate in DER (RFC 7468, X.690).
    ///
    /// The front page of a vCenter offers those of its own authority as a ZIP archive, which has to be unpacked: the
    /// files `*.0` and `*.crt` in it are PEM.
    ///
    /// # Errors
    /// Names what the bytes are if they are no certificates.
    pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Self, InvalidRootCertificates> {
        let bytes = bytes.as_ref();
        if let Some(reason) = other_content(bytes) {
            return Err(InvalidRootCertificates(reason));
        }
        let mut certificates = Vec::new();
        if is_der(bytes) {
            certificates.push(valid(1, CertificateDer::from(bytes.to_vec()))?);
        } else {
            for (index, certificate) in CertificateDer::pem_slice_iter(bytes).enumerate() {
                let certificate = certificate.map_err(|error| {
                    invalid(
                        index + 1,
                        match error {
                            pem::Error::MissingSectionEnd { .. } => "it has no end marker",
                            pem::Error::Base64Decode(_) => "its content is not base64",
                            _ => "it is not PEM",
                        },
                    )
                })?;
                certificates.push(valid(index + 1, certificate)?);
            }
        }
        match certificates.len() {
            0 => Err(InvalidRootCertificates(without_certificate(bytes))),
            _ => Ok(Self(certificates)),
        }
    }

    pub(crate) fn certificates(&self) -> &[CertificateDer<'static>] {
        &self.0
    }
}

/// Accepts the certificate only if it can be a root; otherwise it would fail at the first connection.
fn valid(
    number: usize,
    certificate: CertificateDer<'static>,
) -> Result<CertificateDer<'static>, InvalidRootCertificates> {
    match RootCertStore::empty().add(certificate.clone()) {
        Ok(()) => Ok(certificate),
        Err(_) => Err(invalid(number, "its content is not an X.509 certificate")),
    }
}

fn invalid(number: usize, reason: &str) -> InvalidRootCertificates {
    InvalidRootCertificates(format!("certificate {number} is not valid: {reason}"))
}

/// Returns whether the bytes are a DER sequence of any length of two bytes, as each certificate is.
fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x81..=0x84, ..])
}

/// Recognises other files that are downloaded in place of certificates.
fn other_content(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some("this is a ZIP archive; unpack it, and pass the certificates in it".to_owned());
    }
    let start = bytes.trim_ascii_start();
    let is_page = ["<!doctype html", "<html"]
        .iter()
        .any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes())));
    is_page.then(|| "this is a page of HTML".to_owned())
}

/// Describes a text without a certificate.
fn without_certificate(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let label = text.split_once("-----BEGIN ").and_then(|(_, rest)| Some(rest.split_once("-----")?.0));
    match label {
        // A label is a few words (RFC 7468, section 2).
        Some(label)
            if label.len() <= 64
                && label.chars().all(|c| c.is_ascii_uppercase() || c == ' ' || c.is_ascii_digit()) =>
        {
            format!("the file contains a {label}, and no CERTIFICATE")
        }
        _ => "the file contains no `BEGIN CERTIFICATE`; expected PEM or DER".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_named() {
        for (bytes, reason) in [
            (&b"PK\x03\x04\x14\x00"[..], "this is a ZIP archive"),
            (b"\n<!DOCTYPE html><html>", "this is a page of HTML"),
            (b"-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n", "a PKCS7, and no CERTIFICATE"),
            (
                b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
                "a PRIVATE KEY, and no CERTIFICATE",
            ),
            (b"-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n", "a X509 CRL, and no CERTIFICATE"),
            (b"", "expected PEM or DER"),
            (b"hello", "expected PEM or DER"),
            (b"0\x82\x01\x00", "certificate 1 is not valid: its content is not an X.509 certificate"),
            (b"-----BEGIN CERTIFICATE-----\nMIIB", "certificate 1 is not valid: it has no end marker"),
            (b"-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n", "its content is not base64"),
        ] {
            let error = RootCertificates::parse(bytes).expect_err("no certificate").to_string();
            assert!(error.contains(reason), "{error} should contain {reason:?}");
        }
    }
}

//! Describes in words why TLS failed, in place of the names and numbers of rustls.

use std::error::Error as StdError;
use std::fmt;

use chrono::DateTime;
use rustls::pki_types::UnixTime;
use rustls::{
    AlertDescription, CertRevocationListError, CertificateError, InvalidMessage, OtherError, PeerIncompatible,
};

use crate::error::TlsReason;

/// The reason why TLS failed.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: TlsReason,
    pub(crate) text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Refusal {}

impl Refusal {
    pub(crate) fn new(reason: TlsReason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into() }
    }

    /// Describes the failure among the causes of an error, if TLS caused it.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        Some(describe(find(error)?))
    }
}

/// Returns the TLS error among the causes of another one.
fn find<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
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

fn describe(error: &rustls::Error) -> Refusal {
    use TlsReason::{NoTls, OldTls, Other};
    match error {
        rustls::Error::InvalidCertificate(error) => {
            let Refusal { reason, text } = certificate(error);
            Refusal::new(reason, format!("the server certificate was rejected: {text}"))
        }
        // An HTTP server responds with text.
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            Refusal::new(NoTls, "the port does not speak TLS")
        }
        rustls::Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion)
        | rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled,
        ) => Refusal::new(OldTls, "the server offers no TLS 1.2 or later"),
        rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure | AlertDescription::InsufficientSecurity,
        )
        | rustls::Error::PeerIncompatible(_) => Refusal::new(
            OldTls,
            "the server offers no key exchange, cipher or signature of TLS that is accepted",
        ),
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            Refusal::new(Other, "the server requires a certificate of the client, which is not supported")
        }
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            Refusal::new(Other, "the server does not serve the name in the address")
        }
        rustls::Error::AlertReceived(alert) => Refusal::new(
            Other,
            format!("the server ended TLS with the alert {}", words(&format!("{alert:?}"))),
        ),
        rustls::Error::InvalidMessage(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. }
        | rustls::Error::PeerSentOversizedRecord => {
            Refusal::new(Other, "the server sent an invalid TLS message")
        }
        rustls::Error::PeerMisbehaved(fault) => {
            Refusal::new(Other, format!("the server violates TLS: {}", words(&format!("{fault:?}"))))
        }
        rustls::Error::NoCertificatesPresented => Refusal::new(Other, "the server presents no certificate"),
        rustls::Error::InvalidCertRevocationList(error) => Refusal::new(
            Other,
            format!("a list of revoked certificates cannot be used: {}", revocation_list(error)),
        ),
        rustls::Error::DecryptError => Refusal::new(Other, "a message of the server cannot be decrypted"),
        rustls::Error::EncryptError => Refusal::new(Other, "the request is too large to be encrypted"),
        rustls::Error::UnsupportedNameType => {
            Refusal::new(Other, "the kind of name in the address is not supported")
        }
        rustls::Error::InvalidEncryptedClientHello(_) => {
            Refusal::new(Other, "the encrypted start of TLS is not valid")
        }
        rustls::Error::FailedToGetCurrentTime => {
            Refusal::new(Other, "the clock of this machine cannot be read")
        }
        rustls::Error::FailedToGetRandomBytes => {
            Refusal::new(Other, "this machine provides no random numbers")
        }
        rustls::Error::HandshakeNotComplete => Refusal::new(Other, "TLS was not complete"),
        rustls::Error::NoApplicationProtocol => {
            Refusal::new(Other, "the server offers no application protocol that is accepted")
        }
        rustls::Error::BadMaxFragmentSize => Refusal::new(Other, "the size of a TLS fragment is not valid"),
        rustls::Error::InconsistentKeys(_) => Refusal::new(Other, "a key does not fit its certificate"),
        rustls::Error::General(text) => Refusal::new(Other, text.as_str()),
        rustls::Error::Other(OtherError(error)) => Refusal::new(Other, error.to_string()),
        error => Refusal::new(Other, words(&format!("{error:?}"))),
    }
}

/// Describes why a certificate is rejected. The text continues "the certificate was rejected:".
pub(super) fn certificate(error: &CertificateError) -> Refusal {
    use TlsReason::{Dates, Other, OtherName, Purpose, UnsupportedCertificate, UntrustedIssuer};
    match error {
        CertificateError::UnknownIssuer => Refusal::new(UntrustedIssuer, "its issuer is not trusted"),
        // The issuer may have been recreated with a new key under its old name. ring rejects shorter keys likewise.
        CertificateError::BadSignature => Refusal::new(
            UntrustedIssuer,
            "it is not signed with the key of the trusted issuer, or with an RSA key of fewer than 2,048 bits",
        ),
        CertificateError::ExpiredContext { not_after, .. } => {
            Refusal::new(Dates, format!("it expired on {}", date(*not_after)))
        }
        CertificateError::Expired => Refusal::new(Dates, "it has expired"),
        CertificateError::NotValidYetContext { not_before, .. } => {
            Refusal::new(Dates, format!("it is not valid before {}", date(*not_before)))
        }
        CertificateError::NotValidYet => Refusal::new(Dates, "it is not valid yet"),
        CertificateError::NotValidForNameContext { expected, presented } => {
            Refusal::new(OtherName, format!("it is {}, not for {}", names(presented), expected.to_str()))
        }
        CertificateError::NotValidForName => Refusal::new(OtherName, "it is for another name"),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            Refusal::new(Purpose, NOT_OF_A_SERVER)
        }
        CertificateError::UnsupportedSignatureAlgorithmContext { signature_algorithm_id, .. } => {
            Refusal::new(
                UnsupportedCertificate,
                format!("it is signed with {}, which is not supported", algorithm(signature_algorithm_id)),
            )
        }
        CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id, ..
        } => Refusal::new(
            UnsupportedCertificate,
            format!("its signature, {}, does not fit its key", algorithm(signature_algorithm_id)),
        ),
        CertificateError::BadEncoding => Refusal::new(UnsupportedCertificate, "it is not encoded correctly"),
        CertificateError::UnhandledCriticalExtension => {
            Refusal::new(UnsupportedCertificate, "it has a critical extension that is not supported")
        }
        CertificateError::Revoked => Refusal::new(Other, "its issuer has revoked it"),
        CertificateError::UnknownRevocationStatus => {
            Refusal::new(Other, "it is not known whether its issuer has revoked it")
        }
        CertificateError::ExpiredRevocationListContext { next_update, .. } => Refusal::new(
            Dates,
            format!("the list of revoked certificates of its issuer expired on {}", date(*next_update)),
        ),
        CertificateError::ExpiredRevocationList => {
            Refusal::new(Dates, "the list of revoked certificates of its issuer has expired")
        }
        CertificateError::InvalidOcspResponse => {
            Refusal::new(Other, "the OCSP response about it is not valid")
        }
        CertificateError::ApplicationVerificationFailure => Refusal::new(Other, "the verification failed"),
        // The types of these errors are private, or of a crate below rustls, so only their text identifies them.
        CertificateError::Other(OtherError(error)) => {
            let text = error.to_string();
            if let Some(own) = error.downcast_ref::<Refusal>() {
                return Refusal::new(own.reason, text);
            }
            let name = text.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            match WEBPKI.iter().find(|(known, ..)| *known == name) {
                Some((_, reason, words)) => Refusal::new(*reason, *words),
                None if text == "certificate had invalid extensions" => {
                    Refusal::new(Purpose, NOT_OF_A_SERVER)
                }
                None => Refusal::new(Other, text),
            }
        }
        // Among them the deprecated variant without the algorithm.
        error => match format!("{error:?}").as_str() {
            "UnsupportedSignatureAlgorithm" => {
                Refusal::new(UnsupportedCertificate, "it is signed with an algorithm that is not supported")
            }
            name => Refusal::new(Other, words(name)),
        },
    }
}

const NOT_OF_A_SERVER: &str = "its extended key usage does not include server authentication";

/// The errors of webpki that rustls passes on as they are.
const WEBPKI: &[(&str, TlsReason, &str)] = &[
    ("CaUsedAsEndEntity", TlsReason::Purpose, "it is the certificate of an authority, not of a server"),
    ("CertDistrusted", TlsReason::UntrustedIssuer, "its issuer is distrusted"),
    ("EmptyEkuExtension", TlsReason::Purpose, "its extended key usage is empty"),
    ("EndEntityUsedAsCa", TlsReason::UntrustedIssuer, "its issuer has no certificate of an authority"),
    ("ExtensionValueInvalid", TlsReason::UnsupportedCertificate, "it has an invalid extension"),
    (
        "InvalidNetworkMaskConstraint",
        TlsReason::UnsupportedCertificate,
        "its issuer has an invalid constraint of names",
    ),
    ("InvalidSerialNumber", TlsReason::UnsupportedCertificate, "its serial number is not valid"),
    ("MalformedDnsIdentifier", TlsReason::UnsupportedCertificate, "it has an invalid DNS name"),
    ("MalformedExtensions", TlsReason::UnsupportedCertificate, "its extensions are not encoded correctly"),
    (
        "MalformedNameConstraint",
        TlsReason::UnsupportedCertificate,
        "its issuer has an invalid constraint of names",
    ),
    (
        "MaximumNameConstraintComparisonsExceeded",
        TlsReason::UnsupportedCertificate,
        "its issuers have too many constraints of names",
    ),
    ("MaximumPathBuildCallsExceeded", TlsReason::UnsupportedCertificate, "it has too many possible issuers"),
    ("MaximumPathDepthExceeded", TlsReason::UnsupportedCertificate, "its chain of issuers is too long"),
    (
        "MaximumSignatureChecksExceeded",
        TlsReason::UnsupportedCertificate,
        "its chain of issuers has too many signatures",
    ),
    ("NameConstraintViolation", TlsReason::OtherName, "its issuer may not issue certificates for its names"),
    (
        "PathLenConstraintViolated",
        TlsReason::UntrustedIssuer,
        "its chain of issuers is longer than an issuer allows",
    ),
    (
        "SignatureAlgorithmMismatch",
        TlsReason::UnsupportedCertificate,
        "it names two different signature algorithms",
    ),
    (
        "UnsupportedCertVersion",
        TlsReason::UnsupportedCertificate,
        "its version of X.509 is not supported; only version 3 is",
    ),
    (
        "UnsupportedCriticalExtension",
        TlsReason::UnsupportedCertificate,
        "it has a critical extension that is not supported",
    ),
    ("UnsupportedNameType", TlsReason::UnsupportedCertificate, "it has a kind of name that is not supported"),
];

fn revocation_list(error: &CertRevocationListError) -> String {
    match error {
        CertRevocationListError::Other(OtherError(error)) => words(&error.to_string()),
        error => {
            let debug = format!("{error:?}");
            words(debug.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
        }
    }
}

/// Turns the name of a variant into words: `BadRecordMac` into `bad record mac`.
fn words(name: &str) -> String {
    // A variant with members would print them over several lines.
    const LENGTH: usize = 80;
    let mut words = String::new();
    for character in name.chars().take(LENGTH) {
        if character.is_ascii_uppercase() && !words.is_empty() && !words.ends_with([' ', '(']) {
            words.push(' ');
        }
        words.push(character.to_ascii_lowercase());
    }
    words
}

/// Names a signature algorithm by its object identifier in DER, or its numbers.
fn algorithm(der: &[u8]) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("1.2.840.113549.1.1.2", "MD2 and RSA"),
        ("1.2.840.113549.1.1.4", "MD5 and RSA"),
        ("1.2.840.113549.1.1.5", "SHA-1 and RSA"),
        ("1.2.840.113549.1.1.10", "RSA-PSS"),
        ("1.2.840.113549.1.1.14", "SHA-224 and RSA"),
        ("1.2.840.10040.4.3", "SHA-1 and DSA"),
        ("1.2.840.10045.4.1", "SHA-1 and ECDSA"),
        ("1.2.840.10045.4.3.1", "SHA-224 and ECDSA"),
        ("1.3.101.113", "Ed448"),
    ];
    let numbers = object_identifier(der);
    match KNOWN.iter().find(|(known, _)| *known == numbers) {
        Some((_, name)) => (*name).to_owned(),
        None => format!("the algorithm {numbers}"),
    }
}

/// Returns the numbers of the object identifier at the start of a DER text (X.690, section 8.19).
fn object_identifier(der: &[u8]) -> String {
    const TAG: u8 = 0x06;
    let content = match der {
        [TAG, length, rest @ ..] => &rest[..rest.len().min(usize::from(*length))],
        other => other,
    };
    let mut numbers = Vec::new();
    let mut number = 0_u64;
    for byte in content {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if numbers.is_empty() {
                let first = (number / 40).min(2);
                numbers.extend([first, number - first * 40]);
            } else {
                numbers.push(number);
            }
            number = 0;
        }
    }
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

/// Formats the time as RFC 3339.
fn date(time: UnixTime) -> String {
    let time = i64::try_from(time.as_secs()).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    time.map_or_else(|| "a date that is out of range".to_owned(), |time| format!("{time:?}"))
}

/// Formats the names of a certificate, which rustls writes as `DnsName("vc.example.com")` and `IpAddress(192.0.2.1)`.
/// Names of other kinds, such as mail addresses, have no text.
fn names(presented: &[String]) -> String {
    // A certificate may have thousands of names.
    const SHOWN: usize = 10;
    let plain = |name: &String| {
        let (kind, rest) = name.split_once('(')?;
        let inner = rest.strip_suffix(')')?.trim_matches('"');
        ["DnsName", "IpAddress"].contains(&kind).then(|| inner.to_owned())
    };
    let names: Vec<_> = presented.iter().filter_map(plain).collect();
    match names.len() {
        0 => "for no host".to_owned(),
        1..=SHOWN => format!("for {}", names.join(", ")),
        count => format!("for {}, {} more", names[..SHOWN].join(", "), count - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;
    use std::process::Command;
    use std::sync::Arc;
    use std::time::Duration;

    use rustls::pki_types::ServerName;
    use rustls::{ContentType, ExtendedKeyPurpose, HandshakeType, InconsistentKeys, PeerMisbehaved};

    use super::*;

    /// Returns the source of a package in the graph of this one.
    fn source(package: &str, file: &str) -> String {
        let cargo = || Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let version = cargo().arg("-vV").output().expect("cargo should run");
        let version = String::from_utf8(version.stdout).expect("cargo should print text");
        let host =
            version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo should name its host");
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        // The packages of other platforms may not be on this machine.
        let arguments = ["metadata", "--offline", "--format-version=1", "--filter-platform", host];
        let output = cargo().args(arguments).args(["--manifest-path", manifest]).output();
        let output = output.expect("cargo should run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: serde_json::Value =
            serde_json::from_slice(&output.stdout).expect("cargo should print JSON");
        let packages = metadata["packages"].as_array().expect("the metadata should have packages");
        let found: Vec<_> = packages.iter().filter(|found| found["name"] == package).collect();
        assert_eq!(found.len(), 1, "there should be one version of {package}");
        let manifest = PathBuf::from(found[0]["manifest_path"].as_str().expect("a path"));
        std::fs::read_to_string(manifest.with_file_name(file)).expect("the source should be readable")
    }

    /// Returns the names of the variants of an enum that is formatted by rustfmt.
    fn variants(source: &str, name: &str) -> BTreeSet<String> {
        let (_, rest) = source.split_once(&format!("\npub enum {name} {{\n")).expect("the enum should exist");
        let (body, _) = rest.split_once("\n}\n").expect("the enum should end");
        let names = body.lines().filter_map(|line| line.strip_prefix("    "));
        names
            .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
            .map(|line| {
                line.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
            })
            .collect()
    }

    fn name(variant: &impl fmt::Debug) -> String {
        let debug = format!("{variant:?}");
        debug.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_owned()
    }

    /// Fails for a text that only a reader of the source of rustls understands.
    fn check_words(variant: &str, text: &str) {
        let is_code = |word: &str| {
            word.chars().skip(1).any(|c| c.is_ascii_uppercase()) && word.chars().any(char::is_lowercase)
        };
        assert!(!text.contains(['{', '[', '(', '\n']), "{variant}: {text}");
        assert!(!text.split_whitespace().any(is_code), "give {variant} words of its own: {text}");
        assert!(text.len() < 200, "{variant}: {text}");
    }

    fn certificate_errors() -> Vec<CertificateError> {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(1_767_225_600));
        vec![
            CertificateError::BadEncoding,
            CertificateError::Expired,
            CertificateError::ExpiredContext { time, not_after: time },
            CertificateError::NotValidYet,
            CertificateError::NotValidYetContext { time, not_before: time },
            CertificateError::Revoked,
            CertificateError::UnhandledCriticalExtension,
            CertificateError::UnknownIssuer,
            CertificateError::UnknownRevocationStatus,
            CertificateError::ExpiredRevocationList,
            CertificateError::ExpiredRevocationListContext { time, next_update: time },
            CertificateError::BadSignature,
            #[expect(deprecated, reason = "an older rustls returns it")]
            CertificateError::UnsupportedSignatureAlgorithm,
            CertificateError::UnsupportedSignatureAlgorithmContext {
                signature_algorithm_id: vec![
                    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05,
                ],
                supported_algorithms: Vec::new(),
            },
            CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
                signature_algorithm_id: vec![0x2a, 0x03, 0x04],
                public_key_algorithm_id: Vec::new(),
            },
            CertificateError::NotValidForName,
            CertificateError::NotValidForNameContext {
                expected: ServerName::try_from("127.0.0.1").expect("a name"),
                presented: vec![
                    "DnsName(\"vcenter.example.com\")".to_owned(),
                    "Unsupported(0x01)".to_owned(),
                ],
            },
            CertificateError::InvalidPurpose,
            CertificateError::InvalidPurposeContext {
                required: ExtendedKeyPurpose::ServerAuth,
                presented: vec![ExtendedKeyPurpose::ClientAuth],
            },
            CertificateError::InvalidOcspResponse,
            CertificateError::ApplicationVerificationFailure,
            CertificateError::Other(OtherError(Arc::new(std::io::Error::other("any reason")))),
        ]
    }

    #[test]
    fn every_reason_of_a_certificate_has_words() {
        let known = certificate_errors();
        let names = known.iter().map(name).collect::<BTreeSet<_>>();
        let existing = variants(&source("rustls", "src/error.rs"), "CertificateError");
        assert_eq!(names, existing, "give each variant of rustls words, and an example here");
        for error in known {
            check_words(&name(&error), &certificate(&error).text);
        }
        let texts: Vec<_> = certificate_errors().iter().map(|error| certificate(error).text).collect();
        for text in [
            "it is for vcenter.example.com, not for 127.0.0.1",
            "it is signed with SHA-1 and RSA, which is not supported",
            "its signature, the algorithm 1.2.3.4, does not fit its key",
            "it expired on 2026-01-01T00:00:00Z",
        ] {
            assert!(texts.iter().any(|found| found == text), "{text:?} is not in {texts:#?}");
        }
    }

    /// The errors of webpki that rustls turns into its own, and those about lists of revoked certificates, which no
    /// client of this crate passes to rustls.
    const TURNED: &str = "BadDer BadDerTime CertExpired CertNotValidForName CertNotValidYet CertRevoked CrlExpired \
        InvalidCertValidity InvalidCrlNumber InvalidCrlSignatureForPublicKey InvalidSignatureForPublicKey \
        IssuerNotCrlSigner RequiredEkuNotFound RequiredEkuNotFoundContext TrailingData UnknownIssuer \
        UnknownRevocationStatus UnsupportedCrlIssuingDistributionPoint UnsupportedCrlSignatureAlgorithm \
        UnsupportedCrlSignatureAlgorithmContext UnsupportedCrlSignatureAlgorithmForPublicKey \
        UnsupportedCrlSignatureAlgorithmForPublicKeyContext UnsupportedCrlVersion UnsupportedDeltaCrl \
        UnsupportedIndirectCrl UnsupportedRevocationReason UnsupportedRevocationReasonsPartitioning \
        UnsupportedSignatureAlgorithm UnsupportedSignatureAlgorithmContext \
        UnsupportedSignatureAlgorithmForPublicKey UnsupportedSignatureAlgorithmForPublicKeyContext";

    #[test]
    fn every_reason_of_webpki_has_words() {
        let mut known: BTreeSet<_> = TURNED.split_whitespace().map(str::to_owned).collect();
        known.extend(WEBPKI.iter().map(|(name, ..)| (*name).to_owned()));
        let existing = variants(&source("rustls-webpki", "src/error.rs"), "Error");
        assert_eq!(
            known, existing,
            "add each variant of webpki to WEBPKI, or to TURNED if rustls has its own"
        );
        for (name, _, text) in WEBPKI {
            check_words(name, text);
        }
    }

    #[test]
    fn every_error_of_tls_has_words() {
        use rustls::Error;
        let known = vec![
            Error::InappropriateMessage {
                expect_types: vec![ContentType::Handshake],
                got_type: ContentType::Alert,
            },
            Error::InappropriateHandshakeMessage {
                expect_types: vec![HandshakeType::ServerHello],
                got_type: HandshakeType::Finished,
            },
            Error::InvalidEncryptedClientHello(rustls::EncryptedClientHelloError::InvalidConfigList),
            Error::InvalidMessage(InvalidMessage::InvalidContentType),
            Error::NoCertificatesPresented,
            Error::UnsupportedNameType,
            Error::DecryptError,
            Error::EncryptError,
            Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13),
            Error::PeerMisbehaved(PeerMisbehaved::TooManyEmptyFragments),
            Error::AlertReceived(AlertDescription::BadRecordMac),
            Error::InvalidCertificate(CertificateError::Expired),
            Error::InvalidCertRevocationList(CertRevocationListError::BadSignature),
            Error::General("any text".to_owned()),
            Error::FailedToGetCurrentTime,
            Error::FailedToGetRandomBytes,
            Error::HandshakeNotComplete,
            Error::PeerSentOversizedRecord,
            Error::NoApplicationProtocol,
            Error::BadMaxFragmentSize,
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch),
            Error::Other(OtherError(Arc::new(std::io::Error::other("any reason")))),
        ];
        let names = known.iter().map(name).collect::<BTreeSet<_>>();
        let existing = variants(&source("rustls", "src/error.rs"), "Error");
        assert_eq!(names, existing, "give each variant of rustls words, and an example here");
        for error in known {
            check_words(&name(&error), &describe(&error).text);
        }
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        for (count, text) in [
            (0, "for no host".to_owned()),
            (1, "for n0.example.com".to_owned()),
            (
                2_000,
                format!(
                    "for {}, 1990 more",
                    (0..10).map(|n| format!("n{n}.example.com")).collect::<Vec<_>>().join(", ")
                ),
            ),
        ] {
            let presented: Vec<_> =
                (0..count).map(|number| format!("DnsName(\"n{number}.example.com\")")).collect();
            assert_eq!(names(&presented), text, "{count} names");
        }
    }

    #[test]
    fn any_bytes_are_an_algorithm() {
        proptest::proptest!(|(bytes: Vec<u8>)| {
            algorithm(&bytes);
        });
    }
}

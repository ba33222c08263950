use std::fmt;
use std::str::FromStr;

use rustls::pki_types::CertificateDer;
use serde::{Serialize, Serializer};

use crate::error::Error;

const LENGTH: usize = 32;

/// The SHA-256 thumbprint of a certificate: the digest of its DER form, as `openssl x509 -fingerprint -sha256` and the
/// vSphere Client show it.
///
/// Parses from 64 hexadecimal digits in either case, with or without a `:` after each pair. Displays in upper case with
/// colons.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thumbprint([u8; LENGTH]);

impl Thumbprint {
    pub(crate) fn of(certificate: &CertificateDer<'_>) -> Self {
        let digest = ring::digest::digest(&ring::digest::SHA256, certificate);
        let mut bytes = [0; LENGTH];
        bytes.copy_from_slice(digest.as_ref());
        Self(bytes)
    }
}

/// Returns the SHA-1 thumbprint of a certificate, which older tools show.
pub(crate) fn sha1(certificate: &[u8]) -> String {
    with_colons(ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref())
}

fn with_colons(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
}

/// The reason why a text is not a thumbprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidThumbprint(&'static str);

impl fmt::Display for InvalidThumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid thumbprint: {}", self.0)
    }
}

impl std::error::Error for InvalidThumbprint {}

impl From<InvalidThumbprint> for Error {
    fn from(error: InvalidThumbprint) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl Serialize for Thumbprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Returns the digits of a thumbprint in the forms that people paste: the output of `openssl x509 -fingerprint`, a line
/// of govc's known hosts, and a text with the name of the algorithm.
fn bare(text: &str) -> &str {
    let text = text.rsplit_once('=').map_or(text, |(_, digits)| digits);
    let digits = text.split_whitespace().next_back().unwrap_or_default();
    let named = |name: &str| {
        let (start, rest) = digits.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then_some(rest)
    };
    named("SHA256:").or_else(|| named("SHA-256:")).unwrap_or(digits)
}

impl FromStr for Thumbprint {
    type Err = InvalidThumbprint;

    fn from_str(text: &str) -> Result<Self, InvalidThumbprint> {
        let text = bare(text);
        let pairs: Vec<&str> = if text.contains(':') {
            text.split(':').collect()
        } else {
            // A text outside of ASCII cannot be split into pairs of bytes.
            let pair = |start| text.get(start..start + 2).unwrap_or("?");
            (0..text.len()).step_by(2).map(pair).collect()
        };
        match pairs.len() {
            LENGTH => {}
            20 => return Err(InvalidThumbprint("this is the length of SHA-1; expected SHA-256, 64 digits")),
            _ => return Err(InvalidThumbprint("expected SHA-256: 64 hexadecimal digits")),
        }
        let mut bytes = [0; LENGTH];
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            // `from_str_radix` accepts a sign as well.
            let digits = pair.len() == 2 && pair.bytes().all(|digit| digit.is_ascii_hexdigit());
            *byte = u8::from_str_radix(pair, 16)
                .ok()
                .filter(|_| digits)
                .ok_or(InvalidThumbprint("expected pairs of hexadecimal digits"))?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&with_colons(&self.0))
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Thumbprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The digest of an empty input (FIPS 180-4).
    const EMPTY: &str =
        "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55";

    #[test]
    fn it_is_read_in_every_usual_form_and_printed_in_one() {
        let plain = EMPTY.replace(':', "");
        for text in [
            EMPTY.to_owned(),
            plain.clone(),
            plain.to_lowercase(),
            format!(" {EMPTY}\n"),
            format!("sha256 Fingerprint={EMPTY}"),
            format!("SHA256 Fingerprint = {EMPTY}"),
            format!("SHA256:{EMPTY}"),
            format!("sha-256:{plain}"),
            format!("vcenter.example.com:443 {EMPTY}"),
        ] {
            let thumbprint: Thumbprint = text.parse().expect("a thumbprint");
            assert_eq!(thumbprint.to_string(), EMPTY, "of {text:?}");
        }
        assert_eq!(Thumbprint::of(&CertificateDer::from_slice(&[])).to_string(), EMPTY);
    }

    #[test]
    fn what_is_no_thumbprint_is_refused() {
        let sha1 = &EMPTY[..59];
        for text in ["", ":", "é", sha1, &EMPTY[1..], &EMPTY.replace("E3", "+3"), &EMPTY.replace(':', ";")] {
            assert!(text.parse::<Thumbprint>().is_err(), "{text:?} was accepted");
        }
        let error = sha1.parse::<Thumbprint>().expect_err("too short").to_string();
        assert!(error.contains("SHA-1"), "{error}");
    }
}

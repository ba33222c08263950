//! Checksums of images.

use std::fmt;

use ring::digest;

use crate::api::types::ContentLibraryItemFileChecksumInfo;
use crate::model::content_library::ChecksumAlgorithm;

/// A checksum in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checksum {
    pub(super) algorithm: ChecksumAlgorithm,
    pub(super) digits: String,
}

impl Checksum {
    /// Reads a checksum. Returns the reason why it cannot be one.
    pub(super) fn new(algorithm: ChecksumAlgorithm, digits: &str) -> Result<Self, String> {
        let digits = digits.trim().to_ascii_lowercase();
        let length = match algorithm {
            ChecksumAlgorithm::Md5 => 32,
            ChecksumAlgorithm::Sha1 => 40,
            ChecksumAlgorithm::Sha256 => 64,
            ChecksumAlgorithm::Sha512 => 128,
            _ => return Err(format!("the checksum algorithm {algorithm} is not known")),
        };
        if digits.len() != length || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("a checksum of {algorithm} has {length} hexadecimal digits"));
        }
        Ok(Self { algorithm, digits })
    }

    /// Reads the checksum that a server reports.
    pub(super) fn reported(info: &ContentLibraryItemFileChecksumInfo) -> Self {
        Self {
            algorithm: info.algorithm.clone().unwrap_or(ChecksumAlgorithm::Sha1),
            digits: info.checksum.to_ascii_lowercase(),
        }
    }

    pub(super) fn to_wire(&self) -> ContentLibraryItemFileChecksumInfo {
        ContentLibraryItemFileChecksumInfo {
            algorithm: Some(self.algorithm.clone()),
            checksum: self.digits.clone(),
        }
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.algorithm, self.digits)
    }
}

/// Returns the implementation of an algorithm; `None` for MD5, which no TLS library has any more, and for unknown ones.
pub(super) fn digest_of(algorithm: &ChecksumAlgorithm) -> Option<&'static digest::Algorithm> {
    match algorithm {
        ChecksumAlgorithm::Sha1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        ChecksumAlgorithm::Sha256 => Some(&digest::SHA256),
        ChecksumAlgorithm::Sha512 => Some(&digest::SHA512),
        _ => None,
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_has_the_digits_of_its_algorithm() {
        // FIPS 180-4, of `abc`.
        let sha1 = "A9993E364706816ABA3E25717850C26C9CD0D89D";
        assert!(Checksum::new(ChecksumAlgorithm::Sha1, &format!(" {sha1}\n")).is_ok());
        let digest = digest::digest(digest_of(&ChecksumAlgorithm::Sha1).expect("an implementation"), b"abc");
        assert_eq!(hex(digest.as_ref()), sha1.to_ascii_lowercase());
        for (algorithm, digits) in [
            (ChecksumAlgorithm::Sha256, sha1),
            (ChecksumAlgorithm::Sha1, ""),
            (ChecksumAlgorithm::Sha1, "g9993e364706816aba3e25717850c26c9cd0d89d"),
        ] {
            assert!(Checksum::new(algorithm.clone(), digits).is_err(), "{algorithm} {digits:?}");
        }
    }
}

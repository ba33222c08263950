use std::str;

use crate::location::Location;

/// Returns `bytes` as text, or the location of the first byte that is not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, (Location, String)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err((Location::START, "the file is UTF-16: save it as UTF-8".to_owned()));
    }
    str::from_utf8(bytes).map_err(|error| {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        let valid = String::from_utf8_lossy(valid);
        let line_start = valid.rfind('\n').map_or(0, |index| index + 1);
        let location = Location {
            line: 1 + valid.matches('\n').count(),
            column: 1 + valid[line_start..].chars().count(),
        };
        let byte = rest.first().copied().unwrap_or_default();
        (
            location,
            format!("byte 0x{byte:02X} is not UTF-8: save the file as UTF-8, or correct the character"),
        )
    })
}

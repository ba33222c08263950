use std::io::{self, Write};

use similar::TextDiff;
use vcenter_iso_codegen::{Document, generate};

/// Prints the unified diff of the generated clients. The generator of this workspace generates both, so that
/// only the documents differ.
///
/// The library `similar` makes the diff and not `git diff --no-index`: that would need temporary files, and its
/// output depends on the settings of the user.
pub(super) fn print_diff(old: &Document, new: &Document, out: &mut dyn Write) -> io::Result<()> {
    let client = |document| {
        generate(document).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
    };
    let (old, new) = (client(old)?, client(new)?);
    let (from, to) = ("a/sdk/generated/api.rs", "b/sdk/generated/api.rs");
    write!(out, "{}", TextDiff::from_lines(&old, &new).unified_diff().header(from, to))
}

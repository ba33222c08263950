//! The command `cargo xtask`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use xtask::diff::Git;

fn main() -> ExitCode {
    // The workspace is the parent of this package. The current folder does not matter.
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.parent().unwrap_or(package);
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    xtask::run(std::env::args_os(), root, &Git::new(root), &mut out, &mut err).into()
}

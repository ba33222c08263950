//! The command `cargo xtask`.

use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The workspace is the parent of this package. The current folder does not matter.
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package.parent().unwrap_or(package);
    xtask::run(std::env::args_os(), root, &mut io::stdout().lock(), &mut io::stderr().lock()).into()
}

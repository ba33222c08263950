//! Writes the client that `sdk/api.rs` includes.
//!
//! The feature `codegen` generates the client from the OpenAPI document. Without it, the client is the
//! committed copy.
//!
//! After a rerun of a build script, cargo compiles its package again, even if the script wrote the same bytes. So with
//! `codegen` this script watches the committed copy only while both are equal: `cargo xtask generate` then changes no
//! watched file, unless the spec has changed as well.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

#[cfg(feature = "codegen")]
const SPEC: &str = "spec/vcenter-iso.yaml";
const SNAPSHOT: &str = "sdk/generated/api.rs";

fn main() -> ExitCode {
    match client().and_then(|client| write(&client)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            println!("cargo::error={message}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "codegen")]
fn client() -> Result<String, String> {
    use vcenter_iso_codegen::{Document, generate};

    println!("cargo::rerun-if-changed={SPEC}");
    let spec = fs::read(SPEC).map_err(|error| format!("{SPEC}: {error}"))?;
    let client = Document::from_bytes(SPEC, &spec)
        .and_then(|document| generate(&document))
        .map_err(|error| format!("{error}; run `cargo xtask check` for all findings"))?;
    // A checkout may have changed the line endings.
    if fs::read_to_string(SNAPSHOT).is_ok_and(|snapshot| snapshot.replace("\r\n", "\n") == client) {
        println!("cargo::rerun-if-changed={SNAPSHOT}");
    } else {
        // cargo prints the warning again with each build, until this script runs again.
        println!(
            "cargo::warning={SNAPSHOT} was out of date when this client was generated: run `cargo xtask check`, \
             then `cargo xtask generate` (cargo repeats this until the next edit of the spec)"
        );
    }
    Ok(client)
}

#[cfg(not(feature = "codegen"))]
fn client() -> Result<String, String> {
    println!("cargo::rerun-if-changed={SNAPSHOT}");
    fs::read_to_string(SNAPSHOT).map_err(|error| format!("{SNAPSHOT}: {error}"))
}

fn write(client: &str) -> Result<(), String> {
    let directory = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run the build script through cargo")?;
    let file = Path::new(&directory).join("api.rs");
    fs::write(&file, client).map_err(|error| format!("{}: {error}", file.display()))
}

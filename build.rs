//! Writes the client that `sdk/api.rs` includes.
//!
//! The feature `codegen` generates the client from the OpenAPI document. Without it, the client is the
//! committed copy.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

const SPEC: &str = "spec/vcenter-iso.yaml";
const SNAPSHOT: &str = "sdk/generated/api.rs";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={SPEC}");
    println!("cargo::rerun-if-changed={SNAPSHOT}");
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

    let document = Document::parse(SPEC, &read(SPEC)?).map_err(|error| error.to_string())?;
    generate(&document).map_err(|error| error.to_string())
}

#[cfg(not(feature = "codegen"))]
fn client() -> Result<String, String> {
    read(SNAPSHOT)
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))
}

fn write(client: &str) -> Result<(), String> {
    let directory = env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run the build script through cargo")?;
    let file = Path::new(&directory).join("api.rs");
    fs::write(&file, client).map_err(|error| format!("{}: {error}", file.display()))
}

//! The project's own commands: `cargo xtask …`.

use std::process::ExitCode;

use vcenter_iso_codegen::{Document, generate};

const SPEC: &str = "spec/vcenter-iso.yaml";

fn main() -> ExitCode {
    let text = match std::fs::read_to_string(SPEC) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{SPEC}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match Document::parse(SPEC, &text).and_then(|document| generate(&document)) {
        Ok(client) => {
            println!("{client}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

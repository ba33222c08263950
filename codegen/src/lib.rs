//! Generates the Rust client of `vcenter-iso` from its OpenAPI document.
//!
//! [`Document`] parses the document and keeps the location of every node. [`generate`] rewrites the parts
//! that progenitor does not support, and runs progenitor. `build.rs` of the SDK and `cargo xtask` call both.
//! An [`Error`] has a location: an invalid document fails the build with one line that an editor can jump to.

mod document;
mod error;
mod locate_failure;
mod location;
mod lowering;
mod path_item;
pub mod pointer;
mod references;
mod settings;
mod utf8;
mod wire;
mod yaml;
mod yaml_error;

pub use document::Document;
pub use error::Error;
pub use location::Location;
pub use settings::{REPLACED_TYPES, type_name};

use syn::{Item, ItemEnum, ItemStruct, parse_quote};

/// The first line of the generated client.
const PREAMBLE: &str = "// Generated from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.\n\n";

/// Generates the source text of the client. The same document gives the same bytes.
///
/// # Errors
/// Fails if the document is not OpenAPI 3.0, a deviation in `lowering.rs` does not fit it, or progenitor
/// rejects it.
pub fn generate(document: &Document) -> Result<String, Error> {
    references::check(document)?;
    let mut api = document.openapi()?;
    lowering::lower(document, &mut api)?;
    let tokens = locate_failure::generate(document, &api)?;
    let mut file = syn::parse2(tokens)
        .map_err(|error| document.error_at("", format!("progenitor generated invalid Rust: {error}")))?;
    derive_json_schema(&mut file);
    wire::add(&mut file, &api).map_err(|message| document.error_at("", message))?;
    // The examples do not compile. With `ignore`, `cargo test` would list them as ignored tests.
    let text = prettyplease::unparse(&file).replace("```ignore", "```text");
    Ok(format!("{PREAMBLE}{text}"))
}

/// Derives `schemars::JsonSchema` for every generated type, under the feature `schemars` of the SDK.
///
/// progenitor's setting for derives takes no condition, and each of its patches applies to one named type.
fn derive_json_schema(file: &mut syn::File) {
    let types = file.items.iter_mut().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    for item in types.flat_map(|(_, items)| items) {
        if let Item::Struct(ItemStruct { attrs, .. }) | Item::Enum(ItemEnum { attrs, .. }) = item {
            attrs.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
        }
    }
}

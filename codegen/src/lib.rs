//! Turns the OpenAPI document of `vcenter-iso` into its Rust client.
//!
//! `build.rs` of the SDK and `cargo xtask` both call [`generate`], which parses the document with the location of
//! every node ([`Document`]), rewrites what progenitor cannot take, and runs progenitor. An [`Error`] names the
//! location in the document: an invalid document ends a build with one line that an editor can jump to.

mod document;
mod error;
mod locate_failure;
mod location;
mod lowering;
mod path_item;
pub mod pointer;
mod settings;
mod wire;
mod yaml;

pub use document::Document;
pub use error::Error;
pub use location::Location;
pub use settings::{REPLACED_TYPES, type_name};

use syn::{Item, ItemEnum, ItemStruct, parse_quote};

/// The first line of the generated client.
const PREAMBLE: &str = "// Made from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.\n\n";

/// Returns the source text of the client that `document` describes: the same bytes for the same document.
///
/// # Errors
/// The document is not OpenAPI 3.0, a deviation in `lowering.rs` does not fit it, or progenitor rejects it.
pub fn generate(document: &Document) -> Result<String, Error> {
    let mut api = document.openapi()?;
    lowering::lower(document, &mut api)?;
    let tokens = locate_failure::generate(document, &api)?;
    let mut file = syn::parse2(tokens)
        .map_err(|error| document.error_at("", format!("progenitor generated invalid Rust: {error}")))?;
    schemas_behind_feature(&mut file);
    wire::add(&mut file, &api).map_err(|message| document.error_at("", message))?;
    // The examples name types of the reader: as `ignore` they would be listed as tests that never run.
    let text = prettyplease::unparse(&file).replace("```ignore", "```text");
    Ok(format!("{PREAMBLE}{text}"))
}

/// Derives `schemars::JsonSchema` for every generated type if the SDK has its feature `schemars`.
///
/// progenitor's setting for derives takes no condition, and its patches apply to one named type each.
fn schemas_behind_feature(file: &mut syn::File) {
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

//! Turns the OpenAPI document of `vcenter-iso` into its Rust client.
//!
//! `build.rs` of the SDK and `cargo xtask` both call [`generate`]: the document is parsed with the place of
//! every node ([`Document`]), lowered to what progenitor can take ([`lowering`]) and generated with one set of
//! settings. An [`Error`] names the place in the document: a broken document ends a build with one line that
//! an editor can jump to.

mod document;
mod error;
pub mod lowering;
mod narrow;
pub mod pointer;
mod settings;
mod wire;
mod yaml;

pub use document::{Document, Place};
pub use error::Error;
pub use settings::{BY_HAND, type_name};
use syn::{Item, ItemEnum, ItemStruct, parse_quote};

/// What the first line of the generated client says.
const PREAMBLE: &str = "// Made from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.\n\n";

/// The source text of the client that `document` describes.
///
/// The same document gives the same bytes.
///
/// # Errors
/// The document is no OpenAPI 3.0 document, a deviation of [`lowering`] does not fit it, or progenitor cannot
/// take it.
pub fn generate(document: &Document) -> Result<String, Error> {
    let mut api = document.openapi()?;
    lowering::lower(&mut api).map_err(|finding| document.error_at(&finding.pointer, finding.message))?;
    let tokens =
        narrow::generate(&api).map_err(|finding| document.error_at(&finding.pointer, finding.message))?;
    let mut file = syn::parse2(tokens)
        .map_err(|error| document.error_at("", format!("progenitor generated what is no Rust: {error}")))?;
    schemas_behind_feature(&mut file);
    wire::add(&mut file, &api).map_err(|message| document.error_at("", message))?;
    // Its examples name types that only the reader knows: as `ignore` they show up as tests that never run.
    let text = prettyplease::unparse(&file).replace("```ignore", "```text");
    Ok(format!("{PREAMBLE}{text}"))
}

/// Lets every generated type derive `schemars::JsonSchema` where the SDK has its feature `schemars`.
///
/// progenitor's own setting for derives knows no condition, and its patches go by the name of one type.
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

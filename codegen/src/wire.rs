//! Adds the module `wire` to the generated client: the path and the result type of each operation, read from the
//! generated code.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{GenericArgument, ImplItem, ImplItemFn, Item, PathArguments, ReturnType, Type, parse_quote};

/// An operation of the generated code.
struct Operation {
    /// Its name in progenitor.
    name: String,
    /// The path below the base URL, with `{}` for each parameter.
    path: String,
    /// The type of the body of a success; `()` if the body is not read.
    result: Type,
}

/// Adds the module `wire`, which the hooks of the SDK call for each operation.
///
/// # Errors
/// The generated code has a form other than that of progenitor 0.15.
pub(crate) fn add(file: &mut syn::File) -> Result<(), String> {
    let operations = operations(file)?;
    let paths = operations.iter().map(|Operation { name, path, .. }| quote::quote!(#name => #path));
    let mut results: BTreeMap<String, (&Type, Vec<&str>)> = BTreeMap::new();
    for Operation { name, result, .. } in &operations {
        let key = result.to_token_stream().to_string();
        results.entry(key).or_insert_with(|| (result, Vec::new())).1.push(name);
    }
    let decodes = results.values().map(|(result, names)| {
        let is_read = match result {
            Type::Tuple(tuple) if tuple.elems.is_empty() => quote::quote!(true),
            result => quote::quote!(::serde_json::from_slice::<#result>(body).is_ok()),
        };
        quote::quote!(#(#names)|* => #is_read)
    });
    file.items.push(parse_quote! {
        /// What the hooks have to know of each operation, by the name that progenitor gives it.
        pub(crate) mod wire {
            use super::types;

            /// Returns the path below the base URL, with `{}` in the place of each parameter.
            pub(crate) fn path(operation_id: &str) -> Option<&'static str> {
                Some(match operation_id {
                    #(#paths,)*
                    _ => return None,
                })
            }

            /// Whether the body of a success can be read as the result of the operation.
            pub(crate) fn decodes(operation_id: &str, body: &[u8]) -> bool {
                match operation_id {
                    #(#decodes,)*
                    _ => false,
                }
            }
        }
    });
    Ok(())
}

fn operations(file: &syn::File) -> Result<Vec<Operation>, String> {
    let builders = file.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_ref(),
        _ => None,
    });
    let functions = builders.flat_map(|(_, items)| items).filter_map(|item| match item {
        Item::Impl(implementation) => Some(&implementation.items),
        _ => None,
    });
    let sends = functions.flatten().filter_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "send" => Some(function),
        _ => None,
    });
    sends.map(operation).collect()
}

fn operation(send: &ImplItemFn) -> Result<Operation, String> {
    let texts = texts(send.block.to_token_stream());
    let unexpected =
        |what: &str| format!("the generated code of a call has no {what}: adapt codegen/src/wire.rs");
    let after = texts.iter().skip_while(|text| text.as_str() != "operation_id").nth(1);
    let name = after.ok_or_else(|| unexpected("operation_id"))?.clone();
    let url = texts.iter().find_map(|text| text.strip_prefix("{}/"));
    let url = url.ok_or_else(|| unexpected("URL"))?;
    let path = url.split('?').next().unwrap_or_default().to_owned();
    let result = result(&send.sig.output).ok_or_else(|| unexpected("`ResponseValue`"))?;
    Ok(Operation { name, path, result })
}

/// Returns the identifiers and the string literals of `code`, in order.
fn texts(code: TokenStream) -> Vec<String> {
    let mut texts = Vec::new();
    for token in code {
        match token {
            TokenTree::Group(group) => texts.extend(self::texts(group.stream())),
            TokenTree::Ident(name) => texts.push(name.to_string()),
            TokenTree::Literal(literal) => {
                if let Ok(literal) = syn::parse2::<syn::LitStr>(literal.into_token_stream()) {
                    texts.push(literal.value());
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
    texts
}

/// Returns `T` of `Result<ResponseValue<T>, …>`.
fn result(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, output) = output else { return None };
    let response = argument(output, "Result")?;
    argument(&response, "ResponseValue")
}

/// Returns the first type argument of a type with this name.
fn argument(generic: &Type, name: &str) -> Option<Type> {
    let Type::Path(path) = generic else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument.clone()),
        _ => None,
    })
}

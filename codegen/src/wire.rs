//! Adds the module `wire` to the generated client: an enum of the operations with their facts.
//!
//! Paths and result types come from the generated code, the other facts from the document.

use std::collections::BTreeMap;

use heck::{ToPascalCase as _, ToSnakeCase as _};
use openapiv3::OpenAPI;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use serde_json::Value;
use syn::{GenericArgument, ImplItem, ImplItemFn, Item, PathArguments, ReturnType, Type, parse_quote};

/// An operation of the generated code.
struct Operation {
    /// The name in progenitor.
    name: String,
    /// The path below the base URL, with `{}` for each parameter.
    path: String,
    /// The type of a success body; `()` if the client does not read it.
    result: Type,
}

/// The facts of an operation in the document.
struct Documented<'a> {
    id: &'a str,
    label: &'a str,
    effect: Option<&'a str>,
    method: &'a str,
    /// The entries of `x-privileges`.
    privileges: &'a [Value],
}

impl<'a> Documented<'a> {
    /// Returns `None` for an operation without an operationId.
    fn of(method: &'a str, operation: &'a openapiv3::Operation) -> Option<Self> {
        let id = operation.operation_id.as_deref()?;
        let text = |key| operation.extensions.get(key).and_then(Value::as_str);
        let privileges = operation.extensions.get("x-privileges").and_then(Value::as_array);
        Some(Self {
            id,
            label: text("x-label").unwrap_or(id),
            effect: text("x-effect"),
            method,
            privileges: privileges.map(Vec::as_slice).unwrap_or_default(),
        })
    }

    /// Returns a sentence about the privileges that a user needs. Empty for an operation without.
    fn privileges(&self) -> String {
        let text = |privilege: &'a Value, key: &str| privilege.get(key).and_then(Value::as_str);
        let entry = |privilege| {
            let name = text(privilege, "privilege").unwrap_or_default();
            match text(privilege, "resource-type") {
                Some(resource_type) => {
                    let parameter = text(privilege, "parameter").unwrap_or_default();
                    format!("{name} on {}", resource(resource_type, parameter))
                }
                None => name.to_owned(),
            }
        };
        let entries: Vec<_> = self.privileges.iter().map(entry).collect();
        let Some((final_entry, others)) = entries.split_last() else { return String::new() };
        let list = if others.is_empty() {
            final_entry.clone()
        } else {
            format!("{} and {final_entry}", others.join(", "))
        };
        // vCenter documents no privilege for some operations.
        let is_documented = |privilege: &Value| privilege.get("documented") != Some(&Value::Bool(false));
        let verb = if self.privileges.iter().all(is_documented) { "needs" } else { "probably needs" };
        let mut sentence = format!("the user {verb} {list}");
        if self.id.starts_with("Content.") || sentence.contains(LIBRARY) {
            sentence.push_str("; content libraries take privileges from global permissions");
        }
        sentence
    }

    /// Returns the variant of `Effect`. A GET only reads; any other operation without `x-effect` counts as one
    /// that changes the inventory.
    fn effect(&self) -> Result<Ident, String> {
        let variant = match (self.effect, self.method) {
            (Some("none"), _) | (None, "get") => "None",
            (Some("login"), _) => "Login",
            (Some("logout"), _) => "Logout",
            (Some("inventory") | None, _) => "Inventory",
            (Some(other), _) => return Err(format!("`{}` has the unknown x-effect `{other}`", self.id)),
        };
        Ok(format_ident!("{variant}"))
    }
}

/// The start of the name of a content library and its items.
const LIBRARY: &str = "the library";

/// Returns what people call a resource of this type.
fn resource(resource_type: &str, parameter: &str) -> String {
    match resource_type {
        "VirtualMachine" => "the virtual machine".to_owned(),
        "com.vmware.content.Library" => LIBRARY.to_owned(),
        "com.vmware.content.library.Item" => format!("{LIBRARY} item"),
        "com.vmware.vcenter.vm.hardware.Cdrom" => "the CD-ROM".to_owned(),
        _ => format!("`{parameter}`"),
    }
}

/// Adds the module `wire` with the enum `Operation`.
///
/// # Errors
/// Fails if the generated code does not have the form of progenitor 0.15.
pub(crate) fn add(file: &mut syn::File, api: &OpenAPI) -> Result<(), String> {
    let documented: BTreeMap<String, Documented> = api
        .operations()
        .filter_map(|(_, method, operation)| Documented::of(method, operation))
        .map(|operation| (operation.id.to_snake_case(), operation))
        .collect();
    let operations = operations(file)?;
    let (mut variants, mut names, mut paths) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ids, mut labels, mut effects) = (Vec::new(), Vec::new(), Vec::new());
    let mut privileges = Vec::new();
    let mut results: BTreeMap<String, (&Type, Vec<TokenStream>)> = BTreeMap::new();
    for Operation { name, path, result } in &operations {
        let operation = documented.get(name);
        let operation =
            operation.ok_or_else(|| format!("no operationId has the progenitor name `{name}`"))?;
        let variant = format_ident!("{}", name.to_pascal_case());
        let key = result.to_token_stream().to_string();
        results.entry(key).or_insert_with(|| (result, Vec::new())).1.push(quote!(Self::#variant));
        variants.push(variant);
        names.push(name);
        paths.push(path);
        ids.push(operation.id);
        labels.push(operation.label);
        effects.push(operation.effect()?);
        privileges.push(operation.privileges());
    }
    let decodes = results.values().map(|(result, variants)| {
        let is_read = match result {
            Type::Tuple(tuple) if tuple.elems.is_empty() => quote!(true),
            result => quote!(::serde_json::from_slice::<#result>(body).is_ok()),
        };
        quote!(#(#variants)|* => #is_read)
    });
    file.items.push(parse_quote! {
        /// The operations.
        pub(crate) mod wire {
            use super::types;

            /// An operation of the document.
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub(crate) enum Operation {
                #(#variants,)*
            }

            /// The change that an operation makes.
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub(crate) enum Effect {
                /// Only reads; safe to retry.
                None,
                /// Opens a session. It is the one operation that sends credentials.
                Login,
                /// Ends the session. Without a session there is nothing to do.
                Logout,
                /// Changes the inventory. If its response is lost, it may have been carried out.
                Inventory,
            }

            impl Operation {
                /// Returns the operation with this name in progenitor.
                pub(crate) fn named(name: &str) -> Option<Self> {
                    Some(match name {
                        #(#names => Self::#variants,)*
                        _ => return None,
                    })
                }

                /// Returns the operationId of the document.
                pub(crate) const fn id(self) -> &'static str {
                    match self {
                        #(Self::#variants => #ids,)*
                    }
                }

                /// Returns the name of the operation in messages, such as "mount failed".
                pub(crate) const fn label(self) -> &'static str {
                    match self {
                        #(Self::#variants => #labels,)*
                    }
                }

                pub(crate) const fn effect(self) -> Effect {
                    match self {
                        #(Self::#variants => Effect::#effects,)*
                    }
                }

                /// Returns a sentence about the privileges that a user needs. Empty for an operation without.
                pub(crate) const fn privileges(self) -> &'static str {
                    match self {
                        #(Self::#variants => #privileges,)*
                    }
                }

                /// Returns the path below the base URL, with `{}` for each parameter.
                pub(crate) const fn path(self) -> &'static str {
                    match self {
                        #(Self::#variants => #paths,)*
                    }
                }

                /// Returns whether a success body decodes as the result of the operation.
                pub(crate) fn decodes(self, body: &[u8]) -> bool {
                    match self {
                        #(#decodes,)*
                    }
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

/// Returns `T` from `Result<ResponseValue<T>, …>`.
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

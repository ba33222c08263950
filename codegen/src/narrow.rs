//! Finds the place in the document at which progenitor stumbles.
//!
//! progenitor reports much of what it cannot take by panicking, and never with a place. So a document that it
//! refuses is tried again in parts: each operation alone, then each schema with what it refers to. The smallest
//! part that is still refused is the place.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::Generator;
use serde_json::Value;

use crate::lowering::Finding;
use crate::pointer::escape;
use crate::settings::settings;

/// The client that `api` describes, as tokens.
pub(crate) fn generate(api: &OpenAPI) -> Result<TokenStream, Finding> {
    attempt(api).map_err(|message| Finding {
        pointer: place(api),
        message: format!("the client generator cannot take this: {message}"),
    })
}

fn attempt(api: &OpenAPI) -> Result<TokenStream, String> {
    let outcome = without_backtrace(|| {
        Generator::new(&settings()).generate_tokens(api).map_err(|error| error.to_string())
    });
    let outcome = outcome.unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied());
        Err(text.unwrap_or("it gave up without a reason").to_owned())
    });
    // It goes on with pages of its own structures, which name nothing of the document.
    outcome.map_err(|text| text.lines().next().unwrap_or_default().trim_end_matches(" {").to_owned())
}

/// Catches a panic of progenitor and keeps the panic hook silent about it; panics elsewhere stay loud.
fn without_backtrace<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    thread_local!(static SILENT: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SILENT.get() {
                loud(info);
            }
        }));
    });
    SILENT.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    SILENT.set(false);
    outcome
}

/// The JSON pointer to the smallest part that is refused on its own; the whole document if none is.
fn place(api: &OpenAPI) -> String {
    schema(api).or_else(|| operation(api)).unwrap_or_default()
}

fn schema(api: &OpenAPI) -> Option<String> {
    let mut base = api.clone();
    base.paths.paths.clear();
    let schemas = base.components.as_ref()?.schemas.clone();
    schemas
        .keys()
        .map(|name| closure(name, &schemas))
        .filter(|(_, names)| {
            let mut part = base.clone();
            if let Some(components) = &mut part.components {
                components.schemas.retain(|name, _| names.contains(name));
            }
            attempt(&part).is_err()
        })
        .min_by_key(|(_, names)| names.len())
        .map(|(name, _)| format!("/components/schemas/{}", escape(name)))
}

type Schemas = indexmap::IndexMap<String, openapiv3::ReferenceOr<openapiv3::Schema>>;

/// The schemas that `name` needs, itself included.
fn closure<'a>(name: &'a str, schemas: &Schemas) -> (&'a str, BTreeSet<String>) {
    let mut names = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(next) = open.pop() {
        if let Some(schema) = schemas.get(&next)
            && names.insert(next)
            && let Ok(value) = serde_json::to_value(schema)
        {
            references(&value, &mut open);
        }
    }
    (name, names)
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            found.extend(
                target.and_then(|target| target.strip_prefix("#/components/schemas/")).map(str::to_owned),
            );
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn operation(api: &OpenAPI) -> Option<String> {
    for (path, item) in &api.paths.paths {
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            let mut alone = openapiv3::PathItem { parameters: item.parameters.clone(), ..Default::default() };
            let slot = match method {
                "get" => &mut alone.get,
                "put" => &mut alone.put,
                "post" => &mut alone.post,
                "delete" => &mut alone.delete,
                "options" => &mut alone.options,
                "head" => &mut alone.head,
                "patch" => &mut alone.patch,
                _ => &mut alone.trace,
            };
            *slot = Some(operation.clone());
            let mut part = api.clone();
            part.paths.paths = [(path.clone(), openapiv3::ReferenceOr::Item(alone))].into_iter().collect();
            if attempt(&part).is_err() {
                return Some(format!("/paths/{}/{method}", escape(path)));
            }
        }
    }
    None
}

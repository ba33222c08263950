//! Runs progenitor, and finds the location in the document that makes it fail.
//!
//! progenitor panics on much of what it rejects, and never names a location. So a document that it rejects is
//! generated again in parts: each schema with those that it refers to, then each operation alone. The smallest part
//! that still fails is the location.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use openapiv3::{OpenAPI, ReferenceOr, Schema};
use proc_macro2::TokenStream;
use progenitor::Generator;
use serde_json::Value;

use crate::document::Document;
use crate::error::Error;
use crate::path_item;
use crate::pointer::escape;
use crate::settings::settings;

/// Returns the client that `api`, the lowered `document`, describes.
pub(crate) fn generate(document: &Document, api: &OpenAPI) -> Result<TokenStream, Error> {
    attempt(api).map_err(|message| {
        let pointer = schema(api).or_else(|| operation(api)).unwrap_or_default();
        document.error_at(&pointer, format!("progenitor rejects this: {message}"))
    })
}

fn attempt(api: &OpenAPI) -> Result<TokenStream, String> {
    let result = without_backtrace(|| {
        Generator::new(&settings()).generate_tokens(api).map_err(|error| error.to_string())
    });
    let result = result.unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied());
        Err(text.unwrap_or("it panicked without a message").to_owned())
    });
    // The further lines dump structures of progenitor, which name nothing of the document.
    result.map_err(|text| text.lines().next().unwrap_or_default().trim_end_matches(" {").to_owned())
}

/// Catches a panic of progenitor and silences the panic hook meanwhile; panics elsewhere are still reported.
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
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    SILENT.set(false);
    result
}

/// Returns the pointer to the schema that fails with the fewest others.
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

type Schemas = indexmap::IndexMap<String, ReferenceOr<Schema>>;

/// Returns the schema `name` and those that it refers to.
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

/// Returns the pointer to the first operation that fails alone.
fn operation(api: &OpenAPI) -> Option<String> {
    for (path, item) in &api.paths.paths {
        let Some(item) = item.as_item() else { continue };
        for (method, _) in item.iter() {
            let mut alone = item.clone();
            for (other, slot) in path_item::slots(&mut alone) {
                if other != method {
                    *slot = None;
                }
            }
            let mut part = api.clone();
            part.paths.paths = [(path.clone(), ReferenceOr::Item(alone))].into_iter().collect();
            if attempt(&part).is_err() {
                return Some(path_item::pointer(path, method));
            }
        }
    }
    None
}

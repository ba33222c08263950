//! Runs progenitor and locates its failures in the document.
//!
//! progenitor often panics instead of returning an error, and it never reports a location. After a failure,
//! this module generates parts of the document: each schema with its dependencies, then each operation on its
//! own, then the operations up to each one. The smallest part that fails gives the location.

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

/// Generates the client from `api`, the lowered `document`.
pub(crate) fn generate(document: &Document, api: &OpenAPI) -> Result<TokenStream, Error> {
    run_progenitor(api).map_err(|message| {
        let pointer = failing_schema(api)
            .or_else(|| failing_operation(api))
            .or_else(|| failing_combination(api))
            .unwrap_or_default();
        document.error_at(&pointer, format!("progenitor rejects this: {}", explain(&message)))
    })
}

/// Returns what to do about a message of progenitor that states an assertion of its code.
fn explain(message: &str) -> String {
    if message.contains("response_types.len() <= 1") {
        "the client decodes one success body per operation: keep one success response, or use one schema"
            .to_owned()
    } else {
        message.to_owned()
    }
}

fn run_progenitor(api: &OpenAPI) -> Result<TokenStream, String> {
    let result = catch_silently(|| {
        Generator::new(&settings()).generate_tokens(api).map_err(|error| error.to_string())
    });
    let result = result.unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied());
        Err(text.unwrap_or("panic without a message").to_owned())
    });
    // The other lines dump structures of progenitor, without names from the document.
    result.map_err(|text| text.lines().next().unwrap_or_default().trim_end_matches(" {").to_owned())
}

/// Catches a panic of `run` and suppresses its report. Panics of other threads are still reported.
fn catch_silently<T>(run: impl FnOnce() -> T) -> std::thread::Result<T> {
    thread_local!(static SILENT: Cell<bool> = const { Cell::new(false) });
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SILENT.get() {
                previous(info);
            }
        }));
    });
    SILENT.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    SILENT.set(false);
    result
}

/// Returns the pointer to the failing schema with the fewest dependencies.
fn failing_schema(api: &OpenAPI) -> Option<String> {
    let mut base = api.clone();
    base.paths.paths.clear();
    let schemas = base.components.as_ref()?.schemas.clone();
    schemas
        .keys()
        .map(|name| dependencies(name, &schemas))
        .filter(|(_, names)| {
            let mut part = base.clone();
            if let Some(components) = &mut part.components {
                components.schemas.retain(|name, _| names.contains(name));
            }
            run_progenitor(&part).is_err()
        })
        .min_by_key(|(_, names)| names.len())
        .map(|(name, _)| format!("/components/schemas/{}", escape(name)))
}

type Schemas = indexmap::IndexMap<String, ReferenceOr<Schema>>;

/// Returns `name`, and the names of this schema and of every schema that it needs.
fn dependencies<'a>(name: &'a str, schemas: &Schemas) -> (&'a str, BTreeSet<String>) {
    let mut names = BTreeSet::new();
    let mut pending = vec![name.to_owned()];
    while let Some(next) = pending.pop() {
        if let Some(schema) = schemas.get(&next)
            && names.insert(next)
            && let Ok(value) = serde_json::to_value(schema)
        {
            references(&value, &mut pending);
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

/// Returns the pointer to the first operation that fails on its own.
fn failing_operation(api: &OpenAPI) -> Option<String> {
    operations(api).into_iter().find(|operation| fails(api, &[operation])).map(pointer)
}

/// Returns the pointer to the first operation that fails together with those before it.
fn failing_combination(api: &OpenAPI) -> Option<String> {
    let operations = operations(api);
    let counts: Vec<_> = (1..=operations.len()).collect();
    let first = counts.partition_point(|count| {
        let together: Vec<_> = operations[..*count].iter().collect();
        !fails(api, &together)
    });
    operations.into_iter().nth(first).map(pointer)
}

/// A path and a method.
type Operation<'a> = (&'a str, &'a str);

fn operations(api: &OpenAPI) -> Vec<Operation<'_>> {
    let items = api.paths.paths.iter().filter_map(|(path, item)| Some((path.as_str(), item.as_item()?)));
    items.flat_map(|(path, item)| item.iter().map(move |(method, _)| (path, method))).collect()
}

fn pointer((path, method): Operation) -> String {
    path_item::pointer(path, method)
}

/// Returns whether progenitor rejects the document with these operations alone.
fn fails(api: &OpenAPI, kept: &[&Operation]) -> bool {
    let mut part = api.clone();
    for (path, item) in &mut part.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, slot) in path_item::slots(item) {
            if !kept.contains(&&(path.as_str(), method)) {
                *slot = None;
            }
        }
    }
    run_progenitor(&part).is_err()
}

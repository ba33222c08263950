//! Rewrites the parts of the document that progenitor does not support, in memory.
//!
//! The document follows VMware's reference. Each deviation for progenitor is a function here, with its
//! reason. If the deviation of the responses finds nothing to rewrite, [`lower`] fails: it is no longer needed.

use std::collections::BTreeSet;

use openapiv3::{AdditionalProperties, Components, ObjectType, OpenAPI, Operation, ReferenceOr, Response};
use openapiv3::{Schema, SchemaKind, StatusCode, Type};

use crate::document::Document;
use crate::error::Error;
use crate::path_item;

/// Applies every deviation to `api`, the parsed `document`.
///
/// # Errors
/// Fails if a deviation does not fit the document or is no longer needed.
pub(crate) fn lower(document: &Document, api: &mut OpenAPI) -> Result<(), Error> {
    open_objects(api);
    let mut replaced = 0;
    let mut extensions = BTreeSet::new();
    let shared = api.components.clone().unwrap_or_default();
    for (path, item) in &mut api.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, slot) in path_item::slots(item) {
            if let Some(operation) = slot {
                let pointer = path_item::pointer(path, method);
                if let Some(found) = default_response_as_ranges(document, &shared, &pointer, operation)? {
                    replaced += 1;
                    extensions.extend(found);
                }
            }
        }
    }
    if replaced == 0 {
        let message = "no operation needs the deviation `default_response_as_ranges`: remove it";
        return Err(document.error_at("/paths", message));
    }
    if let Some(components) = &mut api.components {
        components.schemas.retain(|name, _| !extensions.contains(name));
    }
    Ok(())
}

/// Removes `additionalProperties: true` from objects with named members.
///
/// It says what OpenAPI assumes anyway, and other generators need it to accept a member that they do not know. progenitor
/// accepts such members without it; with it, each type would have one more field, a map of these members. Objects of
/// another document may say nothing, so that this function need not find any.
fn open_objects(api: &mut OpenAPI) {
    let schemas = api.components.iter_mut().flat_map(|components| components.schemas.values_mut());
    for schema in schemas {
        if let ReferenceOr::Item(Schema { schema_kind: SchemaKind::Type(Type::Object(object)), .. }) = schema
            && !object.properties.is_empty()
            && object.additional_properties == Some(AdditionalProperties::Any(true))
        {
            object.additional_properties = None;
        }
    }
}

/// Replaces `default` and the error statuses by `4XX` and `5XX`.
///
/// progenitor treats `default` both as a success and as an error, and supports one type for each. So
/// `default` beside `200` makes it panic (oxidecomputer/progenitor#950). It also supports only one error
/// schema: that of `default`. The client decodes with it a schema that has all its members and more, without
/// those. This function rejects every other schema, because here its location is known.
///
/// Returns the names of the schemas with more members, or `None` if the operation has no `default`.
fn default_response_as_ranges(
    document: &Document,
    shared: &Components,
    pointer: &str,
    operation: &mut Operation,
) -> Result<Option<Vec<String>>, Error> {
    let Some(default) = operation.responses.default.take() else {
        return Ok(None);
    };
    let at = |status: &str| format!("{pointer}/responses/{status}");
    let base = schema(document, shared, &default, &at("default"))?;
    let mut extensions = Vec::new();
    for (status, response) in &operation.responses.responses {
        let at = at(&status.to_string());
        if !is_error(status) {
            continue;
        }
        let schema = schema(document, shared, response, &at)?;
        if schema == base {
            continue;
        }
        let Some(name) = extension(shared, schema.as_ref(), base.as_ref()) else {
            let message = "the client decodes one error schema per operation: use the schema of `default`, or one that has its members and more";
            return Err(document.error_at(&at, message));
        };
        extensions.push(name);
    }
    operation.responses.responses.retain(|status, _| !is_error(status));
    for class in [4, 5] {
        operation.responses.responses.insert(StatusCode::Range(class), default.clone());
    }
    Ok(Some(extensions))
}

/// Returns the name of `schema` if both are components and it has all members of `base`, of the same types.
fn extension(
    shared: &Components,
    schema: Option<&ReferenceOr<Schema>>,
    base: Option<&ReferenceOr<Schema>>,
) -> Option<String> {
    let (name, members) = object(shared, schema?)?;
    let (_, base) = object(shared, base?)?;
    let has = |(name, property): (&String, &ReferenceOr<Box<Schema>>)| {
        members.properties.get(name).is_some_and(|own| same_type(own, property))
    };
    (members.required == base.required && base.properties.iter().all(has)).then(|| name.to_owned())
}

/// Returns the name and the members of the component that `schema` refers to, if it is an object.
fn object<'a>(shared: &'a Components, schema: &'a ReferenceOr<Schema>) -> Option<(&'a str, &'a ObjectType)> {
    let ReferenceOr::Reference { reference } = schema else { return None };
    let name = reference.strip_prefix("#/components/schemas/")?;
    match &shared.schemas.get(name)?.as_item()?.schema_kind {
        SchemaKind::Type(Type::Object(members)) => Some((name, members)),
        _ => None,
    }
}

/// Returns whether two properties differ at most in what they say about their value.
fn same_type(a: &ReferenceOr<Box<Schema>>, b: &ReferenceOr<Box<Schema>>) -> bool {
    match (a, b) {
        (ReferenceOr::Item(a), ReferenceOr::Item(b)) => {
            a.schema_kind == b.schema_kind && a.schema_data.nullable == b.schema_data.nullable
        }
        (ReferenceOr::Reference { reference: a }, ReferenceOr::Reference { reference: b }) => a == b,
        _ => false,
    }
}

fn is_error(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => *code >= 400,
        StatusCode::Range(class) => *class >= 4,
    }
}

/// Returns the schema of the JSON body of a response; `None` if it has no body.
fn schema(
    document: &Document,
    shared: &Components,
    response: &ReferenceOr<Response>,
    pointer: &str,
) -> Result<Option<ReferenceOr<Schema>>, Error> {
    let response = match response {
        ReferenceOr::Item(response) => response,
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/responses/").unwrap_or_default();
            let response = shared.responses.get(name).and_then(ReferenceOr::as_item);
            response
                .ok_or_else(|| document.error_at(pointer, format!("there is no response `{reference}`")))?
        }
    };
    match response.content.get("application/json") {
        None if response.content.is_empty() => Ok(None),
        None => Err(document.error_at(pointer, "an error body must be `application/json`")),
        Some(media) => Ok(media.schema.clone()),
    }
}

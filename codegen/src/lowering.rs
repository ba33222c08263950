//! Rewrites the parts of the document that progenitor does not support, in memory.
//!
//! The document follows VMware's reference. Each deviation for progenitor is a function here, with its
//! reason. If the deviation of the responses finds nothing to rewrite, [`lower`] fails: it is no longer needed.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, OpenAPI, Operation, ReferenceOr, Response, Schema, SchemaKind};
use openapiv3::{StatusCode, Type};

use crate::document::Document;
use crate::error::Error;
use crate::path_item;

/// The responses that operations share, by name.
type Responses = IndexMap<String, ReferenceOr<Response>>;

/// Applies every deviation to `api`, the parsed `document`.
///
/// # Errors
/// Fails if a deviation does not fit the document or is no longer needed.
pub(crate) fn lower(document: &Document, api: &mut OpenAPI) -> Result<(), Error> {
    open_objects(api);
    let mut replaced = 0;
    let shared = api.components.as_ref().map(|components| components.responses.clone()).unwrap_or_default();
    for (path, item) in &mut api.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, slot) in path_item::slots(item) {
            if let Some(operation) = slot {
                let pointer = path_item::pointer(path, method);
                replaced += usize::from(default_response_as_ranges(document, &shared, &pointer, operation)?);
            }
        }
    }
    if replaced == 0 {
        let message = "no operation needs the deviation `default_response_as_ranges`: remove it";
        return Err(document.error_at("/paths", message));
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
/// schema. This function rejects an error schema that differs from that of `default`, because here its
/// location is known.
fn default_response_as_ranges(
    document: &Document,
    shared: &Responses,
    pointer: &str,
    operation: &mut Operation,
) -> Result<bool, Error> {
    let Some(default) = operation.responses.default.take() else {
        return Ok(false);
    };
    let at = |status: &str| format!("{pointer}/responses/{status}");
    let schema = schema(document, shared, &default, &at("default"))?;
    for (status, response) in &operation.responses.responses {
        let at = at(&status.to_string());
        if is_error(status) && self::schema(document, shared, response, &at)? != schema {
            let message = "the client decodes one error schema per operation: use the schema of `default`";
            return Err(document.error_at(&at, message));
        }
    }
    operation.responses.responses.retain(|status, _| !is_error(status));
    for class in [4, 5] {
        operation.responses.responses.insert(StatusCode::Range(class), default.clone());
    }
    Ok(true)
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
    shared: &Responses,
    response: &ReferenceOr<Response>,
    pointer: &str,
) -> Result<Option<ReferenceOr<Schema>>, Error> {
    let response = match response {
        ReferenceOr::Item(response) => response,
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/responses/").unwrap_or_default();
            let response = shared.get(name).and_then(ReferenceOr::as_item);
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

//! What has to be said to progenitor in another way than the document says it.
//!
//! The document states what VMware's reference says. Where progenitor cannot take that, one function here
//! rewrites it, in memory only, and says why. A function that finds nothing left to rewrite is an error: the
//! deviation is no longer needed and has to go.

use openapiv3::{OpenAPI, Operation, ReferenceOr, Response, Schema, StatusCode};

use crate::pointer::escape;

/// What is wrong, and the JSON pointer to the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The JSON pointer (RFC 6901) to the node.
    pub pointer: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Applies every deviation.
///
/// # Errors
/// A deviation does not fit the document, or is no longer needed.
pub fn lower(api: &mut OpenAPI) -> Result<(), Finding> {
    let mut replaced = 0;
    for (pointer, operation) in operations(api) {
        replaced += usize::from(default_response_as_ranges(&pointer, operation)?);
    }
    still_needed("default_response_as_ranges", replaced)
}

fn still_needed(deviation: &str, applied: usize) -> Result<(), Finding> {
    if applied > 0 {
        return Ok(());
    }
    Err(Finding {
        pointer: "/paths".to_owned(),
        message: format!("nothing in the document needs the deviation `{deviation}` any more: remove it"),
    })
}

/// Replaces `default`, and the error statuses with the same structure, by `4XX` and `5XX`.
///
/// progenitor counts `default` as a success and as an error at once. It takes one type for each, so `default`
/// beside `200` makes it panic (oxidecomputer/progenitor#950). It also takes no second error structure, which is
/// why one that differs from that of `default` is refused here, where its place is still known.
fn default_response_as_ranges(pointer: &str, operation: &mut Operation) -> Result<bool, Finding> {
    let Some(default) = operation.responses.default.take() else {
        return Ok(false);
    };
    let at = |status: &str| format!("{pointer}/responses/{status}");
    let structure = structure(&default, &at("default"))?;
    for (status, response) in &operation.responses.responses {
        if is_error(status) && self::structure(response, &at(&status.to_string()))? != structure {
            return Err(Finding {
                pointer: at(&status.to_string()),
                message:
                    "this error has another structure than `default`; the client can decode only one per \
                          operation: use the same schema"
                        .to_owned(),
            });
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

/// The schema of the JSON body of a response; `None` if it has no body.
fn structure(
    response: &ReferenceOr<Response>,
    pointer: &str,
) -> Result<Option<ReferenceOr<Schema>>, Finding> {
    let finding = |message: &str| Finding { pointer: pointer.to_owned(), message: message.to_owned() };
    let response = response
        .as_item()
        .ok_or_else(|| finding("write the response here: the client takes no `$ref` in its place"))?;
    match response.content.get("application/json") {
        None if response.content.is_empty() => Ok(None),
        None => Err(finding("an error body has to be `application/json`")),
        Some(media) => Ok(media.schema.clone()),
    }
}

/// Every operation, with the JSON pointer to it.
fn operations(api: &mut OpenAPI) -> impl Iterator<Item = (String, &mut Operation)> {
    api.paths.paths.iter_mut().flat_map(|(path, item)| {
        let pointer = format!("/paths/{}", escape(path));
        let item = match item {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { .. } => None,
        };
        item.into_iter().flat_map(move |item| {
            let pointer = pointer.clone();
            [
                ("get", &mut item.get),
                ("put", &mut item.put),
                ("post", &mut item.post),
                ("delete", &mut item.delete),
                ("options", &mut item.options),
                ("head", &mut item.head),
                ("patch", &mut item.patch),
                ("trace", &mut item.trace),
            ]
            .into_iter()
            .filter_map(move |(method, operation)| {
                operation.as_mut().map(|operation| (format!("{pointer}/{method}"), operation))
            })
        })
    })
}

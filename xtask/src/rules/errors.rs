//! Checks that an operation lists the errors that follow from its request.

use serde_json::Value;

use crate::document::{At, Operation, Spec, below};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for operation in spec.operations() {
        let responses = operation.responses(spec);
        not_found(spec, &operation, &responses, report);
        general_errors(&operation, &responses, report);
    }
}

/// Reports an operation without the error for an identifier without a resource.
fn not_found(spec: &Spec, operation: &Operation, responses: &[(&str, At)], report: &mut Report) {
    let is_listed = responses.iter().any(|(status, response)| {
        let types = response.get("x-error-types").map(|types| types.each()).unwrap_or_default();
        *status == "404" && types.iter().any(|(_, at)| at.value == "NOT_FOUND")
    });
    if is_listed {
        return;
    }
    if let Some((name, resource_type)) = required_identifier(spec, operation) {
        let message = format!(
            "`{name}` identifies a `{resource_type}`, which may not exist: add `404` with `NOT_FOUND`"
        );
        report.add(Rule::MissingNotFound, &below(&operation.pointer, "responses"), message);
    }
}

/// Returns the first parameter or body member that each request has and that identifies a resource, with the type
/// of the resource.
fn required_identifier<'a>(spec: &Spec<'a>, operation: &Operation<'a>) -> Option<(&'a str, &'a str)> {
    let parameters = operation.parameters(spec).into_iter();
    let parameters = parameters
        .filter(|parameter| parameter.value.get("required") == Some(&Value::Bool(true)))
        .filter_map(|parameter| Some((parameter.text("name"), parameter.get("schema")?)));
    let content = operation.get("requestBody").and_then(|body| body.get("content"));
    let media = content.map(|content| content.each()).unwrap_or_default();
    let body = media.into_iter().find_map(|(_, media)| spec.resolve(media.get("schema")?));
    let required = body.as_ref().and_then(|body| body.get("required")).map(|names| names.each());
    let members = required.unwrap_or_default().into_iter().filter_map(|(_, name)| {
        let name = name.value.as_str()?;
        Some((name, body.as_ref()?.get("properties")?.get(name)?))
    });
    parameters.chain(members).find_map(|(name, schema)| Some((name, spec.resource_type(schema)?)))
}

/// Reports each error that any operation can have and that an operation does not list beside the others.
fn general_errors(operation: &Operation, responses: &[(&str, At)], report: &mut Report) {
    let is_listed = |wanted: &str| responses.iter().any(|(status, _)| *status == wanted);
    let needs_privilege = operation.get("x-privileges").is_some_and(|list| !list.each().is_empty());
    let listed: Vec<_> = ["401", "403", "503"].into_iter().filter(|status| is_listed(status)).collect();
    let Some(beside) = listed.first() else { return };
    for (status, cause) in [
        ("401", "the server may not identify the caller"),
        ("403", "the caller may lack a privilege"),
        ("503", "a service may not be ready"),
    ] {
        if !is_listed(status) && (status != "403" || needs_privilege) {
            let message = format!("{cause}: add `{status}` beside `{beside}`");
            report.add(Rule::GeneralErrors, &below(&operation.pointer, "responses"), message);
        }
    }
}

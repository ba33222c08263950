use crate::document::{At, Operation, Spec, below, is_error, parameter_key};
use crate::facts::{self, Format, Release, template};
use crate::rules::upstream::difference::{CORRECT, Comparison, Difference, Place, required};
use crate::rules::upstream::schemas::{self, Direction};

/// The fix for an operation without facts.
const ADD_OR_CORRECT: &str = "correct it, or run `cargo xtask upstream` if it is new";

/// Adds the differences between the operations of the document and those of `release`.
pub(super) fn compare<'a>(spec: &'a Spec<'a>, release: &'a Release, differences: &'a mut Vec<Difference>) {
    let mut comparison = Comparison::new(spec, release, differences);
    for operation in spec.operations() {
        let place = Place::operation(&operation.pointer, operation.text("operationId"));
        match release.operations.get(operation.text("operationId")) {
            None => comparison.add(&place, "there is no such operation", ADD_OR_CORRECT),
            Some(facts) => {
                address(&mut comparison, &operation, facts, &place);
                parameters(&mut comparison, &operation, facts, &place);
                request_body(&mut comparison, &operation, facts, &place);
                responses(&mut comparison, &operation, facts, &place);
            }
        }
    }
}

fn address(comparison: &mut Comparison, operation: &Operation, facts: &facts::Operation, place: &Place) {
    if operation.method() != facts.method {
        comparison.add(&place.fact("method"), format!("the method is `{}`", facts.method), CORRECT);
    }
    if template(&operation.path) != template(&facts.path) {
        comparison.add(&place.fact("path"), format!("the path is `{}`", facts.path), CORRECT);
    }
}

/// Returns the names of the parameters of a path, in order.
fn path_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn parameters<'a>(
    comparison: &mut Comparison<'a>,
    operation: &Operation<'a>,
    facts: &'a facts::Operation,
    place: &Place,
) {
    let (own, theirs) = (path_names(&operation.path), path_names(&facts.path));
    let declared = operation.parameters(comparison.spec);
    let mut found = Vec::new();
    for parameter in &declared {
        let (location, name) = parameter_key(parameter);
        let place = place.at(&parameter.pointer, &format!("parameters/{name}"));
        // The place in the path identifies a path parameter.
        let position = own.iter().position(|own| *own == name).filter(|_| location == "path");
        let their_name = position.and_then(|position| theirs.get(position)).copied().unwrap_or(name);
        let Some(fact) = facts.parameters.get(their_name) else {
            comparison.add(&place, format!("there is no parameter `{name}`"), CORRECT);
            continue;
        };
        found.push(their_name);
        if their_name != name {
            comparison.add(&place.fact("name"), format!("this parameter is `{their_name}`"), CORRECT);
        }
        if location != fact.location {
            let at = below(&parameter.pointer, "in");
            comparison.add(&place.at(&at, "in"), format!("`{name}` is in the {}", fact.location), CORRECT);
        }
        let is_required = parameter.value.get("required") == Some(&true.into());
        if is_required != fact.required {
            let at = below(&parameter.pointer, "required");
            comparison.add(
                &place.at(&at, "required"),
                required(&format!("`{name}`"), fact.required),
                CORRECT,
            );
        }
        if let Some(schema) = parameter.get("schema") {
            schemas::compare(comparison, schema, &fact.schema, &place, Direction::Request);
        }
    }
    for (name, fact) in &facts.parameters {
        if fact.required && !found.contains(&name.as_str()) {
            let place = place.fact(&format!("parameters/{name}"));
            comparison.add(&place, format!("`{name}` is a required parameter"), "add it");
        }
    }
}

fn request_body<'a>(
    comparison: &mut Comparison<'a>,
    operation: &Operation<'a>,
    facts: &'a facts::Operation,
    place: &Place,
) {
    let place = place.fact("requestBody");
    let (body, fact) = match (operation.get("requestBody"), &facts.request_body) {
        (Some(body), Some(fact)) => (body, fact),
        (None, None) => return,
        (Some(body), None) => {
            comparison.add(&place.moved(&body.pointer), "there is no request body", CORRECT);
            return;
        }
        (None, Some(_)) => {
            comparison.add(&place, "there is a request body", "add it");
            return;
        }
    };
    let place = place.moved(&body.pointer);
    let is_required = body.value.get("required") == Some(&true.into());
    if is_required != fact.required {
        let at = below(&body.pointer, "required");
        comparison.add(&place.at(&at, "required"), required("the body", fact.required), CORRECT);
    }
    if let Some(schema) = body.body_schema() {
        schemas::compare(comparison, schema, &fact.schema, &place, Direction::Request);
    }
}

fn responses<'a>(
    comparison: &mut Comparison<'a>,
    operation: &Operation<'a>,
    facts: &'a facts::Operation,
    place: &Place,
) {
    let declared = operation.responses(comparison.spec);
    for (status, response) in &declared {
        if *status == "default" {
            continue;
        }
        let place = place
            .at(&response.pointer, &format!("responses/{status}"))
            .referred(operation.response_reference(status));
        let Some(fact) = facts.responses.get(*status) else {
            comparison.add(&place, format!("there is no status `{status}`"), CORRECT);
            continue;
        };
        if is_error(status) {
            error_types(comparison, response, fact, &place);
        }
        match (response.body_schema(), &fact.schema) {
            (Some(schema), Some(fact)) => {
                schemas::compare(comparison, schema, fact, &place, Direction::Response);
            }
            (Some(_), None) => comparison.add(&place.fact("content"), "this status has no body", CORRECT),
            (None, Some(_)) => comparison.add(&place.fact("content"), "this status has a body", CORRECT),
            (None, None) => {}
        }
    }
    for status in facts.responses.keys().filter(|status| *status != "default") {
        if !declared.iter().any(|(declared, _)| declared == status) {
            let at = below(&operation.pointer, "responses");
            let place = place.at(&at, &format!("responses/{status}"));
            if is_error(status) {
                comparison.add(&place, format!("`{status}` is an error status"), "add it");
            } else {
                comparison.add(&place, format!("the status of a success is `{status}`"), CORRECT);
            }
        }
    }
}

fn error_types(comparison: &mut Comparison, response: &At, fact: &facts::Response, place: &Place) {
    if fact.error_types.is_empty() {
        return;
    }
    let at = below(&response.pointer, "x-error-types");
    let declared = response.texts("x-error-types");
    let place = |name: &str| place.at(&at, &format!("x-error-types/{name}"));
    // Swagger 2.0 names only one of the error types of a status.
    if comparison.release.format == Format::OpenApi {
        for name in declared.iter().filter(|name| !fact.error_types.contains(**name)) {
            comparison.add(&place(name), format!("`{name}` is no error type of this status"), CORRECT);
        }
    }
    for name in fact.error_types.iter().filter(|name| !declared.contains(&name.as_str())) {
        comparison.add(&place(name), format!("`{name}` is an error type of this status"), "add it");
    }
}

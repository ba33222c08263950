//! Checks that descriptions and extensions state the same facts of VMware's documentation.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{At, Kind, Operation, Spec, below, is_error};
use crate::report::{Report, Rule};

/// The schema with the error types.
const ERROR_TYPES: &str = "Std_Errors_Error_Type";

/// The statuses with which vCenter 7.0 U2 to 9.1 sends each error type under `/api`. Some differ under
/// `/rest`.
///
/// No operation documents `CANCELED`.
const STATUSES: [(&str, &[&str]); 24] = [
    ("ERROR", &["500"]),
    ("ALREADY_EXISTS", &["400"]),
    ("ALREADY_IN_DESIRED_STATE", &["400"]),
    ("CONCURRENT_CHANGE", &["400", "409"]),
    ("FEATURE_IN_USE", &["400"]),
    ("INTERNAL_SERVER_ERROR", &["500"]),
    ("INVALID_ARGUMENT", &["400"]),
    ("INVALID_ELEMENT_CONFIGURATION", &["400"]),
    ("INVALID_ELEMENT_TYPE", &["400"]),
    ("INVALID_REQUEST", &["400"]),
    ("NOT_ALLOWED_IN_CURRENT_STATE", &["400"]),
    ("NOT_FOUND", &["404"]),
    ("OPERATION_NOT_FOUND", &["404"]),
    ("RESOURCE_BUSY", &["500"]),
    ("RESOURCE_IN_USE", &["400"]),
    ("RESOURCE_INACCESSIBLE", &["500"]),
    ("SERVICE_UNAVAILABLE", &["503"]),
    ("TIMED_OUT", &["500"]),
    ("UNABLE_TO_ALLOCATE_RESOURCE", &["500"]),
    ("UNAUTHENTICATED", &["401"]),
    ("UNAUTHORIZED", &["403"]),
    ("UNEXPECTED_INPUT", &["400"]),
    ("UNSUPPORTED", &["400"]),
    ("UNVERIFIED_PEER", &["400"]),
];

/// The text that the description of an operation without `x-privileges` must contain.
const NO_PRIVILEGE: &str = "Needs no privilege";

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for operation in spec.operations() {
        for (status, response) in operation.responses(spec) {
            if let Some(reference) = operation.response_reference(status)
                && !fits(status, &response)
                && is_shared_with_another_status(spec, status, &response)
            {
                let name = response.pointer.rsplit('/').next().unwrap_or_default();
                let message =
                    format!("`{name}` is no response of the status {status}: refer to one of this status");
                report.add(Rule::ErrorStatus, &reference, message);
            } else if is_error(status) && status != "default" {
                error(spec, status, &response, report);
            } else if let Some(types) = response.get("x-error-types") {
                let message = "error types belong to a single error status: remove them here";
                report.add(Rule::ErrorStatus, &types.pointer, message);
            }
        }
        privileges(spec, &operation, report);
    }
    for node in spec.all(Kind::Schema) {
        if let Some(Value::Array(values)) = node.members.get("enum") {
            let values = values.iter().filter_map(Value::as_str).collect();
            let description = node.members.get("description").and_then(Value::as_str).unwrap_or_default();
            let pointer = below(&node.pointer, "enum");
            equivalent(Rule::EnumDescription, &pointer, "value", &values, description, report);
        }
    }
    for node in [Kind::Parameter, Kind::Schema].iter().flat_map(|kind| spec.all(*kind)) {
        if let Some(at) = spec.at(&node.pointer) {
            resource_type(spec, &at, report);
        }
    }
}

/// Checks that the description of a parameter or a schema names its resource type and no other.
fn resource_type(spec: &Spec, at: &At, report: &mut Report) {
    if let Some(own) = at.get("x-resource-type")
        && let Some(name) = own.value.as_str()
        && !description(spec, at).contains(&format!("`{name}`"))
    {
        let message = format!("the description lacks the resource type `{name}`: add it");
        report.add(Rule::ResourceType, &own.pointer, message);
    }
    let described = at.text("description").split("resource type `").skip(1);
    for described in described.filter_map(|rest| Some(rest.split_once('`')?.0)) {
        let message = match spec.resource_type(at.get("schema").unwrap_or_else(|| at.clone())) {
            Some(found) if found == described => continue,
            Some(found) => format!(
                "the description names the resource type `{described}`, the schema has `{found}`: correct one of them"
            ),
            None => format!(
                "the description names a resource type: add `x-resource-type: {described}` to the schema"
            ),
        };
        report.add(Rule::ResourceType, &below(&at.pointer, "description"), message);
    }
}

/// Returns the description of a schema, or that of the nearest node around it.
fn description<'a>(spec: &Spec<'a>, at: &At<'a>) -> &'a str {
    let mut around = Some(at.clone());
    while let Some(at) = around {
        if let Some(description) = at.value.get("description").and_then(Value::as_str) {
            return description;
        }
        around = at.pointer.rsplit_once('/').and_then(|(pointer, _)| spec.at(pointer));
    }
    ""
}

/// Returns whether the error types of a response are those of the status.
fn fits(status: &str, response: &At) -> bool {
    let types = response.texts("x-error-types");
    if !is_error(status) || status == "default" {
        return types.is_empty();
    }
    let is_of_status = |name: &&str| {
        STATUSES
            .iter()
            .find(|(known, _)| known == name)
            .is_none_or(|(_, statuses)| statuses.contains(&status))
    };
    !types.is_empty() && types.iter().all(is_of_status)
}

/// Returns whether the document refers to a shared response for another status as well. Then that reference, and not
/// the response, is the mistake.
fn is_shared_with_another_status(spec: &Spec, status: &str, response: &At) -> bool {
    spec.references().iter().any(|reference| {
        let other = reference.pointer.rsplit('/').next().unwrap_or_default();
        reference.target.strip_prefix('#') == Some(response.pointer.as_str()) && other != status
    })
}

fn error(spec: &Spec, status: &str, response: &At, report: &mut Report) {
    let Some(types) = response.get("x-error-types").filter(|types| !types.each().is_empty()) else {
        let message = "add the error types of this status, such as `x-error-types: [NOT_FOUND]`";
        report.add(Rule::MissingErrorTypes, &response.pointer, message);
        return;
    };
    let known = spec.schema(ERROR_TYPES).and_then(|schema| schema.get("enum"));
    let known: Vec<_> = known.iter().flat_map(At::each).filter_map(|(_, at)| at.value.as_str()).collect();
    for (_, at) in types.each() {
        let Some(name) = at.value.as_str() else { continue };
        if !known.contains(&name) {
            let message = format!("`{name}` is not a value of `{ERROR_TYPES}`: correct the name");
            report.add(Rule::UnknownErrorType, &at.pointer, message);
        }
        if let Some((_, statuses)) = STATUSES.iter().find(|(known, _)| *known == name)
            && !statuses.contains(&status)
        {
            let message = format!(
                "vCenter sends `{name}` with status {}: move it to that status",
                statuses.join(" or ")
            );
            report.add(Rule::ErrorStatus, &at.pointer, message);
        }
    }
    let names = types.each().iter().filter_map(|(_, at)| at.value.as_str()).collect();
    let description = response.text("description");
    equivalent(Rule::ErrorDescription, &types.pointer, "error type", &names, description, report);
    for example in spec.examples(response) {
        if let Some(error_type) = example.get("error_type")
            && let Some(name) = error_type.value.as_str()
            && !names.contains(name)
        {
            let message =
                format!("`{name}` is not one of the `x-error-types` of this status: use one of them");
            report.add(Rule::ErrorExample, &error_type.pointer, message);
        }
    }
}

/// Reports each of `names` that `description` does not have in backticks, and each other constant in
/// backticks.
fn equivalent(
    rule: Rule,
    pointer: &str,
    what: &str,
    names: &BTreeSet<&str>,
    description: &str,
    report: &mut Report,
) {
    let words = description.split('`').skip(1).step_by(2);
    let described: BTreeSet<_> = words.filter(|word| is_constant(word) || names.contains(word)).collect();
    for name in names.difference(&described) {
        report.add(rule, pointer, format!("the description lacks the {what} `{name}`: describe it"));
    }
    for name in described.difference(names) {
        report.add(
            rule,
            pointer,
            format!("the description names `{name}`, which is not one of the {what}s: add or remove it"),
        );
    }
}

fn is_constant(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn privileges(spec: &Spec, operation: &Operation, report: &mut Report) {
    let description = operation.text("description");
    let Some(list) = operation.get("x-privileges").filter(|list| !list.each().is_empty()) else {
        if !description.contains(NO_PRIVILEGE) {
            let message =
                format!("add the `x-privileges` of the operation, or `{NO_PRIVILEGE}` to its description");
            report.add(Rule::MissingPrivileges, &operation.pointer, message);
        }
        return;
    };
    let names: Vec<_> = list.each().iter().map(|(_, privilege)| privilege.text("privilege")).collect();
    for name in privileges_in(description).filter(|name| !names.contains(name)) {
        let message =
            format!("the description names the privilege `{name}`, which is not listed: add or remove it");
        report.add(Rule::PrivilegeDescription, &list.pointer, message);
    }
    for (_, privilege) in list.each() {
        let name = privilege.text("privilege");
        if !description.contains(name) {
            let message = format!("the description lacks the privilege `{name}`: add it");
            report.add(Rule::PrivilegeDescription, &privilege.pointer, message);
        }
        match (privilege.get("resource-type"), privilege.get("parameter")) {
            (None, None) => {}
            (Some(resource_type), Some(parameter)) => {
                if let Err((pointer, message)) = resource(spec, operation, &resource_type, &parameter) {
                    report.add(Rule::PrivilegeParameter, &pointer, message);
                }
            }
            _ => {
                let message = "a privilege on a resource needs both `resource-type` and `parameter`";
                report.add(Rule::PrivilegeParameter, &privilege.pointer, message);
            }
        }
    }
}

/// Returns the words of `text` with the form of a privilege, such as `System.Read`.
fn privileges_in(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(move |word| word.contains('.') && word.split('.').all(is_part))
}

/// Checks that `parameter` identifies a resource of `resource_type`. An error has the pointer to the mistake.
fn resource(
    spec: &Spec,
    operation: &Operation,
    resource_type: &At,
    parameter: &At,
) -> Result<(), (String, String)> {
    let (Some(wanted), Some(name)) = (resource_type.value.as_str(), parameter.value.as_str()) else {
        // The walk has reported that they are not strings.
        return Ok(());
    };
    let declared = operation
        .parameters(spec)
        .into_iter()
        .find(|parameter| parameter.text("name") == name)
        .and_then(|parameter| parameter.get("schema"));
    let member = || {
        let schema = spec.resolve(operation.get("requestBody")?)?.body_schema()?;
        spec.resolve(schema)?.get("properties")?.get(name)
    };
    let Some(schema) = declared.or_else(member) else {
        let message = format!("the operation has no parameter or body member `{name}`: correct the name");
        return Err((parameter.pointer.clone(), message));
    };
    let identifier = spec.identifier(schema.clone());
    match identifier.as_ref().and_then(|at| at.value.get("x-resource-type")?.as_str()) {
        Some(found) if found == wanted => Ok(()),
        Some(found) => {
            let message = format!("`{name}` identifies a `{found}`, not a `{wanted}`: correct one of them");
            Err((parameter.pointer.clone(), message))
        }
        // One schema without a resource type is the mistake of all operations that use it.
        None => Err(if let Some(known) = known_identifier(spec, wanted) {
            let message = format!("`{name}` identifies no `{wanted}`: use `$ref: '#{known}'` as its schema");
            (schema.pointer, message)
        } else {
            let pointer = identifier.unwrap_or(schema).pointer;
            (pointer, format!("privileges need its resource type: add `x-resource-type: {wanted}`"))
        }),
    }
}

/// Returns the pointer to the schema of the components that identifies a resource of this type.
fn known_identifier(spec: &Spec, resource_type: &str) -> Option<String> {
    let schemas = spec.at("/components/schemas")?.each();
    let known = schemas.into_iter().find(|(_, at)| at.text("x-resource-type") == resource_type);
    known.map(|(_, at)| at.pointer)
}

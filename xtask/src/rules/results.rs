//! Checks what the client reads: the schemas of responses.

use serde_json::Value;

use crate::document::{At, Kind, Spec, below, component};
use crate::report::{Report, Rule};

/// The words that a description of an optional member contains.
const LEFT_OUT: &str = "left out";

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    let responses: Vec<_> = spec.all(Kind::Response).map(|node| format!("{}/", node.pointer)).collect();
    let is_inside = |pointer: &str| responses.iter().any(|response| pointer.starts_with(response));
    let reached = spec.reached_from(is_inside);
    let schemas = spec.all(Kind::Schema).filter(|node| {
        is_inside(&node.pointer) || component(&node.pointer).is_some_and(|pointer| reached.contains(pointer))
    });
    for schema in schemas.filter_map(|node| spec.at(&node.pointer)) {
        if let Some(closed) = schema.get("additionalProperties").filter(|at| at.value == &Value::Bool(false))
        {
            let message = "a newer vCenter may send more members, and the client would reject the response: write \
                           `additionalProperties: true`";
            report.add(Rule::ClosedResult, &closed.pointer, message);
        }
        for (name, member) in schema.get("properties").map(|members| members.each()).unwrap_or_default() {
            optional_member(&schema, name, &member, report);
        }
    }
}

/// Checks that `required`, `nullable` and the descriptions agree whether vCenter may leave a member out.
fn optional_member(schema: &At, name: &str, member: &At, report: &mut Report) {
    let is_required = schema
        .get("required")
        .is_some_and(|names| names.each().iter().any(|(_, listed)| listed.value.as_str() == Some(name)));
    let is_nullable = member.value.get("nullable") == Some(&Value::Bool(true));
    let is_described = |at: &At| at.text("description").to_lowercase().contains(LEFT_OUT);
    let (pointer, message) = match (is_required, is_nullable) {
        (true, true) => (
            below(&member.pointer, "nullable"),
            format!("a required member is never `null`: remove `nullable`, or `{name}` from `required`"),
        ),
        (true, false) if is_described(member) => (
            member.pointer.clone(),
            format!(
                "the description states that this may be {LEFT_OUT}: correct it, or remove `{name}` from `required`"
            ),
        ),
        (false, false) if is_described(member) || is_described(schema) => {
            (member.pointer.clone(), "an optional member may be `null`: write `nullable: true`".to_owned())
        }
        (false, false) => {
            let (reason, subject) = if is_collection(member) {
                (format!("the client would read a missing `{name}` as empty: "), "it".to_owned())
            } else {
                (String::new(), format!("`{name}`"))
            };
            let message = format!(
                "{reason}add {subject} to `required`, or write `nullable: true` and state in the description when it \
                 is {LEFT_OUT}"
            );
            (below(&schema.pointer, "required"), message)
        }
        (false, true) if !is_described(member) && !is_described(schema) => (
            member.pointer.clone(),
            format!(
                "state in the description when this is {LEFT_OUT}, or add `{name}` to `required` without `nullable`"
            ),
        ),
        _ => return,
    };
    report.add(Rule::OptionalMember, &pointer, message);
}

/// Returns whether a schema is a list or a map.
fn is_collection(schema: &At) -> bool {
    schema.text("type") == "array"
        || schema.get("additionalProperties").is_some_and(|values| values.value.is_object())
}

//! Checks that the document is complete.

use serde_json::Value;

use crate::document::{At, Kind, Node, Operation, Spec, below, is_bodyless};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for operation in spec.operations() {
        operation_id(&operation, report);
        if is_blank(operation.members.get("summary")) {
            report.add(Rule::MissingSummary, &operation.pointer, "add a `summary` of the operation");
        }
        if is_blank(operation.members.get("x-label")) {
            let message = "add an `x-label`, the name of the operation in messages, such as `list VMs`";
            report.add(Rule::MissingLabel, &operation.pointer, message);
        }
        effect(&operation, report);
        responses(spec, &operation, report);
    }
    unfinished("", spec.root().value, report);
    for node in [Kind::RequestBody, Kind::Response].iter().flat_map(|kind| spec.all(*kind)) {
        bodies(spec, node, report);
    }
    for (kind, what) in DESCRIBED {
        for node in spec.all(kind).filter(|node| is_blank(node.members.get("description"))) {
            report.add(Rule::MissingDescription, &node.pointer, format!("add a `description` of {what}"));
        }
    }
    let named = spec.all(Kind::Schema).filter(|node| has_name(node));
    for node in named.filter(|node| is_blank(node.members.get("description"))) {
        report.add(Rule::MissingDescription, &node.pointer, "add a `description` of the value");
    }
}

/// The objects that need a description, besides schemas and properties.
const DESCRIBED: [(Kind, &str); 9] = [
    (Kind::Info, "the API"),
    (Kind::Server, "the server"),
    (Kind::ServerVariable, "the variable"),
    (Kind::Tag, "the operations with this tag"),
    (Kind::Operation, "the operation, including whether it can be repeated"),
    (Kind::Parameter, "the parameter"),
    (Kind::RequestBody, "the body"),
    (Kind::Response, "the response"),
    (Kind::SecurityScheme, "the credential"),
];

fn is_blank(text: Option<&Value>) -> bool {
    text.and_then(Value::as_str).is_none_or(|text| text.trim().is_empty())
}

/// Returns whether a schema is a component or a property, not an unnamed part of another schema.
fn has_name(node: &Node) -> bool {
    let mut segments = node.pointer.rsplit('/');
    let (_name, parent) = (segments.next(), segments.next());
    matches!(parent, Some("properties" | "schemas"))
}

fn operation_id(operation: &Operation, report: &mut Report) {
    let Some(id) = operation.get("operationId") else {
        let message = "add an `operationId` such as `Vcenter.Iso.Image_mount`";
        report.add(Rule::OperationId, &operation.pointer, message);
        return;
    };
    let Some(text) = id.value.as_str() else { return };
    match text.split_once('_').filter(|(service, verb)| is_service(service) && is_verb(verb)) {
        None => {
            let message =
                format!("`{text}` does not have VMware's form: write it like `Vcenter.Iso.Image_mount`");
            report.add(Rule::OperationId, &id.pointer, message);
        }
        Some((service, _)) => {
            let tags = operation.get("tags");
            if tags.as_ref().map(|tags| tags.value) != Some(&Value::from([service])) {
                let pointer = tags.map_or_else(|| operation.pointer.clone(), |tags| tags.pointer);
                report.add(
                    Rule::OperationId,
                    &pointer,
                    format!(
                        "the tag is not the part of the operationId before `_`: write `tags: [{service}]`, or correct \
                         the operationId"
                    ),
                );
            }
        }
    }
}

fn is_service(text: &str) -> bool {
    let is_name = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase()) && is_alphanumeric(name);
    text.contains('.') && text.split('.').all(is_name)
}

fn is_verb(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && is_alphanumeric(text)
}

fn is_alphanumeric(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Reports each text that `cargo xtask new` left to write.
fn unfinished(pointer: &str, value: &Value, report: &mut Report) {
    match value {
        Value::String(text) if text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "TODO") => {
            report.add(Rule::Unfinished, pointer, "write this instead of `TODO`");
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| unfinished(&below(pointer, key), value, report));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| {
                unfinished(&format!("{pointer}/{index}"), item, report);
            });
        }
        _ => {}
    }
}

/// The operation that opens a session, and the one that closes it, with the only effect that each may have.
const SESSIONS: [(&str, &str); 2] = [("Cis.Session_create", "login"), ("Cis.Session_delete", "logout")];

fn effect(operation: &Operation, report: &mut Report) {
    let is_get = operation.method() == "get";
    match operation.get("x-effect") {
        Some(effect) if is_get => report.add(Rule::Effect, &effect.pointer, "a GET only reads: remove this"),
        None if !is_get => {
            let message = "add `x-effect: inventory`, or `none` if the operation only reads: the client never \
                           repeats a change blindly";
            report.add(Rule::Effect, &operation.pointer, message);
        }
        Some(effect) => {
            if let Some(message) = effect.value.as_str().and_then(|effect| wrong_effect(operation, effect)) {
                report.add(Rule::Effect, &effect.pointer, message);
            }
        }
        None => {}
    }
}

/// Returns a message if an operation other than a GET cannot have this effect.
fn wrong_effect(operation: &Operation, effect: &str) -> Option<String> {
    let id = operation.text("operationId");
    if let Some((_, wanted)) = SESSIONS.iter().find(|(session, _)| *session == id) {
        return (effect != *wanted).then(|| format!("this is the {wanted}: write `x-effect: {wanted}`"));
    }
    if let Some((session, _)) = SESSIONS.iter().find(|(_, only)| *only == effect) {
        return Some(format!(
            "only `{session}` is the {effect}: write `inventory`, or `none` if the operation only reads"
        ));
    }
    let is_search = operation.method() == "post" && operation.path.ends_with("?action=find");
    match effect {
        "inventory" if is_search => Some("a search only reads: write `x-effect: none`".to_owned()),
        "none" if operation.method() == "delete" => {
            Some("a DELETE never only reads: write `x-effect: inventory`".to_owned())
        }
        "none" => {
            let privileges = operation.get("x-privileges")?.each();
            let mut names = privileges.iter().map(|(_, privilege)| privilege.text("privilege"));
            let name = names.find(|name| !only_reads(name))?;
            Some(format!("`{name}` is a privilege to change something: write `x-effect: inventory`"))
        }
        _ => None,
    }
}

/// Returns whether a privilege, such as `System.Read` or `ContentLibrary.ReadStorage`, allows no change. Every user has
/// `System.Anonymous`, so that it says nothing.
fn only_reads(privilege: &str) -> bool {
    privilege == "System.Anonymous"
        || privilege.rsplit('.').next().is_some_and(|action| action.starts_with("Read"))
}

fn responses(spec: &Spec, operation: &Operation, report: &mut Report) {
    let responses = operation.responses(spec);
    let at = below(&operation.pointer, "responses");
    if !responses.iter().any(|(status, _)| status.starts_with('2')) {
        report.add(Rule::MissingSuccess, &at, "add the response for success, for example `204`");
    }
    for (status, response) in &responses {
        if status.starts_with('2') && !is_bodyless(status) && response.get("content").is_none() {
            let message =
                "vCenter responds with a body, or with `204`: add the `content`, or correct the status";
            report.add(Rule::MissingBody, &response.pointer, message);
        }
    }
    if !responses.iter().any(|(status, _)| *status == "default") {
        let message = "add the response `default`: vCenter may respond with an error that is not listed";
        report.add(Rule::MissingDefault, &at, message);
    }
}

fn bodies(spec: &Spec, node: &Node, report: &mut Report) {
    let Some(content) = node.members.get("content") else { return };
    for (_, media) in (At { pointer: below(&node.pointer, "content"), value: content }).each() {
        if spec.examples_of(&media).is_empty() {
            report.add(Rule::MissingExample, &media.pointer, "add an `example` of the body");
        }
    }
}

//! Checks the rules of OpenAPI that the table of objects cannot express.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{At, Kind, Node, Operation, Spec, below, is_bodyless, nearest, parameter_key};
use crate::report::{Report, Rule};

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    for error in spec.document.repeated_keys() {
        report.add_error(Rule::DuplicateKey, error);
    }
    security_schemes(spec, report);
    for operation in spec.operations() {
        path_parameters(spec, &operation, report);
        forbidden_bodies(spec, &operation, report);
    }
    for node in spec.all(Kind::PathItem).chain(spec.all(Kind::Operation)) {
        duplicate_parameters(spec, node, report);
    }
    tags(spec, report);
    required_properties(spec, report);
    for node in spec.all(Kind::Schema) {
        array_items(node, report);
        format(node, report);
    }
    for (kind, key) in [(Kind::Schema, "required"), (Kind::Schema, "enum"), (Kind::Operation, "tags")] {
        spec.all(kind).for_each(|node| duplicate_items(node, key, report));
    }
    spec.all(Kind::Response).for_each(|node| duplicate_items(node, "x-error-types", report));
    for node in spec.all(Kind::MediaType) {
        if node.members.contains_key("example") && node.members.contains_key("examples") {
            let message = "`example` excludes `examples`: keep one of them";
            report.add(Rule::TwoExamples, &below(&node.pointer, "examples"), message);
        }
    }
}

fn security_schemes(spec: &Spec, report: &mut Report) {
    let mut known = Vec::new();
    for node in spec.all(Kind::SecurityScheme) {
        known.extend(node.pointer.strip_prefix("/components/securitySchemes/"));
        let needed: &[&str] = match node.members.get("type").and_then(Value::as_str) {
            Some("apiKey") => &["name", "in"],
            Some("http") => &["scheme"],
            _ => &[],
        };
        for key in needed.iter().filter(|key| !node.members.contains_key(**key)) {
            report.add(
                Rule::MissingKey,
                &node.pointer,
                format!("a security scheme of this type needs `{key}`"),
            );
        }
    }
    let own = spec.operations().filter_map(|operation| operation.get("security"));
    for security in spec.root().get("security").into_iter().chain(own) {
        for (_, requirement) in security.each() {
            for (name, at) in requirement.each() {
                if !known.contains(&name) {
                    let message =
                        format!("there is no security scheme `{name}`: use one of `{}`", known.join("`, `"));
                    report.add(Rule::UnknownScheme, &at.pointer, message);
                }
            }
        }
    }
}

fn path_parameters(spec: &Spec, operation: &Operation, report: &mut Report) {
    let mut wanted: BTreeSet<&str> =
        operation.path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    for parameter in operation.parameters(spec) {
        let (location, name) = parameter_key(&parameter);
        if location != "path" {
            continue;
        }
        if !wanted.remove(name) {
            let message =
                format!("the path has no `{{{name}}}`: add it to the path, or remove the parameter");
            report.add(Rule::PathParameter, &parameter.pointer, message);
        }
        if parameter.value.get("required") != Some(&Value::Bool(true)) {
            let message = "a path parameter is always required: write `required: true`";
            report.add(Rule::PathParameter, &parameter.pointer, message);
        }
    }
    for name in wanted {
        let message = format!("the path has `{{{name}}}`: declare the parameter");
        report.add(Rule::PathParameter, &operation.pointer, message);
    }
}

fn duplicate_parameters(spec: &Spec, node: &Node, report: &mut Report) {
    let Some(list) = node.members.get("parameters") else { return };
    let mut seen = Vec::new();
    for (_, at) in (At { pointer: below(&node.pointer, "parameters"), value: list }).each() {
        let Some(parameter) = spec.resolve(at.clone()) else { continue };
        let key = parameter_key(&parameter);
        if seen.contains(&key) {
            let message = format!("this repeats the {} parameter `{}`: remove one of the two", key.0, key.1);
            report.add(Rule::DuplicateParameter, &at.pointer, message);
        }
        seen.push(key);
    }
}

fn tags(spec: &Spec, report: &mut Report) {
    let declared = spec.root().get("tags").map(|tags| tags.each()).unwrap_or_default();
    let names: Vec<_> = declared.iter().map(|(_, tag)| tag.text("name")).collect();
    let mut used = BTreeSet::new();
    for operation in spec.operations() {
        for (_, tag) in operation.get("tags").map(|tags| tags.each()).unwrap_or_default() {
            let Some(name) = tag.value.as_str() else { continue };
            used.insert(name);
            if !names.contains(&name) {
                let message = format!("the tag `{name}` is not declared: add it to the top-level `tags`");
                report.add(Rule::UnknownTag, &tag.pointer, message);
            }
        }
    }
    for (index, (_, tag)) in declared.iter().enumerate() {
        let name = names[index];
        if !used.contains(name) {
            report.add(
                Rule::UnknownTag,
                &tag.pointer,
                format!("no operation has the tag `{name}`: remove it"),
            );
        } else if names[..index].contains(&name) {
            report.add(
                Rule::UnknownTag,
                &tag.pointer,
                format!("this repeats the tag `{name}`: remove one of the two"),
            );
        }
    }
}

fn required_properties(spec: &Spec, report: &mut Report) {
    for node in spec.all(Kind::Schema) {
        // The property may be in a combined schema.
        if node.members.contains_key("allOf") {
            continue;
        }
        let Some(required) = node.members.get("required") else { continue };
        let properties = node.members.get("properties");
        for (_, at) in (At { pointer: below(&node.pointer, "required"), value: required }).each() {
            if let Some(name) = at.value.as_str()
                && properties.and_then(|properties| properties.get(name)).is_none()
            {
                let message =
                    format!("there is no property `{name}` here: correct the name, or add the property");
                report.add(Rule::UnknownRequired, &at.pointer, message);
            }
        }
    }
}

fn array_items(node: &Node, report: &mut Report) {
    let is_array = node.members.get("type").and_then(Value::as_str) == Some("array");
    match (is_array, node.members.contains_key("items")) {
        (true, false) => {
            let message = "`type: array` needs `items`: add the schema of an item, or correct the type";
            report.add(Rule::ArrayItems, &node.pointer, message);
        }
        (false, true) => {
            let message = "`items` needs `type: array`: add it, or remove the `items`";
            report.add(Rule::ArrayItems, &below(&node.pointer, "items"), message);
        }
        _ => {}
    }
}

/// The formats that the client and the check of the examples support, by type.
const FORMATS: [(&str, &[&str]); 3] =
    [("integer", &["int32", "int64"]), ("number", &["double"]), ("string", &["date-time", "password"])];

fn format(node: &Node, report: &mut Report) {
    let Some(format) = node.members.get("format").and_then(Value::as_str) else { return };
    let kind = node.members.get("type").and_then(Value::as_str).unwrap_or_default();
    let known = FORMATS.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, formats)| *formats);
    if known.contains(&format) {
        return;
    }
    let other = FORMATS.iter().find(|(_, formats)| formats.contains(&format));
    let message = match (nearest(format, known.iter().copied()), other) {
        (Some(known), _) => format!("there is no format `{format}`: did you mean `{known}`?"),
        (None, Some((kind, _))) => format!("the format `{format}` needs `type: {kind}`: correct one of them"),
        (None, None) => format!(
            "there is no format `{format}`: correct it, remove it, or add it to FORMATS in xtask/src/rules/openapi.rs"
        ),
    };
    report.add(Rule::UnknownFormat, &below(&node.pointer, "format"), message);
}

fn forbidden_bodies(spec: &Spec, operation: &Operation, report: &mut Report) {
    for (status, response) in operation.responses(spec).into_iter().filter(|(status, _)| is_bodyless(status))
    {
        if let Some(content) = response.get("content") {
            let message = format!(
                "a response with {status} never has a body: remove the `content`, or correct the status"
            );
            report.add(Rule::ForbiddenBody, &content.pointer, message);
        }
    }
}

fn duplicate_items(node: &Node, key: &str, report: &mut Report) {
    let Some(list) = node.members.get(key) else { return };
    let mut seen: Vec<&Value> = Vec::new();
    for (_, at) in (At { pointer: below(&node.pointer, key), value: list }).each() {
        if seen.contains(&at.value) {
            let message = format!("this repeats {}: remove one of the two", at.value);
            report.add(Rule::DuplicateItem, &at.pointer, message);
        }
        seen.push(at.value);
    }
}

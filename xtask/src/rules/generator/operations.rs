use serde_json::Value;

use super::name_clash;
use crate::document::{At, Kind, Operation, Spec, below, is_error};
use crate::report::{Report, Rule};

pub(super) fn check(spec: &Spec, report: &mut Report) {
    let ids = spec.operations().filter_map(|operation| operation.get("operationId"));
    let ids: Vec<_> = ids.filter_map(|id| Some((id.value.as_str()?, id.pointer))).collect();
    name_clash::check(ids.into_iter(), report);
    for item in spec.all(Kind::PathItem) {
        if item.members.contains_key("$ref") {
            let message = "the client takes no path by reference: write it here";
            report.add(Rule::PathReference, &below(&item.pointer, "$ref"), message);
        }
    }
    for (path, at) in spec.at("/paths").map(|paths| paths.each()).unwrap_or_default() {
        path_key(path, &at, report);
    }
    for node in spec.all(Kind::PathItem).chain(spec.all(Kind::Operation)) {
        for (key, rule, message) in IGNORED {
            if node.members.contains_key(key) {
                report.add(rule, &below(&node.pointer, key), message);
            }
        }
    }
    for node in spec.all(Kind::Parameter) {
        if let Some(at) = spec.at(&node.pointer) {
            parameter(&at, report);
        }
    }
    for node in spec.all(Kind::RequestBody) {
        if node.members.get("required") != Some(&Value::Bool(true)) {
            let message = "the client always sends the body: write `required: true`";
            report.add(Rule::OptionalBody, &node.pointer, message);
        }
    }
    for node in [Kind::RequestBody, Kind::Response].iter().flat_map(|kind| spec.all(*kind)) {
        if let Some(content) = spec.at(&node.pointer).and_then(|at| at.get("content")) {
            body(&content, report);
        }
    }
    for operation in spec.operations() {
        let parameters = operation.parameters(spec);
        let parameters =
            parameters.iter().map(|parameter| (parameter.text("name"), parameter.pointer.clone()));
        // The builder of a call has these members of its own.
        let body = operation.get("requestBody").map(|body| ("body", body.pointer));
        let client = ("client", operation.pointer.clone());
        name_clash::check([client].into_iter().chain(body).chain(parameters), report);
        responses(spec, &operation, report);
    }
}

const IGNORED: [(&str, Rule, &str); 2] = [
    ("servers", Rule::LocalServers, "the client sends every request to one server: remove it"),
    ("callbacks", Rule::Callbacks, "the client takes no calls: remove it"),
];

fn path_key(path: &str, at: &At, report: &mut Report) {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    if path.contains("//") || query.is_some_and(|query| query.contains("//")) {
        let message = "two slashes in a row: the client sends one; write one";
        report.add(Rule::DoubleSlash, &at.pointer, message);
    }
    let is_verb = |verb: &str| !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if query.is_some_and(|query| !query.strip_prefix("action=").is_some_and(is_verb)) {
        let message = "a path may end in `?action=` and a verb; declare any other query as a parameter";
        report.add(Rule::PathQuery, &at.pointer, message);
    }
}

fn parameter(parameter: &At, report: &mut Report) {
    let place = parameter.text("in");
    if place == "cookie" {
        let message = "the client can send no cookie: use a header or the query";
        report.add(Rule::CookieParameter, &parameter.pointer, message);
    }
    let wanted = if place == "query" || place == "cookie" { "form" } else { "simple" };
    if let Some(style) = parameter.get("style")
        && style.value != wanted
    {
        let message = format!("the client knows one style for this place: write `{wanted}`, or leave it out");
        report.add(Rule::ParameterStyle, &style.pointer, message);
    }
    // Lists in the query are repeated, which is `explode: true` and the default there.
    if let Some(explode) = parameter.get("explode")
        && *explode.value != (wanted == "form")
    {
        let message = "the client sends lists the other way: leave `explode` out";
        report.add(Rule::ParameterStyle, &explode.pointer, message);
    }
    if let Some(content) = parameter.get("content") {
        let message = "the client takes no `content` of a parameter: write its `schema`";
        report.add(Rule::ParameterContent, &content.pointer, message);
    }
}

fn body(content: &At, report: &mut Report) {
    let media = content.each();
    if media.len() > 1 {
        let message = "the client can send and read one media type: keep `application/json`";
        report.add(Rule::SeveralMediaTypes, &content.pointer, message);
    }
    for (name, at) in media {
        if name != "application/json" {
            let message = format!("`{name}` is not decoded by the client: use `application/json`");
            report.add(Rule::JsonBody, &at.pointer, message);
        }
        if at.get("schema").is_none() {
            report.add(Rule::BodySchema, &at.pointer, "the body needs a `schema`");
        }
        if let Some(encoding) = at.get("encoding") {
            let message = "the client takes no `encoding`, which only forms have: remove it";
            report.add(Rule::BodyEncoding, &encoding.pointer, message);
        }
    }
}

fn responses(spec: &Spec, operation: &Operation, report: &mut Report) {
    let responses = operation.responses();
    for (status, response) in &responses {
        if let Some(reference) = response.get("$ref") {
            let message = "the client takes no response by reference: write it here";
            report.add(Rule::ResponseReference, &reference.pointer, message);
        }
        if !status.starts_with('2') && !is_error(status) {
            let message = "the client knows successes (2xx) and errors (4xx, 5xx) only: remove it";
            report.add(Rule::ResponseStatus, &response.pointer, message);
        }
    }
    let (errors, others): (Vec<_>, Vec<_>) = responses.into_iter().partition(|(status, _)| is_error(status));
    let successes: Vec<_> = others.into_iter().filter(|(status, _)| status.starts_with('2')).collect();
    if let Some((first, rest)) = successes.split_first() {
        for (status, response) in
            rest.iter().filter(|(_, at)| structure(spec, at) != structure(spec, &first.1))
        {
            let message = format!(
                "the client can decode one success: give {status} the schema of {}, or remove one of them",
                first.0
            );
            report.add(Rule::TwoSuccesses, &response.pointer, message);
        }
    }
    let default = errors.iter().find(|(status, _)| *status == "default").or(errors.first());
    if let Some((usual, default)) = default {
        for (_, response) in errors.iter().filter(|(_, at)| structure(spec, at) != structure(spec, default)) {
            let message = format!("the client can decode one error: use the schema of `{usual}`");
            report.add(Rule::TwoErrors, &response.pointer, message);
        }
    }
}

/// The schema of the body of a response; `None` if it has no body.
fn structure<'a>(spec: &Spec<'a>, response: &At<'a>) -> Option<&'a Value> {
    let content = spec.resolve(response.clone())?.get("content")?;
    let (_, media) = content.each().into_iter().next()?;
    media.get("schema").map(|schema| schema.value)
}

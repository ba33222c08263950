use serde_json::Value;

use super::name_clash;
use crate::document::{At, Kind, Spec, below, is_error};
use crate::report::{Report, Rule};

pub(super) fn check(spec: &Spec, report: &mut Report) {
    let ids = spec.operations().filter_map(|operation| operation.get("operationId"));
    let ids: Vec<_> = ids.filter_map(|id| Some((id.value.as_str()?, id.pointer))).collect();
    name_clash::check(spec, "operationId", &[], ids.into_iter(), report);
    for (path, at) in spec.at("/paths").map(|paths| paths.each()).unwrap_or_default() {
        path_key(path, &at, report);
    }
    for node in spec.all(Kind::Parameter) {
        if node.members.get("explode") == Some(&Value::Bool(false)) {
            let message = "the client repeats the parameter for each item: remove `explode`";
            report.add(Rule::ParameterStyle, &below(&node.pointer, "explode"), message);
        }
    }
    for node in spec.all(Kind::RequestBody) {
        if node.members.get("required") != Some(&Value::Bool(true)) {
            let message = "the client always sends the body: write `required: true`";
            report.add(Rule::OptionalBody, &node.pointer, message);
        }
    }
    for operation in spec.operations() {
        let parameters = operation.parameters(spec);
        let parameters =
            parameters.iter().map(|parameter| (parameter.text("name"), parameter.pointer.clone()));
        // The generated builder of a call has these members.
        let reserved: &[&str] =
            if operation.get("requestBody").is_some() { &["client", "body"] } else { &["client"] };
        name_clash::check(spec, "parameter", reserved, parameters, report);
        for (status, response) in operation.responses(spec) {
            if !status.starts_with('2') && !is_error(status) {
                let message =
                    "the client handles only successes (2xx) and errors (4xx, 5xx): remove this response";
                report.add(Rule::ResponseStatus, &response.pointer, message);
            }
        }
    }
}

fn path_key(path: &str, at: &At, report: &mut Report) {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    if path.contains("//") || query.is_some_and(|query| query.contains("//")) {
        let message = "the client sends one slash instead of two: write one";
        report.add(Rule::DoubleSlash, &at.pointer, message);
    }
    let is_verb = |verb: &str| !verb.is_empty() && verb.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if query.is_some_and(|query| !query.strip_prefix("action=").is_some_and(is_verb)) {
        let message = "a path may end in `?action=` and a verb: declare any other query as a parameter";
        report.add(Rule::PathQuery, &at.pointer, message);
    }
}

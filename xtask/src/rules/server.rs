//! Checks the server: the client sends the password of the login to it.

use crate::document::{At, Spec};
use crate::report::{Report, Rule};

const URL: &str = "https://{api_host}/api";

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    let Some(servers) = spec.root().get("servers") else { return };
    match servers.each().as_slice() {
        [] => report.add(Rule::Server, &servers.pointer, format!("add the server `{URL}`")),
        [(_, server), others @ ..] => {
            for (_, other) in others {
                report.add(Rule::Server, &other.pointer, "the client has one server: remove this one");
            }
            address(server, report);
        }
    }
}

fn address(server: &At, report: &mut Report) {
    // Another rule reports a missing URL, or one that is not a string.
    let Some(url) = server.get("url").filter(|url| url.value.is_string()) else { return };
    let host = server.text("url").strip_prefix("https://{").and_then(|rest| rest.strip_suffix("}/api"));
    let Some(host) = host.filter(|host| !host.contains(['{', '}', '/'])) else {
        let message = format!("the API of vCenter is below `/api` of a host, with TLS: write `{URL}`");
        report.add(Rule::Server, &url.pointer, message);
        return;
    };
    let variables = server.get("variables").map(|variables| variables.each()).unwrap_or_default();
    if !variables.iter().any(|(name, _)| *name == host) {
        let message = format!("the URL has `{{{host}}}`: declare it in `variables`");
        report.add(Rule::Server, &url.pointer, message);
    }
    for (name, variable) in variables.iter().filter(|(name, _)| *name != host) {
        let message = format!("the URL has no `{{{name}}}`: remove the variable, or correct its name");
        report.add(Rule::Server, &variable.pointer, message);
    }
}

//! Checks the credentials of each operation: the login sends the password, every other operation the session.

use crate::document::{At, Kind, Spec, below};
use crate::report::{Report, Rule};

/// The scheme of the login.
const PASSWORD: &str = "basic_auth";

/// The scheme of every other operation.
const SESSION: &str = "api_key_auth";

struct Scheme {
    name: &'static str,
    /// How the client sends the credential.
    transport: &'static str,
    members: &'static [(&'static str, &'static str)],
}

/// The security schemes of vCenter.
const SCHEMES: [Scheme; 2] = [
    Scheme {
        name: PASSWORD,
        transport: "the password of the login is sent with HTTP Basic",
        members: &[("type", "http"), ("scheme", "basic")],
    },
    Scheme {
        name: SESSION,
        transport: "the session is sent in the header `vmware-api-session-id`",
        members: &[("type", "apiKey"), ("in", "header"), ("name", "vmware-api-session-id")],
    },
];

pub(crate) fn check(spec: &Spec, report: &mut Report) {
    schemes(spec, report);
    if let Some(security) = spec.root().get("security") {
        exactly(spec, SESSION, &security, report);
    } else {
        let message = format!(
            "add `security: [{{ {SESSION}: [] }}]` at the top level: every operation but the login sends the session"
        );
        report.add(Rule::MissingSecurity, "", message);
    }
    for operation in spec.operations() {
        let is_login = operation.text("x-effect") == "login";
        match operation.get("security") {
            Some(security) if is_login => exactly(spec, PASSWORD, &security, report),
            Some(security) => exactly(spec, SESSION, &security, report),
            None if is_login => {
                let message = format!(
                    "without its own `security`, the login needs a session: add `security: [{{ {PASSWORD}: [] }}]`"
                );
                report.add(Rule::Security, &operation.pointer, message);
            }
            None => {}
        }
    }
}

fn schemes(spec: &Spec, report: &mut Report) {
    for node in spec.all(Kind::SecurityScheme) {
        let name = node.pointer.rsplit('/').next().unwrap_or_default();
        let Some(scheme) = SCHEMES.iter().find(|scheme| scheme.name == name) else {
            let message = format!(
                "vCenter has only the security schemes `{PASSWORD}` and `{SESSION}`: use one of these names, or \
                 remove this scheme"
            );
            report.add(Rule::SecurityScheme, &node.pointer, message);
            continue;
        };
        for (key, wanted) in scheme.members {
            // Another rule reports a missing member.
            if node.members.get(*key).is_some_and(|found| found != wanted) {
                let message = format!("{}: write `{key}: {wanted}`", scheme.transport);
                report.add(Rule::SecurityScheme, &below(&node.pointer, key), message);
            }
        }
    }
}

/// Checks that `security` allows the scheme `wanted` alone. Reports the first other entry.
fn exactly(spec: &Spec, wanted: &str, security: &At, report: &mut Report) {
    let requirements = security.each();
    let entries: Vec<_> = requirements.iter().flat_map(|(_, requirement)| requirement.each()).collect();
    let other = entries.iter().find(|(name, scopes)| *name != wanted || !scopes.each().is_empty());
    if requirements.len() == 1 && entries.len() == 1 && other.is_none() {
        return;
    }
    // Another rule reports a name without a scheme.
    if other.is_some_and(|(name, _)| spec.at(&below("/components/securitySchemes", name)).is_none()) {
        return;
    }
    let sender = match wanted {
        PASSWORD => "the login sends the password alone",
        _ => "every operation but the login (`x-effect: login`) sends the session alone",
    };
    let message = format!("{sender}: write `security: [{{ {wanted}: [] }}]`");
    report.add(Rule::Security, other.map_or(&security.pointer, |(_, at)| &at.pointer), message);
}

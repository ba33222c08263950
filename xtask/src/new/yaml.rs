use std::fmt::Write as _;

use crate::document::Spec;
use crate::new::skeleton::Skeleton;

/// The responses of a resource that a path parameter names but that does not exist. The last match counts.
const NOT_FOUND: &[(&str, &str)] = &[
    ("vm", "VM_Not_Found"),
    ("cdrom", "Cdrom_Not_Found"),
    ("library_id", "Library_Not_Found"),
    ("library_item_id", "Library_Item_Not_Found"),
];

/// Returns the text of the document with the operation, or the reason why it cannot have it.
pub(super) fn add(spec: &Spec, text: &str, skeleton: &Skeleton) -> Result<String, String> {
    let Skeleton { id, method, path, .. } = skeleton;
    if let Some(other) = spec.operations().find(|operation| operation.text("operationId") == id) {
        return Err(format!("the spec has the operation `{id}` already, at `{}`", other.path));
    }
    if spec.operations().any(|operation| operation.path == *path && operation.method() == method) {
        return Err(format!("the spec has an operation `{} {path}` already", method.to_uppercase()));
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = |lines: &[String], key: &str| {
        lines.iter().position(|line| line == key).ok_or_else(|| format!("the spec has no line `{key}`"))
    };
    let header = format!("  {path}:");
    let operation = operation(spec, skeleton);
    if let Some(start) = lines.iter().position(|line| *line == header) {
        // The operation goes behind the last one of its path.
        let end = lines[start + 1..].iter().position(|line| !line.starts_with("   ") && !line.is_empty());
        let mut end = end.map_or(lines.len(), |end| start + 1 + end);
        while lines[end - 1].is_empty() {
            end -= 1;
        }
        lines.splice(end..end, operation.lines().map(str::to_owned));
    } else {
        let components = at(&lines, "components:")?;
        let item = format!("{header}\n{}{operation}\n", parameters(spec, skeleton));
        lines.splice(components..components, item.lines().map(str::to_owned));
    }
    let tag = format!("  - name: {}", skeleton.tag());
    if !lines.contains(&tag) {
        let paths = at(&lines, "paths:")?;
        let end = if lines[paths - 1].is_empty() { paths - 1 } else { paths };
        lines.splice(end..end, [tag, "    description: TODO".to_owned()]);
    }
    Ok(lines.join("\n") + "\n")
}

fn parameters(spec: &Spec, skeleton: &Skeleton) -> String {
    let mut yaml = String::new();
    for name in skeleton.path_parameters() {
        let components = spec.at("/components/parameters").map(|section| section.each()).unwrap_or_default();
        let shared = components.into_iter().find(|(_, parameter)| parameter.text("name") == name);
        // Writing to a `String` cannot fail.
        let _ = match shared {
            Some((component, _)) => writeln!(yaml, "      - $ref: '#/components/parameters/{component}'"),
            None => writeln!(
                yaml,
                "      - name: {name}\n        in: path\n        required: true\n        description: TODO\n        \
                 schema:\n          $ref: '#/components/schemas/TODO'\n        example: TODO"
            ),
        };
    }
    if yaml.is_empty() { yaml } else { format!("    parameters:\n{yaml}") }
}

fn operation(spec: &Spec, skeleton: &Skeleton) -> String {
    let Skeleton { id, method, .. } = skeleton;
    let tag = skeleton.tag();
    let effect = if skeleton.only_reads() { "" } else { "      x-effect: inventory\n" };
    let success = if skeleton.only_reads() {
        "        '200':\n          description: TODO\n          content:\n            application/json:\n              \
         schema:\n                $ref: '#/components/schemas/TODO'\n              example: TODO\n"
    } else {
        "        '204':\n          description: TODO\n"
    };
    let parameters = skeleton.path_parameters();
    let not_found = NOT_FOUND.iter().rfind(|(name, _)| parameters.contains(name));
    let errors = [
        ("'401'", Some("Unauthenticated")),
        ("'403'", Some("Unauthorized")),
        ("'404'", not_found.map(|(_, response)| *response)),
        ("'503'", Some("Service_Unavailable")),
        ("default", Some("Error")),
    ];
    let mut responses = success.to_owned();
    for (status, response) in errors {
        let Some(response) =
            response.filter(|name| spec.at(&format!("/components/responses/{name}")).is_some())
        else {
            continue;
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(responses, "        {status}:\n          $ref: '#/components/responses/{response}'");
    }
    format!(
        "    {method}:\n      tags: [{tag}]\n      operationId: {id}\n      x-label: TODO\n{effect}      summary: TODO\n      \
         description: >-\n        TODO. Needs TODO.\n      x-privileges:\n        - privilege: TODO\n      responses:\n{responses}"
    )
}

use std::fmt::Write as _;

use crate::document::Spec;
use crate::new::skeleton::{Skeleton, shared_parameter};

/// Returns the text of the document with the operation, or the reason why it cannot have it.
pub(super) fn add(spec: &Spec, text: &str, skeleton: &Skeleton) -> Result<String, String> {
    let Skeleton { id, method, path, .. } = skeleton;
    if let Some(other) = spec.operations().find(|operation| operation.text("operationId") == id) {
        return Err(format!("the spec has the operation `{id}` already, at `{}`", other.path));
    }
    // As the rule `name-clash` compares them.
    let letters = |id: &str| -> String { id.to_ascii_lowercase().replace(['.', '_'], "") };
    let ids = spec.operations().map(|operation| operation.text("operationId"));
    if let Some(other) = ids.into_iter().find(|other| letters(other) == letters(id)) {
        return Err(format!("`{id}` gets the same name in Rust as `{other}`: correct the name"));
    }
    if spec.operations().any(|operation| operation.path == *path && operation.method() == method) {
        return Err(format!("the spec has an operation `{} {path}` already", method.to_uppercase()));
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let header = format!("  {path}:");
    let operation = operation(spec, skeleton);
    if lines.contains(&header) {
        insert(&mut lines, &header, &operation)?;
    } else {
        let paths: Vec<_> = spec.operations().map(|operation| operation.path).collect();
        let nearest = nearest(path, paths.iter().map(String::as_str)).ok_or("the spec has no path yet")?;
        let item = format!("\n{header}\n{}{operation}", parameters(spec, skeleton));
        insert(&mut lines, &format!("  {nearest}:"), &item)?;
    }
    let tags = spec.root().get("tags").map(|tags| tags.each()).unwrap_or_default();
    let tags: Vec<_> = tags.iter().map(|(_, tag)| tag.text("name")).collect();
    if !tags.contains(&skeleton.tag()) {
        let nearest = nearest(skeleton.tag(), tags.into_iter()).ok_or("the spec has no tag yet")?;
        let tag = format!("  - name: {}\n    description: TODO", skeleton.tag());
        insert(&mut lines, &format!("  - name: {nearest}"), &tag)?;
    }
    Ok(lines.join("\n") + "\n")
}

/// Returns the last of the names with the longest common start.
fn nearest<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let common =
        |other: &str| name.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    others.max_by_key(|other| common(other))
}

/// Inserts `text` behind the entry that begins with the line `header`.
fn insert(lines: &mut Vec<String>, header: &str, text: &str) -> Result<(), String> {
    let start =
        lines.iter().position(|line| line == header).ok_or(format!("the spec has no line `{header}`"))?;
    // The lines of an entry are indented deeper than its header, and an item of a list begins like its header.
    let is_inside = |line: &String| line.starts_with("    ") || line.is_empty();
    let length = lines[start + 1..].iter().take_while(|line| is_inside(line)).count();
    let mut end = start + 1 + length;
    while lines[end - 1].is_empty() {
        end -= 1;
    }
    lines.splice(end..end, text.lines().map(str::to_owned));
    Ok(())
}

fn parameters(spec: &Spec, skeleton: &Skeleton) -> String {
    let mut yaml = String::new();
    for name in skeleton.path_parameters() {
        // Writing to a `String` cannot fail.
        let _ = match shared_parameter(spec, name) {
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
    format!(
        "    {method}:\n      tags: [{tag}]\n      operationId: {id}\n      x-label: TODO\n{effect}      \
         summary: TODO\n      description: >-\n        TODO. Needs TODO.\n{}{}",
        privileges(spec, skeleton),
        responses(spec, skeleton)
    )
}

fn privileges(spec: &Spec, skeleton: &Skeleton) -> String {
    let mut yaml = "      x-privileges:\n        - privilege: TODO\n".to_owned();
    if let Some(name) = skeleton.path_parameters().last()
        && let Some((_, parameter)) = shared_parameter(spec, name)
        && let Some(schema) = parameter.get("schema")
        && let Some(resource_type) = spec.identifier(schema).map(|schema| schema.text("x-resource-type"))
    {
        // Writing to a `String` cannot fail.
        let _ = writeln!(yaml, "          resource-type: {resource_type}\n          parameter: {name}");
    }
    yaml
}

/// Returns the result, and the shared responses that fit the parameters.
fn responses(spec: &Spec, skeleton: &Skeleton) -> String {
    let parameters = skeleton.path_parameters();
    let has = |name: &str| parameters.contains(&name);
    let not_found = [
        ("cdrom", "Cdrom_Not_Found"),
        ("vm", "VM_Not_Found"),
        ("library_item_id", "Library_Item_Not_Found"),
        ("library_id", "Library_Not_Found"),
    ];
    let not_found = not_found.into_iter().find(|(name, _)| has(name)).map(|(_, response)| response);
    let failed = match (has("vm"), skeleton.only_reads()) {
        (true, true) => Some("VM_Configuration_Inaccessible"),
        (true, false) => Some("VM_Busy"),
        (false, _) => None,
    };
    let mut yaml = "      responses:\n".to_owned();
    yaml.push_str(if skeleton.only_reads() {
        "        '200':\n          description: TODO\n          content:\n            application/json:\n              \
         schema:\n                $ref: '#/components/schemas/TODO'\n              example: TODO\n"
    } else {
        "        '204':\n          description: TODO\n"
    });
    for (status, response) in [
        ("'401'", Some("Unauthenticated")),
        ("'403'", Some("Unauthorized")),
        ("'404'", not_found),
        ("'500'", failed),
        ("'503'", Some("Service_Unavailable")),
        ("default", Some("Error")),
    ] {
        let is_shared = |name: &&str| spec.at(&format!("/components/responses/{name}")).is_some();
        if let Some(response) = response.filter(is_shared) {
            // Writing to a `String` cannot fail.
            let _ = writeln!(yaml, "        {status}:\n          $ref: '#/components/responses/{response}'");
        }
    }
    yaml
}

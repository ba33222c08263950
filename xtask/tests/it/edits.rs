//! Single edits of the real spec that a careless moment could make: each is caught, in the right line.

use xtask::check;
use xtask::report::Rule;

use crate::edit::{block, line, replace};
use crate::{operations, reference_page};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

struct Edit {
    /// The nested keys around the edit, each within the one before.
    within: &'static [&'static str],
    change: Change,
    rule: Rule,
    /// What stands, once within the same keys, in the line that the finding names, after the edit.
    at: &'static str,
}

enum Change {
    Replace(&'static str, &'static str),
    /// Removes a key and what belongs to it.
    Remove(&'static str),
}

use Change::{Remove, Replace};

const fn edit(within: &'static [&'static str], change: Change, rule: Rule, at: &'static str) -> Edit {
    Edit { within, change, rule, at }
}

const DOCUMENT: &[&str] = &[];
const PATH: &[&str] = &["paths", "/vcenter/iso/image?action=mount"];
const MOUNT: &[&str] = &["paths", "/vcenter/iso/image?action=mount", "post"];
const NOT_FOUND: &[&str] = &["paths", "/vcenter/iso/image?action=mount", "post", "responses", "'404'"];
const RESULT: &[&str] = &["paths", "/vcenter/iso/image?action=mount", "post", "responses", "'200'"];
const MEDIA: &[&str] =
    &["paths", "/vcenter/iso/image?action=mount", "post", "requestBody", "content", "application/json"];
const UNMOUNT_PRIVILEGES: &[&str] = &["paths", "/vcenter/iso/image?action=unmount", "post", "x-privileges"];
const PATHS: &[&str] = &["paths"];
const VM_LIST: &[&str] = &["paths", "/vcenter/vm", "get"];
const DISCONNECT: &[&str] = &["paths", "/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect"];
const ITEM_LIST: &[&str] = &["paths", "/content/library/item", "get"];
const SESSION_DELETE: &[&str] = &["paths", "/session", "delete", "responses"];
const ARGS: &[&str] = &["components", "schemas", "Std_LocalizableMessage", "properties", "args"];
const UNMOUNT: &[&str] = &["paths", "/vcenter/iso/image?action=unmount", "post", "responses"];
const LOG_IN: &[&str] = &["paths", "/session", "post", "responses"];
const BODY: &[&str] = &["components", "schemas", "Iso_Image_Mount_RequestBody"];
const BODY_VM: &[&str] = &["components", "schemas", "Iso_Image_Mount_RequestBody", "properties", "vm"];
const VM_ID: &[&str] = &["components", "schemas", "VmId"];
const SESSION: &[&str] = &["components", "schemas", "Cis_Session_Info"];
const ERROR: &[&str] = &["components", "schemas", "Std_Errors_Error"];
const ERROR_TYPE: &[&str] = &["components", "schemas", "Std_Errors_Error_Type"];
const DATE_TIME_FORMAT: &[&str] = &["components", "schemas", "Std_LocalizationParam_DateTimeFormat"];
const PARAM: &[&str] = &["components", "schemas", "Std_LocalizationParam", "properties"];

#[rustfmt::skip]
const EDITS: &[Edit] = &[
    edit(DOCUMENT, Replace("openapi: 3.0.3", "openapi: 3.1.0"), Rule::OpenapiVersion, "openapi:"),
    edit(DOCUMENT, Replace("\n  - api_key_auth: []", "\n  - api_key: []"), Rule::UnknownScheme, "  - api_key: []"),
    edit(PATH, Replace("?action=mount:", "?verb=mount:"), Rule::PathQuery, "?verb"),
    edit(PATH, Replace("    post:", "    put:"), Rule::ReferencePage, "?action=mount:"),
    edit(MOUNT, Replace("\n      summary: Mount", "\n     summary: Mount"), Rule::Yaml, "     summary: Mount"),
    edit(MOUNT, Replace("\n      summary: Mount", "\n      summary: Twice\n      summary: Mount"), Rule::DuplicateKey, "      summary: Mount"),
    edit(MOUNT, Remove("summary"), Rule::MissingSummary, "    post:"),
    edit(MOUNT, Replace("Vcenter.Iso.Image_mount", "mountImage"), Rule::OperationId, "mountImage"),
    edit(MOUNT, Replace("privilege: VirtualMachine.Config.", "privilege: VirtualMachine.Conf."), Rule::PrivilegeDescription, "VirtualMachine.Conf."),
    edit(MOUNT, Replace("        - privilege: System.Read\n", ""), Rule::ReferencePage, "x-privileges:"),
    edit(MOUNT, Replace("        required: true\n", ""), Rule::OptionalBody, "requestBody:"),
    edit(MOUNT, Replace("schemas/CdromId'", "schemas/CdRomId'"), Rule::BrokenReference, "CdRomId"),
    edit(MOUNT, Replace("x-error-types: [INVALID_ARGUMENT, NOT_ALLOWED_IN_CURRENT_STATE]", "x-error-types: [INVALID_ARGUMENT]"), Rule::ErrorDescription, "x-error-types: [INVALID_ARGUMENT]"),
    edit(MOUNT, Replace("        '404':", "        '403':"), Rule::ErrorStatus, "x-error-types: [NOT_FOUND]"),
    edit(MOUNT, Replace("        '200':", "        '201':"), Rule::ReferencePage, "'201'"),
    edit(&["paths", "/vcenter/iso/image?action=mount", "post", "responses"], Remove("default"), Rule::MissingDefault, "responses:"),
    edit(MEDIA, Replace("              vm: vm-42", "              vm: 42"), Rule::BadExample, "vm: 42"),
    edit(MEDIA, Replace("              vm: vm-42", "              vm_id: vm-42"), Rule::BadExample, "vm_id"),
    edit(MEDIA, Remove("example"), Rule::MissingExample, "application/json:"),
    edit(NOT_FOUND, Replace("schemas/Std_Errors_Error'", "schemas/Std_LocalizableMessage'"), Rule::TwoErrors, "'404':"),
    edit(NOT_FOUND, Remove("content"), Rule::TwoErrors, "'404':"),
    edit(NOT_FOUND, Replace("x-error-types: [NOT_FOUND]", "x-error-types: [NOT_FUOND]"), Rule::UnknownErrorType, "NOT_FUOND"),
    edit(ARGS, Replace("type: array", "type: object"), Rule::ArrayItems, "items:"),
    edit(ARGS, Remove("items"), Rule::ArrayItems, "args:"),
    edit(UNMOUNT, Replace("          description: The image is unmounted.\n", "          description: The image is unmounted.\n          content: { application/json: { schema: { type: string }, example: done } }\n"), Rule::ForbiddenBody, "content: {"),
    edit(UNMOUNT, Replace("        '204':", "        '200':"), Rule::MissingBody, "'200':"),
    edit(UNMOUNT_PRIVILEGES, Replace("        - privilege: System.Read\n        - ", "        - "), Rule::Operations, "x-privileges:"),
    edit(UNMOUNT_PRIVILEGES, Replace("parameter: cdrom", "parameter: vm"), Rule::Operations, "x-privileges:"),
    edit(PATHS, Replace("  /content/library?action=find:", "  /content/library?action=search:"), Rule::Operations, "paths:"),
    edit(PATHS, Replace("  /content/library?action=find:", "  /content/library?action=look:"), Rule::Operations, "    post:\n      tags: [Content.Library]"),
    edit(DISCONNECT, Replace("    post:", "    patch:"), Rule::Operations, "    patch:"),
    edit(VM_LIST, Replace("name: resource_pools", "name: resourcePools"), Rule::Operations, "parameters:"),
    edit(VM_LIST, Replace("name: names\n          in: query", "name: names\n          in: header"), Rule::Operations, "parameters:"),
    edit(VM_LIST, Replace("name: names\n", "name: names\n          required: true\n"), Rule::Operations, "parameters:"),
    edit(ITEM_LIST, Replace("          required: true\n", ""), Rule::Operations, "parameters:"),
    edit(SESSION_DELETE, Replace("'204'", "'205'"), Rule::Operations, "responses:"),
    edit(LOG_IN, Replace("'201'", "'200'"), Rule::Operations, "responses:"),
    edit(RESULT, Remove("content"), Rule::MissingBody, "'200':"),
    edit(LOG_IN, Replace("        '201':", "        '204':"), Rule::ForbiddenBody, "content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/SessionId'"),
    edit(BODY, Replace("      required:", "      requierd:"), Rule::UnknownKey, "requierd"),
    edit(BODY, Replace("required: [library_item, vm]", "required: [library_item]"), Rule::ReferencePage, "required:"),
    edit(BODY, Replace("        vm:", "        machine:"), Rule::UnknownRequired, "required:"),
    edit(BODY_VM, Remove("description"), Rule::MissingDescription, "        vm:"),
    edit(BODY_VM, Replace("schemas/VmId'", "schemas/LibraryItemId'"), Rule::ReferencePage, "        vm:"),
    edit(VM_ID, Remove("minLength"), Rule::EmptyIdentifier, "VmId:"),
    edit(VM_ID, Replace("      minLength: 1", "      minLength: 1\n      pattern: '^vm-'"), Rule::Pattern, "pattern"),
    edit(VM_ID, Replace("x-resource-type: VirtualMachine", "x-resource-type: Machine"), Rule::ResourceType, "x-resource-type"),
    edit(SESSION, Replace("        user:\n          type: string", "        user:\n          allOf: []"), Rule::Generator, "Cis_Session_Info:"),
    edit(ERROR, Replace("required: [messages]", "required: [messages, error_type]"), Rule::ReferencePage, "required:"),
    edit(ERROR_TYPE, Replace("        - CANCELED\n", ""), Rule::EnumDescription, "enum:"),
    edit(DATE_TIME_FORMAT, Replace("        - FULL_TIME\n", "        - FULL_TIMES\n"), Rule::EnumDescription, "enum:"),
    edit(PARAM, Replace("          format: date-time\n", ""), Rule::ReferencePage, "        dt:"),
    edit(PARAM, Replace("        precision:\n          type: integer", "        precision:\n          type: number"), Rule::ReferencePage, "        precision:"),
];

#[test]
fn each_careless_edit_is_caught_at_its_line() {
    let mut missed = Vec::new();
    for Edit { within, change, rule, at } in EDITS {
        let around = block(SPEC, within);
        let (edited, what) = match change {
            Replace(from, to) => {
                (replace(&SPEC[around.clone()], from, to), format!("{from:?} became {to:?}"))
            }
            Remove(key) => {
                let nested = [within, [*key].as_slice()].concat();
                let gone = block(SPEC, &nested);
                let rest = [&SPEC[around.start..gone.start], &SPEC[gone.end..around.end]].concat();
                (rest, format!("`{key}` was removed from {within:?}"))
            }
        };
        let line = SPEC[..around.start].matches('\n').count() + line(&edited, at);
        let text = [&SPEC[..around.start], &edited, &SPEC[around.end..]].concat();
        let mut findings = check::text("spec/vcenter-iso.yaml", &text);
        // A document that is no YAML cannot be held against what VMware documents.
        if findings.iter().all(|finding| finding.rule != Rule::Yaml) {
            findings.extend(reference_page::differences(&text));
            findings.extend(operations::differences(&text));
        }
        if !findings.iter().any(|finding| finding.rule == *rule && finding.location.line == line) {
            let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
            missed.push(format!(
                "{} in line {line} after {what}, found\n    {}",
                rule.name(),
                found.join("\n    ")
            ));
        }
    }
    assert!(missed.is_empty(), "expected\n{}", missed.join("\n"));
}

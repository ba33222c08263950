//! The Rust types match the schemas of the spec.
//!
//! This is a test because schemars derives the schemas from the compiled SDK. `cargo xtask check` and
//! `generate` must also run when the SDK does not compile.

use std::collections::BTreeSet;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use vcenter_iso::api::types;
use vcenter_iso_codegen::pointer::escape;
use vcenter_iso_codegen::{Document, REPLACED_TYPES, type_name};
use xtask::json_schema;
use xtask::report::{Finding, Rule};

use crate::edit::replace;

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

/// The types of bodies. They refer to every other type.
const ROOTS: &[fn(&mut SchemaGenerator) -> schemars::Schema] = &[
    SchemaGenerator::subschema_for::<types::IsoImageMountRequestBody>,
    SchemaGenerator::subschema_for::<types::IsoImageUnmountRequestBody>,
    SchemaGenerator::subschema_for::<types::CisSessionInfo>,
    SchemaGenerator::subschema_for::<types::ClusterSummary>,
    SchemaGenerator::subschema_for::<types::ContentLibraryFindSpec>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemCreateSpec>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemFileInfo>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemFindSpec>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemModel>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemStorageInfo>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemUpdateSessionCreateSpec>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemUpdateSessionModel>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemUpdatesessionFileAddSpec>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemUpdatesessionFileInfo>,
    SchemaGenerator::subschema_for::<types::ContentLibraryItemUpdatesessionFileValidationResult>,
    SchemaGenerator::subschema_for::<types::ContentLibraryModel>,
    SchemaGenerator::subschema_for::<types::ContentLibrarySubscribedItemSyncRequestBody>,
    SchemaGenerator::subschema_for::<types::DatacenterSummary>,
    SchemaGenerator::subschema_for::<types::FolderSummary>,
    SchemaGenerator::subschema_for::<types::HostSummary>,
    SchemaGenerator::subschema_for::<types::VmHardwareCdromSummary>,
    SchemaGenerator::subschema_for::<types::VmInfo>,
    SchemaGenerator::subschema_for::<types::VmPowerInfo>,
    SchemaGenerator::subschema_for::<types::VmSummary>,
    SchemaGenerator::subschema_for::<types::StdErrorsError>,
    SchemaGenerator::subschema_for::<vcenter_iso::CdromId>,
    SchemaGenerator::subschema_for::<vcenter_iso::SessionId>,
    SchemaGenerator::subschema_for::<vcenter_iso::UpdateSessionId>,
];

/// The schemas without a Rust type, with the reason.
const WITHOUT_TYPE: [(&str, &str); 1] =
    [("Std_Errors_Unauthenticated", "the client has one error schema per operation, that of `default`")];

/// The members of a schema that may differ between code and spec, with the reason.
const DIFFERENCES: [(&str, &str); 2] = [
    ("description", "a replacement of a generated type is documented in the terms of Rust"),
    ("x-resource-type", "each resource type has its own Rust type"),
];

#[test]
fn the_types_match_the_schemas_of_the_spec() {
    let document = Document::parse("spec/vcenter-iso.yaml", SPEC).expect("the spec is YAML");
    let mut comparison = Comparison { document: &document, findings: Vec::new(), used: BTreeSet::new() };
    comparison.compare_all(&code());
    let found: Vec<_> = comparison.findings.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "spec and code disagree:\n{}", found.join("\n"));
    for (member, reason) in DIFFERENCES {
        assert!(
            comparison.used.contains(member),
            "`{member}` no longer differs ({reason}): remove it from DIFFERENCES"
        );
    }
}

#[test]
fn a_difference_is_reported_at_its_member() {
    let edited = replace(SPEC, "required: [user, created_time, last_accessed_time]", "required: [user]");
    let edited = replace(&edited, "        - UNVERIFIED_PEER\n", "        - UNVERIFIED_PEERS\n");
    let edited = replace(
        &edited,
        "        dt:\n          type: string\n          format: date-time\n",
        "        dt:\n          type: string\n",
    );
    let document = Document::parse("spec/vcenter-iso.yaml", &edited).expect("the spec is YAML");
    let mut comparison = Comparison { document: &document, findings: Vec::new(), used: BTreeSet::new() };
    comparison.compare_all(&code());
    let pointers: Vec<_> =
        comparison.findings.iter().filter_map(|finding| finding.pointer.as_deref()).collect();
    assert_eq!(
        pointers,
        [
            "/components/schemas/Cis_Session_Info/required",
            "/components/schemas/Std_Errors_Error_Type/enum",
            "/components/schemas/Std_LocalizationParam/properties/dt/format",
        ]
    );
}

/// Returns the schemas that schemars derives, by the name of the type.
fn code() -> Map<String, Value> {
    let mut generator = SchemaSettings::draft07().into_generator();
    for root in ROOTS {
        root(&mut generator);
    }
    let mut definitions = generator.take_definitions(true);
    for schema in definitions.values_mut().filter_map(Value::as_object_mut) {
        // An open enum has its values as examples.
        if let Some(values) = schema.remove("examples") {
            schema.insert("enum".to_owned(), values);
        }
    }
    definitions
}

struct Comparison<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
    /// The members of [`DIFFERENCES`] that differ.
    used: BTreeSet<&'static str>,
}

impl Comparison<'_> {
    fn compare_all(&mut self, code: &Map<String, Value>) {
        let schemas = self.document.value().pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.expect("the spec has schemas") {
            let pointer = format!("/components/schemas/{}", escape(name));
            if let Some((_, reason)) = WITHOUT_TYPE.iter().find(|(without, _)| without == name) {
                if code.contains_key(&rust_name(name)) {
                    self.add(&pointer, format!("has a type now ({reason}): remove it from WITHOUT_TYPE"));
                }
                continue;
            }
            match code.get(&rust_name(name)) {
                Some(code) => self.compare(&pointer, &normal(&json_schema(schema)), &normal(code)),
                None => self.add(
                    &pointer,
                    "no type is compared with this schema: add a type that refers to it to ROOTS in xtask/tests/it/code_schema.rs".to_owned(),
                ),
            }
        }
    }

    fn compare(&mut self, pointer: &str, spec: &Value, code: &Value) {
        let (Value::Object(spec), Value::Object(code)) = (spec, code) else {
            if spec != code {
                self.add(pointer, format!("the spec has {spec}, but the code has {code}"));
            }
            return;
        };
        let keys: BTreeSet<_> = spec.keys().chain(code.keys()).collect();
        for key in keys {
            let pointer = format!("{pointer}/{}", escape(key));
            let intended = DIFFERENCES.iter().find(|(member, _)| member == key);
            match (spec.get(key), code.get(key)) {
                (Some(spec), Some(code)) if spec == code => {}
                (spec, code) if intended.is_some_and(|_| !is_object(spec) && !is_object(code)) => {
                    self.used.extend(intended.map(|(member, _)| *member));
                }
                (Some(spec), Some(code)) => self.compare(&pointer, spec, code),
                (Some(spec), None) => {
                    self.add(&pointer, format!("the spec has {spec}, but the code has nothing"));
                }
                (None, code) => self.add(
                    &pointer,
                    format!("the code has {}, but the spec has nothing", code.unwrap_or(&Value::Null)),
                ),
            }
        }
    }

    fn add(&mut self, pointer: &str, message: String) {
        self.findings.push(Finding::from_error(Rule::CodeSchema, &self.document.error_at(pointer, message)));
    }
}

/// Returns whether a value is an object. The member `description` is not, a property with this name is.
fn is_object(value: Option<&Value>) -> bool {
    value.is_some_and(Value::is_object)
}

/// Returns the name of the Rust type of a schema, generated or of the SDK.
fn rust_name(schema: &str) -> String {
    let name = type_name(schema);
    let replacement = REPLACED_TYPES.iter().find(|(generated, _)| *generated == name);
    replacement.and_then(|(_, path)| path.rsplit("::").next()).map_or(name, str::to_owned)
}

/// Returns the normal form of a schema.
fn normal(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut result = Map::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("$ref", Value::String(target)) => {
                let name = target.rsplit('/').next().unwrap_or_default();
                result.insert(key.clone(), rust_name(name).into());
            }
            ("allOf" | "anyOf", Value::Array(parts)) => match parts.as_slice() {
                [part] => result.extend(as_object(normal(part))),
                _ => {
                    result.insert(key.clone(), parts.iter().map(normal).collect());
                }
            },
            ("properties", Value::Object(properties)) => {
                let properties =
                    properties.iter().map(|(name, schema)| (name.clone(), normal(schema))).collect();
                result.insert(key.clone(), properties);
            }
            // The types of the client are open without it.
            ("additionalProperties", Value::Bool(true)) if members.contains_key("properties") => {}
            ("items" | "additionalProperties", schema) => {
                result.insert(key.clone(), normal(schema));
            }
            // The order does not count.
            ("required", Value::Array(names)) => {
                let mut names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
                names.sort_unstable();
                result.insert(key.clone(), names.into());
            }
            _ => {
                result.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(result)
}

fn as_object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

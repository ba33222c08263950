//! The mount operation matches VMware's reference page.
//!
//! The page is "Mount Iso Image" of the vSphere Automation API:
//! <https://developer.broadcom.com/xapis/vsphere-automation-api/latest/vcenter/api/vcenter/iso/image__action=mount/post/>.
//! The required members of the messages and the formats of dates are from the pages of those structures.

use serde_json::Value;
use vcenter_iso_codegen::Document;
use vcenter_iso_codegen::pointer::escape;
use xtask::report::{Finding, Rule};

const SPEC: &str = include_str!("../../../spec/vcenter-iso.yaml");

const SERVER: &str = "https://{api_host}/api";
const PATH: &str = "/vcenter/iso/image?action=mount";
const METHOD: &str = "post";
const BODY: &str = "Iso_Image_Mount_RequestBody";
const RESULT: (&str, &str) = ("200", "identifier of com.vmware.vcenter.vm.hardware.Cdrom");
const ERROR: &str = "Std_Errors_Error";

/// Each privilege with its parameter. System.Read applies to the operation.
const PRIVILEGES: [(&str, Option<&str>); 3] = [
    ("System.Read", None),
    ("VirtualMachine.Config.AddRemoveDevice", Some("vm")),
    ("ContentLibrary.DownloadSession", Some("library_item")),
];

const ERRORS: [(&str, &[&str]); 3] = [
    ("400", &["INVALID_ARGUMENT", "NOT_ALLOWED_IN_CURRENT_STATE"]),
    ("404", &["NOT_FOUND"]),
    ("500", &["RESOURCE_INACCESSIBLE"]),
];

/// Each structure with its members. A member has its type, and `!` if it is required.
const STRUCTURES: [(&str, &[(&str, &str)]); 5] = [
    (
        BODY,
        &[
            ("library_item", "identifier of com.vmware.content.library.Item!"),
            ("vm", "identifier of VirtualMachine!"),
        ],
    ),
    (
        ERROR,
        &[
            ("messages", "list of Std_LocalizableMessage!"),
            ("data", "object"),
            ("error_type", "Std_Errors_Error_Type"),
        ],
    ),
    (
        "Std_LocalizableMessage",
        &[
            ("id", "string!"),
            ("default_message", "string!"),
            ("args", "list of string!"),
            ("params", "map to Std_LocalizationParam"),
            ("localized", "string"),
        ],
    ),
    (
        "Std_LocalizationParam",
        &[
            ("s", "string"),
            ("dt", "string date-time"),
            ("i", "integer int64"),
            ("d", "number double"),
            ("l", "Std_NestedLocalizableMessage"),
            ("format", "Std_LocalizationParam_DateTimeFormat"),
            ("precision", "integer int64"),
        ],
    ),
    ("Std_NestedLocalizableMessage", &[("id", "string!"), ("params", "map to Std_LocalizationParam")]),
];

const VALUES: [(&str, &[&str]); 2] = [
    (
        "Std_Errors_Error_Type",
        &[
            "ERROR",
            "ALREADY_EXISTS",
            "ALREADY_IN_DESIRED_STATE",
            "CANCELED",
            "CONCURRENT_CHANGE",
            "FEATURE_IN_USE",
            "INTERNAL_SERVER_ERROR",
            "INVALID_ARGUMENT",
            "INVALID_ELEMENT_CONFIGURATION",
            "INVALID_ELEMENT_TYPE",
            "INVALID_REQUEST",
            "NOT_ALLOWED_IN_CURRENT_STATE",
            "NOT_FOUND",
            "OPERATION_NOT_FOUND",
            "RESOURCE_BUSY",
            "RESOURCE_IN_USE",
            "RESOURCE_INACCESSIBLE",
            "SERVICE_UNAVAILABLE",
            "TIMED_OUT",
            "UNABLE_TO_ALLOCATE_RESOURCE",
            "UNAUTHENTICATED",
            "UNAUTHORIZED",
            "UNEXPECTED_INPUT",
            "UNSUPPORTED",
            "UNVERIFIED_PEER",
        ],
    ),
    (
        "Std_LocalizationParam_DateTimeFormat",
        &[
            "SHORT_DATE",
            "MED_DATE",
            "LONG_DATE",
            "FULL_DATE",
            "SHORT_TIME",
            "MED_TIME",
            "LONG_TIME",
            "FULL_TIME",
            "SHORT_DATE_TIME",
            "MED_DATE_TIME",
            "LONG_DATE_TIME",
            "FULL_DATE_TIME",
        ],
    ),
];

#[test]
fn the_mount_operation_matches_the_reference_page() {
    let found: Vec<_> = differences(SPEC).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "the spec differs from the reference page:\n{}", found.join("\n"));
}

/// Returns the differences between the document and the page.
pub(crate) fn differences(text: &str) -> Vec<Finding> {
    let document = Document::parse("spec/vcenter-iso.yaml", text).expect("the document is YAML");
    let mut page = Page { document: &document, findings: Vec::new() };
    page.same("/servers/0/url", &text_at(&document, "/servers/0/url"), SERVER);
    let operation = format!("/paths/{}/{METHOD}", escape(PATH));
    if page.exists(&operation) {
        page.request(&operation);
        page.responses(&operation);
        page.privileges(&operation);
    }
    for (name, members) in STRUCTURES {
        page.structure(name, members);
    }
    for (name, values) in VALUES {
        let at = format!("/components/schemas/{name}/enum");
        page.same(&at, &texts(document.value().pointer(&at)).join(", "), &values.join(", "));
    }
    page.findings
}

struct Page<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

impl Page<'_> {
    fn differs(&mut self, pointer: &str, message: String) {
        self.findings
            .push(Finding::from_error(Rule::ReferencePage, &self.document.error_at(pointer, message)));
    }

    fn same(&mut self, pointer: &str, found: &str, wanted: &str) {
        if found != wanted {
            self.differs(pointer, format!("the reference page has `{wanted}`, not `{found}`"));
        }
    }

    fn exists(&mut self, pointer: &str) -> bool {
        let exists = self.document.value().pointer(pointer).is_some();
        if !exists {
            self.differs(pointer, format!("the reference page has `{pointer}`"));
        }
        exists
    }

    fn request(&mut self, operation: &str) {
        let body = format!("{operation}/requestBody");
        let required = self.document.value().pointer(&format!("{body}/required"));
        self.same(&body, &format!("required: {}", required.unwrap_or(&Value::Null)), "required: true");
        let found = self.body(&body);
        self.same(&body, &found, BODY);
        // The page has no parameter in the path or the query.
        let none = self.document.value().pointer(&format!("{operation}/parameters")).is_none();
        self.same(operation, if none { "no parameters" } else { "parameters" }, "no parameters");
    }

    fn responses(&mut self, operation: &str) {
        let at = format!("{operation}/responses");
        let mut wanted: Vec<_> = ERRORS.iter().map(|(status, _)| *status).collect();
        wanted.extend([RESULT.0, "default"]);
        wanted.sort_unstable();
        self.keys(&at, &wanted);
        let result = format!("{at}/{}", RESULT.0);
        if self.document.value().pointer(&result).is_some() {
            let found = self.body(&result);
            self.same(&result, &found, RESULT.1);
        }
        for (status, types) in ERRORS.into_iter().chain([("default", [].as_slice())]) {
            let response = self.resolved(format!("{at}/{status}"));
            if self.document.value().pointer(&response).is_none() {
                continue;
            }
            let found = self.body(&response);
            self.same(&response, &found, ERROR);
            let at = format!("{response}/x-error-types");
            self.same(&at, &texts(self.document.value().pointer(&at)).join(", "), &types.join(", "));
        }
    }

    fn privileges(&mut self, operation: &str) {
        let at = format!("{operation}/x-privileges");
        self.same(&at, &privileges(self.document.value().pointer(&at)), &show_all(&PRIVILEGES));
    }

    fn structure(&mut self, name: &str, members: &[(&str, &str)]) {
        let at = format!("/components/schemas/{name}");
        if !self.exists(&at) {
            return;
        }
        let properties = format!("{at}/properties");
        let mut wanted: Vec<_> = members.iter().map(|(member, _)| *member).collect();
        wanted.sort_unstable();
        self.keys(&properties, &wanted);
        let required = format!("{at}/required");
        let names = texts(self.document.value().pointer(&required));
        for (member, wanted) in members {
            let property = format!("{properties}/{member}");
            let Some(schema) = self.document.value().pointer(&property) else { continue };
            let found = self.kind(schema);
            self.same(&property, &found, wanted.trim_end_matches('!'));
            let is_required = names.contains(member);
            if is_required != wanted.ends_with('!') {
                let wanted = if is_required { "optional" } else { "required" };
                self.differs(&required, format!("on the reference page `{member}` is {wanted}"));
            }
        }
    }

    fn keys(&mut self, pointer: &str, wanted: &[&str]) {
        let members = self.document.value().pointer(pointer).and_then(Value::as_object);
        let mut found: Vec<_> = members.into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        found.sort_unstable();
        for key in wanted.iter().filter(|key| !found.contains(key)) {
            self.differs(pointer, format!("the reference page has `{key}` here"));
        }
        for key in found.iter().filter(|key| !wanted.contains(key)) {
            self.differs(
                &format!("{pointer}/{}", escape(key)),
                format!("the reference page has no `{key}` here"),
            );
        }
    }

    /// Returns the pointer to the component that a node refers to, or the pointer to the node itself.
    fn resolved(&self, pointer: String) -> String {
        let node = self.document.value().pointer(&pointer);
        let target = node.and_then(|node| node.get("$ref")).and_then(Value::as_str);
        target.and_then(|target| target.strip_prefix('#')).map(str::to_owned).unwrap_or(pointer)
    }

    /// Returns the type of the JSON body of a request or a response.
    fn body(&self, pointer: &str) -> String {
        let schema = self.document.value().pointer(&format!("{pointer}/content/application~1json/schema"));
        schema.map_or_else(|| "no body".to_owned(), |schema| self.kind(schema))
    }

    /// Returns the type of a value, in the notation of the tables above.
    fn kind(&self, schema: &Value) -> String {
        let text = |key| schema.get(key).and_then(Value::as_str).unwrap_or_default();
        if let Some(pointer) = text("$ref").strip_prefix('#') {
            let target = self.document.value().pointer(pointer).unwrap_or(&Value::Null);
            return match target.get("x-resource-type").and_then(Value::as_str) {
                Some(resource) if target.get("type") == Some(&"string".into()) => {
                    format!("identifier of {resource}")
                }
                _ => pointer.rsplit('/').next().unwrap_or_default().to_owned(),
            };
        }
        if let Some([part]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            return self.kind(part);
        }
        match (text("type"), text("format")) {
            ("array", _) => format!("list of {}", self.kind(&schema["items"])),
            ("object", _) if schema["additionalProperties"].is_object() => {
                format!("map to {}", self.kind(&schema["additionalProperties"]))
            }
            (kind, "") => kind.to_owned(),
            (kind, format) => format!("{kind} {format}"),
        }
    }
}

/// Returns the list `x-privileges` in the notation of [`show_all`].
fn privileges(list: Option<&Value>) -> String {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    let found: Vec<_> = list
        .map(|privilege| {
            let text = |key| privilege.get(key).and_then(Value::as_str);
            (text("privilege").unwrap_or_default(), text("parameter"))
        })
        .collect();
    show_all(&found)
}

/// Returns each privilege with its parameter, as text.
fn show_all(privileges: &[(&str, Option<&str>)]) -> String {
    let show = |(privilege, parameter): &(&str, Option<&str>)| match parameter {
        Some(parameter) => format!("{privilege} on {parameter}"),
        None => (*privilege).to_owned(),
    };
    privileges.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn text_at(document: &Document, pointer: &str) -> String {
    document.value().pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

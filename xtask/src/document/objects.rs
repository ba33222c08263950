//! The objects of OpenAPI 3.0.3 that the spec uses, with the keys that it uses. Any other key is a finding.
//!
//! <https://spec.openapis.org/oas/v3.0.3> has the complete grammar. Add a key here only if the client, the
//! simulator and the documentation of the project support it. `anyOf`, `oneOf`, `discriminator`, `callbacks`
//! and the `servers` of a path are left out, because the client would ignore them or fail to decode.
//! `pattern` is left out, because it makes every user compile a regular expression engine.

use Need::{May, Must};
use Shape::{Any, Choice, Components, Count, Flag, FlagOr, List, Map, Object, Referable, Text};

/// The kinds of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenApi,
    Info,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    /// The bodies of a request or a response, by media type.
    Content,
    MediaType,
    Responses,
    Response,
    Example,
    Tag,
    Schema,
    SecurityScheme,
    /// An entry of this project's extension `x-privileges`.
    Privilege,
}

/// The form of a value.
pub(crate) enum Shape {
    Any,
    Text,
    Flag,
    /// A non-negative integer.
    Count,
    /// One of these strings.
    Choice(&'static [&'static str]),
    Object(Kind),
    /// An object, or a `$ref` to one.
    Referable(Kind),
    /// A boolean or the other shape.
    FlagOr(&'static Shape),
    List(&'static Shape),
    /// A mapping with any keys.
    Map(&'static Shape),
    /// A mapping whose keys are names of components.
    Components(&'static Shape),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// The variable keys of an object.
pub(crate) enum Keys {
    None,
    /// A path with its leading slash.
    Path(Shape),
    /// `200`, `4XX` or `default`.
    Status(Shape),
}

/// The keys of an object, and the shapes of their values.
pub(crate) struct Layout {
    /// The name in OpenAPI.
    pub(crate) name: &'static str,
    pub(crate) fields: Fields,
    pub(crate) other: Keys,
}

type Fields = &'static [(&'static str, Need, Shape)];

impl Kind {
    /// Returns the key of this kind in the Components Object; `None` if it has no components of this kind.
    pub(crate) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::SecurityScheme => "securitySchemes",
            _ => return None,
        })
    }

    pub(crate) fn layout(self) -> Layout {
        let object = |name, fields| Layout { name, fields, other: Keys::None };
        match self {
            Self::OpenApi => object("document", OPENAPI),
            Self::Info => object("Info Object", INFO),
            Self::License => object("License Object", LICENSE),
            Self::Server => object("Server Object", SERVER),
            Self::ServerVariable => object("Server Variable Object", SERVER_VARIABLE),
            Self::Components => object("Components Object", COMPONENTS),
            Self::Paths => {
                Layout { name: "Paths Object", fields: &[], other: Keys::Path(Object(Self::PathItem)) }
            }
            Self::PathItem => object("Path Item Object", PATH_ITEM),
            Self::Operation => object("Operation Object", OPERATION),
            Self::Parameter => object("Parameter Object", PARAMETER),
            Self::RequestBody => object("Request Body Object", REQUEST_BODY),
            Self::Content => object("content of a body", CONTENT),
            Self::MediaType => object("Media Type Object", MEDIA_TYPE),
            Self::Responses => Layout {
                name: "Responses Object",
                fields: &[],
                other: Keys::Status(Referable(Self::Response)),
            },
            Self::Response => object("Response Object", RESPONSE),
            Self::Example => object("Example Object", EXAMPLE),
            Self::Tag => object("Tag Object", TAG),
            Self::Schema => object("Schema Object", SCHEMA),
            Self::SecurityScheme => object("Security Scheme Object", SECURITY_SCHEME),
            Self::Privilege => object("entry of `x-privileges`", PRIVILEGE),
        }
    }
}

const SECURITY: Shape = List(&Map(&List(&Text)));
const EXAMPLES: Shape = Map(&Referable(Kind::Example));
const PARAMETERS: Shape = List(&Referable(Kind::Parameter));

const OPENAPI: Fields = &[
    ("openapi", Must, Choice(&["3.0.3"])),
    ("info", Must, Object(Kind::Info)),
    ("servers", May, List(&Object(Kind::Server))),
    ("paths", Must, Object(Kind::Paths)),
    ("components", May, Object(Kind::Components)),
    ("security", May, SECURITY),
    ("tags", May, List(&Object(Kind::Tag))),
];
const INFO: Fields = &[
    ("title", Must, Text),
    ("description", May, Text),
    ("license", May, Object(Kind::License)),
    ("version", Must, Text),
];
const LICENSE: Fields = &[("name", Must, Text), ("url", May, Text)];
const SERVER: Fields = &[
    ("url", Must, Text),
    ("description", May, Text),
    ("variables", May, Map(&Object(Kind::ServerVariable))),
];
const SERVER_VARIABLE: Fields = &[("default", Must, Text), ("description", May, Text)];
const COMPONENTS: Fields = &[
    ("schemas", May, Components(&Referable(Kind::Schema))),
    ("responses", May, Components(&Object(Kind::Response))),
    ("parameters", May, Components(&Referable(Kind::Parameter))),
    ("examples", May, Components(&Referable(Kind::Example))),
    ("securitySchemes", May, Components(&Object(Kind::SecurityScheme))),
];
const PATH_ITEM: Fields = &[
    ("get", May, Object(Kind::Operation)),
    ("post", May, Object(Kind::Operation)),
    ("delete", May, Object(Kind::Operation)),
    ("parameters", May, PARAMETERS),
];
const OPERATION: Fields = &[
    ("tags", May, List(&Text)),
    ("summary", May, Text),
    ("description", May, Text),
    ("operationId", May, Text),
    ("parameters", May, PARAMETERS),
    ("requestBody", May, Object(Kind::RequestBody)),
    ("responses", Must, Object(Kind::Responses)),
    ("security", May, SECURITY),
    ("x-effect", May, Choice(&["none", "inventory", "login", "logout"])),
    ("x-label", May, Text),
    ("x-privileges", May, List(&Object(Kind::Privilege))),
];
const PRIVILEGE: Fields = &[
    ("privilege", Must, Text),
    ("resource-type", May, Text),
    ("parameter", May, Text),
    ("documented", May, Flag),
];
const PARAMETER: Fields = &[
    ("name", Must, Text),
    ("in", Must, Choice(&["path", "query"])),
    ("description", May, Text),
    ("required", May, Flag),
    ("style", May, Choice(&["form"])),
    ("explode", May, Flag),
    ("schema", Must, Referable(Kind::Schema)),
    ("example", May, Any),
];
const REQUEST_BODY: Fields =
    &[("description", May, Text), ("content", Must, Object(Kind::Content)), ("required", May, Flag)];
const CONTENT: Fields = &[("application/json", Must, Object(Kind::MediaType))];
const MEDIA_TYPE: Fields =
    &[("schema", Must, Referable(Kind::Schema)), ("example", May, Any), ("examples", May, EXAMPLES)];
// OpenAPI requires `description`. It is optional here, so that only the rule `missing-description` reports
// it.
const RESPONSE: Fields = &[
    ("description", May, Text),
    ("content", May, Object(Kind::Content)),
    ("x-error-types", May, List(&Text)),
];
const EXAMPLE: Fields = &[("summary", May, Text), ("value", Must, Any)];
const TAG: Fields = &[("name", Must, Text), ("description", May, Text)];
const SCHEMA: Fields = &[
    ("minLength", May, Count),
    ("required", May, List(&Text)),
    ("enum", May, List(&Text)),
    ("type", May, Choice(&["array", "boolean", "integer", "number", "object", "string"])),
    ("allOf", May, List(&Referable(Kind::Schema))),
    ("items", May, Referable(Kind::Schema)),
    ("properties", May, Map(&Referable(Kind::Schema))),
    ("additionalProperties", May, FlagOr(&Referable(Kind::Schema))),
    ("description", May, Text),
    ("format", May, Text),
    ("nullable", May, Flag),
    ("x-resource-type", May, Text),
];
const SECURITY_SCHEME: Fields = &[
    ("type", Must, Choice(&["apiKey", "http"])),
    ("description", May, Text),
    ("name", May, Text),
    ("in", May, Choice(&["header"])),
    ("scheme", May, Text),
];

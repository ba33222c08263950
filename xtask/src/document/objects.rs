//! The objects of OpenAPI 3.0.3, with the keys that each may have.
//!
//! <https://spec.openapis.org/oas/v3.0.3> has them in this order.

use Need::{May, Must};
use Shape::{Any, Choice, Components, Count, Flag, FlagOr, List, Map, Number, Object, Referable, Text};

/// The kinds of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    /// An entry of this project's own extension `x-privileges`.
    Privilege,
}

/// What a value has to be.
pub(crate) enum Shape {
    Any,
    Text,
    Flag,
    Number,
    /// A whole number, not negative.
    Count,
    /// One of these texts.
    Choice(&'static [&'static str]),
    Object(Kind),
    /// An object, or a `$ref` to one.
    Referable(Kind),
    /// `true`, `false` or the other shape.
    FlagOr(&'static Shape),
    List(&'static Shape),
    /// Any keys.
    Map(&'static Shape),
    /// Keys that are names of components.
    Components(&'static Shape),
}

/// Whether a key may be left out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// The keys that are not fixed.
pub(crate) enum Keys {
    None,
    /// A path, with its slash.
    Path(Shape),
    /// `200`, `4XX` or `default`.
    Status(Shape),
    /// Any text.
    Free(Shape),
}

/// What an object may hold.
pub(crate) struct Layout {
    /// What OpenAPI calls the object.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [(&'static str, Need, Shape)],
    pub(crate) other: Keys,
    /// Whether OpenAPI lets it have keys that begin with `x-`. Those that this project reads are fields.
    pub(crate) extensible: bool,
}

const SCHEMA: Shape = Referable(Kind::Schema);
const SECURITY: Shape = List(&Map(&List(&Text)));
const EXAMPLES: Shape = Map(&Referable(Kind::Example));
const CONTENT: Shape = Map(&Object(Kind::MediaType));
const HEADERS: Shape = Map(&Referable(Kind::Header));

impl Kind {
    /// Where the components of this kind stand.
    pub(crate) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            _ => return None,
        })
    }

    pub(crate) fn layout(self) -> Layout {
        let object = |name, fields| Layout { name, fields, other: Keys::None, extensible: true };
        let closed = |name, fields| Layout { name, fields, other: Keys::None, extensible: false };
        match self {
            Self::OpenApi => object("document", OPENAPI),
            Self::Info => object("Info Object", INFO),
            Self::Contact => object("Contact Object", CONTACT),
            Self::License => object("License Object", LICENSE),
            Self::Server => object("Server Object", SERVER),
            Self::ServerVariable => object("Server Variable Object", SERVER_VARIABLE),
            Self::Components => object("Components Object", COMPONENTS),
            Self::Paths => Layout {
                name: "Paths Object",
                fields: &[],
                other: Keys::Path(Object(Self::PathItem)),
                extensible: true,
            },
            Self::PathItem => object("Path Item Object", PATH_ITEM),
            Self::Operation => object("Operation Object", OPERATION),
            Self::ExternalDocumentation => object("External Documentation Object", EXTERNAL_DOCUMENTATION),
            Self::Parameter => object("Parameter Object", PARAMETER),
            Self::RequestBody => object("Request Body Object", REQUEST_BODY),
            Self::MediaType => object("Media Type Object", MEDIA_TYPE),
            Self::Encoding => object("Encoding Object", ENCODING),
            Self::Responses => Layout {
                name: "Responses Object",
                fields: &[],
                other: Keys::Status(Referable(Self::Response)),
                extensible: true,
            },
            Self::Response => object("Response Object", RESPONSE),
            Self::Callback => Layout {
                name: "Callback Object",
                fields: &[],
                other: Keys::Free(Object(Self::PathItem)),
                extensible: true,
            },
            Self::Example => object("Example Object", EXAMPLE),
            Self::Link => object("Link Object", LINK),
            Self::Header => object("Header Object", HEADER),
            Self::Tag => object("Tag Object", TAG),
            Self::Schema => object("Schema Object", SCHEMA_FIELDS),
            Self::Discriminator => closed("Discriminator Object", DISCRIMINATOR),
            Self::Xml => object("XML Object", XML),
            Self::SecurityScheme => object("Security Scheme Object", SECURITY_SCHEME),
            Self::OAuthFlows => object("OAuth Flows Object", OAUTH_FLOWS),
            Self::OAuthFlow => object("OAuth Flow Object", OAUTH_FLOW),
            Self::Privilege => closed("entry of `x-privileges`", PRIVILEGE),
        }
    }
}

type Fields = &'static [(&'static str, Need, Shape)];

const OPENAPI: Fields = &[
    ("openapi", Must, Text),
    ("info", Must, Object(Kind::Info)),
    ("servers", May, List(&Object(Kind::Server))),
    ("paths", Must, Object(Kind::Paths)),
    ("components", May, Object(Kind::Components)),
    ("security", May, SECURITY),
    ("tags", May, List(&Object(Kind::Tag))),
    ("externalDocs", May, Object(Kind::ExternalDocumentation)),
];
const INFO: Fields = &[
    ("title", Must, Text),
    ("description", May, Text),
    ("termsOfService", May, Text),
    ("contact", May, Object(Kind::Contact)),
    ("license", May, Object(Kind::License)),
    ("version", Must, Text),
];
const CONTACT: Fields = &[("name", May, Text), ("url", May, Text), ("email", May, Text)];
const LICENSE: Fields = &[("name", Must, Text), ("url", May, Text)];
const SERVER: Fields = &[
    ("url", Must, Text),
    ("description", May, Text),
    ("variables", May, Map(&Object(Kind::ServerVariable))),
];
const SERVER_VARIABLE: Fields =
    &[("enum", May, List(&Text)), ("default", Must, Text), ("description", May, Text)];
const COMPONENTS: Fields = &[
    ("schemas", May, Components(&SCHEMA)),
    ("responses", May, Components(&Referable(Kind::Response))),
    ("parameters", May, Components(&Referable(Kind::Parameter))),
    ("examples", May, Components(&Referable(Kind::Example))),
    ("requestBodies", May, Components(&Referable(Kind::RequestBody))),
    ("headers", May, Components(&Referable(Kind::Header))),
    ("securitySchemes", May, Components(&Referable(Kind::SecurityScheme))),
    ("links", May, Components(&Referable(Kind::Link))),
    ("callbacks", May, Components(&Referable(Kind::Callback))),
];
const PATH_ITEM: Fields = &[
    ("$ref", May, Text),
    ("summary", May, Text),
    ("description", May, Text),
    ("get", May, Object(Kind::Operation)),
    ("put", May, Object(Kind::Operation)),
    ("post", May, Object(Kind::Operation)),
    ("delete", May, Object(Kind::Operation)),
    ("options", May, Object(Kind::Operation)),
    ("head", May, Object(Kind::Operation)),
    ("patch", May, Object(Kind::Operation)),
    ("trace", May, Object(Kind::Operation)),
    ("servers", May, List(&Object(Kind::Server))),
    ("parameters", May, List(&Referable(Kind::Parameter))),
];
const OPERATION: Fields = &[
    ("tags", May, List(&Text)),
    ("summary", May, Text),
    ("description", May, Text),
    ("externalDocs", May, Object(Kind::ExternalDocumentation)),
    ("operationId", May, Text),
    ("parameters", May, List(&Referable(Kind::Parameter))),
    ("requestBody", May, Referable(Kind::RequestBody)),
    ("responses", Must, Object(Kind::Responses)),
    ("callbacks", May, Map(&Referable(Kind::Callback))),
    ("deprecated", May, Flag),
    ("security", May, SECURITY),
    ("servers", May, List(&Object(Kind::Server))),
    ("x-privileges", May, List(&Object(Kind::Privilege))),
];
const PRIVILEGE: Fields =
    &[("privilege", Must, Text), ("resource-type", May, Text), ("parameter", May, Text)];
const EXTERNAL_DOCUMENTATION: Fields = &[("description", May, Text), ("url", Must, Text)];
const STYLES: Shape =
    Choice(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]);
const PARAMETER: Fields = &[
    ("name", Must, Text),
    ("in", Must, Choice(&["query", "header", "path", "cookie"])),
    ("description", May, Text),
    ("required", May, Flag),
    ("deprecated", May, Flag),
    ("allowEmptyValue", May, Flag),
    ("style", May, STYLES),
    ("explode", May, Flag),
    ("allowReserved", May, Flag),
    ("schema", May, SCHEMA),
    ("example", May, Any),
    ("examples", May, EXAMPLES),
    ("content", May, CONTENT),
];
const REQUEST_BODY: Fields =
    &[("description", May, Text), ("content", Must, CONTENT), ("required", May, Flag)];
const MEDIA_TYPE: Fields = &[
    ("schema", May, SCHEMA),
    ("example", May, Any),
    ("examples", May, EXAMPLES),
    ("encoding", May, Map(&Object(Kind::Encoding))),
];
const ENCODING: Fields = &[
    ("contentType", May, Text),
    ("headers", May, HEADERS),
    ("style", May, STYLES),
    ("explode", May, Flag),
    ("allowReserved", May, Flag),
];
// OpenAPI asks for `description` as well: a rule of its own does, so that it is asked for once.
const RESPONSE: Fields = &[
    ("description", May, Text),
    ("headers", May, HEADERS),
    ("content", May, CONTENT),
    ("links", May, Map(&Referable(Kind::Link))),
    ("x-error-types", May, List(&Text)),
];
const EXAMPLE: Fields =
    &[("summary", May, Text), ("description", May, Text), ("value", May, Any), ("externalValue", May, Text)];
const LINK: Fields = &[
    ("operationRef", May, Text),
    ("operationId", May, Text),
    ("parameters", May, Map(&Any)),
    ("requestBody", May, Any),
    ("description", May, Text),
    ("server", May, Object(Kind::Server)),
];
const HEADER: Fields = &[
    ("description", May, Text),
    ("required", May, Flag),
    ("deprecated", May, Flag),
    ("allowEmptyValue", May, Flag),
    ("style", May, STYLES),
    ("explode", May, Flag),
    ("allowReserved", May, Flag),
    ("schema", May, SCHEMA),
    ("example", May, Any),
    ("examples", May, EXAMPLES),
    ("content", May, CONTENT),
];
const TAG: Fields = &[
    ("name", Must, Text),
    ("description", May, Text),
    ("externalDocs", May, Object(Kind::ExternalDocumentation)),
];
const SCHEMA_FIELDS: Fields = &[
    ("title", May, Text),
    ("multipleOf", May, Number),
    ("maximum", May, Number),
    ("exclusiveMaximum", May, Flag),
    ("minimum", May, Number),
    ("exclusiveMinimum", May, Flag),
    ("maxLength", May, Count),
    ("minLength", May, Count),
    ("pattern", May, Text),
    ("maxItems", May, Count),
    ("minItems", May, Count),
    ("uniqueItems", May, Flag),
    ("maxProperties", May, Count),
    ("minProperties", May, Count),
    ("required", May, List(&Text)),
    ("enum", May, List(&Any)),
    ("type", May, Choice(&["array", "boolean", "integer", "number", "object", "string"])),
    ("allOf", May, List(&SCHEMA)),
    ("oneOf", May, List(&SCHEMA)),
    ("anyOf", May, List(&SCHEMA)),
    ("not", May, SCHEMA),
    ("items", May, SCHEMA),
    ("properties", May, Map(&SCHEMA)),
    ("additionalProperties", May, FlagOr(&SCHEMA)),
    ("description", May, Text),
    ("format", May, Text),
    ("default", May, Any),
    ("nullable", May, Flag),
    ("discriminator", May, Object(Kind::Discriminator)),
    ("readOnly", May, Flag),
    ("writeOnly", May, Flag),
    ("xml", May, Object(Kind::Xml)),
    ("externalDocs", May, Object(Kind::ExternalDocumentation)),
    ("example", May, Any),
    ("deprecated", May, Flag),
    ("x-resource-type", May, Text),
];
const DISCRIMINATOR: Fields = &[("propertyName", Must, Text), ("mapping", May, Map(&Text))];
const XML: Fields = &[
    ("name", May, Text),
    ("namespace", May, Text),
    ("prefix", May, Text),
    ("attribute", May, Flag),
    ("wrapped", May, Flag),
];
const SECURITY_SCHEME: Fields = &[
    ("type", Must, Choice(&["apiKey", "http", "oauth2", "openIdConnect"])),
    ("description", May, Text),
    ("name", May, Text),
    ("in", May, Choice(&["query", "header", "cookie"])),
    ("scheme", May, Text),
    ("bearerFormat", May, Text),
    ("flows", May, Object(Kind::OAuthFlows)),
    ("openIdConnectUrl", May, Text),
];
const OAUTH_FLOWS: Fields = &[
    ("implicit", May, Object(Kind::OAuthFlow)),
    ("password", May, Object(Kind::OAuthFlow)),
    ("clientCredentials", May, Object(Kind::OAuthFlow)),
    ("authorizationCode", May, Object(Kind::OAuthFlow)),
];
const OAUTH_FLOW: Fields = &[
    ("authorizationUrl", May, Text),
    ("tokenUrl", May, Text),
    ("refreshUrl", May, Text),
    ("scopes", Must, Map(&Text)),
];

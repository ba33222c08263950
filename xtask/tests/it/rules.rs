//! Each rule has a document that breaks it.

use xtask::check;
use xtask::report::{CheckedBy, Finding, Rule};

use crate::edit::{line, replace};

const SMALL: &str = include_str!("small.yaml");

/// An edit of the small document that breaks one rule.
struct Break {
    rule: Rule,
    from: &'static str,
    to: &'static str,
    /// What stands, once, in the line that the finding names, after the edit.
    at: &'static str,
    /// Rules that the edit cannot but break as well.
    also: &'static [Rule],
}

const fn broken(rule: Rule, from: &'static str, to: &'static str, at: &'static str) -> Break {
    Break { rule, from, to, at, also: &[] }
}

impl Break {
    const fn and(self, also: &'static [Rule]) -> Self {
        Self { also, ..self }
    }
}

#[rustfmt::skip]
const BREAKS: &[Break] = &[
    // It is OpenAPI.
    broken(Rule::Yaml, "title: Small", "title: 'Small", "title:"),
    broken(Rule::Yaml, "title: Small", "title: !text Small", "title:"),
    broken(Rule::Yaml, "title: Small", "title: *name", "title:"),
    broken(Rule::Yaml, "title: Small", "title: &name Small", "title:"),
    broken(Rule::Yaml, "        '204':", "        204:", "204:"),
    broken(Rule::DuplicateKey, "  title: Small\n", "  title: Small\n  title: Large\n", "title: Large"),
    broken(Rule::OpenapiVersion, "openapi: 3.0.3", "openapi: 3.1.0", "openapi:"),
    broken(Rule::UnknownKey, "      required: [host]", "      requierd: [host]", "requierd"),
    broken(Rule::UnknownKey, "          description: The host.", "          description: The host.\n          const: host", "const"),
    broken(Rule::MissingKey, "  title: Small\n", "", "info:"),
    broken(Rule::MissingKey, "      name: x-session\n", "", "    session:"),
    broken(Rule::MissingKey, "          description: Only from these hosts.\n          schema:\n            type: array\n            items:\n              type: string\n", "          description: Only from these hosts.\n", "        - name: hosts"),
    broken(Rule::WrongValue, "version: 1.0.0", "version: 1.0", "version:"),
    broken(Rule::WrongValue, "      required: [host]", "      required: host", "required: host"),
    broken(Rule::WrongValue, "in: query", "in: querry", "querry"),
    broken(Rule::WrongValue, "      minLength: 1", "      minLength: -1", "minLength").and(&[Rule::EmptyIdentifier]),
    broken(Rule::KeyForm, "        '404':", "        '4O4':", "4O4").and(&[Rule::ErrorStatus]),
    broken(Rule::KeyForm, "  /things/{thing}?", "  things/{thing}?", "{thing}?"),
    broken(Rule::KeyForm, "    VmId:\n", "    Vm Id:\n      type: string\n    VmId:\n", "Vm Id:").and(&[Rule::UnusedComponent, Rule::MissingDescription, Rule::EmptyIdentifier, Rule::NameClash]),
    broken(Rule::BrokenReference, "schemas/Target'", "schemas/Tarqet'", "Tarqet"),
    broken(Rule::BrokenReference, "'#/components/schemas/Target'", "'#/components/responses/Target'", "responses/Target"),
    broken(Rule::BrokenReference, "'#/components/schemas/Target'", "'other.yaml#/Target'", "other.yaml"),
    broken(Rule::ReferenceSibling, "schemas/Target'\n", "schemas/Target'\n              nullable: true\n", "              nullable"),
    broken(Rule::UnusedComponent, "    Target:\n", "    Other:\n      type: string\n      description: Unused.\n    Target:\n", "Other:"),
    broken(Rule::UnusedComponent, "  schemas:\n", "    other:\n      type: http\n      scheme: basic\n      description: Unused.\n  schemas:\n", "other:"),
    broken(Rule::PathParameter, "          required: true\n          description: The thing.\n", "          description: The thing.\n", "        - name: thing\n          in: path\n          description: The thing.\n"),
    broken(Rule::PathParameter, "/things/{thing}?", "/things/{object}?", "    post:"),
    broken(Rule::DuplicateParameter, "        - name: hosts\n", "        - name: hosts\n          in: query\n          description: Again.\n          schema: { type: string }\n        - name: hosts\n", "        - name: hosts\n          in: query\n          description: Only"),
    broken(Rule::DuplicateItem, "enum: [NOT_FOUND, ERROR]", "enum: [NOT_FOUND, ERROR, ERROR]", "enum:"),
    broken(Rule::DuplicateItem, "required: [host]", "required: [host, host]", "required: [host"),
    broken(Rule::UnknownTag, "  - name: Vcenter.Thing\n", "  - name: Vcenter.Things\n", "tags: [Vcenter.Thing]\n      operationId: Vcenter.Thing_move"),
    broken(Rule::UnknownTag, "tags:\n  -", "tags:\n  - name: Vcenter.Unused\n    description: Nothing.\n  -", "Vcenter.Unused"),
    broken(Rule::UnknownScheme, "  - session: []", "  - sesion: []", "sesion"),
    broken(Rule::UnknownRequired, "required: [host]", "required: [host, post]", "required: [host").and(&[Rule::BadExample]),
    broken(Rule::ArrayItems, "            type: array\n            items:", "            type: object\n            items:", "            items:"),
    broken(Rule::ArrayItems, "            type: array\n            items:", "            items:", "            items:"),
    broken(Rule::ArrayItems, "            type: array\n            items:\n              type: string\n", "            type: array\n", "          schema:\n            type: array"),
    broken(Rule::ForbiddenBody, "          description: It is there.\n", "          description: It is there.\n          content:\n            application/json:\n              schema: { type: string }\n              example: here\n", "          content:\n            application/json:\n              schema: {"),
    broken(Rule::ForbiddenBody, "        '204':", "        '304':\n          description: As before.\n          content:\n            application/json:\n              schema: { type: string }\n              example: here\n        '204':", "          content:\n            application/json:\n              schema: {").and(&[Rule::ResponseStatus]),
    broken(Rule::ForbiddenBody, "        '204':", "        '103':\n          description: Soon.\n          content:\n            application/json:\n              schema: { type: string }\n              example: here\n        '204':", "          content:\n            application/json:\n              schema: {").and(&[Rule::ResponseStatus]),
    broken(Rule::TwoExamples, "              example: shelf\n", "              example: shelf\n              examples: { one: { value: board } }\n", "examples: { one"),

    // It says what VMware documents.
    broken(Rule::UnknownExtension, "x-resource-type: Thing", "x-resource-type: Thing\n      x-rust-type: Thing", "x-rust-type"),
    broken(Rule::UnknownErrorType, "x-error-types: [NOT_FOUND]", "x-error-types: [NOT_FOUND, NOT_FUNNY]", "x-error-types").and(&[Rule::ErrorDescription]),
    broken(Rule::MissingErrorTypes, "          x-error-types: [NOT_FOUND]\n", "", "'404'"),
    broken(Rule::ErrorStatus, "        '404':", "        '403':", "x-error-types"),
    broken(Rule::ErrorStatus, "          description: It is there.\n", "          description: It is there.\n          x-error-types: [NOT_FOUND]\n", "x-error-types: [NOT_FOUND]\n        default:\n          description: Any status but"),
    broken(Rule::ErrorDescription, "'`NOT_FOUND`: there is no such thing.'", "There is no such thing.", "x-error-types"),
    broken(Rule::ErrorDescription, "'`NOT_FOUND`: there is no such thing.'", "'`NOT_FOUND` or `ERROR`'", "x-error-types"),
    broken(Rule::ErrorExample, "                error_type: NOT_FOUND", "                error_type: ERROR", "error_type: ERROR"),
    broken(Rule::MissingPrivileges, " Needs no privilege.", "", "    get:"),
    broken(Rule::PrivilegeDescription, "Needs the privilege Thing.Move on it.", "Needs a privilege.", "privilege: Thing.Move"),
    broken(Rule::PrivilegeParameter, "          parameter: thing", "          parameter: think", "parameter: think"),
    broken(Rule::PrivilegeParameter, "          parameter: thing", "          parameter: hosts", "parameter: hosts"),
    broken(Rule::PrivilegeParameter, "          resource-type: Thing", "          resource-type: Host", "parameter: thing"),
    broken(Rule::PrivilegeParameter, "          resource-type: Thing\n", "", "privilege: Thing.Move"),
    broken(Rule::ResourceType, "x-resource-type: Thing", "x-resource-type: Host", "x-resource-type").and(&[Rule::PrivilegeParameter]),
    broken(Rule::EnumDescription, "enum: [NOT_FOUND, ERROR]", "enum: [NOT_FOUND]", "enum:"),
    broken(Rule::EnumDescription, "enum: [NOT_FOUND, ERROR]", "enum: [NOT_FOUND, ERROR, CANCELED]", "enum:"),

    // It is complete.
    broken(Rule::OperationId, "      operationId: Vcenter.Thing_move\n", "", "    post:"),
    broken(Rule::OperationId, "Vcenter.Thing_move", "moveThing", "moveThing"),
    broken(Rule::OperationId, "Vcenter.Thing_move", "Vcenter.Other_move", "tags: [Vcenter.Thing]\n      operationId: Vcenter.Other_move"),
    broken(Rule::MissingSummary, "      summary: Look\n", "", "    get:"),
    broken(Rule::MissingDescription, "          description: The host.\n", "", "        host:\n          type"),
    broken(Rule::MissingDescription, "          description: It is there.", "          description: ' '", "'204'"),
    broken(Rule::MissingSecurity, "security:\n  - session: []", "security: []", "    get:").and(&[Rule::UnusedComponent]),
    broken(Rule::MissingSuccess, "        '204':\n          description: It is there.\n", "", "      responses:\n        default:"),
    broken(Rule::MissingBody, "        '204':", "        '200':", "'200':\n          description: It is there."),
    broken(Rule::MissingBody, "        '204':", "        2XX:", "2XX:"),
    broken(Rule::MissingDefault, "        default:\n          description: Any status but this.", "        '500':\n          description: '`ERROR`: any.'\n          x-error-types: [ERROR]", "      responses:\n        '204'"),
    broken(Rule::MissingExample, "              example: shelf\n", "", "application/json:\n              schema:\n                type: string"),
    broken(Rule::BadExample, "                text: no such thing\n", "                text: 7\n", "text: 7"),
    broken(Rule::BadExample, "                text: no such thing\n", "                text: no\n                code: 7\n", "code: 7"),
    broken(Rule::BadExample, "'2026-01-15T08:30:00Z'", "'15 January 2026'", "15 January"),
    broken(Rule::BadExample, "          example: thing-1", "          example: ''", "example: ''"),

    // It is in the generator's reach.
    broken(Rule::NameClash, "    VmId:\n", "    Vm_Id:\n      type: string\n      description: A twin.\n      minLength: 1\n    VmId:\n", "    VmId:").and(&[Rule::UnusedComponent]),
    broken(Rule::NameClash, "        - name: hosts", "        - name: body", "        - name: body"),
    broken(Rule::NameClash, "        - name: hosts\n", "        - name: thing\n", "        - name: thing\n          in: query"),
    broken(Rule::NameClash, "Vcenter.Thing_get", "Vcenter.Thing_mOVE", "Vcenter.Thing_mOVE"),
    broken(Rule::PathReference, "components:\n", "  /other:\n    $ref: '#/paths/~1things'\ncomponents:\n", "~1things"),
    broken(Rule::DoubleSlash, "/things/{thing}?", "/things//{thing}?", "/things//"),
    broken(Rule::PathQuery, "?action=move", "?verb=move", "?verb"),
    broken(Rule::LocalServers, "      summary: Look\n", "      summary: Look\n      servers: [{ url: /, description: Here. }]\n", "servers: ["),
    broken(Rule::Callbacks, "      summary: Look\n", "      summary: Look\n      callbacks: {}\n", "callbacks"),
    broken(Rule::CookieParameter, "in: query", "in: cookie", "        - name: hosts"),
    broken(Rule::ParameterStyle, "in: query", "in: query\n          style: spaceDelimited", "style:"),
    broken(Rule::ParameterStyle, "in: query", "in: query\n          explode: false", "explode:"),
    broken(Rule::ParameterContent, "          schema:\n            type: array\n            items:\n              type: string\n", "          content:\n            application/json:\n              schema: { type: string }\n", "          content:\n            application/json:\n              schema: {"),
    broken(Rule::OptionalBody, "        required: true\n        content:", "        content:", "requestBody:"),
    broken(Rule::SeveralMediaTypes, "              example: shelf\n", "              example: shelf\n            text/plain:\n              schema: { type: string }\n              example: shelf\n", "          content:\n            application/json:\n              schema:\n                type: string").and(&[Rule::JsonBody]),
    broken(Rule::JsonBody, "            application/json:\n              schema:\n                type: string", "            text/plain:\n              schema:\n                type: string", "text/plain"),
    broken(Rule::BodySchema, "              schema:\n                type: string\n              example", "              example", "            application/json:\n              example"),
    broken(Rule::BodyEncoding, "            example:\n              host", "            encoding: {}\n            example:\n              host", "encoding"),
    broken(Rule::ResponseReference, "'204':\n          description: It is there.\n", "'204':\n          $ref: '#/components/responses/There'\n", "responses/There").and(&[Rule::BrokenReference]),
    broken(Rule::ResponseStatus, "        '204':", "        '302':\n          description: Elsewhere.\n        '204':", "'302'"),
    broken(Rule::TwoSuccesses, "        '204':", "        '200':\n          description: Here.\n          content:\n            application/json:\n              schema: { type: string }\n              example: here\n        '204':", "'204'"),
    broken(Rule::TwoErrors, "        default:\n          description: Any status but", "        '500':\n          description: '`ERROR`: no body.'\n          x-error-types: [ERROR]\n        default:\n          description: Any status but", "'500'"),
    broken(Rule::ClosedEnum, "          type: string\n          description: The host.", "          type: string\n          enum: [host-1]\n          description: The host, `host-1`.", "enum: [host-1]"),
    broken(Rule::UnusedType, "title: Small", "title: Small", "  schemas:"),
    broken(Rule::AnyOf, "          type: string\n          description: The host.", "          anyOf: [{ type: string }]\n          description: The host.", "anyOf"),
    broken(Rule::Negation, "          type: string\n          description: The host.", "          not: { type: number }\n          description: The host.", "not: {"),
    broken(Rule::Discriminator, "          type: string\n          description: The host.", "          discriminator: { propertyName: kind }\n          type: string\n          description: The host.", "discriminator"),
    broken(Rule::Pattern, "          type: string\n          description: The host.", "          type: string\n          pattern: '^host'\n          description: The host.", "pattern"),
    broken(Rule::EmptyIdentifier, "      minLength: 1\n", "", "    VmId:"),
    broken(Rule::LoneExclusiveBound, "          minimum: 0\n", "          exclusiveMinimum: true\n", "exclusiveMinimum"),
];

/// What is found in `text`. The small document lacks most types that the SDK writes by hand, so that it can stay
/// small: that finding counts where it is asked for only.
fn findings(text: &str, rule: Rule) -> Vec<Finding> {
    let mut findings = check::text("small.yaml", text);
    findings.retain(|finding| finding.rule != Rule::UnusedType || rule == Rule::UnusedType);
    findings
}

#[test]
fn the_small_document_keeps_every_rule() {
    assert_eq!(findings(SMALL, Rule::Stale), []);
}

#[test]
fn each_break_is_found_at_its_line_and_nothing_else_is() {
    let mut missed = Vec::new();
    for Break { rule, from, to, at, also } in BREAKS {
        let text = replace(SMALL, from, to);
        let line = line(&text, at);
        let findings = findings(&text, *rule);
        let found = findings.iter().any(|finding| finding.rule == *rule && finding.location.line == line);
        let only = findings.iter().all(|finding| finding.rule == *rule || also.contains(&finding.rule));
        if !found || !only {
            let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
            missed.push(format!(
                "{} in line {line} after {from:?} became {to:?}, found\n    {}",
                rule.name(),
                found.join("\n    ")
            ));
        }
    }
    assert!(missed.is_empty(), "expected\n{}", missed.join("\n"));
}

#[test]
fn an_example_that_does_not_fit_names_the_place_of_its_schema_once() {
    for (from, to, at, pointer) in [
        (
            "          type: string\n          description: For people.",
            "          type: integer\n          description: For people.",
            "          type: integer",
            "/components/schemas/Error/properties/text/type",
        ),
        // `nullable` stands between the example and this schema.
        (
            "enum: [NOT_FOUND, ERROR]",
            "enum: [ERROR]",
            "enum:",
            "/components/schemas/Std_Errors_Error_Type/enum",
        ),
        ("        error_type:\n", "        error_kind:\n", "    Error:\n", "/components/schemas/Error"),
        (
            "                type: string\n              example: shelf",
            "                type: integer\n              example: shelf",
            "                type: integer",
            "/paths/~1things~1{thing}?action=move/post/responses/200/content/application~1json/schema/type",
        ),
    ] {
        let text = replace(SMALL, from, to);
        let wanted = format!("schema in line {} (#{pointer})", line(&text, at));
        let mut findings = findings(&text, Rule::BadExample);
        findings.retain(|finding| finding.rule == Rule::BadExample);
        assert!(!findings.is_empty(), "no example is refused after {from:?} became {to:?}");
        for (index, finding) in findings.iter().enumerate() {
            assert!(finding.message.contains(&wanted), "{finding} does not name the {wanted}");
            assert!(!findings[..index].contains(finding), "{finding} is reported twice");
        }
    }
}

#[test]
fn each_rule_that_check_proves_has_a_document_that_breaks_it() {
    let mut known = Vec::new();
    for rule in Rule::ALL {
        let broken = BREAKS.iter().any(|row| row.rule == *rule);
        // What is stale depends on files, which commands.rs has; the generator comes after every other rule, and
        // only the real spec keeps the one about types by hand: edits.rs breaks it.
        if rule.checked_by() == CheckedBy::Check && ![Rule::Stale, Rule::Generator].contains(rule) {
            assert!(broken, "no row of BREAKS breaks `{}`: add one", rule.name());
        }
        assert!(!known.contains(&rule.name()), "two rules are called `{}`", rule.name());
        known.push(rule.name());
    }
}

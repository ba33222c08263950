/// The program that checks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedBy {
    /// `cargo xtask check`.
    Check,
    /// A test of this package: the rule compares the spec with something that only a test has.
    Test,
}

macro_rules! rules {
    ($($checked_by:ident { $($rule:ident $name:literal $description:literal;)* })*) => {
        /// A rule for the spec.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $description] $rule,)*)*
        }

        impl Rule {
            /// Every rule, in the order of `cargo xtask check --list`.
            pub const ALL: &[Self] = &[$($(Self::$rule,)*)*];

            /// Returns the name, as findings print it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($(Self::$rule => $name,)*)* }
            }

            /// Returns the requirement, in one line.
            #[must_use]
            pub fn description(self) -> &'static str {
                match self { $($(Self::$rule => $description,)*)* }
            }

            /// Returns the program that checks the rule.
            #[must_use]
            pub fn checked_by(self) -> CheckedBy {
                match self { $($(Self::$rule => CheckedBy::$checked_by,)*)* }
            }
        }
    };
}

rules! {
    Check {
        // It is OpenAPI.
        Yaml "yaml" "the file is one plain YAML document, without tags, anchors and aliases";
        DuplicateKey "duplicate-key" "no mapping has a key twice";
        OpenapiVersion "openapi-version" "`openapi` is 3.0.x";
        UnknownKey "unknown-key" "an object has only the keys that OpenAPI gives it";
        MissingKey "missing-key" "an object has the keys that OpenAPI asks for";
        WrongValue "wrong-value" "a value is of the kind that OpenAPI asks for";
        KeyForm "key-form" "paths, statuses and names of components have the form that OpenAPI asks for";
        BrokenReference "broken-reference" "every `$ref` names a component of the right kind";
        ReferenceSibling "reference-sibling" "nothing stands beside a `$ref`, where every reader ignores it";
        UnusedComponent "unused-component" "every component is used by an operation";
        PathParameter "path-parameter" "a path and its operations name the same path parameters";
        DuplicateParameter "duplicate-parameter" "no operation has a parameter twice";
        DuplicateItem "duplicate-item" "no list of names has one twice";
        UnknownTag "unknown-tag" "tags are declared at the top, and used";
        UnknownScheme "unknown-scheme" "`security` names a security scheme of the components";
        UnknownRequired "unknown-required" "`required` names properties of the same schema";
        ArrayItems "array-items" "a schema of `type: array` has `items`, and no other schema has";
        ForbiddenBody "forbidden-body" "a response whose status never has a body (1xx, 204, 205, 304) has no `content`";
        TwoExamples "two-examples" "there is `example` or `examples`, not both";

        // It says what VMware documents, and says it in one way.
        UnknownExtension "unknown-extension" "an extension is one that this project reads";
        UnknownErrorType "unknown-error-type" "`x-error-types` names values of `Std_Errors_Error_Type`";
        MissingErrorTypes "missing-error-types" "every error status has `x-error-types`";
        ErrorStatus "error-status" "an error type stands under the status that vCenter sends it with";
        ErrorDescription "error-description" "the description of an error status names its error types, and no other";
        ErrorExample "error-example" "the example of an error status has one of its error types";
        MissingPrivileges "missing-privileges" "an operation has `x-privileges` or says that it needs no privilege";
        PrivilegeDescription "privilege-description" "the description of an operation names its privileges";
        PrivilegeParameter "privilege-parameter" "a privilege on a resource names the parameter that identifies it";
        ResourceType "resource-type" "the description of an identifier names its resource type";
        EnumDescription "enum-description" "the description of a list of values names each value, and no other";

        // It is complete.
        OperationId "operation-id" "an operation has an operationId like `Vcenter.Iso.Image_mount`, and its first part as tag";
        MissingSummary "missing-summary" "an operation has a summary";
        MissingDescription "missing-description" "operations, bodies, parameters, schemas and properties are described";
        MissingSecurity "missing-security" "an operation has security, its own or that of the document";
        MissingSuccess "missing-success" "an operation has a success response";
        MissingBody "missing-body" "a success response other than `204` has `content`";
        MissingDefault "missing-default" "an operation has the response `default`";
        MissingExample "missing-example" "every body has an example";
        BadExample "bad-example" "an example fits its schema";

        // It is in the generator's reach.
        NameClash "name-clash" "no two operations, schemas or parameters get the same Rust name";
        PathReference "path-reference" "a path is written in place, not by `$ref`";
        DoubleSlash "double-slash" "a path has no two slashes in a row: the client sends one";
        PathQuery "path-query" "the query of a path is one `action=` and a verb";
        LocalServers "local-servers" "servers stand at the top only: the client ignores others";
        Callbacks "callbacks" "there are no callbacks: the client ignores them";
        CookieParameter "cookie-parameter" "there are no cookie parameters: the client cannot send them";
        ParameterStyle "parameter-style" "parameters have the style that the client can send: simple, in a query form";
        ParameterContent "parameter-content" "a parameter has a `schema`, not `content`";
        OptionalBody "optional-body" "a request body is required: the client always sends it";
        SeveralMediaTypes "several-media-types" "a body has one media type";
        JsonBody "json-body" "a body is `application/json`";
        BodySchema "body-schema" "a body has a schema";
        BodyEncoding "body-encoding" "a body has no `encoding`";
        ResponseReference "response-reference" "a response is written in place, not by `$ref`";
        ResponseStatus "response-status" "a response is a success or an error: the client knows no other";
        TwoSuccesses "two-successes" "the success responses of an operation have one schema";
        TwoErrors "two-errors" "the error responses of an operation have one schema";
        ClosedEnum "closed-enum" "a list of values is a schema whose type the SDK writes by hand, open to new values";
        UnusedType "unused-type" "every type that the SDK writes by hand has its schema";
        AnyOf "any-of" "there is no `anyOf`: the client could decode nothing";
        Negation "not" "there is no `not`: the client cannot express it";
        Discriminator "discriminator" "there is no `discriminator`: the client ignores it";
        Pattern "pattern" "there is no `pattern`: it costs every user a regular expression engine";
        EmptyIdentifier "empty-identifier" "an identifier is text with a `minLength` of at least 1";
        LoneExclusiveBound "lone-exclusive-bound" "an exclusive bound has its bound";
        Generator "generator" "the generator, and the OpenAPI parser before it, accept the document";

        // Nothing is stale.
        Stale "stale" "what is generated from the spec is up to date";
    }
    Test {
        ReferencePage "reference-page" "the mount operation is what its reference page says (cargo test -p xtask)";
        Operations "operations" "every other operation is called as VMware documents it (cargo test -p xtask)";
        CodeSchema "code-schema" "the generated types have the schemas of the spec (cargo test -p xtask)";
    }
}

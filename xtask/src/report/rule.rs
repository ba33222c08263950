/// The program that checks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedBy {
    /// `cargo xtask check`.
    Check,
    /// A test of this package. The rule compares the spec with data that only a test has.
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
        // OpenAPI.
        FileAccess "file-access" "the spec can be read, and the generated files can be written";
        Yaml "yaml" "the file is one plain YAML document in UTF-8, without tags, anchors, aliases or merge keys";
        DuplicateKey "duplicate-key" "no mapping repeats a key";
        UnknownKey "unknown-key" "an object has only keys that this project supports, including extensions";
        MissingKey "missing-key" "an object has its required keys";
        WrongValue "wrong-value" "a value has the type of its key, or is one of the allowed values";
        KeyForm "key-form" "paths, statuses and names of components have the form that OpenAPI requires";
        BrokenReference "broken-reference" "every `$ref` names a component of the right kind";
        Circle "circle" "no `$ref` leads back to itself, except through a list, a map or an optional member";
        ReferenceSibling "reference-sibling" "a `$ref` has no siblings: tools ignore them";
        UnusedComponent "unused-component" "every component is used by an operation";
        PathParameter "path-parameter" "a path and its operations name the same path parameters";
        DuplicateParameter "duplicate-parameter" "no operation has a parameter twice";
        DuplicateItem "duplicate-item" "no list of names repeats a name";
        UnknownTag "unknown-tag" "every tag is declared at the top level and used";
        UnknownScheme "unknown-scheme" "`security` names a security scheme of the components";
        UnknownRequired "unknown-required" "`required` names properties of the same schema";
        ArrayItems "array-items" "a schema has `items` if and only if it has `type: array`";
        UnknownFormat "unknown-format" "`format` is one that this project supports, and fits the type";
        ForbiddenBody "forbidden-body" "a response whose status never has a body (1xx, 204, 205, 304) has no `content`";
        TwoExamples "two-examples" "a body has `example` or `examples`, not both";

        // The credentials of vCenter, and the server that gets them.
        MissingSecurity "missing-security" "the document has `security` at the top level";
        SecurityScheme "security-scheme" "`basic_auth` is HTTP Basic, `api_key_auth` is the header `vmware-api-session-id`, and there is no other scheme";
        Security "security" "the login (`x-effect: login`) has `basic_auth` alone, and every other operation `api_key_auth` alone";
        Server "server" "the only server is `https://{api_host}/api`, and the variable of its URL is declared";

        // Facts of VMware's documentation, stated both in words and in extensions.
        UnknownErrorType "unknown-error-type" "`x-error-types` names values of `Std_Errors_Error_Type`";
        MissingErrorTypes "missing-error-types" "every error status has `x-error-types`";
        ErrorStatus "error-status" "an error type is listed under the status with which vCenter sends it";
        ErrorDescription "error-description" "the description of an error status names its error types and no others";
        ErrorExample "error-example" "the example of an error status has one of its error types";
        MissingPrivileges "missing-privileges" "an operation has `x-privileges`, or its description states that it needs no privilege";
        PrivilegeDescription "privilege-description" "the description of an operation names its privileges and no others";
        PrivilegeParameter "privilege-parameter" "a privilege on a resource names the parameter that identifies it";
        ResourceType "resource-type" "the description of an identifier names its resource type and no other";
        EnumDescription "enum-description" "the description of an enum names its values and no others";

        Upstream "upstream" "the spec has the facts of VMware's descriptions in spec/upstream/, except for the listed deviations";
        Deviation "deviation" "spec/upstream/deviations.yaml lists deviations with their reasons, and nothing else";

        // Results, in a form that the client reads from every version of vCenter.
        ClosedResult "closed-result" "no schema of a response has `additionalProperties: false`: a newer vCenter may send more members";
        OptionalMember "optional-member" "a member of a response is in `required`, or it is `nullable` and described as left out: the client reads a missing list or map as empty";

        // Completeness.
        OperationId "operation-id" "an operation has an operationId like `Vcenter.Iso.Image_mount`, and the part before `_` as its tag";
        Unfinished "unfinished" "no text, and no name, is `TODO`";
        MissingSummary "missing-summary" "an operation has a summary";
        MissingLabel "missing-label" "an operation has `x-label`, its name in messages";
        Effect "effect" "an operation has the `x-effect` that its method, path and privileges allow; a GET, which only reads, has none";
        MissingDescription "missing-description" "operations, bodies, parameters, schemas and properties have a description";
        MissingSuccess "missing-success" "an operation has a success response";
        MissingBody "missing-body" "a success response other than `204` has `content`";
        MissingDefault "missing-default" "an operation has the response `default`";
        MissingExample "missing-example" "every body has an example";
        BadExample "bad-example" "an example matches its schema, and an integer is in the range of its format";

        // Documents that progenitor accepts but generates wrong code for.
        NameClash "name-clash" "no two operations, schemas or parameters get the same Rust name";
        DoubleSlash "double-slash" "a path has no two slashes in a row: the client sends only one";
        PathQuery "path-query" "the query of a path is `action=` and a verb";
        ParameterStyle "parameter-style" "a list in the query repeats its parameter: the client supports no other form";
        OptionalBody "optional-body" "a request body is required: the client always sends it";
        ResponseStatus "response-status" "a response is a success or an error: the client handles no other status";
        ClosedEnum "closed-enum" "an enum is a schema of the components, and an open type of the SDK replaces it";
        UnusedType "unused-type" "every type of the SDK that replaces a generated type has a schema";
        EmptyIdentifier "empty-identifier" "an identifier of the components is a string with a `minLength` of at least 1";
        Generator "generator" "the OpenAPI parser and the generator accept the document";

        Stale "stale" "the generated files are up to date";
    }
    Test {
        ReferencePage "reference-page" "the mount operation matches its reference page (cargo test -p xtask)";
        CodeSchema "code-schema" "the Rust types match the schemas of the spec (cargo test -p xtask)";
    }
}

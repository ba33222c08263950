//! The same document gives the same client, and an error names its location.

use vcenter_iso_codegen::{Document, generate};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
paths:
  /things?action=move:
    post:
      operationId: Vcenter.Thing_move
      description: Moves a thing.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Target'
      responses:
        '200':
          description: Moved.
          content:
            application/json:
              schema: { type: string }
        '404':
          description: No such thing.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Failure'
        default:
          description: Any other status.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Failure'
components:
  schemas:
    Target:
      type: object
      description: The target.
      properties:
        host: { type: string }
    Failure:
      type: object
      description: An error.
      properties:
        text: { type: string }
";

#[track_caller]
fn client(text: &str) -> String {
    Document::parse("a.yaml", text)
        .and_then(|document| generate(&document))
        .expect("the document can be generated")
}

/// Returns the error after the one occurrence of `from` in the document is replaced by `to`.
#[track_caller]
fn rejection(from: &str, to: &str) -> String {
    assert_eq!(DOCUMENT.matches(from).count(), 1, "{from:?} must occur once in the document");
    let text = DOCUMENT.replace(from, to);
    Document::parse("a.yaml", &text).and_then(|document| generate(&document)).expect_err(to).to_string()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = client(DOCUMENT);
    assert!(
        first.starts_with(
            "// Generated from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.\n\n"
        )
    );
    assert_eq!(first, client(DOCUMENT));
}

#[test]
fn the_client_sends_the_query_of_a_path_unchanged() {
    assert!(client(DOCUMENT).contains("\"{}/things?action=move\""), "{}", client(DOCUMENT));
}

#[test]
fn the_default_response_covers_every_error_status() {
    let client = client(DOCUMENT);
    assert!(client.contains("400u16..=499u16 =>") && client.contains("500u16..=599u16 =>"), "{client}");
    // `4XX` includes it.
    assert!(!client.contains("404u16"), "{client}");
}

#[test]
fn examples_in_the_documentation_are_not_ignored_tests() {
    let client = client(DOCUMENT);
    assert!(client.contains("```text") && !client.contains("```ignore"), "{client}");
}

#[test]
fn a_type_derives_its_schema_under_the_feature() {
    let derive = "#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]\n    pub struct Target";
    assert!(client(DOCUMENT).contains(derive), "{}", client(DOCUMENT));
}

#[test]
fn a_second_error_schema_is_rejected_at_its_response() {
    let other = "No such thing.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/";
    let rejection = rejection(&format!("{other}Failure"), &format!("{other}Target"));
    assert!(
        rejection.starts_with("a.yaml:20:9: the client decodes one error schema per operation"),
        "{rejection}"
    );
    assert!(rejection.ends_with("(at #/paths/~1things?action=move/post/responses/404)"), "{rejection}");
}

#[test]
fn an_error_schema_with_more_members_is_that_of_default_in_the_client() {
    assert_eq!(client(&with_missing("text: { type: string, description: Why. }")), client(DOCUMENT));
}

#[test]
fn an_error_schema_that_changes_a_member_of_that_of_default_is_rejected() {
    for member in
        ["text: { type: integer }", "text: { type: string, nullable: true }", "other: { type: string }"]
    {
        let document = Document::parse("a.yaml", &with_missing(member)).expect("the document is YAML");
        let rejection = generate(&document).expect_err(member).to_string();
        assert!(
            rejection.starts_with("a.yaml:20:9: the client decodes one error schema per operation"),
            "{member}: {rejection}"
        );
    }
}

/// Returns the document with another schema for the error 404, which has `member` and one more.
fn with_missing(member: &str) -> String {
    let response = "No such thing.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/";
    let schema = format!(
        "    Missing:
      type: object
      description: An error with a member of its own.
      properties:
        missing: {{ type: string }}
        {member}
"
    );
    DOCUMENT.replace(&format!("{response}Failure"), &format!("{response}Missing")) + &schema
}

#[test]
fn an_error_without_json_is_rejected_at_its_response() {
    let rejection = rejection(
        "No such thing.\n          content:\n            application/json:",
        "No such thing.\n          content:\n            text/plain:",
    );
    assert!(rejection.starts_with("a.yaml:20:9: an error body must be `application/json`"), "{rejection}");
}

#[test]
fn a_reference_to_a_missing_response_is_rejected_at_its_location() {
    let rejection = rejection(
        "          description: No such thing.\n",
        "          $ref: '#/components/responses/None'\n",
    );
    assert!(
        rejection.starts_with("a.yaml:20:9: there is no response `#/components/responses/None`"),
        "{rejection}"
    );
}

#[test]
fn a_deviation_that_is_no_longer_needed_is_rejected() {
    let rejection = rejection("        default:\n", "        '500':\n");
    assert!(rejection.starts_with("a.yaml:3:1: no operation needs the deviation"), "{rejection}");
}

#[test]
fn a_schema_that_progenitor_rejects_is_located() {
    let rejection =
        rejection("        text: { type: string }\n", "        text: { not: { type: string } }\n");
    assert!(rejection.starts_with("a.yaml:39:5: progenitor rejects this: "), "{rejection}");
    assert!(rejection.ends_with("(at #/components/schemas/Failure)"), "{rejection}");
    assert_eq!(rejection.lines().count(), 1, "{rejection}");
}

#[test]
fn an_operation_that_progenitor_rejects_is_located() {
    let rejection = rejection(
        "      requestBody:\n",
        "      parameters:\n        - { name: a, in: cookie, schema: { type: string } }\n      requestBody:\n",
    );
    assert!(rejection.starts_with("a.yaml:5:5: progenitor rejects this: "), "{rejection}");
    assert!(rejection.ends_with("(at #/paths/~1things?action=move/post)"), "{rejection}");
    assert_eq!(rejection.lines().count(), 1, "{rejection}");
}

#[test]
fn a_second_success_schema_is_located() {
    let rejection = rejection("        '404':\n", "        '204': { description: Done. }\n        '404':\n");
    assert!(
        rejection.starts_with(
            "a.yaml:5:5: progenitor rejects this: the client decodes one success body per operation: "
        ),
        "{rejection}"
    );
    assert!(rejection.ends_with("(at #/paths/~1things?action=move/post)"), "{rejection}");
}

#[test]
fn an_operation_that_progenitor_rejects_beside_another_is_located() {
    let moved = DOCUMENT.find("  /things?action=move:").expect("the document has the path");
    let end = DOCUMENT.find("components:").expect("the document has components");
    let again = DOCUMENT[moved..end].replace("action=move", "action=copy");
    let rejection = rejection("components:", &format!("{again}components:"));
    assert!(rejection.starts_with("a.yaml:33:5: "), "{rejection}");
    assert!(rejection.ends_with("(at #/paths/~1things?action=copy/post)"), "{rejection}");
}

#[test]
fn an_unsupported_version_is_rejected_at_its_line() {
    assert!(
        rejection("openapi: 3.0.3", "openapi: 3.1.0")
            .starts_with("a.yaml:1:1: OpenAPI 3.1.0 is not supported")
    );
}

#[test]
fn invalid_openapi_is_rejected_at_its_location() {
    let rejection = rejection("info: { title: Things, version: 1.0.0 }", "info: { title: Things }");
    assert!(rejection.starts_with("a.yaml:2:1: not OpenAPI 3.0: missing field `version`"), "{rejection}");
}

#[test]
fn a_component_that_leads_back_to_itself_is_rejected_at_its_location() {
    let rejection = rejection(
        "components:\n",
        "components:\n  parameters:\n    A: { $ref: '#/components/parameters/B' }\n    B: { $ref: '#/components/parameters/A' }\n",
    );
    assert!(
        rejection.contains(": the `$ref` of `A` leads back to itself: refer to another component"),
        "{rejection}"
    );
    assert!(rejection.ends_with("(at #/components/parameters/A)"), "{rejection}");
}

#[test]
fn a_schema_that_is_a_part_of_itself_is_rejected_at_its_location() {
    for part in ["{ $ref: '#/components/schemas/A' }", "{ allOf: [{ $ref: '#/components/schemas/B' }] }"] {
        let rejection = rejection(
            "  schemas:\n",
            &format!(
                "  schemas:\n    A: {{ allOf: [{part}] }}\n    B: {{ allOf: [{{ $ref: '#/components/schemas/A' }}] }}\n"
            ),
        );
        assert!(
            rejection.contains(": the `$ref` of `A` leads back to itself: refer to another component"),
            "{rejection}"
        );
        assert!(rejection.ends_with("(at #/components/schemas/A)"), "{rejection}");
    }
}

//! The client is the same for the same document, and what cannot be generated is named with its place.

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
      description: Where to.
      properties:
        host: { type: string }
    Failure:
      type: object
      description: What went wrong.
      properties:
        text: { type: string }
";

#[track_caller]
fn client(text: &str) -> String {
    Document::parse("a.yaml", text)
        .and_then(|document| generate(&document))
        .expect("the document can be generated")
}

/// What is said about the document in which `from`, which stands there once, became `to`.
#[track_caller]
fn refusal(from: &str, to: &str) -> String {
    assert_eq!(DOCUMENT.matches(from).count(), 1, "{from:?} stands in the document once");
    let text = DOCUMENT.replace(from, to);
    Document::parse("a.yaml", &text).and_then(|document| generate(&document)).expect_err(to).to_string()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = client(DOCUMENT);
    assert!(
        first.starts_with("// Made from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.\n\n")
    );
    assert_eq!(first, client(DOCUMENT));
}

#[test]
fn the_query_of_a_path_goes_out_as_it_is() {
    assert!(client(DOCUMENT).contains("\"{}/things?action=move\""), "{}", client(DOCUMENT));
}

#[test]
fn default_becomes_every_error_status() {
    let client = client(DOCUMENT);
    assert!(client.contains("400u16..=499u16 =>") && client.contains("500u16..=599u16 =>"), "{client}");
    // It has the structure of `default`.
    assert!(!client.contains("404u16"), "{client}");
}

#[test]
fn no_example_in_the_documentation_is_a_test_that_never_runs() {
    let client = client(DOCUMENT);
    assert!(client.contains("```text") && !client.contains("```ignore"), "{client}");
}

#[test]
fn a_type_derives_its_schema_behind_the_feature() {
    let derive = "#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]\n    pub struct Target";
    assert!(client(DOCUMENT).contains(derive), "{}", client(DOCUMENT));
}

#[test]
fn another_error_structure_is_refused_at_its_response() {
    let other = "No such thing.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/";
    let refusal = refusal(&format!("{other}Failure"), &format!("{other}Target"));
    assert!(refusal.starts_with("a.yaml:20:9: this error has another structure than `default`"), "{refusal}");
    assert!(refusal.ends_with("(at #/paths/~1things?action=move/post/responses/404)"), "{refusal}");
}

#[test]
fn an_error_without_json_is_refused_at_its_response() {
    let refusal = refusal(
        "No such thing.\n          content:\n            application/json:",
        "No such thing.\n          content:\n            text/plain:",
    );
    assert!(refusal.starts_with("a.yaml:20:9: an error body has to be `application/json`"), "{refusal}");
}

#[test]
fn a_response_by_reference_is_refused_at_its_place() {
    let refusal =
        refusal("          description: No such thing.\n", "          $ref: '#/components/responses/None'\n");
    assert!(refusal.starts_with("a.yaml:20:9: write the response here"), "{refusal}");
}

#[test]
fn a_deviation_that_nothing_needs_any_more_is_refused() {
    let refusal = refusal("        default:\n", "        '500':\n");
    assert!(refusal.starts_with("a.yaml:3:1: nothing in the document needs the deviation"), "{refusal}");
}

#[test]
fn a_schema_that_progenitor_refuses_is_found() {
    let refusal = refusal("        text: { type: string }\n", "        text: { not: { type: string } }\n");
    assert!(refusal.starts_with("a.yaml:39:5: the client generator cannot take this: "), "{refusal}");
    assert!(refusal.ends_with("(at #/components/schemas/Failure)"), "{refusal}");
    assert_eq!(refusal.lines().count(), 1, "{refusal}");
}

#[test]
fn an_operation_that_progenitor_refuses_is_found() {
    let refusal = refusal(
        "      requestBody:\n",
        "      parameters:\n        - { name: a, in: cookie, schema: { type: string } }\n      requestBody:\n",
    );
    assert!(refusal.starts_with("a.yaml:5:5: the client generator cannot take this: "), "{refusal}");
    assert!(refusal.ends_with("(at #/paths/~1things?action=move/post)"), "{refusal}");
    assert_eq!(refusal.lines().count(), 1, "{refusal}");
}

#[test]
fn a_version_that_is_not_supported_is_refused_at_its_line() {
    assert!(
        refusal("openapi: 3.0.3", "openapi: 3.1.0").starts_with("a.yaml:1:1: OpenAPI 3.1.0 is not supported")
    );
}

#[test]
fn what_openapi_does_not_know_is_refused_at_its_place() {
    let refusal = refusal("info: { title: Things, version: 1.0.0 }", "info: { title: Things }");
    assert!(refusal.starts_with("a.yaml:2:1: this is no OpenAPI 3.0: missing field `version`"), "{refusal}");
}

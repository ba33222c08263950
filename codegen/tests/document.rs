//! Every node of a document has its place, and what is no document is refused at its place.

use vcenter_iso_codegen::{Document, Place};

#[track_caller]
fn parse(text: &str) -> Document {
    Document::parse("a.yaml", text).expect("the text is YAML")
}

#[track_caller]
fn place(document: &Document, pointer: &str) -> (usize, usize) {
    let Place { line, column } = document.place(pointer);
    (line, column)
}

#[test]
fn a_member_stands_at_its_key_and_an_item_at_its_first_character() {
    let document = parse("one:\n  two: [a, bb, c]\n  'thr/ee':\n    - x: 1\n    - ~\n");
    assert_eq!(place(&document, ""), (1, 1));
    assert_eq!(place(&document, "/one"), (1, 1));
    assert_eq!(place(&document, "/one/two"), (2, 3));
    assert_eq!(place(&document, "/one/two/1"), (2, 12));
    assert_eq!(place(&document, "/one/thr~1ee"), (3, 3));
    assert_eq!(place(&document, "/one/thr~1ee/0/x"), (4, 7));
    assert_eq!(place(&document, "/one/thr~1ee/1"), (5, 7));
}

#[test]
fn columns_count_characters() {
    let document = parse("a: [äöü, b]\n");
    assert_eq!(place(&document, "/a/1"), (1, 10));
}

#[test]
fn a_node_that_does_not_exist_has_the_place_of_the_nearest_around_it() {
    let document = parse("one:\n  two: 3\n");
    assert_eq!(place(&document, "/one/four/five"), (1, 1));
    assert_eq!(place(&document, "/one/two/0"), (2, 3));
    assert_eq!(place(&document, "/none"), (1, 1));
}

#[test]
fn values_keep_their_type_and_members_their_order() {
    let document = parse(
        "z: 'yes'\na: 1\nb: -2.5\nc: true\nd: null\ne:\nf: '2026-01-15'\ng: |\n  two\n  lines\nh: 0x10\n",
    );
    assert_eq!(
        document.value().to_string(),
        r#"{"z":"yes","a":1,"b":-2.5,"c":true,"d":null,"e":null,"f":"2026-01-15","g":"two\nlines\n","h":16}"#
    );
}

#[test]
fn every_repeated_key_is_reported_and_the_first_value_counts() {
    let document = parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n");
    let repeated: Vec<_> = document.repeated_keys().iter().map(ToString::to_string).collect();
    assert_eq!(
        repeated,
        [
            "a.yaml:4:3: this key stands in line 3 already: remove one (at #/b/c)",
            "a.yaml:5:1: this key stands in line 1 already: remove one (at #/a)",
        ]
    );
    assert_eq!(document.value().to_string(), r#"{"a":1,"b":{"c":2}}"#);
    assert_eq!(place(&document, "/a"), (1, 1));
    let error = document.openapi().expect_err("a repeated key is no OpenAPI");
    assert_eq!(error.place(), Place { line: 4, column: 3 });
}

#[test]
fn what_is_no_plain_yaml_is_refused_at_its_place() {
    for (text, start) in [
        ("a: 'b\n", "a.yaml:1:4: this is no valid YAML: "),
        ("a: 1\n b: 2\n", "a.yaml:2:3: this is no valid YAML: "),
        ("", "a.yaml:1:1: expected a YAML document"),
        ("a: 1\n---\nb: 2\n", "a.yaml:3:1: expected one YAML document"),
        ("a: 1\n200: 2\n", "a.yaml:2:1: this key is no text"),
        ("a:\n  - !text b\n", "a.yaml:2:"),
        ("a: !text b\n", "a.yaml:1:4: a tag is not supported"),
        ("!text a: b\n", "a.yaml:1:1: a tag is not supported"),
        ("a: &x 1\nb: *x\n", "a.yaml:1:4: an anchor is not supported"),
        ("a:\n  - &x [1]\n", "a.yaml:2:5: an anchor is not supported"),
        ("a: &x\n  b: 1\n", "a.yaml:1:4: an anchor is not supported"),
        ("&x a: 1\n", "a.yaml:1:1: an anchor is not supported"),
        ("a: *x\n", "a.yaml:1:4: this is no valid YAML: "),
        ("a: .inf\n", "a.yaml:1:4: JSON has no such number"),
    ] {
        let error = Document::parse("a.yaml", text).expect_err(text).to_string();
        assert!(error.starts_with(start), "{text:?} gives {error:?}");
    }
}

/// Mappings, one in the other; the innermost is empty.
fn nested_mappings(count: usize) -> String {
    let mut text = String::new();
    for depth in 0..count - 1 {
        text.extend([&" ".repeat(depth), "a:\n"]);
    }
    text + &" ".repeat(count) + "{}\n"
}

#[test]
fn what_is_nested_too_deep_is_refused_at_its_place() {
    let (document, mut depth) = (parse(&nested_mappings(100)), 1);
    let mut value = document.value();
    while let Some(inner) = value.get("a") {
        (value, depth) = (inner, depth + 1);
    }
    assert_eq!(depth, 100, "every level of a document of the greatest depth is there");

    for (text, start) in [
        (nested_mappings(101), "a.yaml:101:"),
        // Deep enough for a stack to end, if each level took some of it.
        (nested_mappings(3_000), "a.yaml:101:"),
        ("- ".repeat(20_000), "a.yaml:1:201: "),
        ("[".repeat(200) + &"]".repeat(200), "a.yaml:1:101: "),
    ] {
        let error = Document::parse("a.yaml", &text).expect_err("the text is too deep").to_string();
        assert!(error.starts_with(start), "{error:?} does not start with {start:?}");
        assert!(error.contains("more than 100 lists and mappings stand in each other here"), "{error:?}");
    }
}

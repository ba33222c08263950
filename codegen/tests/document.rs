//! Every node of a document has its location, and an invalid document is rejected at its location.

use vcenter_iso_codegen::{Document, Location};

#[track_caller]
fn parse(text: &str) -> Document {
    Document::parse("a.yaml", text).expect("the text is YAML")
}

#[track_caller]
fn location(document: &Document, pointer: &str) -> (usize, usize) {
    let Location { line, column } = document.location(pointer);
    (line, column)
}

#[test]
fn a_member_is_located_at_its_key_and_an_item_at_its_first_character() {
    let document = parse("one:\n  two: [a, bb, c]\n  'thr/ee':\n    - x: 1\n    - ~\n");
    assert_eq!(location(&document, ""), (1, 1));
    assert_eq!(location(&document, "/one"), (1, 1));
    assert_eq!(location(&document, "/one/two"), (2, 3));
    assert_eq!(location(&document, "/one/two/1"), (2, 12));
    assert_eq!(location(&document, "/one/thr~1ee"), (3, 3));
    assert_eq!(location(&document, "/one/thr~1ee/0/x"), (4, 7));
    assert_eq!(location(&document, "/one/thr~1ee/1"), (5, 7));
}

#[test]
fn columns_count_characters() {
    let document = parse("a: [äöü, b]\n");
    assert_eq!(location(&document, "/a/1"), (1, 10));
}

#[test]
fn a_node_that_does_not_exist_has_the_location_of_its_nearest_ancestor() {
    let document = parse("one:\n  two: 3\n");
    assert_eq!(location(&document, "/one/four/five"), (1, 1));
    assert_eq!(location(&document, "/one/two/0"), (2, 3));
    assert_eq!(location(&document, "/none"), (1, 1));
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
fn every_repeated_key_is_reported_and_the_first_value_is_kept() {
    let document = parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n");
    let repeated: Vec<_> = document.repeated_keys().iter().map(ToString::to_string).collect();
    assert_eq!(
        repeated,
        [
            "a.yaml:4:3: this key repeats line 3: remove one of the two (at #/b/c)",
            "a.yaml:5:1: this key repeats line 1: remove one of the two (at #/a)",
        ]
    );
    assert_eq!(document.value().to_string(), r#"{"a":1,"b":{"c":2}}"#);
    assert_eq!(location(&document, "/a"), (1, 1));
    let error = document.openapi().expect_err("a repeated key is an error");
    assert_eq!(error.location(), Location { line: 4, column: 3 });
}

#[test]
fn invalid_and_unsupported_yaml_is_rejected_at_its_location() {
    for (text, start) in [
        ("a: 'b\n", "a.yaml:1:4: invalid YAML: "),
        ("a: 1\n b: 2\n", "a.yaml:2:3: invalid YAML: "),
        ("", "a.yaml:1:1: the file is empty"),
        ("a: 1\n---\nb: 2\n", "a.yaml:3:1: a second YAML document"),
        ("a: 1\n200: 2\n", "a.yaml:2:1: a key must be a string"),
        ("a:\n  - !text b\n", "a.yaml:2:"),
        ("a: !text b\n", "a.yaml:1:4: tags are not supported"),
        ("!text a: b\n", "a.yaml:1:1: tags are not supported"),
        ("a: &x 1\nb: *x\n", "a.yaml:1:4: anchors and aliases are not supported"),
        ("a:\n  - &x [1]\n", "a.yaml:2:5: anchors and aliases are not supported"),
        ("a: &x\n  b: 1\n", "a.yaml:1:4: anchors and aliases are not supported"),
        ("&x a: 1\n", "a.yaml:1:1: anchors and aliases are not supported"),
        ("a: *x\n", "a.yaml:1:4: invalid YAML: "),
        ("a: .inf\n", "a.yaml:1:4: JSON cannot represent this number"),
    ] {
        let error = Document::parse("a.yaml", text).expect_err(text).to_string();
        assert!(error.starts_with(start), "{text:?} gives {error:?}");
    }
}

/// Returns `count` nested mappings, the innermost one empty.
fn nested_mappings(count: usize) -> String {
    let mut text = String::new();
    for depth in 0..count - 1 {
        text.extend([&" ".repeat(depth), "a:\n"]);
    }
    text + &" ".repeat(count) + "{}\n"
}

#[test]
fn deep_nesting_is_rejected_at_its_location() {
    let (document, mut depth) = (parse(&nested_mappings(100)), 1);
    let mut value = document.value();
    while let Some(inner) = value.get("a") {
        (value, depth) = (inner, depth + 1);
    }
    assert_eq!(depth, 100, "a document of the maximum depth has every level");

    for (text, start) in [
        (nested_mappings(101), "a.yaml:101:"),
        // Deep enough to overflow the stack of a parser that recurses.
        (nested_mappings(3_000), "a.yaml:101:"),
        ("- ".repeat(20_000), "a.yaml:1:201: "),
        ("[".repeat(200) + &"]".repeat(200), "a.yaml:1:101: "),
    ] {
        let error = Document::parse("a.yaml", &text).expect_err("the text is too deep").to_string();
        assert!(error.starts_with(start), "{error:?} does not start with {start:?}");
        assert!(error.contains("nested deeper than 100 lists and mappings"), "{error:?}");
    }
}

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
        ("a: *x\n", "a.yaml:1:4: aliases are not supported"),
        ("a:\n  <<: { b: 1 }\n", "a.yaml:2:3: merge keys (`<<`) are not supported"),
        ("a:\n  '<<': 1\n  <<: *x\n", "a.yaml:3:3: merge keys (`<<`) are not supported"),
        ("a: .inf\n", "a.yaml:1:4: JSON cannot represent this number"),
    ] {
        let error = Document::parse("a.yaml", text).expect_err(text).to_string();
        assert!(error.starts_with(start), "{text:?} gives {error:?}");
    }
}

/// A document for edits, without mistakes.
const THINGS: &str = "\
one:
  two:
    summary: A thing
    description: >-
      Some text
      in two lines.
    tags: [a, b]
  three:
    - name: x
      value: 1
    - name: y
      value: 2
four: { a: 1, b: 'c' }
five: end
";

#[test]
fn a_common_mistake_is_reported_where_it_is() {
    let key = "expected `key: value`";
    let indentation = "the indentation fits no key above: correct it here or in line ";
    let item = "expected the next item of the list";
    let quote = "this quote is not closed";
    let trailing = "text after a closing quote";
    let character = "a value cannot start with ";
    let tab = "YAML does not allow a tab here: write spaces";
    let conflict = "a merge conflict: ";
    for (from, to, line, column, message) in [
        ("    summary: A thing", "    summary A thing", 3, 5, key),
        ("    summary: A thing", "    summary:A thing", 3, 5, key),
        ("  two:", "  two", 2, 3, key),
        ("      in two lines.", "  in two lines.", 6, 3, key),
        ("      Some", "  A\n      Some", 5, 3, key),
        (": >-", "", 4, 5, key),
        (": >-", ": > A text", 4, 18, "the text after `>` or `|` starts in the next line"),
        (": A thing", ": **A** thing", 3, 14, "aliases are not supported"),
        // The next line is where the document stops making sense. The message names the line before.
        ("    summary", "     summary", 4, 5, &format!("{indentation}3")),
        ("    summary", "   summary", 4, 5, "line 3 has a value already, and this line is indented deeper"),
        ("    tags", "     tags", 7, 6, &format!("{indentation}6")),
        ("    tags", "   tags", 7, 4, &format!("{indentation}6")),
        ("   - name: y", "  - name: y", 11, 4, &format!("{indentation}10")),
        ("      value: 1", "    value: 1", 10, 5, item),
        ("    - name: y", "     - name: y", 11, 6, item),
        ("    - name: y", "    -name: y", 11, 5, item),
        ("    tags: [a, b]", "    - tags", 7, 5, "a list item among the keys of a mapping"),
        (": A thing", ": - thing", 3, 14, "a list item starts on a line of its own"),
        (": A thing", ": A: thing", 3, 15, "a second `: ` in one line: put the value in quotes"),
        (": A thing", ": {a} thing", 3, 18, "the value has ended before this text"),
        (": A thing", ": 'A thing", 3, 14, quote),
        (": A thing", ": \"A thing", 3, 14, quote),
        ("five: end", "five: 'end", 14, 7, quote),
        (": A thing", ": 'it's'", 3, 18, trailing),
        (": A thing", ": \"A\" thing", 3, 18, trailing),
        (": A thing", ": \"\\d\"", 3, 14, "this text has a `\\` that starts no escape"),
        (": A thing", ": `A` thing", 3, 14, character),
        (": A thing", ": @A thing", 3, 14, character),
        ("[a, b]", "[a, b", 7, 11, "this `[` is not closed: add the `]`"),
        ("  three:", "  three: {", 8, 10, "this `{` is not closed: add the `}`"),
        ("b: 'c' }", "b: 'c'", 13, 7, "this `{` is not closed: add the `}`"),
        ("[a, b]", "[a, b}", 7, 16, "expected `,` or `]` here"),
        ("a: 1, b", "a: 1 b", 13, 15, "expected `,` or `}` here"),
        ("[a, b]", "[a, b]]", 7, 17, "this bracket closes nothing"),
        ("[a, b]", "[a, b]# c", 7, 17, "write a space before `#`"),
        ("  three", "\u{feff}  three", 8, 1, "an invisible character (U+FEFF): remove it"),
        ("    summary", "\tsummary", 3, 1, tab),
        ("    tags", "  \ttags", 7, 3, tab),
        ("      value: 1", "\t\tvalue: 1", 10, 1, tab),
        ("    - name: y", "\n\t- name: y", 12, 1, tab),
        ("      in two", "\tin two", 6, 1, tab),
        ("five: end", "\tfive: end", 14, 1, tab),
        (": A thing", ":\tA thing", 3, 13, tab),
        ("    summary", "<<<<<<< HEAD\n    summary", 3, 1, conflict),
        (
            "      Some text",
            "<<<<<<< HEAD\n      Some text\n=======\n      A text\n>>>>>>> it",
            5,
            1,
            conflict,
        ),
        ("    tags", "=======\n    tags", 7, 1, conflict),
        ("five: end\n", "five: end\n>>>>>>> it\n", 15, 1, conflict),
    ] {
        assert_eq!(THINGS.matches(from).count(), 1, "{from:?} must occur once in the document");
        let text = THINGS.replace(from, to);
        let error = Document::parse("a.yaml", &text).expect_err(to).to_string();
        assert!(error.starts_with(&format!("a.yaml:{line}:{column}: {message}")), "{text}gives {error:?}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_reported_where_they_are() {
    for (bytes, wanted) in [
        (
            b"a: 1\nb: \xC3\xA4\xE9 c\n".as_slice(),
            "a.yaml:2:5: byte 0xE9 is not UTF-8: save the file as UTF-8",
        ),
        (b"a: \xC3", "a.yaml:1:4: byte 0xC3 is not UTF-8"),
        (b"\xFF\xFEa\0", "a.yaml:1:1: the file is UTF-16: save it as UTF-8"),
    ] {
        let error = Document::from_bytes("a.yaml", bytes).expect_err(wanted).to_string();
        assert!(error.starts_with(wanted), "{error:?}");
    }
    let document =
        Document::from_bytes("a.yaml", b"\xEF\xBB\xBFa: 1\n").expect("a byte order mark may come first");
    assert_eq!(document.value().to_string(), r#"{"a":1}"#);
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

/// Replaces the one occurrence of `from` in `text` by `to`.
#[track_caller]
pub(crate) fn replace(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} does not occur once: adapt the edit");
    text.replacen(from, to, 1)
}

/// Applies the hunks of `edit` to `text`, and returns the findings in its comments. A finding has the form
/// `line: error[rule]: message`.
///
/// An edit is a unified diff without line numbers. `@@` separates hunks, and the old lines of a hunk occur
/// once in the text. The comment `# error[rule]: message` is above the line of a finding.
pub(crate) fn apply(edit: &str, text: &mut Vec<String>) -> Vec<String> {
    let mut expected = Vec::new();
    for hunk in edit.split("@@\n") {
        let (mut old, mut new, mut comments) = (Vec::new(), Vec::new(), Vec::new());
        for line in hunk.lines() {
            let (sign, line) = line.split_at_checked(1).unwrap_or((" ", ""));
            if let Some(comment) = line.trim_start().strip_prefix("# error[") {
                comments.push((new.len(), format!("error[{comment}")));
                continue;
            }
            if sign != "+" {
                old.push(line.to_owned());
            }
            if sign != "-" {
                new.push(line.to_owned());
            }
        }
        let found: Vec<_> = text.windows(old.len()).enumerate().filter(|(_, lines)| *lines == old).collect();
        assert_eq!(found.len(), 1, "these lines do not occur once: adapt the edit:\n{hunk}");
        let start = found[0].0;
        expected.extend(comments.iter().map(|(line, comment)| format!("{}: {comment}", start + line + 1)));
        text.splice(start..start + old.len(), new);
    }
    expected
}

/// Replaces the one occurrence of `from` in `text` by `to`.
#[track_caller]
pub(crate) fn replace(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} does not occur once: adapt the edit");
    text.replacen(from, to, 1)
}

/// Returns a name in the form that vCenter stores and returns: without white space at its ends, and with escapes. Keeps
/// the `%` of an existing escape.
///
/// That vCenter removes the white space is reported for clusters:
/// <https://github.com/ansible-collections/community.vmware/issues/335>.
pub(crate) fn stored_name(name: &str) -> String {
    let name = name.trim_ascii();
    let mut stored = String::with_capacity(name.len());
    for (index, character) in name.char_indices() {
        match character {
            '/' => stored.push_str("%2f"),
            '\\' => stored.push_str("%5c"),
            '%' if !is_escape(&name[index..]) => stored.push_str("%25"),
            other => stored.push(other),
        }
    }
    stored
}

fn is_escape(text: &str) -> bool {
    ["%25", "%2f", "%2F", "%5c", "%5C"].iter().any(|escape| text.starts_with(escape))
}

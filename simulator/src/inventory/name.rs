/// A name as vCenter stores and answers it. A `%` that begins an escape already stays.
pub(crate) fn stored_name(name: &str) -> String {
    let mut stored = String::with_capacity(name.len());
    for (place, character) in name.char_indices() {
        match character {
            '/' => stored.push_str("%2f"),
            '\\' => stored.push_str("%5c"),
            '%' if !is_escape(&name[place..]) => stored.push_str("%25"),
            other => stored.push(other),
        }
    }
    stored
}

fn is_escape(text: &str) -> bool {
    ["%25", "%2f", "%2F", "%5c", "%5C"].iter().any(|escape| text.starts_with(escape))
}

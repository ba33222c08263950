use glob::{Pattern, PatternError};
use vcenter_iso::DisplayName;

/// A shell pattern for names. It also matches the name that equals its text, as `web [1]` may be the name of a VM.
#[derive(Debug)]
pub(crate) struct NamePattern {
    text: String,
    pattern: Result<Pattern, PatternError>,
}

impl NamePattern {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), pattern: Pattern::new(text) }
    }

    /// Returns whether a text is a pattern rather than a name.
    pub(crate) fn is_pattern(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether the text is the whole name of an object in the inventory, as it is stored or as it is displayed.
    pub(crate) fn is_name(&self, name: &str) -> bool {
        name == self.text || DisplayName::inventory(name).as_str() == self.text
    }

    /// Returns whether an object in the inventory matches, as its name is stored or as it is displayed.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let displayed = DisplayName::inventory(name);
        [name, displayed.as_str()].iter().any(|name| self.matches_exactly(name))
    }

    /// Returns whether a name matches as it is stored.
    pub(crate) fn matches_exactly(&self, name: &str) -> bool {
        name == self.text || self.pattern.as_ref().is_ok_and(|pattern| pattern.matches(name))
    }

    /// Returns whether the pattern looks like a name: brackets are usual in names, and `web [1]` matches `web 1`.
    pub(crate) fn resembles_name(&self) -> bool {
        self.text.contains('[')
    }

    /// Returns the description of a pattern that matches nothing, for `no virtual machine …`.
    pub(crate) fn without_match(&self) -> String {
        self.unmatched("matches", "is")
    }

    /// Returns the description of a pattern that matches nothing, for `no hosts …`.
    pub(crate) fn without_match_of_several(&self) -> String {
        self.unmatched("match", "are")
    }

    fn unmatched(&self, matches: &str, is: &str) -> String {
        let text = DisplayName::library(&self.text);
        match &self.pattern {
            Ok(_) => format!("{matches} `{text}`"),
            Err(error) => {
                format!(
                    "{is} named `{text}`; as a pattern, it has an error at character {}: {}",
                    error.pos + 1,
                    error.msg
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_a_name_as_it_is_displayed() {
        let is_match = |text: &str, name| NamePattern::new(text).matches(name);
        assert!(is_match("web-*", "web-01") && is_match("web-0[1-3]", "web-02") && is_match("w?b", "web"));
        assert!(
            !is_match("web-*", "my-web-01") && !is_match("web-0[1-3]", "web-04") && !is_match("WEB*", "web")
        );
        assert!(is_match("a/b*", "a%2fb") && is_match("50%*", "50%25 done") && is_match("*", "."));
        assert!(
            is_match("foo [bar", "foo [bar")
                && is_match("web [1]", "web [1]")
                && is_match("web [1]", "web 1")
        );
    }
}

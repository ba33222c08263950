/// The sender of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    /// The client sends the value.
    Request,
    /// The server sends the value.
    Result,
}

/// A part of an operation that has a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Parameter { location: String, name: String },
    Request,
    Result,
    Error,
}

impl Part {
    pub(super) fn direction(&self) -> Direction {
        match self {
            Self::Parameter { .. } | Self::Request => Direction::Request,
            Self::Result | Self::Error => Direction::Result,
        }
    }

    /// Returns the name of the value at `path` in the schema of this part.
    pub(super) fn phrase(&self, path: &str) -> String {
        match self {
            Self::Parameter { location, name } => format!("{location} parameter `{}`", join(name, path)),
            Self::Request if path.is_empty() => "request body".to_owned(),
            Self::Request => member("request", path),
            Self::Result => member("result", path),
            Self::Error if path.is_empty() => "error body".to_owned(),
            Self::Error => member("error", path),
        }
    }
}

/// Returns the name of the value at `path` in a schema that several parts share.
pub(super) fn shared_phrase(parts: &[&Part], path: &str) -> String {
    let noun = |part: &&Part| match part {
        Part::Parameter { .. } | Part::Request => "request",
        Part::Result => "result",
        Part::Error => "error",
    };
    let mut nouns: Vec<_> = parts.iter().map(noun).collect();
    nouns.sort_unstable();
    nouns.dedup();
    match (path, nouns.as_slice()) {
        // The schema itself, which the line already names.
        ("", _) => String::new(),
        ("[]", _) => "items".to_owned(),
        ("*", _) => "values".to_owned(),
        (_, [noun]) => member(noun, path),
        _ => format!("member `{path}`"),
    }
}

fn member(noun: &str, path: &str) -> String {
    match path {
        "" => noun.to_owned(),
        "[]" => format!("items of the {noun}"),
        "*" => format!("values of the {noun}"),
        // Most lists are a complete body: their items have the members.
        _ => format!("{noun} member `{}`", path.strip_prefix("[].").unwrap_or(path)),
    }
}

/// Appends a path to another. `x[]` are the items of a list, `x.*` the values of a map.
pub(super) fn join(path: &str, rest: &str) -> String {
    if path.is_empty() || rest.is_empty() || rest.starts_with("[]") {
        format!("{path}{rest}")
    } else {
        format!("{path}.{rest}")
    }
}

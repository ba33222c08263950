//! The operations of the spec, their routes, and their names.

use std::fmt;
use std::str::FromStr;

use axum::http::{Method, Uri};
use percent_encoding::percent_decode_str;

// The generator decides the form of this code.
#[rustfmt::skip]
mod generated;

pub use generated::Operation;
use generated::{ROUTES, Route};

/// The values of the path parameters, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct PathParameters(pub(crate) Vec<String>);

impl Operation {
    /// Returns the operation of a request, if any. A fixed path takes precedence over one with parameters.
    pub(crate) fn from_request(method: &Method, uri: &Uri) -> Option<(Self, PathParameters)> {
        let path = uri.path().strip_prefix("/api")?;
        let action = action(uri);
        ROUTES
            .iter()
            .filter(|route| route.method == *method)
            .filter_map(|route| {
                let (template, verb) = match route.path.split_once("?action=") {
                    Some((template, verb)) => (template, Some(verb)),
                    None => (route.path, None),
                };
                if verb == action.as_deref() {
                    Some((route.operation, parameters(template, path)?))
                } else {
                    None
                }
            })
            .min_by_key(|(_, PathParameters(values))| values.len())
    }

    fn route(self) -> &'static Route {
        &ROUTES[self as usize]
    }

    /// The number of operations.
    pub(crate) const COUNT: usize = ROUTES.len();

    /// Returns the operationId, for example `Vcenter.Iso.Image_mount`.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.route().id
    }

    /// Returns the names of the query parameters, except `action`.
    pub(crate) fn query_parameters(self) -> &'static [&'static str] {
        self.route().query
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Parses an operationId, or the end of one after a dot or an underscore, such as `mount`. Ignores case.
impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(name: &str) -> Result<Self, UnknownOperation> {
        let name = name.trim();
        let has_name = |id: &str| {
            let Some(before) = id.len().checked_sub(name.len()) else { return false };
            let boundary = before == 0 || matches!(id.as_bytes()[before - 1], b'.' | b'_');
            !name.is_empty() && boundary && id.as_bytes()[before..].eq_ignore_ascii_case(name.as_bytes())
        };
        let matches: Vec<_> = ROUTES.iter().filter(|route| has_name(route.id)).collect();
        match matches.as_slice() {
            [route] => Ok(route.operation),
            matches => Err(UnknownOperation {
                name: name.to_owned(),
                matches: matches.iter().map(|route| route.id).collect(),
            }),
        }
    }
}

/// A name that matches no operation, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOperation {
    name: String,
    matches: Vec<&'static str>,
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.matches.is_empty() {
            let all: Vec<&str> = ROUTES.iter().map(|route| route.id).collect();
            write!(f, "there is no operation '{}'; the operations are *, {}", self.name, all.join(", "))
        } else {
            write!(
                f,
                "the operation '{}' is ambiguous: it can be {}; write more of the name",
                self.name,
                self.matches.join(" or ")
            )
        }
    }
}

impl std::error::Error for UnknownOperation {}

/// Returns the verb of `?action=verb`.
pub(crate) fn action(uri: &Uri) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes())
        .find(|(name, _)| name == "action")
        .map(|(_, verb)| verb.into_owned())
}

/// Returns the values of the path parameters, if the path matches the template.
pub(crate) fn parameters(template: &str, path: &str) -> Option<PathParameters> {
    let mut values = Vec::new();
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            let value = percent_decode_str(segment).decode_utf8().ok()?;
            (!value.is_empty()).then(|| values.push(value.into_owned()))?;
        } else if segment != expected {
            return None;
        }
    }
    segments.next().is_none().then_some(PathParameters(values))
}

//! Lists: filters, limits, and rows that the caller may see.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use serde_json::Value;

use crate::api::handlers::wire;
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType};
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Privilege, stored_name};

/// A list that a query filters.
pub(crate) struct List<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) behavior: Behavior,
    /// The greatest number of matches. More are an error.
    pub(crate) limit: usize,
    /// The plural name of the objects, for the error.
    pub(crate) kind: &'a str,
}

impl List<'_> {
    /// Responds with a row for each object that the caller may see and the filter admits.
    pub(crate) fn respond<T>(
        &self,
        objects: &BTreeMap<String, T>,
        admits: impl Fn(&str, &T) -> bool,
        row: impl Fn(&str, &T) -> Result<Value, Error>,
    ) -> Result<Json<Value>, Error> {
        let matches: Vec<_> = visible(self.caller, objects, admits).take(self.limit + 1).collect();
        if matches.len() > self.limit {
            return Err(too_many(self.limit, self.kind));
        }
        let rows = matches.into_iter().map(|(id, object)| row(id, object)).collect::<Result<_, _>>()?;
        Ok(wire::response(self.behavior, Value::Array(rows)))
    }
}

/// Returns the identifiers and objects that the caller may see and `admits` accepts.
pub(crate) fn visible<'a, T>(
    caller: &Caller,
    objects: &'a BTreeMap<String, T>,
    admits: impl Fn(&str, &T) -> bool,
) -> impl Iterator<Item = (&'a str, &'a T)> {
    let objects = objects.iter().map(|(id, object)| (id.as_str(), object));
    objects.filter(move |(id, object)| caller.may(Privilege::SystemRead, id) && admits(id, object))
}

/// The filter `names` of a query. Without a name, it admits all.
pub(crate) struct Names {
    admitted: BTreeSet<String>,
    behavior: Behavior,
}

impl Names {
    pub(crate) fn from_query(query: &Query, behavior: Behavior) -> Self {
        Self { admitted: query.all("names").map(|name| folded(name, behavior)).collect(), behavior }
    }

    /// Returns whether the filter admits a plain name.
    pub(crate) fn admit(&self, name: &str) -> bool {
        if self.admitted.is_empty() {
            return true;
        }
        let compared = if self.behavior.plain_name_filter { name.to_owned() } else { stored_name(name) };
        self.admitted.contains(&folded(&compared, self.behavior))
    }
}

fn folded(name: &str, behavior: Behavior) -> String {
    if behavior.name_filter_ignores_case { name.to_lowercase() } else { name.to_owned() }
}

/// Returns whether a filter admits a value. An empty filter admits all.
pub(crate) fn one_of(admitted: &BTreeSet<&str>, value: Option<&str>) -> bool {
    admitted.is_empty() || value.is_some_and(|value| admitted.contains(value))
}

/// Parses a value of an enumeration in a query.
pub(crate) fn parse_enum<T: serde::de::DeserializeOwned>(kind: &str, text: &str) -> Result<T, Error> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        let message = format!("The {kind} '{text}' is not supported.");
        Error::vcenter(ErrorType::InvalidArgument, message, [text])
    })
}

/// vCenter does not truncate a list: too many matches are an error.
fn too_many(limit: usize, kind: &str) -> Error {
    let text = format!("More than {limit} {kind} match the filter.");
    Error::vcenter(ErrorType::UnableToAllocateResource, text, [&limit.to_string()])
}

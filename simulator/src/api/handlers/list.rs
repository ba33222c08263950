//! Lists: filters, limits, and the rows that the caller may see.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use serde_json::Value;

use crate::api::handlers::wire;
use crate::api::http::authentication::Caller;
use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::query::Query;
use crate::behavior::Behavior;
use crate::inventory::{Privilege, stored_name};

/// The settings of a list operation.
pub(crate) struct List<'a> {
    pub(crate) caller: &'a Caller,
    pub(crate) behavior: Behavior,
    /// The maximum number of matches. More matches are an error.
    pub(crate) limit: usize,
    /// The plural noun for the objects, for the error.
    pub(crate) kind: &'a str,
    /// The identifier of the error for too many matches, if the list has its own.
    pub(crate) too_many: Option<&'static str>,
}

impl List<'_> {
    /// Returns a response with a row for each object that the filter admits and the caller may see.
    pub(crate) fn respond<T>(
        &self,
        objects: &BTreeMap<String, T>,
        admits: impl Fn(&str, &T) -> bool,
        row: impl Fn(&str, &T) -> Result<Value, Error>,
    ) -> Result<Json<Value>, Error> {
        let matches: Vec<_> = visible(self.caller, objects, admits).take(self.limit + 1).collect();
        if matches.len() > self.limit {
            return Err(self.too_many());
        }
        let rows = matches.into_iter().map(|(id, object)| row(id, object)).collect::<Result<_, _>>()?;
        Ok(wire::response(self.behavior, Value::Array(rows)))
    }
}

impl List<'_> {
    /// Returns the error for too many matches. vCenter does not truncate a list.
    fn too_many(&self) -> Error {
        let Self { limit, kind, .. } = self;
        let text = format!("More than {limit} {kind} match the filter.");
        match self.too_many {
            Some(id) => Error::new(ErrorType::UnableToAllocateResource, Message::new(id, text, [])),
            None => Error::vcenter(ErrorType::UnableToAllocateResource, text, [&limit.to_string()]),
        }
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

/// The `names` filter of a query. Without names, it admits every object.
pub(crate) struct Names {
    admitted: BTreeSet<String>,
    behavior: Behavior,
}

impl Names {
    pub(crate) fn from_query(query: &Query, behavior: Behavior) -> Self {
        Self { admitted: query.all("names").map(|name| folded(name, behavior)).collect(), behavior }
    }

    /// Returns whether the filter admits an object with this name, in plain form.
    pub(crate) fn admit(&self, name: &str) -> bool {
        if self.admitted.is_empty() {
            return true;
        }
        let compared =
            if self.behavior.plain_name_filter { name.trim_ascii().to_owned() } else { stored_name(name) };
        self.admitted.contains(&folded(&compared, self.behavior))
    }
}

fn folded(name: &str, behavior: Behavior) -> String {
    if behavior.name_filter_ignores_case { name.to_lowercase() } else { name.to_owned() }
}

/// Returns whether a filter admits a value. An empty filter admits every value.
pub(crate) fn one_of(admitted: &BTreeSet<&str>, value: Option<&str>) -> bool {
    admitted.is_empty() || value.is_some_and(|value| admitted.contains(value))
}

/// Parses an enum value of a query.
pub(crate) fn parse_enum<T: serde::de::DeserializeOwned>(kind: &str, text: &str) -> Result<T, Error> {
    serde_json::from_value(Value::from(text)).map_err(|_| {
        let message = format!("The {kind} '{text}' is not supported.");
        Error::vcenter(ErrorType::InvalidArgument, message, [text])
    })
}

use std::collections::BTreeSet;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;

use crate::api::http::error::{Error, ErrorType, Message};
use crate::api::http::input::invalid_input;
use crate::operation::Operation;

/// The query parameters of a request.
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = head.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

/// Rejects an unknown query parameter. Otherwise a filter with a misspelled name would have no effect.
pub(crate) fn reject_unknown(operation: Operation, uri: &Uri) -> Result<(), Error> {
    reject_others(operation.query_parameters(), uri)
}

/// Rejects a query parameter that is none of these.
pub(crate) fn reject_others(parameters: &[&str], uri: &Uri) -> Result<(), Error> {
    let query = uri.query().unwrap_or_default();
    let known = |name: &str| name == "action" || parameters.contains(&name);
    match form_urlencoded::parse(query.as_bytes()).find(|(name, _)| !known(name)) {
        None => Ok(()),
        Some((name, _)) => Err(Error::new(
            ErrorType::InvalidArgument,
            Message::new(
                "com.vmware.vapi.rest.unsupported_property",
                format!("Unsupported property with name: {name}."),
                [&name],
            ),
        )),
    }
}

impl Query {
    /// Returns the value of a required parameter.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Error> {
        self.optional(name)?.ok_or_else(|| {
            invalid_input(Message::new(
                "vapi.data.structure.field.missing",
                format!("The parameter '{name}' is missing in the query."),
                [name],
            ))
        })
    }

    /// Returns the value of an optional parameter. Rejects a parameter that occurs more than once.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(invalid_input(Message::new(
                "vapi.data.structure.field.invalid",
                format!("The parameter '{name}' is in the query more than once."),
                [name],
            ))),
        }
    }

    /// Returns the identifiers of a parameter, which can occur several times. Rejects an empty identifier.
    pub(crate) fn identifiers<'a>(&'a self, name: &str) -> Result<BTreeSet<&'a str>, Error> {
        let identifiers: BTreeSet<_> = self.all(name).collect();
        if identifiers.contains("") {
            return Err(invalid_input(Message::new(
                "vapi.data.structure.field.invalid",
                format!("The parameter '{name}' of the query has an empty identifier."),
                [name],
            )));
        }
        Ok(identifiers)
    }

    /// Returns the values of a parameter, which can occur several times.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

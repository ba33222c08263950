use std::{collections::BTreeSet, convert::Infallible};

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};

use super::{
    error::{Error, Message},
    input,
};
use crate::operation::Operation;

/// The parameters of the query.
pub(super) struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = head.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

/// Refuses a parameter that the operation does not have: left alone, a filter with a slip of the pen in its name
/// would filter nothing.
pub(super) fn declared(operation: Operation, uri: &Uri) -> Result<(), Error> {
    let query = uri.query().unwrap_or_default();
    let known = |name: &str| name == "action" || operation.query_parameters().contains(&name);
    match form_urlencoded::parse(query.as_bytes()).find(|(name, _)| !known(name)) {
        None => Ok(()),
        Some((name, _)) => Err(input::refused(Message::new(
            "vapi.data.structure.field.unexpected",
            format!("The operation knows no parameter '{name}' in the query."),
            [&name],
        ))),
    }
}

impl Query {
    /// The value of a parameter that has to be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, Error> {
        self.optional(name)?.ok_or_else(|| {
            input::refused(Message::new(
                "vapi.data.structure.field.missing",
                format!("The parameter '{name}' is missing in the query."),
                [name],
            ))
        })
    }

    /// The value of a parameter that may be there once.
    pub(super) fn optional(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(input::refused(Message::new(
                "vapi.data.structure.field.invalid",
                format!("The parameter '{name}' is in the query more than once."),
                [name],
            ))),
        }
    }

    /// The identifiers of a parameter that may be there more than once. None is empty.
    pub(super) fn identifiers<'a>(&'a self, name: &str) -> Result<BTreeSet<&'a str>, Error> {
        let identifiers: BTreeSet<_> = self.all(name).collect();
        if identifiers.contains("") {
            return Err(input::refused(Message::new(
                "vapi.data.structure.field.invalid",
                format!("The parameter '{name}' of the query has an empty identifier."),
                [name],
            )));
        }
        Ok(identifiers)
    }

    /// The values of a parameter that may be there more than once.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::operation::PathParameters;

/// The values of the places in the path of the operation, in their order.
pub(super) struct Path<const N: usize>(pub(super) [String; N]);

impl<S: Sync, const N: usize> FromRequestParts<S> for Path<N> {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let PathParameters(values) = head.extensions.remove().unwrap_or_default();
        let mut values = values.into_iter();
        Ok(Self(std::array::from_fn(|_| values.next().unwrap_or_default())))
    }
}

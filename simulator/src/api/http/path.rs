use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::operation::PathParameters;

/// The values of the path parameters, in order.
pub(crate) struct Path<const N: usize>(pub(crate) [String; N]);

impl<S: Sync, const N: usize> FromRequestParts<S> for Path<N> {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let PathParameters(values) = head.extensions.remove().unwrap_or_default();
        let mut values = values.into_iter();
        Ok(Self(std::array::from_fn(|_| values.next().unwrap_or_default())))
    }
}

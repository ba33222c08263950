use std::collections::BTreeMap;

use crate::document::{At, Operation};

/// An operation with its method.
pub(super) struct Call<'a> {
    pub(super) operation: Operation<'a>,
    pub(super) at: At<'a>,
    pub(super) method: &'a str,
}

impl<'a> Call<'a> {
    pub(super) fn id(&self) -> Option<&'a str> {
        Some(self.at.text("operationId")).filter(|id| !id.is_empty())
    }

    /// Returns the operationId; without one, the method and the path.
    pub(super) fn name(&self) -> String {
        self.id().map_or_else(|| self.route(), str::to_owned)
    }

    pub(super) fn route(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.operation.path)
    }

    /// Returns the route without the names of the path parameters, which are not sent.
    pub(super) fn route_without_names(&self) -> String {
        let mut pieces = self.operation.path.split('{');
        let first = pieces.next().unwrap_or_default();
        let rest = pieces.map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
        let path: Vec<_> = std::iter::once(first).chain(rest).collect();
        format!("{} {}", self.method, path.join("{}"))
    }

    /// Returns the new name of each path parameter. The n-th parameters of equal routes are the same.
    pub(super) fn renamed_parameters<'n>(&'n self, new: &'n Self) -> BTreeMap<&'n str, &'n str> {
        if self.route_without_names() != new.route_without_names() {
            return BTreeMap::new();
        }
        self.path_parameters().zip(new.path_parameters()).collect()
    }

    fn path_parameters(&self) -> impl Iterator<Item = &str> {
        let pieces = self.operation.path.split('{').skip(1);
        pieces.filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
    }
}

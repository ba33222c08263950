//! What an import has done, or would do.

use serde::Serialize;

use crate::model::id::LibraryItemId;

/// The result of [`Vcenter::import_iso`](crate::Vcenter::import_iso).
///
/// Serialized as `{"result": "created", "library_item": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "result", content = "library_item", rename_all = "snake_case")]
pub enum ImportOutcome {
    /// The library had an item of this name with this content; nothing was changed.
    Unchanged(LibraryItemId),
    /// The item is new, or had no file.
    Created(LibraryItemId),
    /// The item had another content, which was replaced.
    Replaced(LibraryItemId),
}

impl ImportOutcome {
    /// Returns the item that has the image.
    #[must_use]
    pub fn item(&self) -> &LibraryItemId {
        match self {
            Self::Unchanged(item) | Self::Created(item) | Self::Replaced(item) => item,
        }
    }
}

/// What an import would do: the result of [`ImportRequest::preview`](crate::ImportRequest::preview).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportPreview {
    /// The library has an item of this name with this content.
    Unchanged(LibraryItemId),
    /// The item does not exist, or has no file.
    Create,
    /// The item has another content, which would be replaced.
    Replace(LibraryItemId),
}

use serde::{Deserialize, Serialize};

use super::{is_yes, yes};

/// A content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// The name. Libraries may share it.
    pub name: String,
    /// Filled here, or from another library.
    #[serde(rename = "type")]
    pub library_type: LibraryType,
    /// Where its files are.
    pub storage: StorageBacking,
}

/// Where the content of a library comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LibraryType {
    /// `LOCAL`: filled in this vCenter.
    Local,
    /// `SUBSCRIBED`: follows a library that is published elsewhere.
    Subscribed,
}

/// Where the files of a library are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageBacking {
    /// On a datastore, by its identifier.
    Datastore(String),
    /// At a URI that only vCenter itself reaches, such as an NFS export. No host can mount from there.
    Other(String),
}

/// An item of a content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryItem {
    /// The name. Items may share it, even in one library.
    pub name: String,
    /// The kind of content, such as `iso` or `ovf`, if the item was made with one. A mount does not look at it, only
    /// at the files.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<String>,
    /// The identifier of the library.
    pub library: String,
    /// What the item is, in the words of its owner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The identifier of the item that it is a copy of, in a subscribed library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The files.
    #[serde(default)]
    pub files: Vec<LibraryFile>,
    /// Whether the files have been transferred to the storage of the library; yes if it is left out. Always so in a
    /// local library.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub cached: bool,
}

impl LibraryItem {
    /// An item of the type `iso`, cached, without files.
    #[must_use]
    pub fn new(name: impl Into<String>, library: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            item_type: Some("iso".to_owned()),
            library: library.into(),
            description: String::new(),
            source: None,
            files: Vec::new(),
            cached: true,
        }
    }

    /// The file that a mount takes: the first with the extension `.iso`.
    pub(crate) fn iso_file(&self) -> Option<&LibraryFile> {
        self.files.iter().find(|file| {
            let (_, extension) = file.stem_and_extension();
            extension.eq_ignore_ascii_case("iso")
        })
    }

    /// How much storage its files take, in bytes; nothing before they are cached.
    pub(crate) fn size(&self) -> u64 {
        if self.cached { self.size_of_files() } else { 0 }
    }

    /// The size of its files, in bytes, whether they are cached or not.
    pub(crate) fn size_of_files(&self) -> u64 {
        self.files.iter().fold(0, |size, file| size.saturating_add(file.size))
    }
}

/// A file of a library item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryFile {
    /// The name, with the extension.
    pub name: String,
    /// The UUID that vCenter puts between stem and extension where it stores the file.
    pub id: String,
    /// The size in bytes.
    pub size: u64,
}

impl LibraryFile {
    fn stem_and_extension(&self) -> (&str, &str) {
        self.name.rsplit_once('.').unwrap_or((&self.name, ""))
    }

    /// The name that vCenter stores it under.
    fn stored_name(&self) -> String {
        match self.stem_and_extension() {
            (stem, "") => format!("{stem}_{}", self.id),
            (stem, extension) => format!("{stem}_{}.{extension}", self.id),
        }
    }
}

/// Where vCenter stores a library file, below the datastore.
pub(crate) fn file_path(folder: &str, item_id: &str, file: &LibraryFile) -> String {
    format!("{folder}/{item_id}/{}", file.stored_name())
}

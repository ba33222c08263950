use serde::{Deserialize, Serialize};

use crate::inventory::serde_default::{is_yes, yes};

/// A content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Library {
    /// The name, which need not be unique.
    pub name: String,
    /// The type: local or subscribed.
    #[serde(rename = "type")]
    pub library_type: LibraryType,
    /// The storage of its files.
    pub storage: StorageBacking,
}

/// The source of the content of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LibraryType {
    /// `LOCAL`: its content is uploaded to this vCenter.
    Local,
    /// `SUBSCRIBED`: it synchronizes with a published library.
    Subscribed,
}

/// The storage of the files of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageBacking {
    /// The identifier of a datastore.
    Datastore(String),
    /// A URI that only vCenter can access, such as an NFS export. Hosts cannot mount its files.
    Other(String),
}

/// An item of a content library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LibraryItem {
    /// The name, which need not be unique, even in its library.
    pub name: String,
    /// The type of its content, such as `iso` or `ovf`, if any. A mount ignores the type and uses only the
    /// files.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<String>,
    /// The identifier of the library.
    pub library: String,
    /// The description.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The identifier of the original item, in a subscribed library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The files.
    #[serde(default)]
    pub files: Vec<LibraryFile>,
    /// Whether the files have been transferred to the storage of the library; `true` by default. It is always
    /// `true` in a local library of a vCenter.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub cached: bool,
}

impl LibraryItem {
    /// Returns an item of the type `iso` that is cached and has no files.
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

    /// Returns the file to mount: the first with the extension `.iso`.
    pub(crate) fn iso_file(&self) -> Option<&LibraryFile> {
        self.files.iter().find(|file| {
            let (_, extension) = file.stem_and_extension();
            extension.eq_ignore_ascii_case("iso")
        })
    }

    /// Returns the storage that its files use, in bytes: 0 if they are not cached.
    pub(crate) fn size(&self) -> u64 {
        if self.cached { self.size_of_files() } else { 0 }
    }

    /// Returns the size of its files, in bytes, whether or not they are cached.
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
    /// The UUID that vCenter adds to the stem of the stored file.
    pub id: String,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-1 checksum in hexadecimal digits. An upload sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha1: Option<String>,
    /// The version, which increases with each upload; 1 by default.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub version: u32,
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_first(version: &u32) -> bool {
    *version == 1
}

impl LibraryFile {
    /// Returns a file in its first version, without a checksum. `id` is the UUID in the name of the stored file.
    #[must_use]
    pub fn new(name: impl Into<String>, id: impl Into<String>, size: u64) -> Self {
        Self { name: name.into(), id: id.into(), size, sha1: None, version: first() }
    }

    fn stem_and_extension(&self) -> (&str, &str) {
        self.name.rsplit_once('.').unwrap_or((&self.name, ""))
    }

    /// Returns the name of the stored file.
    fn stored_name(&self) -> String {
        match self.stem_and_extension() {
            (stem, "") => format!("{stem}_{}", self.id),
            (stem, extension) => format!("{stem}_{}.{extension}", self.id),
        }
    }
}

/// A file on another server, which vCenter fetches for an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteFile {
    /// The size in bytes.
    pub size: u64,
    /// The SHA-1 checksum in hexadecimal digits, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha1: Option<String>,
}

/// Returns the path of a stored library file, relative to its datastore.
pub(crate) fn file_path(folder: &str, item_id: &str, file: &LibraryFile) -> String {
    format!("{folder}/{item_id}/{}", file.stored_name())
}

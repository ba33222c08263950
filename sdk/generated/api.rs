// Generated from spec/vcenter-iso.yaml by `cargo xtask generate`. Do not edit.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///A session on the server.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CisSessionInfo {
        ///The time of the login. A session ends some time after it, however busy it is.
        pub created_time: ::chrono::DateTime<::chrono::offset::Utc>,
        ///The time of the last use. A session that is idle for too long expires.
        pub last_accessed_time: ::chrono::DateTime<::chrono::offset::Utc>,
        ///The user who logged in, including the domain.
        pub user: ::std::string::String,
    }
    impl CisSessionInfo {
        pub fn builder() -> builder::CisSessionInfo {
            Default::default()
        }
    }
    ///A cluster in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ClusterSummary {
        ///The cluster.
        pub cluster: crate::ClusterId,
        ///Whether vSphere DRS is enabled. It distributes the virtual machines among the hosts.
        pub drs_enabled: bool,
        ///Whether vSphere HA is enabled. It restarts the virtual machines of a failed host on other hosts.
        pub ha_enabled: bool,
        ///The name, which is unique only within the folder.
        pub name: ::std::string::String,
    }
    impl ClusterSummary {
        pub fn builder() -> builder::ClusterSummary {
            Default::default()
        }
    }
    ///The properties of the libraries to find. A member that is left out or `null` matches every library. At least one member must be set.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryFindSpec {
        ///The whole name. Case is ignored.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///The storage of the library. Version 9.0 and later.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub storage_backing: ::std::option::Option<ContentLibraryStorageBacking>,
        ///The type.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<crate::LibraryType>,
    }
    impl ContentLibraryFindSpec {
        pub fn builder() -> builder::ContentLibraryFindSpec {
            Default::default()
        }
    }
    ///The properties of a new library item.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemCreateSpec {
        ///A description of at most 2000 characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The library, a local one.
        pub library_id: crate::LibraryId,
        ///The name, with 1 to 80 characters. No other item of the library may have it.
        pub name: ::std::string::String,
        ///The type of the contents, such as `iso`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl ContentLibraryItemCreateSpec {
        pub fn builder() -> builder::ContentLibraryItemCreateSpec {
            Default::default()
        }
    }
    ///A checksum of a file.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemFileChecksumInfo {
        ///The algorithm. SHA-1 if left out or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub algorithm: ::std::option::Option<crate::ChecksumAlgorithm>,
        ///The checksum.
        pub checksum: ::std::string::String,
    }
    impl ContentLibraryItemFileChecksumInfo {
        pub fn builder() -> builder::ContentLibraryItemFileChecksumInfo {
            Default::default()
        }
    }
    ///A file of a library item.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemFileInfo {
        ///Whether the file is in the storage of the library.
        pub cached: bool,
        ///The checksum, for checking that a transfer is complete. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub checksum_info: ::std::option::Option<ContentLibraryItemFileChecksumInfo>,
        ///The download URL. The download uses the session of the API. Version 9.0 and later. Left out or `null` if the file is not cached.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_download_endpoint: ::std::option::Option<::std::string::String>,
        ///The name, which is unique within the item.
        pub name: ::std::string::String,
        ///The storage that the file takes, in bytes. 0 if the file is not cached.
        pub size: i64,
        ///The version, which increases with each upload of the file.
        pub version: ::std::string::String,
    }
    impl ContentLibraryItemFileInfo {
        pub fn builder() -> builder::ContentLibraryItemFileInfo {
            Default::default()
        }
    }
    ///The properties of the library items to find. A member that is left out or `null` matches every item. At least one member must be set.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemFindSpec {
        ///Whether all files of the item are in the storage of the library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cached: ::std::option::Option<bool>,
        ///The library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub library_id: ::std::option::Option<crate::LibraryId>,
        ///The whole name. Case is ignored.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Identifier of the item that was copied (resource type `com.vmware.content.library.Item`).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_id: ::std::option::Option<::std::string::String>,
        ///The type, such as `iso`. Case is ignored.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl ContentLibraryItemFindSpec {
        pub fn builder() -> builder::ContentLibraryItemFindSpec {
            Default::default()
        }
    }
    ///A content library item. Each member may be left out or be `null`. vCenter sends more members. The client ignores them.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemModel {
        ///Whether all files of the item are in the storage of the library. A subscribed library may fetch files on demand.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cached: ::std::option::Option<bool>,
        ///The version of the file list (resource type `com.vmware.content.library.item.Version`).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub content_version: ::std::option::Option<::std::string::String>,
        ///The creation time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub creation_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The description that the owner gave the item, at most 2000 characters.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The item. A server may send this member although the reference states that it does not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<crate::LibraryItemId>,
        ///The time of the last change of the properties or the files.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_modified_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The time of the last synchronization. Never set in a local library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_sync_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The library of the item.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub library_id: ::std::option::Option<crate::LibraryId>,
        ///A number that increases with each change of the metadata, such as the name or the description.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub metadata_version: ::std::option::Option<::std::string::String>,
        ///The name, at most 80 characters. It need not be unique, even within the library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Whether the item meets the security policy of its library. Version 7.0 Update 3 and later.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub security_compliance: ::std::option::Option<bool>,
        ///The storage that all files of the item take, in bytes. 0 if the item is not cached.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        ///In a subscribed library, the identifier of the item that was copied (resource type `com.vmware.content.library.Item`). Since version 9.1, other items may also have a source.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_id: ::std::option::Option<::std::string::String>,
        ///The type of the contents, such as `iso`, `ovf` or `vm-template`. Not set if the item was created without a type. An item without a type may still contain an ISO image.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
        ///A number that increases with each change of the properties. It serves to detect concurrent changes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    impl ContentLibraryItemModel {
        pub fn builder() -> builder::ContentLibraryItemModel {
            Default::default()
        }
    }
    ///A file of a library item and its storage.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemStorageInfo {
        ///Whether the file is in the storage of the library.
        pub cached: bool,
        ///The checksum, for checking that a transfer is complete. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub checksum_info: ::std::option::Option<ContentLibraryItemFileChecksumInfo>,
        ///The download URL. The download uses the session of the API. Version 9.0 and later. Left out or `null` if the file is not cached.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_download_endpoint: ::std::option::Option<::std::string::String>,
        ///The name, which is unique within the item.
        pub name: ::std::string::String,
        ///The storage that the file takes, in bytes. 0 if the file is not cached.
        pub size: i64,
        ///The storage of the file. It may differ from the storage of the library.
        pub storage_backing: ContentLibraryStorageBacking,
        ///The URIs of the file in the storage. The URI of a file on a datastore may end in `?serverId=` and an identifier, which are not part of the path.
        pub storage_uris: ::std::vec::Vec<::std::string::String>,
        ///The version, which increases with each upload of the file.
        pub version: ::std::string::String,
    }
    impl ContentLibraryItemStorageInfo {
        pub fn builder() -> builder::ContentLibraryItemStorageInfo {
            Default::default()
        }
    }
    ///An address for the transfer of a file.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemTransferEndpoint {
        ///The thumbprint of the certificate that the server accepts from an `https` source: SHA-1, since version 9.1 SHA-256. May be left out or be `null`: then it accepts a certificate that it trusts.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ssl_certificate_thumbprint: ::std::option::Option<::std::string::String>,
        ///The address. That of an upload is sufficient to upload the file: it is a secret.
        pub uri: ::std::string::String,
    }
    impl ContentLibraryItemTransferEndpoint {
        pub fn builder() -> builder::ContentLibraryItemTransferEndpoint {
            Default::default()
        }
    }
    ///The properties of a new update session.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdateSessionCreateSpec {
        ///The item whose files change.
        pub library_item_id: crate::LibraryItemId,
    }
    impl ContentLibraryItemUpdateSessionCreateSpec {
        pub fn builder() -> builder::ContentLibraryItemUpdateSessionCreateSpec {
            Default::default()
        }
    }
    ///An update session, limited to the members that an import needs. vCenter sends more members. The client ignores them. Each member may be left out or be `null`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdateSessionModel {
        ///The progress in percent, as the client has reported it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub client_progress: ::std::option::Option<i64>,
        ///The reason of the state `ERROR`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<StdLocalizableMessage>,
        ///The time at which the session expires, unless there is activity before.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expiration_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The version of the files that the session changes (resource type `com.vmware.content.library.item.Version`).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub library_item_content_version: ::std::option::Option<::std::string::String>,
        ///The item whose files change.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub library_item_id: ::std::option::Option<crate::LibraryItemId>,
        ///The state.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<crate::UpdateSessionState>,
    }
    impl ContentLibraryItemUpdateSessionModel {
        pub fn builder() -> builder::ContentLibraryItemUpdateSessionModel {
            Default::default()
        }
    }
    ///A file to add to a library item, or to replace.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdatesessionFileAddSpec {
        ///The checksum that the file must have. The server does not check it if it is not set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub checksum_info: ::std::option::Option<ContentLibraryItemFileChecksumInfo>,
        ///The name of the file, such as `tool.iso`.
        pub name: ::std::string::String,
        ///The size in bytes. The server does not check the size if it is not set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        ///The source of the file. Required with `PULL`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source_endpoint: ::std::option::Option<ContentLibraryItemTransferEndpoint>,
        ///Who transfers the file.
        pub source_type: crate::FileSourceType,
    }
    impl ContentLibraryItemUpdatesessionFileAddSpec {
        pub fn builder() -> builder::ContentLibraryItemUpdatesessionFileAddSpec {
            Default::default()
        }
    }
    ///A file of an update session.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdatesessionFileInfo {
        ///The number of bytes that the server has received.
        pub bytes_transferred: i64,
        ///The checksum of the file. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub checksum_info: ::std::option::Option<ContentLibraryItemFileChecksumInfo>,
        ///The reason of the status `ERROR`. Left out or `null` with other statuses.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_message: ::std::option::Option<StdLocalizableMessage>,
        ///The name of the file.
        pub name: ::std::string::String,
        ///The size in bytes. May be left out or be `null` until the file is ready.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        ///Who transfers the file.
        pub source_type: crate::FileSourceType,
        ///The progress of the transfer.
        pub status: crate::TransferStatus,
        ///The address for the upload. Left out or `null` unless the client uploads the file.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub upload_endpoint: ::std::option::Option<ContentLibraryItemTransferEndpoint>,
    }
    impl ContentLibraryItemUpdatesessionFileInfo {
        pub fn builder() -> builder::ContentLibraryItemUpdatesessionFileInfo {
            Default::default()
        }
    }
    ///A file that is not valid.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdatesessionFileValidationError {
        ///The reason.
        pub error_message: StdLocalizableMessage,
        ///The name of the file.
        pub name: ::std::string::String,
    }
    impl ContentLibraryItemUpdatesessionFileValidationError {
        pub fn builder() -> builder::ContentLibraryItemUpdatesessionFileValidationError {
            Default::default()
        }
    }
    ///The result of the check of an update session.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryItemUpdatesessionFileValidationResult {
        ///Whether the session cannot be completed.
        pub has_errors: bool,
        ///The files that are not valid.
        pub invalid_files: ::std::vec::Vec<
            ContentLibraryItemUpdatesessionFileValidationError,
        >,
        ///The names of files that are missing.
        pub missing_files: ::std::vec::Vec<::std::string::String>,
    }
    impl ContentLibraryItemUpdatesessionFileValidationResult {
        pub fn builder() -> builder::ContentLibraryItemUpdatesessionFileValidationResult {
            Default::default()
        }
    }
    ///A content library, limited to the members that mounting an ISO image needs. vCenter sends more members. The client ignores them. Each member may be left out or be `null`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryModel {
        ///The creation time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub creation_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The description that the owner gave the library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        ///The library. A server may send this member although the reference states that it does not.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<crate::LibraryId>,
        ///The time of the last change of the properties. Changes of items do not count.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_modified_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The time of the last synchronization. Never set for a local library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub last_sync_time: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        ///The name, which need not be unique.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Identifier of the vCenter Server of the library (resource type `com.vmware.vcenter.VCenter`).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub server_guid: ::std::option::Option<::std::string::String>,
        ///The storage of the files, unless an item has other storage. Only images of a library on a datastore can be mounted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub storage_backings: ::std::option::Option<
            ::std::vec::Vec<ContentLibraryStorageBacking>,
        >,
        ///Whether the library is local or subscribed.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<crate::LibraryType>,
        ///A number that increases with each change of the properties.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
    }
    impl ContentLibraryModel {
        pub fn builder() -> builder::ContentLibraryModel {
            Default::default()
        }
    }
    ///The storage of files. `type` determines which other member is set. Each member may be left out or be `null`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibraryStorageBacking {
        ///Identifier of the datastore (resource type `Datastore`). Set with `DATASTORE`, otherwise left out or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub datastore_id: ::std::option::Option<::std::string::String>,
        ///The URI of the storage, such as `nfs://server/path`. Set with `OTHER`, otherwise left out or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub storage_uri: ::std::option::Option<::std::string::String>,
        ///The type of the storage.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<crate::StorageBackingType>,
    }
    impl ContentLibraryStorageBacking {
        pub fn builder() -> builder::ContentLibraryStorageBacking {
            Default::default()
        }
    }
    ///The parameters of a synchronization.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ContentLibrarySubscribedItemSyncRequestBody {
        ///Whether to copy the files, too, if the library fetches files on demand. Any other library always copies them.
        pub force_sync_content: bool,
    }
    impl ContentLibrarySubscribedItemSyncRequestBody {
        pub fn builder() -> builder::ContentLibrarySubscribedItemSyncRequestBody {
            Default::default()
        }
    }
    ///A datacenter in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct DatacenterSummary {
        ///The datacenter.
        pub datacenter: crate::DatacenterId,
        ///The name, which is unique only within the folder.
        pub name: ::std::string::String,
    }
    impl DatacenterSummary {
        pub fn builder() -> builder::DatacenterSummary {
            Default::default()
        }
    }
    ///A folder in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct FolderSummary {
        ///The folder.
        pub folder: crate::FolderId,
        ///The name, which is unique only among the folders of one parent.
        pub name: ::std::string::String,
        ///The type of the objects that the folder can contain.
        #[serde(rename = "type")]
        pub type_: crate::FolderType,
    }
    impl FolderSummary {
        pub fn builder() -> builder::FolderSummary {
            Default::default()
        }
    }
    ///A host in a list. vCenter sends more members. The client ignores them.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct HostSummary {
        ///Whether vCenter reaches the host.
        pub connection_state: crate::HostConnectionState,
        ///The host.
        pub host: crate::HostId,
        ///The name, mostly the DNS name.
        pub name: ::std::string::String,
    }
    impl HostSummary {
        pub fn builder() -> builder::HostSummary {
            Default::default()
        }
    }
    ///The parameters of a mount.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct IsoImageMountRequestBody {
        ///The library item that contains the ISO image.
        pub library_item: crate::LibraryItemId,
        ///The virtual machine that gets the CD-ROM.
        pub vm: crate::VmId,
    }
    impl IsoImageMountRequestBody {
        pub fn builder() -> builder::IsoImageMountRequestBody {
            Default::default()
        }
    }
    ///The parameters of an unmount.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct IsoImageUnmountRequestBody {
        ///The CD-ROM to unmount.
        pub cdrom: crate::CdromId,
        ///The virtual machine that has the CD-ROM.
        pub vm: crate::VmId,
    }
    impl IsoImageUnmountRequestBody {
        pub fn builder() -> builder::IsoImageUnmountRequestBody {
            Default::default()
        }
    }
    ///The error of every operation. Some error types have more members: see `Std_Errors_Unauthenticated`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct StdErrorsError {
        ///Details for programs. Their structure depends on the operation and the error: locations of arguments or files, whether the error is transient, or the type and identifier of a resource. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        ///The type of the error, for programs. May be left out or be `null`: servers with an older error format do not send it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_type: ::std::option::Option<crate::ErrorType>,
        ///The messages for people. The first message describes the failure of the call itself. Each further message describes the cause of the previous message.
        pub messages: ::std::vec::Vec<StdLocalizableMessage>,
    }
    impl StdErrorsError {
        pub fn builder() -> builder::StdErrorsError {
            Default::default()
        }
    }
    ///A message for people, with the data for a translation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct StdLocalizableMessage {
        ///The values of the numbered placeholders, as strings. May be empty.
        pub args: ::std::vec::Vec<::std::string::String>,
        ///The message in English, with the arguments filled in.
        pub default_message: ::std::string::String,
        ///The identifier of the message in the catalog of its service, for example `com.vmware.api.vcenter.error`.
        pub id: ::std::string::String,
        ///The message in the language of the request. May be left out or be `null`, for example if the request names no language.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub localized: ::std::option::Option<::std::string::String>,
        ///The values of the named placeholders, by name. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub params: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, StdLocalizationParam>,
        >,
    }
    impl StdLocalizableMessage {
        pub fn builder() -> builder::StdLocalizableMessage {
            Default::default()
        }
    }
    ///The value of a named placeholder, in the member for its type. Each member may be left out or be `null`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct StdLocalizationParam {
        ///The value, if it is a number with a fraction.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub d: ::std::option::Option<f64>,
        ///The value, if it is a date and time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub dt: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ///The format of `dt`. A short date and time if not set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub format: ::std::option::Option<crate::DateTimeFormat>,
        ///The value, if it is an integer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub i: ::std::option::Option<i64>,
        ///The value, if it is a message.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub l: ::std::option::Option<StdNestedLocalizableMessage>,
        ///The number of decimal places of `d`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub precision: ::std::option::Option<i64>,
        ///The value, if it is a string.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub s: ::std::option::Option<::std::string::String>,
    }
    impl StdLocalizationParam {
        pub fn builder() -> builder::StdLocalizationParam {
            Default::default()
        }
    }
    ///A message that is a value in another message.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct StdNestedLocalizableMessage {
        ///The identifier of the message in the catalog of its service.
        pub id: ::std::string::String,
        ///The values of the named placeholders, by name. May be left out or be `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub params: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, StdLocalizationParam>,
        >,
    }
    impl StdNestedLocalizableMessage {
        pub fn builder() -> builder::StdNestedLocalizableMessage {
            Default::default()
        }
    }
    ///A virtual SATA adapter.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareAdapterSataInfo {
        ///The bus number, which is part of the address of each device.
        pub bus: i64,
        ///The display name of the adapter.
        pub label: ::std::string::String,
        ///The address on the PCI bus. Left out or `null` until the virtual machine is first powered on with the adapter.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pci_slot_number: ::std::option::Option<i64>,
        ///The kind of the adapter. vCenter documents only `AHCI`, and always sends it; it may be left out or be `null` on other servers.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl VmHardwareAdapterSataInfo {
        pub fn builder() -> builder::VmHardwareAdapterSataInfo {
            Default::default()
        }
    }
    ///The backing of a CD-ROM. `type` determines which other members are set.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareCdromBackingInfo {
        ///Whether a host device is detected automatically. Set with `HOST_DEVICE`, otherwise left out or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub auto_detect: ::std::option::Option<bool>,
        ///The access to the device. Set with `HOST_DEVICE` and `CLIENT_DEVICE`, otherwise left out or `null`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub device_access_type: ::std::option::Option<crate::DeviceAccessType>,
        ///The name of the host device. Set with `HOST_DEVICE`, otherwise left out or `null`. Also left out or `null` while automatic detection finds no device.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub host_device: ::std::option::Option<::std::string::String>,
        ///The datastore path of the image, such as `[ds1] images/tool.iso`. Set with `ISO_FILE`, otherwise left out or `null`. The path of an image of a content library contains the identifier of the item, but does not end in the name of the file in the library.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub iso_file: ::std::option::Option<::std::string::String>,
        ///The type of the backing.
        #[serde(rename = "type")]
        pub type_: crate::BackingType,
    }
    impl VmHardwareCdromBackingInfo {
        pub fn builder() -> builder::VmHardwareCdromBackingInfo {
            Default::default()
        }
    }
    ///A virtual CD-ROM. `type` determines whether `ide` or `sata` is set.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareCdromInfo {
        ///Whether the guest may connect and disconnect the CD-ROM.
        pub allow_guest_control: bool,
        ///The backing of the CD-ROM.
        pub backing: VmHardwareCdromBackingInfo,
        ///The address on an IDE adapter. Left out or `null` with another adapter type.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ide: ::std::option::Option<VmHardwareIdeAddressInfo>,
        ///The display name, such as `CD/DVD drive 1`.
        pub label: ::std::string::String,
        ///The address on a SATA adapter. Left out or `null` with another adapter type.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sata: ::std::option::Option<VmHardwareSataAddressInfo>,
        ///Whether the CD-ROM is connected when the virtual machine is powered on.
        pub start_connected: bool,
        ///Whether the guest can read the CD-ROM now. `NOT_CONNECTED` while the virtual machine is powered off.
        pub state: crate::ConnectionState,
        ///The type of the adapter.
        #[serde(rename = "type")]
        pub type_: crate::HostBusAdapterType,
    }
    impl VmHardwareCdromInfo {
        pub fn builder() -> builder::VmHardwareCdromInfo {
            Default::default()
        }
    }
    ///A CD-ROM in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareCdromSummary {
        ///The CD-ROM.
        pub cdrom: crate::CdromId,
    }
    impl VmHardwareCdromSummary {
        pub fn builder() -> builder::VmHardwareCdromSummary {
            Default::default()
        }
    }
    ///The address of a device on the IDE adapters.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareIdeAddressInfo {
        ///`true` for the first device of the adapter, `false` for the second.
        pub master: bool,
        ///`true` for the primary adapter, `false` for the secondary adapter.
        pub primary: bool,
    }
    impl VmHardwareIdeAddressInfo {
        pub fn builder() -> builder::VmHardwareIdeAddressInfo {
            Default::default()
        }
    }
    ///The address of a device on the SATA adapters.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmHardwareSataAddressInfo {
        ///The bus number of the adapter.
        pub bus: i64,
        ///The number of the device on the bus.
        pub unit: i64,
    }
    impl VmHardwareSataAddressInfo {
        pub fn builder() -> builder::VmHardwareSataAddressInfo {
            Default::default()
        }
    }
    ///The configuration of a virtual machine, limited to the members that mounting an ISO image needs. vCenter sends more members, here and in the nested objects. The client ignores them.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmInfo {
        ///The CD-ROMs by identifier (resource type `com.vmware.vcenter.vm.hardware.Cdrom`).
        pub cdroms: ::std::collections::BTreeMap<
            ::std::string::String,
            VmHardwareCdromInfo,
        >,
        ///The name, which is unique only within the folder.
        pub name: ::std::string::String,
        ///The power state.
        pub power_state: crate::PowerState,
        ///The SATA adapters by identifier (resource type `com.vmware.vcenter.vm.hardware.SataAdapter`). A CD-ROM can be added to a SATA adapter while the virtual machine is powered on.
        pub sata_adapters: ::std::collections::BTreeMap<
            ::std::string::String,
            VmHardwareAdapterSataInfo,
        >,
    }
    impl VmInfo {
        pub fn builder() -> builder::VmInfo {
            Default::default()
        }
    }
    ///The power of a virtual machine.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmPowerInfo {
        ///Whether the guest has shut down, and was not powered off. Left out or `null` unless the virtual machine is off.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub clean_power_off: ::std::option::Option<bool>,
        ///The power state.
        pub state: crate::PowerState,
    }
    impl VmPowerInfo {
        pub fn builder() -> builder::VmPowerInfo {
            Default::default()
        }
    }
    ///A virtual machine in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct VmSummary {
        ///The number of processor cores. Left out or `null` while vCenter cannot read the configuration, for example during the creation of the virtual machine.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu_count: ::std::option::Option<i64>,
        ///The memory in mebibytes. Left out or `null` while vCenter cannot read the configuration, for example during the creation of the virtual machine.
        #[serde(
            rename = "memory_size_MiB",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub memory_size_mi_b: ::std::option::Option<i64>,
        ///The name, which is unique only within the folder.
        pub name: ::std::string::String,
        ///The power state.
        pub power_state: crate::PowerState,
        ///The virtual machine.
        pub vm: crate::VmId,
    }
    impl VmSummary {
        pub fn builder() -> builder::VmSummary {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct CisSessionInfo {
            created_time: ::std::result::Result<
                ::chrono::DateTime<::chrono::offset::Utc>,
                ::std::string::String,
            >,
            last_accessed_time: ::std::result::Result<
                ::chrono::DateTime<::chrono::offset::Utc>,
                ::std::string::String,
            >,
            user: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CisSessionInfo {
            fn default() -> Self {
                Self {
                    created_time: Err("no value supplied for created_time".to_string()),
                    last_accessed_time: Err(
                        "no value supplied for last_accessed_time".to_string(),
                    ),
                    user: Err("no value supplied for user".to_string()),
                }
            }
        }
        impl CisSessionInfo {
            pub fn created_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_time = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_time: {e}")
                    });
                self
            }
            pub fn last_accessed_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::chrono::DateTime<::chrono::offset::Utc>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_accessed_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_accessed_time: {e}"
                        )
                    });
                self
            }
            pub fn user<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.user = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for user: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CisSessionInfo> for super::CisSessionInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CisSessionInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    created_time: value.created_time?,
                    last_accessed_time: value.last_accessed_time?,
                    user: value.user?,
                })
            }
        }
        impl ::std::convert::From<super::CisSessionInfo> for CisSessionInfo {
            fn from(value: super::CisSessionInfo) -> Self {
                Self {
                    created_time: Ok(value.created_time),
                    last_accessed_time: Ok(value.last_accessed_time),
                    user: Ok(value.user),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ClusterSummary {
            cluster: ::std::result::Result<crate::ClusterId, ::std::string::String>,
            drs_enabled: ::std::result::Result<bool, ::std::string::String>,
            ha_enabled: ::std::result::Result<bool, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for ClusterSummary {
            fn default() -> Self {
                Self {
                    cluster: Err("no value supplied for cluster".to_string()),
                    drs_enabled: Err("no value supplied for drs_enabled".to_string()),
                    ha_enabled: Err("no value supplied for ha_enabled".to_string()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl ClusterSummary {
            pub fn cluster<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::ClusterId>,
                T::Error: ::std::fmt::Display,
            {
                self.cluster = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cluster: {e}")
                    });
                self
            }
            pub fn drs_enabled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.drs_enabled = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for drs_enabled: {e}")
                    });
                self
            }
            pub fn ha_enabled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.ha_enabled = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for ha_enabled: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ClusterSummary> for super::ClusterSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ClusterSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cluster: value.cluster?,
                    drs_enabled: value.drs_enabled?,
                    ha_enabled: value.ha_enabled?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::ClusterSummary> for ClusterSummary {
            fn from(value: super::ClusterSummary) -> Self {
                Self {
                    cluster: Ok(value.cluster),
                    drs_enabled: Ok(value.drs_enabled),
                    ha_enabled: Ok(value.ha_enabled),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryFindSpec {
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            storage_backing: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryStorageBacking>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<crate::LibraryType>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryFindSpec {
            fn default() -> Self {
                Self {
                    name: Ok(Default::default()),
                    storage_backing: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryFindSpec {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn storage_backing<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryStorageBacking>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.storage_backing = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for storage_backing: {e}"
                        )
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryType>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryFindSpec>
        for super::ContentLibraryFindSpec {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryFindSpec,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    storage_backing: value.storage_backing?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryFindSpec>
        for ContentLibraryFindSpec {
            fn from(value: super::ContentLibraryFindSpec) -> Self {
                Self {
                    name: Ok(value.name),
                    storage_backing: Ok(value.storage_backing),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemCreateSpec {
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            library_id: ::std::result::Result<crate::LibraryId, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemCreateSpec {
            fn default() -> Self {
                Self {
                    description: Ok(Default::default()),
                    library_id: Err("no value supplied for library_id".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryItemCreateSpec {
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn library_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::LibraryId>,
                T::Error: ::std::fmt::Display,
            {
                self.library_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for library_id: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemCreateSpec>
        for super::ContentLibraryItemCreateSpec {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemCreateSpec,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    description: value.description?,
                    library_id: value.library_id?,
                    name: value.name?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemCreateSpec>
        for ContentLibraryItemCreateSpec {
            fn from(value: super::ContentLibraryItemCreateSpec) -> Self {
                Self {
                    description: Ok(value.description),
                    library_id: Ok(value.library_id),
                    name: Ok(value.name),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemFileChecksumInfo {
            algorithm: ::std::result::Result<
                ::std::option::Option<crate::ChecksumAlgorithm>,
                ::std::string::String,
            >,
            checksum: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemFileChecksumInfo {
            fn default() -> Self {
                Self {
                    algorithm: Ok(Default::default()),
                    checksum: Err("no value supplied for checksum".to_string()),
                }
            }
        }
        impl ContentLibraryItemFileChecksumInfo {
            pub fn algorithm<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::ChecksumAlgorithm>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.algorithm = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for algorithm: {e}")
                    });
                self
            }
            pub fn checksum<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.checksum = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for checksum: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemFileChecksumInfo>
        for super::ContentLibraryItemFileChecksumInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemFileChecksumInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    algorithm: value.algorithm?,
                    checksum: value.checksum?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemFileChecksumInfo>
        for ContentLibraryItemFileChecksumInfo {
            fn from(value: super::ContentLibraryItemFileChecksumInfo) -> Self {
                Self {
                    algorithm: Ok(value.algorithm),
                    checksum: Ok(value.checksum),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemFileInfo {
            cached: ::std::result::Result<bool, ::std::string::String>,
            checksum_info: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                ::std::string::String,
            >,
            file_download_endpoint: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            size: ::std::result::Result<i64, ::std::string::String>,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for ContentLibraryItemFileInfo {
            fn default() -> Self {
                Self {
                    cached: Err("no value supplied for cached".to_string()),
                    checksum_info: Ok(Default::default()),
                    file_download_endpoint: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    size: Err("no value supplied for size".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl ContentLibraryItemFileInfo {
            pub fn cached<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.cached = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cached: {e}")
                    });
                self
            }
            pub fn checksum_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.checksum_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for checksum_info: {e}")
                    });
                self
            }
            pub fn file_download_endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.file_download_endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for file_download_endpoint: {e}"
                        )
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for version: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemFileInfo>
        for super::ContentLibraryItemFileInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemFileInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cached: value.cached?,
                    checksum_info: value.checksum_info?,
                    file_download_endpoint: value.file_download_endpoint?,
                    name: value.name?,
                    size: value.size?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemFileInfo>
        for ContentLibraryItemFileInfo {
            fn from(value: super::ContentLibraryItemFileInfo) -> Self {
                Self {
                    cached: Ok(value.cached),
                    checksum_info: Ok(value.checksum_info),
                    file_download_endpoint: Ok(value.file_download_endpoint),
                    name: Ok(value.name),
                    size: Ok(value.size),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemFindSpec {
            cached: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            library_id: ::std::result::Result<
                ::std::option::Option<crate::LibraryId>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            source_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemFindSpec {
            fn default() -> Self {
                Self {
                    cached: Ok(Default::default()),
                    library_id: Ok(Default::default()),
                    name: Ok(Default::default()),
                    source_id: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryItemFindSpec {
            pub fn cached<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.cached = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cached: {e}")
                    });
                self
            }
            pub fn library_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryId>>,
                T::Error: ::std::fmt::Display,
            {
                self.library_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for library_id: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn source_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.source_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for source_id: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemFindSpec>
        for super::ContentLibraryItemFindSpec {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemFindSpec,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cached: value.cached?,
                    library_id: value.library_id?,
                    name: value.name?,
                    source_id: value.source_id?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemFindSpec>
        for ContentLibraryItemFindSpec {
            fn from(value: super::ContentLibraryItemFindSpec) -> Self {
                Self {
                    cached: Ok(value.cached),
                    library_id: Ok(value.library_id),
                    name: Ok(value.name),
                    source_id: Ok(value.source_id),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemModel {
            cached: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            content_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            creation_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<
                ::std::option::Option<crate::LibraryItemId>,
                ::std::string::String,
            >,
            last_modified_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            last_sync_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            library_id: ::std::result::Result<
                ::std::option::Option<crate::LibraryId>,
                ::std::string::String,
            >,
            metadata_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            security_compliance: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            size: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            source_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemModel {
            fn default() -> Self {
                Self {
                    cached: Ok(Default::default()),
                    content_version: Ok(Default::default()),
                    creation_time: Ok(Default::default()),
                    description: Ok(Default::default()),
                    id: Ok(Default::default()),
                    last_modified_time: Ok(Default::default()),
                    last_sync_time: Ok(Default::default()),
                    library_id: Ok(Default::default()),
                    metadata_version: Ok(Default::default()),
                    name: Ok(Default::default()),
                    security_compliance: Ok(Default::default()),
                    size: Ok(Default::default()),
                    source_id: Ok(Default::default()),
                    type_: Ok(Default::default()),
                    version: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryItemModel {
            pub fn cached<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.cached = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cached: {e}")
                    });
                self
            }
            pub fn content_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.content_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for content_version: {e}"
                        )
                    });
                self
            }
            pub fn creation_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.creation_time = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for creation_time: {e}")
                    });
                self
            }
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryItemId>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn last_modified_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.last_modified_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_modified_time: {e}"
                        )
                    });
                self
            }
            pub fn last_sync_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.last_sync_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_sync_time: {e}"
                        )
                    });
                self
            }
            pub fn library_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryId>>,
                T::Error: ::std::fmt::Display,
            {
                self.library_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for library_id: {e}")
                    });
                self
            }
            pub fn metadata_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.metadata_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for metadata_version: {e}"
                        )
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn security_compliance<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.security_compliance = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for security_compliance: {e}"
                        )
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn source_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.source_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for source_id: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for version: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemModel>
        for super::ContentLibraryItemModel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemModel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cached: value.cached?,
                    content_version: value.content_version?,
                    creation_time: value.creation_time?,
                    description: value.description?,
                    id: value.id?,
                    last_modified_time: value.last_modified_time?,
                    last_sync_time: value.last_sync_time?,
                    library_id: value.library_id?,
                    metadata_version: value.metadata_version?,
                    name: value.name?,
                    security_compliance: value.security_compliance?,
                    size: value.size?,
                    source_id: value.source_id?,
                    type_: value.type_?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemModel>
        for ContentLibraryItemModel {
            fn from(value: super::ContentLibraryItemModel) -> Self {
                Self {
                    cached: Ok(value.cached),
                    content_version: Ok(value.content_version),
                    creation_time: Ok(value.creation_time),
                    description: Ok(value.description),
                    id: Ok(value.id),
                    last_modified_time: Ok(value.last_modified_time),
                    last_sync_time: Ok(value.last_sync_time),
                    library_id: Ok(value.library_id),
                    metadata_version: Ok(value.metadata_version),
                    name: Ok(value.name),
                    security_compliance: Ok(value.security_compliance),
                    size: Ok(value.size),
                    source_id: Ok(value.source_id),
                    type_: Ok(value.type_),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemStorageInfo {
            cached: ::std::result::Result<bool, ::std::string::String>,
            checksum_info: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                ::std::string::String,
            >,
            file_download_endpoint: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            size: ::std::result::Result<i64, ::std::string::String>,
            storage_backing: ::std::result::Result<
                super::ContentLibraryStorageBacking,
                ::std::string::String,
            >,
            storage_uris: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for ContentLibraryItemStorageInfo {
            fn default() -> Self {
                Self {
                    cached: Err("no value supplied for cached".to_string()),
                    checksum_info: Ok(Default::default()),
                    file_download_endpoint: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    size: Err("no value supplied for size".to_string()),
                    storage_backing: Err(
                        "no value supplied for storage_backing".to_string(),
                    ),
                    storage_uris: Err("no value supplied for storage_uris".to_string()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl ContentLibraryItemStorageInfo {
            pub fn cached<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.cached = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cached: {e}")
                    });
                self
            }
            pub fn checksum_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.checksum_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for checksum_info: {e}")
                    });
                self
            }
            pub fn file_download_endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.file_download_endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for file_download_endpoint: {e}"
                        )
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn storage_backing<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ContentLibraryStorageBacking>,
                T::Error: ::std::fmt::Display,
            {
                self.storage_backing = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for storage_backing: {e}"
                        )
                    });
                self
            }
            pub fn storage_uris<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.storage_uris = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for storage_uris: {e}")
                    });
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for version: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemStorageInfo>
        for super::ContentLibraryItemStorageInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemStorageInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cached: value.cached?,
                    checksum_info: value.checksum_info?,
                    file_download_endpoint: value.file_download_endpoint?,
                    name: value.name?,
                    size: value.size?,
                    storage_backing: value.storage_backing?,
                    storage_uris: value.storage_uris?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemStorageInfo>
        for ContentLibraryItemStorageInfo {
            fn from(value: super::ContentLibraryItemStorageInfo) -> Self {
                Self {
                    cached: Ok(value.cached),
                    checksum_info: Ok(value.checksum_info),
                    file_download_endpoint: Ok(value.file_download_endpoint),
                    name: Ok(value.name),
                    size: Ok(value.size),
                    storage_backing: Ok(value.storage_backing),
                    storage_uris: Ok(value.storage_uris),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemTransferEndpoint {
            ssl_certificate_thumbprint: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            uri: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for ContentLibraryItemTransferEndpoint {
            fn default() -> Self {
                Self {
                    ssl_certificate_thumbprint: Ok(Default::default()),
                    uri: Err("no value supplied for uri".to_string()),
                }
            }
        }
        impl ContentLibraryItemTransferEndpoint {
            pub fn ssl_certificate_thumbprint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ssl_certificate_thumbprint = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for ssl_certificate_thumbprint: {e}"
                        )
                    });
                self
            }
            pub fn uri<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.uri = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for uri: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemTransferEndpoint>
        for super::ContentLibraryItemTransferEndpoint {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemTransferEndpoint,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    ssl_certificate_thumbprint: value.ssl_certificate_thumbprint?,
                    uri: value.uri?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemTransferEndpoint>
        for ContentLibraryItemTransferEndpoint {
            fn from(value: super::ContentLibraryItemTransferEndpoint) -> Self {
                Self {
                    ssl_certificate_thumbprint: Ok(value.ssl_certificate_thumbprint),
                    uri: Ok(value.uri),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdateSessionCreateSpec {
            library_item_id: ::std::result::Result<
                crate::LibraryItemId,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemUpdateSessionCreateSpec {
            fn default() -> Self {
                Self {
                    library_item_id: Err(
                        "no value supplied for library_item_id".to_string(),
                    ),
                }
            }
        }
        impl ContentLibraryItemUpdateSessionCreateSpec {
            pub fn library_item_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::LibraryItemId>,
                T::Error: ::std::fmt::Display,
            {
                self.library_item_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for library_item_id: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdateSessionCreateSpec>
        for super::ContentLibraryItemUpdateSessionCreateSpec {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdateSessionCreateSpec,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    library_item_id: value.library_item_id?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemUpdateSessionCreateSpec>
        for ContentLibraryItemUpdateSessionCreateSpec {
            fn from(value: super::ContentLibraryItemUpdateSessionCreateSpec) -> Self {
                Self {
                    library_item_id: Ok(value.library_item_id),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdateSessionModel {
            client_progress: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            error_message: ::std::result::Result<
                ::std::option::Option<super::StdLocalizableMessage>,
                ::std::string::String,
            >,
            expiration_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            library_item_content_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            library_item_id: ::std::result::Result<
                ::std::option::Option<crate::LibraryItemId>,
                ::std::string::String,
            >,
            state: ::std::result::Result<
                ::std::option::Option<crate::UpdateSessionState>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemUpdateSessionModel {
            fn default() -> Self {
                Self {
                    client_progress: Ok(Default::default()),
                    error_message: Ok(Default::default()),
                    expiration_time: Ok(Default::default()),
                    library_item_content_version: Ok(Default::default()),
                    library_item_id: Ok(Default::default()),
                    state: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryItemUpdateSessionModel {
            pub fn client_progress<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.client_progress = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for client_progress: {e}"
                        )
                    });
                self
            }
            pub fn error_message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::StdLocalizableMessage>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.error_message = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_message: {e}")
                    });
                self
            }
            pub fn expiration_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.expiration_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for expiration_time: {e}"
                        )
                    });
                self
            }
            pub fn library_item_content_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.library_item_content_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for library_item_content_version: {e}"
                        )
                    });
                self
            }
            pub fn library_item_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryItemId>>,
                T::Error: ::std::fmt::Display,
            {
                self.library_item_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for library_item_id: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::UpdateSessionState>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdateSessionModel>
        for super::ContentLibraryItemUpdateSessionModel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdateSessionModel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    client_progress: value.client_progress?,
                    error_message: value.error_message?,
                    expiration_time: value.expiration_time?,
                    library_item_content_version: value.library_item_content_version?,
                    library_item_id: value.library_item_id?,
                    state: value.state?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemUpdateSessionModel>
        for ContentLibraryItemUpdateSessionModel {
            fn from(value: super::ContentLibraryItemUpdateSessionModel) -> Self {
                Self {
                    client_progress: Ok(value.client_progress),
                    error_message: Ok(value.error_message),
                    expiration_time: Ok(value.expiration_time),
                    library_item_content_version: Ok(value.library_item_content_version),
                    library_item_id: Ok(value.library_item_id),
                    state: Ok(value.state),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdatesessionFileAddSpec {
            checksum_info: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            size: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            source_endpoint: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemTransferEndpoint>,
                ::std::string::String,
            >,
            source_type: ::std::result::Result<
                crate::FileSourceType,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemUpdatesessionFileAddSpec {
            fn default() -> Self {
                Self {
                    checksum_info: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    size: Ok(Default::default()),
                    source_endpoint: Ok(Default::default()),
                    source_type: Err("no value supplied for source_type".to_string()),
                }
            }
        }
        impl ContentLibraryItemUpdatesessionFileAddSpec {
            pub fn checksum_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.checksum_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for checksum_info: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn source_endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemTransferEndpoint>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.source_endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for source_endpoint: {e}"
                        )
                    });
                self
            }
            pub fn source_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::FileSourceType>,
                T::Error: ::std::fmt::Display,
            {
                self.source_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for source_type: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdatesessionFileAddSpec>
        for super::ContentLibraryItemUpdatesessionFileAddSpec {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdatesessionFileAddSpec,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    checksum_info: value.checksum_info?,
                    name: value.name?,
                    size: value.size?,
                    source_endpoint: value.source_endpoint?,
                    source_type: value.source_type?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemUpdatesessionFileAddSpec>
        for ContentLibraryItemUpdatesessionFileAddSpec {
            fn from(value: super::ContentLibraryItemUpdatesessionFileAddSpec) -> Self {
                Self {
                    checksum_info: Ok(value.checksum_info),
                    name: Ok(value.name),
                    size: Ok(value.size),
                    source_endpoint: Ok(value.source_endpoint),
                    source_type: Ok(value.source_type),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdatesessionFileInfo {
            bytes_transferred: ::std::result::Result<i64, ::std::string::String>,
            checksum_info: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                ::std::string::String,
            >,
            error_message: ::std::result::Result<
                ::std::option::Option<super::StdLocalizableMessage>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            size: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            source_type: ::std::result::Result<
                crate::FileSourceType,
                ::std::string::String,
            >,
            status: ::std::result::Result<crate::TransferStatus, ::std::string::String>,
            upload_endpoint: ::std::result::Result<
                ::std::option::Option<super::ContentLibraryItemTransferEndpoint>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryItemUpdatesessionFileInfo {
            fn default() -> Self {
                Self {
                    bytes_transferred: Err(
                        "no value supplied for bytes_transferred".to_string(),
                    ),
                    checksum_info: Ok(Default::default()),
                    error_message: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    size: Ok(Default::default()),
                    source_type: Err("no value supplied for source_type".to_string()),
                    status: Err("no value supplied for status".to_string()),
                    upload_endpoint: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryItemUpdatesessionFileInfo {
            pub fn bytes_transferred<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.bytes_transferred = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for bytes_transferred: {e}"
                        )
                    });
                self
            }
            pub fn checksum_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemFileChecksumInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.checksum_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for checksum_info: {e}")
                    });
                self
            }
            pub fn error_message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::StdLocalizableMessage>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.error_message = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_message: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn source_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::FileSourceType>,
                T::Error: ::std::fmt::Display,
            {
                self.source_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for source_type: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::TransferStatus>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn upload_endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::ContentLibraryItemTransferEndpoint>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.upload_endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for upload_endpoint: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdatesessionFileInfo>
        for super::ContentLibraryItemUpdatesessionFileInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdatesessionFileInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bytes_transferred: value.bytes_transferred?,
                    checksum_info: value.checksum_info?,
                    error_message: value.error_message?,
                    name: value.name?,
                    size: value.size?,
                    source_type: value.source_type?,
                    status: value.status?,
                    upload_endpoint: value.upload_endpoint?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryItemUpdatesessionFileInfo>
        for ContentLibraryItemUpdatesessionFileInfo {
            fn from(value: super::ContentLibraryItemUpdatesessionFileInfo) -> Self {
                Self {
                    bytes_transferred: Ok(value.bytes_transferred),
                    checksum_info: Ok(value.checksum_info),
                    error_message: Ok(value.error_message),
                    name: Ok(value.name),
                    size: Ok(value.size),
                    source_type: Ok(value.source_type),
                    status: Ok(value.status),
                    upload_endpoint: Ok(value.upload_endpoint),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdatesessionFileValidationError {
            error_message: ::std::result::Result<
                super::StdLocalizableMessage,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default
        for ContentLibraryItemUpdatesessionFileValidationError {
            fn default() -> Self {
                Self {
                    error_message: Err(
                        "no value supplied for error_message".to_string(),
                    ),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl ContentLibraryItemUpdatesessionFileValidationError {
            pub fn error_message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::StdLocalizableMessage>,
                T::Error: ::std::fmt::Display,
            {
                self.error_message = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_message: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdatesessionFileValidationError>
        for super::ContentLibraryItemUpdatesessionFileValidationError {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdatesessionFileValidationError,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    error_message: value.error_message?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<
            super::ContentLibraryItemUpdatesessionFileValidationError,
        > for ContentLibraryItemUpdatesessionFileValidationError {
            fn from(
                value: super::ContentLibraryItemUpdatesessionFileValidationError,
            ) -> Self {
                Self {
                    error_message: Ok(value.error_message),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryItemUpdatesessionFileValidationResult {
            has_errors: ::std::result::Result<bool, ::std::string::String>,
            invalid_files: ::std::result::Result<
                ::std::vec::Vec<
                    super::ContentLibraryItemUpdatesessionFileValidationError,
                >,
                ::std::string::String,
            >,
            missing_files: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default
        for ContentLibraryItemUpdatesessionFileValidationResult {
            fn default() -> Self {
                Self {
                    has_errors: Err("no value supplied for has_errors".to_string()),
                    invalid_files: Err(
                        "no value supplied for invalid_files".to_string(),
                    ),
                    missing_files: Err("no value supplied for missing_files".to_string()),
                }
            }
        }
        impl ContentLibraryItemUpdatesessionFileValidationResult {
            pub fn has_errors<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.has_errors = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for has_errors: {e}")
                    });
                self
            }
            pub fn invalid_files<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::vec::Vec<
                        super::ContentLibraryItemUpdatesessionFileValidationError,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.invalid_files = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for invalid_files: {e}")
                    });
                self
            }
            pub fn missing_files<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.missing_files = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for missing_files: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryItemUpdatesessionFileValidationResult>
        for super::ContentLibraryItemUpdatesessionFileValidationResult {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryItemUpdatesessionFileValidationResult,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    has_errors: value.has_errors?,
                    invalid_files: value.invalid_files?,
                    missing_files: value.missing_files?,
                })
            }
        }
        impl ::std::convert::From<
            super::ContentLibraryItemUpdatesessionFileValidationResult,
        > for ContentLibraryItemUpdatesessionFileValidationResult {
            fn from(
                value: super::ContentLibraryItemUpdatesessionFileValidationResult,
            ) -> Self {
                Self {
                    has_errors: Ok(value.has_errors),
                    invalid_files: Ok(value.invalid_files),
                    missing_files: Ok(value.missing_files),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryModel {
            creation_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<
                ::std::option::Option<crate::LibraryId>,
                ::std::string::String,
            >,
            last_modified_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            last_sync_time: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            server_guid: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            storage_backings: ::std::result::Result<
                ::std::option::Option<
                    ::std::vec::Vec<super::ContentLibraryStorageBacking>,
                >,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<crate::LibraryType>,
                ::std::string::String,
            >,
            version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryModel {
            fn default() -> Self {
                Self {
                    creation_time: Ok(Default::default()),
                    description: Ok(Default::default()),
                    id: Ok(Default::default()),
                    last_modified_time: Ok(Default::default()),
                    last_sync_time: Ok(Default::default()),
                    name: Ok(Default::default()),
                    server_guid: Ok(Default::default()),
                    storage_backings: Ok(Default::default()),
                    type_: Ok(Default::default()),
                    version: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryModel {
            pub fn creation_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.creation_time = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for creation_time: {e}")
                    });
                self
            }
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryId>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn last_modified_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.last_modified_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_modified_time: {e}"
                        )
                    });
                self
            }
            pub fn last_sync_time<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.last_sync_time = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_sync_time: {e}"
                        )
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn server_guid<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.server_guid = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for server_guid: {e}")
                    });
                self
            }
            pub fn storage_backings<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::vec::Vec<super::ContentLibraryStorageBacking>,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.storage_backings = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for storage_backings: {e}"
                        )
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::LibraryType>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for version: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryModel>
        for super::ContentLibraryModel {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryModel,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    creation_time: value.creation_time?,
                    description: value.description?,
                    id: value.id?,
                    last_modified_time: value.last_modified_time?,
                    last_sync_time: value.last_sync_time?,
                    name: value.name?,
                    server_guid: value.server_guid?,
                    storage_backings: value.storage_backings?,
                    type_: value.type_?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryModel> for ContentLibraryModel {
            fn from(value: super::ContentLibraryModel) -> Self {
                Self {
                    creation_time: Ok(value.creation_time),
                    description: Ok(value.description),
                    id: Ok(value.id),
                    last_modified_time: Ok(value.last_modified_time),
                    last_sync_time: Ok(value.last_sync_time),
                    name: Ok(value.name),
                    server_guid: Ok(value.server_guid),
                    storage_backings: Ok(value.storage_backings),
                    type_: Ok(value.type_),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibraryStorageBacking {
            datastore_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            storage_uri: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<crate::StorageBackingType>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ContentLibraryStorageBacking {
            fn default() -> Self {
                Self {
                    datastore_id: Ok(Default::default()),
                    storage_uri: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ContentLibraryStorageBacking {
            pub fn datastore_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.datastore_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for datastore_id: {e}")
                    });
                self
            }
            pub fn storage_uri<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.storage_uri = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for storage_uri: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::StorageBackingType>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibraryStorageBacking>
        for super::ContentLibraryStorageBacking {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibraryStorageBacking,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    datastore_id: value.datastore_id?,
                    storage_uri: value.storage_uri?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibraryStorageBacking>
        for ContentLibraryStorageBacking {
            fn from(value: super::ContentLibraryStorageBacking) -> Self {
                Self {
                    datastore_id: Ok(value.datastore_id),
                    storage_uri: Ok(value.storage_uri),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ContentLibrarySubscribedItemSyncRequestBody {
            force_sync_content: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for ContentLibrarySubscribedItemSyncRequestBody {
            fn default() -> Self {
                Self {
                    force_sync_content: Err(
                        "no value supplied for force_sync_content".to_string(),
                    ),
                }
            }
        }
        impl ContentLibrarySubscribedItemSyncRequestBody {
            pub fn force_sync_content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.force_sync_content = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for force_sync_content: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ContentLibrarySubscribedItemSyncRequestBody>
        for super::ContentLibrarySubscribedItemSyncRequestBody {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ContentLibrarySubscribedItemSyncRequestBody,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    force_sync_content: value.force_sync_content?,
                })
            }
        }
        impl ::std::convert::From<super::ContentLibrarySubscribedItemSyncRequestBody>
        for ContentLibrarySubscribedItemSyncRequestBody {
            fn from(value: super::ContentLibrarySubscribedItemSyncRequestBody) -> Self {
                Self {
                    force_sync_content: Ok(value.force_sync_content),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct DatacenterSummary {
            datacenter: ::std::result::Result<
                crate::DatacenterId,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for DatacenterSummary {
            fn default() -> Self {
                Self {
                    datacenter: Err("no value supplied for datacenter".to_string()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl DatacenterSummary {
            pub fn datacenter<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::DatacenterId>,
                T::Error: ::std::fmt::Display,
            {
                self.datacenter = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for datacenter: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<DatacenterSummary> for super::DatacenterSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DatacenterSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    datacenter: value.datacenter?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::DatacenterSummary> for DatacenterSummary {
            fn from(value: super::DatacenterSummary) -> Self {
                Self {
                    datacenter: Ok(value.datacenter),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct FolderSummary {
            folder: ::std::result::Result<crate::FolderId, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            type_: ::std::result::Result<crate::FolderType, ::std::string::String>,
        }
        impl ::std::default::Default for FolderSummary {
            fn default() -> Self {
                Self {
                    folder: Err("no value supplied for folder".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl FolderSummary {
            pub fn folder<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::FolderId>,
                T::Error: ::std::fmt::Display,
            {
                self.folder = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for folder: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::FolderType>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<FolderSummary> for super::FolderSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: FolderSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    folder: value.folder?,
                    name: value.name?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::FolderSummary> for FolderSummary {
            fn from(value: super::FolderSummary) -> Self {
                Self {
                    folder: Ok(value.folder),
                    name: Ok(value.name),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct HostSummary {
            connection_state: ::std::result::Result<
                crate::HostConnectionState,
                ::std::string::String,
            >,
            host: ::std::result::Result<crate::HostId, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for HostSummary {
            fn default() -> Self {
                Self {
                    connection_state: Err(
                        "no value supplied for connection_state".to_string(),
                    ),
                    host: Err("no value supplied for host".to_string()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl HostSummary {
            pub fn connection_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::HostConnectionState>,
                T::Error: ::std::fmt::Display,
            {
                self.connection_state = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for connection_state: {e}"
                        )
                    });
                self
            }
            pub fn host<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::HostId>,
                T::Error: ::std::fmt::Display,
            {
                self.host = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for host: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<HostSummary> for super::HostSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: HostSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    connection_state: value.connection_state?,
                    host: value.host?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::HostSummary> for HostSummary {
            fn from(value: super::HostSummary) -> Self {
                Self {
                    connection_state: Ok(value.connection_state),
                    host: Ok(value.host),
                    name: Ok(value.name),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct IsoImageMountRequestBody {
            library_item: ::std::result::Result<
                crate::LibraryItemId,
                ::std::string::String,
            >,
            vm: ::std::result::Result<crate::VmId, ::std::string::String>,
        }
        impl ::std::default::Default for IsoImageMountRequestBody {
            fn default() -> Self {
                Self {
                    library_item: Err("no value supplied for library_item".to_string()),
                    vm: Err("no value supplied for vm".to_string()),
                }
            }
        }
        impl IsoImageMountRequestBody {
            pub fn library_item<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::LibraryItemId>,
                T::Error: ::std::fmt::Display,
            {
                self.library_item = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for library_item: {e}")
                    });
                self
            }
            pub fn vm<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::VmId>,
                T::Error: ::std::fmt::Display,
            {
                self.vm = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for vm: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<IsoImageMountRequestBody>
        for super::IsoImageMountRequestBody {
            type Error = super::error::ConversionError;
            fn try_from(
                value: IsoImageMountRequestBody,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    library_item: value.library_item?,
                    vm: value.vm?,
                })
            }
        }
        impl ::std::convert::From<super::IsoImageMountRequestBody>
        for IsoImageMountRequestBody {
            fn from(value: super::IsoImageMountRequestBody) -> Self {
                Self {
                    library_item: Ok(value.library_item),
                    vm: Ok(value.vm),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct IsoImageUnmountRequestBody {
            cdrom: ::std::result::Result<crate::CdromId, ::std::string::String>,
            vm: ::std::result::Result<crate::VmId, ::std::string::String>,
        }
        impl ::std::default::Default for IsoImageUnmountRequestBody {
            fn default() -> Self {
                Self {
                    cdrom: Err("no value supplied for cdrom".to_string()),
                    vm: Err("no value supplied for vm".to_string()),
                }
            }
        }
        impl IsoImageUnmountRequestBody {
            pub fn cdrom<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::CdromId>,
                T::Error: ::std::fmt::Display,
            {
                self.cdrom = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cdrom: {e}")
                    });
                self
            }
            pub fn vm<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::VmId>,
                T::Error: ::std::fmt::Display,
            {
                self.vm = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for vm: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<IsoImageUnmountRequestBody>
        for super::IsoImageUnmountRequestBody {
            type Error = super::error::ConversionError;
            fn try_from(
                value: IsoImageUnmountRequestBody,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cdrom: value.cdrom?,
                    vm: value.vm?,
                })
            }
        }
        impl ::std::convert::From<super::IsoImageUnmountRequestBody>
        for IsoImageUnmountRequestBody {
            fn from(value: super::IsoImageUnmountRequestBody) -> Self {
                Self {
                    cdrom: Ok(value.cdrom),
                    vm: Ok(value.vm),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct StdErrorsError {
            data: ::std::result::Result<
                ::std::option::Option<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
                ::std::string::String,
            >,
            error_type: ::std::result::Result<
                ::std::option::Option<crate::ErrorType>,
                ::std::string::String,
            >,
            messages: ::std::result::Result<
                ::std::vec::Vec<super::StdLocalizableMessage>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StdErrorsError {
            fn default() -> Self {
                Self {
                    data: Ok(Default::default()),
                    error_type: Ok(Default::default()),
                    messages: Err("no value supplied for messages".to_string()),
                }
            }
        }
        impl StdErrorsError {
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            pub fn error_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::ErrorType>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_type: {e}")
                    });
                self
            }
            pub fn messages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::vec::Vec<super::StdLocalizableMessage>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.messages = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for messages: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<StdErrorsError> for super::StdErrorsError {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StdErrorsError,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    error_type: value.error_type?,
                    messages: value.messages?,
                })
            }
        }
        impl ::std::convert::From<super::StdErrorsError> for StdErrorsError {
            fn from(value: super::StdErrorsError) -> Self {
                Self {
                    data: Ok(value.data),
                    error_type: Ok(value.error_type),
                    messages: Ok(value.messages),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct StdLocalizableMessage {
            args: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            default_message: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            localized: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            params: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::StdLocalizationParam,
                    >,
                >,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StdLocalizableMessage {
            fn default() -> Self {
                Self {
                    args: Err("no value supplied for args".to_string()),
                    default_message: Err(
                        "no value supplied for default_message".to_string(),
                    ),
                    id: Err("no value supplied for id".to_string()),
                    localized: Ok(Default::default()),
                    params: Ok(Default::default()),
                }
            }
        }
        impl StdLocalizableMessage {
            pub fn args<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.args = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for args: {e}")
                    });
                self
            }
            pub fn default_message<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.default_message = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for default_message: {e}"
                        )
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn localized<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.localized = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for localized: {e}")
                    });
                self
            }
            pub fn params<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            super::StdLocalizationParam,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.params = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for params: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<StdLocalizableMessage>
        for super::StdLocalizableMessage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StdLocalizableMessage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    args: value.args?,
                    default_message: value.default_message?,
                    id: value.id?,
                    localized: value.localized?,
                    params: value.params?,
                })
            }
        }
        impl ::std::convert::From<super::StdLocalizableMessage>
        for StdLocalizableMessage {
            fn from(value: super::StdLocalizableMessage) -> Self {
                Self {
                    args: Ok(value.args),
                    default_message: Ok(value.default_message),
                    id: Ok(value.id),
                    localized: Ok(value.localized),
                    params: Ok(value.params),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct StdLocalizationParam {
            d: ::std::result::Result<::std::option::Option<f64>, ::std::string::String>,
            dt: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            format: ::std::result::Result<
                ::std::option::Option<crate::DateTimeFormat>,
                ::std::string::String,
            >,
            i: ::std::result::Result<::std::option::Option<i64>, ::std::string::String>,
            l: ::std::result::Result<
                ::std::option::Option<super::StdNestedLocalizableMessage>,
                ::std::string::String,
            >,
            precision: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            s: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StdLocalizationParam {
            fn default() -> Self {
                Self {
                    d: Ok(Default::default()),
                    dt: Ok(Default::default()),
                    format: Ok(Default::default()),
                    i: Ok(Default::default()),
                    l: Ok(Default::default()),
                    precision: Ok(Default::default()),
                    s: Ok(Default::default()),
                }
            }
        }
        impl StdLocalizationParam {
            pub fn d<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.d = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for d: {e}"));
                self
            }
            pub fn dt<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.dt = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for dt: {e}"));
                self
            }
            pub fn format<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::DateTimeFormat>>,
                T::Error: ::std::fmt::Display,
            {
                self.format = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for format: {e}")
                    });
                self
            }
            pub fn i<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.i = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for i: {e}"));
                self
            }
            pub fn l<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::StdNestedLocalizableMessage>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.l = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for l: {e}"));
                self
            }
            pub fn precision<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.precision = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for precision: {e}")
                    });
                self
            }
            pub fn s<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.s = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for s: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<StdLocalizationParam>
        for super::StdLocalizationParam {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StdLocalizationParam,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    d: value.d?,
                    dt: value.dt?,
                    format: value.format?,
                    i: value.i?,
                    l: value.l?,
                    precision: value.precision?,
                    s: value.s?,
                })
            }
        }
        impl ::std::convert::From<super::StdLocalizationParam> for StdLocalizationParam {
            fn from(value: super::StdLocalizationParam) -> Self {
                Self {
                    d: Ok(value.d),
                    dt: Ok(value.dt),
                    format: Ok(value.format),
                    i: Ok(value.i),
                    l: Ok(value.l),
                    precision: Ok(value.precision),
                    s: Ok(value.s),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct StdNestedLocalizableMessage {
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            params: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::StdLocalizationParam,
                    >,
                >,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StdNestedLocalizableMessage {
            fn default() -> Self {
                Self {
                    id: Err("no value supplied for id".to_string()),
                    params: Ok(Default::default()),
                }
            }
        }
        impl StdNestedLocalizableMessage {
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn params<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            super::StdLocalizationParam,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.params = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for params: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<StdNestedLocalizableMessage>
        for super::StdNestedLocalizableMessage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StdNestedLocalizableMessage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    id: value.id?,
                    params: value.params?,
                })
            }
        }
        impl ::std::convert::From<super::StdNestedLocalizableMessage>
        for StdNestedLocalizableMessage {
            fn from(value: super::StdNestedLocalizableMessage) -> Self {
                Self {
                    id: Ok(value.id),
                    params: Ok(value.params),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareAdapterSataInfo {
            bus: ::std::result::Result<i64, ::std::string::String>,
            label: ::std::result::Result<::std::string::String, ::std::string::String>,
            pci_slot_number: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for VmHardwareAdapterSataInfo {
            fn default() -> Self {
                Self {
                    bus: Err("no value supplied for bus".to_string()),
                    label: Err("no value supplied for label".to_string()),
                    pci_slot_number: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl VmHardwareAdapterSataInfo {
            pub fn bus<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.bus = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for bus: {e}")
                    });
                self
            }
            pub fn label<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.label = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for label: {e}")
                    });
                self
            }
            pub fn pci_slot_number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.pci_slot_number = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for pci_slot_number: {e}"
                        )
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareAdapterSataInfo>
        for super::VmHardwareAdapterSataInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareAdapterSataInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bus: value.bus?,
                    label: value.label?,
                    pci_slot_number: value.pci_slot_number?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::VmHardwareAdapterSataInfo>
        for VmHardwareAdapterSataInfo {
            fn from(value: super::VmHardwareAdapterSataInfo) -> Self {
                Self {
                    bus: Ok(value.bus),
                    label: Ok(value.label),
                    pci_slot_number: Ok(value.pci_slot_number),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareCdromBackingInfo {
            auto_detect: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            device_access_type: ::std::result::Result<
                ::std::option::Option<crate::DeviceAccessType>,
                ::std::string::String,
            >,
            host_device: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            iso_file: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<crate::BackingType, ::std::string::String>,
        }
        impl ::std::default::Default for VmHardwareCdromBackingInfo {
            fn default() -> Self {
                Self {
                    auto_detect: Ok(Default::default()),
                    device_access_type: Ok(Default::default()),
                    host_device: Ok(Default::default()),
                    iso_file: Ok(Default::default()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl VmHardwareCdromBackingInfo {
            pub fn auto_detect<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_detect = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for auto_detect: {e}")
                    });
                self
            }
            pub fn device_access_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<crate::DeviceAccessType>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.device_access_type = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for device_access_type: {e}"
                        )
                    });
                self
            }
            pub fn host_device<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.host_device = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for host_device: {e}")
                    });
                self
            }
            pub fn iso_file<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.iso_file = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for iso_file: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::BackingType>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareCdromBackingInfo>
        for super::VmHardwareCdromBackingInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareCdromBackingInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    auto_detect: value.auto_detect?,
                    device_access_type: value.device_access_type?,
                    host_device: value.host_device?,
                    iso_file: value.iso_file?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::VmHardwareCdromBackingInfo>
        for VmHardwareCdromBackingInfo {
            fn from(value: super::VmHardwareCdromBackingInfo) -> Self {
                Self {
                    auto_detect: Ok(value.auto_detect),
                    device_access_type: Ok(value.device_access_type),
                    host_device: Ok(value.host_device),
                    iso_file: Ok(value.iso_file),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareCdromInfo {
            allow_guest_control: ::std::result::Result<bool, ::std::string::String>,
            backing: ::std::result::Result<
                super::VmHardwareCdromBackingInfo,
                ::std::string::String,
            >,
            ide: ::std::result::Result<
                ::std::option::Option<super::VmHardwareIdeAddressInfo>,
                ::std::string::String,
            >,
            label: ::std::result::Result<::std::string::String, ::std::string::String>,
            sata: ::std::result::Result<
                ::std::option::Option<super::VmHardwareSataAddressInfo>,
                ::std::string::String,
            >,
            start_connected: ::std::result::Result<bool, ::std::string::String>,
            state: ::std::result::Result<crate::ConnectionState, ::std::string::String>,
            type_: ::std::result::Result<
                crate::HostBusAdapterType,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for VmHardwareCdromInfo {
            fn default() -> Self {
                Self {
                    allow_guest_control: Err(
                        "no value supplied for allow_guest_control".to_string(),
                    ),
                    backing: Err("no value supplied for backing".to_string()),
                    ide: Ok(Default::default()),
                    label: Err("no value supplied for label".to_string()),
                    sata: Ok(Default::default()),
                    start_connected: Err(
                        "no value supplied for start_connected".to_string(),
                    ),
                    state: Err("no value supplied for state".to_string()),
                    type_: Err("no value supplied for type_".to_string()),
                }
            }
        }
        impl VmHardwareCdromInfo {
            pub fn allow_guest_control<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.allow_guest_control = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for allow_guest_control: {e}"
                        )
                    });
                self
            }
            pub fn backing<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::VmHardwareCdromBackingInfo>,
                T::Error: ::std::fmt::Display,
            {
                self.backing = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backing: {e}")
                    });
                self
            }
            pub fn ide<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::VmHardwareIdeAddressInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.ide = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for ide: {e}")
                    });
                self
            }
            pub fn label<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.label = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for label: {e}")
                    });
                self
            }
            pub fn sata<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::VmHardwareSataAddressInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.sata = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sata: {e}")
                    });
                self
            }
            pub fn start_connected<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.start_connected = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for start_connected: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::ConnectionState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::HostBusAdapterType>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareCdromInfo>
        for super::VmHardwareCdromInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareCdromInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    allow_guest_control: value.allow_guest_control?,
                    backing: value.backing?,
                    ide: value.ide?,
                    label: value.label?,
                    sata: value.sata?,
                    start_connected: value.start_connected?,
                    state: value.state?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::VmHardwareCdromInfo> for VmHardwareCdromInfo {
            fn from(value: super::VmHardwareCdromInfo) -> Self {
                Self {
                    allow_guest_control: Ok(value.allow_guest_control),
                    backing: Ok(value.backing),
                    ide: Ok(value.ide),
                    label: Ok(value.label),
                    sata: Ok(value.sata),
                    start_connected: Ok(value.start_connected),
                    state: Ok(value.state),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareCdromSummary {
            cdrom: ::std::result::Result<crate::CdromId, ::std::string::String>,
        }
        impl ::std::default::Default for VmHardwareCdromSummary {
            fn default() -> Self {
                Self {
                    cdrom: Err("no value supplied for cdrom".to_string()),
                }
            }
        }
        impl VmHardwareCdromSummary {
            pub fn cdrom<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::CdromId>,
                T::Error: ::std::fmt::Display,
            {
                self.cdrom = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cdrom: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareCdromSummary>
        for super::VmHardwareCdromSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareCdromSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { cdrom: value.cdrom? })
            }
        }
        impl ::std::convert::From<super::VmHardwareCdromSummary>
        for VmHardwareCdromSummary {
            fn from(value: super::VmHardwareCdromSummary) -> Self {
                Self { cdrom: Ok(value.cdrom) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareIdeAddressInfo {
            master: ::std::result::Result<bool, ::std::string::String>,
            primary: ::std::result::Result<bool, ::std::string::String>,
        }
        impl ::std::default::Default for VmHardwareIdeAddressInfo {
            fn default() -> Self {
                Self {
                    master: Err("no value supplied for master".to_string()),
                    primary: Err("no value supplied for primary".to_string()),
                }
            }
        }
        impl VmHardwareIdeAddressInfo {
            pub fn master<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.master = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for master: {e}")
                    });
                self
            }
            pub fn primary<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.primary = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for primary: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareIdeAddressInfo>
        for super::VmHardwareIdeAddressInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareIdeAddressInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    master: value.master?,
                    primary: value.primary?,
                })
            }
        }
        impl ::std::convert::From<super::VmHardwareIdeAddressInfo>
        for VmHardwareIdeAddressInfo {
            fn from(value: super::VmHardwareIdeAddressInfo) -> Self {
                Self {
                    master: Ok(value.master),
                    primary: Ok(value.primary),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmHardwareSataAddressInfo {
            bus: ::std::result::Result<i64, ::std::string::String>,
            unit: ::std::result::Result<i64, ::std::string::String>,
        }
        impl ::std::default::Default for VmHardwareSataAddressInfo {
            fn default() -> Self {
                Self {
                    bus: Err("no value supplied for bus".to_string()),
                    unit: Err("no value supplied for unit".to_string()),
                }
            }
        }
        impl VmHardwareSataAddressInfo {
            pub fn bus<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.bus = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for bus: {e}")
                    });
                self
            }
            pub fn unit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<i64>,
                T::Error: ::std::fmt::Display,
            {
                self.unit = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for unit: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmHardwareSataAddressInfo>
        for super::VmHardwareSataAddressInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmHardwareSataAddressInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    bus: value.bus?,
                    unit: value.unit?,
                })
            }
        }
        impl ::std::convert::From<super::VmHardwareSataAddressInfo>
        for VmHardwareSataAddressInfo {
            fn from(value: super::VmHardwareSataAddressInfo) -> Self {
                Self {
                    bus: Ok(value.bus),
                    unit: Ok(value.unit),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmInfo {
            cdroms: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    super::VmHardwareCdromInfo,
                >,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            power_state: ::std::result::Result<crate::PowerState, ::std::string::String>,
            sata_adapters: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    super::VmHardwareAdapterSataInfo,
                >,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for VmInfo {
            fn default() -> Self {
                Self {
                    cdroms: Err("no value supplied for cdroms".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    power_state: Err("no value supplied for power_state".to_string()),
                    sata_adapters: Err("no value supplied for sata_adapters".to_string()),
                }
            }
        }
        impl VmInfo {
            pub fn cdroms<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::VmHardwareCdromInfo,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.cdroms = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cdroms: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn power_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::PowerState>,
                T::Error: ::std::fmt::Display,
            {
                self.power_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for power_state: {e}")
                    });
                self
            }
            pub fn sata_adapters<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::VmHardwareAdapterSataInfo,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.sata_adapters = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sata_adapters: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmInfo> for super::VmInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cdroms: value.cdroms?,
                    name: value.name?,
                    power_state: value.power_state?,
                    sata_adapters: value.sata_adapters?,
                })
            }
        }
        impl ::std::convert::From<super::VmInfo> for VmInfo {
            fn from(value: super::VmInfo) -> Self {
                Self {
                    cdroms: Ok(value.cdroms),
                    name: Ok(value.name),
                    power_state: Ok(value.power_state),
                    sata_adapters: Ok(value.sata_adapters),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmPowerInfo {
            clean_power_off: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            state: ::std::result::Result<crate::PowerState, ::std::string::String>,
        }
        impl ::std::default::Default for VmPowerInfo {
            fn default() -> Self {
                Self {
                    clean_power_off: Ok(Default::default()),
                    state: Err("no value supplied for state".to_string()),
                }
            }
        }
        impl VmPowerInfo {
            pub fn clean_power_off<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.clean_power_off = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for clean_power_off: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::PowerState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<VmPowerInfo> for super::VmPowerInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmPowerInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    clean_power_off: value.clean_power_off?,
                    state: value.state?,
                })
            }
        }
        impl ::std::convert::From<super::VmPowerInfo> for VmPowerInfo {
            fn from(value: super::VmPowerInfo) -> Self {
                Self {
                    clean_power_off: Ok(value.clean_power_off),
                    state: Ok(value.state),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct VmSummary {
            cpu_count: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            memory_size_mi_b: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            power_state: ::std::result::Result<crate::PowerState, ::std::string::String>,
            vm: ::std::result::Result<crate::VmId, ::std::string::String>,
        }
        impl ::std::default::Default for VmSummary {
            fn default() -> Self {
                Self {
                    cpu_count: Ok(Default::default()),
                    memory_size_mi_b: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    power_state: Err("no value supplied for power_state".to_string()),
                    vm: Err("no value supplied for vm".to_string()),
                }
            }
        }
        impl VmSummary {
            pub fn cpu_count<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu_count = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu_count: {e}")
                    });
                self
            }
            pub fn memory_size_mi_b<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.memory_size_mi_b = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for memory_size_mi_b: {e}"
                        )
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn power_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::PowerState>,
                T::Error: ::std::fmt::Display,
            {
                self.power_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for power_state: {e}")
                    });
                self
            }
            pub fn vm<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::VmId>,
                T::Error: ::std::fmt::Display,
            {
                self.vm = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for vm: {e}"));
                self
            }
        }
        impl ::std::convert::TryFrom<VmSummary> for super::VmSummary {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VmSummary,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cpu_count: value.cpu_count?,
                    memory_size_mi_b: value.memory_size_mi_b?,
                    name: value.name?,
                    power_state: value.power_state?,
                    vm: value.vm?,
                })
            }
        }
        impl ::std::convert::From<super::VmSummary> for VmSummary {
            fn from(value: super::VmSummary) -> Self {
                Self {
                    cpu_count: Ok(value.cpu_count),
                    memory_size_mi_b: Ok(value.memory_size_mi_b),
                    name: Ok(value.name),
                    power_state: Ok(value.power_state),
                    vm: Ok(value.vm),
                }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for vCenter ISO mounting

The part of the vSphere Automation API that mounts ISO images of content libraries on virtual machines and unmounts them. It finds library items and virtual machines by name, finds the folders and clusters that narrow a list of virtual machines, mounts and unmounts images, and shows the CD-ROMs of a virtual machine. It also opens and closes the session that every other operation needs. An optional member may be left out or be `null`: both mean "not set". Enums are open: a newer server may send a value that is not listed here. A 404 of any operation means that a resource does not exist, or that the server does not have the operation: then the identifier of the message is com.vmware.vapi.rest.httpNotFound. The messages in the examples, with their identifiers, are invented: a server sends others.

Version: 0.1.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::api::Inner,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::api::Inner) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::api::Inner,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::api::Inner> for Client {
    fn api_version() -> &'static str {
        "0.1.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::api::Inner {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::api::Inner>,
    {}
};
impl Client {
    /**Mount an ISO image on a virtual machine

Adds a virtual CD-ROM to the virtual machine, backed by the ISO image of a content library item. The operation is not idempotent: each success adds another CD-ROM. The server responds with an error if the caller lacks a privilege: System.Read for the operation, VirtualMachine.Config.AddRemoveDevice on the virtual machine, or ContentLibrary.DownloadSession on the library item.

Sends a `POST` request to `/vcenter/iso/image?action=mount`

Arguments:
- `body`: The library item to mount and the virtual machine to mount it on.
```text
let response = client.vcenter_iso_image_mount()
    .body(body)
    .send()
    .await;
```*/
    pub fn vcenter_iso_image_mount(&self) -> builder::VcenterIsoImageMount<'_> {
        builder::VcenterIsoImageMount::new(self)
    }
    /**Unmount an ISO image from a virtual machine

Unmounts an ISO image. vCenter's reference does not state whether the CD-ROM itself is removed from the virtual machine. It requires only that the CD-ROM belongs to the virtual machine: check its backing before the call. The server responds with an error if the caller lacks a privilege: System.Read for the operation and on the CD-ROM, or VirtualMachine.Config.AddRemoveDevice on the virtual machine.

Sends a `POST` request to `/vcenter/iso/image?action=unmount`

Arguments:
- `body`: The CD-ROM to unmount and its virtual machine.
```text
let response = client.vcenter_iso_image_unmount()
    .body(body)
    .send()
    .await;
```*/
    pub fn vcenter_iso_image_unmount(&self) -> builder::VcenterIsoImageUnmount<'_> {
        builder::VcenterIsoImageUnmount::new(self)
    }
    /**List virtual machines

Lists the virtual machines that match every filter. A VM matches a filter if it has any of the filter's values. A filter that is left out or empty matches every VM. A VM that the caller may not see is left out without an error, and an unknown name gives an empty list. The list has no pages: if more than 4,000 VMs match, the server responds with an error instead of a partial list. vCenter's reference names no privilege for the operation. To get one of the VMs, the caller needs System.Read on it.

Sends a `GET` request to `/vcenter/vm`

Arguments:
- `clusters`: Only the virtual machines in these clusters (resource type `ClusterComputeResource`), such as `domain-c8`.
- `datacenters`: Only the virtual machines in these datacenters (resource type `Datacenter`), such as `datacenter-2`.
- `folders`: Only the virtual machines in these folders (resource type `Folder`), such as `group-v3`.
- `hosts`: Only the virtual machines on these hosts (resource type `HostSystem`), such as `host-21`.
- `names`: Only the virtual machines with these names. A part of a name does not match. A name is unique only within a folder.
- `power_states`: Only the virtual machines in these power states.
- `resource_pools`: Only the virtual machines in these resource pools (resource type `ResourcePool`), such as `resgroup-9`.
- `vms`: Only the virtual machines with these identifiers (resource type `VirtualMachine`).
```text
let response = client.vcenter_vm_list()
    .clusters(clusters)
    .datacenters(datacenters)
    .folders(folders)
    .hosts(hosts)
    .names(names)
    .power_states(power_states)
    .resource_pools(resource_pools)
    .vms(vms)
    .send()
    .await;
```*/
    pub fn vcenter_vm_list(&self) -> builder::VcenterVmList<'_> {
        builder::VcenterVmList::new(self)
    }
    /**Get a virtual machine

Returns the configuration of a virtual machine. Needs System.Read on the virtual machine.

Sends a `GET` request to `/vcenter/vm/{vm}`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_get()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_get(&self) -> builder::VcenterVmGet<'_> {
        builder::VcenterVmGet::new(self)
    }
    /**List the CD-ROMs of a virtual machine

Lists the identifiers of the CD-ROMs of a virtual machine. Get a CD-ROM to see its backing. vCenter's reference names no privilege for the operation. To get the VM, which includes its CD-ROMs, the caller needs System.Read on it.

Sends a `GET` request to `/vcenter/vm/{vm}/hardware/cdrom`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_hardware_cdrom_list()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_hardware_cdrom_list(
        &self,
    ) -> builder::VcenterVmHardwareCdromList<'_> {
        builder::VcenterVmHardwareCdromList::new(self)
    }
    /**Get a CD-ROM

Returns the adapter, the backing and the connection state of a CD-ROM. The response does not contain the identifier. vCenter's reference names no privilege for the operation. To get the VM, which includes its CD-ROMs, the caller needs System.Read on it.

Sends a `GET` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`

Arguments:
- `vm`: The virtual machine.
- `cdrom`: The CD-ROM of the virtual machine.
```text
let response = client.vcenter_vm_hardware_cdrom_get()
    .vm(vm)
    .cdrom(cdrom)
    .send()
    .await;
```*/
    pub fn vcenter_vm_hardware_cdrom_get(
        &self,
    ) -> builder::VcenterVmHardwareCdromGet<'_> {
        builder::VcenterVmHardwareCdromGet::new(self)
    }
    /**Remove a CD-ROM

Removes a CD-ROM with any backing from a virtual machine. vCenter's reference names no privilege for the operation. A reconfiguration of the VM with the same effect needs VirtualMachine.Config.AddRemoveDevice on the VM.

Sends a `DELETE` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`

Arguments:
- `vm`: The virtual machine.
- `cdrom`: The CD-ROM of the virtual machine.
```text
let response = client.vcenter_vm_hardware_cdrom_delete()
    .vm(vm)
    .cdrom(cdrom)
    .send()
    .await;
```*/
    pub fn vcenter_vm_hardware_cdrom_delete(
        &self,
    ) -> builder::VcenterVmHardwareCdromDelete<'_> {
        builder::VcenterVmHardwareCdromDelete::new(self)
    }
    /**Connect a CD-ROM

Connects a CD-ROM of a powered-on virtual machine to its backing, so that the guest can read it. vCenter's reference names no privilege for the operation. A reconfiguration of the VM with the same effect needs VirtualMachine.Interact.DeviceConnection on the VM.

Sends a `POST` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect`

Arguments:
- `vm`: The virtual machine.
- `cdrom`: The CD-ROM of the virtual machine.
```text
let response = client.vcenter_vm_hardware_cdrom_connect()
    .vm(vm)
    .cdrom(cdrom)
    .send()
    .await;
```*/
    pub fn vcenter_vm_hardware_cdrom_connect(
        &self,
    ) -> builder::VcenterVmHardwareCdromConnect<'_> {
        builder::VcenterVmHardwareCdromConnect::new(self)
    }
    /**Disconnect a CD-ROM

Disconnects a CD-ROM of a powered-on virtual machine from its backing, as if the disc were taken out. The CD-ROM and its backing remain. vCenter's reference names no privilege for the operation. A reconfiguration of the VM with the same effect needs VirtualMachine.Interact.DeviceConnection on the VM.

Sends a `POST` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect`

Arguments:
- `vm`: The virtual machine.
- `cdrom`: The CD-ROM of the virtual machine.
```text
let response = client.vcenter_vm_hardware_cdrom_disconnect()
    .vm(vm)
    .cdrom(cdrom)
    .send()
    .await;
```*/
    pub fn vcenter_vm_hardware_cdrom_disconnect(
        &self,
    ) -> builder::VcenterVmHardwareCdromDisconnect<'_> {
        builder::VcenterVmHardwareCdromDisconnect::new(self)
    }
    /**Get the power state of a virtual machine

Returns the power state of a virtual machine. Needs System.Read on it.

Sends a `GET` request to `/vcenter/vm/{vm}/power`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_power_get()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_power_get(&self) -> builder::VcenterVmPowerGet<'_> {
        builder::VcenterVmPowerGet::new(self)
    }
    /**Power on a virtual machine

Powers on a virtual machine that is off, or resumes one that is suspended. Needs VirtualMachine.Interact.PowerOn on it.

Sends a `POST` request to `/vcenter/vm/{vm}/power?action=start`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_power_start()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_power_start(&self) -> builder::VcenterVmPowerStart<'_> {
        builder::VcenterVmPowerStart::new(self)
    }
    /**Power off a virtual machine

Powers off a virtual machine that is running or suspended, as if its plug were pulled: the guest does not shut down. Needs VirtualMachine.Interact.PowerOff on it.

Sends a `POST` request to `/vcenter/vm/{vm}/power?action=stop`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_power_stop()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_power_stop(&self) -> builder::VcenterVmPowerStop<'_> {
        builder::VcenterVmPowerStop::new(self)
    }
    /**Reset a virtual machine

Powers a running virtual machine off and on again, as its reset button would. Needs VirtualMachine.Interact.Reset on it.

Sends a `POST` request to `/vcenter/vm/{vm}/power?action=reset`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_power_reset()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_power_reset(&self) -> builder::VcenterVmPowerReset<'_> {
        builder::VcenterVmPowerReset::new(self)
    }
    /**Ask a guest to shut down

Asks the operating system of a running virtual machine to shut down. The server responds at once; the power state shows when the guest is done. Needs VMware Tools in the guest. vCenter's reference names no privilege for the operation. The shutdown of a guest with the same effect needs VirtualMachine.Interact.PowerOff on the VM.

Sends a `POST` request to `/vcenter/vm/{vm}/guest/power?action=shutdown`

Arguments:
- `vm`: The virtual machine.
```text
let response = client.vcenter_vm_guest_power_shutdown()
    .vm(vm)
    .send()
    .await;
```*/
    pub fn vcenter_vm_guest_power_shutdown(
        &self,
    ) -> builder::VcenterVmGuestPowerShutdown<'_> {
        builder::VcenterVmGuestPowerShutdown::new(self)
    }
    /**List folders

Lists the folders that match every filter. A folder matches a filter if it has any of the filter's values. A filter that is left out or empty matches every folder. A folder that the caller may not see is left out without an error, and an unknown name gives an empty list. The list has no pages: if more than 1,000 folders match, the server responds with an error instead of a partial list. vCenter's reference names no privilege for the operation. Expect System.Read.

Sends a `GET` request to `/vcenter/folder`

Arguments:
- `datacenters`: Only the folders in these datacenters (resource type `Datacenter`), such as `datacenter-2`.
- `folders`: Only the folders with these identifiers (resource type `Folder`), such as `group-v3`.
- `names`: Only the folders with these names. A part of a name does not match. A name is unique only among the folders of one parent.
- `parent_folders`: Only the folders in these parent folders (resource type `Folder`), such as `group-v3`.
- `type_`: Only the folders of this type.
```text
let response = client.vcenter_folder_list()
    .datacenters(datacenters)
    .folders(folders)
    .names(names)
    .parent_folders(parent_folders)
    .type_(type_)
    .send()
    .await;
```*/
    pub fn vcenter_folder_list(&self) -> builder::VcenterFolderList<'_> {
        builder::VcenterFolderList::new(self)
    }
    /**List clusters

Lists the clusters that match every filter. A cluster matches a filter if it has any of the filter's values. A filter that is left out or empty matches every cluster. A cluster that the caller may not see is left out without an error, and an unknown name gives an empty list. The list has no pages: if more than 1,000 clusters match, the server responds with an error instead of a partial list. vCenter's reference names no privilege for the operation. Expect System.Read.

Sends a `GET` request to `/vcenter/cluster`

Arguments:
- `clusters`: Only the clusters with these identifiers (resource type `ClusterComputeResource`), such as `domain-c8`.
- `datacenters`: Only the clusters in these datacenters (resource type `Datacenter`), such as `datacenter-2`.
- `folders`: Only the clusters in these folders (resource type `Folder`), such as `group-h5`.
- `names`: Only the clusters with these names. A part of a name does not match. A name is unique only within a folder.
```text
let response = client.vcenter_cluster_list()
    .clusters(clusters)
    .datacenters(datacenters)
    .folders(folders)
    .names(names)
    .send()
    .await;
```*/
    pub fn vcenter_cluster_list(&self) -> builder::VcenterClusterList<'_> {
        builder::VcenterClusterList::new(self)
    }
    /**List datacenters

Lists the datacenters that match every filter. A datacenter matches a filter if it has any of the filter's values. A filter that is left out or empty matches every datacenter. A datacenter that the caller may not see is left out without an error, and an unknown name gives an empty list. The list has no pages: if more than 1,000 datacenters match, the server responds with an error instead of a partial list. vCenter's reference names no privilege for the operation. Expect System.Read.

Sends a `GET` request to `/vcenter/datacenter`

Arguments:
- `datacenters`: Only the datacenters with these identifiers (resource type `Datacenter`), such as `datacenter-2`.
- `folders`: Only the datacenters in these folders (resource type `Folder`), such as `group-d1`.
- `names`: Only the datacenters with these names. A part of a name does not match. A name is unique only within a folder.
```text
let response = client.vcenter_datacenter_list()
    .datacenters(datacenters)
    .folders(folders)
    .names(names)
    .send()
    .await;
```*/
    pub fn vcenter_datacenter_list(&self) -> builder::VcenterDatacenterList<'_> {
        builder::VcenterDatacenterList::new(self)
    }
    /**List hosts

Lists the hosts that match every filter. A host matches a filter if it has any of the filter's values. A filter that is left out or empty matches every host. A host that the caller may not see is left out without an error, and an unknown name gives an empty list. The list has no pages: if more than 2,500 hosts match, the server responds with an error instead of a partial list. vCenter's reference names no privilege for the operation. Expect System.Read.

Sends a `GET` request to `/vcenter/host`

Arguments:
- `clusters`: Only the hosts in these clusters (resource type `ClusterComputeResource`), such as `domain-c8`.
- `connection_states`: Only the hosts with these connection states.
- `datacenters`: Only the hosts in these datacenters (resource type `Datacenter`), such as `datacenter-2`.
- `folders`: Only the hosts in these folders (resource type `Folder`), such as `group-h5`.
- `hosts`: Only the hosts with these identifiers (resource type `HostSystem`), such as `host-21`.
- `names`: Only the hosts with these names. A part of a name does not match.
```text
let response = client.vcenter_host_list()
    .clusters(clusters)
    .connection_states(connection_states)
    .datacenters(datacenters)
    .folders(folders)
    .hosts(hosts)
    .names(names)
    .send()
    .await;
```*/
    pub fn vcenter_host_list(&self) -> builder::VcenterHostList<'_> {
        builder::VcenterHostList::new(self)
    }
    /**List libraries

Lists the identifiers of all content libraries, local and subscribed. Needs System.Read.

Sends a `GET` request to `/content/library`

```text
let response = client.content_library_list()
    .send()
    .await;
```*/
    pub fn content_library_list(&self) -> builder::ContentLibraryList<'_> {
        builder::ContentLibraryList::new(self)
    }
    /**Find libraries

Returns the identifiers of the content libraries that match every member of the body and that the caller may see. Names need not be unique: a search may find none, one or several libraries. The call changes nothing. Needs System.Read.

Sends a `POST` request to `/content/library?action=find`

Arguments:
- `body`: The properties of the libraries to find. At least one member must be set.
```text
let response = client.content_library_find()
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_find(&self) -> builder::ContentLibraryFind<'_> {
        builder::ContentLibraryFind::new(self)
    }
    /**Get a library

Returns the properties of a content library. Needs System.Read on the library.

Sends a `GET` request to `/content/library/{library_id}`

Arguments:
- `library_id`: The library.
```text
let response = client.content_library_get()
    .library_id(library_id)
    .send()
    .await;
```*/
    pub fn content_library_get(&self) -> builder::ContentLibraryGet<'_> {
        builder::ContentLibraryGet::new(self)
    }
    /**List the items of a library

Lists the identifiers of all items of a content library. Needs System.Read on the library.

Sends a `GET` request to `/content/library/item`

Arguments:
- `library_id`: The library of the items.
```text
let response = client.content_library_item_list()
    .library_id(library_id)
    .send()
    .await;
```*/
    pub fn content_library_item_list(&self) -> builder::ContentLibraryItemList<'_> {
        builder::ContentLibraryItemList::new(self)
    }
    /**Create a library item

Adds an item without files to a local content library. An update session adds the files. Needs ContentLibrary.AddLibraryItem on the library.

Sends a `POST` request to `/content/library/item`

Arguments:
- `body`: The new item.
```text
let response = client.content_library_item_create()
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_item_create(&self) -> builder::ContentLibraryItemCreate<'_> {
        builder::ContentLibraryItemCreate::new(self)
    }
    /**Find library items

Returns the identifiers of the library items that match every member of the body and that the caller may see. Names need not be unique, even within one library: a search may find none, one or several items. The call changes nothing. Needs System.Read, and System.Read on the library if the body names a library.

Sends a `POST` request to `/content/library/item?action=find`

Arguments:
- `body`: The properties of the items to find. At least one member must be set.
```text
let response = client.content_library_item_find()
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_item_find(&self) -> builder::ContentLibraryItemFind<'_> {
        builder::ContentLibraryItemFind::new(self)
    }
    /**Get a library item

Returns the properties of a content library item. Needs System.Read on the item.

Sends a `GET` request to `/content/library/item/{library_item_id}`

Arguments:
- `library_item_id`: The library item.
```text
let response = client.content_library_item_get()
    .library_item_id(library_item_id)
    .send()
    .await;
```*/
    pub fn content_library_item_get(&self) -> builder::ContentLibraryItemGet<'_> {
        builder::ContentLibraryItemGet::new(self)
    }
    /**Delete a library item

Removes an item from a local content library. The server deletes the files in the background. A failure of that is not reported. Needs ContentLibrary.DeleteLibraryItem on the item.

Sends a `DELETE` request to `/content/library/item/{library_item_id}`

Arguments:
- `library_item_id`: The library item.
```text
let response = client.content_library_item_delete()
    .library_item_id(library_item_id)
    .send()
    .await;
```*/
    pub fn content_library_item_delete(&self) -> builder::ContentLibraryItemDelete<'_> {
        builder::ContentLibraryItemDelete::new(self)
    }
    /**List the files of a library item

Lists the files of a content library item. Needs System.Read on the item.

Sends a `GET` request to `/content/library/item/{library_item_id}/file`

Arguments:
- `library_item_id`: The library item.
```text
let response = client.content_library_item_file_list()
    .library_item_id(library_item_id)
    .send()
    .await;
```*/
    pub fn content_library_item_file_list(
        &self,
    ) -> builder::ContentLibraryItemFileList<'_> {
        builder::ContentLibraryItemFileList::new(self)
    }
    /**List the storage of the files of a library item

Lists the files of a content library item, each with its storage. Needs ContentLibrary.ReadStorage on the item.

Sends a `GET` request to `/content/library/item/{library_item_id}/storage`

Arguments:
- `library_item_id`: The library item.
```text
let response = client.content_library_item_storage_list()
    .library_item_id(library_item_id)
    .send()
    .await;
```*/
    pub fn content_library_item_storage_list(
        &self,
    ) -> builder::ContentLibraryItemStorageList<'_> {
        builder::ContentLibraryItemStorageList::new(self)
    }
    /**List update sessions

Lists the identifiers of the update sessions that the caller has created. Those of other users are not shown. Needs ContentLibrary.UpdateSession on the item.

Sends a `GET` request to `/content/library/item/update-session`

Arguments:
- `library_item_id`: The item. Without it, the sessions of all items.
```text
let response = client.content_library_item_update_session_list()
    .library_item_id(library_item_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_list(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionList<'_> {
        builder::ContentLibraryItemUpdateSessionList::new(self)
    }
    /**Begin to change the files of a library item

Creates an update session. Other clients see the files of the item as before until the session is completed. An item has at most one active session. Without activity, a session expires after five minutes, unless the server is configured otherwise, and is deleted. Needs ContentLibrary.UpdateSession on the item.

Sends a `POST` request to `/content/library/item/update-session`

Arguments:
- `body`: The new session.
```text
let response = client.content_library_item_update_session_create()
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_create(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionCreate<'_> {
        builder::ContentLibraryItemUpdateSessionCreate::new(self)
    }
    /**Get an update session

Returns the state of an update session. Needs System.Anonymous, which every user has.

Sends a `GET` request to `/content/library/item/update-session/{update_session_id}`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_update_session_get()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_get(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionGet<'_> {
        builder::ContentLibraryItemUpdateSessionGet::new(self)
    }
    /**Delete an update session

Removes an update session that is completed, cancelled or failed. The server does so itself after a while. Needs System.Anonymous, which every user has.

Sends a `DELETE` request to `/content/library/item/update-session/{update_session_id}`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_update_session_delete()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_delete(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionDelete<'_> {
        builder::ContentLibraryItemUpdateSessionDelete::new(self)
    }
    /**Keep an update session alive

Extends the life of an active update session. Needs System.Anonymous, which every user has.

Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=keep-alive`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_update_session_keep_alive()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_keep_alive(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionKeepAlive<'_> {
        builder::ContentLibraryItemUpdateSessionKeepAlive::new(self)
    }
    /**Apply the changes of an update session

Applies the changes to the item. Files that the client has uploaded are visible when the server responds. For files that the server fetches itself it may respond earlier: the session stays active until they are there. Needs System.Anonymous, which every user has.

Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=complete`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_update_session_complete()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_complete(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionComplete<'_> {
        builder::ContentLibraryItemUpdateSessionComplete::new(self)
    }
    /**Discard the changes of an update session

Ends the transfers of an active update session. The item keeps its files. What was received is deleted later. Needs System.Anonymous, which every user has.

Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=cancel`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_update_session_cancel()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_update_session_cancel(
        &self,
    ) -> builder::ContentLibraryItemUpdateSessionCancel<'_> {
        builder::ContentLibraryItemUpdateSessionCancel::new(self)
    }
    /**List the files of an update session

Lists the files that the item will have: those that the session adds or replaces, and those of the item that stay. Needs System.Anonymous, which every user has.

Sends a `GET` request to `/content/library/item/update-session/{update_session_id}/file`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_updatesession_file_list()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_updatesession_file_list(
        &self,
    ) -> builder::ContentLibraryItemUpdatesessionFileList<'_> {
        builder::ContentLibraryItemUpdatesessionFileList::new(self)
    }
    /**Add or replace a file of a library item

Begins the transfer of a file: the client uploads it to the address of the result with an HTTP PUT, or the server fetches it. A file with this name is replaced. Needs System.Anonymous, which every user has. For a source on a datastore, the user must also be allowed to read the storage of the item.

Sends a `POST` request to `/content/library/item/update-session/{update_session_id}/file`

Arguments:
- `update_session_id`: The update session.
- `body`: The file.
```text
let response = client.content_library_item_updatesession_file_add()
    .update_session_id(update_session_id)
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_item_updatesession_file_add(
        &self,
    ) -> builder::ContentLibraryItemUpdatesessionFileAdd<'_> {
        builder::ContentLibraryItemUpdatesessionFileAdd::new(self)
    }
    /**Check the files of an update session

Checks that all files have been received and are valid for the type of the item. Changes nothing. Needs System.Anonymous, which every user has.

Sends a `POST` request to `/content/library/item/update-session/{update_session_id}/file?action=validate`

Arguments:
- `update_session_id`: The update session.
```text
let response = client.content_library_item_updatesession_file_validate()
    .update_session_id(update_session_id)
    .send()
    .await;
```*/
    pub fn content_library_item_updatesession_file_validate(
        &self,
    ) -> builder::ContentLibraryItemUpdatesessionFileValidate<'_> {
        builder::ContentLibraryItemUpdatesessionFileValidate::new(self)
    }
    /**Synchronize an item of a subscribed library

Begins to copy an item from the library that its library subscribes to. The server responds at once, and `cached` of the item shows when the files are there. If the other library does not have the item any more, it is deleted here, too. Needs ContentLibrary.SyncLibraryItem on the item.

Sends a `POST` request to `/content/library/subscribed-item/{library_item_id}?action=sync`

Arguments:
- `library_item_id`: The library item.
- `body`: What to copy.
```text
let response = client.content_library_subscribed_item_sync()
    .library_item_id(library_item_id)
    .body(body)
    .send()
    .await;
```*/
    pub fn content_library_subscribed_item_sync(
        &self,
    ) -> builder::ContentLibrarySubscribedItemSync<'_> {
        builder::ContentLibrarySubscribedItemSync::new(self)
    }
    /**Get the session

Returns the user, the creation time and the last use of the session of the call. The call may count as a use of the session. Needs no privilege, only a session.

Sends a `GET` request to `/session`

```text
let response = client.cis_session_get()
    .send()
    .await;
```*/
    pub fn cis_session_get(&self) -> builder::CisSessionGet<'_> {
        builder::CisSessionGet::new(self)
    }
    /**Log in

Opens a session with the user name and password in the `Authorization` header, and returns the identifier of the session. The number of open sessions is limited: delete the session when done. A session also ends after it has been idle for too long, and some time after the login, however busy it is. Needs no privilege.

Sends a `POST` request to `/session`

```text
let response = client.cis_session_create()
    .send()
    .await;
```*/
    pub fn cis_session_create(&self) -> builder::CisSessionCreate<'_> {
        builder::CisSessionCreate::new(self)
    }
    /**Log out

Closes the session of the call and invalidates its identifier. Running operations of the session run to completion. Needs no privilege, only a session.

Sends a `DELETE` request to `/session`

```text
let response = client.cis_session_delete()
    .send()
    .await;
```*/
    pub fn cis_session_delete(&self) -> builder::CisSessionDelete<'_> {
        builder::CisSessionDelete::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
        RequestBuilderExt, ResponseValue,
    };
    /**Builder for [`Client::vcenter_iso_image_mount`]

[`Client::vcenter_iso_image_mount`]: super::Client::vcenter_iso_image_mount*/
    #[derive(Debug, Clone)]
    pub struct VcenterIsoImageMount<'a> {
        client: &'a super::Client,
        body: Result<types::builder::IsoImageMountRequestBody, String>,
    }
    impl<'a> VcenterIsoImageMount<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::IsoImageMountRequestBody>,
            <V as std::convert::TryInto<
                types::IsoImageMountRequestBody,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `IsoImageMountRequestBody` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::IsoImageMountRequestBody,
            ) -> types::builder::IsoImageMountRequestBody,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/vcenter/iso/image?action=mount`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<crate::CdromId>, Error<types::StdErrorsError>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::IsoImageMountRequestBody::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/iso/image?action=mount", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_iso_image_mount",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_iso_image_unmount`]

[`Client::vcenter_iso_image_unmount`]: super::Client::vcenter_iso_image_unmount*/
    #[derive(Debug, Clone)]
    pub struct VcenterIsoImageUnmount<'a> {
        client: &'a super::Client,
        body: Result<types::builder::IsoImageUnmountRequestBody, String>,
    }
    impl<'a> VcenterIsoImageUnmount<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::IsoImageUnmountRequestBody>,
            <V as std::convert::TryInto<
                types::IsoImageUnmountRequestBody,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `IsoImageUnmountRequestBody` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::IsoImageUnmountRequestBody,
            ) -> types::builder::IsoImageUnmountRequestBody,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/vcenter/iso/image?action=unmount`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::IsoImageUnmountRequestBody::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/iso/image?action=unmount", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_iso_image_unmount",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_list`]

[`Client::vcenter_vm_list`]: super::Client::vcenter_vm_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmList<'a> {
        client: &'a super::Client,
        clusters: Result<Option<::std::vec::Vec<crate::ClusterId>>, String>,
        datacenters: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        hosts: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        names: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        power_states: Result<Option<::std::vec::Vec<crate::PowerState>>, String>,
        resource_pools: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        vms: Result<Option<::std::vec::Vec<crate::VmId>>, String>,
    }
    impl<'a> VcenterVmList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                clusters: Ok(None),
                datacenters: Ok(None),
                folders: Ok(None),
                hosts: Ok(None),
                names: Ok(None),
                power_states: Ok(None),
                resource_pools: Ok(None),
                vms: Ok(None),
            }
        }
        pub fn clusters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::ClusterId>>,
        {
            self.clusters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: ClusterId >` for clusters failed"
                        .to_string()
                });
            self
        }
        pub fn datacenters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.datacenters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for datacenters failed"
                        .to_string()
                });
            self
        }
        pub fn folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for folders failed"
                        .to_string()
                });
            self
        }
        pub fn hosts<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.hosts = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for hosts failed"
                        .to_string()
                });
            self
        }
        pub fn names<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.names = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for names failed"
                        .to_string()
                });
            self
        }
        pub fn power_states<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::PowerState>>,
        {
            self.power_states = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: PowerState >` for power_states failed"
                        .to_string()
                });
            self
        }
        pub fn resource_pools<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.resource_pools = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for resource_pools failed"
                        .to_string()
                });
            self
        }
        pub fn vms<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::VmId>>,
        {
            self.vms = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: VmId >` for vms failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/vm`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::VmSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self {
                client,
                clusters,
                datacenters,
                folders,
                hosts,
                names,
                power_states,
                resource_pools,
                vms,
            } = self;
            let clusters = clusters.map_err(Error::InvalidRequest)?;
            let datacenters = datacenters.map_err(Error::InvalidRequest)?;
            let folders = folders.map_err(Error::InvalidRequest)?;
            let hosts = hosts.map_err(Error::InvalidRequest)?;
            let names = names.map_err(Error::InvalidRequest)?;
            let power_states = power_states.map_err(Error::InvalidRequest)?;
            let resource_pools = resource_pools.map_err(Error::InvalidRequest)?;
            let vms = vms.map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/vm", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("clusters", &clusters))
                .query(&progenitor_client::QueryParam::new("datacenters", &datacenters))
                .query(&progenitor_client::QueryParam::new("folders", &folders))
                .query(&progenitor_client::QueryParam::new("hosts", &hosts))
                .query(&progenitor_client::QueryParam::new("names", &names))
                .query(
                    &progenitor_client::QueryParam::new("power_states", &power_states),
                )
                .query(
                    &progenitor_client::QueryParam::new(
                        "resource_pools",
                        &resource_pools,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("vms", &vms))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_get`]

[`Client::vcenter_vm_get`]: super::Client::vcenter_vm_get*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmGet<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `GET` request to `/vcenter/vm/{vm}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::VmInfo>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}", client.baseurl, encode_path(& vm.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_hardware_cdrom_list`]

[`Client::vcenter_vm_hardware_cdrom_list`]: super::Client::vcenter_vm_hardware_cdrom_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmHardwareCdromList<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmHardwareCdromList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `GET` request to `/vcenter/vm/{vm}/hardware/cdrom`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::VmHardwareCdromSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/hardware/cdrom", client.baseurl, encode_path(& vm
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_hardware_cdrom_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_hardware_cdrom_get`]

[`Client::vcenter_vm_hardware_cdrom_get`]: super::Client::vcenter_vm_hardware_cdrom_get*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmHardwareCdromGet<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
        cdrom: Result<crate::CdromId, String>,
    }
    impl<'a> VcenterVmHardwareCdromGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
                cdrom: Err("cdrom was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        pub fn cdrom<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::CdromId>,
        {
            self.cdrom = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: CdromId` for cdrom failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::VmHardwareCdromInfo>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, vm, cdrom } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let cdrom = cdrom.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/hardware/cdrom/{}", client.baseurl, encode_path(& vm
                .to_string()), encode_path(& cdrom.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_hardware_cdrom_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_hardware_cdrom_delete`]

[`Client::vcenter_vm_hardware_cdrom_delete`]: super::Client::vcenter_vm_hardware_cdrom_delete*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmHardwareCdromDelete<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
        cdrom: Result<crate::CdromId, String>,
    }
    impl<'a> VcenterVmHardwareCdromDelete<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
                cdrom: Err("cdrom was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        pub fn cdrom<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::CdromId>,
        {
            self.cdrom = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: CdromId` for cdrom failed".to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm, cdrom } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let cdrom = cdrom.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/hardware/cdrom/{}", client.baseurl, encode_path(& vm
                .to_string()), encode_path(& cdrom.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_hardware_cdrom_delete",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_hardware_cdrom_connect`]

[`Client::vcenter_vm_hardware_cdrom_connect`]: super::Client::vcenter_vm_hardware_cdrom_connect*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmHardwareCdromConnect<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
        cdrom: Result<crate::CdromId, String>,
    }
    impl<'a> VcenterVmHardwareCdromConnect<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
                cdrom: Err("cdrom was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        pub fn cdrom<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::CdromId>,
        {
            self.cdrom = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: CdromId` for cdrom failed".to_string()
                });
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=connect`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm, cdrom } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let cdrom = cdrom.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/hardware/cdrom/{}?action=connect", client.baseurl,
                encode_path(& vm.to_string()), encode_path(& cdrom.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_hardware_cdrom_connect",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_hardware_cdrom_disconnect`]

[`Client::vcenter_vm_hardware_cdrom_disconnect`]: super::Client::vcenter_vm_hardware_cdrom_disconnect*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmHardwareCdromDisconnect<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
        cdrom: Result<crate::CdromId, String>,
    }
    impl<'a> VcenterVmHardwareCdromDisconnect<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
                cdrom: Err("cdrom was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        pub fn cdrom<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::CdromId>,
        {
            self.cdrom = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: CdromId` for cdrom failed".to_string()
                });
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/hardware/cdrom/{cdrom}?action=disconnect`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm, cdrom } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let cdrom = cdrom.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/hardware/cdrom/{}?action=disconnect", client.baseurl,
                encode_path(& vm.to_string()), encode_path(& cdrom.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_hardware_cdrom_disconnect",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_power_get`]

[`Client::vcenter_vm_power_get`]: super::Client::vcenter_vm_power_get*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmPowerGet<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmPowerGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `GET` request to `/vcenter/vm/{vm}/power`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::VmPowerInfo>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/power", client.baseurl, encode_path(& vm.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_power_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_power_start`]

[`Client::vcenter_vm_power_start`]: super::Client::vcenter_vm_power_start*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmPowerStart<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmPowerStart<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/power?action=start`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/power?action=start", client.baseurl, encode_path(& vm
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_power_start",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_power_stop`]

[`Client::vcenter_vm_power_stop`]: super::Client::vcenter_vm_power_stop*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmPowerStop<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmPowerStop<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/power?action=stop`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/power?action=stop", client.baseurl, encode_path(& vm
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_power_stop",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_power_reset`]

[`Client::vcenter_vm_power_reset`]: super::Client::vcenter_vm_power_reset*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmPowerReset<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmPowerReset<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/power?action=reset`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/power?action=reset", client.baseurl, encode_path(& vm
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_power_reset",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_vm_guest_power_shutdown`]

[`Client::vcenter_vm_guest_power_shutdown`]: super::Client::vcenter_vm_guest_power_shutdown*/
    #[derive(Debug, Clone)]
    pub struct VcenterVmGuestPowerShutdown<'a> {
        client: &'a super::Client,
        vm: Result<crate::VmId, String>,
    }
    impl<'a> VcenterVmGuestPowerShutdown<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                vm: Err("vm was not initialized".to_string()),
            }
        }
        pub fn vm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::VmId>,
        {
            self.vm = value
                .try_into()
                .map_err(|_| "conversion to `crate :: VmId` for vm failed".to_string());
            self
        }
        ///Sends a `POST` request to `/vcenter/vm/{vm}/guest/power?action=shutdown`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, vm } = self;
            let vm = vm.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/vcenter/vm/{}/guest/power?action=shutdown", client.baseurl,
                encode_path(& vm.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_vm_guest_power_shutdown",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_folder_list`]

[`Client::vcenter_folder_list`]: super::Client::vcenter_folder_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterFolderList<'a> {
        client: &'a super::Client,
        datacenters: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        names: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        parent_folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        type_: Result<Option<crate::FolderType>, String>,
    }
    impl<'a> VcenterFolderList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                datacenters: Ok(None),
                folders: Ok(None),
                names: Ok(None),
                parent_folders: Ok(None),
                type_: Ok(None),
            }
        }
        pub fn datacenters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.datacenters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for datacenters failed"
                        .to_string()
                });
            self
        }
        pub fn folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for folders failed"
                        .to_string()
                });
            self
        }
        pub fn names<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.names = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for names failed"
                        .to_string()
                });
            self
        }
        pub fn parent_folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.parent_folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for parent_folders failed"
                        .to_string()
                });
            self
        }
        pub fn type_<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::FolderType>,
        {
            self.type_ = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: FolderType` for type_ failed".to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/folder`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::FolderSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, datacenters, folders, names, parent_folders, type_ } = self;
            let datacenters = datacenters.map_err(Error::InvalidRequest)?;
            let folders = folders.map_err(Error::InvalidRequest)?;
            let names = names.map_err(Error::InvalidRequest)?;
            let parent_folders = parent_folders.map_err(Error::InvalidRequest)?;
            let type_ = type_.map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/folder", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("datacenters", &datacenters))
                .query(&progenitor_client::QueryParam::new("folders", &folders))
                .query(&progenitor_client::QueryParam::new("names", &names))
                .query(
                    &progenitor_client::QueryParam::new(
                        "parent_folders",
                        &parent_folders,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("type", &type_))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_folder_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_cluster_list`]

[`Client::vcenter_cluster_list`]: super::Client::vcenter_cluster_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterClusterList<'a> {
        client: &'a super::Client,
        clusters: Result<Option<::std::vec::Vec<crate::ClusterId>>, String>,
        datacenters: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        names: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
    }
    impl<'a> VcenterClusterList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                clusters: Ok(None),
                datacenters: Ok(None),
                folders: Ok(None),
                names: Ok(None),
            }
        }
        pub fn clusters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::ClusterId>>,
        {
            self.clusters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: ClusterId >` for clusters failed"
                        .to_string()
                });
            self
        }
        pub fn datacenters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.datacenters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for datacenters failed"
                        .to_string()
                });
            self
        }
        pub fn folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for folders failed"
                        .to_string()
                });
            self
        }
        pub fn names<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.names = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for names failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/cluster`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::ClusterSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, clusters, datacenters, folders, names } = self;
            let clusters = clusters.map_err(Error::InvalidRequest)?;
            let datacenters = datacenters.map_err(Error::InvalidRequest)?;
            let folders = folders.map_err(Error::InvalidRequest)?;
            let names = names.map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/cluster", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("clusters", &clusters))
                .query(&progenitor_client::QueryParam::new("datacenters", &datacenters))
                .query(&progenitor_client::QueryParam::new("folders", &folders))
                .query(&progenitor_client::QueryParam::new("names", &names))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_cluster_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_datacenter_list`]

[`Client::vcenter_datacenter_list`]: super::Client::vcenter_datacenter_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterDatacenterList<'a> {
        client: &'a super::Client,
        datacenters: Result<Option<::std::vec::Vec<crate::DatacenterId>>, String>,
        folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        names: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
    }
    impl<'a> VcenterDatacenterList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                datacenters: Ok(None),
                folders: Ok(None),
                names: Ok(None),
            }
        }
        pub fn datacenters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::DatacenterId>>,
        {
            self.datacenters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: DatacenterId >` for datacenters failed"
                        .to_string()
                });
            self
        }
        pub fn folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for folders failed"
                        .to_string()
                });
            self
        }
        pub fn names<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.names = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for names failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/datacenter`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::DatacenterSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, datacenters, folders, names } = self;
            let datacenters = datacenters.map_err(Error::InvalidRequest)?;
            let folders = folders.map_err(Error::InvalidRequest)?;
            let names = names.map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/datacenter", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("datacenters", &datacenters))
                .query(&progenitor_client::QueryParam::new("folders", &folders))
                .query(&progenitor_client::QueryParam::new("names", &names))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_datacenter_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::vcenter_host_list`]

[`Client::vcenter_host_list`]: super::Client::vcenter_host_list*/
    #[derive(Debug, Clone)]
    pub struct VcenterHostList<'a> {
        client: &'a super::Client,
        clusters: Result<Option<::std::vec::Vec<crate::ClusterId>>, String>,
        connection_states: Result<
            Option<::std::vec::Vec<crate::HostConnectionState>>,
            String,
        >,
        datacenters: Result<Option<::std::vec::Vec<crate::DatacenterId>>, String>,
        folders: Result<Option<::std::vec::Vec<crate::FolderId>>, String>,
        hosts: Result<Option<::std::vec::Vec<crate::HostId>>, String>,
        names: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
    }
    impl<'a> VcenterHostList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                clusters: Ok(None),
                connection_states: Ok(None),
                datacenters: Ok(None),
                folders: Ok(None),
                hosts: Ok(None),
                names: Ok(None),
            }
        }
        pub fn clusters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::ClusterId>>,
        {
            self.clusters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: ClusterId >` for clusters failed"
                        .to_string()
                });
            self
        }
        pub fn connection_states<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::HostConnectionState>>,
        {
            self.connection_states = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: HostConnectionState >` for connection_states failed"
                        .to_string()
                });
            self
        }
        pub fn datacenters<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::DatacenterId>>,
        {
            self.datacenters = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: DatacenterId >` for datacenters failed"
                        .to_string()
                });
            self
        }
        pub fn folders<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::FolderId>>,
        {
            self.folders = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: FolderId >` for folders failed"
                        .to_string()
                });
            self
        }
        pub fn hosts<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<crate::HostId>>,
        {
            self.hosts = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < crate :: HostId >` for hosts failed"
                        .to_string()
                });
            self
        }
        pub fn names<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.names = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for names failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/vcenter/host`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::HostSummary>>,
            Error<types::StdErrorsError>,
        > {
            let Self {
                client,
                clusters,
                connection_states,
                datacenters,
                folders,
                hosts,
                names,
            } = self;
            let clusters = clusters.map_err(Error::InvalidRequest)?;
            let connection_states = connection_states.map_err(Error::InvalidRequest)?;
            let datacenters = datacenters.map_err(Error::InvalidRequest)?;
            let folders = folders.map_err(Error::InvalidRequest)?;
            let hosts = hosts.map_err(Error::InvalidRequest)?;
            let names = names.map_err(Error::InvalidRequest)?;
            let url = format!("{}/vcenter/host", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("clusters", &clusters))
                .query(
                    &progenitor_client::QueryParam::new(
                        "connection_states",
                        &connection_states,
                    ),
                )
                .query(&progenitor_client::QueryParam::new("datacenters", &datacenters))
                .query(&progenitor_client::QueryParam::new("folders", &folders))
                .query(&progenitor_client::QueryParam::new("hosts", &hosts))
                .query(&progenitor_client::QueryParam::new("names", &names))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "vcenter_host_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_list`]

[`Client::content_library_list`]: super::Client::content_library_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryList<'a> {
        client: &'a super::Client,
    }
    impl<'a> ContentLibraryList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/content/library`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<crate::LibraryId>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client } = self;
            let url = format!("{}/content/library", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_find`]

[`Client::content_library_find`]: super::Client::content_library_find*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryFind<'a> {
        client: &'a super::Client,
        body: Result<types::builder::ContentLibraryFindSpec, String>,
    }
    impl<'a> ContentLibraryFind<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibraryFindSpec>,
            <V as std::convert::TryInto<
                types::ContentLibraryFindSpec,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibraryFindSpec` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibraryFindSpec,
            ) -> types::builder::ContentLibraryFindSpec,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library?action=find`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<crate::LibraryId>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::ContentLibraryFindSpec::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library?action=find", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_find",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_get`]

[`Client::content_library_get`]: super::Client::content_library_get*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryGet<'a> {
        client: &'a super::Client,
        library_id: Result<crate::LibraryId, String>,
    }
    impl<'a> ContentLibraryGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_id: Err("library_id was not initialized".to_string()),
            }
        }
        pub fn library_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryId>,
        {
            self.library_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryId` for library_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/{library_id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ContentLibraryModel>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_id } = self;
            let library_id = library_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/{}", client.baseurl, encode_path(& library_id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_list`]

[`Client::content_library_item_list`]: super::Client::content_library_item_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemList<'a> {
        client: &'a super::Client,
        library_id: Result<crate::LibraryId, String>,
    }
    impl<'a> ContentLibraryItemList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_id: Err("library_id was not initialized".to_string()),
            }
        }
        pub fn library_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryId>,
        {
            self.library_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryId` for library_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<crate::LibraryItemId>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_id } = self;
            let library_id = library_id.map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library/item", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(&progenitor_client::QueryParam::new("library_id", &library_id))
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_create`]

[`Client::content_library_item_create`]: super::Client::content_library_item_create*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemCreate<'a> {
        client: &'a super::Client,
        body: Result<types::builder::ContentLibraryItemCreateSpec, String>,
    }
    impl<'a> ContentLibraryItemCreate<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibraryItemCreateSpec>,
            <V as std::convert::TryInto<
                types::ContentLibraryItemCreateSpec,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibraryItemCreateSpec` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibraryItemCreateSpec,
            ) -> types::builder::ContentLibraryItemCreateSpec,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library/item`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<crate::LibraryItemId>, Error<types::StdErrorsError>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::ContentLibraryItemCreateSpec::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library/item", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_create",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_find`]

[`Client::content_library_item_find`]: super::Client::content_library_item_find*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemFind<'a> {
        client: &'a super::Client,
        body: Result<types::builder::ContentLibraryItemFindSpec, String>,
    }
    impl<'a> ContentLibraryItemFind<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibraryItemFindSpec>,
            <V as std::convert::TryInto<
                types::ContentLibraryItemFindSpec,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibraryItemFindSpec` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibraryItemFindSpec,
            ) -> types::builder::ContentLibraryItemFindSpec,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library/item?action=find`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<crate::LibraryItemId>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::ContentLibraryItemFindSpec::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library/item?action=find", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_find",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_get`]

[`Client::content_library_item_get`]: super::Client::content_library_item_get*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemGet<'a> {
        client: &'a super::Client,
        library_item_id: Result<crate::LibraryItemId, String>,
    }
    impl<'a> ContentLibraryItemGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Err("library_item_id was not initialized".to_string()),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/{library_item_id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ContentLibraryItemModel>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_item_id } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/{}", client.baseurl, encode_path(&
                library_item_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_delete`]

[`Client::content_library_item_delete`]: super::Client::content_library_item_delete*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemDelete<'a> {
        client: &'a super::Client,
        library_item_id: Result<crate::LibraryItemId, String>,
    }
    impl<'a> ContentLibraryItemDelete<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Err("library_item_id was not initialized".to_string()),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/content/library/item/{library_item_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, library_item_id } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/{}", client.baseurl, encode_path(&
                library_item_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_delete",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_file_list`]

[`Client::content_library_item_file_list`]: super::Client::content_library_item_file_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemFileList<'a> {
        client: &'a super::Client,
        library_item_id: Result<crate::LibraryItemId, String>,
    }
    impl<'a> ContentLibraryItemFileList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Err("library_item_id was not initialized".to_string()),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/{library_item_id}/file`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::ContentLibraryItemFileInfo>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_item_id } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/{}/file", client.baseurl, encode_path(&
                library_item_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_file_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_storage_list`]

[`Client::content_library_item_storage_list`]: super::Client::content_library_item_storage_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemStorageList<'a> {
        client: &'a super::Client,
        library_item_id: Result<crate::LibraryItemId, String>,
    }
    impl<'a> ContentLibraryItemStorageList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Err("library_item_id was not initialized".to_string()),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/{library_item_id}/storage`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::ContentLibraryItemStorageInfo>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_item_id } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/{}/storage", client.baseurl, encode_path(&
                library_item_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_storage_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_list`]

[`Client::content_library_item_update_session_list`]: super::Client::content_library_item_update_session_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionList<'a> {
        client: &'a super::Client,
        library_item_id: Result<Option<crate::LibraryItemId>, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Ok(None),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/update-session`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<crate::UpdateSessionId>>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, library_item_id } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library/item/update-session", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(
                    &progenitor_client::QueryParam::new(
                        "library_item_id",
                        &library_item_id,
                    ),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_create`]

[`Client::content_library_item_update_session_create`]: super::Client::content_library_item_update_session_create*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionCreate<'a> {
        client: &'a super::Client,
        body: Result<types::builder::ContentLibraryItemUpdateSessionCreateSpec, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionCreate<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibraryItemUpdateSessionCreateSpec>,
            <V as std::convert::TryInto<
                types::ContentLibraryItemUpdateSessionCreateSpec,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibraryItemUpdateSessionCreateSpec` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibraryItemUpdateSessionCreateSpec,
            ) -> types::builder::ContentLibraryItemUpdateSessionCreateSpec,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<crate::UpdateSessionId>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::ContentLibraryItemUpdateSessionCreateSpec::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/content/library/item/update-session", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_create",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_get`]

[`Client::content_library_item_update_session_get`]: super::Client::content_library_item_update_session_get*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionGet<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/update-session/{update_session_id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ContentLibraryItemUpdateSessionModel>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}", client.baseurl,
                encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_delete`]

[`Client::content_library_item_update_session_delete`]: super::Client::content_library_item_update_session_delete*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionDelete<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionDelete<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `DELETE` request to `/content/library/item/update-session/{update_session_id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}", client.baseurl,
                encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_delete",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_keep_alive`]

[`Client::content_library_item_update_session_keep_alive`]: super::Client::content_library_item_update_session_keep_alive*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionKeepAlive<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionKeepAlive<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=keep-alive`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}?action=keep-alive", client
                .baseurl, encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_keep_alive",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_complete`]

[`Client::content_library_item_update_session_complete`]: super::Client::content_library_item_update_session_complete*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionComplete<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionComplete<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=complete`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}?action=complete", client
                .baseurl, encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_complete",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_update_session_cancel`]

[`Client::content_library_item_update_session_cancel`]: super::Client::content_library_item_update_session_cancel*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdateSessionCancel<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdateSessionCancel<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session/{update_session_id}?action=cancel`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}?action=cancel", client
                .baseurl, encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_update_session_cancel",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_updatesession_file_list`]

[`Client::content_library_item_updatesession_file_list`]: super::Client::content_library_item_updatesession_file_list*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdatesessionFileList<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdatesessionFileList<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `GET` request to `/content/library/item/update-session/{update_session_id}/file`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<
                ::std::vec::Vec<types::ContentLibraryItemUpdatesessionFileInfo>,
            >,
            Error<types::StdErrorsError>,
        > {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}/file", client.baseurl,
                encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_updatesession_file_list",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_updatesession_file_add`]

[`Client::content_library_item_updatesession_file_add`]: super::Client::content_library_item_updatesession_file_add*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdatesessionFileAdd<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
        body: Result<types::builder::ContentLibraryItemUpdatesessionFileAddSpec, String>,
    }
    impl<'a> ContentLibraryItemUpdatesessionFileAdd<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibraryItemUpdatesessionFileAddSpec>,
            <V as std::convert::TryInto<
                types::ContentLibraryItemUpdatesessionFileAddSpec,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibraryItemUpdatesessionFileAddSpec` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibraryItemUpdatesessionFileAddSpec,
            ) -> types::builder::ContentLibraryItemUpdatesessionFileAddSpec,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session/{update_session_id}/file`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ContentLibraryItemUpdatesessionFileInfo>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, update_session_id, body } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ContentLibraryItemUpdatesessionFileAddSpec::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}/file", client.baseurl,
                encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_updatesession_file_add",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_item_updatesession_file_validate`]

[`Client::content_library_item_updatesession_file_validate`]: super::Client::content_library_item_updatesession_file_validate*/
    #[derive(Debug, Clone)]
    pub struct ContentLibraryItemUpdatesessionFileValidate<'a> {
        client: &'a super::Client,
        update_session_id: Result<crate::UpdateSessionId, String>,
    }
    impl<'a> ContentLibraryItemUpdatesessionFileValidate<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                update_session_id: Err(
                    "update_session_id was not initialized".to_string(),
                ),
            }
        }
        pub fn update_session_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::UpdateSessionId>,
        {
            self.update_session_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: UpdateSessionId` for update_session_id failed"
                        .to_string()
                });
            self
        }
        ///Sends a `POST` request to `/content/library/item/update-session/{update_session_id}/file?action=validate`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ContentLibraryItemUpdatesessionFileValidationResult>,
            Error<types::StdErrorsError>,
        > {
            let Self { client, update_session_id } = self;
            let update_session_id = update_session_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/item/update-session/{}/file?action=validate", client
                .baseurl, encode_path(& update_session_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_item_updatesession_file_validate",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::content_library_subscribed_item_sync`]

[`Client::content_library_subscribed_item_sync`]: super::Client::content_library_subscribed_item_sync*/
    #[derive(Debug, Clone)]
    pub struct ContentLibrarySubscribedItemSync<'a> {
        client: &'a super::Client,
        library_item_id: Result<crate::LibraryItemId, String>,
        body: Result<
            types::builder::ContentLibrarySubscribedItemSyncRequestBody,
            String,
        >,
    }
    impl<'a> ContentLibrarySubscribedItemSync<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                library_item_id: Err("library_item_id was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn library_item_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::LibraryItemId>,
        {
            self.library_item_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: LibraryItemId` for library_item_id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ContentLibrarySubscribedItemSyncRequestBody>,
            <V as std::convert::TryInto<
                types::ContentLibrarySubscribedItemSyncRequestBody,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `ContentLibrarySubscribedItemSyncRequestBody` for body failed: {}",
                        s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ContentLibrarySubscribedItemSyncRequestBody,
            ) -> types::builder::ContentLibrarySubscribedItemSyncRequestBody,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/content/library/subscribed-item/{library_item_id}?action=sync`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client, library_item_id, body } = self;
            let library_item_id = library_item_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ContentLibrarySubscribedItemSyncRequestBody::try_from(v)
                        .map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/content/library/subscribed-item/{}?action=sync", client.baseurl,
                encode_path(& library_item_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "content_library_subscribed_item_sync",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::cis_session_get`]

[`Client::cis_session_get`]: super::Client::cis_session_get*/
    #[derive(Debug, Clone)]
    pub struct CisSessionGet<'a> {
        client: &'a super::Client,
    }
    impl<'a> CisSessionGet<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `GET` request to `/session`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::CisSessionInfo>, Error<types::StdErrorsError>> {
            let Self { client } = self;
            let url = format!("{}/session", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "cis_session_get",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::cis_session_create`]

[`Client::cis_session_create`]: super::Client::cis_session_create*/
    #[derive(Debug, Clone)]
    pub struct CisSessionCreate<'a> {
        client: &'a super::Client,
    }
    impl<'a> CisSessionCreate<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `POST` request to `/session`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<crate::SessionId>, Error<types::StdErrorsError>> {
            let Self { client } = self;
            let url = format!("{}/session", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "cis_session_create",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                201u16 => ResponseValue::from_response(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /**Builder for [`Client::cis_session_delete`]

[`Client::cis_session_delete`]: super::Client::cis_session_delete*/
    #[derive(Debug, Clone)]
    pub struct CisSessionDelete<'a> {
        client: &'a super::Client,
    }
    impl<'a> CisSessionDelete<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        ///Sends a `DELETE` request to `/session`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::StdErrorsError>> {
            let Self { client } = self;
            let url = format!("{}/session", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "cis_session_delete",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                204u16 => Ok(ResponseValue::empty(response)),
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            ResponseValue::from_response(response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    pub use self::super::Client;
}
/// The operations.
pub(crate) mod wire {
    use super::types;
    /// An operation of the document.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub(crate) enum Operation {
        VcenterIsoImageMount,
        VcenterIsoImageUnmount,
        VcenterVmList,
        VcenterVmGet,
        VcenterVmHardwareCdromList,
        VcenterVmHardwareCdromGet,
        VcenterVmHardwareCdromDelete,
        VcenterVmHardwareCdromConnect,
        VcenterVmHardwareCdromDisconnect,
        VcenterVmPowerGet,
        VcenterVmPowerStart,
        VcenterVmPowerStop,
        VcenterVmPowerReset,
        VcenterVmGuestPowerShutdown,
        VcenterFolderList,
        VcenterClusterList,
        VcenterDatacenterList,
        VcenterHostList,
        ContentLibraryList,
        ContentLibraryFind,
        ContentLibraryGet,
        ContentLibraryItemList,
        ContentLibraryItemCreate,
        ContentLibraryItemFind,
        ContentLibraryItemGet,
        ContentLibraryItemDelete,
        ContentLibraryItemFileList,
        ContentLibraryItemStorageList,
        ContentLibraryItemUpdateSessionList,
        ContentLibraryItemUpdateSessionCreate,
        ContentLibraryItemUpdateSessionGet,
        ContentLibraryItemUpdateSessionDelete,
        ContentLibraryItemUpdateSessionKeepAlive,
        ContentLibraryItemUpdateSessionComplete,
        ContentLibraryItemUpdateSessionCancel,
        ContentLibraryItemUpdatesessionFileList,
        ContentLibraryItemUpdatesessionFileAdd,
        ContentLibraryItemUpdatesessionFileValidate,
        ContentLibrarySubscribedItemSync,
        CisSessionGet,
        CisSessionCreate,
        CisSessionDelete,
    }
    /// The change that an operation makes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Effect {
        /// Only reads; safe to retry.
        None,
        /// Opens a session. It is the one operation that sends credentials.
        Login,
        /// Ends the session. Without a session there is nothing to do.
        Logout,
        /// Changes the inventory. If its response is lost, it may have been carried out.
        Inventory,
    }
    impl Operation {
        /// Returns the operation with this name in progenitor.
        pub(crate) fn named(name: &str) -> Option<Self> {
            Some(
                match name {
                    "vcenter_iso_image_mount" => Self::VcenterIsoImageMount,
                    "vcenter_iso_image_unmount" => Self::VcenterIsoImageUnmount,
                    "vcenter_vm_list" => Self::VcenterVmList,
                    "vcenter_vm_get" => Self::VcenterVmGet,
                    "vcenter_vm_hardware_cdrom_list" => Self::VcenterVmHardwareCdromList,
                    "vcenter_vm_hardware_cdrom_get" => Self::VcenterVmHardwareCdromGet,
                    "vcenter_vm_hardware_cdrom_delete" => {
                        Self::VcenterVmHardwareCdromDelete
                    }
                    "vcenter_vm_hardware_cdrom_connect" => {
                        Self::VcenterVmHardwareCdromConnect
                    }
                    "vcenter_vm_hardware_cdrom_disconnect" => {
                        Self::VcenterVmHardwareCdromDisconnect
                    }
                    "vcenter_vm_power_get" => Self::VcenterVmPowerGet,
                    "vcenter_vm_power_start" => Self::VcenterVmPowerStart,
                    "vcenter_vm_power_stop" => Self::VcenterVmPowerStop,
                    "vcenter_vm_power_reset" => Self::VcenterVmPowerReset,
                    "vcenter_vm_guest_power_shutdown" => {
                        Self::VcenterVmGuestPowerShutdown
                    }
                    "vcenter_folder_list" => Self::VcenterFolderList,
                    "vcenter_cluster_list" => Self::VcenterClusterList,
                    "vcenter_datacenter_list" => Self::VcenterDatacenterList,
                    "vcenter_host_list" => Self::VcenterHostList,
                    "content_library_list" => Self::ContentLibraryList,
                    "content_library_find" => Self::ContentLibraryFind,
                    "content_library_get" => Self::ContentLibraryGet,
                    "content_library_item_list" => Self::ContentLibraryItemList,
                    "content_library_item_create" => Self::ContentLibraryItemCreate,
                    "content_library_item_find" => Self::ContentLibraryItemFind,
                    "content_library_item_get" => Self::ContentLibraryItemGet,
                    "content_library_item_delete" => Self::ContentLibraryItemDelete,
                    "content_library_item_file_list" => Self::ContentLibraryItemFileList,
                    "content_library_item_storage_list" => {
                        Self::ContentLibraryItemStorageList
                    }
                    "content_library_item_update_session_list" => {
                        Self::ContentLibraryItemUpdateSessionList
                    }
                    "content_library_item_update_session_create" => {
                        Self::ContentLibraryItemUpdateSessionCreate
                    }
                    "content_library_item_update_session_get" => {
                        Self::ContentLibraryItemUpdateSessionGet
                    }
                    "content_library_item_update_session_delete" => {
                        Self::ContentLibraryItemUpdateSessionDelete
                    }
                    "content_library_item_update_session_keep_alive" => {
                        Self::ContentLibraryItemUpdateSessionKeepAlive
                    }
                    "content_library_item_update_session_complete" => {
                        Self::ContentLibraryItemUpdateSessionComplete
                    }
                    "content_library_item_update_session_cancel" => {
                        Self::ContentLibraryItemUpdateSessionCancel
                    }
                    "content_library_item_updatesession_file_list" => {
                        Self::ContentLibraryItemUpdatesessionFileList
                    }
                    "content_library_item_updatesession_file_add" => {
                        Self::ContentLibraryItemUpdatesessionFileAdd
                    }
                    "content_library_item_updatesession_file_validate" => {
                        Self::ContentLibraryItemUpdatesessionFileValidate
                    }
                    "content_library_subscribed_item_sync" => {
                        Self::ContentLibrarySubscribedItemSync
                    }
                    "cis_session_get" => Self::CisSessionGet,
                    "cis_session_create" => Self::CisSessionCreate,
                    "cis_session_delete" => Self::CisSessionDelete,
                    _ => return None,
                },
            )
        }
        /// Returns the operationId of the document.
        pub(crate) const fn id(self) -> &'static str {
            match self {
                Self::VcenterIsoImageMount => "Vcenter.Iso.Image_mount",
                Self::VcenterIsoImageUnmount => "Vcenter.Iso.Image_unmount",
                Self::VcenterVmList => "Vcenter.VM_list",
                Self::VcenterVmGet => "Vcenter.VM_get",
                Self::VcenterVmHardwareCdromList => "Vcenter.Vm.Hardware.Cdrom_list",
                Self::VcenterVmHardwareCdromGet => "Vcenter.Vm.Hardware.Cdrom_get",
                Self::VcenterVmHardwareCdromDelete => "Vcenter.Vm.Hardware.Cdrom_delete",
                Self::VcenterVmHardwareCdromConnect => {
                    "Vcenter.Vm.Hardware.Cdrom_connect"
                }
                Self::VcenterVmHardwareCdromDisconnect => {
                    "Vcenter.Vm.Hardware.Cdrom_disconnect"
                }
                Self::VcenterVmPowerGet => "Vcenter.Vm.Power_get",
                Self::VcenterVmPowerStart => "Vcenter.Vm.Power_start",
                Self::VcenterVmPowerStop => "Vcenter.Vm.Power_stop",
                Self::VcenterVmPowerReset => "Vcenter.Vm.Power_reset",
                Self::VcenterVmGuestPowerShutdown => "Vcenter.Vm.Guest.Power_shutdown",
                Self::VcenterFolderList => "Vcenter.Folder_list",
                Self::VcenterClusterList => "Vcenter.Cluster_list",
                Self::VcenterDatacenterList => "Vcenter.Datacenter_list",
                Self::VcenterHostList => "Vcenter.Host_list",
                Self::ContentLibraryList => "Content.Library_list",
                Self::ContentLibraryFind => "Content.Library_find",
                Self::ContentLibraryGet => "Content.Library_get",
                Self::ContentLibraryItemList => "Content.Library.Item_list",
                Self::ContentLibraryItemCreate => "Content.Library.Item_create",
                Self::ContentLibraryItemFind => "Content.Library.Item_find",
                Self::ContentLibraryItemGet => "Content.Library.Item_get",
                Self::ContentLibraryItemDelete => "Content.Library.Item_delete",
                Self::ContentLibraryItemFileList => "Content.Library.Item.File_list",
                Self::ContentLibraryItemStorageList => {
                    "Content.Library.Item.Storage_list"
                }
                Self::ContentLibraryItemUpdateSessionList => {
                    "Content.Library.Item.UpdateSession_list"
                }
                Self::ContentLibraryItemUpdateSessionCreate => {
                    "Content.Library.Item.UpdateSession_create"
                }
                Self::ContentLibraryItemUpdateSessionGet => {
                    "Content.Library.Item.UpdateSession_get"
                }
                Self::ContentLibraryItemUpdateSessionDelete => {
                    "Content.Library.Item.UpdateSession_delete"
                }
                Self::ContentLibraryItemUpdateSessionKeepAlive => {
                    "Content.Library.Item.UpdateSession_keepAlive"
                }
                Self::ContentLibraryItemUpdateSessionComplete => {
                    "Content.Library.Item.UpdateSession_complete"
                }
                Self::ContentLibraryItemUpdateSessionCancel => {
                    "Content.Library.Item.UpdateSession_cancel"
                }
                Self::ContentLibraryItemUpdatesessionFileList => {
                    "Content.Library.Item.Updatesession.File_list"
                }
                Self::ContentLibraryItemUpdatesessionFileAdd => {
                    "Content.Library.Item.Updatesession.File_add"
                }
                Self::ContentLibraryItemUpdatesessionFileValidate => {
                    "Content.Library.Item.Updatesession.File_validate"
                }
                Self::ContentLibrarySubscribedItemSync => {
                    "Content.Library.SubscribedItem_sync"
                }
                Self::CisSessionGet => "Cis.Session_get",
                Self::CisSessionCreate => "Cis.Session_create",
                Self::CisSessionDelete => "Cis.Session_delete",
            }
        }
        /// Returns the name of the operation in messages, such as "mount failed".
        pub(crate) const fn label(self) -> &'static str {
            match self {
                Self::VcenterIsoImageMount => "mount",
                Self::VcenterIsoImageUnmount => "unmount",
                Self::VcenterVmList => "list VMs",
                Self::VcenterVmGet => "get VM",
                Self::VcenterVmHardwareCdromList => "list CD-ROMs",
                Self::VcenterVmHardwareCdromGet => "get CD-ROM",
                Self::VcenterVmHardwareCdromDelete => "remove CD-ROM",
                Self::VcenterVmHardwareCdromConnect => "connect CD-ROM",
                Self::VcenterVmHardwareCdromDisconnect => "disconnect CD-ROM",
                Self::VcenterVmPowerGet => "get power state",
                Self::VcenterVmPowerStart => "power on",
                Self::VcenterVmPowerStop => "power off",
                Self::VcenterVmPowerReset => "reset",
                Self::VcenterVmGuestPowerShutdown => "shut down guest",
                Self::VcenterFolderList => "list folders",
                Self::VcenterClusterList => "list clusters",
                Self::VcenterDatacenterList => "list datacenters",
                Self::VcenterHostList => "list hosts",
                Self::ContentLibraryList => "list libraries",
                Self::ContentLibraryFind => "find libraries",
                Self::ContentLibraryGet => "get library",
                Self::ContentLibraryItemList => "list library items",
                Self::ContentLibraryItemCreate => "create library item",
                Self::ContentLibraryItemFind => "find library items",
                Self::ContentLibraryItemGet => "get library item",
                Self::ContentLibraryItemDelete => "delete library item",
                Self::ContentLibraryItemFileList => "list item files",
                Self::ContentLibraryItemStorageList => "list item storage",
                Self::ContentLibraryItemUpdateSessionList => "list update sessions",
                Self::ContentLibraryItemUpdateSessionCreate => "create update session",
                Self::ContentLibraryItemUpdateSessionGet => "get update session",
                Self::ContentLibraryItemUpdateSessionDelete => "delete update session",
                Self::ContentLibraryItemUpdateSessionKeepAlive => {
                    "keep update session alive"
                }
                Self::ContentLibraryItemUpdateSessionComplete => {
                    "complete update session"
                }
                Self::ContentLibraryItemUpdateSessionCancel => "cancel update session",
                Self::ContentLibraryItemUpdatesessionFileList => {
                    "list files of update session"
                }
                Self::ContentLibraryItemUpdatesessionFileAdd => {
                    "add file to update session"
                }
                Self::ContentLibraryItemUpdatesessionFileValidate => {
                    "validate files of update session"
                }
                Self::ContentLibrarySubscribedItemSync => "synchronize library item",
                Self::CisSessionGet => "session",
                Self::CisSessionCreate => "login",
                Self::CisSessionDelete => "logout",
            }
        }
        pub(crate) const fn effect(self) -> Effect {
            match self {
                Self::VcenterIsoImageMount => Effect::Inventory,
                Self::VcenterIsoImageUnmount => Effect::Inventory,
                Self::VcenterVmList => Effect::None,
                Self::VcenterVmGet => Effect::None,
                Self::VcenterVmHardwareCdromList => Effect::None,
                Self::VcenterVmHardwareCdromGet => Effect::None,
                Self::VcenterVmHardwareCdromDelete => Effect::Inventory,
                Self::VcenterVmHardwareCdromConnect => Effect::Inventory,
                Self::VcenterVmHardwareCdromDisconnect => Effect::Inventory,
                Self::VcenterVmPowerGet => Effect::None,
                Self::VcenterVmPowerStart => Effect::Inventory,
                Self::VcenterVmPowerStop => Effect::Inventory,
                Self::VcenterVmPowerReset => Effect::Inventory,
                Self::VcenterVmGuestPowerShutdown => Effect::Inventory,
                Self::VcenterFolderList => Effect::None,
                Self::VcenterClusterList => Effect::None,
                Self::VcenterDatacenterList => Effect::None,
                Self::VcenterHostList => Effect::None,
                Self::ContentLibraryList => Effect::None,
                Self::ContentLibraryFind => Effect::None,
                Self::ContentLibraryGet => Effect::None,
                Self::ContentLibraryItemList => Effect::None,
                Self::ContentLibraryItemCreate => Effect::Inventory,
                Self::ContentLibraryItemFind => Effect::None,
                Self::ContentLibraryItemGet => Effect::None,
                Self::ContentLibraryItemDelete => Effect::Inventory,
                Self::ContentLibraryItemFileList => Effect::None,
                Self::ContentLibraryItemStorageList => Effect::None,
                Self::ContentLibraryItemUpdateSessionList => Effect::None,
                Self::ContentLibraryItemUpdateSessionCreate => Effect::Inventory,
                Self::ContentLibraryItemUpdateSessionGet => Effect::None,
                Self::ContentLibraryItemUpdateSessionDelete => Effect::Inventory,
                Self::ContentLibraryItemUpdateSessionKeepAlive => Effect::Inventory,
                Self::ContentLibraryItemUpdateSessionComplete => Effect::Inventory,
                Self::ContentLibraryItemUpdateSessionCancel => Effect::Inventory,
                Self::ContentLibraryItemUpdatesessionFileList => Effect::None,
                Self::ContentLibraryItemUpdatesessionFileAdd => Effect::Inventory,
                Self::ContentLibraryItemUpdatesessionFileValidate => Effect::None,
                Self::ContentLibrarySubscribedItemSync => Effect::Inventory,
                Self::CisSessionGet => Effect::None,
                Self::CisSessionCreate => Effect::Login,
                Self::CisSessionDelete => Effect::Logout,
            }
        }
        /// Returns a sentence about the privileges that a user needs. Empty for an operation without.
        pub(crate) const fn privileges(self) -> &'static str {
            match self {
                Self::VcenterIsoImageMount => {
                    "the user needs System.Read, VirtualMachine.Config.AddRemoveDevice on the virtual machine and ContentLibrary.DownloadSession on the library item; content libraries take privileges from global permissions"
                }
                Self::VcenterIsoImageUnmount => {
                    "the user needs System.Read, VirtualMachine.Config.AddRemoveDevice on the virtual machine and System.Read on the CD-ROM"
                }
                Self::VcenterVmList => "the user probably needs System.Read",
                Self::VcenterVmGet => "the user needs System.Read on the virtual machine",
                Self::VcenterVmHardwareCdromList => {
                    "the user probably needs System.Read on the virtual machine"
                }
                Self::VcenterVmHardwareCdromGet => {
                    "the user probably needs System.Read on the virtual machine"
                }
                Self::VcenterVmHardwareCdromDelete => {
                    "the user probably needs VirtualMachine.Config.AddRemoveDevice on the virtual machine"
                }
                Self::VcenterVmHardwareCdromConnect => {
                    "the user probably needs VirtualMachine.Interact.DeviceConnection on the virtual machine"
                }
                Self::VcenterVmHardwareCdromDisconnect => {
                    "the user probably needs VirtualMachine.Interact.DeviceConnection on the virtual machine"
                }
                Self::VcenterVmPowerGet => {
                    "the user needs System.Read on the virtual machine"
                }
                Self::VcenterVmPowerStart => {
                    "the user needs VirtualMachine.Interact.PowerOn on the virtual machine"
                }
                Self::VcenterVmPowerStop => {
                    "the user needs VirtualMachine.Interact.PowerOff on the virtual machine"
                }
                Self::VcenterVmPowerReset => {
                    "the user needs VirtualMachine.Interact.Reset on the virtual machine"
                }
                Self::VcenterVmGuestPowerShutdown => {
                    "the user probably needs VirtualMachine.Interact.PowerOff on the virtual machine"
                }
                Self::VcenterFolderList => "the user probably needs System.Read",
                Self::VcenterClusterList => "the user probably needs System.Read",
                Self::VcenterDatacenterList => "the user probably needs System.Read",
                Self::VcenterHostList => "the user probably needs System.Read",
                Self::ContentLibraryList => {
                    "the user needs System.Read; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryFind => {
                    "the user needs System.Read; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryGet => {
                    "the user needs System.Read on the library; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemList => {
                    "the user needs System.Read on the library; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemCreate => {
                    "the user needs ContentLibrary.AddLibraryItem on the library; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemFind => {
                    "the user needs System.Read and System.Read on the library; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemGet => {
                    "the user needs System.Read on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemDelete => {
                    "the user needs ContentLibrary.DeleteLibraryItem on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemFileList => {
                    "the user needs System.Read on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemStorageList => {
                    "the user needs ContentLibrary.ReadStorage on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionList => {
                    "the user needs ContentLibrary.UpdateSession on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionCreate => {
                    "the user needs ContentLibrary.UpdateSession on the library item; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionGet => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionDelete => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionKeepAlive => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionComplete => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdateSessionCancel => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdatesessionFileList => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdatesessionFileAdd => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibraryItemUpdatesessionFileValidate => {
                    "the user needs System.Anonymous; content libraries take privileges from global permissions"
                }
                Self::ContentLibrarySubscribedItemSync => {
                    "the user needs ContentLibrary.SyncLibraryItem on the library item; content libraries take privileges from global permissions"
                }
                Self::CisSessionGet => "",
                Self::CisSessionCreate => "",
                Self::CisSessionDelete => "",
            }
        }
        /// Returns the path below the base URL, with `{}` for each parameter.
        pub(crate) const fn path(self) -> &'static str {
            match self {
                Self::VcenterIsoImageMount => "vcenter/iso/image",
                Self::VcenterIsoImageUnmount => "vcenter/iso/image",
                Self::VcenterVmList => "vcenter/vm",
                Self::VcenterVmGet => "vcenter/vm/{}",
                Self::VcenterVmHardwareCdromList => "vcenter/vm/{}/hardware/cdrom",
                Self::VcenterVmHardwareCdromGet => "vcenter/vm/{}/hardware/cdrom/{}",
                Self::VcenterVmHardwareCdromDelete => "vcenter/vm/{}/hardware/cdrom/{}",
                Self::VcenterVmHardwareCdromConnect => "vcenter/vm/{}/hardware/cdrom/{}",
                Self::VcenterVmHardwareCdromDisconnect => {
                    "vcenter/vm/{}/hardware/cdrom/{}"
                }
                Self::VcenterVmPowerGet => "vcenter/vm/{}/power",
                Self::VcenterVmPowerStart => "vcenter/vm/{}/power",
                Self::VcenterVmPowerStop => "vcenter/vm/{}/power",
                Self::VcenterVmPowerReset => "vcenter/vm/{}/power",
                Self::VcenterVmGuestPowerShutdown => "vcenter/vm/{}/guest/power",
                Self::VcenterFolderList => "vcenter/folder",
                Self::VcenterClusterList => "vcenter/cluster",
                Self::VcenterDatacenterList => "vcenter/datacenter",
                Self::VcenterHostList => "vcenter/host",
                Self::ContentLibraryList => "content/library",
                Self::ContentLibraryFind => "content/library",
                Self::ContentLibraryGet => "content/library/{}",
                Self::ContentLibraryItemList => "content/library/item",
                Self::ContentLibraryItemCreate => "content/library/item",
                Self::ContentLibraryItemFind => "content/library/item",
                Self::ContentLibraryItemGet => "content/library/item/{}",
                Self::ContentLibraryItemDelete => "content/library/item/{}",
                Self::ContentLibraryItemFileList => "content/library/item/{}/file",
                Self::ContentLibraryItemStorageList => "content/library/item/{}/storage",
                Self::ContentLibraryItemUpdateSessionList => {
                    "content/library/item/update-session"
                }
                Self::ContentLibraryItemUpdateSessionCreate => {
                    "content/library/item/update-session"
                }
                Self::ContentLibraryItemUpdateSessionGet => {
                    "content/library/item/update-session/{}"
                }
                Self::ContentLibraryItemUpdateSessionDelete => {
                    "content/library/item/update-session/{}"
                }
                Self::ContentLibraryItemUpdateSessionKeepAlive => {
                    "content/library/item/update-session/{}"
                }
                Self::ContentLibraryItemUpdateSessionComplete => {
                    "content/library/item/update-session/{}"
                }
                Self::ContentLibraryItemUpdateSessionCancel => {
                    "content/library/item/update-session/{}"
                }
                Self::ContentLibraryItemUpdatesessionFileList => {
                    "content/library/item/update-session/{}/file"
                }
                Self::ContentLibraryItemUpdatesessionFileAdd => {
                    "content/library/item/update-session/{}/file"
                }
                Self::ContentLibraryItemUpdatesessionFileValidate => {
                    "content/library/item/update-session/{}/file"
                }
                Self::ContentLibrarySubscribedItemSync => {
                    "content/library/subscribed-item/{}"
                }
                Self::CisSessionGet => "session",
                Self::CisSessionCreate => "session",
                Self::CisSessionDelete => "session",
            }
        }
        /// Returns whether a success body decodes as the result of the operation.
        pub(crate) fn decodes(self, body: &[u8]) -> bool {
            match self {
                Self::VcenterIsoImageUnmount
                | Self::VcenterVmHardwareCdromDelete
                | Self::VcenterVmHardwareCdromConnect
                | Self::VcenterVmHardwareCdromDisconnect
                | Self::VcenterVmPowerStart
                | Self::VcenterVmPowerStop
                | Self::VcenterVmPowerReset
                | Self::VcenterVmGuestPowerShutdown
                | Self::ContentLibraryItemDelete
                | Self::ContentLibraryItemUpdateSessionDelete
                | Self::ContentLibraryItemUpdateSessionKeepAlive
                | Self::ContentLibraryItemUpdateSessionComplete
                | Self::ContentLibraryItemUpdateSessionCancel
                | Self::ContentLibrarySubscribedItemSync
                | Self::CisSessionDelete => true,
                Self::ContentLibraryList | Self::ContentLibraryFind => {
                    ::serde_json::from_slice::<::std::vec::Vec<crate::LibraryId>>(body)
                        .is_ok()
                }
                Self::ContentLibraryItemList | Self::ContentLibraryItemFind => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<crate::LibraryItemId>,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemUpdateSessionList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<crate::UpdateSessionId>,
                    >(body)
                        .is_ok()
                }
                Self::VcenterClusterList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::ClusterSummary>,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemFileList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::ContentLibraryItemFileInfo>,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemStorageList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::ContentLibraryItemStorageInfo>,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemUpdatesessionFileList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::ContentLibraryItemUpdatesessionFileInfo>,
                    >(body)
                        .is_ok()
                }
                Self::VcenterDatacenterList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::DatacenterSummary>,
                    >(body)
                        .is_ok()
                }
                Self::VcenterFolderList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::FolderSummary>,
                    >(body)
                        .is_ok()
                }
                Self::VcenterHostList => {
                    ::serde_json::from_slice::<::std::vec::Vec<types::HostSummary>>(body)
                        .is_ok()
                }
                Self::VcenterVmHardwareCdromList => {
                    ::serde_json::from_slice::<
                        ::std::vec::Vec<types::VmHardwareCdromSummary>,
                    >(body)
                        .is_ok()
                }
                Self::VcenterVmList => {
                    ::serde_json::from_slice::<::std::vec::Vec<types::VmSummary>>(body)
                        .is_ok()
                }
                Self::VcenterIsoImageMount => {
                    ::serde_json::from_slice::<crate::CdromId>(body).is_ok()
                }
                Self::ContentLibraryItemCreate => {
                    ::serde_json::from_slice::<crate::LibraryItemId>(body).is_ok()
                }
                Self::CisSessionCreate => {
                    ::serde_json::from_slice::<crate::SessionId>(body).is_ok()
                }
                Self::ContentLibraryItemUpdateSessionCreate => {
                    ::serde_json::from_slice::<crate::UpdateSessionId>(body).is_ok()
                }
                Self::CisSessionGet => {
                    ::serde_json::from_slice::<types::CisSessionInfo>(body).is_ok()
                }
                Self::ContentLibraryItemGet => {
                    ::serde_json::from_slice::<types::ContentLibraryItemModel>(body)
                        .is_ok()
                }
                Self::ContentLibraryItemUpdateSessionGet => {
                    ::serde_json::from_slice::<
                        types::ContentLibraryItemUpdateSessionModel,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemUpdatesessionFileAdd => {
                    ::serde_json::from_slice::<
                        types::ContentLibraryItemUpdatesessionFileInfo,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryItemUpdatesessionFileValidate => {
                    ::serde_json::from_slice::<
                        types::ContentLibraryItemUpdatesessionFileValidationResult,
                    >(body)
                        .is_ok()
                }
                Self::ContentLibraryGet => {
                    ::serde_json::from_slice::<types::ContentLibraryModel>(body).is_ok()
                }
                Self::VcenterVmHardwareCdromGet => {
                    ::serde_json::from_slice::<types::VmHardwareCdromInfo>(body).is_ok()
                }
                Self::VcenterVmGet => {
                    ::serde_json::from_slice::<types::VmInfo>(body).is_ok()
                }
                Self::VcenterVmPowerGet => {
                    ::serde_json::from_slice::<types::VmPowerInfo>(body).is_ok()
                }
            }
        }
    }
}

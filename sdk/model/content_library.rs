//! Enums of content libraries.

use crate::model::open_enum::open_enum;

open_enum! {
    /// The source of a library's items (`Content_LibraryModel_LibraryType`).
    LibraryType {
        /// The items are the library's own.
        Local = "LOCAL",
        /// The items are copies of those of another library, to which this one subscribes.
        Subscribed = "SUBSCRIBED",
    }
}

open_enum! {
    /// The kind of storage of a library's files (`Content_Library_StorageBacking_Type`).
    StorageBackingType {
        /// A datastore of vCenter, of any kind. Its images can be mounted.
        Datastore = "DATASTORE",
        /// A file system other than a datastore, such as an NFS or SMB share. Its images cannot be mounted.
        Other = "OTHER",
    }
}

open_enum! {
    /// The algorithm of a file's checksum (`Content_Library_Item_File_ChecksumAlgorithm`).
    ChecksumAlgorithm {
        /// SHA-1.
        Sha1 = "SHA1",
        /// MD5.
        Md5 = "MD5",
        /// SHA-256.
        Sha256 = "SHA256",
        /// SHA-512.
        Sha512 = "SHA512",
    }
}

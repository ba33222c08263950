//! The lists of values by which vCenter describes content libraries.

use crate::model::open_enum::open_enum;

open_enum! {
    /// Where the items of a library come from (`Content_LibraryModel_LibraryType`).
    LibraryType {
        /// They are its own.
        Local = "LOCAL",
        /// They are copies of those of another library, which it follows.
        Subscribed = "SUBSCRIBED",
    }
}

open_enum! {
    /// Where the files of a library are stored (`Content_Library_StorageBacking_Type`).
    StorageBackingType {
        /// On a datastore of vCenter, of whatever kind: what can be mounted.
        Datastore = "DATASTORE",
        /// On a file system that is no datastore, such as an NFS or SMB share: what cannot be mounted.
        Other = "OTHER",
    }
}

open_enum! {
    /// How the checksum of a file is computed (`Content_Library_Item_File_ChecksumAlgorithm`).
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

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

open_enum! {
    /// The state of an update session, in which the files of a library item change
    /// (`Content_Library_Item_UpdateSessionModel_State`).
    UpdateSessionState {
        /// The session is in use, or the server still fetches files.
        Active = "ACTIVE",
        /// The changes are applied.
        Done = "DONE",
        /// A transfer has failed. The item keeps its files.
        Error = "ERROR",
        /// The session was cancelled. The item keeps its files.
        Canceled = "CANCELED",
    }
}

open_enum! {
    /// Who transfers a file of an update session (`Content_Library_Item_Updatesession_File_SourceType`).
    FileSourceType {
        /// Nobody: the file is unchanged.
        None = "NONE",
        /// The client uploads the file.
        Push = "PUSH",
        /// The server fetches the file.
        Pull = "PULL",
    }
}

open_enum! {
    /// The progress of the transfer of a file (`Content_Library_Item_Updatesession_File_TransferStatus`).
    TransferStatus {
        /// The transfer has not begun.
        WaitingForTransfer = "WAITING_FOR_TRANSFER",
        /// The file is being transferred.
        Transferring = "TRANSFERRING",
        /// The server checks the file.
        Validating = "VALIDATING",
        /// The file is complete.
        Ready = "READY",
        /// The transfer has failed.
        Error = "ERROR",
    }
}

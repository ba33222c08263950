//! The operations that change library items and their files, with one attempt each.

use crate::api::types;
use crate::error::Error;
use crate::model::id::{LibraryId, LibraryItemId, UpdateSessionId};
use crate::vcenter::Vcenter;

impl Vcenter {
    pub(crate) async fn create_item(&self, library: &LibraryId, name: &str) -> Result<LibraryItemId, Error> {
        let spec = &types::ContentLibraryItemCreateSpec {
            library_id: library.clone(),
            name: name.to_owned(),
            type_: Some("iso".to_owned()),
            description: None,
        };
        self.connection
            .call(
                |client| async move { client.content_library_item_create().body(spec.clone()).send().await },
            )
            .await
    }

    pub(crate) async fn remove_item(&self, item: &LibraryItemId) -> Result<(), Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_delete().library_item_id(item.clone()).send().await
            })
            .await
    }

    /// Begins to synchronize an item of a subscribed library, with its files.
    pub(crate) async fn begin_sync(&self, item: &LibraryItemId) -> Result<(), Error> {
        let body = &types::ContentLibrarySubscribedItemSyncRequestBody { force_sync_content: true };
        self.connection
            .call(|client| async move {
                let sync = client.content_library_subscribed_item_sync().library_item_id(item.clone());
                sync.body(body.clone()).send().await
            })
            .await
    }

    /// Lists the update sessions of an item that this user has created.
    pub(crate) async fn update_sessions(&self, item: &LibraryItemId) -> Result<Vec<UpdateSessionId>, Error> {
        self.connection
            .call(|client| async move {
                client.content_library_item_update_session_list().library_item_id(item.clone()).send().await
            })
            .await
    }

    pub(crate) async fn create_update_session(&self, item: &LibraryItemId) -> Result<UpdateSessionId, Error> {
        let spec = &types::ContentLibraryItemUpdateSessionCreateSpec { library_item_id: item.clone() };
        self.connection
            .call(|client| async move {
                client.content_library_item_update_session_create().body(spec.clone()).send().await
            })
            .await
    }

    pub(crate) async fn update_session(
        &self,
        session: &UpdateSessionId,
    ) -> Result<types::ContentLibraryItemUpdateSessionModel, Error> {
        self.connection
            .call(|client| async move {
                let get = client.content_library_item_update_session_get();
                get.update_session_id(session.clone()).send().await
            })
            .await
    }

    pub(crate) async fn keep_update_session_alive(&self, session: &UpdateSessionId) -> Result<(), Error> {
        self.connection
            .call(|client| async move {
                let keep_alive = client.content_library_item_update_session_keep_alive();
                keep_alive.update_session_id(session.clone()).send().await
            })
            .await
    }

    pub(crate) async fn complete_update_session(&self, session: &UpdateSessionId) -> Result<(), Error> {
        self.connection
            .call(|client| async move {
                let complete = client.content_library_item_update_session_complete();
                complete.update_session_id(session.clone()).send().await
            })
            .await
    }

    pub(crate) async fn cancel_update_session(&self, session: &UpdateSessionId) -> Result<(), Error> {
        self.connection
            .call(|client| async move {
                let cancel = client.content_library_item_update_session_cancel();
                cancel.update_session_id(session.clone()).send().await
            })
            .await
    }

    pub(crate) async fn delete_update_session(&self, session: &UpdateSessionId) -> Result<(), Error> {
        self.connection
            .call(|client| async move {
                let delete = client.content_library_item_update_session_delete();
                delete.update_session_id(session.clone()).send().await
            })
            .await
    }

    /// Lists the files that the item will have after an update session.
    pub(crate) async fn update_session_files(
        &self,
        session: &UpdateSessionId,
    ) -> Result<Vec<types::ContentLibraryItemUpdatesessionFileInfo>, Error> {
        self.connection
            .call(|client| async move {
                let list = client.content_library_item_updatesession_file_list();
                list.update_session_id(session.clone()).send().await
            })
            .await
    }

    /// Adds a file to an update session, or replaces it.
    pub(crate) async fn add_file(
        &self,
        session: &UpdateSessionId,
        file: &types::ContentLibraryItemUpdatesessionFileAddSpec,
    ) -> Result<types::ContentLibraryItemUpdatesessionFileInfo, Error> {
        self.connection
            .call(|client| async move {
                let add = client.content_library_item_updatesession_file_add();
                add.update_session_id(session.clone()).body(file.clone()).send().await
            })
            .await
    }

    pub(crate) async fn validate_files(
        &self,
        session: &UpdateSessionId,
    ) -> Result<types::ContentLibraryItemUpdatesessionFileValidationResult, Error> {
        self.connection
            .call(|client| async move {
                let validate = client.content_library_item_updatesession_file_validate();
                validate.update_session_id(session.clone()).send().await
            })
            .await
    }
}

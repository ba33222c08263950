//! Routes that the spec does not have, because its client does not use them. Other clients of vCenter do.
//!
//! A request for one of them is no operation: its record has no `operation`, and only the faults for `*` affect it.

mod rest_session;

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler as _;
use axum::http::{Method, Uri};
use axum::response::Response;

use crate::api::handlers::{datastore, library};
use crate::operation::{PathParameters, parameters};
use crate::state::Vcenter;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Route {
    RestSessionCreate,
    RestSessionGet,
    RestSessionDelete,
    LocalLibraryList,
    LocalLibraryGet,
    SubscribedLibraryList,
    SubscribedLibraryGet,
    DatastoreList,
}

const REST_SESSION: &str = "/rest/com/vmware/cis/session";

/// The path of each route, and the action of the older form `?~action=`.
const ROUTES: [(Method, &str, Option<&str>, Route); 9] = [
    (Method::POST, REST_SESSION, None, Route::RestSessionCreate),
    (Method::POST, REST_SESSION, Some("get"), Route::RestSessionGet),
    (Method::GET, REST_SESSION, None, Route::RestSessionGet),
    (Method::DELETE, REST_SESSION, None, Route::RestSessionDelete),
    (Method::GET, "/api/content/local-library", None, Route::LocalLibraryList),
    (Method::GET, "/api/content/local-library/{library}", None, Route::LocalLibraryGet),
    (Method::GET, "/api/content/subscribed-library", None, Route::SubscribedLibraryList),
    (Method::GET, "/api/content/subscribed-library/{library}", None, Route::SubscribedLibraryGet),
    (Method::GET, "/api/vcenter/datastore", None, Route::DatastoreList),
];

impl Route {
    /// Returns the route of a request, if any.
    pub(crate) fn of(method: &Method, uri: &Uri) -> Option<(Self, PathParameters)> {
        let query = uri.query().unwrap_or_default();
        let mut query = form_urlencoded::parse(query.as_bytes());
        let action = query.find(|(name, _)| name == "~action").map(|(_, action)| action);
        ROUTES.iter().filter(|(known, ..)| known == method).find_map(|(_, path, verb, route)| {
            let parameters = parameters(path, uri.path())?;
            (*verb == action.as_deref()).then_some((*route, parameters))
        })
    }

    pub(crate) async fn call(self, request: Request, vcenter: Arc<Vcenter>) -> Response {
        match self {
            Self::RestSessionCreate => rest_session::create.call(request, vcenter).await,
            Self::RestSessionGet => rest_session::get.call(request, vcenter).await,
            Self::RestSessionDelete => rest_session::delete.call(request, vcenter).await,
            Self::LocalLibraryList => library::list_local.call(request, vcenter).await,
            Self::LocalLibraryGet => library::get_local.call(request, vcenter).await,
            Self::SubscribedLibraryList => library::list_subscribed.call(request, vcenter).await,
            Self::SubscribedLibraryGet => library::get_subscribed.call(request, vcenter).await,
            Self::DatastoreList => datastore::list.call(request, vcenter).await,
        }
    }
}
